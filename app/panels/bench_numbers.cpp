// Numbers of the attack bench: a slider among stops and a field for any other number.
#include <algorithm>
#include <utility>

#include "app/panels/attack_bench.hpp"

namespace app::panels {

std::optional<std::string> number_row(ui::Ui& ui, ui::Rect row, const NumberRow& look,
                                      BenchNumber& number) {
  const std::string id = look.id;
  const std::string words = ui.say(look.words);
  const std::string slider = id + ".slider";
  const ui::Rect box = ui::inset(ui::take_right(row, ui.px(76)), 0, ui.px(2));
  const ui::Rect track =
      ui::inset(ui::take_right(row, std::min(row.w * 0.5f, ui.px(160))), ui.px(4), 0);
  number.refused &= ui.focus() == id;
  const std::string label =
      number.refused ? ui.say("bench.only", {{"least", look.least}, {"most", look.most}}) : words;
  ui.text(id + ".label", row, label, {.role = ui::TextRole::small, .wrap = true});
  const std::size_t stop = number.dragged.value_or(look.at);
  const auto moved = ui.stops(slider, track, words, stop, look.stops.size(),
                              {.enabled = look.enabled, .why_not = look.why_not});
  std::optional<std::string> chosen;
  if (moved && ui.holding(slider))
    number.dragged = moved;
  else if (moved)
    chosen = look.stops[*moved];
  if (number.dragged && !ui.holding(slider)) {
    if (*number.dragged != look.at) chosen = look.stops[*number.dragged];
    number.dragged.reset();
  }
  if (ui.focus() != id || !ui.typing()) {
    if (std::exchange(number.edited, false) && number.typed != look.shown) chosen = number.typed;
    if (!chosen) number.typed = number.dragged ? look.stops[*number.dragged] : look.shown;
  }
  const ui::Edit edit =
      ui.text_field(id, box, number.typed, {.label = words, .enabled = look.enabled});
  number.edited |= edit == ui::Edit::changed;
  number.edited &= edit != ui::Edit::committed && edit != ui::Edit::cancelled;
  if (edit == ui::Edit::committed) chosen = number.typed;
  if (chosen || edit == ui::Edit::changed) number.refused = false;
  return chosen;
}

}  // namespace app::panels
