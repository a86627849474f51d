#include "engine/segment/describe.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "engine/base/bytes.hpp"
#include "engine/segment/checksum.hpp"
#include "engine/segment/icmp.hpp"
#include "engine/segment/options.hpp"

namespace engine {
namespace {

constexpr std::size_t fixed_size = 20;  // of either header

// Lays fields side by side. The bits that a field wants but the packet lacks are cut off, so that
// what is described is what is there; a field of which no bit is there does not appear.
class FieldWalk {
 public:
  FieldWalk(std::span<const std::uint8_t> packet, std::vector<FieldBits>& fields)
      : packet_(packet), fields_(fields), end_(packet.size() * 8) {}

  // No field reaches beyond this many bytes from the start of the packet.
  void end_at(std::size_t bytes) { end_ = bytes * 8; }

  // The next `bits` as one number (at most 64 of them count); returns the number.
  std::uint64_t number(Field field, std::size_t bits) {
    const std::size_t present = std::min(bits, end_ - at_);
    const std::uint64_t value = read(present);
    add(field, present, value, 0);
    return value;
  }

  // The next `bytes`, whose meaning the caller knows.
  void run(Field field, std::size_t bytes, std::uint64_t value = 0, std::uint64_t extra = 0) {
    const std::size_t present = std::min(bytes * 8, end_ - at_);
    at_ += present;
    add(field, present, value, extra);
  }

  std::size_t byte_position() const { return at_ / 8; }

 private:
  std::uint64_t read(std::size_t bits) {
    std::uint64_t value = 0;
    for (const std::size_t end = at_ + bits; at_ < end; ++at_)
      value = value << 1 | (packet_[at_ / 8] >> (7 - at_ % 8) & 1u);
    return value;
  }
  void add(Field field, std::size_t bits, std::uint64_t value, std::uint64_t extra) {
    if (bits == 0) return;
    fields_.push_back({field, static_cast<std::uint32_t>(at_ - bits),
                       static_cast<std::uint32_t>(bits), value, extra});
  }

  std::span<const std::uint8_t> packet_;
  std::vector<FieldBits>& fields_;
  std::size_t at_{};
  std::size_t end_;
};

// A header length that the packet cannot honour is taken for the nearest one that it can.
constexpr std::size_t plausible_header(std::size_t claimed, std::size_t available) {
  return std::min(std::max(claimed, fixed_size), available);
}

void walk_ip_fixed(FieldWalk& walk, Description& d) {
  walk.number(Field::ip_version, 4);
  walk.number(Field::ip_header_length, 4);
  walk.number(Field::ip_diffserv, 6);
  walk.number(Field::ip_ecn, 2);
  walk.number(Field::ip_total_length, 16);
  walk.number(Field::ip_identification, 16);
  walk.number(Field::ip_flags, 3);
  walk.number(Field::ip_fragment_offset, 13);
  walk.number(Field::ip_ttl, 8);
  walk.number(Field::ip_protocol, 8);
  walk.number(Field::ip_checksum, 16);
  d.source.raw = static_cast<std::uint32_t>(walk.number(Field::ip_source, 32));
  d.destination.raw = static_cast<std::uint32_t>(walk.number(Field::ip_destination, 32));
}

void walk_tcp_fixed(FieldWalk& walk, Segment& s) {
  s.source_port = static_cast<std::uint16_t>(walk.number(Field::source_port, 16));
  s.dest_port = static_cast<std::uint16_t>(walk.number(Field::dest_port, 16));
  s.seq.raw = static_cast<std::uint32_t>(walk.number(Field::sequence, 32));
  s.ack.raw = static_cast<std::uint32_t>(walk.number(Field::acknowledgment, 32));
  walk.number(Field::data_offset, 4);
  walk.number(Field::reserved, 4);
  s.flags.cwr = walk.number(Field::flag_cwr, 1) != 0;
  s.flags.ece = walk.number(Field::flag_ece, 1) != 0;
  s.flags.urg = walk.number(Field::flag_urg, 1) != 0;
  s.flags.ack = walk.number(Field::flag_ack, 1) != 0;
  s.flags.psh = walk.number(Field::flag_psh, 1) != 0;
  s.flags.rst = walk.number(Field::flag_rst, 1) != 0;
  s.flags.syn = walk.number(Field::flag_syn, 1) != 0;
  s.flags.fin = walk.number(Field::flag_fin, 1) != 0;
  s.window = static_cast<std::uint16_t>(walk.number(Field::window, 16));
  walk.number(Field::checksum, 16);
  s.urgent_pointer = static_cast<std::uint16_t>(walk.number(Field::urgent_pointer, 16));
}

// A SACK option names its first block; how many there are follows from the number of bits.
void walk_sack(FieldWalk& walk, std::span<const std::uint8_t> bytes) {
  ByteReader in(bytes.subspan(2));
  const std::uint32_t left = in.u32();
  walk.run(Field::option_sack, bytes.size(), left, in.u32());
}

void walk_timestamps(FieldWalk& walk, std::span<const std::uint8_t> bytes) {
  ByteReader in(bytes.subspan(2));
  const std::uint32_t value = in.u32();
  walk.run(Field::option_timestamps, bytes.size(), value, in.u32());
}

void walk_user_timeout(FieldWalk& walk, std::uint16_t field) {
  walk.run(Field::option_user_timeout, 4, field & 0x7FFFu, field >> 15);
}

// Value: the first eight bytes of the cookie; extra: how long it is.
void walk_fast_open(FieldWalk& walk, std::span<const std::uint8_t> bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 2; i < std::min<std::size_t>(bytes.size(), 10); ++i)
    value = value << 8 | bytes[i];
  walk.run(Field::option_fast_open, bytes.size(), value, bytes.size() - 2);
}

// A known kind with a length that is not its own means nothing to a host, so here it is unknown.
void walk_whole_option(FieldWalk& walk, const RawOption& raw) {
  const std::size_t size = raw.bytes.size();
  ByteReader in(raw.bytes.subspan(2));
  switch (raw.kind) {
    case option_kind::mss:
      if (size == 4) return walk.run(Field::option_mss, size, in.u16());
      break;
    case option_kind::window_scale:
      if (size == 3) return walk.run(Field::option_window_scale, size, in.u8());
      break;
    case option_kind::sack_permitted:
      if (size == 2) return walk.run(Field::option_sack_permitted, size, 1);
      break;
    case option_kind::sack:
      if (size % 8 == 2 && size >= 10) return walk_sack(walk, raw.bytes);
      break;
    case option_kind::timestamps:
      if (size == 10) return walk_timestamps(walk, raw.bytes);
      break;
    case option_kind::user_timeout:
      if (size == 4) return walk_user_timeout(walk, in.u16());
      break;
    case option_kind::fast_open:
      return walk_fast_open(walk, raw.bytes);
    default:
      break;
  }
  walk.run(Field::option_unknown, size, in.u8(), raw.kind);
}

void walk_options(FieldWalk& walk, std::span<const std::uint8_t> list) {
  while (!list.empty()) {
    const RawOption raw = first_option(list);
    if (raw.shape == OptionShape::damaged) {
      const std::uint64_t claimed = list.size() > 1 ? list[1] : 0;
      return walk.run(Field::option_damaged, list.size(), claimed, raw.kind);
    }
    list = list.subspan(raw.bytes.size());
    if (raw.kind == option_kind::end) {
      walk.run(Field::option_end, 1);
      return walk.run(Field::padding, list.size());
    }
    if (raw.kind == option_kind::no_op)
      walk.run(Field::option_nop, 1);
    else
      walk_whole_option(walk, raw);
  }
}

// The part of the packet that its total length claims; an impossible claim is not believed.
std::span<const std::uint8_t> claimed_part(std::span<const std::uint8_t> packet,
                                           std::size_t ip_header) {
  const std::size_t total =
      packet.size() >= 4 ? std::size_t{packet[2]} * 256 + packet[3] : std::size_t{0};
  return total >= ip_header && total <= packet.size() ? packet.first(total) : packet;
}

// Protocol and fragment fields are shown, not obeyed: a learner who flipped a bit of them still
// wants to see the segment behind.
void describe_tcp(FieldWalk& walk, std::span<const std::uint8_t> tcp, Description& d) {
  walk_tcp_fixed(walk, d.segment);
  const std::size_t claimed = tcp.size() > 12 ? std::size_t{4} * (tcp[12] >> 4) : 0;
  const std::size_t header = plausible_header(claimed, tcp.size());
  d.tcp_header_bytes = static_cast<std::uint32_t>(header);
  d.tcp_complete = header >= fixed_size && header == claimed;
  if (header > fixed_size) {
    const auto list = tcp.subspan(fixed_size, header - fixed_size);
    walk_options(walk, list);
    read_options(list, d.segment.flags.syn, d.segment.options);
  }
  const std::size_t text = tcp.size() - header;
  d.text_bytes = static_cast<std::uint32_t>(text);
  if (text != 0) d.segment.text = {walk.byte_position(), d.text_bytes};
  walk.run(Field::text, text);
  d.tcp_checksum_right = d.tcp_complete && tcp_checksum(d.source, d.destination, tcp) == 0;
}

// In the order of the enumerators; a new one without a name does not compile.
constexpr std::array field_names{
    std::string_view("ip_version"),
    std::string_view("ip_header_length"),
    std::string_view("ip_diffserv"),
    std::string_view("ip_ecn"),
    std::string_view("ip_total_length"),
    std::string_view("ip_identification"),
    std::string_view("ip_flags"),
    std::string_view("ip_fragment_offset"),
    std::string_view("ip_ttl"),
    std::string_view("ip_protocol"),
    std::string_view("ip_checksum"),
    std::string_view("ip_source"),
    std::string_view("ip_destination"),
    std::string_view("ip_options"),
    std::string_view("source_port"),
    std::string_view("dest_port"),
    std::string_view("sequence"),
    std::string_view("acknowledgment"),
    std::string_view("data_offset"),
    std::string_view("reserved"),
    std::string_view("flag_cwr"),
    std::string_view("flag_ece"),
    std::string_view("flag_urg"),
    std::string_view("flag_ack"),
    std::string_view("flag_psh"),
    std::string_view("flag_rst"),
    std::string_view("flag_syn"),
    std::string_view("flag_fin"),
    std::string_view("window"),
    std::string_view("checksum"),
    std::string_view("urgent_pointer"),
    std::string_view("option_end"),
    std::string_view("option_nop"),
    std::string_view("option_mss"),
    std::string_view("option_window_scale"),
    std::string_view("option_sack_permitted"),
    std::string_view("option_sack"),
    std::string_view("option_timestamps"),
    std::string_view("option_user_timeout"),
    std::string_view("option_fast_open"),
    std::string_view("option_unknown"),
    std::string_view("option_damaged"),
    std::string_view("padding"),
    std::string_view("text"),
    std::string_view("trailing"),
};
static_assert(field_names.size() == static_cast<std::size_t>(Field::trailing) + 1);

}  // namespace

Description describe(std::span<const std::uint8_t> packet) {
  Description d;
  FieldWalk walk(packet, d.fields);
  const std::size_t claimed = packet.empty() ? 0 : std::size_t{4} * (packet[0] & 0xF);
  const std::size_t ip_header = plausible_header(claimed, packet.size());
  d.ip_header_bytes = static_cast<std::uint32_t>(ip_header);
  d.ip_complete = ip_header >= fixed_size && ip_header == claimed;

  walk_ip_fixed(walk, d);
  walk.run(Field::ip_options, ip_header - std::min(ip_header, fixed_size));
  d.ip_checksum_right = d.ip_complete && ones_complement_sum(packet.first(ip_header)) == 0xFFFF;

  const auto claimed_packet = claimed_part(packet, ip_header);
  walk.end_at(claimed_packet.size());
  // An ICMP error that a host would read is no segment with strange ports.
  if (icmp_heading(packet))
    walk.run(Field::text, claimed_packet.size() - ip_header);
  else
    describe_tcp(walk, claimed_packet.subspan(ip_header), d);
  walk.end_at(packet.size());
  walk.run(Field::trailing, packet.size() - claimed_packet.size());
  return d;
}

std::string_view name(Field field) { return field_names[static_cast<std::size_t>(field)]; }

}  // namespace engine
