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
  std::optional<std::uint32_t> hovered;       // index of a field, lit in all views
  std::optional<std::uint32_t> next_hovered;  // being collected in this frame
};

void draw_inspector(const Frame& frame, InspectorView& view);

// The tabs; each draws into the open area.
void draw_header_tab(const Frame& frame, const scene::SegmentBits& bits, InspectorView& view);
void draw_hex_tab(const Frame& frame, const scene::SegmentBits& bits, InspectorView& view);
void draw_why_tab(const Frame& frame, engine::PacketId packet);
void draw_diff_tab(const Frame& frame, engine::PacketId packet);

}  // namespace app::panels
