// The table of edges (RFC 9293 figure 5), the table of timers and the list of TCB variables.
#include <doctest/doctest.h>

#include <set>

#include "engine/base/invariant.hpp"
#include "engine/tcp/transition.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

TEST_SUITE("engine/tcp/state") {
  TEST_CASE("figure 5 has twenty edges, and each is drawn once") {
    std::set<std::pair<State, State>> drawn;
    int count = 0;
    for (const Edge& edge : edges()) {
      if (!edge.in_figure_5) continue;
      ++count;
      CHECK(drawn.insert({edge.from, edge.to}).second);
    }
    CHECK(count == 20);
  }

  TEST_CASE("the usual paths of client and server lead from CLOSED to CLOSED") {
    for (const EdgePath path : {EdgePath::usual_client, EdgePath::usual_server}) {
      State at = State::closed;
      int edges_walked = 0;
      do {
        for (const Edge& edge : edges())
          if (edge.from == at && edge.path == path) {
            at = edge.to;
            ++edges_walked;
            break;
          }
      } while (at != State::closed && edges_walked < 20);
      CHECK(at == State::closed);
      CHECK(edges_walked == 6);
    }
  }

  TEST_CASE("every state can be reached, and left") {
    for (std::size_t i = 0; i < state_count; ++i) {
      const auto state = static_cast<State>(i);
      bool reached = false, left = false;
      for (const Edge& edge : edges()) {
        reached = reached || edge.to == state;
        left = left || edge.from == state;
      }
      CHECK(reached);
      CHECK(left);
      CHECK(!is_legal(state, state));
    }
  }

  TEST_CASE("an illegal change is our own bug") {
    Tcb tcb;
    Effects fx;
    CHECK_THROWS_AS(change_state(tcb, State::established, Rule::handshake_complete, fx),
                    BrokenInvariant);
    CHECK(!is_legal(State::close_wait, State::closing));
    CHECK(!is_legal(State::listen, State::established));
  }

  TEST_CASE("each state has its name on the screen and its name in the RFC") {
    CHECK(name(State::syn_received) == "SYN_RCVD");
    CHECK(rfc_name(State::syn_received) == "SYN-RECEIVED");
    std::set<std::string_view> names, rfc_names;
    for (std::size_t i = 0; i < state_count; ++i) {
      names.insert(name(static_cast<State>(i)));
      rfc_names.insert(rfc_name(static_cast<State>(i)));
    }
    CHECK(names.size() == state_count);
    CHECK(rfc_names.size() == state_count);
  }
}

TEST_SUITE("engine/tcp/timers") {
  TEST_CASE("the earliest is found, and ties are broken by the written order") {
    TimerTable timers;
    CHECK(!earliest(timers));
    timers.arm(Timer::user_timeout, world_start, 5s);
    timers.arm(Timer::delayed_ack, world_start, 5s);
    CHECK(earliest(timers)->timer == Timer::delayed_ack);
    timers.arm(Timer::time_wait, world_start, 4s);
    CHECK(earliest(timers)->at == world_start + 4s);
    timers.stop_all();
    CHECK(!earliest(timers));
  }

  TEST_CASE("a timer that does not run cannot fire") {
    Tcb tcb = tcb_in(Situation::fin_wait_2, {1000}, {5000});
    CHECK_THROWS_AS(happen(tcb, TimerFires{Timer::persist}, world_start), BrokenInvariant);
  }
}

TEST_SUITE("engine/tcp/tcb_fields") {
  TEST_CASE("each variable has a name of its own") {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < tcb_field_count; ++i) names.insert(name(static_cast<TcbField>(i)));
    CHECK(names.size() == tcb_field_count);
    CHECK(name(TcbField::snd_una) == "SND.UNA");
    CHECK(is_sequence_number(TcbField::rcv_nxt));
    CHECK(!is_sequence_number(TcbField::rcv_wnd));
  }

  // Every member of the struct either shows in the variables, or stands in the list below with the
  // reason why not. A new member breaks the structured binding and so this test.
  TEST_CASE("every member of SND and RCV is shown or excluded on purpose") {
    const Tcb base = tcb_in(Situation::established, {1000}, {5000});
    const auto shows = [&base](auto change) {
      Tcb tcb = base;
      change(tcb);
      return variables(tcb) != variables(base);
    };
    // max, mss and the flags: SND.NXT and "unsent" tell what max does; a FIN shows as a state; a
    // note tells that more was promised.
    [[maybe_unused]] auto [una, nxt, max, wnd, up, wl1, wl2, iss, max_wnd, mss, snd_scale,
                           syn_acknowledged, fin_queued, fin_sent, more] = base.snd;
    CHECK(shows([](Tcb& t) { t.snd.una += 1; }));
    CHECK(shows([](Tcb& t) { t.snd.nxt += 1; }));
    CHECK(shows([](Tcb& t) { t.snd.wnd += 1; }));
    CHECK(shows([](Tcb& t) { t.snd.up += 1; }));
    CHECK(shows([](Tcb& t) { t.snd.wl1 += 1; }));
    CHECK(shows([](Tcb& t) { t.snd.wl2 += 1; }));
    CHECK(shows([](Tcb& t) { t.snd.iss += 1; }));
    CHECK(shows([](Tcb& t) { t.snd.max_wnd += 1; }));
    CHECK(shows([](Tcb& t) { t.snd.mss = 99; }));
    CHECK(shows([](Tcb& t) { t.snd.scale = 9; }));
    // urgent shows as RCV.UP ahead of what was read, fin as a state; mss_seen only tunes the
    // delayed ACK; tos is what the application may ask for.
    [[maybe_unused]] auto [rcv_nxt, rcv_wnd, rcv_up, urgent, irs, rcv_scale, fin, mss_seen, tos] =
        base.rcv;
    CHECK(shows([](Tcb& t) { t.rcv.nxt += 1; }));
    CHECK(shows([](Tcb& t) { t.rcv.wnd += 1; }));
    CHECK(shows([](Tcb& t) { t.rcv.up += 1; }));
    CHECK(shows([](Tcb& t) { t.rcv.irs += 1; }));
    CHECK(shows([](Tcb& t) { t.rcv.scale = 9; }));
  }

  TEST_CASE("every other member is shown or excluded on purpose") {
    const Tcb base = tcb_in(Situation::established, {1000}, {5000});
    const auto shows = [&base](auto change) {
      Tcb tcb = base;
      change(tcb);
      return variables(tcb) != variables(base);
    };
    // Excluded: who and how (origin, sockets, passive, config), what was agreed (window_scaling,
    // sack_permitted, ts.on), the end (application_left,
    // reading_shut, error), what the notes tell with numbers (patience), bookkeeping that no
    // learner needs to follow (ip_options, syn_timed_out, refusal_pending, accept_deferred, pace,
    // first_sent_at, keepalive_probes, last_received_at,
    // last_text_sent_at, unacknowledged_text, throttle, former). What sack_report holds shows as
    // "reassembly" and on the wire; rack shows as its two timers and as the pipe; fast_open is said
    // by notes and seen in the options.
    [[maybe_unused]] auto [state, sockets, passive, config, ip_options, last_received_at,
                           throttle] = static_cast<const Lasting&>(base);
    [[maybe_unused]] auto [origin, snd, rcv, ts, window_scaling, sack_permitted, application_left,
                           reading_shut, syn_timed_out, refusal_pending, accept_deferred, error,
                           retransmissions, first_sent_at, keepalive_probes, last_text_sent_at,
                           unacknowledged_text, pace, patience, former, send_buffer, receive_buffer,
                           rtt, congestion, recovery, rack, ecn, fast_open, sack_report, timers] =
        static_cast<const Incarnation&>(base);
    CHECK(shows([](Tcb& t) { t.state = State::close_wait; }));
    CHECK(shows([](Tcb& t) { t.ts.recent = 1; }));
    CHECK(shows([](Tcb& t) { t.ts.last_ack_sent += 1; }));
    CHECK(shows([](Tcb& t) { t.retransmissions = 1; }));
    CHECK(shows([](Tcb& t) { t.send_buffer.append({90, 5}); }));
    CHECK(shows([](Tcb& t) { t.receive_buffer.append({90, 5}); }));
    CHECK(shows([](Tcb& t) { t.receive_buffer.hold({6000}, {90, 5}); }));
    CHECK(shows([](Tcb& t) { t.rtt.srtt += 1ns; }));
    CHECK(shows([](Tcb& t) { t.rtt.rttvar += 1ns; }));
    CHECK(shows([](Tcb& t) { t.rtt.rto += 1ns; }));
    CHECK(shows([](Tcb& t) { t.congestion.cwnd = 1; }));
    CHECK(shows([](Tcb& t) { t.congestion.ssthresh = 1; }));
    CHECK(shows([](Tcb& t) { t.snd.max += 1; }));  // flight
    CHECK(shows([](Tcb& t) { t.recovery.duplicates = 1; }));
    CHECK(shows([](Tcb& t) { t.recovery.scoreboard.add({t.snd.una, t.snd.max}); }));
    CHECK(shows([](Tcb& t) {
      t.recovery.phase = LossPhase::fast_recovery;
      t.recovery.point = t.snd.max;
    }));
    for (std::size_t i = 0; i < timer_count; ++i)
      CHECK(shows([i](Tcb& t) { t.timers.rows[i].expires_at = world_start + 77s; }));
  }

  TEST_CASE("the digest of a TCB notices every variable") {
    const auto digest = [](const Tcb& tcb) {
      Hasher h;
      hash_append(h, tcb);
      return h.digest();
    };
    const Tcb base = tcb_in(Situation::time_wait, {1000}, {5000});
    const auto differs = [&](auto change) {
      Tcb tcb = base;
      change(tcb);
      return digest(tcb) != digest(base);
    };
    CHECK(digest(base) == digest(tcb_in(Situation::time_wait, {1000}, {5000})));
    CHECK(differs([](Tcb& t) { t.snd.max += 1; }));
    CHECK(differs([](Tcb& t) { t.rcv.mss_seen = 1; }));
    CHECK(differs([](Tcb& t) { t.former = Tcb::Former{}; }));
    CHECK(differs([](Tcb& t) { t.rcv.tos = 4; }));
    CHECK(differs([](Tcb& t) { t.ip_options = 8; }));
    CHECK(differs([](Tcb& t) { t.refusal_pending = true; }));
    CHECK(differs([](Tcb& t) { t.accept_deferred = true; }));
    CHECK(differs([](Tcb& t) { t.pace.quick = 3; }));
    CHECK(differs([](Tcb& t) { t.ecn.waits = true; }));
    CHECK(differs([](Tcb& t) { t.rack.measured_since_probe = false; }));
    CHECK(differs([](Tcb& t) { t.recovery.rate.sent = 1; }));
    CHECK(differs([](Tcb& t) { t.recovery.reduction = Reduction{}; }));
    CHECK(differs([](Tcb& t) { t.congestion.hystart = HyStart{}; }));
    CHECK(differs([](Tcb& t) { t.throttle.any_invalid_ack = !t.throttle.any_invalid_ack; }));
    CHECK(differs([](Tcb& t) { t.config.rto_min_on_variance = true; }));
    CHECK(differs([](Tcb& t) { t.receive_buffer.remember_fin({1}); }));
    CHECK(differs([](Tcb& t) { t.rtt.begin({1}, world_start); }));
    CHECK(differs([](Tcb& t) { t.congestion.algorithm = Cubic{}; }));
    CHECK(differs([](Tcb& t) { t.recovery.rescued = true; }));
    CHECK(differs([](Tcb& t) { t.ecn.cwr_is_due = true; }));
    CHECK(differs([](Tcb& t) { t.rack.reordering_seen = true; }));
    CHECK(differs([](Tcb& t) { t.sack_report.arrived({{1}, {2}}); }));
    CHECK(differs([](Tcb& t) { t.timers.rows[3].armed_at += 1ns; }));
  }

  TEST_CASE("signals and results have stable identifiers") {
    CHECK(name(Signal::peer_closed) == "peer_closed");
    CHECK(name(CallResult::end_of_file) == "end_of_file");
    CHECK(name(Timer::fin_wait_2) == "fin_wait_2");
  }
}
