// Header grid and hex, each with the meaning of the field under the pointer (ux.md 3.4).
#include <fmt/format.h>

#include "app/panels/inspector.hpp"

namespace app::panels {
namespace {

using ui::Rect;
using ui::TextRole;

constexpr float cell_height = 30;
constexpr float line_height = 22;

std::string shown_value(const Frame& frame, const scene::FieldRow& field) {
  const bool relative = frame.session.settings().numbers == scene::Numbers::relative;
  if (relative && field.relative) return std::to_string(*field.relative);
  return field.value;
}

// Lights a field in every view and tells the session when it is chosen.
void touch_field(const Frame& frame, const scene::FieldRow& field, std::uint32_t index,
                 const ui::Hit& hit, InspectorView& view) {
  if (hit.hovered || hit.focused) view.next_hovered = index;
  if (hit.hovered) frame.ui.tooltip(field.value + "  " + field.hex);
  if (!hit.clicked) return;
  frame.ui.window().set_clipboard(field.value);
  if (const auto packet = frame.session.selection().packet)
    frame.wish(Select{FieldRef{*packet, field.field}});
}

bool is_lit(const Frame& frame, const scene::FieldRow& field, std::uint32_t index,
            const InspectorView& view) {
  return view.hovered == index || frame.session.selection().field == field.field;
}

void draw_cell(const Frame& frame, const scene::SegmentBits& bits, const scene::BitCell& cell,
               const Rect& grid, std::uint32_t first_row, InspectorView& view) {
  ui::Ui& ui = frame.ui;
  const scene::FieldRow& field = bits.fields[cell.field];
  const float bit = grid.w / 32;
  const Rect box{grid.x + static_cast<float>(cell.column) * bit,
                 grid.y + static_cast<float>(cell.row - first_row) * ui.px(cell_height),
                 static_cast<float>(cell.width) * bit, ui.px(cell_height)};
  const bool lit = is_lit(frame, field, cell.field, view);
  const bool set_flag = field.is_flag && field.is_set;
  if (lit || set_flag || field.wrong)
    ui.canvas().fill(
        box, lit ? ui.theme().selected : (field.wrong ? ui.theme().attention : ui.theme().hovered));
  ui.canvas().outline(box, ui.theme().line, ui.px(lit ? 2.5f : 1.0f));
  const std::string id = fmt::format("inspector.field.{}", engine::name(field.field));
  const std::string name = ui.say(field.name_key);
  const ui::Hit hit = ui.hit(cell.first ? id : fmt::format("{}.{}", id, cell.row), box, name);
  touch_field(frame, field, cell.field, hit, view);
  if (!cell.first) return;
  Rect words = ui::inset(box, ui.px(2), ui.px(1));
  const Rect top = ui::take_top(words, words.h / 2);
  if (field.is_flag) {
    // A narrow grid has room for the initial alone: C E U A P R S F, as in the RFC's figure.
    const bool whole = ui.fonts().measure(TextRole::small, name).w <= top.w;
    ui.canvas().text_in(top, TextRole::small, whole ? name : name.substr(0, 1), ui.theme().ink,
                        ui::Align::centre);
    ui.canvas().text_in(words, TextRole::mono, field.value, ui.theme().ink, ui::Align::centre);
    return;
  }
  ui.canvas().text_in(top, TextRole::small, name, ui.theme().secondary, ui::Align::left);
  ui.canvas().text_in(words, TextRole::mono, shown_value(frame, field), ui.theme().ink);
}

// The sentences of the fields, beside the grid; the lit one is marked.
void draw_meanings(const Frame& frame, const scene::SegmentBits& bits, Rect rest,
                   InspectorView& view) {
  ui::Ui& ui = frame.ui;
  for (std::uint32_t i = 0; i < bits.fields.size(); ++i) {
    const scene::FieldRow& field = bits.fields[i];
    if (field.in_ip_header && !view.ip_shown) continue;
    if (field.is_flag && !field.is_set) continue;
    const std::string sentence = ui.say(field.meaning);
    const float height = ui.text_height(sentence, rest.w - ui.px(8), TextRole::small) + ui.px(4);
    const Rect line{rest.x, rest.y, rest.w, height};
    rest.y += height;
    if (is_lit(frame, field, i, view)) ui.canvas().fill(line, ui.theme().selected, ui.px(2));
    const std::string id = fmt::format("inspector.meaning.{}.{}", engine::name(field.field), i);
    touch_field(frame, field, i, ui.hit(id, line, sentence), view);
    ui.text(id + ".text", ui::inset(line, ui.px(4), ui.px(2)), sentence,
            {.role = TextRole::small, .wrap = true});
  }
}

}  // namespace

void draw_header_tab(const Frame& frame, const scene::SegmentBits& bits, InspectorView& view) {
  ui::Ui& ui = frame.ui;
  Rect rest = ui::inset(ui.area_rect(), ui.px(8));
  const Rect grid_column = ui::take_left(rest, rest.w * 0.58f);
  ui::take_left(rest, ui.px(10));
  Rect grid = grid_column;
  const Rect fold = ui::take_top(grid, ui.px(24));
  if (ui.button("inspector.ip", fold,
                ui.say(view.ip_shown ? "inspector.ip.hide" : "inspector.ip.show"),
                {.icon = view.ip_shown ? ui::Icon::chevron_down : ui::Icon::chevron_right,
                 .quiet = true,
                 .role = TextRole::small}))
    view.ip_shown = !view.ip_shown;
  const std::uint32_t first_row = view.ip_shown ? 0 : bits.ip_rows;
  for (const scene::BitCell& cell : bits.cells)
    if (cell.row >= first_row) draw_cell(frame, bits, cell, grid, first_row, view);
  draw_meanings(frame, bits, rest, view);
}

void draw_hex_tab(const Frame& frame, const scene::SegmentBits& bits, InspectorView& view) {
  ui::Ui& ui = frame.ui;
  Rect rest = ui::inset(ui.area_rect(), ui.px(8));
  const float digit = ui.fonts().measure(TextRole::mono, "0").w;
  const Rect column = ui::take_left(rest, digit * 72);
  float y = column.y;
  for (const scene::HexRow& row : bits.hex) {
    ui.canvas().text({column.x, y}, TextRole::mono, fmt::format("{:04x}", row.address),
                     ui.theme().secondary);
    for (std::uint32_t i = 0; i < row.count; ++i) {
      const Rect box{column.x + digit * static_cast<float>(6 + 3 * i), y, digit * 2.6f,
                     ui.px(line_height)};
      const std::uint32_t index = row.field[i];
      const scene::FieldRow& field = bits.fields[index];
      if (is_lit(frame, field, index, view)) ui.canvas().fill(box, ui.theme().selected);
      const std::string digits = fmt::format("{:02x}", row.bytes[i]);
      const ui::Hit hit = ui.hit(fmt::format("inspector.byte.{}", row.address + i), box, digits);
      touch_field(frame, field, index, hit, view);
      ui.canvas().text({box.x + digit * 0.3f, y}, TextRole::mono, digits, ui.theme().ink);
    }
    ui.canvas().text({column.x + digit * 55, y}, TextRole::mono, row.text, ui.theme().secondary);
    y += ui.px(line_height);
  }
  ui::take_left(rest, ui.px(12));
  if (rest.w > ui.px(120)) draw_meanings(frame, bits, rest, view);
}

}  // namespace app::panels
