// TCB variables with old and new value, and the running timers (ux.md 3.1).
#include <algorithm>
#include <string_view>

#include "app/panels/context_menu.hpp"
#include "app/panels/endpoint_parts.hpp"
#include "app/panels/segment_look.hpp"
#include "app/scene/tcb_rows.hpp"
#include "app/scene/timer_rows.hpp"
#include "app/ui/numbers.hpp"
#include "app/ui/phrases.hpp"

namespace app::panels {
namespace {

using ui::Icon;
using ui::Rect;
using ui::TextRole;

constexpr float least_row = 17, rows_of_tcb = 8;
constexpr float timer_line = 18, timer_bar = 13;
constexpr float thin_bar = 5, brief_line = 15;  // so that one line more costs hardly any room

std::string words(const ui::Ui& ui, const scene::PhraseValue& value) {
  return ui::words(ui.strings(), ui.language(), value);
}

float tcb_row_height(const ui::Ui& ui) {
  return std::max(ui.px(least_row), ui.fonts().em(TextRole::number) * 1.2f);
}

std::vector<scene::TcbRow> shown_variables(const Frame& frame, const Endpoint& end) {
  if (!end.variables.exists) return {};
  return scene::tcb_rows(end.variables.variables, end.variables.before, scene::TcbDetail::essential,
                         frame.session.settings().numbers);
}

// Old and new value in the room that there is. Of a long old number its end is enough: that is what
// has changed. Empty where even that has no room.
std::string change_in(const ui::Ui& ui, const std::string& old, const std::string& now, float room,
                      TextRole role) {
  const auto fits = [&](const std::string& text) {
    return ui.fonts().measure(role, text).w <= room;
  };
  const std::string both = old + " → " + now;
  if (fits(both)) return both;
  if (role != TextRole::small) return {};
  if (old.find(ui::thin_space) == std::string::npos) return {};
  for (const std::size_t digits : {std::size_t{3}, std::size_t{2}}) {
    const std::string brief = "…" + old.substr(old.size() - digits) + "→" + now;
    if (fits(brief)) return brief;
  }
  return {};
}

void draw_tcb_row(const Frame& frame, const Endpoint& end, const scene::TcbRow& row, Rect line) {
  ui::Ui& ui = frame.ui;
  const std::string id = end.id + ".tcb." + std::string(row.name);
  if (row.old) ui.canvas().fill({line.x, line.y + 2, ui.px(4), line.h - 4}, ui.theme().focus);
  if (ui.pointer_over(line)) {
    const std::string before =
        row.old ? "\n" + ui.say("tcb.before", {{"value", words(ui, *row.old)}}) : "";
    ui.tooltip(ui.say(row.meaning) + before);
  }
  Rect rest = line;
  ui::take_left(rest, ui.px(8));
  const std::string name(row.name);
  const float name_width = ui.fonts().measure(TextRole::small, name).w + ui.px(6);
  ui.text(id + ".name", ui::take_left(rest, name_width), name,
          {.role = TextRole::small, .secondary = true});
  const std::string value = words(ui, row.value);
  if (row.old)
    for (const TextRole role : {TextRole::number, TextRole::small}) {
      const std::string change = change_in(ui, words(ui, *row.old), value, rest.w, role);
      if (change.empty()) continue;
      ui.text(id, rest, change, {.role = role, .align = ui::Align::right});
      return;
    }
  ui.text(id, rest, value, {.role = TextRole::number, .align = ui::Align::right});
}

// In one line: in fewer words where the whole has no room.
std::string brief(const ui::Ui& ui, const scene::TimerRow& row, float width) {
  constexpr std::string_view whole_key = "timer.then.", resend = "timer.then.resend.";
  scene::Phrase words = row.consequence;
  std::string whole = ui.say(words);
  if (ui.fonts().measure(TextRole::small, whole).w <= width) return whole;
  if (words.key.starts_with(resend))  // what is sent again is left out
    words.key = words.key.ends_with(".counted") ? "timer.brief.counted" : "timer.brief.plain";
  else
    words.key.replace(0, whole_key.size(), "timer.brief.");
  return ui.say(words);
}

void draw_timer_bar(ui::Ui& ui, const scene::TimerRow& row, const Rect& line) {
  const bool thin = line.h < ui.px(timer_bar);
  const float above = ui.px(thin ? 1 : 2), below = ui.px(thin ? 0 : 2);
  const Rect bar{line.x, line.y + above, line.w, line.h - above - below};
  ui.canvas().outline(bar, ui.theme().line, ui.px(1));
  Rect full = thin ? bar : ui::inset(bar, ui.px(2));
  full.w *= static_cast<float>(row.fraction);
  ui.canvas().fill(full, ui.theme().ink);
}

void draw_running_timer(const Frame& frame, const Endpoint& end, const scene::TimerRow& row,
                        Told told, Rect box) {
  ui::Ui& ui = frame.ui;
  const std::string id = end.id + ".timer." + std::string(engine::name(row.timer));
  const std::string title = ui.say(row.name);
  // What a timer will bring may be what is asked.
  const std::string then =
      frame.session.guarded() ? ui.say("lesson.timer_guarded") : ui.say(row.consequence);
  const ui::Hit hit = ui.hit(id, box, title);
  if (hit.hovered) {
    ui.canvas().fill(box, ui.theme().hovered, ui.px(3));
    ui.tooltip(then + (row.restarted ? "\n" + ui.say("timers.restarted") : "") + "\n" +
               ui.say("timers.click"));
  }
  if (asks_for_menu(hit))
    timer_menu(frame, end, id, box, row);
  else if (hit.clicked && !row.just_fired)
    frame.wish(run_until_it_fires(end, row));
  Rect rest = ui::inset(box, ui.px(2), 0);
  Rect first = ui::take_top(rest, ui.px(timer_line));
  const std::string left = row.just_fired ? ui.say("timers.fired") : about(row.left);
  const float width = ui.fonts().measure(TextRole::small, left).w + ui.px(4);
  ui.text(id + ".left", ui::take_right(first, width), left,
          {.role = TextRole::small, .align = ui::Align::right});
  if (row.just_fired || row.restarted) {
    const float side = ui.px(13);
    const Rect mark = ui::take_right(first, side + ui.px(2));
    ui.canvas().icon({mark.x, mark.centre().y - side / 2, side, side},
                     row.just_fired ? Icon::bolt : Icon::redo, ui.theme().ink);
  }
  // A narrow panel has room for the name on the ladder alone.
  const bool whole = ui.fonts().measure(TextRole::small, title).w <= first.w;
  const std::string name =
      whole ? title : ui.say("ladder.timer." + std::string(engine::name(row.timer)));
  ui.text(id + ".name", first, name, {.role = TextRole::small});
  draw_timer_bar(ui, row, ui::take_top(rest, ui.px(told == Told::briefly ? thin_bar : timer_bar)));
  if (told != Told::nothing)
    ui.text(id + ".then", rest,
            told == Told::wholly || frame.session.guarded() ? then : brief(ui, row, rest.w),
            {.role = TextRole::small, .secondary = true, .wrap = told == Told::wholly});
}

}  // namespace

float tcb_height(const ui::Ui& ui) { return rows_of_tcb * tcb_row_height(ui); }

void draw_tcb(const Frame& frame, const Endpoint& end, Rect& rest) {
  ui::Ui& ui = frame.ui;
  Rect block = ui::take_top(rest, tcb_height(ui));
  for (const scene::TcbRow& row : shown_variables(frame, end)) {
    if (block.h < tcb_row_height(ui) - 1) break;
    draw_tcb_row(frame, end, row, ui::take_top(block, tcb_row_height(ui)));
  }
}

std::vector<scene::TimerRow> timers_of(const Frame& frame, const Endpoint& end) {
  if (!end.connection || !end.variables.exists) return {};
  return scene::timer_rows(frame.session.index(), *end.connection, frame.session.playhead(),
                           frame.session.time_map());
}

float timers_height(const ui::Ui& ui, std::size_t rows, Told told) {
  const float consequence = 2 * ui.fonts().line_height(TextRole::small);
  const float one_of[] = {ui.px(timer_line + timer_bar + 3),
                          ui.px(timer_line + thin_bar + brief_line),
                          ui.px(timer_line + timer_bar) + consequence};
  return one_of[static_cast<std::size_t>(told)] * static_cast<float>(rows);
}

void draw_timers(const Frame& frame, const Endpoint& end, Told told, Rect& rest) {
  const float one = timers_height(frame.ui, 1, told);
  for (const scene::TimerRow& row : timers_of(frame, end))
    draw_running_timer(frame, end, row, told, ui::take_top(rest, one));
}

}  // namespace app::panels
