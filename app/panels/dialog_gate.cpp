#include "app/panels/dialog_gate.hpp"

#include <string>

namespace app::panels {

Answer ask(const Frame& frame, std::string_view id, ui::Rect& rest, std::string_view yes_words,
           std::string_view why_not) {
  ui::Ui& ui = frame.ui;
  const std::string no_words = ui.say("wire.cancel");
  const auto width = [&](std::string_view words) {
    return ui.fonts().measure(ui::TextRole::caption, words).w + ui.px(32);
  };
  ui::Rect strip = ui::take_bottom(rest, ui.px(36));
  ui::take_bottom(rest, ui.px(8));
  const ui::Rect yes = ui::inset(ui::take_right(strip, width(yes_words)), ui.px(1));
  ui::take_right(strip, ui.px(8));
  const ui::Rect no = ui::inset(ui::take_right(strip, width(no_words)), ui.px(1));
  const bool agreed = ui.button(std::string(id) + ".ok", yes, yes_words,
                                {.primary = true,
                                 .enabled = why_not.empty(),
                                 .why_not = std::string(why_not),
                                 .chord = "Enter"});
  if (agreed || (why_not.empty() && ui.entered())) return Answer::yes;
  if (ui.button(std::string(id) + ".cancel", no, no_words, {.chord = "Esc"})) return Answer::no;
  return Answer::none;
}

}  // namespace app::panels
