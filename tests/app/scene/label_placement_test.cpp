#include "app/scene/label_placement.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace scene;

TEST_SUITE("app/scene/label_placement") {
  TEST_CASE("a lonely label sits on the middle of its arrow") {
    LabelPlacer placer;
    const LabelPlace place = placer.place({0, 0}, {400, 40}, {100, 18});
    CHECK(place.box.center() == Vec2{200, 20});
    CHECK_FALSE(place.has_leader);
  }

  TEST_CASE("a second label slides along its own arrow") {
    LabelPlacer placer;
    const Rect first = placer.place({0, 0}, {400, 40}, {100, 18}).box;
    const LabelPlace second = placer.place({0, 10}, {400, 50}, {100, 18});
    CHECK_FALSE(second.has_leader);
    CHECK_FALSE(overlap(first, second.box));
  }

  TEST_CASE("a label far from what is drawn is led to the nearest point of it") {
    const std::array rest{Vec2{100, 50}, Vec2{100, 70}};
    LabelPlace place;
    place.box = {110, 120, 80, 18};
    lead_to(place, rest);
    CHECK(place.has_leader);
    CHECK(place.leader_from == Vec2{100, 70});
    CHECK(place.leader_to == Vec2{110, 120});
  }

  TEST_CASE("a label beside its line has no leader") {
    const std::array line{Vec2{0, 0}, Vec2{200, 40}};
    LabelPlace place;
    place.box = {60, 12, 80, 18};
    lead_to(place, line);
    CHECK_FALSE(place.has_leader);
  }

  TEST_CASE("when the arrow is full the label gets a leader line") {
    LabelPlacer placer;
    std::vector<Rect> boxes;
    bool leader = false;
    for (int i = 0; i < 6; ++i) {
      const auto y = static_cast<float>(i);
      const LabelPlace place = placer.place({0, y}, {200, y + 10}, {120, 18});
      for (const Rect& other : boxes) CHECK_FALSE(overlap(other, place.box));
      boxes.push_back(place.box);
      leader |= place.has_leader;
    }
    CHECK(leader);
  }

  TEST_CASE("labels of one column keep the pitch") {
    LabelPlacer placer;
    const Rect a = placer.place({0, 0}, {130, 0}, {120, 18}).box;
    const Rect b = placer.place({0, 4}, {130, 4}, {120, 18}).box;
    CHECK(b.y - a.y >= label_pitch);
  }
}
