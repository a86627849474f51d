// A guided lesson in the window: what was read from its files, how far the learner has come, and
// the worlds it has opened. The session carries out what engine/lesson/lesson_run orders, so that
// panels, a remote and a test need only this:
//
//   session.lesson()                 the lesson; null: none is open
//   session.in_lesson()              it has the screen (not the sandbox)
//   session.guarded()                nothing may show what comes
//   session.apply(Learn{LessonStep::next});   and the other steps of intent.hpp
//
// Must not know: files (environment.hpp hands over a LessonFile), words of the screen.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "app/session/appearance.hpp"
#include "app/session/branch_label.hpp"
#include "engine/lesson/lesson_run.hpp"
#include "engine/lesson/texts.hpp"

namespace app {

// A lesson as its folder holds it.
struct LessonFile {
  engine::Scenario scenario;
  std::array<engine::LessonTexts, 2> texts;  // by Language
  bool of_user{};                            // from the user's own folder
};

// One world of the lesson with its branches, while another one is on the screen.
struct PutAway {
  engine::Branches branches;
  std::vector<BranchLabel> labels;
};

struct GuidedLesson {
  LessonFile file;
  engine::LessonState state;
  std::uint32_t stage{};                              // whose branches the session shows
  std::vector<std::optional<PutAway>> worlds{};       // by stage; none for the one that is shown
  bool away{};                                        // in the sandbox: the lesson waits
  std::vector<std::optional<engine::Place>> ready{};  // by beat: where its own run has come to
  std::optional<engine::Place> demonstrated{};        // a shown solution is being played to here
  std::optional<engine::Pace> pace{};                 // of the run under way
  engine::Duration in_beat{};                         // of the learner's time
  std::uint32_t version{};  // another number after every reading of its files
  std::uint32_t entered{};  // another number after every change of beat: for what happens once

  const engine::Lesson& lesson() const { return file.scenario.lesson; }
  const engine::Beat& beat() const { return lesson().beats[state.beat]; }
  const engine::BeatState& record() const { return state.beats[state.beat]; }
  const engine::LessonTexts& texts(Language language) const {
    return file.texts[static_cast<std::size_t>(language)];
  }
};

// Where the beat stands, and beyond which the learner's hand does not move time; none while there
// is something to do.
std::optional<engine::Place> held_place(const GuidedLesson& lesson);
// May the learner act on the world in this beat, and in this way?
bool permits(const GuidedLesson& lesson, engine::Hand hand);
inline constexpr std::array all_hands{
    engine::Hand::drop,  engine::Hand::delay,    engine::Hand::hold,   engine::Hand::duplicate,
    engine::Hand::edit,  engine::Hand::corrupt,  engine::Hand::rule,   engine::Hand::call,
    engine::Hand::forge, engine::Hand::settings, engine::Hand::program};
engine::Hand hand_of(const engine::Command& command);
// Nothing of the answer is missing.
bool is_complete(const engine::Question& question, const engine::Answer& answer);
// The first question of the beat that is still open.
std::optional<std::uint32_t> open_question(const GuidedLesson& lesson);
// The run that the beat shows or has just shown can be seen again.
bool may_replay(const GuidedLesson& lesson);
// How much is to wait until the next hint may be taken; none: there is no such hint.
std::optional<engine::Duration> until_hint(const GuidedLesson& lesson);

}  // namespace app
