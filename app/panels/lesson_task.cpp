#include "app/panels/lesson_task.hpp"

#include <algorithm>

namespace app::panels {
namespace {

using ui::Icon;
using ui::Rect;
using ui::TextRole;

constexpr std::uint32_t hints_before_solution = 2;

void draw_step(LessonFlow& flow, const std::string& id, const std::string& key, std::uint32_t beat,
               bool seen) {
  ui::Ui& ui = flow.frame().ui;
  const float side = ui.px(24);
  const float y = flow.y();
  flow.indent(side);
  flow.lesson(id, key, beat);
  flow.indent(-side);
  if (flow.drawing()) {
    const float line = ui.fonts().line_height(TextRole::caption);
    LessonFlow probe = flow;
    const Rect mark{probe.take(0).x, y + (line - ui.px(16)) / 2, ui.px(16), ui.px(16)};
    ui.canvas().outline(mark, ui.theme().ink, ui.px(1.5f), ui.px(3));
    if (seen) ui.canvas().icon(ui::inset(mark, ui.px(2)), Icon::check, ui.theme().ink);
    ui.note_text(id + ".seen", ui.say(seen ? "lesson.step.seen" : "lesson.step.not_yet"), mark);
  }
  flow.gap(5);
}

void draw_hints(LessonFlow& flow, const engine::Beat& beat, const engine::BeatState& record,
                std::uint32_t number) {
  for (std::uint32_t i = 0; i < record.hints; ++i) {
    const engine::Hint& hint = beat.task.hints[i];
    flow.words("lesson.hint." + std::to_string(i + 1) + ".kind",
               flow.frame().ui.say("lesson.hint.title", {{"n", std::int64_t{i} + 1}}),
               TextRole::small, true);
    flow.lesson("lesson.hint." + std::to_string(i + 1), beat.name + "." + hint.name, number);
    flow.gap(6);
  }
}

// Asked for, never pushed: and the solution only to who has seen what hints there are.
void draw_hints(LessonFlow& flow, const GuidedLesson& lesson) {
  ui::Ui& ui = flow.frame().ui;
  const engine::Beat& beat = lesson.beat();
  const engine::BeatState& record = lesson.record();
  const auto all = static_cast<std::uint32_t>(beat.task.hints.size());
  if (record.hints < all) {
    const auto wait = until_hint(lesson);
    const bool may = wait && *wait <= engine::Duration::zero();
    const std::string label = ui.say(
        "lesson.hint.take", {{"n", std::int64_t{record.hints} + 1}, {"all", std::int64_t{all}}});
    if (flow.button(
            "lesson.hint", label,
            {.icon = Icon::question, .enabled = may, .why_not = ui.say("lesson.hint.later")}))
      flow.frame().wish(Learn{LessonStep::hint});
    flow.gap(6);
  }
  if (record.hints < std::min(hints_before_solution, all)) return;
  if (flow.button("lesson.show_me", ui.say("lesson.show_me"), {.icon = Icon::eye}))
    flow.frame().wish(Learn{LessonStep::show_solution});
  flow.gap(6);
}

void draw_scratch(LessonFlow& flow) {
  ui::Ui& ui = flow.frame().ui;
  flow.words("lesson.scratch", ui.say("lesson.scratch"), TextRole::caption);
  flow.gap(6);
  if (flow.button("lesson.rewind", ui.say("lesson.back_to_my_try"),
                  {.icon = Icon::undo, .primary = true}))
    flow.frame().wish(Learn{LessonStep::rewind});
  flow.gap(6);
}

void draw_failure(LessonFlow& flow, const engine::Beat& beat, const std::string& failure,
                  std::uint32_t number, bool present) {
  ui::Ui& ui = flow.frame().ui;
  draw_verdict(flow, "lesson.failure", beat.name + "." + failure, number, false);
  if (!present) return;
  if (flow.button("lesson.rewind", ui.say("lesson.rewind"),
                  {.icon = Icon::jump_to_start, .primary = true}))
    flow.frame().wish(Learn{LessonStep::rewind});
  flow.gap(6);
}

// What is counted is not seen in the number: of segments that were sent it is said.
bool counts_segments(const engine::Lesson& lesson, const engine::Expression& measure) {
  if (measure.steps.size() != 1 || measure.steps[0].step != engine::Step::name) return false;
  const engine::LiveName& name = measure.steps[0].name;
  if (name.live != engine::Live::count) return false;
  const auto* does =
      std::get_if<engine::SegmentDoes>(&lesson.conditions[name.condition.value].test);
  return does != nullptr && does->fact == engine::PacketFact::sent;
}

void draw_measure(LessonFlow& flow, const engine::Beat& beat, const engine::BeatState& record) {
  if (!record.measured) return;
  ui::Ui& ui = flow.frame().ui;
  const auto& best = beat.task.best_known;
  const bool segments =
      counts_segments(flow.frame().session.lesson()->lesson(), *beat.task.measure);
  const std::string number = engine::written(*record.measured);
  const std::string words =
      ui.say(best ? "lesson.measured_best" : "lesson.measured",
             {{"value", segments ? ui.say("lesson.measured_segments", {{"n", number}}) : number},
              {"best", best ? engine::written(*best) : std::string()}});
  flow.words("lesson.measured", words, TextRole::small, true);
  flow.gap(6);
}

}  // namespace

void draw_lesson_task(LessonFlow& flow, std::uint32_t number) {
  const GuidedLesson& lesson = *flow.frame().session.lesson();
  const engine::Beat& beat = lesson.lesson().beats[number];
  const engine::BeatState& record = lesson.state.beats[number];
  const bool present = number == lesson.state.beat;
  const std::string id =
      present ? "lesson.step" : "lesson.beat." + std::to_string(number + 1) + ".step";
  for (std::uint32_t i = 0; i < beat.task.checklist.size(); ++i) {
    const bool seen = i < record.checklist.size() && record.checklist[i];
    draw_step(flow, id + "." + beat.task.checklist[i].name,
              beat.name + "." + beat.task.checklist[i].name, number, seen);
  }
  if (present && lesson.state.scratch) return draw_scratch(flow);
  if (present) draw_hints(flow, beat, record, number);
  if (record.failure && present) draw_failure(flow, beat, *record.failure, number, present);
  if (record.success) {
    const std::string praise = present ? "lesson.praise" : id + ".praise";
    draw_verdict(flow, praise, beat.name + "." + *record.success, number, true);
    draw_measure(flow, beat, record);
  } else if (present && !lesson.state.running) {
    draw_hints(flow, lesson);
  }
}

void draw_lesson_end(LessonFlow& flow) {
  ui::Ui& ui = flow.frame().ui;
  const GuidedLesson& lesson = *flow.frame().session.lesson();
  const bool mastered = engine::is_mastered(lesson.file.scenario, lesson.state);
  flow.words("lesson.end", ui.say(mastered ? "lesson.mastered" : "lesson.finished"),
             TextRole::caption);
  flow.gap(8);
  if (flow.button("lesson.again", ui.say("lesson.again"),
                  {.icon = Icon::redo, .chord = ui.chord(ui::Command::restart_lesson)}))
    flow.frame().wish(Learn{LessonStep::restart});
  flow.gap(6);
  if (flow.button("lesson.to_sandbox", ui.say("lesson.try_in_sandbox"), {.icon = Icon::gear}))
    flow.frame().wish(Learn{LessonStep::to_sandbox});
  flow.gap(6);
}

}  // namespace app::panels
