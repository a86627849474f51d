#include "engine/wire/touch.hpp"

#include <doctest/doctest.h>

#include "engine/segment/describe.hpp"
#include "tests/engine/wire/bench.hpp"
#include "tests/support/packet_builder.hpp"

using namespace engine;
using namespace engine::test;

namespace {

constexpr PacketId first{1};

// One packet under way, 20 ms after it left and 30 ms before it arrives.
struct TouchBench : Bench {
  explicit TouchBench(Segment segment = {.source_port = 1, .dest_port = 2, .seq = {100}},
                      std::string_view text = "hello") {
    put(packet_bytes(segment, text));
    turn.facts.clear();
    turn.now += 20ms;
  }
  bool touch(const WireAction& action, PacketId id = first) {
    return engine::touch(wire, id, action, bytes, turn);
  }
  const Packet& packet(PacketId id = first) const { return *find(wire, id); }
  Description seen() const { return describe(bytes.read(packet().bytes)); }
};

}  // namespace

TEST_SUITE("wire/touch") {
  TEST_CASE("a dropped packet is gone, by a person's hand") {
    TouchBench b;
    REQUIRE(b.touch(DropIt{}));
    CHECK(find(b.wire, first) == nullptr);
    CHECK(std::get<PacketDropped>(b.turn.facts[0]).reason == DropReason::user);
  }

  TEST_CASE("a delay moves the arrival, never before now") {
    TouchBench b;
    REQUIRE(b.touch(DelayIt{.by = 5ms}));
    CHECK(b.packet().arrives_at == world_start + 55ms);
    REQUIRE(b.touch(DelayIt{.by = -100ms}));
    CHECK(b.packet().arrives_at == b.turn.now);
  }

  TEST_CASE("a held packet never arrives; released, it flies the rest of its way") {
    TouchBench b;
    REQUIRE(b.touch(HoldIt{}));
    CHECK(b.packet().arrives_at == never);
    CHECK_FALSE(b.touch(HoldIt{}));
    b.turn.now += 1s;
    REQUIRE(release(b.wire, first, b.turn));
    CHECK(b.packet().arrives_at == b.turn.now + 30ms);
    CHECK_FALSE(release(b.wire, first, b.turn));
  }

  TEST_CASE("a delay of a held packet lengthens the rest of its way") {
    TouchBench b;
    REQUIRE(b.touch(HoldIt{}));
    REQUIRE(b.touch(DelayIt{.by = 7ms}));
    REQUIRE(release(b.wire, first, b.turn));
    CHECK(b.packet().arrives_at == b.turn.now + 37ms);
  }

  TEST_CASE("deliver now ends the flight, held or not") {
    for (const bool held : {false, true}) {
      TouchBench b;
      if (held) REQUIRE(b.touch(HoldIt{}));
      REQUIRE(deliver_now(b.wire, first, b.turn));
      CHECK(b.packet().arrives_at == b.turn.now);
      CHECK_FALSE(b.packet().held_since.has_value());
    }
  }

  TEST_CASE("a copy follows the original at its gap") {
    TouchBench b;
    REQUIRE(b.touch(DuplicateIt{.gap = 3ms}));
    const Packet& copy = b.packet({2});
    CHECK(copy.copy_of == first);
    CHECK(copy.arrives_at == b.packet().arrives_at + 3ms);
    CHECK(copy.sent_at == b.turn.now);
  }

  TEST_CASE("an edit changes its fields and makes the checksums right") {
    TouchBench b;
    const ByteRef before = b.packet().bytes;
    REQUIRE(b.touch(EditIt{.edits = {{Field::sequence, 77}, {Field::flag_rst, 1}}}));
    CHECK(b.seen().segment.seq == SeqNum{77});
    CHECK(b.seen().segment.flags.rst);
    CHECK(b.seen().tcp_checksum_right);
    CHECK(b.packet().provenance == Provenance::edited);
    CHECK(b.packet().bytes != before);  // the old bytes stay for the record
    CHECK(describe(b.bytes.read(before)).segment.seq == SeqNum{100});
  }

  TEST_CASE("an edit that keeps the checksum leaves it wrong") {
    TouchBench b;
    REQUIRE(b.touch(EditIt{.edits = {{Field::window, 9}}, .keep_checksum = true}));
    CHECK(b.seen().segment.window == 9);
    CHECK_FALSE(b.seen().tcp_checksum_right);
  }

  TEST_CASE("an edit of the checksum itself is not repaired") {
    TouchBench b;
    REQUIRE(b.touch(EditIt{.edits = {{Field::checksum, 0x1234}, {Field::sequence, 5}}}));
    CHECK_FALSE(b.seen().tcp_checksum_right);
    CHECK(b.seen().ip_checksum_right);
  }

  TEST_CASE("an edit of an address keeps the segment checksum in step with the pseudo-header") {
    TouchBench b;
    REQUIRE(b.touch(EditIt{.edits = {{Field::ip_source, ipv4(203, 0, 113, 9).raw}}}));
    CHECK(b.seen().source == ipv4(203, 0, 113, 9));
    CHECK(b.seen().tcp_checksum_right);
    CHECK(b.seen().ip_checksum_right);
  }

  TEST_CASE("the number of an option can be edited, its kind and length stay") {
    Segment syn{.source_port = 1, .dest_port = 2, .flags = {.syn = true}};
    syn.options.mss = 1460;
    syn.options.window_scale = 7;
    syn.options.timestamps = Timestamps{.value = 1, .echo = 2};
    TouchBench b(syn, "");
    REQUIRE(b.touch(EditIt{.edits = {{Field::option_mss, 536},
                                     {Field::option_window_scale, 14},
                                     {Field::option_timestamps, 99}}}));
    CHECK(b.seen().segment.options.mss == 536);
    CHECK(b.seen().segment.options.window_scale == 14);
    CHECK(b.seen().segment.options.timestamps == Timestamps{.value = 99, .echo = 2});
    CHECK(b.seen().tcp_checksum_right);
  }

  TEST_CASE("a field that the packet does not have cannot be edited") {
    TouchBench b;
    CHECK_FALSE(b.touch(EditIt{.edits = {{Field::option_mss, 536}}}));
    CHECK_FALSE(b.touch(EditIt{.edits = {{Field::text, 1}}}));
    CHECK(b.turn.facts.empty());
  }

  TEST_CASE("an edit of a length that no longer fits leaves bytes that eyes can still read") {
    TouchBench b;
    REQUIRE(b.touch(EditIt{.edits = {{Field::ip_total_length, 20'000}}}));
    CHECK(b.seen().source == client_address);
    REQUIRE(b.touch(EditIt{.edits = {{Field::data_offset, 2}}}));
    CHECK(b.bytes.read(b.packet().bytes).size() == 45);
  }

  TEST_CASE("a chosen bit is flipped; there is none behind the end") {
    TouchBench b;
    REQUIRE(b.touch(CorruptIt{.bit = 45 * 8 - 1}));
    CHECK(b.bytes.read(b.packet().bytes).back() == ('o' ^ 1));
    CHECK_FALSE(b.touch(CorruptIt{.bit = 45 * 8}));
  }

  TEST_CASE("a packet that is not there cannot be touched") {
    TouchBench b;
    CHECK_FALSE(b.touch(DropIt{}, {2}));
    CHECK_FALSE(release(b.wire, {2}, b.turn));
    CHECK_FALSE(deliver_now(b.wire, {2}, b.turn));
  }
}
