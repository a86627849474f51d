// The golden path: the lesson played by its own script, as the terminal and the tests play it.
#include <algorithm>

#include "engine/lesson/lesson_check.hpp"
#include "engine/lesson/lesson_player.hpp"
#include "engine/lesson/lesson_world.hpp"
#include "engine/lesson/question.hpp"
#include "engine/lesson/runner.hpp"

namespace engine {
namespace {

struct GoldenPath {
  const Scenario& scenario;
  std::string_view file;
  LessonPlayer player;
  std::vector<LessonFinding> findings{};

  void tell(std::uint32_t line, Saying what) {
    findings.push_back({{std::string(file) + ":" + std::to_string(line) + ":1",
                         say(Say::in_beat, player.beat().name, std::move(what))},
                        false});
  }

  // ---- numbers: computed against observed, right against wrong
  void check_numbers(const Question& question) {
    if (question.blanks.empty()) return;
    const Watch now = player.watch();
    std::optional<Hidden> hidden;
    if (needs_observation(question))
      hidden = hidden_copy(scenario, player.state(), player.view(), question);
    for (const Blank& blank : question.blanks) {
      const auto computed = blank.answer ? value_of(*blank.answer, now) : std::nullopt;
      const auto observed =
          blank.observed && hidden ? value_of(*blank.observed, hidden->watch()) : std::nullopt;
      if (blank.answer && !computed) tell(blank.line, say(Say::not_known, blank.answer->source));
      if (blank.observed && !observed)
        tell(blank.line, say(Say::not_known, blank.observed->source));
      if (computed && observed && computed->nano != observed->nano)
        tell(blank.line, say(Say::not_as_observed, written(*computed, blank.unit),
                             written(*observed, blank.unit)));
      const auto& right = computed ? computed : observed;
      if (right) check_patterns(blank, *right, now);
    }
  }

  void check_patterns(const Blank& blank, Quantity right, const Watch& now) {
    for (const Pattern& pattern : blank.patterns) {
      if (pattern.kind != Pattern::Kind::equals) continue;
      for (const Expression& each : pattern.values)
        if (const auto value = value_of(each, now); value && value->nano == right.nano)
          tell(pattern.line, say(Say::right_is_wrong, written(right, blank.unit), pattern.name));
    }
  }

  // False: the beat has become the next one, because a prediction's run has begun.
  bool answer(std::uint32_t q) {
    const std::uint32_t beat = player.state().beat;
    const Question& question = player.beat().questions[q];
    check_numbers(question);
    const Answer right = player.right_answer(q);
    if (question.kind == QuestionKind::choice && right.picks.size() != 1)
      tell(question.line, say(Say::right_options, right.picks.size()));
    player.give(Choose{q, right});
    player.give(LockAnswer{q});
    const BeatState& asked = player.state().beats[beat];
    if (!asked.questions[q].right) tell(question.line, Say::right_not_taken);
    return player.state().beat == beat;
  }

  void play_beat() {
    const std::size_t questions = player.record().questions.size();
    for (std::uint32_t q = 0; q < questions; ++q)
      if (!answer(q)) return play_beat();
    const Task& task = player.beat().task;
    if (task.successes.empty()) return;
    for (const Mishap& mishap : task.mishaps) {
      if (!player.go_wrong(mishap)) tell(mishap.line, say(Say::mishap_not_seen, mishap.failure));
      player.give(Rewind{});
    }
    if (!player.solve() || !player.record().success) tell(player.beat().line, Say::solution_fails);
  }

  void play() {
    player.give(Next{});
    for (std::size_t turn = 0; turn <= scenario.lesson.beats.size(); ++turn) {
      if (player.record().entered && player.state().running)
        tell(player.beat().line, Say::run_never_ends);
      play_beat();
      if (is_finished(scenario, player.state())) return;
      const std::uint32_t before = player.state().beat;
      player.give(Next{});
      if (player.state().beat == before) {
        if (findings.empty()) tell(player.beat().line, Say::beat_not_done);
        return;
      }
    }
  }
};

}  // namespace

std::vector<LessonFinding> check_golden_path(const Scenario& scenario, std::string_view file,
                                             std::uint64_t seed) {
  if (scenario.lesson.beats.empty() || !prepare(scenario, file)) return {};
  GoldenPath path{scenario, file, LessonPlayer(scenario, seed)};
  path.play();
  return std::move(path.findings);
}

}  // namespace engine
