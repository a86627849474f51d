// Many forged segments instead of one: how many, how far apart, from how many addresses.
#include <algorithm>
#include <array>

#include "app/panels/forge_dialog.hpp"
#include "app/ui/numbers.hpp"
#include "engine/segment/made_packet.hpp"

namespace app::panels {
namespace {

using ui::Rect;
using ui::TextRole;

constexpr float burst_line_height = 30;

// A field and the words before it; they stay together.
struct BurstPiece {
  const char* words;
  const char* field;
  std::string BurstFields::* value;
  float width;
};
constexpr std::array<BurstPiece, burst_piece_count> burst_pieces{
    {{"forge.as_burst", "forge.burst.count", &BurstFields::count, 66},
     {"forge.burst.every", "forge.burst.spacing", &BurstFields::spacing, 74},
     {"forge.burst.sources", "forge.burst.addresses", &BurstFields::addresses, 66}}};

// The first has a box to tick before its words.
float words_width(const ui::Ui& ui, const BurstPiece& piece) {
  const float room = ui.px(&piece == burst_pieces.data() ? 40 : 12);
  return ui.fonts().measure(TextRole::number, ui.say(piece.words)).w + room;
}

void draw_burst_piece(const Frame& frame, ForgeDialogView& view, const BurstPiece& piece,
                      Rect place) {
  ui::Ui& ui = frame.ui;
  const std::string said = ui.say(piece.words);
  const Rect words = ui::take_left(place, words_width(ui, piece));
  if (&piece != burst_pieces.data())
    ui.text(piece.words, words, said, {.role = TextRole::number});
  else if (ui.checkbox("forge.burst", words, said, view.burst.on, {.role = TextRole::number}))
    view.burst.on = !view.burst.on;
  ui.text_field(piece.field, ui::inset(place, 0, ui.px(1)), view.burst.*piece.value,
                {.label = ui.say(piece.field), .enabled = view.burst.on});
}

}  // namespace

std::optional<engine::Command> forge_command(const ForgeDialogView& view,
                                             const scene::ForgeBytes& made) {
  const engine::Forge forge{view.draft.from, view.draft.to, made.packet};
  if (!view.burst.on) return forge;
  const auto count = ui::parse_number(view.burst.count);
  const auto addresses = ui::parse_number(view.burst.addresses);
  const auto spacing = ui::parse_duration(view.burst.spacing);
  const auto right = [](const std::optional<std::int64_t>& n) {
    return n && *n >= 1 && *n <= engine::ForgeBurst::most;
  };
  if (!right(count) || !right(addresses) || !spacing) return std::nullopt;
  if (*spacing < engine::Duration{} || *spacing > engine::ForgeBurst::longest_spacing)
    return std::nullopt;
  if (!engine::source_of(made.packet)) return std::nullopt;  // no name that could be varied
  return engine::ForgeBurst{.from = forge.from,
                            .to = forge.to,
                            .packet = forge.packet,
                            .count = static_cast<std::uint32_t>(*count),
                            .spacing = *spacing,
                            .addresses = static_cast<std::uint32_t>(*addresses)};
}

// "as a burst: 100 segments, one every 1 ms, from so many addresses: 100", in as many lines as that
// takes.
ForgeBurstStrip take_burst_strip(const ui::Ui& ui, Rect& rest) {
  ForgeBurstStrip places;
  float x = 0, y = 0;
  const float height = ui.px(burst_line_height), gap = ui.px(8);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const float width = words_width(ui, burst_pieces[i]) + ui.px(burst_pieces[i].width);
    if (x > 0 && x + width > rest.w) {
      x = 0;
      y += height;
    }
    places[i] = {x, y, width, height};
    x += width + gap;
  }
  const Rect strip = ui::take_bottom(rest, y + height + ui.px(2));
  for (Rect& place : places) {
    place.x += strip.x;
    place.y += strip.y;
  }
  return places;
}

void draw_forge_burst(const Frame& frame, ForgeDialogView& view, const ForgeBurstStrip& places) {
  for (std::size_t i = 0; i < places.size(); ++i)
    draw_burst_piece(frame, view, burst_pieces[i], places[i]);
}

}  // namespace app::panels
