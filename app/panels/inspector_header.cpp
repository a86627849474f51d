// Header grid and hex, each with the meaning of the field under the pointer (ux.md 3.4).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/panels/inspector.hpp"
#include "app/ui/numbers.hpp"

namespace app::panels {
namespace {

using ui::Rect;
using ui::TextRole;

constexpr float grid_cell_height = 32;
constexpr float hex_row_height = 22;

std::string shown_value(const Frame& frame, const scene::FieldRow& field) {
  const bool relative = frame.session.settings().numbers == scene::Numbers::relative;
  if (relative && field.relative) return std::to_string(*field.relative);
  return field.value;
}

// Decimal, hex and, of a number that counts from an ISN, relative: whatever the grid shows.
std::string all_forms(const Frame& frame, const scene::FieldRow& field) {
  std::string words = field.value + "  " + field.hex;
  if (field.relative)
    words += "\n" + frame.ui.say("inspector.relative", {{"n", ui::grouped(*field.relative)}});
  return words;
}

// How the header's grid is drawn in this frame.
struct HeaderGrid {
  Rect area;
  std::uint32_t first_row{};
  bool whole_flags{};  // room for "SYN", else its initial as in the RFC's figure
  std::optional<engine::PacketId> packet;  // still on the wire: its flags are switches
};

// Lights a field in every view and tells the session when it is chosen.
void touch_field(const Frame& frame, const scene::FieldRow& field, std::uint32_t index,
                 const ui::Hit& hit, InspectorView& view) {
  if (hit.hovered || hit.focused) view.next_hovered = index;
  if (hit.hovered) frame.ui.tooltip(all_forms(frame, field));
  if (!hit.clicked) return;
  frame.ui.window().set_clipboard(field.value);
  if (const auto packet = frame.session.selection().packet)
    frame.wish(Select{FieldRef{*packet, field.field}});
}

bool is_field_lit(const Frame& frame, const scene::FieldRow& field, std::uint32_t index,
                  const InspectorView& view) {
  return view.hovered == index || frame.session.selection().field == field.field;
}

// While the segment can still be edited the whole cell is a switch: raised when off, filled when
// on. Elsewhere it is a cell like any other.
void draw_flag_bit(const Frame& frame, const scene::FieldRow& field, const HeaderGrid& grid,
                   const std::string& name, const ui::Hit& hit, const Rect& box) {
  ui::Ui& ui = frame.ui;
  const ui::Theme& theme = ui.theme();
  ui::Color ink = theme.ink;
  if (grid.packet) {
    const Rect face = ui::inset(box, ui.px(2));
    const ui::Color off = hit.hovered ? theme.hovered : theme.raised;
    ui.canvas().fill(face, field.is_set ? theme.focus : off, ui.px(4));
    ui.canvas().outline(face, theme.ink, ui.px(1.25f), ui.px(4));
    if (field.is_set) ink = theme.name == ui::ThemeName::dark ? theme.window : theme.panel;
  }
  Rect words = ui::inset(box, ui.px(1), ui.px(3));
  const Rect top = ui::take_top(words, words.h / 2);
  ui.canvas().text_in(top, TextRole::small, grid.whole_flags ? name : name.substr(0, 1), ink,
                      ui::Align::centre);
  ui.canvas().text_in(words, TextRole::mono, field.value, ink, ui::Align::centre);
}

// The flag changes on the wire: an intervention like any other, with undo.
void touch_switch(const Frame& frame, const scene::FieldRow& field, std::uint32_t index,
                  engine::PacketId packet, const std::string& name, const ui::Hit& hit,
                  InspectorView& view) {
  ui::Ui& ui = frame.ui;
  if (hit.hovered || hit.focused) view.next_hovered = index;
  if (hit.hovered) {
    ui.set_pointer(platform::Pointer::hand);
    ui.tooltip(
        ui.say(field.is_set ? "inspector.flag.clear" : "inspector.flag.set", {{"flag", name}}));
  }
  if (hit.clicked)
    frame.wish(EditPacket{packet, {{field.field, field.is_set ? 0u : 1u}}, view.checksum_locked});
}

// Two lines of whatever type the screen has room for.
float height_of_cells(const ui::Ui& ui) {
  const float lines = ui.fonts().em(TextRole::small) + ui.fonts().em(TextRole::mono);
  return std::round(std::max(ui.px(grid_cell_height), lines * 1.18f));
}

// Neighbours share their border, so a cell ends on the pixel where the next begins.
Rect box_of(const ui::Ui& ui, const scene::BitCell& cell, const HeaderGrid& grid) {
  const float bit = grid.area.w / 32, height = height_of_cells(ui);
  const float x = std::round(grid.area.x + static_cast<float>(cell.column) * bit);
  const float right = std::round(grid.area.x + static_cast<float>(cell.column + cell.width) * bit);
  const float y = grid.area.y + static_cast<float>(cell.row - grid.first_row) * height;
  return {x, y, right - x + 1, height + 1};
}

// Four bits are too narrow for the whole name of a field; nothing is cut where a short one exists.
std::string name_in_cell(const ui::Ui& ui, const scene::FieldRow& field, const std::string& name,
                         float width) {
  if (ui.fonts().measure(TextRole::small, name).w <= width) return name;
  const std::string brief = fmt::format("field_in_cell.{}", engine::name(field.field));
  return ui.strings().has(ui.language(), brief) ? ui.say(brief) : name;
}

void draw_field_cell(const Frame& frame, const scene::SegmentBits& bits, const scene::BitCell& cell,
                     const HeaderGrid& grid, InspectorView& view) {
  ui::Ui& ui = frame.ui;
  const ui::Theme& theme = ui.theme();
  const scene::FieldRow& field = bits.fields[cell.field];
  const Rect box = box_of(ui, cell, grid);
  const bool lit = is_field_lit(frame, field, cell.field, view);
  const bool set_flag = field.is_flag && field.is_set;
  if (lit || set_flag || field.wrong)
    ui.canvas().fill(box, lit ? theme.selected : (field.wrong ? theme.attention : theme.hovered));
  ui.canvas().outline(box, theme.line, std::max(1.0f, std::round(ui.px(lit ? 2 : 1))));
  const std::string id = fmt::format("inspector.field.{}", engine::name(field.field));
  const std::string name = ui.say(field.name_key);
  const ui::Hit hit = ui.hit(cell.first ? id : fmt::format("{}.{}", id, cell.row), box, name);
  if (field.is_flag && grid.packet)
    touch_switch(frame, field, cell.field, *grid.packet, name, hit, view);
  else
    touch_field(frame, field, cell.field, hit, view);
  if (!cell.first) return;
  if (field.is_flag) return draw_flag_bit(frame, field, grid, name, hit, box);
  Rect words = ui::inset(box, ui.px(5), ui.px(2));
  const Rect top = ui::take_top(words, words.h / 2);
  ui.canvas().text_in(top, TextRole::small, name_in_cell(ui, field, name, top.w), theme.secondary,
                      ui::Align::left);
  ui.canvas().text_in(words, TextRole::mono, shown_value(frame, field), theme.ink);
}

// The sentences of the fields with their names, beside the grid; the lit one is marked. Returns
// where they end.
float draw_meanings(const Frame& frame, const scene::SegmentBits& bits, Rect rest,
                    InspectorView& view) {
  ui::Ui& ui = frame.ui;
  float names = 0;
  for (const scene::FieldRow& field : bits.fields)
    names = std::max(names, ui.fonts().measure(TextRole::small, ui.say(field.name_key)).w);
  names = std::min(names + ui.px(4), rest.w * 0.42f);
  for (std::uint32_t i = 0; i < bits.fields.size(); ++i) {
    const scene::FieldRow& field = bits.fields[i];
    if (field.in_ip_header && !view.ip_shown) continue;
    if (field.is_flag && !field.is_set) continue;
    const std::string sentence = ui.say(field.meaning);
    const float height =
        ui.text_height(sentence, rest.w - names - ui.px(12), TextRole::small) + ui.px(4);
    Rect line{rest.x, rest.y, rest.w, height};
    rest.y += height;
    if (is_field_lit(frame, field, i, view)) ui.canvas().fill(line, ui.theme().selected, ui.px(2));
    const std::string id = fmt::format("inspector.meaning.{}.{}", engine::name(field.field), i);
    touch_field(frame, field, i, ui.hit(id, line, sentence), view);
    line = ui::inset(line, ui.px(4), ui.px(2));
    Rect name = ui::take_left(line, names);
    name = ui::take_top(name, ui.fonts().line_height(TextRole::small));
    ui.text(id + ".name", name, ui.say(field.name_key),
            {.role = TextRole::small, .secondary = true});
    ui::take_left(line, ui.px(4));
    ui.text(id + ".text", line, sentence, {.role = TextRole::small, .wrap = true});
  }
  return rest.y;
}

bool whole_flags_fit(const ui::Ui& ui, const scene::SegmentBits& bits, float width) {
  float widest = 0;
  for (const scene::FieldRow& field : bits.fields)
    if (field.is_flag)
      widest = std::max(widest, ui.fonts().measure(TextRole::small, ui.say(field.name_key)).w);
  return widest + ui.px(3) <= width / 32;
}

// Beside the grid: the IP header on demand; while the flags are switches, what the checksum does.
void draw_grid_tools(const Frame& frame, bool editable, Rect line, InspectorView& view) {
  ui::Ui& ui = frame.ui;
  const std::string ip = ui.say(view.ip_shown ? "inspector.ip.hide" : "inspector.ip.show");
  const float ip_width = ui.fonts().measure(TextRole::small, ip).w + ui.px(36);
  if (ui.button("inspector.ip", ui::take_left(line, ip_width), ip,
                {.icon = view.ip_shown ? ui::Icon::chevron_down : ui::Icon::chevron_right,
                 .quiet = true,
                 .role = TextRole::small}))
    view.ip_shown = !view.ip_shown;
  if (!editable) return;
  ui::take_left(line, ui.px(8));
  const std::string words = ui.say("inspector.checksum_follows");
  const float width = ui.fonts().measure(TextRole::small, words).w + ui.px(36);
  if (ui.checkbox("inspector.checksum_follows", ui::take_right(line, width), words,
                  !view.checksum_locked,
                  {.tooltip = ui.say("inspector.checksum_tooltip"), .role = TextRole::small}))
    view.checksum_locked = !view.checksum_locked;
}

}  // namespace

float draw_header_tab(const Frame& frame, const scene::SegmentBits& bits,
                      std::optional<engine::PacketId> packet, Rect rest, InspectorView& view) {
  ui::Ui& ui = frame.ui;
  Rect column = ui::take_left(rest, std::round(rest.w * 0.56f));
  ui::take_left(rest, ui.px(14));
  draw_grid_tools(frame, packet.has_value(), ui::take_top(rest, ui.px(24)), view);
  ui::take_top(rest, ui.px(3));
  column.w -= 1;  // the border of the last cell
  const HeaderGrid grid{.area = {std::round(column.x), std::round(column.y), column.w, column.h},
                        .first_row = view.ip_shown ? 0 : bits.ip_rows,
                        .whole_flags = whole_flags_fit(ui, bits, column.w),
                        .packet = packet};
  float end = grid.area.y;
  for (const scene::BitCell& cell : bits.cells) {
    if (cell.row < grid.first_row) continue;
    draw_field_cell(frame, bits, cell, grid, view);
    end = std::max(end, box_of(ui, cell, grid).bottom());
  }
  return std::max(end, draw_meanings(frame, bits, rest, view));
}

float draw_hex_tab(const Frame& frame, const scene::SegmentBits& bits, Rect rest,
                   InspectorView& view) {
  ui::Ui& ui = frame.ui;
  const float digit = ui.fonts().measure(TextRole::mono, "0").w;
  const Rect column = ui::take_left(rest, digit * 72);
  float y = column.y;
  for (const scene::HexRow& row : bits.hex) {
    ui.canvas().text({column.x, y}, TextRole::mono, fmt::format("{:04x}", row.address),
                     ui.theme().secondary);
    for (std::uint32_t i = 0; i < row.count; ++i) {
      const Rect box{column.x + digit * static_cast<float>(6 + 3 * i), y, digit * 2.6f,
                     ui.px(hex_row_height)};
      const std::uint32_t index = row.field[i];
      const scene::FieldRow& field = bits.fields[index];
      if (is_field_lit(frame, field, index, view)) ui.canvas().fill(box, ui.theme().selected);
      const std::string digits = fmt::format("{:02x}", row.bytes[i]);
      const ui::Hit hit = ui.hit(fmt::format("inspector.byte.{}", row.address + i), box, digits);
      touch_field(frame, field, index, hit, view);
      ui.canvas().text({box.x + digit * 0.3f, y}, TextRole::mono, digits, ui.theme().ink);
    }
    ui.canvas().text({column.x + digit * 55, y}, TextRole::mono, row.text, ui.theme().secondary);
    y += ui.px(hex_row_height);
  }
  ui::take_left(rest, ui.px(12));
  return rest.w > ui.px(220) ? std::max(y, draw_meanings(frame, bits, rest, view)) : y;
}

}  // namespace app::panels
