// "Edit ...": the header of a packet under way as switches and numbers. What is changed becomes a
// list of field edits; the checksum follows, or stays at a number of one's own (RFC 9293 3.1).
// Must not know how a header is laid out: that is the engine's description.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "app/panels/dialog_gate.hpp"
#include "engine/segment/describe.hpp"

namespace app::panels {

inline constexpr std::size_t edit_flags = 8, edit_numbers = 6;

struct SegmentEditView {
  std::optional<engine::PacketId> of;  // open while set
  std::array<bool, edit_flags> flags{};
  std::array<std::string, edit_numbers> numbers{};  // as typed
  bool checksum_locked{};
  std::string checksum;  // as typed, used when locked
  DialogGate gate{};
};

void open_segment_edit(const Frame& frame, SegmentEditView& view, engine::PacketId packet);
void draw_segment_edit(const Frame& frame, SegmentEditView& view);

}  // namespace app::panels
