// What eyes see in any bytes (engine/segment/describe.hpp).
#include "engine/segment/describe.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/engine/segment/packets.hpp"

using namespace engine;
using packets::Bytes;

namespace {

const FieldBits& field(const Description& d, Field which) {
  const auto found = std::ranges::find(d.fields, which, &FieldBits::field);
  REQUIRE_MESSAGE(found != d.fields.end(), name(which));
  return *found;
}

bool has(const Description& d, Field which) {
  return std::ranges::find(d.fields, which, &FieldBits::field) != d.fields.end();
}

}  // namespace

TEST_SUITE("engine/segment/describe") {
  TEST_CASE("the fixed fields stand where RFC 9293 3.1 draws them") {
    const Description d = describe(packets::syn);
    CHECK(field(d, Field::ip_version) == FieldBits{Field::ip_version, 0, 4, 4, 0});
    CHECK(field(d, Field::ip_ttl) == FieldBits{Field::ip_ttl, 64, 8, 64, 0});
    CHECK(field(d, Field::source_port) == FieldBits{Field::source_port, 160, 16, 49152, 0});
    CHECK(field(d, Field::sequence) == FieldBits{Field::sequence, 192, 32, 1415531521, 0});
    CHECK(field(d, Field::data_offset) == FieldBits{Field::data_offset, 256, 4, 10, 0});
    CHECK(field(d, Field::flag_syn) == FieldBits{Field::flag_syn, 270, 1, 1, 0});
    CHECK(field(d, Field::flag_fin) == FieldBits{Field::flag_fin, 271, 1, 0, 0});
    CHECK(field(d, Field::window) == FieldBits{Field::window, 272, 16, 64240, 0});
    CHECK(field(d, Field::checksum) == FieldBits{Field::checksum, 288, 16, 0x3e10, 0});
  }

  TEST_CASE("options carry their values") {
    const Description d = describe(packets::syn_ack);
    CHECK(field(d, Field::option_mss) == FieldBits{Field::option_mss, 320, 32, 1460, 0});
    CHECK(field(d, Field::option_timestamps) ==
          FieldBits{Field::option_timestamps, 368, 80, 1000, 123456});
    CHECK(field(d, Field::option_window_scale).value == 7);
    CHECK(field(d, Field::option_nop).bit_count == 8);
  }

  TEST_CASE("end of list and padding are two fields") {
    const Description d = describe(packets::ecn_syn);
    CHECK(field(d, Field::option_end).first_bit == 368);
    CHECK(field(d, Field::padding) == FieldBits{Field::padding, 376, 8, 0, 0});
  }

  TEST_CASE("the text is one field") {
    const Description d = describe(packets::request);
    CHECK(field(d, Field::text) == FieldBits{Field::text, 52 * 8, 19 * 8, 0, 0});
    CHECK(d.text_bytes == 19);
    CHECK(d.tcp_header_bytes == 32);
  }

  TEST_CASE("a wrong checksum is told and everything else still shown") {
    Bytes packet = packets::request;
    packet[60] ^= 1;
    const Description d = describe(packet);
    CHECK(d.ip_checksum_right);
    CHECK_FALSE(d.tcp_checksum_right);
    CHECK(d.segment.seq == SeqNum{1415531522});
  }

  TEST_CASE("a header cut off shows the bits that are there") {
    const Description d = describe(std::span(packets::syn).first(25));
    CHECK(d.ip_complete);
    CHECK_FALSE(d.tcp_complete);
    CHECK(d.segment.source_port == 49152);
    CHECK(field(d, Field::sequence) == FieldBits{Field::sequence, 192, 8, 0x54, 0});
    CHECK_FALSE(has(d, Field::acknowledgment));
  }

  TEST_CASE("a damaged option takes the rest of the header") {
    Bytes packet = packets::syn;
    packet[45] = 0;  // length of SACK permitted
    const Description d = describe(packet);
    CHECK(field(d, Field::option_damaged) == FieldBits{Field::option_damaged, 352, 128, 0, 4});
    CHECK(d.segment.options.mss == 1460);
  }

  TEST_CASE("a known option with a foreign length is unknown") {
    Bytes packet = packets::ecn_syn;
    packet[43] = 6;  // MSS of six bytes
    const Description d = describe(packet);
    CHECK(field(d, Field::option_unknown).extra == 2);
    CHECK(field(d, Field::option_unknown).bit_count == 48);
  }

  TEST_CASE("a SACK option that is no number of blocks is unknown") {
    Bytes packet = packets::three_sack_blocks;
    packet[55] = 24;
    const Description d = describe(packet);
    CHECK_FALSE(has(d, Field::option_sack));
    CHECK(field(d, Field::option_unknown).extra == 5);
  }

  TEST_CASE("a SYN-only option is seen on any segment") {
    Bytes packet = packets::ecn_syn;
    packet[33] = 0x10;
    const Description d = describe(packet);
    CHECK(has(d, Field::option_mss));
    CHECK_FALSE(d.segment.options.mss);
  }

  TEST_CASE("bytes beyond the total length trail") {
    Bytes packet = packets::fin;
    packet.resize(46);
    CHECK(field(describe(packet), Field::trailing) == FieldBits{Field::trailing, 320, 48, 0, 0});
  }

  TEST_CASE("a data offset that lies is not believed") {
    Bytes packet = packets::request;
    packet[32] = 0xF0;  // 60 bytes where 51 are
    Description d = describe(packet);
    CHECK_FALSE(d.tcp_complete);
    CHECK_FALSE(has(d, Field::text));
    packet[32] = 0x10;
    d = describe(packet);
    CHECK_FALSE(d.tcp_complete);
    CHECK(d.text_bytes == 31);
  }

  TEST_CASE("IP options are shown as such") {
    Bytes packet = packets::fin;
    packet[0] = 0x46;
    const Description d = describe(packet);
    CHECK(field(d, Field::ip_options).bit_count == 32);
    CHECK_FALSE(d.tcp_complete);
  }

  TEST_CASE("nothing has no fields") { CHECK(describe({}).fields.empty()); }

  TEST_CASE("fields are named as their enumerators") {
    CHECK(name(Field::ip_version) == "ip_version");
    CHECK(name(Field::sequence) == "sequence");
    CHECK(name(Field::option_end) == "option_end");
    CHECK(name(Field::trailing) == "trailing");
  }
}
