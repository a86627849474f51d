#include "app/scene/overview.hpp"

#include <doctest/doctest.h>

#include "app/scene/hit.hpp"
#include "tests/app/scene/recorded.hpp"

using namespace scene;
using namespace scene::test;
using doctest::Approx;

namespace {

constexpr Rect strip{100, 10, 400, 40};

struct DrawnOverview {
  TimeMap map;
  Overview picture;
};
DrawnOverview draw_overview(const Recorded& run, engine::Duration playhead,
                            std::span<const engine::Instant> forks = {},
                            std::optional<engine::HostId> eye = {}) {
  DrawnOverview drawn;
  drawn.map.catch_up(run.index, run.next_event_at(), {});
  drawn.picture = overview(run.timeline, run.index, drawn.map, at(playhead), forks, strip, eye);
  return drawn;
}

std::uint32_t total(const Overview& picture, OverviewKind kind) {
  std::uint32_t count = 0;
  for (const OverviewMark& mark : picture.marks)
    if (mark.kind == kind) count += mark.count;
  return count;
}

}  // namespace

TEST_SUITE("app/scene/overview") {
  TEST_CASE("every departure is on the strip in its direction") {
    const Recorded run = lost_third_ack();
    const Overview picture = draw_overview(run, 0ns).picture;
    const auto by_client =
        std::ranges::count(run.timeline.flights(), client, &engine::Flight::from);
    CHECK(total(picture, OverviewKind::departure_right) == static_cast<std::uint32_t>(by_client));
    CHECK(total(picture, OverviewKind::departure_left) ==
          run.timeline.flights().size() - static_cast<std::size_t>(by_client));
  }

  TEST_CASE("an instant is found again by its place") {
    const DrawnOverview drawn = draw_overview(lost_third_ack(), 0ns);
    for (float x = strip.x; x < strip.right(); x += 7)
      CHECK(overview_x(drawn.map, overview_instant(drawn.map, x, strip), strip) ==
            Approx(x).epsilon(0.001));
  }

  TEST_CASE("long waits are breaks on the strip") {
    const Overview picture = draw_overview(lost_third_ack(), 0ns).picture;
    REQUIRE(picture.breaks.size() >= 5);
    for (const OverviewBreak& b : picture.breaks) CHECK(b.to_x - b.from_x >= 6);
  }

  TEST_CASE("interventions say what they were") {
    Recorded run = handshake();
    run.call(client, engine::SendText{.text = "x", .urgent = false}, 300ms);
    run.act(engine::OnPacket{{4}, engine::HoldIt{}}, 320ms);
    run.run_to(2s);
    const Overview picture = draw_overview(run, 0ns).picture;
    const auto hold = std::ranges::find_if(picture.marks, [](const OverviewMark& mark) {
      return mark.kind == OverviewKind::intervention && mark.time == at(320ms);
    });
    REQUIRE(hold != picture.marks.end());
    CHECK(hold->command == 1);  // OnPacket
    CHECK(hold->action == 2);   // HoldIt
    CHECK(mark_at(picture, hold->at) != nullptr);
  }

  TEST_CASE("one end sees its own departures alone") {
    const Overview picture = draw_overview(lost_third_ack(), 0ns, {}, server).picture;
    CHECK(total(picture, OverviewKind::departure_right) == 0);
    CHECK(total(picture, OverviewKind::departure_left) > 0);
  }

  TEST_CASE("one end does not see what is done on the wire") {
    const Recorded run = lost_third_ack();
    const auto ruled = [&](std::optional<engine::HostId> eye) {
      const Overview picture = draw_overview(run, 0ns, {}, eye).picture;
      return std::ranges::any_of(picture.marks, [](const OverviewMark& mark) {
        return mark.kind == OverviewKind::intervention && mark.command != 0;  // no DoCall
      });
    };
    CHECK(ruled({}));
    CHECK_FALSE(ruled(server));
  }

  TEST_CASE("a fork is marked where the branch leaves") {
    const engine::Instant forks[] = {at(75ms)};
    CHECK(total(draw_overview(handshake(), 0ns, forks).picture, OverviewKind::fork) == 1);
  }

  TEST_CASE("a long run has no more marks than the strip has room for") {
    Recorded run = handshake();
    run.call(client, engine::SendBulk{200'000}, 300ms);
    run.run_to(20s);
    REQUIRE(run.timeline.flights().size() > 90);
    TimeMap map;
    map.catch_up(run.index, run.next_event_at(), {});
    const Rect narrow{0, 0, 30, 40};
    const Overview picture = overview(run.timeline, run.index, map, at(0ns), {}, narrow);
    CHECK(picture.marks.size() < 50);
    CHECK(total(picture, OverviewKind::departure_right) > 50);
  }
}
