#include "app/session/refused_call.hpp"

#include <doctest/doctest.h>

#include <string>

#include "tests/app/session/two_hosts.hpp"
#include "tests/support/random_history.hpp"

using namespace two_hosts;
using engine::Call;
using engine::CallResult;
using engine::ConnId;
using engine::State;

namespace {

constexpr State all_states[] = {State::closed,       State::listen,      State::syn_sent,
                                State::syn_received, State::established, State::fin_wait_1,
                                State::fin_wait_2,   State::close_wait,  State::closing,
                                State::last_ack,     State::time_wait};

std::vector<Call> every_call() {
  using namespace engine;
  return {Listen{80},
          Listen{81},
          Connect{.remote = engine::test::server_socket()},
          Connect{.remote = engine::test::server_socket(), .local_port = 50'000},
          Connect{.remote = {ipv4(224, 0, 0, 1), 80}},
          Connect{.remote = {ipv4(255, 255, 255, 255), 80}},
          Connect{.remote = {}},
          Accept{},
          SendText{.text = "hello"},
          SendBulk{.bytes = 10},
          Read{},
          Shutdown{ShutdownHow::write},
          Shutdown{ShutdownHow::read},
          Shutdown{ShutdownHow::both},
          Close{},
          Close{.linger = 0ms},
          Abort{}};
}

// Worth trying, although nothing may come of it.
bool is_legal(CallResult result) {
  return result == CallResult::ok || result == CallResult::would_block ||
         result == CallResult::end_of_file;
}

// Makes the call in a copy of the world.
CallResult answer_of(engine::World world, const engine::ByteArena& kept,
                     const engine::DoCall& call) {
  engine::ByteArena bytes = kept.prefix(world.cursor);
  engine::StepRecord record;
  world.apply(call, world.now, bytes, record);
  for (const engine::Fact& fact : record.facts)
    if (const auto* made = std::get_if<engine::CallMade>(&fact)) return made->result;
  FAIL("the engine answers every call");
  return CallResult::ok;
}

// What we say agrees with what the engine does, down to the words of the result. Returns whether
// the call is refused.
bool compare(const engine::World& world, const engine::Timeline& timeline,
             const engine::DoCall& call) {
  const CallResult result = answer_of(world, timeline.bytes(), call);
  const auto refusal = app::why_not_call(call, world, timeline);
  CAPTURE(call.call.index());
  CAPTURE(std::string(name(result)));
  REQUIRE(refusal.has_value() == !is_legal(result));
  if (!refusal) return false;
  CAPTURE(refusal->why.key);
  CHECK(refusal->why.values.back().second ==
        scene::PhraseValue(scene::Word{"result." + std::string(name(result))}));
  return true;
}

// A client whose connection is in this state, with the FIN sent that the state speaks of.
engine::World world_in(State state) {
  engine::test::Stage stage;
  stage.establish();
  engine::Host& host = stage.world.host(client);
  const ConnId id = host.connections.front().id;
  engine::Connection& c = host.connections.edit(id);
  const bool finished = state == State::fin_wait_1 || state == State::fin_wait_2 ||
                        state == State::closing || state == State::last_ack ||
                        state == State::time_wait;
  if (finished) {
    c.tcb.snd.fin_queued = c.tcb.snd.fin_sent = true;
    c.tcb.snd.nxt = c.tcb.snd.max = c.tcb.snd.nxt + 1;
  }
  if (state == State::listen) c.tcb.sockets.remote = {};
  if (state == State::time_wait) c.tcb.timers.arm(engine::Timer::time_wait, stage.world.now, 60s);
  c.tcb.state = state;
  host.connections.refresh(id);
  return stage.world;
}

std::vector<std::optional<ConnId>> names_for(const engine::Host& host) {
  std::vector<std::optional<ConnId>> names{std::nullopt, ConnId{9'999}};
  for (const engine::Connection& c : host.connections) names.push_back(c.id);
  for (const engine::Connection& c : host.gone) names.push_back(c.id);
  return names;
}

unsigned compare_all(const engine::World& world, const engine::Timeline& timeline) {
  unsigned refused = 0;
  for (const engine::Host& host : world.hosts)
    for (const std::optional<ConnId> id : names_for(host))
      for (const Call& call : every_call())
        if (host.power == engine::Power::up)
          refused += compare(world, timeline, {host.id, id, call}) ? 1 : 0;
  return refused;
}

}  // namespace

TEST_SUITE("session: calls that would be refused (RFC 9293 3.10.1 to 3.10.5)") {
  TEST_CASE("every call in every state is refused exactly where TCP answers with an error") {
    for (const State state : all_states)
      for (const bool left : {false, true})
        for (const bool fin_promised : {false, true}) {
          engine::World world = world_in(state);
          CAPTURE(std::string(name(state)));
          CAPTURE(left);
          CAPTURE(fin_promised);
          engine::Host& host = world.host(client);
          const ConnId id = host.connections.front().id;
          engine::Connection& c = host.connections.edit(id);
          c.tcb.application_left = left && state != State::closed;
          if (fin_promised) c.tcb.snd.fin_queued = true;
          host.connections.refresh(id);
          const engine::Timeline timeline(world);
          for (const Call& call : every_call()) compare(world, timeline, {client, id, call});
        }
  }
  TEST_CASE("it stays so in experiments that nobody planned") {
    unsigned refused = 0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
      CAPTURE(seed);
      const engine::Timeline timeline = engine::test::random_history(seed, {}, 120);
      for (engine::StepIndex steps = 0; steps <= timeline.size(); steps += 8)
        refused += compare_all(timeline.at(steps), timeline);
    }
    CHECK(refused > 1'000);
  }
  TEST_CASE("the reason names the FIN that closed this direction") {
    app::Session s = session();
    seek(s, 200ms);
    s.apply(app::Do{engine::DoCall{client, {}, engine::Close{}}});
    s.apply(app::Do{engine::DoCall{client, {}, engine::SendText{"late"}}});
    CHECK(s.toasts().back().text.key == "refused.call.fin");
  }
  TEST_CASE("a call that was made says what came of it") {
    app::Session s = session();
    seek(s, 200ms);
    s.apply(app::Do{engine::DoCall{client, {}, engine::SendText{"hello"}}});
    REQUIRE(shows(s, "done.call.bytes"));
    const auto& values = s.toasts().back().text.values;
    CHECK(values[2].second == scene::PhraseValue(scene::Word{"result.ok"}));
    CHECK(values[3].second == scene::PhraseValue(std::int64_t{5}));
    s.apply(app::Do{engine::DoCall{client, {}, engine::Read{}}});
    REQUIRE(shows(s, "done.call.plain"));
    CHECK(s.toasts().back().text.values[2].second ==
          scene::PhraseValue(scene::Word{"result.would_block"}));
  }
  TEST_CASE("a connect() that was accepted has not returned yet") {
    app::Session s = session();
    s.apply(app::Do{
        engine::DoCall{client, {}, engine::Connect{.remote = engine::test::server_socket()}}});
    CHECK(shows(s, "done.call.under_way"));
  }
  TEST_CASE("a refused call leaves no mark on the timeline") {
    app::Session s = session();
    s.apply(app::Do{engine::DoCall{client, {}, engine::Close{}}});
    REQUIRE(shows(s, "refused.call.none"));
    CHECK(s.timeline().size() == 0);
  }
}
