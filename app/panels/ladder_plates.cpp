#include "app/panels/ladder_plates.hpp"

#include <algorithm>

#include "app/ui/line_break.hpp"

namespace app::panels {

using ui::Rect;

void LadderPlates::place(Rect box, float lowest, const std::string& words, ui::TextRole role) {
  ui::Canvas& canvas = frame_.ui.canvas();
  const ui::Theme& theme = frame_.ui.theme();
  const float pad = frame_.ui.px(2), line_height = box.h;
  const auto lines = ui::break_lines(
      words, box.w - 2 * pad, [&](std::string_view part) { return canvas.measure(role, part).w; });
  box.h = line_height * static_cast<float>(lines.size());
  std::ranges::sort(taken_, {}, &Rect::y);  // so that one way down finds a free place
  for (const Rect& taken : taken_)
    if (!ui::overlap(box, taken).empty()) box.y = taken.bottom();
  if (box.y > lowest) return;
  taken_.push_back(box);
  frame_.ui.note_text("ladder.plate." + std::to_string(++placed_), words, box);
  canvas.fill(box, theme.panel, pad);
  canvas.outline(box, ui::faded(theme.line, 0.7f), frame_.ui.px(1), pad);
  Rect rest = ui::inset(box, pad, 0);
  for (const std::string_view line : lines)
    canvas.text_in(ui::take_top(rest, line_height), role, line, theme.ink);
}

bool LadderPlates::is_free(const Rect& box) const {
  return std::ranges::none_of(taken_,
                              [&](const Rect& taken) { return !ui::overlap(box, taken).empty(); });
}

Rect LadderPlates::free_place(const Rect& strip, ui::Size size) const {
  const ui::Point middle = strip.centre();
  const Rect at_middle{middle.x - size.w / 2, middle.y - size.h / 2, size.w, size.h};
  const float most = std::max(0.0f, (strip.w - size.w) / 2);
  const float step = frame_.ui.px(8);
  for (float away = 0; away <= most; away += step)
    for (const float side : {1.0f, -1.0f}) {
      Rect box = at_middle;
      box.x += side * away;
      if (is_free(box)) return box;
    }
  return at_middle;
}

}  // namespace app::panels
