#include <doctest/doctest.h>

#include "app/session/report.hpp"
#include "app/session/session.hpp"
#include "engine/base/random.hpp"
#include "tests/app/session/two_hosts.hpp"

using namespace two_hosts;
using engine::PacketId;

namespace {

// Something a person might do, drawn from dice.
app::Intent any_intent(engine::Random& dice) {
  const PacketId packet{1 + static_cast<std::uint32_t>(dice.below(8))};
  switch (dice.below(12)) {
    case 0:
      return app::Play{};
    case 1:
      return app::Pause{};
    case 2:
      return app::StepForward{.grain = app::Grain::segment, .held = true};
    case 3:
      return app::StepForward{.grain = app::Grain::event, .held = true};
    case 4:
      return app::StepBack{app::Grain::event};
    case 5:
      return app::SeekTo{at(std::chrono::milliseconds(dice.below(4000)))};
    case 6:
      return app::DropPacket{packet};
    case 7:
      return app::DelayPacket{packet, 120ms};
    case 8:
      return app::DuplicatePacket{packet};
    case 9:
      return app::Undo{};
    case 10:
      return app::Redo{};
    default:
      return app::Do{engine::DoCall{client, {}, engine::SendText{"hello"}}};
  }
}

}  // namespace

TEST_SUITE("session: the log of intents") {
  TEST_CASE("replayed, it leads to the same worlds on every branch") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      CAPTURE(seed);
      engine::Random dice{seed};
      app::Session first = session();
      for (int i = 0; i < 40; ++i) {
        first.apply(any_intent(dice));
        watch(first, 50ms * static_cast<int>(dice.below(10)));
        finish(first);
      }
      first.apply(app::Pause{});
      app::Session second = session();
      second.replay(first.log());
      REQUIRE(second.branches().count() == first.branches().count());
      for (std::uint32_t i = 0; i < first.branches().count(); ++i)
        CHECK(edge_fingerprint(second, {i}) == edge_fingerprint(first, {i}));
      CHECK(second.branch() == first.branch());
      CHECK(second.playhead() == first.playhead());
      CHECK(fingerprint(second) == fingerprint(first));
    }
  }
  TEST_CASE("where the pointer rested is not in it") {
    app::Session s = session();
    s.apply(app::Hover{PacketId{1}, true});
    CHECK(s.log().empty());
  }
  TEST_CASE("of a scrub only the last place is in it") {
    app::Session s = session();
    seek(s, 200ms);
    const std::size_t before = s.log().size();
    for (int ms = 190; ms > 100; --ms) s.apply(app::SeekTo{at(std::chrono::milliseconds(ms))});
    CHECK(s.log().size() == before + 1);
  }
  TEST_CASE("an offer that was taken is in it as what it did") {
    app::Session s = session();
    seek(s, 125ms);
    s.apply(app::DropPacket{PacketId{3}});
    s.apply(app::TakeOffer{});
    CHECK(app::name(s.log().back().intent) == "undo");
  }
}

TEST_SUITE("session: our own bugs") {
  // What the client is to send at 200 ms lies nowhere: reading it breaks an invariant.
  app::Session broken() {
    engine::World start = world();
    start.host(client).pattern = {std::uint64_t{1} << 40, 65'536};
    start.schedule.push_back(call(200ms, client, engine::SendBulk{100}));
    return app::Session(opening(std::move(start)));
  }

  TEST_CASE("a broken invariant freezes time and names the step") {
    app::Session s = broken();
    seek(s, 1s);
    REQUIRE(s.breakdown());
    CHECK(s.breakdown()->step == s.timeline().size());
    CHECK_FALSE(s.computing());
    CHECK(shows(s, "trouble.broken"));
    s.apply(app::Play{});
    CHECK_FALSE(s.playing());
  }
  TEST_CASE("what was recorded before can still be looked at") {
    app::Session s = broken();
    seek(s, 1s);
    REQUIRE(s.breakdown());
    s.apply(app::SeekTo{at(0ms)});
    CHECK(s.playhead().at == at(0ms));
    s.apply(app::SeekTo{at(5s)});
    CHECK(s.playhead().at == s.timeline().edge().now);
  }
  TEST_CASE("the report tells what was done") {
    app::Session s = broken();
    seek(s, 10ms);
    s.apply(app::DelayPacket{PacketId{1}, 5ms});
    seek(s, 1s);
    REQUIRE(s.breakdown());
    const std::string& report = s.breakdown()->report;
    CHECK(report.find("scenario: two hosts") != std::string::npos);
    CHECK(report.find("delay_packet packet=1 by=5000000ns") != std::string::npos);
    CHECK(report.find("seek_to at=1000000000ns") != std::string::npos);
  }
  TEST_CASE("restarting begins anew") {
    app::Session s = broken();
    seek(s, 1s);
    REQUIRE(s.breakdown());
    s.apply(app::Restart{});
    CHECK_FALSE(s.breakdown());
    seek(s, 10ms);
    CHECK(s.playhead().at == at(10ms));
  }
}
