#include "app/panels/lesson_pane.hpp"

#include <algorithm>
#include <cmath>

#include "app/panels/lesson_task.hpp"

namespace app::panels {
namespace {

using ui::Icon;
using ui::Rect;
using ui::TextRole;

constexpr float column_margin = 12;

std::string kind_words(const ui::Ui& ui, engine::BeatKind kind) {
  constexpr std::array keys{"lesson.kind.say",   "lesson.kind.run", "lesson.kind.predict",
                            "lesson.kind.do",    "lesson.kind.why", "lesson.kind.fork",
                            "lesson.kind.check", "lesson.kind.free"};
  return ui.say(keys[static_cast<std::size_t>(kind)]);
}

std::string beat_id(const GuidedLesson& lesson, std::uint32_t beat) {
  return beat == lesson.state.beat ? "lesson.text"
                                   : "lesson.beat." + std::to_string(beat + 1) + ".text";
}

// What is asked in this beat wants an answer, or something is to be done: then its kind is said.
void draw_kind(LessonFlow& flow, const engine::Beat& beat, const std::string& id) {
  if (beat.kind == engine::BeatKind::say || beat.kind == engine::BeatKind::run ||
      beat.kind == engine::BeatKind::fork)
    return;
  flow.words(id + ".kind", kind_words(flow.frame().ui, beat.kind), TextRole::strong, true);
  flow.gap(2);
}

// One beat from its first word to what was said to the last answer.
void draw_beat(LessonFlow& flow, LessonPaneView& view, std::uint32_t number) {
  const GuidedLesson& lesson = *flow.frame().session.lesson();
  const engine::Beat& beat = lesson.lesson().beats[number];
  const engine::BeatState& record = lesson.state.beats[number];
  const std::string id = beat_id(lesson, number);
  const bool told = beat.kind != engine::BeatKind::run || record.done;
  if (told) {
    draw_kind(flow, beat, id);
    flow.lesson(id, beat.name, number);
    flow.gap(8);
  }
  for (std::uint32_t q = 0; q < record.questions.size(); ++q)
    draw_lesson_question(flow, view.questions, number, q);
  if (!beat.task.successes.empty()) draw_lesson_task(flow, number);
}

// Where the learner was when the program was closed: offered at the beginning, never taken alone.
void draw_resume(LessonFlow& flow) {
  const Session& session = flow.frame().session;
  const auto known = session.progress().find(session.lesson()->file.scenario.id);
  if (known == session.progress().end() || known->second.reached == 0) return;
  const std::uint32_t reached = known->second.reached;
  const std::string words =
      flow.frame().ui.say("lesson.resume", {{"n", std::int64_t{reached} + 1}});
  if (flow.button("lesson.resume", words, {.icon = Icon::jump_to_end}))
    flow.frame().wish(Learn{LessonStep::resume, reached, {}});
  flow.gap(6);
}

// What stands in the present beat beside its texts: the feedback of the prediction that this run
// has answered is read here, not above.
void draw_present_beat(LessonFlow& flow, LessonPaneView& view) {
  const GuidedLesson& lesson = *flow.frame().session.lesson();
  const std::uint32_t now = lesson.state.beat;
  ui::Ui& ui = flow.frame().ui;
  if (lesson.state.running && !lesson.state.scratch) {
    flow.words("lesson.running", ui.say("lesson.running"), TextRole::caption, true);
    flow.gap(6);
  }
  draw_beat(flow, view, now);
  if (now == 0) draw_resume(flow);
  if (engine::is_finished(lesson.file.scenario, lesson.state)) draw_lesson_end(flow);
}

// The questions of the beat before belong to what is read now, while their answer is new.
std::uint32_t first_shown(const GuidedLesson& lesson) {
  const std::uint32_t now = lesson.state.beat;
  const bool answers = now > 0 && lesson.beat().kind == engine::BeatKind::run &&
                       !lesson.state.beats[now - 1].questions.empty();
  return answers ? now - 1 : now;
}

struct Measured {
  float height = 0, top = 0, words = 0;  // of all; where the present beat begins; its first word
};

// What is new is seen to its end, with as much before it as fits: the words of a run under what was
// asked before it, what was said to what was done.
float begins_at(const GuidedLesson& lesson, const Measured& measured, float room) {
  const float last = measured.height - room;
  if (!lesson.record().done || last <= measured.top) return measured.top;
  const bool words = lesson.beat().kind == engine::BeatKind::run;
  return words ? std::min(measured.words, last) : last;
}

// The same walk measures and draws.
Measured walk_column(LessonFlow& flow, LessonPaneView& view) {
  const GuidedLesson& lesson = *flow.frame().session.lesson();
  const float begin = flow.y();
  Measured measured;
  const std::uint32_t first = first_shown(lesson);
  for (std::uint32_t beat = 0; beat < lesson.state.beat; ++beat) {
    if (!lesson.state.beats[beat].entered) continue;
    if (beat == first) measured.top = flow.y() - begin;
    draw_beat(flow, view, beat);
    flow.gap(10);
  }
  measured.words = flow.y() - begin;
  if (first == lesson.state.beat) measured.top = measured.words;
  draw_present_beat(flow, view);
  measured.height = flow.y() - begin;
  return measured;
}

void draw_head(const Frame& frame, LessonPaneView& view, Rect& rest) {
  ui::Ui& ui = frame.ui;
  const GuidedLesson& lesson = *frame.session.lesson();
  Rect head = ui::take_top(rest, ui.px(34));
  const Rect list = ui::inset(ui::take_right(head, ui.px(34)), ui.px(2));
  if (ui.icon_button("lesson.list", list, Icon::lines, ui.say("lesson.list"), {.quiet = true}))
    view.list_wanted = true;
  const auto all = static_cast<std::int64_t>(lesson.lesson().beats.size());
  ui.text("lesson.beat", head,
          ui.say("lesson.beat", {{"n", std::int64_t{lesson.state.beat} + 1}, {"all", all}}),
          {.role = TextRole::small, .secondary = true});
  // One mark for each beat: done, present, to come.
  const Rect strip = ui::take_top(rest, ui.px(8));
  const float step = strip.w / static_cast<float>(all);
  for (std::uint32_t i = 0; i < lesson.state.beats.size(); ++i) {
    const Rect mark{strip.x + step * static_cast<float>(i) + ui.px(1), strip.y + ui.px(1),
                    std::max(ui.px(2), step - ui.px(2)), ui.px(5)};
    const bool now = i == lesson.state.beat;
    const ui::Theme& theme = ui.theme();
    if (lesson.state.beats[i].done || now)
      ui.canvas().fill(mark, now ? theme.focus : theme.secondary, ui.px(2));
    else
      ui.canvas().outline(mark, theme.line, ui.px(1), ui.px(2));
  }
  ui::take_top(rest, ui.px(6));
}

void draw_lesson_foot(const Frame& frame, Rect foot) {
  ui::Ui& ui = frame.ui;
  const Session& session = frame.session;
  const GuidedLesson& lesson = *session.lesson();
  foot = ui::inset(foot, 0, ui.px(4));
  const Rect back = ui::take_left(foot, ui.px(38));
  if (ui.icon_button("lesson.back", back, Icon::chevron_left, ui.say("lesson.back"),
                     {.enabled = lesson.state.beat > 0,
                      .why_not = ui.say("lesson.first_beat"),
                      .chord = ui.chord(ui::Command::previous_beat)}))
    frame.wish(Learn{LessonStep::back});
  ui::take_left(foot, ui.px(6));
  const Rect replay = ui::take_left(foot, ui.px(38));
  if (ui.icon_button(
          "lesson.replay", replay, Icon::undo, ui.say("lesson.replay"),
          {.enabled = may_replay(lesson), .why_not = ui.say("lesson.nothing_to_replay")}))
    frame.wish(Learn{LessonStep::replay});
  ui::take_left(foot, ui.px(6));
  const bool running = lesson.state.running || lesson.demonstrated.has_value();
  const bool on = engine::may_go_on(lesson.file.scenario, lesson.state);
  const bool asks = open_question(lesson).has_value();
  const bool end = engine::is_finished(lesson.file.scenario, lesson.state);
  const char* why = end    ? "refused.lesson.finished"
                    : asks ? "refused.lesson.answer_first"
                           : "refused.lesson.do_first";
  if (ui.button("lesson.next", foot, ui.say(running ? "lesson.skip" : "lesson.next"),
                {.icon = running ? Icon::jump_to_end : Icon::chevron_right,
                 .primary = on,
                 .enabled = on || running,
                 .why_not = ui.say(why),
                 .chord = ui.chord(ui::Command::next_beat)}))
    frame.wish(Learn{LessonStep::next});
}

}  // namespace

void draw_lesson_caption(const Frame& frame, LessonPaneView& view, Rect caption) {
  ui::Ui& ui = frame.ui;
  const GuidedLesson& lesson = *frame.session.lesson();
  if (view.drawer_shut) {
    const Rect foot = ui::take_right(caption, ui.px(230));
    draw_lesson_foot(frame, {foot.x, foot.centre().y - ui.px(22), foot.w, ui.px(44)});
  }
  ui::take_right(caption, ui.px(10));
  const Rect side = ui::take_left(caption, ui.px(150));
  const Rect button{side.x, side.centre().y - ui.px(17), side.w, ui.px(34)};
  if (ui.button("lesson.drawer", button, ui.say(view.drawer_shut ? "lesson.open" : "lesson.shut"),
                {.icon = Icon::book}))
    view.drawer_shut = !view.drawer_shut;
  ui::take_left(caption, ui.px(10));
  const bool told = lesson.beat().kind != engine::BeatKind::run || lesson.record().done;
  const std::string words =
      told ? plain_lesson_text(frame, view.texts, lesson.beat().name, lesson.state.beat)
           : ui.say("lesson.running");
  ui.text("lesson.caption", caption, words, {.role = TextRole::small, .wrap = true});
}

void draw_lesson_pane(const Frame& frame, LessonPaneView& view, const Rect& pane) {
  ui::Ui& ui = frame.ui;
  const GuidedLesson& lesson = *frame.session.lesson();
  const ui::Area whole(ui, "lesson", pane);
  Rect rest = ui::inset(pane, ui.px(column_margin), ui.px(4));
  draw_head(frame, view, rest);
  draw_lesson_foot(frame, ui::take_bottom(rest, ui.px(44)));
  ui::take_bottom(rest, ui.px(4));
  const Rect column{rest.x, rest.y, rest.w - ui.px(12), rest.h};
  LessonFlow measure(frame, view.texts, column, false);
  const Measured measured = walk_column(measure, view);
  // The present beat can always be brought to the top.
  const float content = std::max(measured.height, measured.top + rest.h);
  ui::Area area(ui, "lesson.beats", rest,
                {.background = false, .scrolls = true, .content_height = content});
  const bool news = lesson.record().done != view.told || view.entered != lesson.entered;
  if (news) area.scroll_to(begins_at(lesson, measured, rest.h));
  view.entered = lesson.entered;
  view.told = lesson.record().done;
  Rect from = column;
  from.y = area.content().y;
  view.focus_text = {column.x, std::max(rest.y, from.y + measured.words), column.w, ui.px(20)};
  LessonFlow flow(frame, view.texts, from, true);
  walk_column(flow, view);
  if (!flow.asked_term().empty()) view.asked_term = flow.asked_term();
}

}  // namespace app::panels
