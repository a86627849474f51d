// Numbers as far away as the circle permits: half a turn, where "before" and "after" mean the same
// (RFC 9293 3.4, 3.10.7.4); and a peer that contradicts its own FIN.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/duet.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

Tcb with_buffer(std::uint32_t irs, std::uint32_t buffer) {
  return tcb_in(Situation::established, {1000}, {irs},
                {.receive_buffer = buffer, .delayed_ack = 0s});
}

Segment text_at(const Tcb& tcb, SeqNum seq, std::uint32_t length) {
  return {.seq = seq,
          .ack = tcb.snd.una,
          .flags = {.ack = true},
          .window = granted,
          .text = {0, length}};
}

}  // namespace

TEST_SUITE("RFC 9293 3.4") {
  TEST_CASE("text half a turn away is in no window, closed or open") {
    for (const std::uint32_t irs : sliding_isns)
      for (const std::uint32_t room : {0u, 4u, 100u})
        for (std::uint32_t back = 0; back < 30; ++back) {
          Tcb tcb = with_buffer(irs, room + 10);
          Effects fx;
          arrive(tcb, text_at(tcb, tcb.rcv.nxt, 10), fx);
          REQUIRE(tcb.rcv.wnd == room);
          arrive(tcb, text_at(tcb, tcb.rcv.nxt + half_turn - back, 20), fx);
          CHECK(noted(fx, Rule::ack_for_unacceptable));
          CHECK(tcb.receive_buffer.held() == 0);
        }
  }

  TEST_CASE("an acknowledgment half a turn away acknowledges nothing") {
    for (const std::uint32_t iss : sliding_isns)
      for (const bool hardened : {false, true}) {
        Tcb tcb = tcb_in(Situation::syn_sent, {iss}, {5000}, {.rfc5961 = hardened});
        Effects fx;
        arrive(tcb, {.seq = {5000}, .ack = {iss + 1}, .flags = {.ack = true, .syn = true}}, fx);
        REQUIRE(tcb.state == State::established);
        REQUIRE(tcb.snd.max_wnd == 0);
        arrive(tcb,
               {.seq = {5001},
                .ack = {iss + 1 + half_turn},
                .flags = {.ack = true},
                .window = granted},
               fx);
        CHECK(tcb.snd.una == SeqNum{iss + 1});
        CHECK(tcb.snd.wnd == 0);
        CHECK(fx.segments.size() == 1);
      }
  }

  TEST_CASE("a SYN-ACK for a SYN half a turn away is not for us") {
    Tcb tcb = tcb_in(Situation::syn_sent, {1000}, {5000});
    Effects fx;
    arrive(tcb, {.seq = {5000}, .ack = {1000 + half_turn}, .flags = {.ack = true, .syn = true}},
           fx);
    CHECK(tcb.state == State::syn_sent);
  }
}

TEST_SUITE("requirements B.7 note 2") {
  TEST_CASE("text beyond a remembered FIN is ignored, and the FIN is still taken") {
    for (const std::uint32_t irs : sliding_isns) {
      Tcb tcb = with_buffer(irs, 1000);
      Effects fx;
      const SeqNum start = tcb.rcv.nxt;
      Segment fin = text_at(tcb, start + 5, 0);
      fin.flags.fin = true;
      arrive(tcb, fin, fx);
      arrive(tcb, text_at(tcb, start + 5, 4), fx);
      CHECK(noted(fx, Rule::nothing_follows_a_fin));
      arrive(tcb, text_at(tcb, start, 9), fx);
      CHECK(tcb.rcv.nxt == start + 6);
      CHECK(tcb.receive_buffer.unread() == 5);
      CHECK(tcb.state == State::close_wait);
    }
  }

  TEST_CASE("a FIN before text that is held already ends the text there") {
    Tcb tcb = with_buffer(5000, 1000);
    Effects fx;
    arrive(tcb, text_at(tcb, {5006}, 10), fx);
    Segment fin = text_at(tcb, {5009}, 0);
    fin.flags.fin = true;
    arrive(tcb, fin, fx);
    CHECK(tcb.receive_buffer.held() == 3);
    arrive(tcb, text_at(tcb, {5001}, 5), fx);
    CHECK(tcb.rcv.nxt == SeqNum{5010});
    CHECK(tcb.state == State::close_wait);
  }

  TEST_CASE("of two FINs with different numbers the first one counts") {
    Tcb tcb = with_buffer(5000, 1000);
    Effects fx;
    for (const std::uint32_t number : {5005u, 5008u}) {
      Segment fin = text_at(tcb, {number}, 0);
      fin.flags.fin = true;
      arrive(tcb, fin, fx);
    }
    CHECK(tcb.receive_buffer.fin() == SeqNum{5005});
  }
}
