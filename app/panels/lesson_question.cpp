#include "app/panels/lesson_question.hpp"

#include <algorithm>
#include <numeric>

#include "engine/base/invariant.hpp"
#include "engine/lesson/question.hpp"

namespace app::panels {
namespace {

using engine::QuestionKind;
using ui::Icon;
using ui::Rect;
using ui::TextRole;

// One question as it stands.
struct Asked {
  const GuidedLesson& lesson;
  const engine::Beat& beat;
  const engine::Question& question;
  const engine::QuestionState& state;
  std::uint32_t beat_number{}, number{};
  bool present{};  // it can be answered: its beat is the present one
  bool told{};     // what is right may be shown

  std::string key() const { return engine::question_key(beat, question); }
  // "lesson.option" of the present beat; earlier beats carry their number.
  std::string id(const std::string& what) const {
    const std::string name = question.name.empty() ? "" : "." + question.name;
    return (present ? "lesson." : "lesson.beat." + std::to_string(beat_number + 1) + ".") + what +
           name;
  }
  bool open() const { return present && !state.locked && !lesson.state.running; }
  bool picked(std::uint32_t option) const {
    return std::ranges::find(state.answer.picks, option) != state.answer.picks.end();
  }
  bool is_right(std::uint32_t option) const {
    return std::ranges::find(state.right_picks, option) != state.right_picks.end();
  }
};

Asked asked_in(const Session& session, std::uint32_t beat, std::uint32_t number) {
  const GuidedLesson& lesson = *session.lesson();
  const engine::Beat& about = lesson.lesson().beats[beat];
  return {.lesson = lesson,
          .beat = about,
          .question = about.questions[number],
          .state = lesson.state.beats[beat].questions[number],
          .beat_number = beat,
          .number = number,
          .present = beat == lesson.state.beat,
          .told = engine::may_show_feedback(lesson.file.scenario, lesson.state, beat)};
}

void choose_answer(const LessonFlow& flow, const Asked& asked, engine::Answer answer) {
  flow.frame().wish(Learn{LessonStep::choose, asked.number, std::move(answer)});
}

engine::Answer with_pick(const Asked& asked, std::uint32_t option) {
  engine::Answer answer = asked.state.answer;
  if (asked.question.kind == QuestionKind::choice) return {{option}, {}};
  const auto there = std::ranges::find(answer.picks, option);
  if (there == answer.picks.end())
    answer.picks.push_back(option);
  else
    answer.picks.erase(there);
  return answer;
}

// ---- one or several of the options

void draw_badge(ui::Ui& ui, const Rect& box, const std::string& words, bool picked, bool square) {
  ui::Canvas& canvas = ui.canvas();
  const ui::Theme& theme = ui.theme();
  const ui::Color fill = picked ? theme.focus : theme.raised;
  const ui::Color ink = !picked                             ? theme.ink
                        : theme.name == ui::ThemeName::dark ? ui::rgb(0x000000)
                                                            : ui::rgb(0xFFFFFF);
  if (square) {
    canvas.fill(box, fill, ui.px(3));
    canvas.outline(box, theme.ink, ui.px(1.5f), ui.px(3));
  } else {
    canvas.circle(box.centre(), box.w / 2, fill, theme.ink, ui.px(1.5f));
  }
  canvas.text_in(box, TextRole::small, words, ink, ui::Align::centre);
}

void draw_lesson_option(LessonFlow& flow, const Asked& asked, std::uint32_t place) {
  ui::Ui& ui = flow.frame().ui;
  const std::uint32_t option = asked.state.order[place];
  const std::string key = asked.key() + "." + asked.question.options[option].name;
  const float side = ui.px(22), margin = ui.px(6);
  const bool marks = asked.told && asked.state.locked;
  const float room = flow.width() - side - 3 * margin - (marks ? ui.px(22) : 0);
  const float words = flow.lesson_height(key, asked.beat_number, room);
  const Rect row = flow.take(std::max(words + 2 * ui.px(5), ui.px(32)));
  flow.gap(4);
  if (!flow.drawing()) return;
  const bool picked = asked.picked(option);
  const std::string id = asked.id("option") + "." + asked.question.options[option].name;
  const std::string label = plain_lesson_text(flow.frame(), flow.cache(), key, asked.beat_number);
  ui::Canvas& canvas = ui.canvas();
  const ui::Theme& theme = ui.theme();
  const bool right = marks && asked.is_right(option);
  const bool look_again = marks && picked && !right;
  ui::Hit hit;
  if (asked.open())
    hit = ui.hit(id, row, label);
  else
    ui.note_text(id, label, row);
  const ui::Color ground = right         ? theme.correct
                           : look_again  ? theme.attention
                           : picked      ? theme.selected
                           : hit.hovered ? theme.hovered
                                         : ui::faded(theme.panel, 0);
  canvas.fill(row, ground, ui.px(4));
  canvas.outline(row, picked ? theme.ink : ui::faded(theme.line, 0.6f), ui.px(picked ? 2 : 1),
                 ui.px(4));
  const Rect badge{row.x + margin, row.centre().y - side / 2, side, side};
  draw_badge(ui, badge, std::to_string(place + 1), picked,
             asked.question.kind == QuestionKind::choices);
  if (right || look_again)
    canvas.icon({row.right() - ui.px(22), row.centre().y - ui.px(8), ui.px(16), ui.px(16)},
                right ? Icon::check : Icon::attention, theme.ink);
  Rect at{badge.right() + margin, row.centre().y - words / 2, room, words};
  for (const auto& runs :
       lesson_text(flow.frame(), flow.cache(), key, asked.beat_number, ui.language()).paragraphs)
    at.y += ui.rich_text(id + ".words", at, runs).height;
  if (ui.bilingual())
    for (const auto& runs :
         lesson_text(flow.frame(), flow.cache(), key, asked.beat_number, ui::other(ui.language()))
             .paragraphs)
      at.y += ui.rich_text(id + ".words.other", at, runs, TextRole::small).height;
  if (hit.clicked) choose_answer(flow, asked, with_pick(asked, option));
}

// ---- numbers

std::string unit_words(const ui::Ui& ui, engine::AnswerUnit unit) {
  switch (unit) {
    case engine::AnswerUnit::ms:
      return "ms";
    case engine::AnswerUnit::s:
      return "s";
    case engine::AnswerUnit::sequence:
      return ui.say("lesson.unit.sequence");
    case engine::AnswerUnit::number:
      return ui.say("lesson.unit.number");
    case engine::AnswerUnit::per_second:
      return "1/s";
  }
  engine::unreachable("AnswerUnit");
}

void draw_blank(LessonFlow& flow, LessonQuestionView& view, const Asked& asked, std::uint32_t i) {
  ui::Ui& ui = flow.frame().ui;
  const engine::Blank& blank = asked.question.blanks[i];
  const std::string id = asked.id("number") + (blank.name.empty() ? "" : "." + blank.name);
  if (!blank.name.empty())
    flow.lesson(id + ".words", asked.key() + "." + blank.name, asked.beat_number, TextRole::number);
  Rect row = flow.take(ui.px(34));
  flow.gap(5);
  if (!flow.drawing()) return;
  const std::string unit = unit_words(ui, blank.unit);
  const float unit_width = ui.fonts().measure(TextRole::small, unit).w + ui.px(6);
  const bool mark = asked.told && asked.state.tries > 0 && i < asked.state.blanks_right.size() &&
                    asked.question.blanks.size() > 1;
  const Rect sign = ui::take_right(row, mark ? ui.px(24) : 0);
  ui.text(id + ".unit", ui::take_right(row, std::min(unit_width, row.w * 0.5f)), unit,
          {.role = TextRole::small, .secondary = true});
  ui::take_right(row, ui.px(6));
  if (mark)
    ui.canvas().icon({sign.x + ui.px(4), sign.centre().y - ui.px(8), ui.px(16), ui.px(16)},
                     asked.state.blanks_right[i] ? Icon::check : Icon::attention, ui.theme().ink);
  const std::string given =
      i < asked.state.answer.typed.size() ? asked.state.answer.typed[i] : std::string();
  if (!asked.open()) {
    ui.canvas().outline(row, ui::faded(ui.theme().line, 0.6f), ui.px(1), ui.px(4));
    ui.text(id + ".given", ui::inset(row, ui.px(8), 0), given, {.role = TextRole::mono});
    return;
  }
  const std::string kept = std::to_string(asked.beat_number) + "." + id;
  auto [typed, fresh] = view.typed.try_emplace(kept, given);
  const ui::Edit edit = ui.text_field(id, row, typed->second, {.label = unit, .mono = true});
  if (edit != ui::Edit::none) {
    engine::Answer answer = asked.state.answer;
    answer.typed.resize(asked.question.blanks.size());
    answer.typed[i] = typed->second;
    choose_answer(flow, asked, std::move(answer));
  }
  if (edit == ui::Edit::committed && asked.question.blanks.size() == 1)
    flow.frame().wish(Learn{LessonStep::lock, asked.number, {}});
}

// How the accepted number comes about, once nothing more is to be found out.
void draw_truth(LessonFlow& flow, const Asked& asked) {
  if (!asked.state.locked || !asked.told) return;
  for (std::size_t i = 0; i < asked.question.blanks.size(); ++i) {
    const engine::Blank& blank = asked.question.blanks[i];
    if (i >= asked.state.truth.size() || asked.state.truth[i].empty()) continue;
    const std::string& how = asked.state.working[i];
    const std::string words =
        flow.frame().ui.say(how.empty()                                  ? "lesson.truth.plain"
                            : blank.unit == engine::AnswerUnit::sequence ? "lesson.truth.sequence"
                                                                         : "lesson.truth.computed",
                            {{"value", engine::with_gaps(asked.state.truth[i])}, {"how", how}});
    flow.words(asked.id("truth") + "." + std::to_string(i + 1), words, TextRole::small, true);
  }
  flow.gap(4);
}

// ---- an order, and piles

// As it lies there: what was moved, else as it was dealt.
std::vector<std::uint32_t> lying(const Asked& asked) {
  return asked.state.answer.picks.empty() ? asked.state.order : asked.state.answer.picks;
}

void draw_ordered(LessonFlow& flow, const Asked& asked, std::uint32_t place) {
  ui::Ui& ui = flow.frame().ui;
  std::vector<std::uint32_t> order = lying(asked);
  const engine::Option& option = asked.question.options[order[place]];
  const std::string key = asked.key() + "." + option.name;
  const float buttons = asked.open() ? ui.px(60) : 0;
  const float words =
      flow.lesson_height(key, asked.beat_number, flow.width() - buttons - ui.px(40));
  Rect row = flow.take(std::max(words + ui.px(8), ui.px(32)));
  flow.gap(4);
  if (!flow.drawing()) return;
  const std::string id = asked.id("order") + "." + option.name;
  ui.canvas().outline(row, ui::faded(ui.theme().line, 0.6f), ui.px(1), ui.px(4));
  const auto move = [&](const char* which, Icon icon, bool can, std::uint32_t other) {
    const Rect box = ui::inset(ui::take_right(row, ui.px(30)), ui.px(2));
    const std::string label = ui.say(std::string("lesson.order.") + which);
    if (!ui.icon_button(id + "." + which, box, icon, label, {.quiet = true, .enabled = can}))
      return;
    std::swap(order[place], order[other]);
    choose_answer(flow, asked, {order, {}});
  };
  if (asked.open()) {
    move("later", Icon::chevron_down, place + 1 < order.size(), place + 1);
    move("earlier", Icon::chevron_up, place > 0, place - 1);
  }
  Rect badge = ui::take_left(row, ui.px(34));
  badge = {badge.x + ui.px(6), badge.centre().y - ui.px(11), ui.px(22), ui.px(22)};
  draw_badge(ui, badge, std::to_string(place + 1), false, true);
  row.y = row.centre().y - words / 2;
  for (const auto& runs :
       lesson_text(flow.frame(), flow.cache(), key, asked.beat_number, ui.language()).paragraphs)
    row.y += ui.rich_text(id, row, runs).height;
}

constexpr std::uint32_t no_pile = ~std::uint32_t{0};

void draw_sorted(LessonFlow& flow, const Asked& asked, std::uint32_t place) {
  ui::Ui& ui = flow.frame().ui;
  const std::uint32_t number = asked.state.order[place];
  const engine::Option& option = asked.question.options[number];
  flow.lesson(asked.id("card") + "." + option.name, asked.key() + "." + option.name,
              asked.beat_number);
  const std::vector<std::string> piles = engine::piles_of(asked.question);
  for (std::uint32_t pile = 0; pile < piles.size(); ++pile) {
    const Rect row = flow.take(ui.px(28));
    if (!flow.drawing()) continue;
    const auto& picks = asked.state.answer.picks;
    const bool on = number < picks.size() && picks[number] == pile;
    const std::string id = asked.id("pile") + "." + option.name + "." + piles[pile];
    const std::string& label = plain_lesson_text(
        flow.frame(), flow.cache(), asked.key() + ".pile." + piles[pile], asked.beat_number);
    if (!ui.radio(id, row, label, on, {.enabled = asked.open()})) continue;
    engine::Answer answer = asked.state.answer;
    answer.picks.resize(asked.question.options.size(), no_pile);
    answer.picks[number] = pile;
    choose_answer(flow, asked, std::move(answer));
  }
  flow.gap(6);
}

void draw_parts(LessonFlow& flow, LessonQuestionView& view, const Asked& asked) {
  const auto options = static_cast<std::uint32_t>(asked.state.order.size());
  switch (asked.question.kind) {
    case QuestionKind::choice:
    case QuestionKind::choices:
      for (std::uint32_t i = 0; i < options; ++i) draw_lesson_option(flow, asked, i);
      return;
    case QuestionKind::number:
    case QuestionKind::blanks:
      for (std::uint32_t i = 0; i < asked.question.blanks.size(); ++i)
        draw_blank(flow, view, asked, i);
      return draw_truth(flow, asked);
    case QuestionKind::order:
      for (std::uint32_t i = 0; i < options; ++i) draw_ordered(flow, asked, i);
      return;
    case QuestionKind::sort:
      for (std::uint32_t i = 0; i < options; ++i) draw_sorted(flow, asked, i);
      return;
  }
  engine::unreachable("QuestionKind");
}

void draw_lock(LessonFlow& flow, const Asked& asked) {
  ui::Ui& ui = flow.frame().ui;
  const bool first = open_question(asked.lesson) == asked.number;
  const bool ready =
      is_complete(asked.question, asked.state.answer) || asked.question.kind == QuestionKind::order;
  if (flow.button(asked.id("lock"), ui.say("lesson.lock"),
                  {.icon = Icon::lock,
                   .primary = true,
                   .enabled = ready,
                   .why_not = ui.say("refused.lesson.choose_first"),
                   .chord = first ? ui.chord(ui::Command::lock_answer) : std::string()}))
    flow.frame().wish(Learn{LessonStep::lock, asked.number, {}});
  flow.gap(6);
}

}  // namespace

float lesson_card_width(const LessonFlow& flow) { return flow.width() - flow.frame().ui.px(36); }

LessonCard::LessonCard(LessonFlow& flow, const std::string& id, bool right, float height)
    : flow_(flow) {
  ui::Ui& ui = flow.frame().ui;
  const float head = ui.fonts().line_height(TextRole::strong);
  if (flow.drawing()) {
    const Rect box{0, flow.y(), 0, height + head + ui.px(14)};
    LessonFlow probe = flow;
    Rect card = probe.take(box.h);
    const ui::Theme& theme = ui.theme();
    ui.canvas().fill(card, right ? theme.correct : theme.attention, ui.px(4));
    ui.canvas().outline(card, ui::faded(theme.line, 0.7f), ui.px(1), ui.px(4));
    ui.canvas().icon({card.x + ui.px(8), card.y + ui.px(8), ui.px(16), ui.px(16)},
                     right ? Icon::check : Icon::attention, theme.ink);
    const Rect title{card.x + ui.px(30), card.y + ui.px(6), card.w - ui.px(36), head};
    ui.text(id + ".verdict", title, ui.say(right ? "lesson.right" : "lesson.look_again"),
            {.role = TextRole::strong});
  }
  flow.take(head + ui.px(6));
  flow.indent(ui.px(30), ui.px(8));
}

LessonCard::~LessonCard() {
  flow_.indent(-flow_.frame().ui.px(30), -flow_.frame().ui.px(8));
  flow_.gap(8);
  flow_.gap(6);
}

void draw_verdict(LessonFlow& flow, const std::string& id, const std::string& key,
                  std::uint32_t beat, bool right) {
  const float width = flow.width() - flow.frame().ui.px(38);
  const LessonCard card(flow, id, right, flow.lesson_height(key, beat, width));
  flow.lesson(id, key, beat);
}

void draw_lesson_question(LessonFlow& flow, LessonQuestionView& view, std::uint32_t beat,
                          std::uint32_t number) {
  const Session& session = flow.frame().session;
  if (view.experiment != session.experiment()) view.typed.clear();
  view.experiment = session.experiment();
  const Asked asked = asked_in(session, beat, number);
  const std::string id = asked.id("question");
  if (!asked.question.name.empty()) {
    flow.lesson(id, asked.key(), beat);
    flow.gap(6);
  }
  draw_parts(flow, view, asked);
  ui::Ui& ui = flow.frame().ui;
  if (asked.state.unreadable && asked.open())
    flow.words(id + ".unreadable", ui.say("lesson.unreadable"), TextRole::number);
  const bool wrong_before = asked.told && asked.state.tries > 0 && !asked.state.feedback.empty();
  if (wrong_before)
    draw_verdict(flow, asked.id("feedback"), asked.state.feedback, beat, asked.state.right);
  if (asked.state.revealed)
    flow.words(id + ".revealed", ui.say("lesson.revealed"), TextRole::number, true);
  if (!asked.present || asked.state.locked) return;
  const bool again = asked.beat.kind == engine::BeatKind::check && asked.state.tries > 0 &&
                     !asked.state.right && !asked.state.unreadable;
  if (!again) return draw_lock(flow, asked);
  if (flow.button(asked.id("again"), ui.say("lesson.ask_again"),
                  {.icon = Icon::redo, .primary = true})) {
    view.typed.clear();
    flow.frame().wish(Learn{LessonStep::ask_again, number, {}});
  }
  flow.gap(6);
}

std::optional<Learn> answer_by_key(const Session& session, std::uint32_t place) {
  if (!session.in_lesson()) return std::nullopt;
  const auto number = open_question(*session.lesson());
  if (!number) return std::nullopt;
  const Asked asked = asked_in(session, session.lesson()->state.beat, *number);
  const bool options =
      asked.question.kind == QuestionKind::choice || asked.question.kind == QuestionKind::choices;
  if (!options || !asked.open() || place >= asked.state.order.size()) return std::nullopt;
  return Learn{LessonStep::choose, *number, with_pick(asked, asked.state.order[place])};
}

}  // namespace app::panels
