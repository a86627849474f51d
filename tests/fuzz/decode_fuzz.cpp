// Any bytes into the strict codec and the tolerant description: neither may read beyond them, they
// may not disagree, and what is decoded can be encoded again.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "engine/segment/codec.hpp"
#include "engine/segment/describe.hpp"

using namespace engine;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

// The checksums made right, so that the fuzzer gets past them.
std::vector<std::uint8_t> sealed(std::span<const std::uint8_t> bytes) {
  std::vector<std::uint8_t> packet(bytes.begin(), bytes.end());
  const std::size_t header = packet.empty() ? 0 : std::size_t{4} * (packet[0] & 0xF);
  if (header < 20 || header + 20 > packet.size() || packet.size() > 0xFFFF) return packet;
  packet[2] = static_cast<std::uint8_t>(packet.size() >> 8);
  packet[3] = static_cast<std::uint8_t>(packet.size() & 0xFF);
  seal(packet);
  return packet;
}

// What was read, written in our layout and read again, is the same but for the options' places.
void check_again(const Datagram& datagram, std::span<const std::uint8_t> packet) {
  Segment segment = datagram.segment;
  const auto text = packet.subspan(packet.size() - segment.text.length);
  segment.options = {};  // all kinds at once need not fit; those that do are tried by the tests
  std::vector<std::uint8_t> again(encoded_size(segment));
  encode_headers(datagram.ip, segment, again);
  std::ranges::copy(text, text_part(segment, again).begin());
  seal(again);
  const auto read = decode(again);
  require(read.has_value() && read->ip == datagram.ip);
  require(read->segment.seq == segment.seq && read->segment.text.length == segment.text.length);
}

void check(std::span<const std::uint8_t> packet) {
  const Description d = describe(packet);
  std::uint64_t at = 0;
  for (const FieldBits& field : d.fields) {
    require(field.first_bit == at && field.bit_count > 0);
    at += field.bit_count;
  }
  require(at == packet.size() * 8);
  const auto datagram = decode(packet);
  if (!datagram) return;
  require(d.ip_checksum_right && d.tcp_checksum_right && d.segment == datagram->segment);
  const std::size_t total = std::size_t{packet[2]} * 256 + packet[3];
  check_again(*datagram, packet.first(total));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<std::uint8_t> exact(data, data + size);
  check(exact);
  check(sealed(exact));
  return 0;
}
