#include "app/scene/segment_bits.hpp"

#include <doctest/doctest.h>

#include "tests/app/scene/recorded.hpp"

using namespace scene;
using namespace scene::test;
using engine::Field;

namespace {

std::span<const std::uint8_t> bytes_of(const Recorded& run, std::uint32_t packet) {
  return run.timeline.bytes().read(run.timeline.flights()[packet - 1].final_bytes);
}

const FieldRow& field_row(const SegmentBits& bits, Field field) {
  const auto found = std::ranges::find(bits.fields, field, &FieldRow::field);
  REQUIRE(found != bits.fields.end());
  return *found;
}

}  // namespace

TEST_SUITE("app/scene/segment_bits") {
  TEST_CASE("the sequence number of a SYN is bytes 24 to 27 and one row of the grid") {
    const Recorded run = handshake();
    const SegmentBits bits = segment_bits(run.index, {1}, bytes_of(run, 1));
    const FieldRow& sequence = field_row(bits, Field::sequence);
    CHECK(sequence.first_byte == 24);
    CHECK(sequence.byte_count == 4);
    CHECK(sequence.value == "1\u2009000");
    CHECK(sequence.hex == "0x000003e8");
    CHECK(sequence.relative == 0u);
    const auto index = static_cast<std::uint32_t>(&sequence - bits.fields.data());
    const auto cell = std::ranges::find(bits.cells, index, &BitCell::field);
    REQUIRE(cell != bits.cells.end());
    CHECK(cell->row == 6);
    CHECK(cell->column == 0);
    CHECK(cell->width == 32);
  }

  TEST_CASE("the cells cover each row of the headers exactly once") {
    const Recorded run = handshake();
    for (std::uint32_t packet = 1; packet <= 3; ++packet) {
      const SegmentBits bits = segment_bits(bytes_of(run, packet));
      std::vector<std::uint32_t> covered(bits.rows, 0);
      for (const BitCell& cell : bits.cells) covered.at(cell.row) += cell.width;
      for (const std::uint32_t width : covered) CHECK(width == 32);
    }
  }

  TEST_CASE("every byte of the hex view leads to the field that it belongs to") {
    const Recorded run = handshake();
    const SegmentBits bits = segment_bits(bytes_of(run, 2));
    std::size_t bytes = 0;
    for (const HexRow& hex : bits.hex)
      for (std::uint32_t i = 0; i < hex.count; ++i, ++bytes) {
        const FieldRow& field = bits.fields.at(hex.field[i]);
        CHECK(field.first_byte <= hex.address + i);
        CHECK(hex.address + i < field.first_byte + field.byte_count);
      }
    CHECK(bytes == bytes_of(run, 2).size());
  }

  TEST_CASE("a flag says whether it is set") {
    const Recorded run = handshake();
    const SegmentBits bits = segment_bits(bytes_of(run, 1));
    CHECK(field_row(bits, Field::flag_syn).meaning.key == "field.flag_syn.meaning_set");
    CHECK(field_row(bits, Field::flag_ack).meaning.key == "field.flag_ack.meaning_clear");
  }

  TEST_CASE("the acknowledgment of a SYN is said to mean nothing") {
    const Recorded run = handshake();
    const SegmentBits syn = segment_bits(bytes_of(run, 1)), answer = segment_bits(bytes_of(run, 2));
    CHECK(field_row(syn, Field::acknowledgment).meaning.key ==
          "field.acknowledgment.meaning_unused");
    CHECK(field_row(answer, Field::acknowledgment).meaning.key == "field.acknowledgment.meaning");
    CHECK(field_row(answer, Field::urgent_pointer).meaning.key ==
          "field.urgent_pointer.meaning_unused");
  }

  TEST_CASE("a damaged segment shows its checksum as wrong") {
    const Recorded run = handshake();
    const auto good = bytes_of(run, 1);
    std::vector<std::uint8_t> bad(good.begin(), good.end());
    bad[25] ^= 1;
    CHECK_FALSE(field_row(segment_bits(good), Field::checksum).wrong);
    CHECK(field_row(segment_bits(bad), Field::checksum).wrong);
  }

  TEST_CASE("text is one cell however long it is") {
    Recorded run = handshake();
    run.call(client, engine::SendText{.text = std::string(100, 'x'), .urgent = false}, 300ms);
    run.run_to(400ms);
    const SegmentBits bits = segment_bits(bytes_of(run, 4));
    CHECK(field_row(bits, Field::text).value == "100");
    CHECK(bits.rows == 11);
  }

  TEST_CASE("any bytes at all have a picture") {
    for (std::size_t length = 0; length < 40; ++length) {
      const std::vector<std::uint8_t> junk(length, 0x4F);
      std::size_t shown = 0;
      for (const HexRow& hex : segment_bits(junk).hex) shown += hex.count;
      CHECK(shown == length);
    }
  }
}

TEST_SUITE("app/scene/packet_diff") {
  TEST_CASE("SYN and SYN-ACK differ in flags and numbers but not in the version") {
    const Recorded run = handshake();
    const auto rows = packet_diff(bytes_of(run, 1), bytes_of(run, 2));
    const auto differs = [&](Field field) {
      const auto found = std::ranges::find(rows, field, &FieldDifference::field);
      REQUIRE(found != rows.end());
      return found->differs;
    };
    CHECK(differs(Field::flag_ack));
    CHECK(differs(Field::sequence));
    CHECK_FALSE(differs(Field::flag_syn));
    CHECK_FALSE(differs(Field::ip_version));
  }

  TEST_CASE("a segment does not differ from itself") {
    const Recorded run = handshake();
    CHECK(std::ranges::none_of(packet_diff(bytes_of(run, 2), bytes_of(run, 2)),
                               &FieldDifference::differs));
  }

  TEST_CASE("texts of the same length may differ") {
    Recorded run = handshake();
    run.call(client, engine::SendText{.text = "hello", .urgent = false}, 300ms);
    run.call(client, engine::SendText{.text = "world", .urgent = false}, 500ms);
    run.run_to(700ms);
    std::vector<std::uint32_t> texts;
    for (const engine::Flight& f : run.timeline.flights())
      if (heading(run.timeline.bytes().read(f.bytes)).text_bytes == 5) texts.push_back(f.id.value);
    REQUIRE(texts.size() == 2);
    const auto rows = packet_diff(bytes_of(run, texts[0]), bytes_of(run, texts[1]));
    CHECK(std::ranges::find(rows, Field::text, &FieldDifference::field)->differs);
  }

  TEST_CASE("a repetition is compared with its original") {
    const Recorded run = lost_third_ack();
    const auto again =
        std::ranges::find_if(run.timeline.flights(), &engine::Flight::retransmission);
    REQUIRE(again != run.timeline.flights().end());
    CHECK(diff_partner(run.timeline, again->id) == engine::PacketId{2});
  }

  TEST_CASE("an ordinary segment is compared with the one before of the same sender") {
    const Recorded run = handshake();
    CHECK(diff_partner(run.timeline, {3}) == engine::PacketId{1});
    CHECK_FALSE(diff_partner(run.timeline, {1}).has_value());
  }
}
