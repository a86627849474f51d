// Any text as a scenario: it is refused with the place of each mistake, or it can be prepared,
// played and checked, and plays the same a second time.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/lesson/parse.hpp"
#include "engine/lesson/runner.hpp"

using namespace engine;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

// "fuzz:LINE:COLUMN" of something that is there or misses at the end, and words for it.
void require_placed(const ScriptError& error, std::string_view text) {
  constexpr std::string_view file = "fuzz:";
  require(error.where.starts_with(file) && !error.what.empty());
  const auto line = static_cast<std::size_t>(std::atol(error.where.c_str() + file.size()));
  const auto last = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 2;
  require(1 <= line && line <= last);
}

std::uint64_t play_once(const Scenario& scenario, std::string_view text) {
  auto prepared = prepare(scenario, "fuzz");
  if (!prepared) {
    require_placed(prepared.error(), text);
    return 0;
  }
  const Timeline run = play(scenario, *std::move(prepared), {}, {.steps = 300});
  const std::vector<Finding> findings = check(scenario, run);
  require(findings.size() == scenario.expectations.size());
  for (const Finding& finding : findings) require(finding.held || !finding.found.empty());
  return fingerprint(run.edge(), run.bytes());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto scenario = read_script(text, "fuzz");
  if (scenario) {
    require(play_once(*scenario, text) == play_once(*scenario, text));
    return 0;
  }
  require(!scenario.error().empty() && scenario.error().size() <= ScriptLimits::errors + 1);
  for (const ScriptError& error : scenario.error()) require_placed(error, text);
  return 0;
}
