#include "engine/wire/departure.hpp"

#include <doctest/doctest.h>

#include <tuple>

#include "engine/wire/match.hpp"
#include "engine/wire/touch.hpp"
#include "tests/engine/wire/bench.hpp"
#include "tests/support/packet_builder.hpp"

using namespace engine;
using namespace engine::test;

namespace {

struct DepartureBench : Bench {
  PacketId send(std::string_view text = {}, Flags flags = {.ack = true},
                std::optional<HostId> to = there) {
    return put(packet_bytes({.source_port = 1, .dest_port = 2, .flags = flags}, text), here, to);
  }
  LinkConfig& link() { return link_between(wire, here, there).config; }

  template <class T>
  std::vector<T> all() const {
    std::vector<T> found;
    for (const WireFact& fact : turn.facts)
      if (const T* const one = std::get_if<T>(&fact)) found.push_back(*one);
    return found;
  }
  bool dropped_for(DropReason reason) const {
    const auto drops = all<PacketDropped>();
    return drops.size() == 1 && drops[0].reason == reason;
  }
};

}  // namespace

TEST_SUITE("wire/departure") {
  TEST_CASE("a packet arrives after the latency of its direction") {
    DepartureBench b;
    b.link().latency = 30ms;
    const PacketId id = b.send();
    CHECK(find(b.wire, id)->arrives_at == world_start + 30ms);
  }

  TEST_CASE("a link that is down drops") {
    DepartureBench b;
    b.link().up = false;
    b.send();
    CHECK(b.dropped_for(DropReason::link_down));
    CHECK(b.wire.packets.empty());
  }

  TEST_CASE("a packet larger than the MTU is dropped, one as large passes") {
    DepartureBench b;
    b.link().mtu = 50;
    b.send("0123456789");  // 20 + 20 + 10
    CHECK(b.all<PacketDropped>().empty());
    b.send("0123456789a");
    CHECK(b.dropped_for(DropReason::too_big));
  }

  TEST_CASE("a certain loss loses everything and says so") {
    DepartureBench b;
    b.link().loss_ppm = 1'000'000;
    b.send();
    CHECK(b.dropped_for(DropReason::loss));
  }

  TEST_CASE("knobs that are off draw no dice") {
    DepartureBench b;
    const std::uint64_t before = b.turn.random.state();
    b.send();
    CHECK(b.turn.random.state() == before);
  }

  TEST_CASE("loss takes about its share") {
    DepartureBench b;
    b.link().loss_ppm = 250'000;
    for (int i = 0; i < 4000; ++i) b.send();
    const std::size_t lost = b.all<PacketDropped>().size();
    CHECK(lost > 900);
    CHECK(lost < 1100);
  }

  TEST_CASE("jitter keeps the order") {
    DepartureBench b;
    b.link().jitter = 40ms;
    Instant last = world_start;
    bool differs = false;
    for (int i = 0; i < 50; ++i) {
      b.turn.now += 1ms;
      const Instant at = find(b.wire, b.send())->arrives_at;
      CHECK(at >= last);
      differs = differs || at - b.turn.now != 50ms;
      last = at;
    }
    CHECK(differs);
  }

  TEST_CASE("a reordered packet is overtaken by the next one") {
    DepartureBench b;
    b.link().reorder_ppm = 1'000'000;
    b.link().reorder_extra = 20ms;
    const PacketId slow = b.send();
    b.link().reorder_ppm = 0;
    const PacketId quick = b.send();
    CHECK(find(b.wire, slow)->arrives_at == world_start + 70ms);
    CHECK(find(b.wire, quick)->arrives_at == world_start + 50ms);
  }

  TEST_CASE("duplication puts a second packet on the wire that names the first") {
    DepartureBench b;
    b.link().duplicate_ppm = 1'000'000;
    const PacketId id = b.send("x");
    REQUIRE(b.wire.packets.size() == 2);
    const Packet& copy = b.wire.packets[1];
    CHECK(copy.copy_of == id);
    CHECK(copy.provenance == Provenance::duplicate);
    CHECK(copy.bytes == b.wire.packets[0].bytes);
  }

  // The mark changes the checksum of the IP header, which such a packet lacks.
  TEST_CASE("congestion does not write behind a packet that is too short for a mark") {
    DepartureBench b;
    b.link().mark_ppm = 1'000'000;
    const ByteRef scrap = b.bytes.store(b.turn.cursor, std::vector<std::uint8_t>(7, 0x45));
    depart(b.wire, {.bytes = scrap, .from = here, .to = there, .connection = {}}, b.bytes, b.turn);
    CHECK(b.all<PacketEdited>().empty());
    CHECK(b.dropped_for(DropReason::early));
  }

  TEST_CASE("corruption flips exactly one bit of a copy of the bytes") {
    DepartureBench b;
    b.link().corrupt_ppm = 1'000'000;
    const PacketId id = b.send("hello");
    const auto sent = b.bytes.read(b.all<PacketSent>()[0].bytes);
    const auto now = b.bytes.read(find(b.wire, id)->bytes);
    int flipped = 0;
    for (std::size_t i = 0; i < sent.size(); ++i)
      flipped += __builtin_popcount(static_cast<unsigned>(sent[i] ^ now[i]));
    CHECK(flipped == 1);
  }

  TEST_CASE("a rate spaces packets by the time that their bits take") {
    DepartureBench b;
    b.link().bits_per_second = 8000;  // a byte takes 1 ms; a bare header 40 ms
    const Instant first = find(b.wire, b.send())->arrives_at;
    const Instant second = find(b.wire, b.send())->arrives_at;
    CHECK(first == world_start + 40ms + 50ms);
    CHECK(second == first + 40ms);
  }

  TEST_CASE("a full queue drops the packet that comes last") {
    DepartureBench b;
    b.link().bits_per_second = 8000;
    b.link().queue_packets = 2;  // one is being sent, two wait
    for (int i = 0; i < 3; ++i) b.send();
    CHECK(b.all<PacketDropped>().empty());
    b.send();
    CHECK(b.dropped_for(DropReason::queue_full));
    b.turn.now += 41ms;
    b.send();
    CHECK(b.all<PacketDropped>().size() == 1);
  }

  TEST_CASE("a packet to nobody travels like any other") {
    DepartureBench b;
    const PacketId id = b.send({}, {.syn = true}, std::nullopt);
    REQUIRE(find(b.wire, id) != nullptr);
    CHECK(find(b.wire, id)->arrives_at == world_start + 50ms);
  }
}

TEST_SUITE("wire/impairment") {
  TEST_CASE("a rule that drops the second SYN lets the first and the third pass") {
    DepartureBench b;
    b.wire.impairments.push_back(
        {.id = {1},
         .match = {.flag_match = FlagMatch::includes, .flags = {.syn = true}, .ordinal = 2},
         .action = DropIt{}});
    b.send({}, {.syn = true});
    b.send({}, {.ack = true});  // is not counted
    const PacketId second = b.send({}, {.syn = true});
    b.send({}, {.syn = true});
    const auto drops = b.all<PacketDropped>();
    REQUIRE(drops.size() == 1);
    CHECK(drops[0].packet == second);
    CHECK(drops[0].reason == DropReason::rule);
    CHECK(drops[0].rule == ImpairmentId{1});
  }

  TEST_CASE("a rule acts as often as it has left, an unlimited one for ever") {
    for (const bool unlimited : {false, true}) {
      DepartureBench b;
      b.wire.impairments.push_back(
          {.id = {1}, .match = {}, .action = DropIt{}, .left = 2, .unlimited = unlimited});
      for (int i = 0; i < 5; ++i) b.send();
      CHECK(b.all<PacketDropped>().size() == (unlimited ? 5 : 2));
    }
  }

  TEST_CASE("a rule that is switched off does nothing") {
    DepartureBench b;
    b.wire.impairments.push_back({.id = {1}, .match = {}, .action = DropIt{}, .enabled = false});
    b.send();
    CHECK(b.wire.packets.size() == 1);
  }

  TEST_CASE("the rule with the lower id acts, the other one waits with its count") {
    DepartureBench b;
    b.wire.impairments.push_back({.id = {1}, .match = {}, .action = DelayIt{.by = 10ms}});
    b.wire.impairments.push_back({.id = {2}, .match = {.ordinal = 2}, .action = DropIt{}});
    b.send();
    b.send();
    CHECK(b.all<PacketDelayed>().size() == 1);
    CHECK(b.all<PacketDropped>().size() == 1);  // the second packet, counted from the first
  }

  TEST_CASE("matching tells what is sent again from what is sent for the first time") {
    DepartureBench b;
    const Packet first = *find(b.wire, b.send());
    Packet repeated = first;
    repeated.retransmission = true;
    const Description seen = describe(b.bytes.read(first.bytes));
    for (const auto& [wanted, meets_first, meets_repeated] :
         {std::tuple(std::optional<bool>{}, true, true),
          std::tuple(std::optional(false), true, false),
          std::tuple(std::optional(true), false, true)}) {
      CHECK(matches({.again = wanted}, first, seen) == meets_first);
      CHECK(matches({.again = wanted}, repeated, seen) == meets_repeated);
    }
  }

  TEST_CASE("matching looks at direction, flags and length") {
    const struct {
      PacketMatch match;
      bool meets;
    } rows[] = {
        {{.from = here, .to = there}, true},
        {{.from = there}, false},
        {{.to = here}, false},
        {{.flag_match = FlagMatch::exactly, .flags = {.ack = true}}, false},
        {{.flag_match = FlagMatch::exactly, .flags = {.ack = true, .psh = true}}, true},
        {{.flag_match = FlagMatch::includes, .flags = {.ack = true}}, true},
        {{.flag_match = FlagMatch::excludes, .flags = {.syn = true}}, true},
        {{.flag_match = FlagMatch::excludes, .flags = {.psh = true}}, false},
        {{.min_text = 5}, true},
        {{.min_text = 6}, false},
        {{.max_text = 4}, false},
        {{.max_text = 5}, true},
    };
    for (const auto& row : rows) {
      CAPTURE(&row - rows);
      DepartureBench b;
      b.wire.impairments.push_back({.id = {1}, .match = row.match, .action = DropIt{}});
      b.send("hello", {.ack = true, .psh = true});
      CHECK(b.wire.packets.empty() == row.meets);
    }
  }

  TEST_CASE("a rule drops before the link draws its dice") {
    DepartureBench b;
    b.link().loss_ppm = 500'000;
    b.wire.impairments.push_back({.id = {1}, .match = {}, .action = DropIt{}});
    const std::uint64_t before = b.turn.random.state();
    b.send();
    CHECK(b.turn.random.state() == before);
  }
}
