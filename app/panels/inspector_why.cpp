// Why the receiver did what it did, check by check; and what differs from another segment.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "app/panels/inspector.hpp"
#include "app/panels/point_of_view.hpp"
#include "app/panels/why_look.hpp"
#include "app/scene/narration.hpp"
#include "app/scene/why.hpp"
#include "app/ui/phrases.hpp"

namespace app::panels {
namespace {

using ui::Icon;
using ui::Rect;
using ui::TextRole;

std::string changes_of(const Frame& frame, const scene::WhyRow& row) {
  const ui::Ui& ui = frame.ui;
  std::string text;
  for (const scene::ChangeRow& change : row.changes)
    text += fmt::format("{}{} {} → {}", text.empty() ? "" : "   ", change.name,
                        ui::words(ui.strings(), ui.language(), change.before),
                        ui::words(ui.strings(), ui.language(), change.after));
  return text;
}

// One row of reasons; returns its height.
float draw_reason(const Frame& frame, const scene::WhyRow& row, std::size_t number, Rect line) {
  ui::Ui& ui = frame.ui;
  const std::string id = fmt::format("inspector.why.{}", number);
  Rect rest = line;
  const Rect mark = ui::take_left(rest, ui.px(24));
  const float place_width = ui.fonts().measure(TextRole::small, row.place).w + ui.px(8);
  const Rect place = ui::take_right(rest, place_width);
  const std::string sentence = ui.say(row.words);
  const std::string changes = changes_of(frame, row);
  const float words_height = ui.text_height(sentence, rest.w, TextRole::number);
  const float change_height =
      changes.empty() ? 0 : ui.text_height(changes, rest.w, TextRole::small);
  const Rect whole{line.x, line.y, line.w, words_height + change_height + ui.px(6)};
  const ui::Hit hit = ui.hit(id, whole, sentence);
  if (hit.hovered) ui.canvas().fill(whole, ui.theme().hovered, ui.px(2));
  if (hit.clicked) {
    frame.wish(SeekStep{row.step, row.fact + 1});
    if (row.packet) frame.wish(Select{*row.packet});
  }
  ui.canvas().icon(ui::inset({mark.x, mark.y, mark.w, ui.px(22)}, ui.px(5)), why_icon(row),
                   ui.theme().ink);
  ui.text(id + ".words", {rest.x, rest.y + ui.px(2), rest.w, words_height}, sentence,
          {.role = TextRole::number, .wrap = true});
  if (!changes.empty())
    ui.text(id + ".changes", {rest.x, rest.y + words_height + ui.px(2), rest.w, change_height},
            changes, {.role = TextRole::small, .secondary = true, .wrap = true});
  ui.text(id + ".place", {place.x, place.y + ui.px(2), place.w, ui.px(18)}, row.place,
          {.role = TextRole::small, .align = ui::Align::right, .secondary = true});
  return whole.h;
}

// One field of both segments, cut off the top of `rest`.
void draw_diff_line(const Frame& frame, const std::string& id,
                    const std::array<std::string, 3>& words, bool differs, Rect& rest) {
  ui::Ui& ui = frame.ui;
  const float third = rest.w / 3;
  Rect line = ui::take_top(rest, ui.px(22));
  if (differs) ui.canvas().fill(line, ui.theme().attention);
  const ui::TextStyle style{.role = TextRole::small, .secondary = !differs};
  ui.text(id + ".name", ui::inset(ui::take_left(line, third), ui.px(4), 0), words[0], style);
  ui.text(id + ".left", ui::take_left(line, third), words[1], style);
  ui.text(id + ".right", line, words[2], style);
}

}  // namespace

float draw_why_tab(const Frame& frame, engine::PacketId packet, Rect rest) {
  ui::Ui& ui = frame.ui;
  const Session& session = frame.session;
  const scene::Why why =
      scene::why(session.timeline(), session.index(), packet, session.playhead());
  if (is_in_fog(frame, why.host)) {
    ui.text("inspector.why.hidden", ui::take_top(rest, ui.px(24)), ui.say("view.hidden"),
            {.secondary = true});
    return rest.y;
  }
  if (why.rows.empty()) {
    ui.text("inspector.why.none", ui::take_top(rest, ui.px(24)), ui.say("inspector.why.not_yet"),
            {.secondary = true});
    return rest.y;
  }
  scene::Phrase title{"inspector.why.on_wire", {{"at", why.at}}};
  if (why.host)
    title = {"inspector.why.title",
             {{"host", scene::host_name(session.timeline(), *why.host)}, {"at", why.at}}};
  ui.text("inspector.why.title", ui::take_top(rest, ui.px(24)), ui.say(title),
          {.role = TextRole::strong});
  for (std::size_t i = 0; i < why.rows.size(); ++i)
    rest.y += draw_reason(frame, why.rows[i], i, rest);
  return rest.y;
}

float draw_diff_tab(const Frame& frame, engine::PacketId packet, Rect rest, InspectorView& view) {
  ui::Ui& ui = frame.ui;
  const engine::Timeline& timeline = frame.session.timeline();
  const auto partner = scene::diff_partner(timeline, packet);
  if (!partner) {
    ui.text("inspector.diff.none", ui::take_top(rest, ui.px(24)), ui.say("inspector.diff.none"),
            {.secondary = true});
    return rest.y;
  }
  const auto bytes_of = [&](engine::PacketId id) {
    return timeline.bytes().read(timeline.flights()[id.value - 1].bytes);
  };
  const auto rows = scene::packet_diff(bytes_of(*partner), bytes_of(packet));
  draw_diff_line(frame, "inspector.diff.head",
                 {ui.say("inspector.diff.field"), fmt::format("#{}", partner->value),
                  fmt::format("#{}", packet.value)},
                 false, rest);
  const auto draw = [&](bool differing) {
    for (const scene::FieldDifference& row : rows)
      if (row.differs == differing)
        draw_diff_line(frame, fmt::format("inspector.diff.{}", &row - rows.data()),
                       {ui.say(row.name_key), row.left, row.right}, row.differs, rest);
  };
  draw(true);
  const auto equal = std::ranges::count(rows, false, &scene::FieldDifference::differs);
  if (equal == 0) return rest.y;
  if (ui.button("inspector.diff.equal", ui::take_top(rest, ui.px(26)),
                ui.say(view.equal_shown ? "inspector.diff.hide_equal" : "inspector.diff.show_equal",
                       {{"n", std::int64_t{equal}}}),
                {.icon = view.equal_shown ? Icon::chevron_down : Icon::chevron_right,
                 .quiet = true,
                 .role = TextRole::small}))
    view.equal_shown = !view.equal_shown;
  if (view.equal_shown) draw(false);
  return rest.y;
}

}  // namespace app::panels
