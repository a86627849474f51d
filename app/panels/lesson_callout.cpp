#include "app/panels/lesson_callout.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "app/scene/clear_place.hpp"

namespace app::panels {
namespace {

using ui::Rect;
using ui::TextRole;

constexpr float card_width = 320, icon_room = 30, seen_through = 0.12f;
constexpr float names_room = 54;  // above the picture: the names of the hosts
// A text that is longer, or would hide words, is read in the pane; here stands the verdict.
constexpr float most_of_ladder = 0.6f;

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

scene::Rect to_scene(const Rect& r) { return {r.x, r.y, r.w, r.h}; }

}  // namespace

std::vector<scene::Rect> written_in_ladder(const Frame& frame) {
  std::vector<scene::Rect> written;
  for (const ui::Widget& widget : frame.ui.registry().growing())
    if (widget.visible() &&
        (widget.id.starts_with("ladder.row.") || widget.id.starts_with("ladder.plate.") ||
         widget.id.starts_with("ladder.break.") || widget.id == "ladder.playhead"))
      written.push_back(to_scene(widget.seen));
  return written;
}

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
  Rect room = ladder;
  ui::take_top(room, ui.px(names_room));
  const std::vector<scene::Rect> written = written_in_ladder(frame);
  const auto place_of = [&](float height) {
    return scene::place_card({width, height}, to_scene(room), to_scene(*row), written);
  };
  const float verdict = head + ui.px(12), all = verdict + words + ui.px(6);
  scene::CardPlace place = place_of(all);
  const bool whole = all <= room.h * most_of_ladder && place.covered == 0;
  if (!whole) place = place_of(verdict);
  const Rect card{place.box.x, place.box.y, place.box.width, place.box.height};

  const bool right = told->answer->right;
  const ui::Theme& theme = ui.theme();
  ui::Canvas& canvas = ui.canvas();
  const float before = canvas.set_opacity(card.holds(ui.pointer()) ? seen_through : 1);
  const float edge = card.y > row->y ? card.y : card.bottom();
  const float target = card.y > row->y ? row->bottom() : row->y;
  if (place.leader_x) {
    canvas.line({*place.leader_x, edge}, {*place.leader_x, target},
                {.color = theme.ink, .width = ui.px(1.5f)});
    canvas.circle({*place.leader_x, target}, ui.px(3), theme.ink, theme.ink, 0);
  }
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
