// The selected segment in three linked views (ux.md 3.4): the RFC's bit layout, hex, and meaning;
// why the receiver did what it did; what differs from the segment before.
#pragma once

#include "app/panels/frame.hpp"
#include "app/scene/segment_bits.hpp"

namespace app::panels {

enum class InspectorTab : std::uint8_t { header, hex, why, diff };

struct InspectorView {
  InspectorTab tab = InspectorTab::header;
  bool ip_shown = false;                      // the IP rows of the grid
  bool equal_shown = false;                   // the rows of Diff in which nothing differs
  bool checksum_locked = false;               // it does not follow when a flag is switched
  std::uint32_t lesson_beat{};                // for which the tab was chosen
  float body_height = 0;                      // of the tab as drawn last, to scroll it
  std::optional<std::uint32_t> hovered;       // index of a field, lit in all views
  std::optional<std::uint32_t> next_hovered;  // being collected in this frame
};

void draw_inspector(const Frame& frame, InspectorView& view);

// The tabs; each draws from the top of `rest` and returns where it ends. `packet`: the one shown,
// while it is still on the wire; its flags are switches then.
float draw_header_tab(const Frame& frame, const scene::SegmentBits& bits,
                      std::optional<engine::PacketId> packet, ui::Rect rest, InspectorView& view);
float draw_hex_tab(const Frame& frame, const scene::SegmentBits& bits, ui::Rect rest,
                   InspectorView& view);
float draw_why_tab(const Frame& frame, engine::PacketId packet, ui::Rect rest);
float draw_diff_tab(const Frame& frame, engine::PacketId packet, ui::Rect rest,
                    InspectorView& view);

}  // namespace app::panels
