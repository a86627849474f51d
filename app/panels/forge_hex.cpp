// A forged packet as bytes, sixteen in a line, to be typed over. What is typed wins over the
// fields; where the fields can say the same, they take it over.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/panels/forge_dialog.hpp"

namespace app::panels {
namespace {

using ui::Rect;
using ui::TextRole;

constexpr std::size_t in_line = 16;
constexpr float hex_line_height = 30;

std::string line_of(std::span<const std::uint8_t> bytes) {
  std::string text;
  for (const std::uint8_t octet : bytes)
    text += fmt::format("{}{:02x}", text.empty() ? "" : " ", octet);
  return text;
}

void write_lines(ForgeDialogView& view, const std::vector<std::uint8_t>& packet) {
  view.hex_of = packet;
  view.hex_lines.clear();
  for (std::size_t at = 0; at < packet.size(); at += in_line)
    view.hex_lines.push_back(
        line_of(std::span(packet).subspan(at, std::min(in_line, packet.size() - at))));
}

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Pairs of digits, with or without blanks. None: something else is there, or half a byte.
std::optional<std::vector<std::uint8_t>> bytes_of(std::span<const std::string> lines) {
  std::vector<std::uint8_t> bytes;
  for (const std::string& line : lines) {
    int half = -1;
    for (const char c : line) {
      if (c == ' ') continue;
      const int value = digit(c);
      if (value < 0) return std::nullopt;
      if (half >= 0) bytes.push_back(static_cast<std::uint8_t>(half * 16 + value));
      half = half >= 0 ? -1 : value;
    }
    if (half >= 0) return std::nullopt;
  }
  return bytes;
}

void take_bytes(const Frame& frame, ForgeDialogView& view, std::vector<std::uint8_t> bytes) {
  const scene::ForgePlace place{.from = view.draft.from, .to = view.draft.to};
  view.draft = scene::copy_of(bytes, frame.session.world(), place);
  view.hex_of = std::move(bytes);
  view.preset.reset();
  view.copied.reset();
  view.begun = true;
}

}  // namespace

void draw_forge_hex(const Frame& frame, ForgeDialogView& view, const scene::ForgeBytes& made,
                    Rect rest) {
  ui::Ui& ui = frame.ui;
  if (made.packet.empty()) {
    ui.text("forge.hex.none", ui::take_top(rest, ui.px(40)), ui.say(scene::why_no_packet(made)),
            {.secondary = true, .wrap = true});
    return;
  }
  if (view.hex_of != made.packet) write_lines(view, made.packet);
  ui.text("forge.hex.how", ui::take_top(rest, ui.px(40)), ui.say("forge.hex.how"),
          {.role = TextRole::small, .secondary = true, .wrap = true});
  const float height =
      ui.px(hex_line_height) * static_cast<float>(view.hex_lines.size()) + ui.px(4);
  const ui::Area area(ui, "forge.hex", rest,
                      {.background = false, .scrolls = true, .content_height = height});
  Rect content = area.content();
  const float digits = ui.fonts().measure(TextRole::mono, "0").w;
  bool changed = false;
  std::size_t address = 0;  // a line that is typed over need not have sixteen
  for (std::size_t i = 0; i < view.hex_lines.size(); ++i) {
    Rect line = ui::take_top(content, ui.px(hex_line_height));
    ui.canvas().text_in(ui::take_left(line, digits * 6), TextRole::mono,
                        fmt::format("{:04x}", address), ui.theme().secondary);
    if (const auto typed = bytes_of(std::span(view.hex_lines).subspan(i, 1)))
      address += typed->size();
    const Rect box = ui::inset(ui::take_left(line, digits * 49 + ui.px(12)), 0, ui.px(1));
    const ui::Edit edit = ui.text_field(fmt::format("forge.hex.{}", i), box, view.hex_lines[i],
                                        {.label = ui.say("forge.tab.hex"), .mono = true});
    changed |= edit == ui::Edit::changed || edit == ui::Edit::committed;
  }
  const auto bytes = bytes_of(view.hex_lines);
  const char* const wrong = wrong_with_hex(view);
  if (changed && wrong == nullptr && *bytes != made.packet) take_bytes(frame, view, *bytes);
  if (wrong != nullptr)
    ui.text("forge.hex.wrong", {rest.x, rest.bottom() - ui.px(24), rest.w, ui.px(24)},
            ui.say(wrong), {.role = TextRole::number});
}

// What is typed there and is no packet must not be sent as the one before it.
const char* wrong_with_hex(const ForgeDialogView& view) {
  constexpr std::size_t largest = 65'535;  // what an IP header can say
  if (view.tab != ForgeTab::hex || view.hex_of.empty()) return nullptr;
  const auto bytes = bytes_of(view.hex_lines);
  if (!bytes) return "forge.hex.wrong";
  return bytes->empty() || bytes->size() > largest ? "forge.hex.size" : nullptr;
}

}  // namespace app::panels
