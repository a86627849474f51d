// Running a lesson: a fold. In come what the learner does and how far the world is; out come the
// new state and orders for whoever owns the world (the session, or lesson_player.hpp without a
// window). It owns no timeline and waits for nothing.
//
//   LessonState state = begin_lesson(scenario, seed);
//   for (Order& order : take(scenario, state, Next{}, view)) carry_out(order);
//   ... whenever the playhead has moved or the world has grown:
//   observe(scenario, state, view);
//
// The first Next enters the first beat. Texts: lesson_words.hpp.
#pragma once

#include <variant>
#include <vector>

#include "engine/lesson/lesson_state.hpp"
#include "engine/lesson/watch.hpp"

namespace engine {

// What the learner has in front of them.
struct View {
  const Branches* branches{};  // of the stage at `place`; null before the first stage
  Place place;
  bool relative_numbers{};  // the screen shows relative sequence numbers
};

// ---- what the learner does
struct Next {};  // go on: enter the next beat, or end a `say`
struct Back {};  // to the beat before
struct JumpTo {  // to a beat that has been entered
  std::uint32_t beat{};
};
struct Choose {  // not locked yet; may be changed
  std::uint32_t question{};
  Answer answer;
};
struct LockAnswer {
  std::uint32_t question{};
};
struct AskAgain {  // after a wrong answer of a check: with new numbers
  std::uint32_t question{};
};
struct TakeHint {};
struct ShowSolution {};  // on a scratch branch; Rewind returns
struct Rewind {};        // to the beginning of the beat, or back from the solution
struct Replay {};        // the run that was just shown, again
using LessonInput = std::variant<Next, Back, JumpTo, Choose, LockAnswer, AskAgain, TakeHint,
                                 ShowSolution, Rewind, Replay>;

// ---- what is to be done with the world, in this order
struct OpenStage {  // a new world; the branches of older stages are kept for going back
  Timeline timeline;
  Place place;
};
struct OpenBranch {  // fork `from` there, let this be the branch's timeline, go to `place`
  Place from;
  std::string name;  // of the lesson's branch; empty = scratch
  Timeline timeline;
  Place place;
};
struct PlayTo {  // let this be the timeline of the branch (up to now it is the same), then play
  Timeline timeline;
  Place until;
  Pace pace;
};
struct GoTo {
  Place place;
};
using Order = std::variant<OpenStage, OpenBranch, PlayTo, GoTo>;

LessonState begin_lesson(const Scenario& scenario, std::uint64_t seed);

std::vector<Order> take(const Scenario& scenario, LessonState& state, const LessonInput& input,
                        const View& view);
// Recognises what has been done, and that a run has come to its goal.
void observe(const Scenario& scenario, LessonState& state, const View& view);

// ---- what the pane asks
bool is_finished(const Scenario& scenario, const LessonState& state);
// May `Next` be pressed? Not while a question is open, something is to be done, or a run plays.
bool may_go_on(const Scenario& scenario, const LessonState& state);
// A question is open: nothing may show what comes (ghost future, next event, forge verdicts).
bool is_guarded(const Scenario& scenario, const LessonState& state);
// The beat is over and a question is the next thing: a preview would answer it.
bool asks_next(const Scenario& scenario, const LessonState& state);
// May the feedback of this beat's questions be shown? After a prediction not before the run that
// follows has been seen.
bool may_show_feedback(const Scenario& scenario, const LessonState& state, std::uint32_t beat);
// Is there a hint to be taken now, after so much of the learner's time in this beat?
bool may_take_hint(const Scenario& scenario, const LessonState& state, Duration learner_time);
// Mastered: every task done, and 80 % of the checks right with the first answer.
bool is_mastered(const Scenario& scenario, const LessonState& state);

// Where expressions and conditions of this beat are judged at the given place.
Watch watch_of(const Scenario& scenario, const LessonState& state, const View& view);

}  // namespace engine
