// A segment that no host sends (ux.md 8): presets at the left, the segment as an editable header or
// as bytes in the middle, at the right what the receiver would say. What is typed is a
// scene::ForgeDraft; the bytes and the verdict come from the engine. Time is frozen while it is up.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "app/panels/dialog_gate.hpp"
#include "app/scene/forge_presets.hpp"
#include "app/scene/forge_verdict.hpp"

namespace app::panels {

enum class ForgeTab : std::uint8_t { header, hex };

// The verdict on bytes, kept while neither they nor the moment change.
struct ForgePreview {
  engine::Forge forge{};
  engine::BranchId branch{};
  scene::Position at{};
  scene::ForgeVerdict verdict{};
  float height = 0;  // of the list of checks as drawn last, to scroll it
};

// Many of them, as typed.
struct BurstFields {
  bool on = false;
  std::string count = "100", spacing = "1 ms", addresses = "100";
};

struct ForgeDialogView {
  std::optional<scene::ForgePreset> preset;
  std::optional<engine::PacketId> copied;
  bool begun = false;  // the draft is the person's: it is kept from one opening to the next
  scene::ForgeDraft draft{};
  BurstFields burst{};
  ForgeTab tab = ForgeTab::header;
  std::vector<std::string> hex_lines{};  // as typed, sixteen bytes each
  std::vector<std::uint8_t> hex_of{};    // the bytes that the lines were written from
  scene::NumberUse names_for{};          // which number the open menu of names is for
  bool preview_wanted = true;
  std::optional<ForgePreview> preview{};
  DialogGate gate{};
};

// The dialog is up while the session shows Panel::forge.
void draw_forge_dialog(const Frame& frame, ForgeDialogView& view);

// ---- its parts
void draw_forge_header(const Frame& frame, ForgeDialogView& view, const scene::ForgeBytes& made,
                       ui::Rect rest);
// One segment, or as many as the line of the burst says; none: that line makes no sense.
std::optional<engine::Command> forge_command(const ForgeDialogView& view,
                                             const scene::ForgeBytes& made);
// Its pieces are taken off the bottom before the fields are drawn, and drawn after them: Tab walks
// in the order of drawing.
inline constexpr std::size_t burst_piece_count = 3;
using ForgeBurstStrip = std::array<ui::Rect, burst_piece_count>;
ForgeBurstStrip take_burst_strip(const ui::Ui& ui, ui::Rect& rest);
void draw_forge_burst(const Frame& frame, ForgeDialogView& view, const ForgeBurstStrip& places);
void draw_forge_hex(const Frame& frame, ForgeDialogView& view, const scene::ForgeBytes& made,
                    ui::Rect rest);
// Key of the sentence that says why the bytes typed cannot be sent; null: nothing is wrong.
const char* wrong_with_hex(const ForgeDialogView& view);
void draw_forge_preview(const Frame& frame, ForgeDialogView& view, const scene::ForgeBytes& made,
                        ui::Rect rest);

}  // namespace app::panels
