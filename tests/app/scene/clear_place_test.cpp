// Cards and leaders over a picture (ux 7).
#include "app/scene/clear_place.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace scene;

TEST_SUITE("app/scene/clear_place") {
  const Rect room{0, 0, 400, 300};
  const Rect about{100, 40, 200, 20};

  TEST_CASE("a card stands off the row it speaks of") {
    const CardPlace card = place_card({300, 60}, room, about, {});
    CHECK((card.box.y >= about.bottom() || card.box.bottom() <= about.y));
  }

  TEST_CASE("a card goes below the rows that came after") {
    const std::array written{Rect{150, 80, 100, 20}, Rect{120, 110, 100, 20}};
    const CardPlace card = place_card({300, 60}, room, about, written);
    CHECK(card.box.y >= 130);
  }

  TEST_CASE("a card goes far before it hides the edge of a word") {
    const std::array written{Rect{0, 0, 400, 34}, Rect{0, 120, 400, 20}, Rect{0, 190, 400, 10}};
    const CardPlace card = place_card({300, 60}, room, about, written);
    CHECK(card.covered == 0);
  }

  TEST_CASE("the line of a card passes beside the words between") {
    const std::array written{Rect{150, 80, 100, 20}};
    const CardPlace card = place_card({300, 60}, room, about, written);
    REQUIRE(card.leader_x);
    CHECK((*card.leader_x <= 150 || *card.leader_x >= 250));
  }

  TEST_CASE("a card tells that it hides words") {
    CHECK(place_card({300, 60}, room, about, {}).covered == 0);
    const std::array written{Rect{0, 0, 400, 300}};
    CHECK(place_card({300, 60}, room, about, written).covered > 0);
  }

  TEST_CASE("a card without a way to its row has no line") {
    const std::array written{Rect{0, 80, 400, 20}};
    CHECK(!place_card({300, 60}, room, about, written).leader_x);
  }

  TEST_CASE("a leader takes the height at which it crosses no words") {
    const std::array written{Rect{20, 44, 40, 12}};
    const LevelLine line = level_line(0, about, written);
    CHECK(line.crossed == 0);
    CHECK((line.y < 44 || line.y > 56));
  }

  TEST_CASE("a leader from the right ends at the right side") {
    const std::array written{Rect{320, 30, 20, 40}};
    CHECK(level_line(400, about, written).crossed == 1);
    CHECK(level_line(0, about, written).crossed == 0);
  }
}
