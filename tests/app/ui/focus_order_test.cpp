#include "app/ui/focus_order.hpp"

#include <doctest/doctest.h>

using namespace app::ui;

namespace {

Widget control(std::string id, float x, float y, std::string layer = "main") {
  return {.id = std::move(id),
          .label = {},
          .layer = std::move(layer),
          .rect = {x, y, 20, 20},
          .seen = {x, y, 20, 20}};
}

Layout layout() {
  Layout layout;
  layout.top_bar = {0, 0, 1000, 40};
  layout.left = {0, 40, 200, 500};
  layout.client = {200, 40, 200, 500};
  layout.wire = {400, 40, 400, 100};
  layout.ladder = {400, 140, 400, 400};
  layout.server = {800, 40, 200, 500};
  layout.transport = {0, 540, 1000, 60};
  return layout;
}

using Ids = std::vector<std::string>;

}  // namespace

TEST_SUITE("app/ui/focus_order") {
  TEST_CASE("panels follow one another as they are read, whatever was drawn first") {
    const std::vector widgets{control("play", 500, 550),
                              control("server", 850, 60),
                              control("splitter.left", 198, 200),
                              control("wire", 420, 60),
                              control("menu", 10, 10),
                              control("card", 10, 100),
                              control("toast.1.close", 500, 500)};
    CHECK(focus_order(widgets, layout(), "main") ==
          Ids{"menu", "card", "wire", "server", "play", "toast.1.close", "splitter.left"});
  }
  TEST_CASE("inside a panel the order of drawing stays") {
    const std::vector widgets{control("b", 10, 300), control("a", 10, 100)};
    CHECK(focus_order(widgets, layout(), "main") == Ids{"b", "a"});
  }
  TEST_CASE("what is scrolled out of its panel still belongs to it") {
    const std::vector widgets{control("server", 850, 60), control("far below", 10, 2000),
                              control("card", 10, 100)};
    CHECK(focus_order(widgets, layout(), "main") == Ids{"far below", "card", "server"});
  }
  TEST_CASE("segments, ladder rows, mere text and other layers are not in it") {
    Widget text = control("text", 10, 60);
    text.operable = false;
    const std::vector widgets{control("wire.segment.3", 500, 60), control("wire.siding.1", 500, 60),
                              control("ladder.row.2", 500, 200),  text,
                              control("item", 10, 60, "menu"),    control("card", 10, 100)};
    CHECK(focus_order(widgets, layout(), "main") == Ids{"card"});
  }
  TEST_CASE("the walk visits every control once and then leaves, in both directions") {
    const Ids order{"a", "b", "c"};
    CHECK(next_in(order, "", 1) == "a");
    CHECK(next_in(order, "a", 1) == "b");
    CHECK(next_in(order, "c", 1).empty());
    CHECK(next_in(order, "", -1) == "c");
    CHECK(next_in(order, "b", -1) == "a");
    CHECK(next_in(order, "a", -1).empty());
    CHECK(next_in({}, "a", 1).empty());
  }
}
