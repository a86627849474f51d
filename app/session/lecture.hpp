// What a class is told at this beat of a lesson (ux.md 12): the caption, which beat it is, and the
// question with its options while one is open or has just been answered. In the words of one
// language, filled by the session's side, so that the screen of a lecture knows nothing of lessons.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/session/appearance.hpp"

namespace app {

class Session;

struct LectureOption {
  std::string words{};
  bool right{};  // known only when the question is answered
  bool operator==(const LectureOption&) const = default;
};

struct LectureQuestion {
  std::uint32_t number{};  // of its beat's, from 0
  std::string words{};
  std::vector<LectureOption> options{};  // in the order in which they are shown
  std::string answer{};                  // of a number: what is right, when it is answered
  bool answered{};
  bool last{};  // of those that are open at this beat
  bool operator==(const LectureQuestion&) const = default;
};

struct Lecture {
  std::uint32_t beat{}, beats{};  // the first is 1
  std::string answer{};           // what was right at the prediction before
  // What is read out, one after the other: why that is right, what is to be seen.
  std::vector<std::string> captions{};
  std::optional<LectureQuestion> question{};
  bool demonstrated{};  // what is to be done is shown by the teacher
  bool operator==(const Lecture&) const = default;
};

// None: no lesson has the screen. `looked_at`: a question of this beat that has just been answered
// and stays before the next one is asked.
std::optional<Lecture> lecture(const Session& session, Language language,
                               std::optional<std::uint32_t> looked_at = {});

}  // namespace app
