// Explicit congestion notification (RFC 3168 6.1; requirements G.10).
#include <doctest/doctest.h>

#include "tests/support/duet.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

TcpConfig marking(EcnUse use) { return {.mss = 1000, .ecn = use, .delayed_ack = 0s}; }

// A connection whose peer's SYN asked for ECN.
struct End {
  explicit End(EcnUse use = EcnUse::on) {
    tcb = tcb_in(Situation::closed, {999}, {5000}, marking(use));
    happen(tcb, PassiveOpen{example_sockets().local, {}}, world_start, fx);
    Segment syn{.seq = {5000}, .flags = {.cwr = true, .ece = true, .syn = true}, .window = 60'000};
    syn.options.mss = 1000;
    arrive(tcb, syn, fx, {999});
    agreed = fx.segments.at(0).segment.flags.ece;
    ack(0);
  }

  void ack(std::uint32_t number, bool ece = false) {
    arrive(tcb,
           {.seq = tcb.rcv.nxt,
            .ack = SeqNum{1000} + number,
            .flags = {.ece = ece, .ack = true},
            .window = 60'000},
           fx);
  }
  void text(bool marked, bool cwr = false) {
    Segment s{.seq = tcb.rcv.nxt,
              .ack = tcb.snd.una,
              .flags = {.cwr = cwr, .ack = true},
              .window = 60'000,
              .text = {0, 10}};
    happen(tcb, SegmentArrives{example_sockets(), s, {}, marked}, world_start, fx);
  }
  void send(std::uint32_t octets) {
    happen(tcb, SendCall{{0, octets}, false, {}}, world_start, fx);
  }
  Flags flags(std::size_t n = 0) const { return fx.segments.at(n).segment.flags; }

  Tcb tcb;
  Effects fx;
  bool agreed{};
};

}  // namespace

TEST_SUITE("RFC 3168 6.1.1") {
  TEST_CASE("a SYN asks with ECE and CWR, the SYN-ACK agrees with ECE alone") {
    DUET(duet, {.config = marking(EcnUse::on)});
    duet.establish();
    CHECK(to_string(duet.sent().at(0).segment.flags) == "SYN,ECE,CWR");
    CHECK(to_string(duet.sent().at(1).segment.flags) == "SYN,ACK,ECE");
    CHECK(to_string(duet.sent().at(2).segment.flags) == "ACK");
    CHECK(duet.client().ecn.on);
    CHECK(duet.server().ecn.on);
    CHECK(duet.noted(Rule::ecn_agreed));
  }

  TEST_CASE("a passive one agrees but does not ask, and one without does neither") {
    CHECK(End(EcnUse::passive).agreed);
    CHECK(!End(EcnUse::off).agreed);
    DUET(duet, {.config = marking(EcnUse::passive)});
    duet.establish();
    CHECK(to_string(duet.sent().at(0).segment.flags) == "SYN");
    CHECK(!duet.client().ecn.on);
  }

  TEST_CASE("a SYN-ACK that only reflects both bits agrees to nothing") {
    Tcb tcb = tcb_in(Situation::closed, {1000}, {5000}, marking(EcnUse::on));
    Effects fx;
    happen(tcb, ActiveOpen{example_sockets(), {1000}}, world_start, fx);
    Segment answer{.seq = {5000}, .ack = {1001}, .window = 9000};
    answer.flags = {.cwr = true, .ece = true, .ack = true, .syn = true};
    arrive(tcb, answer, fx);
    CHECK(tcb.state == State::established);
    CHECK(!tcb.ecn.on);
  }

  TEST_CASE("the SYN is sent again without, and then nothing is agreed") {
    DUET(duet, {.config = marking(EcnUse::on)});
    duet.lose(with_flags(Side::client, "SYN,ECE,CWR"));
    duet.listen();
    duet.connect();
    duet.run(1500ms);
    CHECK(to_string(duet.sent().at(1).segment.flags) == "SYN");
    CHECK(duet.client().state == State::established);
    CHECK(!duet.client().ecn.on);
    CHECK(!duet.server().ecn.on);
  }
}

TEST_SUITE("RFC 3168 6.1.5") {
  TEST_CASE("new text may be marked; pure ACKs and what is sent again may not") {
    End end;
    end.send(1000);
    CHECK(end.fx.segments.at(0).ecn_capable);
    happen(end.tcb, TimerFires{Timer::retransmit}, world_start + 1s, end.fx);
    REQUIRE(end.fx.segments.at(0).retransmission);
    CHECK(!end.fx.segments.at(0).ecn_capable);
    end.ack(1000);
    end.text(false);
    CHECK(!end.fx.segments.at(0).ecn_capable);
    End without(EcnUse::off);
    without.send(1000);
    CHECK(!without.fx.segments.at(0).ecn_capable);
  }
}

TEST_SUITE("RFC 3168 6.1.6") {
  TEST_CASE("a probe of a closed window may not be marked, not even the first") {
    End end;
    arrive(end.tcb, {.seq = end.tcb.rcv.nxt, .ack = {1000}, .flags = {.ack = true}}, end.fx);
    end.send(100);
    const Instant due = end.tcb.timers[Timer::persist].expires_at;
    happen(end.tcb, TimerFires{Timer::persist}, due, end.fx);
    REQUIRE(end.fx.segments.size() == 1);
    CHECK(end.fx.segments[0].segment.text.length == 1);
    CHECK(!end.fx.segments[0].ecn_capable);
  }
}

TEST_SUITE("RFC 3168 6.1.3") {
  TEST_CASE("a mark is echoed in every ACK until CWR comes") {
    End end;
    end.text(true);
    CHECK(end.flags().ece);
    CHECK(noted(end.fx, Rule::congestion_mark_seen));
    end.text(false);
    CHECK(end.flags().ece);
    end.text(false, true);
    CHECK(!end.flags().ece);
    CHECK(noted(end.fx, Rule::congestion_answer_heard));
    end.text(true, true);  // a mark on the very segment that brings CWR is a new one
    CHECK(end.flags().ece);
  }

  TEST_CASE("without an agreement a mark means nothing") {
    End end(EcnUse::off);
    end.text(true);
    CHECK(!end.flags().ece);
  }
}

TEST_SUITE("RFC 3168 6.1.2") {
  TEST_CASE("an echo halves cwnd once for a window of data, and the next new text says so") {
    End end;
    end.send(30'000);
    REQUIRE(end.fx.segments.size() == 10);
    end.ack(1000, true);
    CHECK(end.tcb.congestion.cwnd == 5000);
    CHECK(end.tcb.congestion.ssthresh == 5000);
    CHECK(end.fx.segments.empty());  // nothing is sent again
    end.ack(2000, true);
    CHECK(end.tcb.congestion.cwnd == 5000);  // the same trouble, and no growth either
    CHECK(noted(end.fx, Rule::congestion_already_answered));
    end.ack(7000);
    REQUIRE(end.fx.segments.size() >= 2);
    CHECK(end.flags(0).cwr);
    CHECK(noted(end.fx, Rule::reduction_told));
    CHECK(!end.flags(1).cwr);
    end.ack(10'000, true);  // sent before CWR could arrive
    CHECK(end.tcb.congestion.cwnd >= 5000);
    end.ack(11'000, true);  // after it: new trouble
    CHECK(noted(end.fx, Rule::congestion_echo_answered));
  }

  TEST_CASE("an echo leaves a window of one segment as it is") {
    End end;
    end.tcb.congestion.cwnd = 1000;
    end.send(3000);
    REQUIRE(end.fx.segments.size() == 1);
    end.ack(1000, true);
    CHECK(end.tcb.congestion.cwnd == 1000);
    CHECK(noted(end.fx, Rule::congestion_echo_answered));
  }

  TEST_CASE("after an echo at one segment the next one waits for the timer") {
    End end;
    end.tcb.congestion.cwnd = 1000;
    end.send(3000);
    end.ack(1000, true);
    CHECK(end.fx.segments.empty());
    CHECK(noted(end.fx, Rule::one_segment_waits_for_timer));
    const Instant due = end.tcb.timers[Timer::retransmit].expires_at;
    REQUIRE(due != never);
    happen(end.tcb, TimerFires{Timer::retransmit}, due, end.fx);
    REQUIRE(end.fx.segments.size() == 1);
    CHECK(!end.fx.segments[0].retransmission);
    CHECK(end.tcb.congestion.cwnd == 1000);
    CHECK(end.tcb.retransmissions == 0);
  }

  TEST_CASE("a loss is told with CWR, too, and its window hears no echo") {
    End end;
    end.send(30'000);
    for (int i = 0; i < 3; ++i) end.ack(0);
    REQUIRE(end.tcb.recovery.phase == LossPhase::fast_recovery);
    const std::uint32_t ssthresh = end.tcb.congestion.ssthresh;
    CHECK(!end.flags().cwr);  // the retransmission does not carry it
    end.ack(12'000, true);    // limited transmit had let two more out
    CHECK(end.tcb.congestion.ssthresh == ssthresh);
    CHECK(end.flags().cwr);
  }

  TEST_CASE("without congestion control an echo changes nothing") {
    End end;
    end.tcb.congestion.algorithm = Uncontrolled{};
    end.send(30'000);
    const std::uint32_t cwnd = end.tcb.congestion.cwnd;
    end.ack(1000, true);
    CHECK(end.tcb.congestion.cwnd == cwnd);
  }
}
