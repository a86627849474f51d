// ux.md 9.1 and 13: what the eye must tell apart, for eyes of every kind. The window tests check
// that these constants are what is really drawn.
#include <doctest/doctest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/ui/theme.hpp"
#include "tests/app/ui/colour_vision.hpp"
#include "tests/app/ui/every_look.hpp"

using namespace app::ui;
using namespace app::ui::test;

namespace {

constexpr StateFamily families[] = {StateFamily::opening, StateFamily::open,
                                    StateFamily::closing_first, StateFamily::closing_second,
                                    StateFamily::waiting};

bool is_coloured(Vision vision) { return vision != Vision::greyscale; }

}  // namespace

TEST_SUITE("app/ui/colour_vision") {
  TEST_CASE("the distance is the published one") {
    CHECK(distance(Lab{50, 2.6772, -79.7751}, Lab{50, 0, -82.7485}) ==
          doctest::Approx(2.0425).epsilon(0.0001));
    CHECK(distance(Lab{50, 2.5, 0}, Lab{73, 25, -18}) == doctest::Approx(27.1492).epsilon(0.0001));
    CHECK(distance(Lab{50, -1, 2}, Lab{50, 0, 0}) == doctest::Approx(2.3669).epsilon(0.0001));
    CHECK(distance(Lab{60.2574, -34.0099, 36.2677}, Lab{60.4626, -34.1751, 39.4387}) ==
          doctest::Approx(1.2644).epsilon(0.0001));
  }

  TEST_CASE("a deficiency leaves greys alone") {
    for (const Vision vision : all_visions)
      for (const Color grey : {rgb(0x000000), rgb(0x808080), rgb(0xFFFFFF)}) {
        INFO(name(vision));
        CHECK(distance(grey, seen(grey, vision), Vision::normal) < 1);
      }
  }

  TEST_CASE("any two kinds of segment differ for every kind of colour vision") {
    for (const ThemeName theme_name : themes)
      for (const Vision vision : all_visions)
        for (const TokenKind a : kinds)
          for (const TokenKind b : kinds) {
            if (a >= b || !is_coloured(vision)) continue;
            const double least = theme_name == ThemeName::dark ? 11 : 12;
            const Theme& t = theme(theme_name);
            INFO(name(vision), " ", static_cast<int>(a), " ", static_cast<int>(b));
            CHECK(distance(t.token(a).fill, t.token(b).fill, vision) >= least);
          }
  }

  TEST_CASE("any two families of states differ for every kind of colour vision") {
    for (const Vision vision : all_visions)
      for (const StateFamily a : families)
        for (const StateFamily b : families) {
          if (a >= b || !is_coloured(vision)) continue;
          INFO(name(vision), " ", static_cast<int>(a), " ", static_cast<int>(b));
          CHECK(distance(theme(ThemeName::light).family(a), theme(ThemeName::light).family(b),
                         vision) >= 10);
        }
  }

  TEST_CASE("where greys of two families coincide their patterns do not") {
    std::set<Pattern> patterns;
    for (const StateFamily family : families) patterns.insert(pattern(family));
    CHECK(patterns.size() == std::size(families));
  }

  TEST_CASE("the letters on a token can be read with every kind of vision") {
    for (const ThemeName theme_name : themes)
      for (const Vision vision : all_visions)
        for (const TokenKind kind : kinds) {
          const TokenColors token = theme(theme_name).token(kind);
          INFO(name(vision), " ", static_cast<int>(kind));
          CHECK(contrast(seen(token.ink, vision), seen(token.fill, vision)) >= 4.2);
        }
  }

  TEST_CASE("the outline of a token stands out from the paper with every kind of vision") {
    for (const ThemeName theme_name : themes)
      for (const Vision vision : all_visions) {
        const Theme& t = theme(theme_name);
        INFO(name(vision));
        CHECK(contrast(seen(t.ink, vision), seen(t.panel, vision)) >= 7);
        CHECK(contrast(seen(t.line, vision), seen(t.panel, vision)) >= 3);
        CHECK(contrast(seen(t.focus, vision), seen(t.panel, vision)) >= 3);
      }
  }

  TEST_CASE("hazard stripes are dark and light with every kind of vision") {
    for (const ThemeName theme_name : themes)
      for (const Vision vision : all_visions) {
        const Theme& t = theme(theme_name);
        CHECK(contrast(seen(t.hazard_dark, vision), seen(t.hazard_light, vision)) >= 7);
      }
  }

  TEST_CASE("the hatch of a state bar can be seen on its fill") {
    for (const Vision vision : all_visions)
      for (const StateFamily family : families) {
        if (pattern(family) == Pattern::solid) continue;
        const Color fill = theme(ThemeName::light).family(family);
        const Color hatch = mixed(fill, rgb(0x000000), 150.0f / 255);
        INFO(name(vision), " ", static_cast<int>(family));
        CHECK(contrast(seen(hatch, vision), seen(fill, vision)) >= 2.5);
      }
  }
}
