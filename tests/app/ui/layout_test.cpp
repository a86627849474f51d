#include "app/ui/layout.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace app::ui;

namespace {

constexpr Size screens[] = {{1024, 768},  {1280, 720},  {1280, 800}, {1366, 768},
                            {1920, 1080}, {2560, 1440}, {3840, 2160}};

std::vector<Rect> panels(const Layout& l) {
  std::vector<Rect> all = {l.top_bar, l.left,   l.caption, l.client,
                           l.wire,    l.ladder, l.server,  l.transport};
  const bool over = l.compact && l.inspector.y < l.ladder.bottom();  // it opens over the columns
  if (!over) all.push_back(l.inspector);
  std::erase_if(all, [](const Rect& r) { return r.empty(); });
  return all;
}

void check_sound(const LayoutRequest& request) {
  const Layout layout = arrange(request);
  const Rect window{0, 0, request.width, request.height};
  const auto all = panels(layout);
  INFO(request.width << "x" << request.height << " at " << request.scale);
  for (std::size_t i = 0; i < all.size(); ++i) {
    CHECK(inside(all[i], window));
    for (std::size_t j = i + 1; j < all.size(); ++j) CHECK(overlap(all[i], all[j]).empty());
  }
  CHECK(inside(layout.inspector, window));
  for (const Rect& other : {layout.top_bar, layout.wire, layout.caption, layout.transport})
    CHECK(overlap(layout.inspector, other).empty());
  CHECK(inside(layout.toasts, window));
  CHECK(layout.wire.w >= 300 * layout.scale);
  CHECK(layout.wire.h >= 80 * layout.scale);
  CHECK(layout.ladder.h >= 80 * layout.scale);
}

Rect strip(float w, float h) { return {0, 0, w, h}; }

}  // namespace

TEST_SUITE("app/ui/layout") {
  TEST_CASE("1280 by 720 is the table") {
    const Layout l = arrange({.width = 1280, .height = 720});
    CHECK(l.top_bar == strip(1280, 36));
    CHECK(l.left.w == 272);
    CHECK(l.client.w == 216);
    CHECK(l.server.w == 216);
    CHECK(l.wire.size() == Size{576, 132});
    CHECK(l.inspector.h == 28);
    CHECK(l.transport.h == 62);
    CHECK_FALSE(l.compact);
  }

  TEST_CASE("1920 by 1080 is the table") {
    const Layout l =
        arrange({.width = 1920, .height = 1080, .arrangement = {.inspector_open = true}});
    CHECK(l.top_bar.h == 44);
    CHECK(l.left.w == 400);
    CHECK(l.client.w == 330);
    CHECK(l.wire.size() == Size{860, 200});
    CHECK(l.inspector.h == 280);
    CHECK(l.transport.h == 72);
  }

  TEST_CASE("no panel covers another or leaves the window, at any size and scale") {
    for (const Size screen : screens)
      for (int percent = 75; percent <= 250; percent += 5)
        for (const bool open : {false, true})
          check_sound({.width = screen.w,
                       .height = screen.h,
                       .scale = static_cast<float>(percent) / 100,
                       .arrangement = {.inspector_open = open}});
  }

  TEST_CASE("hidden panels and dragged seams keep the layout sound") {
    for (int mask = 0; mask < 16; ++mask)
      for (const float split : {0.001f, 0.5f, 1.0f}) {
        Arrangement a{.left_pane = (mask & 1) != 0,
                      .client = (mask & 2) != 0,
                      .server = (mask & 4) != 0,
                      .inspector_open = (mask & 8) != 0};
        a.splits.fill(split);
        check_sound({.width = 1280, .height = 720, .arrangement = a});
        check_sound({.width = 1024, .height = 768, .arrangement = a});
      }
  }

  TEST_CASE("presentation shows two lamps, wire, ladder and caption") {
    for (const Size screen : screens) {
      const LayoutRequest request{
          .width = screen.w, .height = screen.h, .mode = ScreenMode::presentation};
      check_sound(request);
      const Layout l = arrange(request);
      CHECK_FALSE(l.caption.empty());
      CHECK(l.rows == scene::most_rows);
      CHECK(l.transport.empty());
    }
  }

  TEST_CASE("a small window has a caption instead of the lesson pane") {
    const Layout l =
        arrange({.width = 1024, .height = 768, .arrangement = {.inspector_open = true}});
    CHECK(l.compact);
    CHECK(l.left.empty());
    CHECK_FALSE(l.caption.empty());
    CHECK(l.inspector.w == 1024);
  }

  TEST_CASE("in a small window the inspector opens over the ladder, which stays as it is") {
    LayoutRequest request{.width = 1024, .height = 768};
    const Layout closed = arrange(request);
    request.arrangement.inspector_open = true;
    const Layout open = arrange(request);
    CHECK(open.ladder == closed.ladder);
    CHECK(open.inspector.bottom() == closed.inspector.bottom());
    CHECK_FALSE(overlap(open.inspector, open.ladder).empty());
  }

  TEST_CASE("in a very low window the open inspector takes the caption's place") {
    LayoutRequest request{.width = 1280, .height = 720, .scale = 1.6f};
    CHECK_FALSE(arrange(request).caption.empty());
    request.arrangement.inspector_open = true;
    CHECK(arrange(request).caption.empty());
    CHECK(arrange(request).inspector.bottom() == arrange(request).transport.y);
  }

  TEST_CASE("dragging a seam moves it by what the pointer moved") {
    LayoutRequest request{.width = 1280, .height = 720};
    const float before = arrange(request).client.w;
    request.arrangement.splits[static_cast<std::size_t>(Splitter::client)] =
        dragged(request, Splitter::client, 30);
    CHECK(arrange(request).client.w == doctest::Approx(before + 30).epsilon(0.01));
    const float server = arrange(request).server.w;
    request.arrangement.splits[static_cast<std::size_t>(Splitter::server)] =
        dragged(request, Splitter::server, 20);
    CHECK(arrange(request).server.w == doctest::Approx(server - 20).epsilon(0.01));
  }

  TEST_CASE("type has the sizes of the table") {
    CHECK(type_sizes({.width = 1280, .height = 720}) == TypeSizes{16, 18, 14, 13, 20});
    CHECK(type_sizes({.width = 1920, .height = 1080}) == TypeSizes{18, 20, 16, 14, 22});
    CHECK(type_sizes({.width = 1920, .height = 1080, .mode = ScreenMode::presentation}) ==
          TypeSizes{36, 46, 32, 28, 50});
  }

  TEST_CASE("a scale the window cannot hold is lowered") {
    CHECK(usable_scale({.width = 1280, .height = 720, .scale = 2.5f}) < 1.5f);
    CHECK(usable_scale({.width = 3840, .height = 2160, .scale = 2.5f}) == 2.5f);
  }
}
