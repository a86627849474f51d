// From a scenario to a run: the world at its start, the run itself, and whether it came as
// expected.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/lesson/saying.hpp"
#include "engine/lesson/scenario.hpp"
#include "engine/timeline/timeline.hpp"

namespace engine {

struct Prepared {
  World start;  // at the scenario's start point
  ByteArena bytes;
};

// Forged numbers that are relative to live ones are worked out by playing ahead once: they are
// what they will be if nobody intervenes. `file` is for errors (no such moment, no such number).
std::expected<Prepared, ScriptError> prepare(const Scenario& scenario, std::string_view file,
                                             std::optional<std::uint64_t> seed = {});

struct PlayLimits {
  Duration time = std::chrono::hours(24 * 30);  // of virtual time
  StepIndex steps = 20'000;
};

// Plays to `until`, else to the scenario's `run until`, else until nothing happens any more.
Timeline play(const Scenario& scenario, Prepared prepared, std::optional<Instant> until = {},
              PlayLimits limits = {});

struct Finding {
  std::uint32_t line{};
  std::string source;  // the statement as written
  bool held{};
  std::string found;  // in the script's own notation; "-" = nothing
};
// One per expectation, in their order.
std::vector<Finding> check(const Scenario& scenario, const Timeline& timeline);

std::optional<HostId> find_host(const Scenario& scenario, std::string_view name);

}  // namespace engine
