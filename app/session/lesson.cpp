#include "app/session/lesson.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"

namespace app {
namespace {

bool has_task(const engine::Beat& beat) { return !beat.task.successes.empty(); }

struct HandOf {
  using Hand = engine::Hand;

  Hand operator()(const engine::DoCall&) const { return Hand::call; }
  Hand operator()(const engine::OnPacket& on) const { return std::visit(*this, on.action); }
  Hand operator()(const engine::DropIt&) const { return Hand::drop; }
  Hand operator()(const engine::DelayIt&) const { return Hand::delay; }
  Hand operator()(const engine::HoldIt&) const { return Hand::hold; }
  Hand operator()(const engine::DuplicateIt&) const { return Hand::duplicate; }
  Hand operator()(const engine::EditIt&) const { return Hand::edit; }
  Hand operator()(const engine::CorruptIt&) const { return Hand::corrupt; }
  Hand operator()(const engine::SwapIt&) const { return Hand::delay; }
  Hand operator()(const engine::Release&) const { return Hand::hold; }
  Hand operator()(const engine::DeliverNow&) const { return Hand::delay; }
  Hand operator()(const engine::Forge&) const { return Hand::forge; }
  Hand operator()(const engine::ForgeBurst&) const { return Hand::forge; }
  Hand operator()(const engine::ArmImpairment&) const { return Hand::rule; }
  Hand operator()(const engine::DisarmImpairment&) const { return Hand::rule; }
  Hand operator()(const engine::SwitchImpairment&) const { return Hand::rule; }
  Hand operator()(const engine::SetLink&) const { return Hand::settings; }
  Hand operator()(const engine::SetConfig&) const { return Hand::settings; }
  Hand operator()(const engine::SetProgram&) const { return Hand::program; }
  Hand operator()(const engine::Crash&) const { return Hand::program; }
  Hand operator()(const engine::Reboot&) const { return Hand::program; }
  Hand operator()(const engine::Attack&) const { return Hand::forge; }
  Hand operator()(const engine::CeaseFire&) const { return Hand::forge; }
  Hand operator()(const engine::Visit&) const { return Hand::call; }
  Hand operator()(const engine::EndVisits&) const { return Hand::call; }
};

}  // namespace

std::optional<engine::Place> held_place(const GuidedLesson& lesson) {
  if (lesson.demonstrated) return lesson.demonstrated;
  if (lesson.state.running) return lesson.state.goal;
  if (has_task(lesson.beat()) || lesson.state.scratch) return std::nullopt;
  const engine::BeatState& record = lesson.record();
  if (record.done) return record.end;
  return lesson.ready[lesson.state.beat] ? lesson.ready[lesson.state.beat] : record.start;
}

// A task that names no hands leaves all of them free; outside of tasks there is nothing to do.
bool permits(const GuidedLesson& lesson, engine::Hand hand) {
  if (lesson.state.scratch || lesson.state.running || lesson.demonstrated) return false;
  const engine::Beat& beat = lesson.beat();
  if (!has_task(beat)) return false;
  return beat.hands.empty() || std::ranges::find(beat.hands, hand) != beat.hands.end();
}

engine::Hand hand_of(const engine::Command& command) { return std::visit(HandOf{}, command); }

bool is_complete(const engine::Question& question, const engine::Answer& answer) {
  if (!question.blanks.empty())
    return answer.typed.size() == question.blanks.size() &&
           std::ranges::none_of(answer.typed, &std::string::empty);
  const std::size_t options = question.options.size();
  switch (question.kind) {
    case engine::QuestionKind::choice:
      return answer.picks.size() == 1;
    case engine::QuestionKind::choices:
      return question.choose == 0 ? !answer.picks.empty() : answer.picks.size() == question.choose;
    case engine::QuestionKind::order:
    case engine::QuestionKind::sort:
      return answer.picks.size() == options &&
             (question.kind == engine::QuestionKind::order ||
              std::ranges::all_of(answer.picks, [&](auto pile) { return pile < options; }));
    case engine::QuestionKind::number:
    case engine::QuestionKind::blanks:
      return false;
  }
  engine::unreachable("QuestionKind");
}

std::optional<std::uint32_t> open_question(const GuidedLesson& lesson) {
  const auto& questions = lesson.record().questions;
  for (std::uint32_t i = 0; i < questions.size(); ++i)
    if (!questions[i].locked) return i;
  return std::nullopt;
}

bool may_replay(const GuidedLesson& lesson) {
  const engine::LessonState& state = lesson.state;
  if (state.running || state.scratch || lesson.demonstrated) return false;
  const bool own = lesson.beat().kind == engine::BeatKind::run;
  if (!own && (state.beat == 0 || open_question(lesson))) return false;
  const std::uint32_t shown = own ? state.beat : state.beat - 1;
  return lesson.lesson().beats[shown].kind == engine::BeatKind::run && state.beats[shown].done &&
         state.beats[shown].end.stage == lesson.stage;
}

std::optional<engine::Duration> until_hint(const GuidedLesson& lesson) {
  const engine::BeatState& record = lesson.record();
  const auto& hints = lesson.beat().task.hints;
  if (record.done || record.hints >= hints.size()) return std::nullopt;
  if (engine::may_take_hint(lesson.file.scenario, lesson.state, lesson.in_beat))
    return engine::Duration{};
  return hints[record.hints].learner_time - lesson.in_beat;
}

}  // namespace app
