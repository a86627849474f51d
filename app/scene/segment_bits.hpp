// One packet in three linked views (ux 3.4): the RFC's grid 32 bits wide, hex, and a sentence per
// field. All three are cut from the engine's description, so hovering one can light the others:
// the link is the index of the field.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/scene/phrase.hpp"
#include "app/scene/run_index.hpp"
#include "engine/segment/describe.hpp"

namespace scene {

struct BitCell {                    // a field that spans rows has one cell per row
  std::uint32_t field{};            // index in SegmentBits::fields
  std::uint32_t row{};              // 0 = first 32 bits of the packet
  std::uint32_t column{}, width{};  // in bits
  bool first{};                     // the cell that carries name and value
};

struct FieldRow {
  engine::Field field{};
  std::string name_key{};  // "field.sequence.name"
  std::string value{};     // "1 000", "10.0.0.1", "1": digits and protocol tokens only
  std::string hex{};       // "0x000003e8"
  std::optional<std::uint32_t> relative{};   // of sequence and acknowledgment, if the ISN is known
  std::uint32_t first_byte{}, byte_count{};  // bytes it touches
  std::uint32_t first_bit{}, bit_count{};
  bool in_ip_header{};
  bool is_flag{};
  bool is_set{};     // of a flag
  bool wrong{};      // a checksum that does not fit
  Phrase meaning{};  // "field.<name>.meaning", with value
};

struct HexRow {
  std::uint32_t address{};
  std::uint32_t count{};  // bytes in this row, at most 16
  std::array<std::uint8_t, 16> bytes{};
  std::array<std::uint32_t, 16> field{};  // which field each byte (its first bit) belongs to
  std::string text{};                     // printable ASCII, others as '.'
};

struct SegmentBits {
  std::vector<FieldRow> fields{};
  std::vector<BitCell> cells{};  // text is one cell of one row, however long it is
  std::vector<HexRow> hex{};
  std::uint32_t rows{};     // of the grid
  std::uint32_t ip_rows{};  // the first of them, which can be folded
};

SegmentBits segment_bits(const RunIndex& index, engine::PacketId packet,
                         std::span<const std::uint8_t> bytes);
// Without a run: a sample, or a segment that is being forged.
SegmentBits segment_bits(std::span<const std::uint8_t> bytes);

// ---- diff of two packets, field by field
struct FieldDifference {
  engine::Field field{};
  std::string name_key{};
  std::string left{}, right{};  // values; empty = the field is missing there
  bool differs{};
};
std::vector<FieldDifference> packet_diff(std::span<const std::uint8_t> left,
                                         std::span<const std::uint8_t> right);
// What a packet is compared with: its original if it repeats or copies one, else the previous
// packet of the same sender; none for the first.
std::optional<engine::PacketId> diff_partner(const engine::Timeline& timeline,
                                             engine::PacketId packet);

}  // namespace scene
