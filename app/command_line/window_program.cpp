#include "app/command_line/window_program.hpp"

#include <cstdlib>
#include <ctime>

#include "app/command_line/library.hpp"
#include "app/platform/files.hpp"

namespace app::command_line {
namespace {

// Not a wall clock: what this process has computed, for the figures of a frame.
engine::Duration cpu_time() {
  std::timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

Environment environment() {
  return {.read = [](const std::string& path) { return platform::read_file(path); },
          .write = [](const std::string& path,
                      std::string_view text) { return platform::write_file(path, text); },
          .open = [](const std::string& path) { return open_scenario(path); }};
}

Settings first_settings(const std::string& path, const WindowArguments& arguments,
                        std::vector<scene::Phrase>& problems) {
  Settings settings;
  if (!path.empty())
    if (const auto text = platform::read_file(path)) {
      ReadSettings read = read_settings(*text, path);
      settings = read.settings;
      problems = std::move(read.problems);
    }
  if (!settings.language_chosen) settings.language = ui::language_of_environment();
  if (arguments.language == "en") settings.language = Language::en;
  if (arguments.language == "zh") settings.language = Language::zh;
  return settings;
}

}  // namespace

engine::Result<std::unique_ptr<WindowProgram>> WindowProgram::open(
    const WindowArguments& arguments) {
  const auto data = platform::program_data();
  if (!data) return std::unexpected(data.error());
  auto strings = ui::Strings::load(*data / "assets" / "strings");
  if (!strings) return std::unexpected(strings.error());
  std::unique_ptr<WindowProgram> program(new WindowProgram);
  program->strings_ = *std::move(strings);
  program->library_ = read_library(*data / "lessons");
  const std::string wanted = arguments.scenario.empty() ? "first-handshake" : arguments.scenario;
  const panels::ScenarioCard* card = program->library_.find(wanted);
  auto opening = open_scenario(card ? card->path : wanted);
  if (!opening) return std::unexpected(opening.error());
  program->library_.open = card ? card->id : std::string();

  if (!arguments.fresh)
    program->settings_path_ = settings_path(std::getenv("XDG_CONFIG_HOME"), std::getenv("HOME"));
  std::vector<scene::Phrase> problems;
  Settings settings = first_settings(program->settings_path_, arguments, problems);
  auto window = platform::Window::open(
      {.title = "SynScope", .width = arguments.width, .height = arguments.height});
  if (!window) return std::unexpected(window.error());
  program->window_ = *std::move(window);
  program->fonts_ = std::make_unique<ui::Fonts>();
  if (!program->fonts_->has_chinese()) settings.language = Language::en;
  program->ui_ = std::make_unique<ui::Ui>(*program->window_, *program->fonts_, program->strings_);
  program->session_ = std::make_unique<Session>(*std::move(opening), settings, environment());
  program->screen_ = std::make_unique<panels::Screen>(ui::KeyMap::defaults());
  for (scene::Phrase& problem : problems) program->session_->tell(std::move(problem));
  if (!program->fonts_->has_chinese())
    program->session_->tell(
        {"fonts.no_chinese", {{"package", std::string(ui::Fonts::package_to_install())}}});
  return program;
}

WindowProgram::~WindowProgram() = default;

void WindowProgram::apply_settings() {
  const Settings& settings = session_->settings();
  ui_->set_language(settings.language);
  ui_->set_theme(settings.theme);
  ui_->set_scale(static_cast<float>(settings.scale) / 100);
  ui_->set_reduced_motion(settings.reduced_motion);
}

void WindowProgram::obey(const Intents& intents) {
  for (const Intent& intent : intents) {
    session_->apply(intent);
    if (const auto* opened = std::get_if<OpenScenario>(&intent))
      for (const panels::ScenarioCard& card : library_.cards)
        if (card.path == opened->path) library_.open = card.id;
  }
}

void WindowProgram::frame(engine::Duration watched) {
  const engine::Duration before = cpu_time();
  session_->tick(watched);
  bool shown = false;
  for (int tries = 0; !shown && tries < 4; ++tries) {  // again while glyphs were missing
    apply_settings();
    ui_->begin_frame();
    const Intents intents = screen_->draw(*session_, *ui_, library_);
    shown = ui_->end_frame();
    if (!intents.empty()) {
      obey(intents);
      window_->pacing().stir();  // what was asked for is seen in the next frame
    }
  }
  if (session_->needs_animation())
    window_->pacing().animate();
  else if (const auto wakeup = session_->next_wakeup())
    window_->pacing().frame_at(platform::Clock::now() + *wakeup);
  last_frame_cpu_ = cpu_time() - before;
}

void WindowProgram::wait() { window_->wait(); }

void WindowProgram::settle() {
  do frame({});
  while (window_->pending_events() > 0);
  frame({});
}

void WindowProgram::save_settings() {
  if (!settings_path_.empty() && session_->settings_changed())
    session_->apply(SaveSettings{settings_path_});
}

int run_window(const WindowArguments& arguments) {
  auto opened = WindowProgram::open(arguments);
  if (!opened) {
    std::fprintf(stderr, "synscope: %s: %s\n", opened.error().where.c_str(),
                 opened.error().what.c_str());
    return 1;
  }
  WindowProgram& program = **opened;
  constexpr engine::Duration longest_frame = std::chrono::milliseconds(100);
  auto last = platform::Clock::now();
  while (!program.window().close_asked()) {
    const auto now = platform::Clock::now();
    // After a pause of the machine the run goes on where it was: nobody watched meanwhile.
    const engine::Duration watched = program.session().needs_animation()
                                         ? std::min<engine::Duration>(now - last, longest_frame)
                                         : engine::Duration(now - last);
    last = now;
    program.frame(watched);
    program.save_settings();
    program.wait();
  }
  return 0;
}

}  // namespace app::command_line
