// Tolerant reading for eyes: any bytes at all are described as far as they go. Field by field,
// with the bits each occupies, so that header grid, hex and meaning can be linked. No prose here:
// a field has an enum, the words are in the string catalogues (key "field.<name>").
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/segment/segment.hpp"

namespace engine {

enum class Field : std::uint8_t {
  ip_version,
  ip_header_length,
  ip_diffserv,
  ip_ecn,
  ip_total_length,
  ip_identification,
  ip_flags,
  ip_fragment_offset,
  ip_ttl,
  ip_protocol,
  ip_checksum,
  ip_source,
  ip_destination,
  ip_options,
  source_port,
  dest_port,
  sequence,
  acknowledgment,
  data_offset,
  reserved,
  flag_cwr,
  flag_ece,
  flag_urg,
  flag_ack,
  flag_psh,
  flag_rst,
  flag_syn,
  flag_fin,
  window,
  checksum,
  urgent_pointer,
  option_end,
  option_nop,
  option_mss,
  option_window_scale,
  option_sack_permitted,
  option_sack,
  option_timestamps,
  option_user_timeout,
  option_fast_open,
  option_unknown,
  option_damaged,
  padding,
  text,
  trailing,
};
std::string_view name(Field field);  // stable identifier, e.g. "sequence"

struct FieldBits {
  Field field;
  std::uint32_t first_bit{};  // from the start of the packet
  std::uint32_t bit_count{};
  std::uint64_t value{};  // numeric value (options: first value; timestamps: TSval)
  std::uint64_t extra{};  // second value (timestamps: TSecr; unknown option: its kind)
  bool operator==(const FieldBits&) const = default;
};

struct Description {
  std::vector<FieldBits> fields;  // in order of first_bit, no gaps, no overlaps, all bits covered
  bool ip_complete{};             // an IPv4 header could be read
  bool tcp_complete{};            // a TCP header could be read
  bool ip_checksum_right{};
  bool tcp_checksum_right{};
  std::uint32_t ip_header_bytes{};
  std::uint32_t tcp_header_bytes{};
  std::uint32_t text_bytes{};
  // Best-effort values for the short label of a packet; zeros where the bytes end early.
  Segment segment;
  Ipv4Address source{}, destination{};
};

Description describe(std::span<const std::uint8_t> packet);

}  // namespace engine
