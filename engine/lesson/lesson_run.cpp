#include "engine/lesson/lesson_run.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"
#include "engine/lesson/lesson_world.hpp"
#include "engine/lesson/question.hpp"

namespace engine {
namespace {

bool has_task(const Beat& beat) { return !beat.task.successes.empty(); }
bool plays(const Beat& beat) { return beat.run.has_value() || !beat.deeds.empty(); }

// One input, from the state before it to the state after it.
struct Turn {
  const Scenario& scenario;
  LessonState& state;
  const View& view;
  std::vector<Order> orders{};

  const Beat& beat() const { return scenario.lesson.beats[state.beat]; }
  BeatState& record() { return state.beats[state.beat]; }

  // ---- moving between beats
  void enter(std::uint32_t number) {
    state.beat = number;
    state.running = false;
    if (record().entered) return go_to(record().done ? record().end : record().start);
    record().entered = true;
    draw();
    if (beat().restart || state.stages == 0) open_stage();
    if (beat().fork) open_branch();
    record().start = state.place;
    begin_questions();
    record().checklist.assign(beat().task.checklist.size(), false);
    if (plays(beat())) return play();
    if (beat().kind == BeatKind::say || beat().kind == BeatKind::fork) finish();
  }

  void finish() {
    record().done = true;
    record().end = state.place;
  }

  void go_to(const Place& place) {
    state.place = place;
    orders.push_back(GoTo{place});
  }

  void draw() {
    const auto& parameters = scenario.lesson.parameters;
    for (std::uint32_t i = 0; i < parameters.size(); ++i)
      if (parameters[i].draw && parameters[i].beat == state.beat)
        state.drawn[i] = drawn_value(*parameters[i].draw, parameters[i].measure,
                                     seed_for(state.seed, i, record().attempt));
  }

  void begin_questions() {
    record().questions.clear();
    for (std::uint32_t i = 0; i < beat().questions.size(); ++i) {
      QuestionState question;
      question.order = shuffled(beat().questions[i],
                                seed_for(state.seed, 1'000 * state.beat + i, record().attempt));
      record().questions.push_back(std::move(question));
    }
  }

  // ---- orders
  void open_stage() {
    OpenedWorld opened = opened_world(scenario, beat(), watch());
    state.place = {.stage = state.stages++, .branch = {}, .steps = 0, .at = opened.begins};
    orders.push_back(OpenStage{std::move(opened.timeline), state.place});
  }

  void open_branch() {
    const auto from = std::ranges::find(scenario.lesson.beats, beat().fork->beat, &Beat::name);
    INVARIANT(from != scenario.lesson.beats.end());
    Place place = state.beats[static_cast<std::size_t>(from - scenario.lesson.beats.begin())].end;
    const Timeline& timeline = (*view.branches)[place.branch].timeline;
    if (beat().fork->instant) {
      const auto value = value_of(*beat().fork->instant, watch());
      if (value && world_start + duration_of(*value) < place.at) {
        place.at = world_start + duration_of(*value);
        place.steps = timeline.steps_until(place.at);
      }
    }
    Place there = place;
    there.branch = {static_cast<std::uint32_t>(view.branches->count())};
    orders.push_back(OpenBranch{place, beat().fork->branch, timeline.fork(place.steps), there});
    const bool first = std::ranges::none_of(
        state.branches, [&](const NamedBranch& b) { return b.stage == place.stage; });
    if (first) state.branches.push_back({"main", place.stage, place.branch});
    state.branches.push_back({beat().fork->branch, there.stage, there.branch});
    state.place = there;
  }

  // The run of this beat, on the world as the orders so far leave it.
  void play() {
    Timeline timeline = present();
    const Played played = played_beat(scenario, beat(), timeline, watch_on(timeline));
    state.goal = {state.place.stage, state.place.branch, played.steps, played.at};
    state.running = true;
    orders.push_back(PlayTo{std::move(timeline), state.goal, beat().pace});
  }

  Timeline present() const {
    for (auto order = orders.rbegin(); order != orders.rend(); ++order) {
      if (const auto* const stage = std::get_if<OpenStage>(&*order))
        return stage->timeline.fork(state.place.steps);
      if (const auto* const branch = std::get_if<OpenBranch>(&*order))
        return branch->timeline.fork(state.place.steps);
    }
    return (*view.branches)[state.place.branch].timeline.fork(state.place.steps);
  }

  // From here on, on a timeline that the view does not have yet.
  Watch watch_on(const Timeline& timeline) const {
    Watch now = watch();
    now.timeline = &timeline;
    now.upto = now.beat_since = state.place.steps;
    now.now = now.beat_began = state.place.at;
    now.branch_since = std::min(now.branch_since, state.place.steps);
    return now;
  }
  Watch watch() const { return watch_of(scenario, state, view); }

  // ---- what the learner does
  void operator()(const Next&) {
    if (state.beats[0].entered && !may_go_on(scenario, state)) return;
    if (!state.beats[0].entered) return enter(0);
    if (state.beat + 1 < scenario.lesson.beats.size()) enter(state.beat + 1);
  }
  void operator()(const Back&) {
    if (state.beat > 0) enter(state.beat - 1);
  }
  void operator()(const JumpTo& jump) {
    if (jump.beat < state.beats.size() && state.beats[jump.beat].entered) enter(jump.beat);
  }
  void operator()(const Choose& choose) {
    if (choose.question >= record().questions.size()) return;
    QuestionState& question = record().questions[choose.question];
    if (!question.locked) question.answer = choose.answer;
  }
  void operator()(const LockAnswer& lock) {
    if (lock.question >= record().questions.size() || state.running) return;
    QuestionState& question = record().questions[lock.question];
    if (question.locked) return;
    judge_now(beat().questions[lock.question], question);
    if (question.unreadable) return;
    const bool once = beat().kind == BeatKind::predict;
    const std::uint32_t most = beat().questions[lock.question].reveal_after;
    question.revealed = !question.right && !once && most > 0 && question.tries >= most;
    question.locked = question.right || once || question.revealed;
    if (!std::ranges::all_of(record().questions, &QuestionState::locked)) return;
    if (!has_task(beat())) finish();
    const std::size_t after = state.beat + 1;
    const bool run_follows = once && after < scenario.lesson.beats.size() &&
                             scenario.lesson.beats[after].kind == BeatKind::run;
    if (run_follows && record().done) enter(state.beat + 1);
  }
  void operator()(const AskAgain& again) {
    if (again.question >= record().questions.size()) return;
    QuestionState& question = record().questions[again.question];
    if (question.locked || question.tries == 0) return;
    ++record().attempt;
    draw();
    const std::uint32_t tries = question.tries;
    question = {};
    question.tries = tries;
    question.order =
        shuffled(beat().questions[again.question],
                 seed_for(state.seed, 1'000 * state.beat + again.question, record().attempt));
  }
  void operator()(const TakeHint&) {
    if (record().hints < beat().task.hints.size()) ++record().hints;
  }
  void operator()(const ShowSolution&) {
    if (!has_task(beat()) || state.scratch) return;
    const Place from = record().start;
    state.scratch = state.place;
    record().solution_shown = true;
    Timeline timeline = (*view.branches)[from.branch].timeline.fork(from.steps);
    state.place = from;
    state.place.branch = {static_cast<std::uint32_t>(view.branches->count())};
    orders.push_back(OpenBranch{from, {}, timeline.fork(from.steps), state.place});
    const Played played = played_solution(scenario, beat(), timeline, watch_on(timeline));
    state.goal = {state.place.stage, state.place.branch, played.steps, played.at};
    state.running = true;
    orders.push_back(PlayTo{std::move(timeline), state.goal, beat().pace});
  }
  void operator()(const Rewind&) {
    state.running = false;
    record().failure.reset();
    const Place back = state.scratch.value_or(record().start);
    state.scratch.reset();
    go_to(back);
  }
  void operator()(const Replay&) {
    const std::uint32_t shown =
        beat().kind == BeatKind::run || state.beat == 0 ? state.beat : state.beat - 1;
    const BeatState& run = state.beats[shown];
    if (!run.done || state.running) return;
    go_to(run.start);
    state.goal = run.end;
    state.running = true;
    const Timeline& timeline = (*view.branches)[run.end.branch].timeline;
    orders.push_back(
        PlayTo{timeline.fork(timeline.size()), run.end, scenario.lesson.beats[shown].pace});
  }

  void judge_now(const Question& question, QuestionState& given) {
    const Watch now = watch();
    if (!needs_observation(question))
      return judge(beat(), question, truth_of(question, now, nullptr), now, view.relative_numbers,
                   given);
    const Hidden hidden = hidden_copy(scenario, state, view, question);
    const Watch there = hidden.watch();
    judge(beat(), question, truth_of(question, now, &there), now, view.relative_numbers, given);
  }
};

void recognise(const Scenario& scenario, LessonState& state, const View& view) {
  const Task& task = scenario.lesson.beats[state.beat].task;
  BeatState& record = state.beats[state.beat];
  const Watch now = watch_of(scenario, state, view);
  for (std::size_t i = 0; i < task.checklist.size(); ++i)
    record.checklist[i] = holds(task.checklist[i].condition, now);
  if (record.success || state.scratch) return;
  for (const NamedCondition& success : task.successes) {
    if (!holds(success.condition, now)) continue;
    record.success = success.name;
    record.failure.reset();
    record.done = true;
    record.end = state.place;
    if (task.measure) record.measured = value_of(*task.measure, now);
    return;
  }
  std::optional<std::string> seen;
  for (const NamedCondition& failure : task.failures)
    if (!seen && holds(failure.condition, now)) seen = failure.name;
  if (seen && seen != record.failure) ++record.failures;
  record.failure = seen;
}

}  // namespace

LessonState begin_lesson(const Scenario& scenario, std::uint64_t seed) {
  LessonState state;
  state.seed = seed;
  state.beats.resize(scenario.lesson.beats.size());
  for (std::uint32_t i = 0; i < scenario.lesson.parameters.size(); ++i) {
    const Parameter& parameter = scenario.lesson.parameters[i];
    state.drawn.push_back(
        parameter.draw ? drawn_value(*parameter.draw, parameter.measure, seed_for(seed, i, 0))
                       : Quantity{});
  }
  return state;
}

std::vector<Order> take(const Scenario& scenario, LessonState& state, const LessonInput& input,
                        const View& view) {
  if (state.beats.empty()) return {};
  if (state.stages > 0) state.place = view.place;
  Turn turn{scenario, state, view};
  std::visit(turn, input);
  return std::move(turn.orders);
}

void observe(const Scenario& scenario, LessonState& state, const View& view) {
  if (state.stages == 0 || state.beats.empty()) return;
  state.place = view.place;
  BeatState& record = state.beats[state.beat];
  if (!record.entered) return;
  const bool there = state.place.branch == state.goal.branch &&
                     state.place.stage == state.goal.stage &&
                     state.place.steps >= state.goal.steps && state.place.at >= state.goal.at;
  if (state.running && !there) return;
  const bool arrived = state.running;
  state.running = false;
  const Beat& beat = scenario.lesson.beats[state.beat];
  // What is shown is ticked off too, but it is not the learner's success.
  if (state.scratch) return recognise(scenario, state, view);
  // What the lesson does at the beginning of a task is done before the learner's turn: going back
  // goes back to there.
  if (arrived && has_task(beat)) record.start = state.goal;
  if (has_task(beat))
    recognise(scenario, state, view);
  else if (arrived && beat.questions.empty() && !record.done) {
    record.done = true;
    record.end = state.place;
  }
}

}  // namespace engine
