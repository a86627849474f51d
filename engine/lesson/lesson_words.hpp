// Which texts of a lesson are on the screen, and with which values. A text's key is made of the
// names in the script, so that the script holds no words:
//
//   BEAT                what is said, the question, or the goal
//   BEAT.QUESTION       a question with a name of its own; below, Q = BEAT or BEAT.QUESTION
//   Q.OPTION            an option; Q.OPTION.say its feedback
//   Q.PATTERN           feedback of a wrong number; Q.BLANK a blank, Q.BLANK.PATTERN its feedback
//   Q.right Q.wrong     feedback; Q.missing when a right option was left out; Q.pile.PILE a pile
//   BEAT.NAME           a success, a failure, a step of the checklist, a hint
//   BEAT.branch         the name of the branch that a fork opens
//   BEAT.note           for the teacher
#pragma once

#include <string>
#include <vector>

#include "engine/lesson/lesson_run.hpp"
#include "engine/lesson/markup.hpp"
#include "engine/lesson/texts.hpp"

namespace engine {

enum class TextRole : std::uint8_t {
  narration,
  question,
  option,
  blank,
  pile,
  feedback,
  praise,
  failure,
  step,
  hint,
  branch,
  note
};

struct KeyUse {  // a text that the script calls for
  std::string key;
  TextRole role{};
  bool needed = true;  // else it may be left out
  std::uint32_t line{};
};
std::vector<KeyUse> keys_of(const Scenario& scenario);

struct VisibleText {
  std::string key;
  TextRole role{};
  std::uint32_t beat{};
  std::uint32_t question{};
  std::uint32_t number{};  // of an option (its position in the script), a blank, a hint
};
// What may be read at this moment: the beats so far and the present one, in reading order.
std::vector<VisibleText> visible_texts(const Scenario& scenario, const LessonState& state);

// The text with its live values, as of the end of its beat, or of now for the present one. Empty if
// there is no such text. A value that is not known is shown as "?".
RichText words_of(const LessonTexts& texts, std::string_view key, const Scenario& scenario,
                  const Watch& watch);
Watch watch_of_beat(const Scenario& scenario, const LessonState& state, const View& view,
                    std::uint32_t beat);

}  // namespace engine
