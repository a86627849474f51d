// The header of a forged segment as the RFC draws it (RFC 9293 3.1), every cell of it to be typed
// into or pressed: ports, numbers, flags, window, options, text; and whether the checksum is right.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/panels/forge_dialog.hpp"
#include "app/panels/segment_look.hpp"
#include "app/scene/digits.hpp"

namespace app::panels {
namespace {

using scene::ForgeField;
using ui::Rect;
using ui::TextRole;

constexpr float form_cell_height = 47, bits_in_row = 32, form_rows = 8;

bool is_wrong(const scene::ForgeBytes& made, ForgeField field) {
  return std::ranges::find(made.wrong, field) != made.wrong.end();
}

// One cell: its name in small letters at the top; what is left is for the value.
Rect cell(const Frame& frame, Rect box, const std::string& id, const std::string& label) {
  ui::Ui& ui = frame.ui;
  ui.canvas().outline({box.x, box.y, box.w + 1, box.h + 1}, ui.theme().line, ui.px(1));
  box = ui::inset(box, ui.px(4), ui.px(2));
  ui.text(id + ".name", ui::take_top(box, ui.px(17)), label,
          {.role = TextRole::small, .secondary = true});
  return box;
}

// The columns of one row, in bits; neighbours share their border.
struct BitRow {
  Rect rest;
  float bit;
  Rect take(float width) { return ui::take_left(rest, std::round(width * bit)); }
};
BitRow next_row(const Frame& frame, Rect& rest) {
  const float bit = rest.w / bits_in_row;
  return {ui::take_top(rest, std::round(frame.ui.px(form_cell_height))), bit};
}

// "= 1 001 (ISN + 1)"; what lies before the initial number counts backwards from it.
std::string meaning_of(const ui::Ui& ui, const scene::ForgeNumber& number) {
  const std::string raw = scene::digits(number.value.raw);
  if (!number.relative) return ui.say("forge.number.raw", {{"raw", raw}});
  constexpr std::uint32_t half_turn = 0x8000'0000;
  const bool before = *number.relative >= half_turn;
  const std::uint32_t away = before ? 0u - *number.relative : *number.relative;
  return ui.say(before ? "forge.number.before" : "forge.number.both",
                {{"raw", raw}, {"relative", scene::digits(away)}});
}

struct Form {
  const Frame& frame;
  ForgeDialogView& view;
  const scene::ForgeBytes& made;
  bool enabled;

  // The field goes red at its border, by a thick one, when it cannot be read.
  bool type(const Rect& box, const char* id, ForgeField field, std::string& value) const {
    ui::Ui& ui = frame.ui;
    const Rect place = cell(frame, box, id, ui.say(id));
    const ui::Edit edit =
        ui.text_field(id, place, value, {.label = ui.say(id), .enabled = enabled, .mono = true});
    if (is_wrong(made, field)) ui.canvas().outline(place, ui.theme().ink, ui.px(3), ui.px(4));
    if (edit == ui::Edit::none) return false;
    view.begun = true;
    return true;
  }

  // A number with its names: what it stands for now, and what may be written instead.
  void number(const Rect& box, const char* id, ForgeField field, scene::NumberUse use,
              std::string& value) const {
    ui::Ui& ui = frame.ui;
    const engine::World& world = frame.session.world();
    Rect place = cell(frame, box, id, ui.say(id));
    const Rect field_box = ui::take_left(place, std::round(place.w * 0.5f));
    const ui::Edit edit = ui.text_field(id, field_box, value,
                                        {.label = ui.say(id), .enabled = enabled, .mono = true});
    if (is_wrong(made, field)) ui.canvas().outline(field_box, ui.theme().ink, ui.px(3), ui.px(4));
    view.begun |= edit != ui::Edit::none;
    ui::take_left(place, ui.px(4));
    const Rect button = ui::take_left(place, ui.px(30));
    const std::string names = std::string(id) + ".names";
    if (ui.icon_button(names, button, ui::Icon::chevron_down, ui.say("forge.names"),
                       {.enabled = enabled})) {
      view.names_for = use;
      ui.open_menu("forge.names", {button.x, button.bottom()});
    }
    ui::take_left(place, ui.px(8));
    const auto read = scene::forge_number(value, use, view.draft, world);
    std::string meaning = ui.say("forge.number.unknown");
    if (read) meaning = meaning_of(ui, *read);
    ui.text(std::string(id) + ".meaning", place, meaning, {.role = TextRole::number});
  }
};

struct FlagCell {
  const char* token;
  bool engine::Flags::* bit;
};
constexpr std::array<FlagCell, 8> flag_cells{{{"CWR", &engine::Flags::cwr},
                                              {"ECE", &engine::Flags::ece},
                                              {"URG", &engine::Flags::urg},
                                              {"ACK", &engine::Flags::ack},
                                              {"PSH", &engine::Flags::psh},
                                              {"RST", &engine::Flags::rst},
                                              {"SYN", &engine::Flags::syn},
                                              {"FIN", &engine::Flags::fin}}};

// A flag is a switch; its name runs downwards as in the RFC's figure. A flag that is set is filled
// and bold.
void draw_forged_flag(const Form& form, const FlagCell& flag, const Rect& box) {
  ui::Ui& ui = form.frame.ui;
  engine::Flags& flags = form.view.draft.flags;
  const bool on = flags.*flag.bit;
  const ui::Hit hit = ui.hit(std::string("forge.flag.") + flag.token, box, flag.token,
                             {.enabled = form.enabled, .why_not = ui.say("forge.hex_wins")});
  const ui::Theme& theme = ui.theme();
  if (on || hit.hovered) ui.canvas().fill(box, on ? theme.selected : theme.hovered);
  ui.canvas().outline({box.x, box.y, box.w + 1, box.h + 1}, on ? theme.ink : theme.line,
                      ui.px(on ? 2 : 1));
  Rect rest = ui::inset(box, 0, ui.px(1));
  const TextRole role = on ? TextRole::strong : TextRole::small;
  for (std::size_t i = 0; i < 3; ++i) {  // a letter is never cut, however narrow the cell
    const Rect third = ui::take_top(rest, rest.h / static_cast<float>(3 - i));
    const std::string_view letter = std::string_view(flag.token).substr(i, 1);
    const ui::Size size = ui.canvas().measure(role, letter);
    ui.canvas().text({third.x + (third.w - size.w) / 2, third.y + (third.h - size.h) / 2}, role,
                     letter, theme.ink);
  }
  if (hit.hovered) {
    ui.set_pointer(platform::Pointer::hand);
    ui.tooltip(ui.say(on ? "forge.flag.clear" : "forge.flag.set", {{"flag", flag.token}}));
  }
  if (!hit.clicked) return;
  flags.*flag.bit = !on;
  form.view.begun = true;
}

void draw_flag_row(const Form& form, BitRow row) {
  const Frame& frame = form.frame;
  const engine::Description said = engine::describe(form.made.packet);
  const Rect offset = cell(frame, row.take(8), "forge.offset", frame.ui.say("forge.offset"));
  const std::string words =
      form.made.packet.empty()
          ? ""
          : frame.ui.say("forge.offset_is", {{"bytes", std::int64_t{said.tcp_header_bytes}}});
  frame.ui.text("forge.offset.value", offset, words, {.role = TextRole::number, .secondary = true});
  for (const FlagCell& flag : flag_cells) draw_forged_flag(form, flag, row.take(1));
  form.type(row.rest, "forge.window", ForgeField::window, form.view.draft.window);
}

void draw_checksum_row(const Form& form, BitRow row) {
  ui::Ui& ui = form.frame.ui;
  scene::ForgeDraft& draft = form.view.draft;
  Rect place = cell(form.frame, row.take(16), "forge.checksum", ui.say("forge.checksum"));
  if (ui.checkbox("forge.checksum.wrong", place, ui.say("forge.wrong_checksum"),
                  draft.wrong_checksum, {.enabled = form.enabled, .role = TextRole::number})) {
    draft.wrong_checksum = !draft.wrong_checksum;
    form.view.begun = true;
  }
  form.type(row.rest, "forge.urgent", ForgeField::urgent, draft.urgent);
}

void draw_options(const Form& form, BitRow row) {
  ui::Ui& ui = form.frame.ui;
  scene::ForgeDraft& draft = form.view.draft;
  form.type(row.take(5), "forge.mss", ForgeField::mss, draft.mss);
  form.type(row.take(5), "forge.window_scale", ForgeField::window_scale, draft.window_scale);
  const Rect sack = cell(form.frame, row.take(8), "forge.sack", ui.say("forge.sack"));
  if (ui.checkbox("forge.sack", sack, ui.say("forge.sack_on"), draft.sack_permitted,
                  {.enabled = form.enabled, .role = TextRole::number})) {
    draft.sack_permitted = !draft.sack_permitted;
    form.view.begun = true;
  }
  form.type(row.take(7), "forge.ts_value", ForgeField::ts_value, draft.ts_value);
  form.type(row.rest, "forge.ts_echo", ForgeField::ts_echo, draft.ts_echo);
}

// Above the TCP header: in whose name. Whose address it is stands beside it.
void draw_source(const Form& form, Rect& rest) {
  ui::Ui& ui = form.frame.ui;
  const engine::World& world = form.frame.session.world();
  scene::ForgeDraft& draft = form.view.draft;
  BitRow row = next_row(form.frame, rest);
  form.type(row.take(10), "forge.source", ForgeField::source, draft.source);
  Rect whose = cell(form.frame, row.take(16), "forge.whose", ui.say("forge.whose"));
  std::vector<std::string> names;
  for (const engine::Host& host : world.hosts) names.push_back(host_words(form.frame, host.id));
  names.push_back(ui.say("forge.nobody"));
  const auto address = engine::parse_ipv4(draft.source);
  const auto host = address ? scene::host_at(world, *address) : std::nullopt;
  const std::size_t chosen = host ? host->value : names.size() - 1;
  if (const auto picked = ui.combo("forge.whose", whose, names, chosen,
                                   {.enabled = form.enabled, .role = TextRole::number})) {
    const engine::Ipv4Address taken =
        *picked < world.hosts.size() ? world.hosts[*picked].address : scene::nobody(world);
    draft.source = engine::to_string(taken);
    form.view.begun = true;
  }
  form.type(row.rest, "forge.ttl", ForgeField::ttl, draft.ttl);
  ui::take_top(rest, ui.px(6));
}

// The names of the numbers as they are now; choosing one writes it.
void draw_names(const Frame& frame, ForgeDialogView& view) {
  ui::Ui& ui = frame.ui;
  if (!ui.menu_open("forge.names")) return;
  const auto offers = scene::number_offers(view.draft, frame.session.world());
  std::vector<ui::MenuItem> items;
  for (const scene::NumberOffer& offer : offers)
    items.push_back(
        {.id = "forge.names." + offer.written,
         .label = ui.say("forge.number.named",
                         {{"name", offer.written}, {"raw", scene::digits(offer.value.raw)}}),
         .line_before = !items.empty() && offer.written.ends_with("RCV.NXT")});
  if (items.empty())
    items.push_back({.id = "forge.names.none",
                     .label = ui.say("forge.number.no_connection"),
                     .enabled = false});
  const auto chosen = ui.menu("forge.names", items);
  if (!chosen || *chosen >= offers.size()) return;
  const bool seq = view.names_for == scene::NumberUse::seq;
  (seq ? view.draft.seq : view.draft.ack) = offers[*chosen].written;
  view.begun = true;
}

}  // namespace

void draw_forge_header(const Frame& frame, ForgeDialogView& view, const scene::ForgeBytes& made,
                       Rect rest) {
  ui::Ui& ui = frame.ui;
  scene::ForgeDraft& draft = view.draft;
  const Form form{frame, view, made, !draft.hex};
  const float height =
      std::round(ui.px(form_cell_height)) * form_rows + ui.px(6) + 1 + (draft.hex ? ui.px(40) : 0);
  const ui::Area area(ui, "forge.fields", rest,
                      {.background = false, .scrolls = true, .content_height = height});
  rest = area.content();
  rest.w -= 1;  // the border of the last cells
  if (draft.hex) {
    Rect line = ui::take_top(rest, ui.px(34));
    ui::take_top(rest, ui.px(6));
    const std::string back = ui.say("forge.fields_again");
    const float width = ui.fonts().measure(TextRole::number, back).w + ui.px(28);
    if (ui.button("forge.fields_again", ui::take_right(line, width), back,
                  {.role = TextRole::number}))
      draft.hex.reset();
    ui.text("forge.hex_wins", line, ui.say("forge.hex_wins"), {.role = TextRole::number});
  }
  draw_source(form, rest);
  BitRow ports = next_row(frame, rest);
  form.type(ports.take(16), "forge.source_port", ForgeField::source_port, draft.source_port);
  form.type(ports.rest, "forge.dest_port", ForgeField::dest_port, draft.dest_port);
  form.number(next_row(frame, rest).rest, "forge.seq", ForgeField::seq, scene::NumberUse::seq,
              draft.seq);
  form.number(next_row(frame, rest).rest, "forge.ack", ForgeField::ack, scene::NumberUse::ack,
              draft.ack);
  draw_flag_row(form, next_row(frame, rest));
  draw_checksum_row(form, next_row(frame, rest));
  draw_options(form, next_row(frame, rest));
  form.type(next_row(frame, rest).rest, "forge.text", ForgeField::text, draft.text);
  draw_names(frame, view);
}

}  // namespace app::panels
