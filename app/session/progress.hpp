// How far a person has come in each lesson, across starts of the program. Kept as TOML in the state
// folder; reading never fails, what cannot be understood is left out. No points and no times: which
// steps were reached, whether the end was, and whether what was asked was understood.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace app {

struct LessonProgress {
  std::uint32_t reached{};  // the farthest beat, from 0
  std::uint32_t beats{};    // of the lesson then
  std::uint32_t begun{};    // how often; each time has other numbers
  bool finished{}, mastered{};
  bool operator==(const LessonProgress&) const = default;
};
using Progress = std::map<std::string, LessonProgress, std::less<>>;  // by the lesson's id

std::string to_toml(const Progress& progress);
Progress read_progress(std::string_view toml);

}  // namespace app
