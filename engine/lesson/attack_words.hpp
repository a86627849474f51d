// Plans of attackers as words and back: what stands behind `attack HOST` in scripts and in session
// files.
//
//   flood server:80 from 203.0.113.0/24 count 1000 every 10ms
//   scan syn server ports 80 to 90
//   guess reset client:50000 -> server:80 from 1000 stride 65535 count 20 every 100ms
#pragma once

#include <string>

#include "engine/lesson/line_reader.hpp"
#include "engine/lesson/scenario.hpp"

namespace engine {

// Hosts may be called by their names, if the scenario has any.
AttackPlan read_plan(LineReader& line, const Scenario& scenario);

std::string plan_text(const AttackPlan& plan);

}  // namespace engine
