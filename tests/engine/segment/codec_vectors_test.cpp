// Packets as bytes, built by other means, against the strict codec (RFC 9293 3.1).
#include <doctest/doctest.h>

#include "engine/base/invariant.hpp"
#include "tests/engine/segment/packets.hpp"

using namespace engine;
using packets::Bytes;

namespace {

const Ipv4Address client = ipv4(192, 168, 1, 20);
const Ipv4Address server = ipv4(10, 0, 0, 80);

// The packet with some bytes replaced and its checksums made right again.
Bytes altered(Bytes packet, std::size_t at, std::initializer_list<std::uint8_t> with) {
  for (const std::uint8_t byte : with) packet[at++] = byte;
  seal(packet);
  return packet;
}

Malformed refusal(std::span<const std::uint8_t> packet) {
  const auto datagram = decode(packet);
  REQUIRE_FALSE(datagram.has_value());
  return datagram.error();
}

// Encoding what was decoded gives the same bytes back.
void check_canonical(const Bytes& packet) {
  const auto datagram = decode(packet);
  REQUIRE(datagram);
  const std::span<const std::uint8_t> text = std::span(packet).last(datagram->segment.text.length);
  CHECK(packets::encode(datagram->ip, datagram->segment, text) == packet);
}

}  // namespace

TEST_SUITE("RFC 9293 3.1") {
  TEST_CASE("a Linux-like SYN is read field by field") {
    const auto datagram = decode(packets::syn);
    REQUIRE(datagram);
    CHECK(datagram->ip ==
          Ipv4Header{.source = client, .destination = server, .identification = 0x1c46});
    Segment expected{.source_port = 49152,
                     .dest_port = 80,
                     .seq = {1415531521},
                     .flags = {.syn = true},
                     .window = 64240};
    expected.options.mss = 1460;
    expected.options.sack_permitted = true;
    expected.options.timestamps = Timestamps{123456, 0};
    expected.options.window_scale = 7;
    CHECK(datagram->segment == expected);
    CHECK_FALSE(datagram->options_damaged);
  }

  TEST_CASE("a SYN-ACK with every usual option is read field by field") {
    const auto datagram = decode(packets::syn_ack);
    REQUIRE(datagram);
    const Segment& segment = datagram->segment;
    CHECK(segment.flags == Flags{.ack = true, .syn = true});
    CHECK(segment.ack == SeqNum{1415531522});
    CHECK(segment.window == 65160);
    CHECK(segment.options.mss == 1460);
    CHECK(segment.options.window_scale == 7);
    CHECK(segment.options.sack_permitted);
    CHECK(segment.options.timestamps == Timestamps{1000, 123456});
  }

  TEST_CASE("text of odd length is placed where it lies in the arena") {
    const auto datagram = decode(packets::request, 1000);
    REQUIRE(datagram);
    CHECK(datagram->segment.text == ByteRef{1052, 19});
    CHECK(sequence_length(datagram->segment) == 19);
  }

  TEST_CASE("a segment without text refers to no bytes") {
    CHECK(decode(packets::fin, 5000)->segment.text == ByteRef{});
  }

  TEST_CASE("FIN counts one in the sequence space") {
    const auto datagram = decode(packets::fin);
    REQUIRE(datagram);
    CHECK(datagram->ip.ttl == 63);
    CHECK(end_of(datagram->segment) == SeqNum{1823083523});
  }

  TEST_CASE("a reset may carry text") {
    const auto datagram = decode(packets::rst_with_text);
    REQUIRE(datagram);
    CHECK(datagram->segment.flags == Flags{.rst = true});
    CHECK(datagram->segment.text.length == 7);
    CHECK_FALSE(datagram->ip.dont_fragment);
  }

  TEST_CASE("SACK blocks may span the wrap of the sequence space") {
    const auto datagram = decode(packets::three_sack_blocks);
    REQUIRE(datagram);
    const SackBlocks& sack = datagram->segment.options.sack;
    REQUIRE(sack.count == 3);
    CHECK(sack.blocks[0] == SackBlock{{0x1000}, {0x2000}});
    CHECK(sack.blocks[2] == SackBlock{{0xFFFFF000}, {0x10}});
  }

  TEST_CASE("Diffserv and ECN share a byte and are told apart") {
    const auto datagram = decode(packets::ecn_syn);
    REQUIRE(datagram);
    CHECK(datagram->ip.tos == 0xB8);
    CHECK(datagram->ip.ecn == Ecn::capable_0);
    CHECK(datagram->segment.flags == Flags{.cwr = true, .ece = true, .syn = true});
  }

  TEST_CASE("what another stack writes in the usual layout is written the same by ours") {
    check_canonical(packets::syn);
    check_canonical(packets::syn_ack);
    check_canonical(packets::request);
    check_canonical(packets::fin);
    check_canonical(packets::rst_with_text);
    check_canonical(packets::three_sack_blocks);
  }

  TEST_CASE("reserved bits are ignored on input") {
    CHECK(decode(altered(packets::fin, 32, {0x5F})) == decode(packets::fin));
  }

  TEST_CASE("bytes beyond the total length are not text") {
    Bytes padded = packets::fin;
    padded.resize(60);
    CHECK(decode(padded) == decode(packets::fin));
  }

  TEST_CASE("IP options are stepped over") {
    Bytes packet = packets::request;
    packet.insert(packet.begin() + 20, {0x01, 0x01, 0x01, 0x00});
    packet = altered(packet, 0, {0x46, 0x00, 0x00, 75});
    const auto datagram = decode(packet);
    REQUIRE(datagram);
    CHECK(datagram->segment.text == ByteRef{56, 19});
  }
}

TEST_SUITE("requirements B.1") {
  TEST_CASE("every malformed header is refused by its own name") {
    const Bytes& good = packets::fin;
    CHECK(refusal({}) == Malformed::ip_truncated);
    CHECK(refusal(std::span(good).first(19)) == Malformed::ip_truncated);
    CHECK(refusal(altered(good, 0, {0x65})) == Malformed::ip_version);
    CHECK(refusal(std::span(good).first(39)) == Malformed::ip_total_length);
    CHECK(refusal(altered(good, 2, {0, 39})) == Malformed::ip_total_length);
    CHECK(refusal(altered(good, 2, {0, 41})) == Malformed::ip_total_length);
    CHECK(refusal(altered(good, 6, {0x20})) == Malformed::ip_fragment);
    CHECK(refusal(altered(good, 7, {0x01})) == Malformed::ip_fragment);
    CHECK(refusal(altered(good, 9, {17})) == Malformed::not_tcp);
    CHECK(refusal(altered(good, 32, {0x40})) == Malformed::tcp_header_length);
    CHECK(refusal(altered(good, 32, {0x60})) == Malformed::tcp_header_length);
  }

  TEST_CASE("an IP header shorter than itself or longer than the packet is refused") {
    Bytes packet = packets::fin;
    packet[0] = 0x44;
    CHECK(refusal(packet) == Malformed::ip_header_length);
    packet[0] = 0x4F;
    CHECK(refusal(packet) == Malformed::ip_header_length);
  }

  TEST_CASE("one flipped bit in the IP header is an IP checksum error") {
    Bytes packet = packets::fin;
    packet[8] ^= 1;
    CHECK(refusal(packet) == Malformed::ip_checksum);
  }

  TEST_CASE("one flipped bit in header or text is a TCP checksum error") {
    for (const std::size_t at : {21u, 27u, 35u, 60u}) {
      Bytes packet = packets::request;
      packet[at] ^= 0x10;
      CHECK(refusal(packet) == Malformed::tcp_checksum);
    }
  }

  TEST_CASE("the pseudo-header protects the addresses even if IP does not") {
    Bytes packet = packets::request;
    packet[15] ^= 1;  // source 192.168.1.21 ...
    packet[11] -= 1;  // ... with an IP header checksum that agrees
    CHECK(refusal(packet) == Malformed::tcp_checksum);
  }

  TEST_CASE("a checksum of zero does not mean that there is none") {
    Bytes packet = packets::fin;
    packet[36] = packet[37] = 0;
    CHECK(refusal(packet) == Malformed::tcp_checksum);
  }

  TEST_CASE("the checks go in order") {
    Bytes packet = packets::fin;
    packet[0] = 0x64;  // version and header length wrong, and so the checksum
    CHECK(refusal(packet) == Malformed::ip_version);
  }

  TEST_CASE("every refusal has a stable identifier") {
    CHECK(name(Malformed::ip_truncated) == "ip_truncated");
    CHECK(name(Malformed::ip_fragment) == "ip_fragment");
    CHECK(name(Malformed::tcp_checksum) == "tcp_checksum");
  }
}

TEST_SUITE("engine/segment/codec") {
  TEST_CASE("a packet buffer of the wrong size is our own bug") {
    const Segment segment{.source_port = 1, .dest_port = 2};
    Bytes short_of_one(39), one_too_many(41);
    CHECK_THROWS_AS(encode_headers({}, segment, short_of_one), BrokenInvariant);
    CHECK_THROWS_AS(encode_headers({}, segment, one_too_many), BrokenInvariant);
  }

  TEST_CASE("a segment that no IPv4 packet can hold is our own bug") {
    Segment segment{.source_port = 1, .dest_port = 2};
    segment.text.length = 65496;
    Bytes packet(encoded_size(segment));
    CHECK_THROWS_AS(encode_headers({}, segment, packet), BrokenInvariant);
  }
}
