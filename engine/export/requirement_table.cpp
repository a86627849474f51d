#include "engine/export/requirement_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <utility>

namespace engine {
namespace {

constexpr std::size_t most_scenarios = 3;
constexpr std::string_view nothing = "-";

std::string_view name(Level level) {
  constexpr std::array<std::string_view, 4> names{"MUST", "SHOULD", "MAY", "local"};
  return names[static_cast<std::size_t>(level)];
}

std::string join(const std::vector<std::string>& words) {
  return words.empty() ? std::string(nothing) : fmt::format("{}", fmt::join(words, ", "));
}

std::string rules_of(const Requirement& row) {
  std::vector<std::string> ids;
  for (const Rule rule : row.rules) ids.emplace_back(info(rule).id);
  return join(ids);
}

std::string test_of(const Requirement& row) {
  if (row.test_file.empty()) return std::string(nothing);
  return fmt::format("{}: {}", row.test_file, row.test_case);
}

std::string standing_of(const Requirement& row) {
  if (row.remark.empty()) return std::string(name(row.standing));
  return fmt::format("{}: {}", name(row.standing), row.remark);
}

std::string served_by(Rule rule) {
  std::vector<std::string> ids;
  for (const RequirementTable& table : requirement_tables())
    for (const Requirement& row : table.rows)
      if (std::ranges::find(row.rules, rule) != row.rules.end()) ids.emplace_back(row.id);
  return join(ids);
}

std::string scenarios_of(Rule rule, const ShownBy& shown) {
  const auto found = shown.find(rule);
  if (found == shown.end()) return std::string(nothing);
  std::vector<std::string> ids(found->second.begin(), found->second.end());
  ids.resize(std::min(ids.size(), most_scenarios));
  return join(ids);
}

std::string count_standings() {
  std::array<std::size_t, 4> counts{};
  for (const RequirementTable& table : requirement_tables())
    for (const Requirement& row : table.rows) ++counts[static_cast<std::size_t>(row.standing)];
  return fmt::format("{} done, {} by construction, {} partly, {} not implemented", counts[0],
                     counts[2], counts[1], counts[3]);
}

void write_table(const RequirementTable& table, const ShownBy& shown, std::string& out) {
  out += fmt::format(
      "\n## {}\n\n| id | requirement | standing | rules | test | noted in |\n"
      "|---|---|---|---|---|---|\n",
      table.title);
  for (const Requirement& row : table.rows)
    out += fmt::format("| {} | {} | {} | {} | {} | {} |\n", row.id, row.what, standing_of(row),
                       rules_of(row), test_of(row), join(scenarios_that_note(row, shown)));
}

void write_rules(const ShownBy& shown, std::string& out) {
  out +=
      "\n## Rules\n\n| rule | document | level | meaning | requirements | noted in |\n"
      "|---|---|---|---|---|---|\n";
  for (const RuleInfo& rule : all_rules())
    out += fmt::format("| {} | {} {} | {} | {} | {} | {} |\n", rule.id, rule.document, rule.section,
                       name(rule.level), rule.summary, served_by(rule.rule),
                       scenarios_of(rule.rule, shown));
}

}  // namespace

std::vector<std::string> scenarios_that_note(const Requirement& row, const ShownBy& shown) {
  if (row.rules.empty() || !shown.contains(*row.rules.begin())) return {};
  std::map<std::string, std::size_t> counts;
  for (const std::string& id : shown.at(*row.rules.begin()))
    for (const Rule rule : row.rules)
      if (const auto found = shown.find(rule); found != shown.end())
        counts[id] += found->second.count(id);
  std::vector<std::string> ids;
  for (const auto& [id, count] : counts) ids.push_back(id);
  std::ranges::sort(ids, [&counts](const std::string& a, const std::string& b) {
    return std::pair(counts[b], std::string_view(a)) < std::pair(counts[a], std::string_view(b));
  });
  ids.resize(std::min(ids.size(), most_scenarios));
  return ids;
}

std::string write_requirements(const ShownBy& shown) {
  std::string out =
      "# Requirements: what this TCP does, where it is decided, what proves it\n\n"
      "Generated from `engine/rules/requirements_*.def` and by playing every scenario of\n"
      "`lessons/`; do not edit. After a change: `synscope rules > engine/tcp/REQUIREMENTS.md`.\n"
      "*By construction*: nothing decides about it at run time, so no rule notes it. *Noted in*:\n"
      "scenarios whose runs note the first of the rules, where to look; not all are about it.\n\n";
  out += count_standings() + ".\n";
  for (const RequirementTable& table : requirement_tables()) write_table(table, shown, out);
  write_rules(shown, out);
  return out;
}

std::string describe_requirement(const Requirement& row, const ShownBy& shown) {
  std::string out = fmt::format("{}: {}\n  standing  {}\n", row.id, row.what, standing_of(row));
  for (const Rule rule : row.rules) {
    const RuleInfo& about = info(rule);
    out += fmt::format("  rule      {} ({} {}): {}\n", about.id, about.document, about.section,
                       about.summary);
  }
  out += fmt::format("  test      {}\n", test_of(row));
  out += fmt::format("  noted in  {}\n", join(scenarios_that_note(row, shown)));
  return out;
}

std::string describe_rule(const RuleInfo& rule, const ShownBy& shown) {
  return fmt::format("{}: {}\n  source    {} {}, {}\n  serves    {}\n  noted in  {}\n", rule.id,
                     rule.summary, rule.document, rule.section, name(rule.level),
                     served_by(rule.rule), scenarios_of(rule.rule, shown));
}

std::vector<std::string_view> requirement_and_rule_ids() {
  std::vector<std::string_view> ids;
  for (const RequirementTable& table : requirement_tables())
    for (const Requirement& row : table.rows) ids.push_back(row.id);
  for (const RuleInfo& rule : all_rules()) ids.push_back(rule.id);
  return ids;
}

}  // namespace engine
