// The part of the fold that carries out a guided lesson: what the learner does goes into
// engine/lesson/lesson_run, and its orders come back to branches and playhead (ux 7).
#include <algorithm>
#include <utility>

#include "app/session/session.hpp"
#include "engine/base/invariant.hpp"
#include "engine/lesson/lesson_world.hpp"
#include "engine/lesson/right_answer.hpp"

namespace app {

// ---- the beginning, and going away for a while

// Every time with other numbers.
void Session::start_lesson(LessonFile file) {
  const std::size_t beats = file.scenario.lesson.beats.size();
  const std::uint64_t seed = ++progress_[file.scenario.id].begun;
  engine::LessonState state = engine::begin_lesson(file.scenario, seed);
  lesson_ = GuidedLesson{.file = std::move(file), .state = std::move(state)};
  lesson_->ready.resize(beats);
  give(engine::Next{});
}

void Session::restart_lesson() {
  LessonFile file = std::move(lesson_->file);
  toasts_.clear();
  start_lesson(std::move(file));
}

// Its files have been written again. New words are simply shown; with another script the lesson
// begins anew and is brought to the beat of the same name. A mistake in them has been told already.
void Session::reload_lesson() {
  auto opening = environment_.open ? environment_.open(scenario_path_)
                                   : std::unexpected(engine::ScriptError(engine::Error{}));
  if (!opening || !opening->lesson) return;
  scenario_unchanged();
  const std::uint32_t version = lesson_->version + 1;
  const bool same = opening->lesson->scenario == lesson_->file.scenario;
  script_ = std::move(opening->script);
  if (same) {
    lesson_->file = *std::move(opening->lesson);
  } else {
    const std::string beat = lesson_->beat().name;
    start_lesson(*std::move(opening->lesson));
    const auto& beats = lesson_->lesson().beats;
    const auto there = std::ranges::find(beats, beat, &engine::Beat::name);
    if (there != beats.end()) resume_at(static_cast<std::uint32_t>(there - beats.begin()));
  }
  lesson_->version = version;
  toasts_.withdraw("toast.lesson_reloaded");
  toasts_.show(Toast::Kind::news, {"toast.lesson_reloaded", {{"where", scenario_path_}}});
}

// A world of its own that begins as the lesson's stands: nothing done in it reaches the lesson.
void Session::to_sandbox() {
  finish_run();
  finish_step();
  const scene::Position here = playhead();
  engine::Timeline copy = timeline().fork(here.steps);
  put_world_away();
  branches_ = engine::Branches(std::move(copy));
  lesson_->away = true;
  show_world({});
  player_.put(here);
}

void Session::to_lesson() {
  lesson_->away = false;
  take_world_back(lesson_->stage);
  go_to(lesson_->state.place);
  look_as_the_beat_says();
}

// ---- the worlds of the lesson

void Session::put_world_away() {
  lesson_->worlds[lesson_->stage] = PutAway{std::move(branches_), std::move(labels_)};
}

void Session::take_world_back(std::uint32_t stage) {
  INVARIANT(lesson_->worlds[stage].has_value());
  PutAway world = std::move(*lesson_->worlds[stage]);
  lesson_->worlds[stage].reset();
  lesson_->stage = stage;
  branches_ = std::move(world.branches);
  show_world(std::move(world.labels));
}

// Other branches are on the screen now: what belonged to the ones before goes.
void Session::show_world(std::vector<BranchLabel> labels) {
  labels_ = std::move(labels);
  derived_.clear();
  compared_.reset();
  bookmarks_.clear();
  selection_.packet.reset();
  selection_.connections.clear();
  withdraw_what_another_branch_said();
  after_change();
}

engine::Place Session::place() const {
  return {
      .stage = lesson_->stage, .branch = branch(), .steps = playhead().steps, .at = playhead().at};
}

engine::View Session::lesson_view() const {
  return {.branches = lesson_->worlds.empty() ? nullptr : &branches_,
          .place = place(),
          .relative_numbers = is_on(Switch::relative_numbers)};
}

// A beat of another stage has seen other worlds than those on the screen.
engine::View Session::lesson_view(std::uint32_t beat) const {
  engine::View view = lesson_view();
  const engine::BeatState& record = lesson_->state.beats[beat];
  if (beat == lesson_->state.beat || !record.done || record.end.stage == lesson_->stage)
    return view;
  view.place = record.end;
  view.branches = &lesson_->worlds[record.end.stage]->branches;
  return view;
}

void Session::go_to(const engine::Place& to) {
  if (to.stage != lesson_->stage) {
    put_world_away();
    take_world_back(to.stage);
  }
  branches_.select(to.branch);
  after_change();
  player_.put({to.steps, 0, to.at});
}

void Session::carry_out(engine::Order& order) {
  if (auto* const stage = std::get_if<engine::OpenStage>(&order)) {
    if (!lesson_->worlds.empty()) put_world_away();
    lesson_->worlds.emplace_back();
    lesson_->stage = stage->place.stage;
    branches_ = engine::Branches(std::move(stage->timeline));
    show_world({});
    player_.put({stage->place.steps, 0, stage->place.at});
  } else if (auto* const branch = std::get_if<engine::OpenBranch>(&order)) {
    go_to(branch->from);
    branches_.fork(branch->from.steps, branch->from.at);
    branches_.timeline() = std::move(branch->timeline);
    after_change();
    if (!branch->name.empty()) labels_.back().lesson_key = lesson_->beat().name + ".branch";
    player_.put({branch->place.steps, 0, branch->place.at});
  } else if (auto* const run = std::get_if<engine::PlayTo>(&order)) {
    branches_.timeline() = std::move(run->timeline);
    after_change();
    lesson_->pace = run->pace;
    keep_pace();
    player_.play();
  } else {
    go_to(std::get<engine::GoTo>(order).place);
  }
}

// ---- inputs

void Session::give(const engine::LessonInput& input) {
  const std::uint32_t before = lesson_->state.beat;
  const bool begins = lesson_->worlds.empty();
  std::vector<engine::Order> orders =
      engine::take(lesson_->file.scenario, lesson_->state, input, lesson_view());
  for (engine::Order& order : orders) carry_out(order);
  ++revision_;
  const bool moved = begins || lesson_->state.beat != before;
  if (moved && lesson_->ready[lesson_->state.beat] && !lesson_->record().done)
    go_to(*lesson_->ready[lesson_->state.beat]);
  observe_lesson();
  if (moved) enter_beat();
}

// Whatever the learner looked at meanwhile, the beat goes on where it stands.
void Session::stand_at_beat() {
  const auto at = lesson_->record().done ? lesson_->record().end : held_place(*lesson_);
  if (at && *at != place()) go_to(*at);
  lesson_->state.place = place();
  keep_exploration();
}

// What was tried behind a solved task goes on on a branch of its own, so that the lesson goes on
// from where it was solved. Time that only ran on is not worth a branch. Once the lesson has gone
// on, the branch is the lesson's.
void Session::keep_exploration() {
  const std::uint32_t after = lesson_->state.beat + 1;
  const bool new_ground =
      after < lesson_->state.beats.size() && !lesson_->state.beats[after].entered;
  const engine::BeatState& record = lesson_->record();
  if (!record.done || !new_ground || timeline().size() <= record.end.steps) return;
  const auto commands = timeline().commands();
  if (!commands.empty() && commands.back() >= record.end.steps) {
    const engine::BranchId own = branch();
    engine::Timeline whole = timeline().fork(timeline().size());
    branches_.fork(record.end.steps, record.end.at);
    branches_.timeline() = std::move(whole);
    after_change();
    branches_.select(own);
  }
  branches_.timeline() = timeline().fork(record.end.steps);
  after_change();
}

// The run under way comes to its goal at once. False: there is none.
bool Session::finish_run() {
  if (!lesson_->state.running && !lesson_->demonstrated) return false;
  const engine::Place goal = *held_place(*lesson_);
  if (goal.branch != branch()) go_to(goal);
  player_.put({goal.steps, 0, goal.at});
  observe_lesson();
  return true;
}

// Where something has come to be so, and that a run has arrived.
void Session::observe_lesson() {
  GuidedLesson& lesson = *lesson_;
  const bool ran = lesson.state.running;
  engine::observe(lesson.file.scenario, lesson.state, lesson_view());
  const bool arrived = ran && !lesson.state.running;
  if (arrived && !lesson.state.scratch && lesson.beat().kind != engine::BeatKind::run)
    lesson.ready[lesson.state.beat] = lesson.state.place;
  if (lesson.demonstrated && reel().is_held(playhead())) lesson.demonstrated.reset();
  if (!lesson.state.running) lesson.pace.reset();
  write_progress();
  if (!arrived) return;
  player_.pause();
  keep_pace();
  point_at_highlights();
}

void Session::next_in_lesson() {
  if (finish_run()) return;
  if (lesson_->state.scratch) return give(engine::Rewind{});
  if (!engine::may_go_on(lesson_->file.scenario, lesson_->state)) return refuse_next();
  stand_at_beat();
  give(engine::Next{});
}

void Session::refuse_next() {
  if (engine::is_finished(lesson_->file.scenario, lesson_->state))
    return refuse({{"refused.lesson.finished", {}}, {}});
  const bool asks = open_question(*lesson_).has_value();
  refuse({{asks ? "refused.lesson.answer_first" : "refused.lesson.do_first", {}}, {}});
}

void Session::lock_answer(std::uint32_t number) {
  const auto& questions = lesson_->beat().questions;
  if (number >= questions.size() || lesson_->record().questions[number].locked) return;
  const engine::QuestionState& asked = lesson_->record().questions[number];
  engine::Answer answer = asked.answer;
  const bool order = questions[number].kind == engine::QuestionKind::order;
  if (order && answer.picks.empty()) answer.picks = asked.order;  // as it lies there
  if (!is_complete(questions[number], answer))
    return refuse({{"refused.lesson.choose_first", {}}, {}});
  stand_at_beat();
  give(engine::Choose{number, answer});
  give(engine::LockAnswer{number});
}

void Session::rewind_beat() {
  const bool task = !lesson_->beat().task.successes.empty();
  if (lesson_->state.running && !lesson_->state.scratch)
    return player_.put({lesson_->record().start.steps, 0, lesson_->record().start.at});
  if (lesson_->state.scratch || task) {
    lesson_->demonstrated.reset();
    const bool own_try = !lesson_->state.scratch;
    give(engine::Rewind{});
    if (own_try) begin_try();
    return;
  }
  if (may_replay(*lesson_)) return give(engine::Replay{});
  stand_at_beat();
}

// At the checkpoint, on a branch on which nothing has been done yet.
void Session::begin_try() {
  const engine::Place from = lesson_->ready[lesson_->state.beat].value_or(lesson_->record().start);
  go_to(from);
  const auto commands = timeline().commands();
  if (commands.empty() || commands.back() < from.steps) return;
  branches_.fork(from.steps, from.at);
  after_change();
  observe_lesson();
}

// ---- a teacher shows how it is done: what is asked is answered, one question at a time; what is
// to be done is done

void Session::reveal() {
  if (finish_run()) return;
  if (!lesson_->beat().task.successes.empty() && !lesson_->record().done) return demonstrate();
  const auto open = open_question(*lesson_);
  if (!open) return next_in_lesson();
  stand_at_beat();
  give(engine::Choose{
      *open, engine::right_answer(lesson_->file.scenario, lesson_->state, lesson_view(), *open)});
  give(engine::LockAnswer{*open});
}

// The scripted solution, from the checkpoint on; what had been tried stays on its branch.
void Session::demonstrate() {
  begin_try();
  const engine::Place from = place();
  if (from.steps < timeline().size()) branches_.fork(from.steps, from.at);
  lesson_->state.place = place();
  const engine::Watch watch =
      engine::watch_of(lesson_->file.scenario, lesson_->state, lesson_view());
  const engine::Played played =
      engine::played_solution(lesson_->file.scenario, lesson_->beat(), branches_.timeline(), watch);
  after_change();
  player_.put({from.steps, 0, from.at});
  lesson_->demonstrated = engine::Place{lesson_->stage, branch(), played.steps, played.at};
  player_.play();
}

void Session::resume_at(std::uint32_t beat) {
  const std::size_t beats = lesson_->state.beats.size();
  const auto most = static_cast<std::uint32_t>(std::min<std::size_t>(beat, beats - 1));
  for (std::size_t turns = 0; lesson_->state.beat < most && turns < 8 * beats; ++turns) reveal();
}

void Session::write_progress() {
  LessonProgress& known = progress_[lesson_->file.scenario.id];
  known.beats = static_cast<std::uint32_t>(lesson_->state.beats.size());
  known.reached = std::max(known.reached, lesson_->state.beat);
  if (!engine::is_finished(lesson_->file.scenario, lesson_->state)) return;
  known.finished = true;
  known.mastered |= engine::is_mastered(lesson_->file.scenario, lesson_->state);
}

void Session::on(const Learn& wish) {
  if (!lesson_) return;
  if (wish.step == LessonStep::restart) return restart_lesson();
  if (wish.step == LessonStep::reload) return reload_lesson();
  if (lesson_->away) return wish.step == LessonStep::to_lesson ? to_lesson() : void();
  switch (wish.step) {
    case LessonStep::next:
      return next_in_lesson();
    case LessonStep::back:
      finish_run();
      if (lesson_->state.scratch) return give(engine::Rewind{});
      return give(engine::Back{});
    case LessonStep::jump:
      finish_run();
      if (lesson_->state.scratch) give(engine::Rewind{});
      return give(engine::JumpTo{wish.number});
    case LessonStep::choose:
      return give(engine::Choose{wish.number, wish.answer});
    case LessonStep::lock:
      return lock_answer(wish.number);
    case LessonStep::ask_again:
      stand_at_beat();
      return give(engine::AskAgain{wish.number});
    case LessonStep::hint:
      if (engine::may_take_hint(lesson_->file.scenario, lesson_->state, lesson_->in_beat))
        give(engine::TakeHint{});
      return;
    case LessonStep::show_solution:
      finish_run();
      return give(engine::ShowSolution{});
    case LessonStep::rewind:
      return rewind_beat();
    case LessonStep::replay:
      if (may_replay(*lesson_)) give(engine::Replay{});
      return;
    case LessonStep::reveal:
      return reveal();
    case LessonStep::resume:
      return resume_at(wish.number);
    case LessonStep::to_sandbox:
      return to_sandbox();
    case LessonStep::to_lesson:
    case LessonStep::restart:
    case LessonStep::reload:
      return;
  }
  engine::unreachable("LessonStep");
}

}  // namespace app
