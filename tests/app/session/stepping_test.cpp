#include <doctest/doctest.h>

#include <vector>

#include "app/session/session.hpp"
#include "tests/app/session/two_hosts.hpp"

using namespace two_hosts;
using app::Grain;
using engine::PacketId;

namespace {

struct Stand {
  scene::Position at;
  std::uint64_t world{};
  bool operator==(const Stand&) const = default;
};

Stand stand(const app::Session& s) { return {s.playhead(), fingerprint(s)}; }

// Forward to the end in one grain, then back to the start: every stop is the same both ways.
void there_and_back(Grain grain, std::size_t least) {
  app::Session s = session();
  std::vector<Stand> stops{stand(s)};
  for (int i = 0; i < 2000 && !s.quiet(); ++i) {
    s.apply(app::StepForward{.grain = grain, .held = true});
    finish(s);
    if (stand(s) != stops.back()) stops.push_back(stand(s));
  }
  REQUIRE(stops.size() >= least);
  for (std::size_t i = stops.size() - 1; i-- > 0;) {
    s.apply(app::StepBack{grain});
    CHECK(stand(s) == stops[i]);
  }
  CHECK(s.playhead().at == at(0ms));
}

}  // namespace

TEST_SUITE("session: stepping") {
  TEST_CASE("segment by segment, both ways through the same worlds") {
    there_and_back(Grain::segment, 5);
  }
  TEST_CASE("event by event, both ways through the same worlds") {
    there_and_back(Grain::event, 20);
  }
  TEST_CASE("bookmark by bookmark, both ways through the same worlds") {
    there_and_back(Grain::bookmark, 3);
  }
  TEST_CASE("a frame back undoes a frame forward") {
    app::Session s = session();
    seek(s, 75ms);
    s.apply(app::StepForward{.grain = Grain::frame});
    CHECK(s.playhead().at > at(75500us));
    CHECK(s.playhead().at < at(76ms));
    s.apply(app::StepBack{Grain::frame});
    const engine::Duration off = s.playhead().at - at(75ms);
    CHECK(off >= -2ns);
    CHECK(off <= 2ns);
  }
  TEST_CASE("segment steps stop at every departure and arrival") {
    app::Session s = session();
    std::vector<engine::Instant> stops;
    for (int i = 0; i < 4; ++i) {
      s.apply(app::StepForward{.held = true});
      stops.push_back(s.playhead().at);
    }
    CHECK(stops == std::vector{at(0ms), at(50ms), at(100ms), at(150ms)});
  }
  TEST_CASE("a step forward is animated") {
    app::Session s = session();
    s.apply(app::StepForward{});
    s.tick(10ms);
    s.apply(app::StepForward{});
    CHECK(s.animating());
    watch(s, 500ms);
    CHECK(s.playhead().at > at(0ms));
    CHECK(s.playhead().at < at(50ms));
  }
  TEST_CASE("an animated step takes a second and a half at most") {
    app::Session s = session();
    s.apply(app::SetFlightTime{12s});
    seek(s, 1ns);
    s.apply(app::StepForward{});
    watch(s, 1490ms);
    CHECK(s.animating());
    watch(s, 10ms);
    CHECK_FALSE(s.animating());
    CHECK(s.playhead().at == at(50ms));
  }
  TEST_CASE("an animated step over several waits takes no longer") {
    engine::World start = world();
    start.schedule.push_back(call(1s, server, engine::Listen{81}));
    start.schedule.push_back(call(3s, server, engine::Listen{82}));
    start.schedule.push_back(call(7s, client, engine::SendText{"late"}));
    app::Session s(opening(std::move(start)));
    seek(s, 500ms);
    s.apply(app::StepForward{});
    s.tick(1490ms);  // however long the frames are
    CHECK(s.animating());
    s.tick(10ms);
    CHECK_FALSE(s.animating());
    CHECK(s.playhead().at == at(7s));
  }
  TEST_CASE("a step during an animation completes it first") {
    app::Session s = session();
    seek(s, 1ns);
    s.apply(app::StepForward{});
    watch(s, 100ms);
    s.apply(app::StepForward{});
    CHECK(s.playhead().at == at(50ms));
    CHECK(s.animating());
  }
  TEST_CASE("a step back is a jump") {
    app::Session s = session();
    seek(s, 120ms);
    s.apply(app::StepBack{});
    CHECK(s.playhead().at == at(100ms));
    CHECK_FALSE(s.animating());
  }
  TEST_CASE("acting after an animated step is acting at the edge") {
    app::Session s = session();
    seek(s, 51ms);
    s.apply(app::StepForward{});
    watch(s, 1s);
    s.apply(app::DropPacket{PacketId{2}});
    CHECK(s.branches().count() == 1);
    CHECK(shows(s, "done.drop"));
  }
  TEST_CASE("a bookmark of one's own is a stop") {
    app::Session s = session();
    seek(s, 200ms);
    seek(s, 120ms);
    s.apply(app::SetBookmark{});
    s.apply(app::JumpEnd{});
    s.apply(app::Select{client});
    s.apply(app::StepBack{Grain::bookmark});
    CHECK(s.playhead().at == at(120ms));
    s.apply(app::StepBack{Grain::bookmark});
    CHECK(s.playhead().at == at(100ms));  // the client became ESTABLISHED
    s.apply(app::StepForward{.grain = Grain::bookmark});
    CHECK(s.playhead().at == at(120ms));
  }
  TEST_CASE("setting a bookmark twice takes it away") {
    app::Session s = session();
    s.apply(app::SetBookmark{});
    s.apply(app::SetBookmark{});
    CHECK(s.bookmarks().empty());
  }
}
