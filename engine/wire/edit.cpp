#include "engine/wire/edit.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "engine/base/invariant.hpp"
#include "engine/segment/codec.hpp"
#include "engine/wire/rewrite.hpp"

namespace engine {
namespace {

struct BitRange {
  std::uint32_t first{}, count{};
};

bool is_checksum(Field field) { return field == Field::ip_checksum || field == Field::checksum; }

// Where the number of a field lies, if it is one. An option's range covers its kind and length
// too: they are skipped.
std::optional<BitRange> number_in(const FieldBits& bits) {
  constexpr std::uint32_t kind_and_length = 16;
  const std::uint32_t value_at = bits.first_bit + kind_and_length;
  if (bits.field == Field::option_mss) return BitRange{value_at, 16};
  if (bits.field == Field::option_window_scale) return BitRange{value_at, 8};
  if (bits.field == Field::option_timestamps) return BitRange{value_at, 32};
  if (bits.field == Field::option_user_timeout) return BitRange{value_at, 16};
  if (bits.field == Field::ip_options || bits.field > Field::urgent_pointer) return std::nullopt;
  return BitRange{bits.first_bit, bits.bit_count};
}

void write_bits(Octets packet, BitRange range, std::uint64_t value) {
  for (std::uint32_t i = 0; i < range.count; ++i) {
    const std::uint32_t at = range.first + i;
    const auto mask = static_cast<std::uint8_t>(0x80u >> (at % 8));
    const bool set = (value >> (range.count - 1 - i) & 1) != 0;
    std::uint8_t& octet = packet[at / 8];
    octet = static_cast<std::uint8_t>(set ? octet | mask : octet & ~mask);
  }
}

bool write_field(Octets packet, const Description& layout, const FieldEdit& edit) {
  const auto bits = std::ranges::find(layout.fields, edit.field, &FieldBits::field);
  if (bits == layout.fields.end()) return false;
  const std::optional<BitRange> range = number_in(*bits);
  if (!range || range->first + range->count > packet.size() * 8) return false;
  write_bits(packet, *range, edit.value);
  return true;
}

// Checksums can only be made right where the headers still make sense after the edit.
void repair_checksums(Octets packet) {
  const Description now = describe(packet);
  if (now.ip_complete && now.tcp_complete) seal(packet);
}

}  // namespace

std::optional<ByteRef> edited_copy(ByteRef packet, const EditIt& edit, ByteArena& bytes,
                                   std::uint64_t& cursor) {
  const std::span<const std::uint8_t> original = bytes.read(packet);
  const Description layout = describe(original);
  std::vector<std::uint8_t> draft(original.begin(), original.end());
  for (const FieldEdit& field : edit.edits)
    if (!is_checksum(field.field) && !write_field(draft, layout, field)) return std::nullopt;
  if (!edit.keep_checksum) repair_checksums(draft);
  for (const FieldEdit& field : edit.edits)  // last, so that a wrong checksum stays wrong
    if (is_checksum(field.field) && !write_field(draft, layout, field)) return std::nullopt;
  return bytes.store(cursor, draft);
}

ByteRef marked_copy(ByteRef packet, ByteArena& bytes, std::uint64_t& cursor) {
  const ByteRef copy = bytes.reserve(cursor, packet.length);
  const Octets to = bytes.write(copy);
  std::ranges::copy(bytes.read(packet), to.begin());
  constexpr std::uint16_t congestion = 3;
  set_ip_word(to, 0, static_cast<std::uint16_t>(word_at(to, 0) | congestion));
  return copy;
}

ByteRef corrupted_copy(ByteRef packet, std::uint64_t bit, ByteArena& bytes, std::uint64_t& cursor) {
  INVARIANT(bit / 8 < packet.length);
  const ByteRef copy = bytes.reserve(cursor, packet.length);
  const Octets to = bytes.write(copy);
  std::ranges::copy(bytes.read(packet), to.begin());
  to[bit / 8] = static_cast<std::uint8_t>(to[bit / 8] ^ (0x80u >> (bit % 8)));
  return copy;
}

}  // namespace engine
