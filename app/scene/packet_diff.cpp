// Two packets field by field. Fields of the same kind are paired in order (two NOPs, say).
#include <algorithm>
#include <array>

#include "app/scene/segment_bits.hpp"

namespace scene {

using namespace engine;

namespace {

// The n-th row of this field, or null.
const FieldRow* nth(const std::vector<FieldRow>& rows, Field field, std::size_t n) {
  for (const FieldRow& row : rows)
    if (row.field == field && n-- == 0) return &row;
  return nullptr;
}

std::size_t occurrences_before(const std::vector<FieldRow>& rows, std::size_t at) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < at; ++i)
    if (rows[i].field == rows[at].field) ++count;
  return count;
}

}  // namespace

std::vector<FieldDifference> packet_diff(std::span<const std::uint8_t> left,
                                         std::span<const std::uint8_t> right) {
  const SegmentBits l = segment_bits(left), r = segment_bits(right);
  // Texts of the same length may still differ, which their rows (a length) do not tell.
  const auto text_of = [](const SegmentBits& bits, std::span<const std::uint8_t> bytes) {
    const FieldRow* row = nth(bits.fields, Field::text, 0);
    return row == nullptr ? std::span<const std::uint8_t>{}
                          : bytes.subspan(row->first_byte, row->byte_count);
  };
  const bool same_text = std::ranges::equal(text_of(l, left), text_of(r, right));
  std::vector<FieldDifference> result;
  for (std::size_t i = 0; i < l.fields.size(); ++i) {
    const FieldRow& mine = l.fields[i];
    const FieldRow* other = nth(r.fields, mine.field, occurrences_before(l.fields, i));
    const bool equal =
        other != nullptr && other->value == mine.value && (mine.field != Field::text || same_text);
    result.push_back({.field = mine.field,
                      .name_key = mine.name_key,
                      .left = mine.value,
                      .right = other == nullptr ? std::string{} : other->value,
                      .differs = !equal});
  }
  for (std::size_t i = 0; i < r.fields.size(); ++i) {
    const FieldRow& mine = r.fields[i];
    if (nth(l.fields, mine.field, occurrences_before(r.fields, i)) != nullptr) continue;
    result.push_back({.field = mine.field,
                      .name_key = mine.name_key,
                      .left = {},
                      .right = mine.value,
                      .differs = true});
  }
  return result;
}

std::optional<PacketId> diff_partner(const Timeline& timeline, PacketId packet) {
  const auto flights = timeline.flights();
  if (packet.value == 0 || packet.value > flights.size()) return std::nullopt;
  const Flight& flight = flights[packet.value - 1];
  if (flight.copy_of.value != 0) return flight.copy_of;
  if (flight.original.value != 0) return flight.original;
  for (std::uint32_t i = packet.value - 1; i > 0; --i)
    if (flights[i - 1].from == flight.from && flights[i - 1].to == flight.to)
      return flights[i - 1].id;
  return std::nullopt;
}

}  // namespace scene
