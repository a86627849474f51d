#include "app/command_line/rules.hpp"

#include <fmt/format.h>

#include <optional>

#include "app/command_line/program.hpp"
#include "app/command_line/scenarios.hpp"
#include "engine/export/requirement_table.hpp"
#include "engine/lesson/nearest.hpp"
#include "engine/lesson/runner.hpp"

namespace app::command_line {
namespace {

// Nothing if a scenario cannot be played; what is wrong with it has been said then.
std::optional<engine::ShownBy> play_scenarios(const Words& words) {
  engine::ShownBy shown;
  bool sound = true;
  for (const std::string& id : scenario_ids(words.lessons)) {
    const auto script = words.lessons / id / "script.lesson";
    const auto scenario = read_scenario(script, words);
    if (!scenario) {
      for (const engine::Error& error : scenario.error()) complain(error);
      sound = false;
      continue;
    }
    auto prepared = engine::prepare(*scenario, script.string());
    if (!prepared) {
      complain(words(prepared.error()));
      sound = false;
      continue;
    }
    engine::add_scenario(shown, id, engine::play(*scenario, *std::move(prepared)));
  }
  if (!sound) return std::nullopt;
  return shown;
}

std::string describe(const std::string& id, const engine::ShownBy& shown) {
  if (const engine::Requirement* const row = engine::find_requirement(id))
    return engine::describe_requirement(*row, shown);
  return engine::describe_rule(engine::info(*engine::find_rule(id)), shown);
}

}  // namespace

std::string check_rule_id(const std::string& id, const Words& words) {
  if (engine::find_requirement(id) != nullptr || engine::find_rule(id)) return {};
  const auto near = engine::nearest(id, engine::requirement_and_rule_ids());
  return near ? words("cli.rules.unknown_near", {{"id", id}, {"near", *near}})
              : words("cli.rules.unknown", {{"id", id}});
}

int print_rules(const std::string& id, const Words& words) {
  const auto shown = play_scenarios(words);
  if (!shown) return unexpected_outcome;
  fmt::print("{}", id.empty() ? engine::write_requirements(*shown) : describe(id, *shown));
  return done;
}

}  // namespace app::command_line
