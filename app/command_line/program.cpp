#include "app/command_line/program.hpp"

#include <CLI/CLI.hpp>

#include "app/command_line/endpoint.hpp"
#include "app/command_line/lesson.hpp"
#include "app/command_line/lint.hpp"
#include "app/command_line/rules.hpp"
#include "app/command_line/run.hpp"
#include "app/command_line/scenarios.hpp"
#include "app/command_line/window.hpp"
#include "engine/lesson/line_reader.hpp"

namespace app::command_line {
namespace {

// CLI11 asks for an empty text when all is well.
std::string check_time(const std::string& text, const Words& words) {
  return engine::read_duration(text) ? "" : words("cli.not_a_time", {{"text", text}});
}

}  // namespace

// What the options write into.
struct Program::Choices {
  WindowArguments window;
  std::string size;
  RunArguments run;
  std::string until;
  std::uint64_t seed = 0;
  std::string language;
  std::vector<std::string> lint;
  LessonArguments lesson;
  std::uint64_t lesson_seed = 0;
  CLI::Option* lesson_seed_option{};
  CLI::App* lesson_face{};
  std::string rule;
  CLI::Option* seed_option{};
  CLI::App *drive{}, *run_face{}, *lint_face{}, *rules_face{}, *list_face{}, *endpoint{};
};

Program::Program(Words words)
    : words_(std::move(words)),
      choices_(std::make_unique<Choices>()),
      app_(std::make_unique<CLI::App>(words_("cli.about"), "synscope")) {
  app_->set_help_flag("-h,--help", words_("cli.help"));
  app_->set_help_all_flag("--help-all", words_("cli.help_all"));
  app_->set_version_flag("--version", std::string("synscope ") + SYNSCOPE_VERSION,
                         words_("cli.version"));
  app_->footer(words_("cli.examples"));
  app_->require_subcommand(0, 1);
  app_->add_option("--lang", choices_->language, words_("cli.lang"))
      ->check(CLI::IsMember({"en", "zh"}));
  offer_window();
  offer_run();
  offer_lint();
  offer_lesson();
  offer_tables();
  offer_endpoint();
}

Program::~Program() = default;

void Program::offer_window() {
  Choices& c = *choices_;
  c.drive = app_->add_subcommand("drive", words_("cli.drive.about"));
  c.drive->footer(words_("cli.drive.example"));
  for (CLI::App* const face : {app_.get(), c.drive}) {
    face->add_option("FILE", c.window.file, words_("cli.window.file"))
        ->check([this](const std::string& name) {
          return find_script(name, words_.lessons)
                     ? std::string()
                     : words_("cli.unknown_scenario", {{"name", name}});
        });
    face->add_option("--scenario", c.window.scenario, words_("cli.window.scenario"));
    face->add_option("--width", c.window.width, words_("cli.window.width"))
        ->check(CLI::Range(640, 7680));
    face->add_option("--height", c.window.height, words_("cli.window.height"))
        ->check(CLI::Range(480, 4320));
    face->add_flag("--fresh", c.window.fresh, words_("cli.window.fresh"));
  }
  c.drive->add_option("--lang", c.language, words_("cli.lang"))->check(CLI::IsMember({"en", "zh"}));
}

void Program::offer_run() {
  Choices& c = *choices_;
  c.run_face = app_->add_subcommand("run", words_("cli.run.about"));
  c.run_face->footer(words_("cli.run.example"));
  c.run_face->add_option("FILE", c.run.scenario, words_("cli.run.file"))->required();
  c.run_face->add_option("--until", c.until, words_("cli.run.until"))
      ->check([this](const std::string& text) { return check_time(text, words_); });
  c.seed_option = c.run_face->add_option("--seed", c.seed, words_("cli.run.seed"));
  c.run_face->add_flag("--ladder", c.run.ladder, words_("cli.run.ladder"));
  c.run_face->add_flag("--events", c.run.events, words_("cli.run.events"));
  auto* const json = c.run_face->add_option("--json", c.run.json, words_("cli.run.json"));
  auto* const pcap = c.run_face->add_option("--pcap", c.run.pcap, words_("cli.run.pcap"));
  for (CLI::Option* const file : {json, pcap}) file->type_name("FILE");
  c.run_face->add_option("--lang", c.language, words_("cli.lang"))
      ->check(CLI::IsMember({"en", "zh"}));
}

void Program::offer_lint() {
  Choices& c = *choices_;
  c.lint_face = app_->add_subcommand("lint", words_("cli.lint.about"));
  c.lint_face->footer(words_("cli.lint.example"));
  c.lint_face->add_option("PATH", c.lint, words_("cli.lint.path"));
  c.lint_face->add_option("--lang", c.language, words_("cli.lang"))
      ->check(CLI::IsMember({"en", "zh"}));
}

void Program::offer_lesson() {
  Choices& c = *choices_;
  c.lesson_face = app_->add_subcommand("lesson", words_("cli.lesson.about"));
  c.lesson_face->footer(words_("cli.lesson.example"));
  auto* const id = c.lesson_face->add_option("ID", c.lesson.lesson, words_("cli.lesson.id"));
  auto* const fresh = c.lesson_face->add_option("--new", c.lesson.fresh, words_("cli.lesson.new"));
  fresh->type_name("NAME")->excludes(id);
  c.lesson_face->add_flag("--text", c.lesson.text, words_("cli.lesson.text"));
  c.lesson_face->add_option("--answers", c.lesson.answers, words_("cli.lesson.answers"))
      ->type_name("FILE");
  c.lesson_seed_option = c.lesson_face->add_option("--seed", c.lesson_seed, words_("cli.run.seed"));
  c.lesson_face->add_option("--lang", c.language, words_("cli.lang"))
      ->check(CLI::IsMember({"en", "zh"}));
}

void Program::offer_tables() {
  Choices& c = *choices_;
  c.list_face = app_->add_subcommand("list", words_("cli.list.about"));
  c.list_face->footer(words_("cli.list.example"));
  c.list_face->add_option("--lang", c.language, words_("cli.lang"))
      ->check(CLI::IsMember({"en", "zh"}));
  c.rules_face = app_->add_subcommand("rules", words_("cli.rules.about"));
  c.rules_face->footer(words_("cli.rules.example"));
  c.rules_face->add_option("ID", c.rule, words_("cli.rules.id"))
      ->check([this](const std::string& id) { return check_rule_id(id, words_); });
}

void Program::offer_endpoint() {
  choices_->endpoint = app_->add_subcommand("endpoint", words_("cli.endpoint.about"));
  choices_->endpoint->footer(words_("cli.endpoint.example"));
}

int Program::run(int argc, const char* const* argv) {
  app_->parse(argc, argv);
  Choices& c = *choices_;
  if (c.language == "en") words_.language = Language::en;
  if (c.language == "zh") words_.language = Language::zh;
  const bool text = c.run.ladder || c.run.events;
  const int to_standard_output = text + (c.run.json == "-") + (c.run.pcap == "-");
  if (to_standard_output > 1) throw CLI::ValidationError(words_("cli.one_output"));
  if (!c.until.empty()) c.run.until = engine::world_start + *engine::read_duration(c.until);
  if (c.seed_option->count() > 0) c.run.seed = c.seed;
  c.window.language = c.language;
  if (*c.run_face) return run_scenario(c.run, words_);
  if (*c.lint_face) return lint_scenarios(c.lint, words_);
  if (*c.lesson_face) {
    if (c.lesson.lesson.empty() && c.lesson.fresh.empty())
      throw CLI::ValidationError(words_("cli.lesson.which"));
    if (c.lesson_seed_option->count() > 0) c.lesson.seed = c.lesson_seed;
    return run_lesson(c.lesson, words_);
  }
  if (*c.list_face) return list_scenarios(words_);
  if (*c.rules_face) return print_rules(c.rule, words_);
  if (*c.endpoint) return run_endpoint();
  return *c.drive ? drive_window(c.window) : run_window(c.window);
}

int Program::explain(const CLI::ParseError& problem) const {
  return app_->exit(problem) == 0 ? done : wrong_arguments;
}

}  // namespace app::command_line
