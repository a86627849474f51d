// Recorded runs for the pictures' tests: real timelines of the two teaching hosts, with their
// index.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/scene/moments.hpp"
#include "app/scene/run_index.hpp"
#include "engine/timeline/timeline.hpp"
#include "tests/support/world_builder.hpp"

namespace scene::test {

using namespace std::chrono_literals;
using engine::test::client;
using engine::test::server;

inline engine::Instant at(engine::Duration t) { return engine::Instant{t}; }

class Recorded {
 public:
  explicit Recorded(engine::World start = engine::test::two_hosts()) : timeline(std::move(start)) {}

  engine::Timeline timeline;
  RunIndex index;

  Recorded& act(const engine::Command& command, engine::Duration t) {
    timeline.advance_to(at(t) - engine::Duration{1});
    timeline.act(command, at(t));
    return *this;
  }
  Recorded& call(engine::HostId host, const engine::Call& call, engine::Duration t) {
    return act(engine::DoCall{.host = host, .connection = {}, .call = call}, t);
  }
  Recorded& run_to(engine::Duration t) {
    timeline.advance_to(at(t));
    index.catch_up(timeline);
    return *this;
  }
  Position position(engine::Duration t) const { return position_at(timeline, at(t)); }
  engine::World world(const Position& p) const { return timeline.at(p.steps); }
  engine::Instant next_event_at() const { return timeline.edge().next_event_at(); }

  template <class T>
  std::optional<Position> after_first() const {  // just after the first fact of this kind
    for (engine::StepIndex k = 0; k < timeline.size(); ++k)
      for (std::uint32_t f = 0; f < timeline.step(k).facts.size(); ++f)
        if (std::holds_alternative<T>(timeline.step(k).facts[f]))
          return position_of_fact(timeline, k, f);
    return std::nullopt;
  }
};

// listen at 0, connect at 0: SYN leaves at 0, arrives at 50 ms, SYN-ACK at 100 ms, ACK at 150 ms.
inline Recorded handshake() {
  Recorded run;
  run.call(server, engine::Listen{.port = 80}, 0ns);
  run.call(client, engine::Connect{.remote = engine::test::server_socket()}, 0ns);
  run.run_to(200ms);
  return run;
}

// And packet 4, with text, leaves the client at 300 ms and is due at 350 ms.
inline Recorded with_data() {
  Recorded run = handshake();
  run.call(client, engine::SendText{.text = "hello", .urgent = false}, 300ms);
  return run;
}

// Every ACK of the client is dropped: the server repeats its SYN-ACK for about a minute.
inline Recorded lost_third_ack(engine::Duration until = 70s) {
  Recorded run;
  run.act(engine::ArmImpairment{{.match = {.from = client,
                                           .flag_match = engine::FlagMatch::exactly,
                                           .flags = {.ack = true}},
                                 .action = engine::DropIt{},
                                 .unlimited = true}},
          0ns);
  run.call(server, engine::Listen{.port = 80}, 0ns);
  run.call(client, engine::Connect{.remote = engine::test::server_socket()}, 0ns);
  run.run_to(until);
  return run;
}

// The client closes at 300 ms, the server at 600 ms; TIME_WAIT follows.
inline Recorded four_way_close(engine::Duration until = 1s) {
  Recorded run;
  run.call(server, engine::Listen{.port = 80}, 0ns);
  run.call(client, engine::Connect{.remote = engine::test::server_socket()}, 0ns);
  run.call(client, engine::Close{}, 300ms);
  run.call(server, engine::Close{}, 600ms);
  run.run_to(until);
  return run;
}

}  // namespace scene::test
