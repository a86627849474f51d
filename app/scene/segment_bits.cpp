#include "app/scene/segment_bits.hpp"

#include <algorithm>

#include "app/scene/digits.hpp"

namespace scene {

using namespace engine;

namespace {

constexpr std::uint32_t row_bits = 32;

bool is_flag(Field f) { return f >= Field::flag_cwr && f <= Field::flag_fin; }
bool is_checksum(Field f) { return f == Field::ip_checksum || f == Field::checksum; }
bool is_address(Field f) { return f == Field::ip_source || f == Field::ip_destination; }
bool is_header_length(Field f) { return f == Field::ip_header_length || f == Field::data_offset; }
bool is_text(Field f) { return f == Field::text || f == Field::trailing; }

std::string sack_value(const FieldBits& bits, const Description& about) {
  const SackBlocks& sack = about.segment.options.sack;
  if (sack.count == 0) return digits(bits.value) + "-" + digits(bits.extra);
  std::string result;
  for (std::uint8_t i = 0; i < sack.count; ++i) {
    if (i > 0) result += ", ";
    result += digits(sack.blocks[i].left.raw) + "-" + digits(sack.blocks[i].right.raw);
  }
  return result;
}

std::string value_of(const FieldBits& bits, const Description& about) {
  if (is_address(bits.field)) return to_string(Ipv4Address{static_cast<std::uint32_t>(bits.value)});
  if (is_checksum(bits.field)) return hex_digits(bits.value, 4);
  if (is_text(bits.field)) return digits(bits.bit_count / 8);
  if (bits.field == Field::option_timestamps) return digits(bits.value) + ", " + digits(bits.extra);
  if (bits.field == Field::option_sack) return sack_value(bits, about);
  if (bits.field == Field::option_unknown || bits.field == Field::option_damaged)
    return digits(bits.extra);
  return digits(bits.value);
}

bool is_wrong(Field f, const Description& about) {
  return (f == Field::ip_checksum && !about.ip_checksum_right) ||
         (f == Field::checksum && !about.tcp_checksum_right);
}

// Two fields count only with their flag.
bool is_unused(Field f, const Description& about) {
  return (f == Field::acknowledgment && !about.segment.flags.ack) ||
         (f == Field::urgent_pointer && !about.segment.flags.urg);
}

Phrase meaning_of(const FieldRow& row, const FieldBits& bits, const Description& about) {
  std::string key = "field." + std::string(name(row.field)) + ".meaning";
  if (row.is_flag) key += row.is_set ? "_set" : "_clear";
  if (is_unused(row.field, about)) key += "_unused";
  if (is_checksum(row.field)) key += row.wrong ? "_wrong" : "_right";
  Phrase phrase{std::move(key), {{"value", row.value}}};
  if (is_header_length(row.field))
    phrase.values.emplace_back("bytes", std::int64_t(bits.value * 4));
  if (row.field == Field::option_timestamps) {
    phrase.values.emplace_back("tsval", static_cast<std::int64_t>(bits.value));
    phrase.values.emplace_back("tsecr", static_cast<std::int64_t>(bits.extra));
  }
  if (row.field == Field::option_window_scale && bits.value < 32)
    phrase.values.emplace_back("factor", std::int64_t{1} << bits.value);
  return phrase;
}

FieldRow field_row(const FieldBits& bits, const Description& about) {
  const std::uint32_t last_byte = (bits.first_bit + std::max(bits.bit_count, 1u) - 1) / 8;
  FieldRow row{.field = bits.field,
               .name_key = "field." + std::string(name(bits.field)) + ".name",
               .value = value_of(bits, about),
               .hex = hex_digits(bits.value, static_cast<int>(std::clamp<std::uint32_t>(
                                                 (bits.bit_count + 3) / 4, 1, 16))),
               .first_byte = bits.first_bit / 8,
               .byte_count = last_byte - bits.first_bit / 8 + 1,
               .first_bit = bits.first_bit,
               .bit_count = bits.bit_count,
               .in_ip_header = bits.first_bit < about.ip_header_bytes * 8,
               .is_flag = is_flag(bits.field),
               .is_set = is_flag(bits.field) && bits.value != 0,
               .wrong = is_wrong(bits.field, about)};
  if (is_text(bits.field)) row.hex.clear();
  row.meaning = meaning_of(row, bits, about);
  return row;
}

// A field that crosses a row of the grid has a cell in each; the widest one carries the words.
// Text is one cell, however long it is.
void add_cells(SegmentBits& bits, std::uint32_t field) {
  const FieldRow& row = bits.fields[field];
  if (is_text(row.field)) {
    bits.cells.push_back({field, bits.rows, 0, row_bits, true});
    ++bits.rows;
    return;
  }
  const std::size_t begin = bits.cells.size();
  const std::uint32_t end = row.first_bit + row.bit_count;
  for (std::uint32_t bit = row.first_bit; bit < end;) {
    const std::uint32_t column = bit % row_bits;
    const std::uint32_t width = std::min(row_bits - column, end - bit);
    bits.cells.push_back({field, bit / row_bits, column, width, false});
    bits.rows = std::max(bits.rows, bit / row_bits + 1);
    bit += width;
  }
  const auto own = bits.cells.begin() + static_cast<std::ptrdiff_t>(begin);
  const auto widest = std::ranges::max_element(own, bits.cells.end(), {}, &BitCell::width);
  if (widest != bits.cells.end()) widest->first = true;
}

void add_hex(SegmentBits& bits, std::span<const std::uint8_t> bytes) {
  std::uint32_t field = 0;
  for (std::uint32_t address = 0; address < bytes.size(); address += 16) {
    HexRow row{.address = address};
    row.count = static_cast<std::uint32_t>(std::min<std::size_t>(16, bytes.size() - address));
    for (std::uint32_t i = 0; i < row.count; ++i) {
      const std::uint32_t first_bit = (address + i) * 8;
      while (field + 1 < bits.fields.size() && bits.fields[field + 1].first_bit <= first_bit)
        ++field;
      const std::uint8_t byte = bytes[address + i];
      row.bytes[i] = byte;
      row.field[i] = field;
      row.text += byte >= 0x20 && byte < 0x7F ? static_cast<char>(byte) : '.';
    }
    bits.hex.push_back(std::move(row));
  }
}

SegmentBits bits_of(const Description& about, std::span<const std::uint8_t> bytes) {
  SegmentBits bits;
  for (const FieldBits& field : about.fields) {
    bits.fields.push_back(field_row(field, about));
    add_cells(bits, static_cast<std::uint32_t>(bits.fields.size() - 1));
  }
  bits.ip_rows = about.ip_header_bytes / 4;
  add_hex(bits, bytes);
  return bits;
}

}  // namespace

SegmentBits segment_bits(std::span<const std::uint8_t> bytes) {
  return bits_of(describe(bytes), bytes);
}

SegmentBits segment_bits(const RunIndex& index, PacketId packet,
                         std::span<const std::uint8_t> bytes) {
  const Description about = describe(bytes);
  SegmentBits bits = bits_of(about, bytes);
  const Socket source{about.source, about.segment.source_port};
  const Socket destination{about.destination, about.segment.dest_port};
  const auto relative = [&](Field field, Socket from, Socket to, SeqNum number) {
    const auto row = std::ranges::find(bits.fields, field, &FieldRow::field);
    const auto initial = index.initial(from, to, packet);
    if (row != bits.fields.end() && initial) row->relative = distance(*initial, number);
  };
  relative(Field::sequence, source, destination, about.segment.seq);
  if (about.segment.flags.ack)
    relative(Field::acknowledgment, destination, source, about.segment.ack);
  return bits;
}

}  // namespace scene
