#include "app/command_line/run.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "app/command_line/program.hpp"
#include "app/command_line/scenarios.hpp"
#include "app/platform/files.hpp"
#include "app/scene/narration.hpp"
#include "app/ui/numbers.hpp"
#include "app/ui/phrases.hpp"
#include "engine/export/json_lines.hpp"
#include "engine/export/pcapng.hpp"
#include "engine/export/transcript.hpp"
#include "engine/lesson/nearest.hpp"
#include "engine/lesson/runner.hpp"

namespace app::command_line {
namespace {

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

std::string events_in_words(const engine::Timeline& timeline, const Words& words) {
  scene::RunIndex index;
  index.catch_up(timeline);
  scene::LineList list;
  list.catch_up(timeline, index, {});
  std::string out;
  for (std::size_t row = 0; row < list.size(); ++row) {
    const scene::Line line = list.line(timeline, index, row, scene::Numbers::raw);
    out += fmt::format("{:>12}  {}", ui::clock_text(line.at),
                       ui::words(words.strings, words.language, line.words));
    if (!line.place.empty()) out += fmt::format("  [{}]", line.place);
    out += '\n';
  }
  return out;
}

// "-" is standard output.
int write_out(const std::string& path, std::string_view content) {
  if (path == "-") {
    print(content);
    return done;
  }
  if (const auto written = platform::write_file(path, content); !written) {
    complain(written.error());
    return unexpected_outcome;
  }
  return done;
}

// What the scenario expects is known for the whole run with its own seed only.
bool is_judged(const RunArguments& arguments) { return !arguments.until && !arguments.seed; }

int judge(const engine::Scenario& scenario, const engine::Timeline& timeline,
          const std::string& script, const Words& words) {
  int failed = 0;
  const auto findings = engine::check(scenario, timeline);
  for (const engine::Finding& finding : findings) {
    if (finding.held) continue;
    ++failed;
    fmt::print(stderr, "{}:{}: {}\n", script, finding.line,
               words("cli.run.differs", {{"expected", finding.source}, {"found", finding.found}}));
  }
  const auto count = static_cast<std::int64_t>(findings.size());
  fmt::print(stderr, "{}: {}\n", scenario.id,
             failed == 0 ? words("cli.run.as_expected", {{"n", count}})
                         : words("cli.run.not_as_expected", {{"failed", failed}, {"n", count}}));
  return failed == 0 ? done : unexpected_outcome;
}

int say_unknown(const std::string& name, const Words& words) {
  const std::vector<std::string> ids = scenario_ids(words.lessons);
  const std::vector<std::string_view> names(ids.begin(), ids.end());
  const auto near = engine::nearest(name, names);
  fmt::print(stderr, "synscope: {}\n",
             near ? words("cli.unknown_scenario_near", {{"name", name}, {"near", *near}})
                  : words("cli.unknown_scenario", {{"name", name}}));
  return wrong_arguments;
}

}  // namespace

int run_scenario(const RunArguments& arguments, const Words& words) {
  const auto script = find_script(arguments.scenario, words.lessons);
  if (!script) return say_unknown(arguments.scenario, words);
  const auto scenario = read_scenario(*script, words);
  if (!scenario) {
    for (const engine::Error& error : scenario.error()) complain(error);
    return unexpected_outcome;
  }
  auto prepared = engine::prepare(*scenario, script->string(), arguments.seed);
  if (!prepared) {
    complain(words(prepared.error()));
    return unexpected_outcome;
  }
  const engine::Timeline timeline = engine::play(*scenario, *std::move(prepared), arguments.until);
  const bool silent = arguments.json.empty() && arguments.pcap.empty() && !arguments.events;
  if (arguments.ladder || silent) print(engine::transcript(timeline));
  if (arguments.events) print(events_in_words(timeline, words));
  const std::string title =
      fmt::format("{}, seed {}", scenario->id, arguments.seed.value_or(scenario->seed));
  int outcome = done;
  if (!arguments.json.empty())
    outcome = std::max(outcome, write_out(arguments.json, engine::json_lines(timeline, title)));
  if (!arguments.pcap.empty()) {
    const std::vector<std::uint8_t> capture = engine::pcapng(timeline, title);
    const std::string_view bytes(reinterpret_cast<const char*>(capture.data()), capture.size());
    outcome = std::max(outcome, write_out(arguments.pcap, bytes));
  }
  if (!is_judged(arguments)) return outcome;
  return std::max(outcome, judge(*scenario, timeline, script->string(), words));
}

}  // namespace app::command_line
