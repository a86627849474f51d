#include "app/command_line/window_program.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <iterator>
#include <tuple>

#include "app/command_line/library.hpp"
#include "app/platform/files.hpp"
#include "app/platform/plain_message.hpp"
#include "app/session/report.hpp"
#include "app/ui/phrases.hpp"

namespace app::command_line {
namespace {

// Not a wall clock: what this process has computed, for the figures of a frame.
engine::Duration cpu_time() {
  std::timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

engine::Error in_words(const engine::ScriptError& error, const ui::Strings& strings,
                       Language language) {
  return {error.where, ui::words(strings, language, error.saying)};
}

// No window, so these words go to the terminal.
engine::Error no_graphics(const engine::Error& error, const ui::Strings& strings,
                          Language language) {
  return {"graphics", strings.text(language, "graphics.failure",
                                   {{"what", strings.text(language, "graphics." + error.where)},
                                    {"cause", error.what}})};
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
  if (!settings.language_chosen)
    settings.language = ui::language_of_environment().value_or(Language::en);
  if (arguments.language == "en") settings.language = Language::en;
  if (arguments.language == "zh") settings.language = Language::zh;
  return settings;
}

std::filesystem::path kept_folder() { return platform::state_folder() / "kept"; }

bool holds_session(const std::string& file) {
  const auto text = file.empty() ? engine::Result<std::string>() : platform::read_file(file);
  return text && engine::format_of_session(session_in(*text));
}

// With a session the first experiment stands behind it, in case that it cannot be opened.
std::string scenario_to_open(const WindowArguments& arguments, bool is_session) {
  if (!arguments.file.empty() && !is_session) return arguments.file;
  return arguments.scenario.empty() ? "first-handshake" : arguments.scenario;
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
  program->library_ = read_library(*data / "lessons", program->strings_);
  if (!arguments.fresh)
    program->settings_path_ = settings_path(std::getenv("XDG_CONFIG_HOME"), std::getenv("HOME"));
  std::vector<scene::Phrase> problems;
  Settings settings = first_settings(program->settings_path_, arguments, problems);
  const bool is_session = holds_session(arguments.file);
  const std::string wanted = scenario_to_open(arguments, is_session);
  const panels::ScenarioCard* card = program->library_.find(wanted);
  auto opening = open_scenario(card ? card->path : wanted);
  if (!opening)
    return std::unexpected(in_words(opening.error(), program->strings_, settings.language));
  program->library_.open = card ? card->id : std::string();
  program->library_.session_folder = (platform::data_folder() / "sessions").string();

  auto window = platform::Window::open(
      {.title = "SynScope", .width = arguments.width, .height = arguments.height});
  if (!window)
    return std::unexpected(no_graphics(window.error(), program->strings_, settings.language));
  program->window_ = *std::move(window);
  program->fonts_ = std::make_unique<ui::Fonts>();
  if (!program->fonts_->has_chinese()) settings.language = Language::en;
  program->ui_ = std::make_unique<ui::Ui>(*program->window_, *program->fonts_, program->strings_);
  if (!arguments.fresh) program->progress_path_ = platform::state_folder() / "progress.toml";
  const auto progress = platform::read_file(program->progress_path_);
  if (progress && !arguments.fresh) program->kept_progress_ = read_progress(*progress);
  program->session_ = std::make_unique<Session>(*std::move(opening), settings,
                                                program->environment(), program->kept_progress_);
  program->screen_ = std::make_unique<panels::Screen>();
  std::ranges::move(ui::KeyMap::read(settings.keys).problems, std::back_inserter(problems));
  for (scene::Phrase& problem : problems) program->session_->tell(std::move(problem));
  if (!program->fonts_->has_chinese())
    program->session_->tell(
        {"fonts.no_chinese", {{"package", std::string(ui::Fonts::package_to_install())}}});
  program->experiment_ = program->session_->experiment();
  program->script_watch_.follow(program->session_->scenario_path());
  if (!arguments.fresh) program->autosave_ = Autosave(kept_folder());
  if (is_session)
    program->obey({OpenSession{std::filesystem::absolute(arguments.file).string(), false}});
  else if (arguments.file.empty() && arguments.scenario.empty())
    program->offer_to_continue();
  if (!arguments.fresh && arguments.language.empty()) program->ask_for_language();
  return program;
}

WindowProgram::~WindowProgram() = default;

Environment WindowProgram::environment() const {
  return {.read = [](const std::string& path) { return platform::read_file(path); },
          .write = [](const std::string& path,
                      std::string_view text) { return platform::write_file(path, text); },
          .open = open_scenario};
}

void WindowProgram::apply_settings() {
  const Settings& settings = session_->settings();
  ui_->set_language(settings.language);
  const bool presenting = session_->presenting().has_value();
  ui_->set_mode(presenting ? ui::ScreenMode::presentation : ui::ScreenMode::normal);
  ui_->set_theme(presenting ? Theme::projector : settings.theme);
  window_->set_full_screen(session_->full_screen());
  ui_->set_scale(static_cast<float>(settings.scale) / 100);
  ui_->set_reduced_motion(settings.reduced_motion);
  ui_->set_bilingual(settings.bilingual && fonts_->has_chinese());
  if (keys_ != settings.keys) {
    keys_ = settings.keys;
    ui_->set_keys(ui::KeyMap::read(keys_).keys);
  }
}

// Each monitor has a scale of its own (ux 2.1). Asking where the window stands is a question to the
// window system: now and then is enough.
void WindowProgram::notice_monitor() {
  constexpr unsigned every = 30;  // frames
  if (frames_++ % every != 0) return;
  const std::string name = window_->monitor_name();
  if (name == monitor_) return;
  monitor_ = name;
  session_->apply(SetMonitor{name});
}

void WindowProgram::obey(const Intents& intents) {
  for (const Intent& intent : intents) {
    // What is left behind for another experiment is kept as it stands.
    if (std::holds_alternative<OpenScenario>(intent) ||
        std::holds_alternative<OpenSession>(intent) || std::holds_alternative<TakeOffer>(intent))
      autosave_.finish(*session_);
    session_->apply(intent);
    if (session_->experiment() != experiment_) notice_experiment();
  }
}

// Another experiment is open: is it one of the prepared scenarios, word for word?
void WindowProgram::notice_experiment() {
  experiment_ = session_->experiment();
  script_watch_.follow(session_->scenario_path());
  if (!session_->continues().empty()) autosave_.adopt(session_->continues(), *session_);
  const panels::ScenarioCard* card = library_.find(session_->title());
  const auto script = card ? platform::read_file(card->path) : engine::Result<std::string>();
  library_.open = card && script && *script == session_->script() ? card->id : std::string();
}

// Somebody has written the open scenario's file again (ux 11): it is read, and offered if it is
// good. A lesson that is being written goes on with its new version at once.
void WindowProgram::notice_script() {
  if (!script_watch_.written(platform::Clock::now())) return;
  window_->pacing().stir();
  const std::string& path = session_->scenario_path();
  const auto opening = open_scenario(path);
  if (session_->lesson() && opening) {
    if (const auto wrong = wrong_with_texts(path)) return session_->scenario_changed(*wrong);
    return session_->apply(Learn{LessonStep::reload});
  }
  if (opening && opening->script == session_->script()) return session_->scenario_unchanged();
  if (opening) return session_->scenario_changed({});
  session_->scenario_changed(opening.error());
}

void WindowProgram::offer_to_continue() {
  const auto left = autosave_.left_behind();
  if (!left) return;
  const panels::ScenarioCard* card = library_.find(left->name);
  session_->invite({"toast.continue",
                    {{"title", card ? card->title(session_->settings().language) : left->name},
                     {"when", left->when}}},
                   Toast::Offer{{"offer.continue", {}}, OpenSession{left->path, true}});
}

// At the first start, where neither the system nor anybody has named a language that we speak.
void WindowProgram::ask_for_language() {
  const bool first = !platform::read_file(settings_path_);
  if (first && !ui::language_of_environment() && fonts_->has_chinese())
    session_->invite({"toast.language", {}},
                     Toast::Offer{{"offer.language", {}}, SetLanguage{Language::zh}});
}

// Read anew whenever one of the dialogs comes up.
void WindowProgram::list_sessions() {
  const Settings& settings = session_->settings();
  const bool wanted =
      settings.is_shown(Panel::open_session) || settings.is_shown(Panel::save_session);
  if (wanted && !lists_sessions_)
    library_.sessions = command_line::list_sessions(library_.session_folder, kept_folder());
  lists_sessions_ = wanted;
}

void WindowProgram::keep_progress() {
  if (progress_path_.empty() || session_->progress() == kept_progress_) return;
  kept_progress_ = session_->progress();
  std::ignore = platform::write_file(progress_path_, to_toml(kept_progress_));
}

void WindowProgram::frame(engine::Duration watched) {
  const engine::Duration before = cpu_time();
  window_->set_unseen(watched_ ? std::nullopt : std::optional(watched));
  notice_monitor();
  list_sessions();
  notice_script();
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
  keep_progress();
  if (const auto waits = autosave_.follow(*session_)) window_->pacing().frame_at(*waits);
  last_frame_cpu_ = cpu_time() - before;
}

void WindowProgram::wait() {
  while (!window_->wait(ScriptWatch::pause)) notice_script();
}

void WindowProgram::settle() {
  do frame({});
  while (window_->pending_events() > 0);
  frame({});
}

void WindowProgram::save_settings() {
  if (!settings_path_.empty() && session_->settings_changed())
    session_->apply(SaveSettings{settings_path_});
}

void WindowProgram::leave() {
  autosave_.finish(*session_);
  save_settings();
}

int run_window(const WindowArguments& arguments) {
  auto opened = WindowProgram::open(arguments);
  if (!opened) {
    const std::string& what = opened.error().what;
    std::fprintf(stderr, "synscope: %s: %s\n", opened.error().where.c_str(), what.c_str());
    if (!platform::has_terminal()) platform::show_plain_message("SynScope", what);
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
  program.leave();
  return 0;
}

}  // namespace app::command_line
