#include "engine/export/pcapng.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "engine/export/remarks.hpp"

namespace engine {
namespace {

// Block types, option codes and values of the file format, by their names there.
namespace block {
constexpr std::uint32_t section_header = 0x0A0D'0D0A, interface_description = 1,
                        enhanced_packet = 6;
}  // namespace block
namespace option {
constexpr std::uint16_t end = 0, comment = 1;
constexpr std::uint16_t section_user_application = 4;
constexpr std::uint16_t interface_name = 2, interface_description = 3, interface_resolution = 9;
constexpr std::uint16_t packet_flags = 2;
}  // namespace option

constexpr std::uint32_t byte_order_magic = 0x1A2B'3C4D;
constexpr std::uint16_t link_type_raw_ip = 101;
constexpr std::uint8_t nanoseconds = 9;  // 10^-9 s
constexpr std::uint32_t inbound = 1, outbound = 2;

// A block under construction at the end of the file: little-endian, padded to four bytes, its
// length at both ends.
class Block {
 public:
  Block(std::uint32_t type, std::vector<std::uint8_t>& file) : file_(file), start_(file.size()) {
    u32(type);
    u32(0);  // the length, when it is known
  }
  void u16(std::uint32_t value) { put(std::array{octet(value), octet(value >> 8)}); }
  void u32(std::uint32_t value) { put(in_order(value)); }
  void padded(std::span<const std::uint8_t> bytes) {
    put(bytes);
    while (file_.size() % 4 != 0) file_.push_back(0);
  }
  void add(std::uint16_t code, std::string_view text) {
    constexpr std::size_t longest = 60'000;
    text = text.substr(0, longest);
    u16(code);
    u16(static_cast<std::uint32_t>(text.size()));
    padded({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  }
  void add(std::uint16_t code, std::uint32_t value) {
    u16(code);
    u16(4);
    u32(value);
  }
  void finish() {
    u16(option::end);
    u16(0);
    const auto length = static_cast<std::uint32_t>(file_.size() - start_ + 4);
    u32(length);
    std::ranges::copy(in_order(length), file_.begin() + static_cast<std::ptrdiff_t>(start_ + 4));
  }

 private:
  static constexpr std::uint8_t octet(std::uint32_t value) {
    return static_cast<std::uint8_t>(value & 0xFF);
  }
  static constexpr std::array<std::uint8_t, 4> in_order(std::uint32_t value) {
    return {octet(value), octet(value >> 8), octet(value >> 16), octet(value >> 24)};
  }
  void put(std::span<const std::uint8_t> bytes) {
    file_.insert(file_.end(), bytes.begin(), bytes.end());
  }

  std::vector<std::uint8_t>& file_;
  std::size_t start_;
};

void write_section(std::string_view title, std::vector<std::uint8_t>& file) {
  Block section(block::section_header, file);
  section.u32(byte_order_magic);
  section.u16(1);  // version 1.0
  section.u16(0);
  section.u32(0xFFFF'FFFF);  // the section's length is not said
  section.u32(0xFFFF'FFFF);
  if (!title.empty()) section.add(option::comment, title);
  section.add(option::section_user_application, "SynScope");
  section.finish();
}

void write_interface(const Host& host, std::vector<std::uint8_t>& file) {
  Block interface(block::interface_description, file);
  interface.u16(link_type_raw_ip);
  interface.u16(0);
  interface.u32(0);  // packets are never cut
  interface.add(option::interface_name, host.name);
  interface.add(option::interface_description, to_string(host.address));
  interface.add(option::interface_resolution,
                std::string_view(reinterpret_cast<const char*>(&nanoseconds), 1));
  interface.finish();
}

struct Seen {
  HostId at;
  Instant when;
  std::span<const std::uint8_t> bytes;
  std::uint32_t direction{};
  std::vector<std::string> remarks;
};

void write_packet(const Seen& seen, std::vector<std::uint8_t>& file) {
  const auto time = static_cast<std::uint64_t>(seen.when.time_since_epoch().count());
  const auto length = static_cast<std::uint32_t>(seen.bytes.size());
  Block packet(block::enhanced_packet, file);
  packet.u32(seen.at.value);
  packet.u32(static_cast<std::uint32_t>(time >> 32));
  packet.u32(static_cast<std::uint32_t>(time));
  packet.u32(length);
  packet.u32(length);
  packet.padded(seen.bytes);
  for (const std::string& remark : seen.remarks) packet.add(option::comment, remark);
  packet.add(option::packet_flags, seen.direction);
  packet.finish();
}

// Forged packets and copies made by the wire were never sent by the host they seem to come from.
bool left_its_host(const PacketSent& sent) {
  return sent.provenance != Provenance::forged && sent.provenance != Provenance::duplicate;
}

// Room for all packets, so that the file is not moved while it grows. What is not used costs
// nothing: it is never touched.
std::size_t room_for(const Timeline& timeline) {
  constexpr std::size_t beside_the_bytes = 256;
  std::size_t room = 0;
  for (const Flight& flight : timeline.flights())
    room += 2 * (flight.bytes.length + beside_the_bytes);
  return room;
}

}  // namespace

std::vector<std::uint8_t> pcapng(const Timeline& timeline, std::string_view title) {
  std::vector<std::uint8_t> file;
  file.reserve(room_for(timeline));
  const DepartureRemarks remarks(timeline);
  write_section(title, file);
  for (const Host& host : timeline.edge().hosts) write_interface(host, file);
  for (StepIndex i = 0; i < timeline.size(); ++i) {
    const StepView step = timeline.step(i);
    for (const Fact& fact : step.facts) {
      if (const auto* const sent = std::get_if<PacketSent>(&fact); sent && left_its_host(*sent)) {
        const Flight& flight = timeline.flights()[sent->packet.value - 1];
        write_packet(
            {sent->from, step.at, timeline.bytes().read(sent->bytes), outbound, remarks.of(flight)},
            file);
      }
      if (const auto* const arrived = std::get_if<PacketArrived>(&fact)) {
        const Flight& flight = timeline.flights()[arrived->packet.value - 1];
        write_packet({arrived->at, step.at, timeline.bytes().read(flight.final_bytes), inbound,
                      remarks_at_arrival(flight, step)},
                     file);
      }
    }
  }
  return file;
}

}  // namespace engine
