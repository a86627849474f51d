// ICMP errors at one connection (requirements A.9: MUST-54 to MUST-56, SHLD-25, SHLD-26; RFC 5927,
// RFC 1191).
#include <doctest/doctest.h>

#include <array>

#include "tests/support/duet.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

IcmpError error_about(SeqNum seq, std::uint8_t type, std::uint8_t code, std::uint16_t mtu = 0) {
  return {
      .type = type, .code = code, .next_hop_mtu = mtu, .quoted_seq = seq, .quoted_length = 1500};
}

constexpr std::uint8_t unreachable_type = 3;
constexpr Situation synchronized_with_flight[] = {Situation::established, Situation::fin_wait_1,
                                                  Situation::close_wait, Situation::closing,
                                                  Situation::last_ack};

TcpConfig gentle() { return {.icmp_aborts_synchronized = false}; }

// 4000 octets in flight, in segments of 1460.
Tcb with_large_segments(SeqNum iss = {1000}) {
  Tcb tcb = tcb_in(Situation::established, iss, {5000}, {.nagle = false});
  Effects fx;
  arrive(tcb, {.seq = tcb.rcv.nxt, .ack = tcb.snd.max, .flags = {.ack = true}, .window = 60'000},
         fx);
  tcb.snd.mss = 1460;
  happen(tcb, SendCall{.bytes = {0, 4000}, .iss = {}}, world_start, fx);
  return tcb;
}

}  // namespace

TEST_SUITE("RFC 9293 3.9.2.2") {
  TEST_CASE("MUST-55: Source Quench has no effect at all") {
    Tcb tcb = with_large_segments();
    const Tcb before = tcb;
    const Effects fx = happen(tcb, IcmpArrives{error_about(tcb.snd.una, 4, 0)});
    CHECK(tcb == before);
    CHECK(fx.segments.empty());
    CHECK(fx.signals.empty());
  }

  TEST_CASE("MUST-56: soft errors are told and kill nothing") {
    const std::pair<std::uint8_t, std::uint8_t> rows[] = {{3, 0},  {3, 1},  {3, 5},
                                                          {11, 0}, {11, 1}, {12, 0}};
    for (const auto& [type, code] : rows)
      for (const Situation s : {Situation::syn_sent, Situation::established, Situation::last_ack}) {
        Tcb tcb = tcb_in(s, {1000}, {5000});
        const Tcb before = tcb;
        const Effects fx = happen(tcb, IcmpArrives{error_about(tcb.snd.una, type, code)});
        CHECK(tcb == before);
        CHECK(fx.signals == std::vector{Signal::soft_error});  // SHLD-25
      }
  }

  TEST_CASE("SHLD-26: a hard error ends what is being opened") {
    for (const std::uint8_t code : std::to_array<std::uint8_t>({2, 3, 9, 10, 13})) {
      Tcb tcb = tcb_in(Situation::syn_sent, {1000}, {5000});
      const Effects fx = happen(tcb, IcmpArrives{error_about(tcb.snd.una, unreachable_type, code)});
      CHECK(tcb.state == State::closed);
      CHECK(fx.signals == std::vector{Signal::refused});
      CHECK(fx.segments.empty());
    }
  }

  TEST_CASE("SHLD-26: a hard error ends an open connection, unless RFC 5927 is followed") {
    for (const Situation s : synchronized_with_flight) {
      Tcb strict = tcb_in(s, {1000}, {5000});
      happen(strict, IcmpArrives{error_about(strict.snd.una, unreachable_type, 2)});
      CHECK(strict.state == State::closed);
      Tcb careful = tcb_in(s, {1000}, {5000}, gentle());
      const State before = careful.state;
      const Effects fx =
          happen(careful, IcmpArrives{error_about(careful.snd.una, unreachable_type, 2)});
      CHECK(careful.state == before);
      CHECK(fx.signals == std::vector{Signal::soft_error});
    }
  }

  TEST_CASE("a hard error in SYN-RECEIVED leads a passive record back to LISTEN") {
    Tcb tcb = tcb_in(Situation::syn_received_passive, {1000}, {5000});
    happen(tcb, IcmpArrives{error_about(tcb.snd.una, unreachable_type, 3)});
    CHECK(tcb.state == State::listen);
  }

  TEST_CASE("with the switch off a hard error is soft even for a SYN") {
    Tcb tcb = tcb_in(Situation::syn_sent, {1000}, {5000}, {.icmp_hard_errors = false});
    const Effects fx = happen(tcb, IcmpArrives{error_about(tcb.snd.una, unreachable_type, 3)});
    CHECK(tcb.state == State::syn_sent);
    CHECK(fx.signals == std::vector{Signal::soft_error});
  }
}

TEST_SUITE("RFC 5927 4.1") {
  TEST_CASE("only an error that quotes what is in flight is believed") {
    for (const std::uint32_t isn : sliding_isns) {
      const auto survives = [isn](std::uint32_t beyond_una) {
        Tcb tcb = tcb_in(Situation::established, {isn}, {5000});
        happen(tcb, IcmpArrives{error_about(tcb.snd.una + beyond_una, unreachable_type, 2)});
        return tcb.state == State::established;
      };
      CHECK(survives(~0u));  // just acknowledged
      CHECK(!survives(0));
      CHECK(!survives(outstanding - 1));
      CHECK(survives(outstanding));  // never sent
    }
  }
}

TEST_SUITE("RFC 1191") {
  TEST_CASE("fragmentation needed: smaller segments, sent again at once, and no loss") {
    for (const std::uint32_t isn : sliding_isns) {
      Tcb tcb = with_large_segments({isn});
      const std::uint32_t cwnd = tcb.congestion.cwnd;
      const SeqNum una = tcb.snd.una, max = tcb.snd.max;
      const Effects fx = happen(tcb, IcmpArrives{error_about(una, unreachable_type, 4, 576)});
      CHECK(tcb.snd.mss == 536);
      CHECK(tcb.congestion.cwnd == cwnd);
      CHECK(tcb.retransmissions == 0);
      REQUIRE(fx.segments.size() == 8);
      CHECK(fx.segments[0].segment.seq == una);
      CHECK(fx.segments[0].segment.text.length == 536);
      CHECK(fx.segments[0].retransmission);
      CHECK(tcb.snd.max == max);
    }
  }

  TEST_CASE("a router that does not say: the next plateau below the refused packet") {
    Tcb tcb = with_large_segments();
    happen(tcb, IcmpArrives{error_about(tcb.snd.una, unreachable_type, 4, 0)});
    CHECK(tcb.snd.mss == 1492 - 40);
  }

  TEST_CASE("a message can make segments smaller, never larger, and not absurdly small") {
    Tcb tcb = with_large_segments();
    const Effects larger = happen(tcb, IcmpArrives{error_about(tcb.snd.una, 3, 4, 9000)});
    CHECK(tcb.snd.mss == 1460);
    CHECK(larger.segments.empty());
    happen(tcb, IcmpArrives{error_about(tcb.snd.una, 3, 4, 20)});
    CHECK(tcb.snd.mss == 128 - 40);
  }

  TEST_CASE("without path MTU discovery it is a hard error") {
    Tcb tcb = tcb_in(Situation::syn_sent, {1000}, {5000}, {.pmtu_discovery = false});
    happen(tcb, IcmpArrives{error_about(tcb.snd.una, unreachable_type, 4, 576)});
    CHECK(tcb.state == State::closed);
  }
}
