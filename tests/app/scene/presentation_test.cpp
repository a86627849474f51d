#include "app/scene/presentation.hpp"

#include <doctest/doctest.h>

#include <array>
#include <vector>

#include "app/scene/digits.hpp"
#include "app/scene/presentation_rows.hpp"
#include "app/scene/queues.hpp"
#include "app/scene/told.hpp"
#include "tests/app/scene/recorded.hpp"

using namespace scene;
using namespace scene::test;
using Kind = PresentationRow::Kind;

namespace {

constexpr std::array<Vec2, 5> screens{
    {{1024, 768}, {1280, 800}, {1366, 768}, {1920, 1080}, {3840, 2160}}};  // ux.md 12

PresentationFrame frame_on(Vec2 screen, bool siding = false, bool stations = false) {
  return presentation_frame(screen, {.lamp = screen.y * 0.37f,
                                     .ladder_text = screen.y * 0.45f,
                                     .siding = siding,
                                     .stations = stations});
}

std::vector<Rect> parts_of(const PresentationFrame& f) {
  return {f.client, f.server,      f.heading,      f.wire,
          f.ladder, f.left_states, f.right_states, f.caption};
}

bool is_inside(const Rect& inner, Vec2 screen) {
  return inner.x >= 0 && inner.y >= 0 && inner.right() <= screen.x + 0.01f &&
         inner.bottom() <= screen.y + 0.01f;
}

std::vector<PresentationRow> rows_at(const Recorded& run, engine::Duration t,
                                     std::optional<engine::HostId> eye = {}, int most = most_rows) {
  LadderAxis axis;
  axis.catch_up(run.index, run.next_event_at(), {});
  const Position p = run.position(t);
  const engine::World world = run.world(p);
  return presentation_rows(run.timeline, run.index, world, axis,
                           {.playhead = p,
                            .rows = most,
                            .eye = eye,
                            .left = default_connection(world.host(client)),
                            .right = default_connection(world.host(server))});
}

std::vector<std::string> keys(const std::vector<Told>& sentences) {
  std::vector<std::string> all;
  for (const Told& sentence : sentences) all.push_back(sentence.words.key);
  return all;
}

}  // namespace

TEST_SUITE("app/scene/presentation") {
  TEST_CASE("on every screen nothing lies over anything else or outside") {
    for (const Vec2 screen : screens)
      for (const bool siding : {false, true})
        for (const bool stations : {false, true}) {
          INFO(screen.x << "x" << screen.y << " siding " << siding << " stations " << stations);
          const auto all = parts_of(frame_on(screen, siding, stations));
          for (std::size_t i = 0; i < all.size(); ++i) {
            CHECK(is_inside(all[i], screen));
            for (std::size_t j = i + 1; j < all.size(); ++j) CHECK_FALSE(overlap(all[i], all[j]));
          }
        }
  }

  TEST_CASE("eight rows of ladder have room while nothing is held") {
    for (const Vec2 screen : screens) CHECK(frame_on(screen).rows == most_rows);
  }

  TEST_CASE("what is held takes its room from the rows of the ladder") {
    for (const Vec2 screen : screens) {
      CHECK(frame_on(screen, true, true).rows >= 4);
      CHECK(frame_on(screen, true, true).wire.height > frame_on(screen).wire.height);
    }
  }

  TEST_CASE("at 1080 lines two tokens of 200 by 100 lie above each other") {
    const PresentationFrame f = frame_on({1920, 1080});
    CHECK(f.wire.height >= 2 * 100);
    CHECK(f.wire.width >= 2 * 200);
    CHECK(share::token_width * 1080 == doctest::Approx(200));
    CHECK(share::lecture_token * 1080 >= 100);
  }

  TEST_CASE("the lifelines stand under the ends of the wire") {
    const PresentationFrame f = frame_on({1920, 1080});
    CHECK(f.ladder.x == f.wire.x);
    CHECK(f.ladder.right() == f.wire.right());
  }

  TEST_CASE("words too wide for the wire get the width of the screen instead of the states") {
    const PresentationFrame f = presentation_frame({1024, 768}, {.lamp = 280, .ladder_text = 700});
    CHECK(f.ladder.width >= 700);
    CHECK(f.left_states.width == 0);
  }

  TEST_CASE("everything is a share of the height: twice the lines, twice the size") {
    const PresentationFrame small = frame_on({1920, 1080}), large = frame_on({3840, 2160});
    CHECK(large.row == doctest::Approx(2 * small.row));
    CHECK(large.caption.height == doctest::Approx(2 * small.caption.height));
  }
}

TEST_SUITE("app/scene/presentation_rows") {
  TEST_CASE("a handshake is three rows, with the states that each segment led to") {
    const Recorded run = handshake();
    const auto rows = rows_at(run, 200ms);
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].label.flags == "SYN");
    CHECK_FALSE(rows[0].leftwards());
    CHECK(rows[0].left == engine::State::syn_sent);
    CHECK(rows[0].right == engine::State::syn_received);
    CHECK(rows[1].leftwards());
    CHECK(rows[1].left == engine::State::established);
    CHECK(rows[2].right == engine::State::established);
    CHECK(rows[2].numbers ==
          std::vector<std::string>{"seq " + digits(1001), "ack " + digits(5001)});
  }

  TEST_CASE("a segment in flight is drawn as far as it has come, and told no further") {
    const Recorded run = handshake();
    const auto rows = rows_at(run, 75ms);
    REQUIRE(rows.size() == 2);
    CHECK(rows[1].seen_to == doctest::Approx(0.5));
    CHECK(rows[1].fate == engine::Fate::in_flight);
    CHECK_FALSE(rows[1].left.has_value());
  }

  TEST_CASE("nothing later than the playhead is told, though it is recorded") {
    const Recorded run = handshake();
    CHECK(rows_at(run, 20ms).size() == 1);
    CHECK(run.timeline.flights().size() == 3);
  }

  TEST_CASE("a wait is a row between the segments around it") {
    const Recorded run = lost_third_ack(3s);
    const auto rows = rows_at(run, 1060ms);
    REQUIRE(rows.size() == 5);
    CHECK(rows[2].fate == engine::Fate::dropped);
    CHECK(rows[3].kind == Kind::wait);
    CHECK(rows[3].elapsed == doctest::Approx(1));
    CHECK(rows[4].retransmission);
  }

  TEST_CASE("a wait under way tells its whole length and how much of it is over") {
    const Recorded run = lost_third_ack(3s);
    const auto rows = rows_at(run, 600ms);
    REQUIRE(rows.back().kind == Kind::wait);
    CHECK(rows.back().elapsed > 0.3);
    CHECK(rows.back().elapsed < 0.7);
  }

  TEST_CASE("never more rows than there is room for, and the newest stay") {
    const Recorded run = lost_third_ack(40s);
    const auto rows = rows_at(run, 39s);
    REQUIRE(rows.size() == most_rows);
    CHECK(rows.front().at > engine::world_start);
    CHECK(rows_at(run, 39s, {}, 3).size() == 3);
  }

  TEST_CASE("the end of TIME-WAIT stands beside the wait that it ends") {
    const Recorded run = four_way_close(300s);
    const auto rows = rows_at(run, 299s);
    REQUIRE_FALSE(rows.empty());
    CHECK(rows.back().kind == Kind::wait);
    CHECK(rows.back().left == engine::State::closed);
  }

  TEST_CASE("the client sees what it sends leave and what it is sent come, and no fate") {
    const Recorded run = lost_third_ack(3s);
    const auto rows = rows_at(run, 500ms, client);
    REQUIRE(rows.size() >= 3);
    CHECK(rows[1].seen_from == 0.5);
    CHECK(rows[2].seen_to == 0.5);
    CHECK(rows[2].fate != engine::Fate::dropped);
    CHECK_FALSE(rows[0].right.has_value());
  }

  TEST_CASE("what has not arrived does not exist for the receiver") {
    const Recorded run = handshake();
    CHECK(rows_at(run, 20ms, server).empty());
  }

  TEST_CASE("a burst of the same segments is one row that counts them") {
    Recorded run;
    run.call(server, engine::Listen{.port = 80}, 0ns);
    for (int i = 0; i < 5; ++i)
      run.call(client, engine::Connect{.remote = engine::test::server_socket()}, i * 1ms);
    run.run_to(30ms);
    const auto rows = rows_at(run, 30ms);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].kind == Kind::stack);
    CHECK(rows[0].count == 5);
  }
}

TEST_SUITE("app/scene/told") {
  TEST_CASE("at the start nothing has happened") {
    const Recorded run = handshake();
    CHECK(told(run.timeline, run.index, position_after(run.timeline, 0), Numbers::raw).empty());
  }

  TEST_CASE("an arrival, the state it leads to and the answer are told in this order") {
    const Recorded run = handshake();
    const auto all = keys(told(run.timeline, run.index, run.position(50ms), Numbers::raw));
    const auto place = [&](std::string_view key) {
      return std::ranges::find(all, key) - all.begin();
    };
    const auto count = static_cast<std::ptrdiff_t>(all.size());
    CHECK(place("told.arrived") < place("told.state"));
    CHECK(place("told.arrived") < place("told.sent"));
    CHECK(place("told.sent") < count);
  }

  TEST_CASE("a repeat is told as one") {
    const Recorded run = lost_third_ack(3s);
    const auto all = keys(told(run.timeline, run.index, run.position(1050ms), Numbers::raw));
    CHECK(std::ranges::find(all, "told.expired") != all.end());
    CHECK(std::ranges::find(all, "told.again") != all.end());
  }

  TEST_CASE("checks are not told") {
    const Recorded run = handshake();
    for (engine::StepIndex k = 1; k <= run.timeline.size(); ++k)
      for (const Told& sentence :
           told(run.timeline, run.index, position_after(run.timeline, k), Numbers::raw))
        CHECK_FALSE(sentence.words.key.starts_with("event.note"));
  }
}
