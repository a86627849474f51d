#include "app/panels/lesson_callout.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace app::panels {
namespace {

using ui::Rect;
using ui::TextRole;

constexpr float card_width = 320, icon_room = 30, seen_through = 0.12f;
constexpr float most_of_ladder =
    0.6f;  // a longer text is read in the pane; here stands the verdict

struct Spoken {
  std::uint32_t beat{};
  const engine::QuestionState* answer{};
};

// The prediction that this run has just answered; of several the first that was not right.
std::optional<Spoken> spoken_now(const GuidedLesson& lesson) {
  const std::uint32_t now = lesson.state.beat;
  if (now == 0 || lesson.beat().kind != engine::BeatKind::run || !lesson.record().done) return {};
  if (!engine::may_show_feedback(lesson.file.scenario, lesson.state, now - 1)) return {};
  std::optional<Spoken> told;
  for (const engine::QuestionState& each : lesson.state.beats[now - 1].questions) {
    if (!each.locked || each.feedback.empty()) continue;
    if (!told || (told->answer->right && !each.right)) told = Spoken{now - 1, &each};
  }
  return told;
}

std::optional<Rect> newest_row(const Frame& frame) {
  constexpr std::string_view prefix = "ladder.row.";
  std::optional<Rect> lowest;
  for (const ui::Widget& widget : frame.ui.registry().growing())
    if (widget.id.starts_with(prefix) && widget.visible())
      if (!lowest || widget.seen.bottom() > lowest->bottom()) lowest = widget.seen;
  return lowest;
}

// Under the row, or above it where there is no room below.
Rect beside(const Rect& row, const Rect& ladder, ui::Size size, float distance) {
  Rect card{ladder.centre().x - size.w / 2, row.bottom() + distance, size.w, size.h};
  if (card.bottom() > ladder.bottom()) card.y = row.y - distance - size.h;
  card.y = std::clamp(card.y, ladder.y, std::max(ladder.y, ladder.bottom() - size.h));
  return card;
}

}  // namespace

void draw_lesson_callout(const Frame& frame, LessonTextCache& texts,
                         const std::optional<Rect>& evidence) {
  ui::Ui& ui = frame.ui;
  const Rect& ladder = frame.layout.ladder;
  const std::optional<Spoken> told = spoken_now(*frame.session.lesson());
  const std::optional<Rect> row = evidence ? evidence : newest_row(frame);
  if (!told || !row || ladder.empty()) return;
  const auto& paragraphs =
      lesson_text(frame, texts, told->answer->feedback, told->beat, ui.language()).paragraphs;
  const float width = std::min(ui.px(card_width), ladder.w - ui.px(16));
  const float inner = width - ui.px(icon_room + 10);
  const float head = ui.fonts().line_height(TextRole::strong);
  float words = 0;
  for (const auto& runs : paragraphs) words += ui.rich_text_height(runs, inner, TextRole::caption);
  const bool whole = words + head + ui.px(18) <= ladder.h * most_of_ladder;
  const ui::Size size{width, head + ui.px(12) + (whole ? words + ui.px(6) : 0)};
  const Rect card = beside(*row, ladder, size, ui.px(12));

  const bool right = told->answer->right;
  const ui::Theme& theme = ui.theme();
  ui::Canvas& canvas = ui.canvas();
  const float before = canvas.set_opacity(card.holds(ui.pointer()) ? seen_through : 1);
  const float edge = card.y > row->y ? card.y : card.bottom();
  const float target = card.y > row->y ? row->bottom() : row->y;
  canvas.line({card.centre().x, edge}, {card.centre().x, target},
              {.color = theme.ink, .width = ui.px(1.5f)});
  canvas.circle({card.centre().x, target}, ui.px(3), theme.ink, theme.ink, 0);
  canvas.fill(card, right ? theme.correct : theme.attention, ui.px(4));
  canvas.outline(card, theme.line, ui.px(1), ui.px(4));
  canvas.icon({card.x + ui.px(8), card.y + ui.px(7), ui.px(16), ui.px(16)},
              right ? ui::Icon::check : ui::Icon::attention, theme.ink);
  Rect line{card.x + ui.px(icon_room), card.y + ui.px(6), inner, head};
  ui.text("lesson.callout.verdict", line, ui.say(right ? "lesson.right" : "lesson.look_again"),
          {.role = TextRole::strong});
  line.y += head + ui.px(2);
  if (whole)
    for (std::size_t i = 0; i < paragraphs.size(); ++i)
      line.y += ui.rich_text("lesson.callout." + std::to_string(i), line, paragraphs[i]).height;
  canvas.set_opacity(before);
}

}  // namespace app::panels
