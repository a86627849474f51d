// A lesson without a window: it owns the worlds, carries out the orders of lesson_run at once, and
// lets the learner act. For the terminal, for tests, and as the example of how orders are meant.
#pragma once

#include <optional>
#include <vector>

#include "engine/lesson/lesson_run.hpp"

namespace engine {

class LessonPlayer {
 public:
  // The scenario must outlive the player, and must have been prepared once without an error.
  LessonPlayer(const Scenario& scenario, std::uint64_t seed);

  void give(const LessonInput& input);

  // ---- the learner's hands on the world
  bool act(const Command& command);  // at the playhead; false = refused
  void advance_to(Instant at);
  bool step();  // one event; false = nothing will happen any more

  // ---- reading
  const Scenario& scenario() const { return *scenario_; }
  const LessonState& state() const { return state_; }
  const Beat& beat() const { return scenario_->lesson.beats[state_.beat]; }
  const BeatState& record() const { return state_.beats[state_.beat]; }
  const Timeline& timeline() const;
  View view() const;
  Watch watch() const { return watch_of(*scenario_, state_, view()); }

  // The scripted solution, or a mishap, carried out for the learner. False = it did not come to an
  // outcome.
  bool solve();
  bool go_wrong(const Mishap& mishap);
  // The right answer to a question of this beat, as an Answer.
  Answer right_answer(std::uint32_t question) const;

 private:
  Branches& branches() { return stages_[place_.stage]; }
  void carry_out(Order& order);
  bool play(std::span<const LessonDeed> deeds, std::span<const NamedCondition> outcomes);

  const Scenario* scenario_;
  LessonState state_;
  std::vector<Branches> stages_;
  Place place_;
};

}  // namespace engine
