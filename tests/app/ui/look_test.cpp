// Theme, registry, pacing and files: the small plain parts.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

#include "app/platform/files.hpp"
#include "app/platform/pacing.hpp"
#include "app/ui/registry.hpp"
#include "app/ui/theme.hpp"
#include "tests/app/ui/every_look.hpp"
#include "tests/support/source_dir.hpp"

using namespace app;
using namespace app::ui;
using namespace app::ui::test;
using namespace std::chrono_literals;

namespace {

Widget widget(std::string id, const Rect& rect, std::string layer = "main") {
  return {.id = std::move(id), .label = "", .layer = std::move(layer), .rect = rect, .seen = rect};
}

}  // namespace

TEST_SUITE("app/ui/theme") {
  TEST_CASE("text has at least 4.5 to 1, on the projector 7 to 1") {
    for (const ThemeName name : themes) {
      const ui::Theme& t = theme(name);
      const double least = name == ThemeName::projector ? 7.0 : 4.5;
      for (const Color paper :
           {t.window, t.panel, t.raised, t.hovered, t.selected, t.correct, t.attention})
        CHECK(contrast(t.ink, paper) >= least);
      CHECK(contrast(t.secondary, t.panel) >= least);
      CHECK(contrast(t.line, t.panel) >= 3.0);
      CHECK(contrast(t.focus, t.panel) >= 5.9);
    }
  }

  TEST_CASE("the ink on every token can be read") {
    for (const ThemeName name : themes)
      for (const TokenKind kind : kinds) {
        const TokenColors colors = theme(name).token(kind);
        CHECK(contrast(colors.ink, colors.fill) >= 4.5);
      }
  }

  TEST_CASE("no two state families share a pattern") {
    CHECK(pattern(StateFamily::none) == Pattern::empty);
    CHECK(pattern(StateFamily::listening) == Pattern::dotted);
    CHECK(pattern(StateFamily::opening) == Pattern::rising);
    CHECK(pattern(StateFamily::closing_first) == Pattern::falling);
    CHECK(pattern(StateFamily::closing_second) == Pattern::vertical);
    CHECK(pattern(StateFamily::waiting) == Pattern::horizontal);
    CHECK(pattern(StateFamily::open) == Pattern::solid);
  }

  TEST_CASE("the contrast of black and white is 21") {
    CHECK(contrast(rgb(0), rgb(0xFFFFFF)) == doctest::Approx(21));
  }
}

TEST_SUITE("app/ui/registry") {
  TEST_CASE("controls that cover each other are found, touching ones are not") {
    WidgetRegistry registry;
    registry.begin_frame();
    registry.add(widget("a", {0, 0, 100, 20}));
    registry.add(widget("b", {90, 0, 100, 20}));
    registry.add(widget("c", {190, 0, 10, 20}));
    registry.add(widget("inside a", {5, 5, 10, 10}));
    registry.add(widget("menu", {0, 0, 100, 25}, "menu"));
    registry.end_frame();
    REQUIRE(registry.overlaps().size() == 1);
    CHECK(registry.overlaps()[0] == std::pair<std::string, std::string>("a", "b"));
  }

  TEST_CASE("an id used twice is found") {
    WidgetRegistry registry;
    registry.begin_frame();
    registry.add(widget("a", {0, 0, 10, 10}));
    registry.add(widget("a", {20, 0, 10, 10}));
    registry.end_frame();
    CHECK(registry.doubled_ids() == std::vector<std::string>{"a"});
  }
}

TEST_SUITE("app/platform/pacing") {
  const auto start = platform::Clock::time_point{} + 1h;

  platform::Pacing settled() {
    platform::Pacing pacing;
    for (int i = 0; i < 10; ++i) pacing.drawn(platform::Clock::time_point{});
    return pacing;
  }

  TEST_CASE("an untouched window sleeps for ever") {
    CHECK_FALSE(settled().sleep(start).has_value());
  }

  TEST_CASE("input wakes at once") {
    platform::Pacing pacing = settled();
    pacing.stir();
    CHECK(pacing.sleep(start) == platform::Clock::duration::zero());
  }

  TEST_CASE("the earliest deadline counts") {
    platform::Pacing pacing = settled();
    pacing.frame_at(start + 5s);
    pacing.frame_at(start + 1s);
    pacing.frame_at(start + 3s);
    CHECK(pacing.sleep(start) == platform::Clock::duration(1s));
    CHECK(pacing.sleep(start + 2s) == platform::Clock::duration::zero());
  }

  TEST_CASE("playing keeps the interval between frames") {
    platform::Pacing pacing = settled();
    pacing.drawn(start);
    pacing.animate();
    CHECK(pacing.sleep(start + 6ms) == platform::Clock::duration(10ms));
    CHECK(pacing.sleep(start + 40ms) == platform::Clock::duration::zero());
  }
}

TEST_SUITE("app/platform/files") {
  namespace fs = std::filesystem;

  TEST_CASE("a written file is read back, folders with Chinese names included") {
    const fs::path folder = fs::temp_directory_path() / "synscope 测试";
    const fs::path file = folder / "子目录" / "session.toml";
    REQUIRE(platform::write_file(file, "one").has_value());
    REQUIRE(platform::write_file(file, "two").has_value());
    CHECK(*platform::read_file(file) == "two");
    CHECK(std::distance(fs::directory_iterator(file.parent_path()), {}) == 1);
    fs::remove_all(folder);
  }

  TEST_CASE("a file that cannot be written says why") {
    const auto failed = platform::write_file("/proc/no/such/place", "x");
    REQUIRE_FALSE(failed.has_value());
    CHECK_FALSE(failed.error().what.empty());
  }

  TEST_CASE("our data is found beside the executable, then where it was built") {
    const fs::path root = fs::temp_directory_path() / "synscope-prefix";
    fs::create_directories(root / "bin");
    fs::create_directories(root / "share" / "synscope" / "assets" / "strings");
    CHECK(platform::program_data(root / "bin" / "synscope") == root / "share" / "synscope");
    fs::remove_all(root);
    CHECK(platform::program_data(root / "bin" / "synscope") == fs::path(support::source_dir()));
  }

  TEST_CASE("a mapped file shows the same bytes") {
    const fs::path file = fs::temp_directory_path() / "synscope-mapped";
    REQUIRE(platform::write_file(file, "bytes").has_value());
    const auto mapped = platform::MappedFile::open(file);
    REQUIRE(mapped.has_value());
    CHECK(mapped->bytes().size() == 5);
    CHECK(mapped->bytes()[0] == 'b');
    fs::remove(file);
    CHECK_FALSE(platform::MappedFile::open(file).has_value());
  }
}
