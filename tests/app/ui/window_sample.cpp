// Opens a real window (run under Xvfb), draws the sample screen, acts on it through injected input
// and writes pictures. Exits with 1 and says what is wrong when a promise of the toolkit is broken.
//   window_sample [folder for pictures]
#include <sys/resource.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <thread>

#include "app/platform/files.hpp"
#include "tests/app/ui/samples.hpp"

namespace {

using namespace app;

int failures = 0;

void expect(bool holds, const std::string& promise) {
  std::printf("%s %s\n", holds ? "ok  " : "FAIL", promise.c_str());
  if (!holds) ++failures;
}

// Numbers that change must not dance (ux 9.2).
void expect_tabular_figures(const ui::Fonts& fonts) {
  bool tabular = true;
  for (int role = 0; role < ui::text_roles; ++role)
    for (char digit = '1'; digit <= '9'; ++digit) {
      const auto of = [&](char c) {
        return fonts.measure(static_cast<ui::TextRole>(role), std::string(4, c)).w;
      };
      tabular &= of(digit) == of('0');
    }
  expect(tabular, "every figure is as wide as a 0");
}

double cpu_seconds() {
  rusage use{};
  getrusage(RUSAGE_SELF, &use);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(use.ru_utime) + seconds(use.ru_stime);
}

double since(platform::Clock::time_point start) {
  return std::chrono::duration<double>(platform::Clock::now() - start).count();
}

struct Stage {
  platform::Window& window;
  ui::Ui& ui;
  samples::Sample sample{};

  int frame() {
    int passes = 0;
    do {
      ui.begin_frame();
      samples::draw(ui, sample);
      ++passes;
    } while (!ui.end_frame());
    return passes;
  }
  void settle() {
    do frame();
    while (window.pending_events() > 0);
    frame();
  }
  void click(std::string_view id) {
    const ui::Widget* widget = ui.registry().find(id);
    expect(widget != nullptr && widget->visible(), "there is a control " + std::string(id));
    if (widget == nullptr) return;
    const ui::Point at = widget->rect.centre();
    window.inject_click(at.x, at.y);
    settle();
  }
  void picture(const std::filesystem::path& folder, const std::string& name) {
    if (folder.empty()) return;
    const auto done = platform::write_png(window.read_pixels(), folder / (name + ".png"));
    expect(done.has_value(), "picture " + name);
  }
};

void try_controls(Stage& stage) {
  stage.click("sample.play");
  expect(stage.sample.plays == 1, "a click presses the button once");
  stage.click("sample.send");
  stage.click("sample.check");
  expect(stage.sample.checked, "a click checks the box");
  stage.click("sample.tabs.3");
  expect(stage.sample.tab == 2, "a click chooses the third tab");
  stage.click("sample.language");
  expect(stage.ui.popup_open(), "the list of a drop-down opens");
  stage.click("sample.play");
  expect(stage.sample.plays == 1 && !stage.ui.popup_open(),
         "a press outside closes the list and reaches nothing below");
  stage.click("sample.language");
  stage.click("sample.language.list.2");
  expect(stage.sample.chosen == std::optional<std::size_t>(1), "the second language is chosen");
}

void try_keys(Stage& stage) {
  stage.ui.set_focus("sample.play");
  stage.settle();
  expect(stage.window.inject_chord("Enter").has_value(), "Enter is a chord");
  stage.settle();
  expect(stage.sample.plays == 2, "Enter presses the focused button");
  stage.click("sample.name");
  expect(stage.ui.typing(), "a clicked field has the keyboard");
  expect(stage.window.inject_chord("Ctrl+A").has_value(), "Ctrl+A is a chord");
  stage.window.inject_text("服务器 9");
  stage.settle();
  expect(stage.sample.name == "服务器 9", "typed text replaces what was selected");
  expect(stage.window.inject_chord("Esc").has_value(), "Esc is a chord");
  stage.settle();
  expect(!stage.ui.typing(), "Escape leaves the field");
  expect(!stage.window.inject_chord("Hyper+Q").has_value(), "an unknown modifier is refused");
}

void look(Stage& stage, const std::filesystem::path& folder) {
  for (const ui::Language language : {ui::Language::en, ui::Language::zh})
    for (const auto& [theme, name] : {std::pair{ui::ThemeName::light, "light"},
                                      {ui::ThemeName::dark, "dark"},
                                      {ui::ThemeName::projector, "projector"}}) {
      stage.ui.set_language(language);
      stage.ui.set_theme(theme);
      stage.settle();
      stage.picture(folder, std::string(ui::code(language)) + "-" + name);
    }
  expect(stage.ui.fonts().uncovered().empty(), "every character has a glyph");
  expect_tabular_figures(stage.ui.fonts());
  expect(stage.ui.registry().overlaps().empty(), "no two controls cover each other");
  expect(stage.ui.registry().doubled_ids().empty(), "every id is used once");
}

void try_popups(Stage& stage, const std::filesystem::path& folder) {
  stage.ui.set_theme(ui::ThemeName::light);
  stage.ui.set_scale(1.25f);
  stage.window.resize(1920, 1080);
  stage.sample.show_toast = true;
  stage.ui.open_dialog("forge");
  stage.settle();
  stage.ui.open_menu("token.menu", {1900, 500});
  stage.settle();
  stage.picture(folder, "popups");
  const ui::Widget* item = stage.ui.registry().find("menu.drop");
  expect(item != nullptr && item->rect.right() <= stage.ui.width(), "a menu stays in the window");
  expect(stage.window.inject_chord("Down").has_value(), "Down is a chord");
  stage.settle();
  expect(stage.ui.focus() == "menu.drop", "Down reaches the first item of a menu");
  expect(stage.ui.take_escape() && stage.ui.dialog_open("forge"),
         "Escape closes the menu before the dialog");
  stage.settle();
  stage.click("forge.close");
  expect(!stage.ui.popup_open(), "the cross closes the dialog");
  stage.picture(folder, "toast");
  const ui::Widget* undo = stage.ui.registry().find("toast.drop.action");
  expect(undo != nullptr && undo->visible(), "a toast shows its action");
}

void measure_language_switch(Stage& stage) {
  const double start = cpu_seconds();
  stage.ui.set_language(ui::Language::en);
  stage.frame();
  const double english = cpu_seconds() - start;
  stage.ui.set_language(ui::Language::zh);
  const int passes = stage.frame();
  const double chinese = cpu_seconds() - start - english;
  std::printf("switch_to_en=%.1f ms switch_to_zh=%.1f ms (processor) passes=%d\n", english * 1e3,
              chinese * 1e3, passes);
}

void measure_idle(Stage& stage) {
  platform::Window& window = stage.window;
  stage.settle();
  const double before = cpu_seconds();
  const auto start = platform::Clock::now();
  std::thread waker([&window] {
    std::this_thread::sleep_for(std::chrono::seconds(4));
    window.wake();
  });
  int frames = 0;
  while (since(start) < 3.5) {
    if (!window.wait(std::chrono::milliseconds(500))) continue;  // wakes, but draws nothing
    stage.frame();
    ++frames;
  }
  const double share = (cpu_seconds() - before) / since(start);
  waker.join();
  std::printf("idle_cpu=%.3f %% frames=%d over %.2f s\n", share * 100, frames, since(start));
  // A few frames settle the picture and one answers the wake-up; each is software rendering.
  expect(frames < 15, "an untouched window draws no frames");
  expect(since(start) > 3.9, "an untouched window sleeps until it is woken");
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path folder = argc > 1 ? argv[1] : "";
  const auto start = platform::Clock::now();
  auto window = platform::Window::open({.title = "SynScope samples"});
  if (!window) {
    std::printf("%s: %s\n", window.error().where.c_str(), window.error().what.c_str());
    return 1;
  }
  const double opened = since(start);
  ui::Strings strings;
  const auto en = strings.add(ui::Language::en,
                              "[sample]\nplay='Play'\ncheck='Relative numbers'\ntitle='The lost "
                              "third ACK'\n[ui]\nclose='Close'",
                              "en");
  const auto zh = strings.add(
      ui::Language::zh,
      "[sample]\nplay='播放'\ncheck='相对序号'\ntitle='丢失的第三个 ACK'\n[ui]\nclose='关闭'",
      "zh");
  expect(en && zh, "the catalogues of the sample are good");
  ui::Fonts fonts;
  ui::Ui ui(**window, fonts, strings);
  Stage stage{**window, ui};
  (*window)->pacing().set_interval({});
  const int passes = stage.frame();
  std::printf("window=%.1f ms first_frame=%.1f ms cpu=%.1f ms passes=%d\n", opened * 1e3,
              since(start) * 1e3, cpu_seconds() * 1e3, passes);
  stage.settle();
  try_controls(stage);
  try_keys(stage);
  look(stage, folder);
  try_popups(stage, folder);
  measure_language_switch(stage);
  measure_idle(stage);
  return failures == 0 ? 0 : 1;
}
