#include "engine/lesson/lesson_check.hpp"

#include <algorithm>
#include <set>

#include "engine/base/invariant.hpp"
#include "engine/lesson/nearest.hpp"

namespace engine {
namespace {

struct Beats {
  const Scenario& scenario;
  std::string_view file;
  std::vector<LessonFinding> findings{};

  void tell(std::uint32_t line, const Beat& beat, Saying what, bool warning = false) {
    findings.push_back({{std::string(file) + ":" + std::to_string(line) + ":1",
                         say(Say::in_beat, beat.name, std::move(what))},
                        warning});
  }

  void check(const Beat& beat) {
    const auto needs = [&](bool there, Say what) {
      if (!there) tell(beat.line, beat, say(Say::beat_lacks, what));
    };
    const bool has_success = !beat.task.successes.empty();
    const auto only = [&](bool absent, Say what) {
      if (!absent) tell(beat.line, beat, say(Say::beat_has, what));
    };
    switch (beat.kind) {
      case BeatKind::say:
        only(beat.questions.empty(), Say::a_question);
        only(!has_success, Say::a_success);
        break;
      case BeatKind::run:
        needs(beat.run.has_value(), Say::line_until);
        only(beat.questions.empty(), Say::a_question);
        only(!has_success, Say::a_success);
        break;
      case BeatKind::predict:
      case BeatKind::why:
        needs(beat.questions.size() == 1, Say::one_question);
        break;
      case BeatKind::check:
        needs(!beat.questions.empty(), Say::a_question);
        break;
      case BeatKind::task:
        needs(has_success || !beat.questions.empty(), Say::a_success);
        break;
      case BeatKind::free:
        needs(has_success, Say::a_success);
        break;
      case BeatKind::fork:
        needs(beat.fork && !beat.fork->branch.empty(), Say::line_branch);
        needs(beat.fork && !beat.fork->beat.empty(), Say::line_from);
        break;
    }
    check_task(beat);
    for (const Question& question : beat.questions) check(beat, question);
  }

  void check_task(const Beat& beat) {
    const Task& task = beat.task;
    if (!task.successes.empty() && task.solution.empty())
      tell(beat.line, beat, say(Say::beat_lacks, Say::line_solution));
    for (const NamedCondition& failure : task.failures)
      if (std::ranges::find(task.mishaps, failure.name, &Mishap::failure) == task.mishaps.end())
        tell(failure.line, beat, say(Say::failure_without_mishap, failure.name));
    std::set<std::string> names;
    const auto unique = [&](const auto& list) {
      for (const auto& item : list)
        if (!names.insert(item.name).second) tell(item.line, beat, say(Say::name_twice, item.name));
    };
    unique(task.successes);
    unique(task.failures);
    unique(task.checklist);
    unique(task.hints);
  }

  void check(const Beat& beat, const Question& question) {
    const auto count_right = std::ranges::count_if(
        question.options, [](const Option& o) { return o.right || o.when.has_value(); });
    const bool picks =
        question.kind == QuestionKind::choice || question.kind == QuestionKind::choices;
    if (picks && question.options.size() < 2) tell(question.line, beat, Say::two_options);
    if (picks && count_right == 0) tell(question.line, beat, Say::no_right_option);
    if (question.kind == QuestionKind::choice &&
        std::ranges::count_if(question.options, &Option::right) > 1)
      tell(question.line, beat, Say::two_right_options);
    if (question.kind == QuestionKind::blanks && question.blanks.empty())
      tell(question.line, beat, Say::no_blanks);
    const bool about_world = beat.kind == BeatKind::predict || beat.kind == BeatKind::check;
    if (picks && about_world && std::ranges::any_of(question.options, &Option::right))
      tell(question.line, beat, Say::literal_answer, true);
    for (const Blank& blank : question.blanks) check(beat, blank);
  }

  void check(const Beat& beat, const Blank& blank) {
    if (!blank.answer && !blank.observed)
      tell(blank.line, beat, say(Say::beat_lacks, Say::line_answer));
    const bool literal = blank.answer && !blank.observed &&
                         std::ranges::none_of(blank.answer->steps, [](const ExpressionStep& s) {
                           return s.step == Step::name;
                         });
    if (literal) tell(blank.line, beat, Say::literal_answer, true);
    const auto other = [](const Pattern& p) { return p.kind == Pattern::Kind::other; };
    const auto first = std::ranges::find_if(blank.patterns, other);
    if (first == blank.patterns.end())
      tell(blank.line, beat, Say::no_otherwise);
    else if (first + 1 != blank.patterns.end())
      tell(first->line, beat, Say::otherwise_last);
  }

  // The rules of lessons section 0.
  void check_teaching() {
    const auto& beats = scenario.lesson.beats;
    const auto count = [&](BeatKind kind) {
      return static_cast<std::size_t>(std::ranges::count(beats, kind, &Beat::kind));
    };
    const Beat& last = beats.back();
    if (count(BeatKind::predict) * 4 < beats.size())
      tell(last.line, last, Say::few_predictions, true);
    if (count(BeatKind::task) + count(BeatKind::free) < 2)
      tell(last.line, last, Say::few_tasks, true);
    if (count(BeatKind::why) == 0) tell(last.line, last, Say::no_why, true);
  }
};

struct Trail {  // of prerequisites, from one lesson on
  const Prerequisites& all;
  std::set<std::string> seen{};

  bool comes_back_to(const std::string& goal, const std::string& from) {
    const auto entry = all.find(from);
    if (entry == all.end() || !seen.insert(from).second) return false;
    return std::ranges::any_of(entry->second, [&](const std::string& next) {
      return next == goal || comes_back_to(goal, next);
    });
  }
};

}  // namespace

std::vector<LessonFinding> check_beats(const Scenario& scenario, std::string_view file) {
  Beats beats{scenario, file};
  if (scenario.lesson.beats.empty()) return {};
  for (const Beat& beat : scenario.lesson.beats) beats.check(beat);
  beats.check_teaching();
  return std::move(beats.findings);
}

std::vector<LessonFinding> check_prerequisites(const Scenario& scenario, std::string_view file,
                                               const Prerequisites& all) {
  std::vector<LessonFinding> findings;
  std::vector<std::string_view> names;
  for (const auto& [id, needs] : all) names.push_back(id);
  for (const std::string& needed : scenario.lesson.needs) {
    Saying what;
    if (!all.contains(needed)) {
      what = say(Say::found_expected, "`" + needed + "`", Say::lesson_id);
      if (const auto close = nearest(needed, names)) what = say(Say::did_you_mean, what, *close);
    } else if (needed == scenario.id || Trail{all}.comes_back_to(scenario.id, needed)) {
      what = say(Say::needs_itself, needed);
    } else {
      continue;
    }
    findings.push_back({{std::string(file) + ":1:1", std::move(what)}, false});
  }
  return findings;
}

}  // namespace engine
