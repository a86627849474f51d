#include "engine/lesson/shown_rules.hpp"

#include <variant>

namespace engine {

std::set<Rule> noted_rules(const Timeline& run) {
  std::set<Rule> rules;
  for (StepIndex i = 0; i < run.size(); ++i)
    for (const Fact& fact : run.step(i).facts)
      if (const auto* const noted = std::get_if<Noted>(&fact)) rules.insert(noted->note.rule);
  return rules;
}

void add_scenario(ShownBy& shown, const std::string& id, const Timeline& run) {
  for (const Rule rule : noted_rules(run)) shown[rule].insert(id);
}

}  // namespace engine
