#include "app/scene/compare_picture.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/app/scene/recorded.hpp"

using namespace scene;
using namespace scene::test;

namespace {

// The third ACK is lost at 125 ms; in B the client says five bytes at 200 ms.
struct Two {
  Recorded a, b;
};
Two silent_or_not(engine::Duration until = 2s) {
  Two two;
  for (Recorded* run : {&two.a, &two.b}) {
    run->call(server, engine::Listen{.port = 80}, 0ns);
    run->call(client, engine::Connect{.remote = engine::test::server_socket()}, 0ns);
    run->act(engine::OnPacket{.packet = {3}, .action = engine::DropIt{}}, 125ms);
  }
  two.b.call(client, engine::SendText{.text = "hello"}, 200ms);
  two.a.run_to(until);
  two.b.run_to(until);
  return two;
}

struct Shown {
  Two two;
  engine::Comparison comparison{};
  LadderAxis axis{};
  ComparePicture picture{};
};
Shown shown(engine::Duration playhead = 2s) {
  Shown s{.two = silent_or_not()};
  const ComparedRun a{s.two.a.timeline, s.two.a.index}, b{s.two.b.timeline, s.two.b.index};
  s.comparison = engine::compare(a.timeline, b.timeline);
  s.axis.lay_out(shared_stretches(a, b), {});
  s.picture = compare_picture(a, b, s.comparison, s.axis,
                              {.area = {0, 0, 400, 2000}, .playhead = s.two.a.position(playhead)});
  return s;
}

Tone tone_of(const ComparedSide& side, std::uint32_t packet) {
  for (const ComparedArrow& compared : side.arrows)
    if (side.ladder.arrows[compared.arrow].packet.value == packet) return compared.tone;
  return Tone::unknown;
}

Stretch stretch(int from, int to, int crossing) {
  using std::chrono::milliseconds;
  return {at(milliseconds(from)), at(milliseconds(to)), milliseconds(crossing)};
}

const SummaryRow* summary_row(const std::vector<SummaryRow>& rows, std::string_view key,
                              std::size_t nth = 0) {
  for (const SummaryRow& r : rows)
    if (r.key == "compare.sum." + std::string(key) && nth-- == 0) return &r;
  return nullptr;
}

}  // namespace

TEST_SUITE("scene: two branches on one axis (ux 6)") {
  TEST_CASE("a wait is one only where both wait") {
    const std::vector<Stretch> a{stretch(0, 100, 50), stretch(100, 1000, 0)};
    const std::vector<Stretch> b{stretch(0, 150, 0), stretch(150, 300, 80), stretch(300, 900, 0)};
    const std::vector<Stretch> both = union_of(a, b);
    REQUIRE(both.size() == 5);
    CHECK(both[0] == stretch(0, 100, 50));
    CHECK(both[1] == stretch(100, 150, 0));
    CHECK(both[2] == stretch(150, 300, 80));
    CHECK(both[3] == stretch(300, 900, 0));
    CHECK(both[4] == stretch(900, 1000, 0));
  }

  TEST_CASE("a run that is over waits, and an empty one does not matter") {
    const std::vector<Stretch> a{stretch(0, 100, 50)}, b{stretch(0, 50, 0), stretch(50, 400, 70)};
    const std::vector<Stretch> both = union_of(a, b);
    CHECK(both.back() == stretch(50, 400, 70));
    CHECK(union_of(a, {}) == a);
    CHECK(union_of({}, {}).empty());
  }

  TEST_CASE("the same instant lies at the same height on both sides") {
    const Shown s = shown();
    CHECK(s.picture.a.ladder.playhead_y == s.picture.b.ladder.playhead_y);
    const Arrow &syn_a = s.picture.a.ladder.arrows[0], &syn_b = s.picture.b.ladder.arrows[0];
    CHECK(syn_a.line == syn_b.line);
  }

  TEST_CASE("what both have is dim, what only one has stands out") {
    const Shown s = shown();
    for (const std::uint32_t packet : {1u, 2u, 3u}) {
      CHECK(tone_of(s.picture.a, packet) == Tone::same);
      CHECK(tone_of(s.picture.b, packet) == Tone::same);
    }
    CHECK(tone_of(s.picture.a, 4) == Tone::alone);  // the SYN-ACK again
    CHECK(tone_of(s.picture.b, 4) == Tone::alone);  // the five bytes
  }

  TEST_CASE("the fork line lies where they part") {
    const Shown s = shown();
    REQUIRE(s.picture.fork_y);
    CHECK(static_cast<double>(*s.picture.fork_y) == doctest::Approx(s.axis.y(at(200ms))));
    CHECK(*s.picture.fork_y == s.picture.shared_until_y);
  }

  TEST_CASE("lanes are hatched on both sides where the state differs") {
    const Shown s = shown();
    CHECK_FALSE(s.picture.a.differing.empty());
    CHECK_FALSE(s.picture.b.differing.empty());
    for (const Rect& box : s.picture.a.differing) CHECK(box.y >= *s.picture.fork_y - 1);
  }

  TEST_CASE("the strip says by how much, and which figures differ") {
    const Shown s = shown();
    const auto rows = summary(s.comparison, s.two.a.timeline);
    REQUIRE(summary_row(rows, "retransmissions"));
    CHECK(summary_row(rows, "retransmissions")->differs);
    REQUIRE(summary_row(rows, "segments"));
    CHECK_FALSE(summary_row(rows, "segments")->differs);
    const SummaryRow* const server_open = summary_row(rows, "established", 1);
    REQUIRE(server_open);
    CHECK(server_open->differs);
    CHECK(*server_open->later == -900ms);
    CHECK(summary_row(rows, "closed") == nullptr);
  }

  TEST_CASE("histories that are still one have no fork line and are dim as a whole") {
    Recorded a = lost_third_ack(3s);
    const ComparedRun run{a.timeline, a.index};
    const engine::Comparison comparison = engine::compare(a.timeline, a.timeline);
    LadderAxis axis;
    axis.lay_out(shared_stretches(run, run), {});
    const ComparePicture picture =
        compare_picture(run, run, comparison, axis, {.area = {0, 0, 400, 900}});
    CHECK_FALSE(picture.fork_y);
    CHECK(picture.shared_until_y == 900);
    CHECK(picture.a.differing.empty());
  }
}
