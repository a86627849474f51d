// What is wrong with a lesson beyond its grammar (lessons 10.3): beats that lack something, texts
// that are missing, differ or are too long, prerequisites, and the golden path, played.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/lesson/saying.hpp"
#include "engine/lesson/scenario.hpp"
#include "engine/lesson/texts.hpp"

namespace engine {

struct LessonFinding {
  ScriptError error;
  bool warning{};  // against the rules of teaching, or a matter of taste; the lesson runs
};

struct LanguageFile {
  std::string file;  // as messages name it
  LessonTexts texts;
  std::map<std::string, std::uint32_t, std::less<>> lines;  // of each section
  bool chinese{};
};
std::map<std::string, std::uint32_t, std::less<>> lines_of_sections(std::string_view text);

std::vector<LessonFinding> check_beats(const Scenario& scenario, std::string_view file);
std::vector<LessonFinding> check_words(const Scenario& scenario, std::string_view script,
                                       std::span<const LanguageFile> languages);
// `needs` of every lesson there is, by id.
using Prerequisites = std::map<std::string, std::vector<std::string>, std::less<>>;
std::vector<LessonFinding> check_prerequisites(const Scenario& scenario, std::string_view file,
                                               const Prerequisites& all);
// Plays the lesson by its own script: each beat reached, each task done, each mishap recognised,
// each computed answer as observed, no answer among the wrong ones.
std::vector<LessonFinding> check_golden_path(const Scenario& scenario, std::string_view file,
                                             std::uint64_t seed);

}  // namespace engine
