// One end of the connection for a class: its name, the lamp, at most three variables, the timers
// that run (ux.md 12). What has no room under the lamp is left out from below: timers come first.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "app/panels/endpoint_parts.hpp"
#include "app/panels/lecture.hpp"
#include "app/panels/presentation.hpp"
#include "app/panels/segment_look.hpp"
#include "app/scene/tcb_rows.hpp"
#include "app/scene/timer_rows.hpp"
#include "app/ui/phrases.hpp"

namespace app::panels {
namespace {

using engine::TcbField;
using ui::Rect;
using ui::TextRole;

constexpr std::size_t most_variables = 3;
constexpr std::array told_variables{TcbField::rcv_nxt, TcbField::snd_nxt, TcbField::snd_una};

// All as shares of the height of the screen.
constexpr float lamp_share = 0.082f, lamp_bar = 0.045f, below_lamp = 0.012f;
constexpr float variable_height = 0.045f, timer_name = 0.042f, timer_bar_share = 0.032f;

void draw_lecture_lamp(const Frame& frame, const Endpoint& end, const Rect& box) {
  ui::Ui& ui = frame.ui;
  const ui::Theme& theme = ui.theme();
  const float radius = of_height(frame, 0.008f), line = lecture_stroke(frame);
  ui.canvas().fill(box, theme.panel, radius);
  ui.canvas().outline(box, theme.ink, line, radius);
  Rect rest = ui::inset(box, 2 * line);
  ui.canvas().state_bar(ui::take_left(rest, of_height(frame, lamp_bar)), family_of(end.state));
  ui.text(end.id + ".state", rest, std::string(engine::name(end.state)),
          {.role = TextRole::lamp, .align = ui::Align::centre});
  lamp_menu(frame, end, box);
}

// The variables that a class is shown: what has just changed comes first.
std::vector<scene::TcbRow> variables_of(const Frame& frame, const Endpoint& end) {
  if (!end.variables.exists) return {};
  const auto all = scene::tcb_rows(end.variables.variables, end.variables.before,
                                   scene::TcbDetail::essential, frame.session.settings().numbers);
  std::vector<scene::TcbRow> told;
  for (const TcbField field : told_variables)
    for (const scene::TcbRow& row : all)
      if (row.field == field) told.push_back(row);
  return told;
}

void draw_variable(const Frame& frame, const Endpoint& end, const scene::TcbRow& row, Rect line) {
  ui::Ui& ui = frame.ui;
  const std::string id = end.id + ".tcb." + std::string(row.name);
  const std::string value = ui::words(ui.strings(), ui.language(), row.value);
  const float mark = of_height(frame, 0.006f);
  if (row.old)  // it changed in the last step
    ui.canvas().fill({line.x - 2 * mark, line.y + mark, mark, line.h - 2 * mark}, ui.theme().focus);
  ui.text(id, line, std::string(row.name) + "  " + value, {.role = TextRole::number});
}

// Its name, and below a bar that drains, with what is left beside it.
void draw_lecture_timer(const Frame& frame, const Endpoint& end, const scene::TimerRow& row,
                        Rect& rest) {
  ui::Ui& ui = frame.ui;
  const std::string id = end.id + ".timer." + std::string(engine::name(row.timer));
  ui.text(id, ui::take_top(rest, of_height(frame, timer_name)), ui.say(row.name),
          {.role = TextRole::small});
  Rect line = ui::take_top(rest, of_height(frame, timer_bar_share));
  const std::string left = row.just_fired ? ui.say("timers.fired") : about(row.left);
  const float width = ui.fonts().measure(TextRole::small, left).w + of_height(frame, 0.012f);
  ui.text(id + ".left", ui::take_right(line, width), left,
          {.role = TextRole::small, .align = ui::Align::right});
  const float stroke = lecture_stroke(frame);
  Rect bar = ui::inset(line, 0, line.h * 0.12f);
  ui.canvas().outline(bar, ui.theme().ink, stroke);
  bar = ui::inset(bar, 2 * stroke);
  bar.w *= static_cast<float>(row.fraction);
  ui.canvas().fill(bar, ui.theme().ink);
}

}  // namespace

void draw_presented_end(const Frame& frame, const Endpoint& end, const Rect& rect) {
  ui::Ui& ui = frame.ui;
  const float margin = of_height(frame, scene::share::gap) / 2;  // for the marks of what changed
  const ui::Area area(ui, end.id, ui::inset(rect, -margin, 0), {.background = false});
  Rect rest = rect;
  ui.text(end.id + ".name", ui::take_top(rest, header_height(frame)),
          capitalized(host_words(frame, end.host)), {.role = TextRole::strong});
  draw_lecture_lamp(frame, end, ui::take_top(rest, of_height(frame, lamp_share)));
  ui::take_top(rest, of_height(frame, below_lamp));
  const std::vector<scene::TimerRow> timers = timers_of(frame, end);
  const float timer = of_height(frame, timer_name + timer_bar_share);
  const float variable = of_height(frame, variable_height);
  const float free = rest.h - timer * static_cast<float>(timers.size());
  const auto room = static_cast<std::size_t>(std::max(0.0f, (free + 1) / variable));
  const std::vector<scene::TcbRow> variables = variables_of(frame, end);
  for (std::size_t i = 0; i < std::min({room, most_variables, variables.size()}); ++i)
    draw_variable(frame, end, variables[i], ui::take_top(rest, variable));
  for (const scene::TimerRow& row : timers) {
    if (rest.h + 1 < timer) break;
    draw_lecture_timer(frame, end, row, rest);
  }
}

}  // namespace app::panels
