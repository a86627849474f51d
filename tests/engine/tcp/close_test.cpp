// Closing a connection (RFC 9293 3.6; requirements B.9 7-14, B.10), at every sliding ISN.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/duet.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

DuetSetup sliding(std::uint32_t isn) { return {.client_iss = isn, .server_iss = isn + 4000}; }

std::vector<std::string> flags_since(const Duet& duet, std::size_t first) {
  std::vector<std::string> flags;
  for (std::size_t i = first; i < duet.sent().size(); ++i)
    flags.push_back(to_string(duet.sent()[i].segment.flags));
  return flags;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_SUITE("RFC 9293 3.6 closing") {
  TEST_CASE("four segments: the active closer waits, the passive one is gone") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, sliding(isn));
      duet.establish();
      const std::size_t before = duet.sent().size();
      duet.shutdown(Side::client);
      CHECK(duet.client().state == State::fin_wait_1);
      duet.run(100ms);
      CHECK(duet.client().state == State::fin_wait_2);
      CHECK(duet.server().state == State::close_wait);
      CHECK(duet.signalled(Side::server, Signal::peer_closed) == 1);
      duet.shutdown(Side::server);
      CHECK(duet.server().state == State::last_ack);
      duet.run(100ms);
      CHECK(duet.client().state == State::time_wait);
      CHECK(duet.server().state == State::closed);
      CHECK(flags_since(duet, before) == Lines{"FIN,ACK", "ACK", "FIN,ACK", "ACK"});
      CHECK(duet.signalled(Side::server, Signal::closed) == 1);
    }
  }

  TEST_CASE("one segment may acknowledge our FIN and bring the peer's") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, sliding(isn));
      duet.establish();
      duet.shutdown(Side::client);
      duet.lose(with_flags(Side::server, "ACK"));  // the server closes before its ACK leaves
      duet.run(50ms);
      duet.shutdown(Side::server);
      duet.run(50ms);
      CHECK(duet.noted(Rule::fin_and_ack_of_fin_received));
      CHECK(!duet.noted(Rule::fin_acknowledged));
      CHECK(duet.client().state == State::time_wait);
      duet.run(50ms);
      CHECK(duet.server().state == State::closed);
    }
  }

  TEST_CASE("simultaneous close: both pass CLOSING and both wait") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, sliding(isn));
      duet.establish();
      duet.shutdown(Side::client);
      duet.shutdown(Side::server);
      duet.run(50ms);
      CHECK(duet.client().state == State::closing);
      CHECK(duet.server().state == State::closing);
      duet.run(50ms);
      CHECK(duet.client().state == State::time_wait);
      CHECK(duet.server().state == State::time_wait);
      const std::size_t before = duet.sent().size();
      duet.run(300s);
      CHECK(duet.client().state == State::closed);
      CHECK(duet.server().state == State::closed);
      CHECK(duet.sent().size() == before);  // they do not acknowledge each other for ever
    }
  }

  TEST_CASE("TIME-WAIT lasts exactly twice the MSL") {
    DUET(duet);
    duet.establish();
    duet.shutdown(Side::client);
    duet.run(100ms);
    duet.shutdown(Side::server);
    duet.run(50ms);
    REQUIRE(duet.client().state == State::time_wait);
    duet.run(240s - 1ns);
    CHECK(duet.client().state == State::time_wait);
    duet.run(1ns);
    CHECK(duet.client().state == State::closed);
    CHECK(duet.noted(Rule::time_wait_over));
  }

  TEST_CASE("a lost last ACK: the FIN comes again, is acknowledged again, and 2MSL restarts") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, sliding(isn));
      duet.establish();
      duet.shutdown(Side::client);
      duet.run(100ms);
      duet.lose(with_flags(Side::client, "ACK"));
      duet.shutdown(Side::server);
      duet.run(60ms);
      const Instant first = duet.client().timers[Timer::time_wait].expires_at;
      CHECK(duet.server().state == State::last_ack);
      duet.run(3s);
      CHECK(duet.noted(Rule::time_wait_restarted));
      CHECK(duet.client().timers[Timer::time_wait].expires_at > first);
      CHECK(duet.server().state == State::closed);
    }
  }

  TEST_CASE("text and FIN may be lost apart from each other") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, sliding(isn));
      duet.establish();
      duet.lose(with_text(Side::client));
      duet.send(Side::client, "last words");
      duet.shutdown(Side::client);
      duet.run(60ms);
      CHECK(duet.noted(Rule::fin_beyond_gap));
      CHECK(duet.server().state == State::established);
      duet.run(5s);
      CHECK(duet.server().state == State::close_wait);
      CHECK(duet.read(Side::server) == "last words");
    }
  }

  TEST_CASE("a FIN behind a gap counts once the gap is filled, without coming again") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, sliding(isn));
      duet.establish();
      duet.hold(with_text(Side::client));
      duet.send(Side::client, "late");
      duet.shutdown(Side::client);
      duet.run(60ms);
      CHECK(duet.server().receive_buffer.fin().has_value());
      duet.release();
      duet.run(60ms);
      CHECK(duet.server().state == State::close_wait);
      CHECK(duet.read(Side::server) == "late");
      CHECK(duet.count(Rule::segment_retransmitted) == 0);
    }
  }

  TEST_CASE("a FIN beyond a gap may acknowledge ours: FIN-WAIT-2, for now") {
    Tcb tcb = tcb_in(Situation::fin_wait_1, {1000}, {5000});
    Effects fx;
    arrive(tcb,
           {.seq = {5006}, .ack = {1002}, .flags = {.ack = true, .fin = true}, .window = granted},
           fx);
    CHECK(tcb.state == State::fin_wait_2);
    arrive(
        tcb,
        {.seq = {5001}, .ack = {1002}, .flags = {.ack = true}, .window = granted, .text = {0, 5}},
        fx);
    CHECK(tcb.state == State::time_wait);
  }

  TEST_CASE("half-closed, the other direction still carries as much as it likes") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, sliding(isn));
      duet.establish();
      duet.shutdown(Side::client);
      duet.run(1h);
      CHECK(duet.client().state == State::fin_wait_2);  // no timeout for a half-closed one
      duet.send_bulk(Side::server, 60'000);
      duet.run(10s);
      CHECK(duet.read(Side::client).size() == 60'000);
      CHECK(duet.server().state == State::close_wait);
    }
  }

  TEST_CASE("CLOSE changes the state at once, while text still waits for the window") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    Effects fx;
    happen(tcb, SendCall{.bytes = {0, 5000}, .iss = {}}, world_start, fx);
    happen(tcb, ShutdownCall{}, world_start, fx);
    CHECK(tcb.state == State::fin_wait_1);
    CHECK(!tcb.snd.fin_sent);
    arrive(tcb, {.seq = {5001}, .ack = tcb.snd.nxt, .flags = {.ack = true}, .window = 10'000}, fx);
    CHECK(tcb.state == State::fin_wait_1);  // ruling H11: everything acknowledged but no FIN sent
    CHECK(tcb.snd.fin_sent);
  }

  TEST_CASE("ABORT resets the peer, which does not wait") {
    for (const std::uint32_t isn : sliding_isns) {
      DUET(duet, sliding(isn));
      duet.establish();
      duet.abort(Side::client);
      CHECK(duet.client().state == State::closed);
      duet.run(100ms);
      CHECK(duet.server().state == State::closed);
      CHECK(duet.signalled(Side::server, Signal::reset) == 1);
    }
  }

  TEST_CASE("a lost RST leaves a half-open peer, until it sends") {
    DUET(duet);
    duet.establish();
    duet.lose(with_flags(Side::client, "RST"));
    duet.abort(Side::client);
    duet.run(1h);
    CHECK(duet.server().state == State::established);
    duet.send(Side::server, "hello?");
    duet.run(1s);
    CHECK(duet.server().state == State::closed);
    CHECK(duet.noted(Rule::reset_for_stranger));
  }

  TEST_CASE("an application that leaves with unread text resets") {
    DUET(duet);
    duet.establish();
    duet.send(Side::client, "ignored");
    duet.run(100ms);
    duet.close(Side::server);
    CHECK(duet.server().state == State::closed);
    duet.run(100ms);
    CHECK(duet.signalled(Side::client, Signal::reset) == 1);
    CHECK(duet.noted(Rule::unread_text_reset));
  }

  TEST_CASE("text for an application that has left is answered with a RST") {
    DUET(duet);
    duet.establish();
    duet.close(Side::client);
    duet.run(100ms);
    CHECK(duet.client().state == State::fin_wait_2);
    duet.send(Side::server, "too late");
    duet.run(100ms);
    CHECK(duet.client().state == State::closed);
    CHECK(duet.server().state == State::closed);
    CHECK(duet.noted(Rule::late_text_reset));
  }

  TEST_CASE(
      "text that crosses the FIN of one who has left is answered with a RST that is believed") {
    DUET(duet);
    duet.establish();
    duet.close(Side::client);
    duet.send(Side::server, "crossing");
    duet.lose(with_flags(Side::server, "ACK"));  // so that only our RST can end it
    duet.run(100ms);
    CHECK(duet.noted(Rule::late_text_reset));
    CHECK(duet.server().state == State::closed);
    CHECK(duet.signalled(Side::server, Signal::reset) == 1);
    CHECK(!duet.noted(Rule::reset_outside_window));
  }

  TEST_CASE("an orphan in FIN-WAIT-2 is dropped after its timeout") {
    DUET(duet, {.config = {.delayed_ack = 0s, .fin_wait_2_timeout = 60s}});
    duet.establish();
    duet.close(Side::client);
    duet.run(59s);
    CHECK(duet.client().state == State::fin_wait_2);
    duet.run(2s);
    CHECK(duet.client().state == State::closed);
    CHECK(duet.noted(Rule::orphan_timed_out));
  }

  TEST_CASE("CLOSE during the handshake sends a FIN; with text queued it waits for ESTABLISHED") {
    Tcb tcb = tcb_in(Situation::syn_received_passive, {1000}, {5000});
    Effects fx;
    happen(tcb, ShutdownCall{}, world_start, fx);
    CHECK(tcb.state == State::fin_wait_1);
    CHECK(one_line(fx.segments.at(0).segment) == "FIN,ACK 1001/5001");

    Tcb busy = tcb_in(Situation::syn_received_passive, {1000}, {5000});
    happen(busy, SendCall{.bytes = {0, 3}, .iss = {}}, world_start, fx);
    happen(busy, ShutdownCall{}, world_start, fx);
    CHECK(busy.state == State::syn_received);
    arrive(busy, {.seq = {5001}, .ack = {1001}, .flags = {.ack = true}, .window = 1000}, fx);
    CHECK(busy.state == State::fin_wait_1);
    CHECK(one_line(fx.segments.at(0).segment) == "FIN,PSH,ACK 1001/5001 +3");
  }
}

TEST_SUITE("requirements B.10") {
  struct Reuse {
    bool old_stamped;
    std::optional<std::uint32_t> stamp;  // relative to TS.Recent
    bool beyond;                         // SEQ after the old FIN
    bool accepted;
  };

  TEST_CASE("RFC 6191: which SYN reopens TIME-WAIT") {
    constexpr std::uint32_t back = 0xFFFF'FFFF;
    const Reuse rows[] = {{true, 1, false, true},
                          {true, 1, true, true},
                          {true, 0, true, true},
                          {true, 0, false, false},
                          {true, back, true, false},
                          {true, back, false, false},
                          {true, std::nullopt, true, true},
                          {true, std::nullopt, false, false},
                          {false, 5, false, true},
                          {false, back, false, true},
                          {false, 5, true, true},
                          {false, std::nullopt, true, true},
                          {false, std::nullopt, false, false}};
    for (const std::uint32_t base : sliding_isns)
      for (const Reuse& row : rows) {
        const TcpConfig config{.timestamps = true, .rfc5961 = false};
        Tcb tcb = tcb_in(Situation::time_wait, {base}, {base + 4000}, config);
        tcb.ts.on = row.old_stamped;
        tcb.ts.recent = base;
        Segment syn{.seq = row.beyond ? tcb.rcv.nxt : tcb.rcv.nxt - 1, .flags = {.syn = true}};
        if (row.stamp) syn.options.timestamps = Timestamps{base + *row.stamp, 0};
        const SeqNum last = tcb.snd.max;
        Effects fx;
        arrive(tcb, syn, fx, {base - 50});
        CHECK((tcb.state == State::syn_received) == row.accepted);
        CHECK(fx.segments.size() == (row.accepted ? 1 : 0));
        if (row.accepted) CHECK(precedes(last, tcb.snd.iss));  // MAY-2 (1)
      }
  }

  TEST_CASE("with RFC 5961 a SYN that cannot reopen TIME-WAIT is challenged, not dropped") {
    Tcb tcb = tcb_in(Situation::time_wait, {1000}, {5000});
    Effects fx;
    arrive(tcb, {.seq = tcb.rcv.nxt - 1, .flags = {.syn = true}}, fx);
    CHECK(tcb.state == State::time_wait);
    CHECK(std::ranges::count(fx.notes, Rule::challenge_for_syn, &Note::rule) == 1);
  }

  TEST_CASE("a stale SYN that reopened TIME-WAIT falls back to it with the old numbers") {
    for (const std::uint32_t base : sliding_isns) {
      Tcb tcb = tcb_in(Situation::time_wait, {base}, {base + 4000});
      const Tcb old = tcb;
      Effects fx;
      arrive(tcb, {.seq = old.rcv.nxt + 70, .flags = {.syn = true}}, fx);
      REQUIRE(tcb.state == State::syn_received);
      arrive(tcb, {.seq = tcb.rcv.nxt, .flags = {.rst = true}}, fx);
      CHECK(tcb.state == State::time_wait);
      CHECK(tcb.snd.nxt == old.snd.nxt);
      CHECK(tcb.rcv.nxt == old.rcv.nxt);
      CHECK(fx.signals.empty());
      arrive(tcb, {.seq = old.rcv.nxt - 1, .ack = old.snd.nxt, .flags = {.ack = true, .fin = true}},
             fx);
      CHECK(one_line(fx.segments.at(0).segment) ==
            "ACK " + std::to_string(old.snd.nxt.raw) + "/" + std::to_string(old.rcv.nxt.raw));
    }
  }

  TEST_CASE("a reopened connection that is established forgets the old one") {
    Tcb tcb = tcb_in(Situation::time_wait, {1000}, {5000});
    Effects fx;
    arrive(tcb, {.seq = tcb.rcv.nxt + 70, .flags = {.syn = true}}, fx);
    CHECK(tcb.former.has_value());
    arrive(tcb, {.seq = tcb.rcv.nxt, .ack = tcb.snd.nxt, .flags = {.ack = true}}, fx);
    CHECK(tcb.state == State::established);
    CHECK(!tcb.former.has_value());
  }

  TEST_CASE("without the RFC 6191 switch a SYN in TIME-WAIT is only challenged") {
    Tcb tcb = tcb_in(Situation::time_wait, {1000}, {5000}, {.rfc6191 = false});
    Effects fx;
    arrive(tcb, {.seq = tcb.rcv.nxt + 70, .flags = {.syn = true}}, fx);
    CHECK(tcb.state == State::time_wait);
    CHECK(fx.segments.size() == 1);
  }

  // The hazard: an old duplicate meets TIME-WAIT, its ACK meets CLOSED, whose RST comes back.
  TEST_CASE("RFC 1337: an old duplicate cuts TIME-WAIT short, unless RST is ignored there") {
    for (const bool protection : {false, true}) {
      DUET(duet, {.config = {.delayed_ack = 0s, .rfc1337 = protection}});
      duet.establish();
      duet.send(Side::server, "old data");
      duet.run(100ms);
      const Segment old_data = duet.sent().at(duet.sent().size() - 2).segment;
      REQUIRE(old_data.text.length == 8);
      duet.read(Side::client);
      duet.shutdown(Side::client);
      duet.run(100ms);
      duet.shutdown(Side::server);
      duet.run(200ms);
      REQUIRE(duet.client().state == State::time_wait);
      REQUIRE(duet.server().state == State::closed);
      duet.forge(Side::client, old_data);
      duet.run(200ms);
      CHECK(duet.client().state == (protection ? State::time_wait : State::closed));
      CHECK(duet.noted(Rule::reset_in_time_wait_ignored) == protection);
      CHECK(duet.noted(Rule::reset_ends_time_wait) == !protection);
    }
  }
}
