// TCB variables with old and new value, and the running timers (ux.md 3.1).
#include "app/panels/endpoint_parts.hpp"
#include "app/scene/tcb_rows.hpp"
#include "app/scene/timer_rows.hpp"
#include "app/ui/phrases.hpp"

namespace app::panels {
namespace {

using ui::Icon;
using ui::Rect;
using ui::TextRole;

constexpr float row_height = 19;
constexpr float timer_height = 38;

std::string words(const ui::Ui& ui, const scene::PhraseValue& value) {
  return ui::words(ui.strings(), ui.language(), value);
}

std::vector<scene::TcbRow> rows_of(const Frame& frame, const Endpoint& end) {
  if (!end.variables.exists) return {};
  return scene::tcb_rows(end.variables.variables, end.variables.before, scene::TcbDetail::essential,
                         frame.session.settings().numbers);
}

void draw_row(const Frame& frame, const Endpoint& end, const scene::TcbRow& row, Rect line) {
  ui::Ui& ui = frame.ui;
  const std::string id = end.id + ".tcb." + std::string(row.name);
  if (row.old) ui.canvas().fill({line.x, line.y + 2, ui.px(4), line.h - 4}, ui.theme().focus);
  if (ui.pointer_over(line)) ui.tooltip(ui.say(row.meaning));
  Rect rest = line;
  ui::take_left(rest, ui.px(8));
  const std::string name(row.name);
  const float name_width = ui.fonts().measure(TextRole::small, name).w + ui.px(6);
  ui.text(id + ".name", ui::take_left(rest, name_width), name,
          {.role = TextRole::small, .secondary = true});
  std::string value = words(ui, row.value);
  if (row.old) {
    const std::string both = words(ui, *row.old) + " → " + value;
    if (ui.fonts().measure(TextRole::number, both).w <= rest.w)
      value = both;
    else if (ui.fonts().measure(TextRole::small, both).w <= rest.w) {
      ui.text(id, rest, both, {.role = TextRole::small, .align = ui::Align::right});
      return;
    }
  }
  ui.text(id, rest, value, {.role = TextRole::number, .align = ui::Align::right});
}

std::vector<scene::TimerRow> timers_of(const Frame& frame, const Endpoint& end) {
  if (!end.connection || !end.variables.exists) return {};
  return scene::timer_rows(frame.session.index(), *end.connection, frame.session.playhead(),
                           frame.session.time_map());
}

void draw_timer(const Frame& frame, const Endpoint& end, const scene::TimerRow& row, Rect box) {
  ui::Ui& ui = frame.ui;
  const std::string id = end.id + ".timer." + std::string(engine::name(row.timer));
  const std::string title = ui.say(row.name);
  const std::string then = ui.say(row.consequence);
  const ui::Hit hit = ui.hit(id, box, title);
  if (hit.hovered) {
    ui.canvas().fill(box, ui.theme().hovered, ui.px(3));
    ui.tooltip(then + "\n" + ui.say("timers.click"));
  }
  if (hit.clicked && !row.just_fired) frame.wish(SeekTo{row.deadline});
  Rect rest = ui::inset(box, ui.px(2), ui.px(1));
  const std::string left =
      row.just_fired ? ui.say("timers.fired")
                     : words(ui, scene::PhraseValue(row.left)) + (row.restarted ? " ↻" : "");
  ui.text(id + ".name", ui::take_top(rest, ui.px(17)), title, {.role = TextRole::small});
  const float width = ui.fonts().measure(TextRole::small, left).w + ui.px(4);
  ui.text(id + ".left", ui::take_right(rest, width), left,
          {.role = TextRole::small, .align = ui::Align::right});
  ui::take_right(rest, ui.px(6));
  const Rect bar{rest.x, rest.y + (rest.h - ui.px(9)) / 2, rest.w, ui.px(9)};
  ui.canvas().outline(bar, ui.theme().line, ui.px(1));
  Rect full = ui::inset(bar, ui.px(2));
  full.w *= static_cast<float>(row.fraction);
  ui.canvas().fill(full, ui.theme().ink);
}

}  // namespace

float tcb_height(const ui::Ui& ui, const Endpoint& end) {
  return ui.px(end.variables.exists ? 8 * row_height : row_height);
}

void draw_tcb(const Frame& frame, const Endpoint& end, Rect& rest) {
  ui::Ui& ui = frame.ui;
  Rect block = ui::take_top(rest, tcb_height(ui, end));
  const auto rows = rows_of(frame, end);
  if (rows.empty()) {
    ui.text(end.id + ".tcb.none", ui::take_top(block, ui.px(row_height)), ui.say("tcb.none"),
            {.role = TextRole::small, .secondary = true});
    return;
  }
  for (const scene::TcbRow& row : rows) {
    if (block.h < ui.px(row_height) - 1) break;
    draw_row(frame, end, row, ui::take_top(block, ui.px(row_height)));
  }
}

float timers_height(const Frame& frame, const Endpoint& end) {
  const auto rows = timers_of(frame, end);
  return frame.ui.px(rows.empty() ? row_height : timer_height * static_cast<float>(rows.size()));
}

void draw_timers(const Frame& frame, const Endpoint& end, Rect& rest) {
  ui::Ui& ui = frame.ui;
  const auto rows = timers_of(frame, end);
  if (rows.empty()) {
    ui.text(end.id + ".timers.none", ui::take_top(rest, ui.px(row_height)), ui.say("timers.none"),
            {.role = TextRole::small, .secondary = true});
    return;
  }
  for (const scene::TimerRow& row : rows)
    draw_timer(frame, end, row, ui::take_top(rest, ui.px(timer_height)));
}

}  // namespace app::panels
