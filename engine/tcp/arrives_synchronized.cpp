// SEGMENT ARRIVES in SYN-RECEIVED and all later states (RFC 9293 3.10.7.4, with RFC 5961 and
// RFC 7323; requirements B.6, rulings B.11). One function for each numbered check. Their order is
// the protocol: a segment is believed only as far as the checks before have carried it.
#include <algorithm>

#include "engine/tcp/accept_ack.hpp"
#include "engine/tcp/accept_text.hpp"
#include "engine/tcp/arrives.hpp"
#include "engine/tcp/challenge.hpp"
#include "engine/tcp/ecn.hpp"
#include "engine/tcp/fast_open.hpp"
#include "engine/tcp/output.hpp"
#include "engine/tcp/patience.hpp"
#include "engine/tcp/receive_window.hpp"
#include "engine/tcp/reopen.hpp"
#include "engine/tcp/report_sack.hpp"
#include "engine/tcp/sequence.hpp"
#include "engine/tcp/urgent.hpp"

namespace engine {
namespace {

SeqRange numbers_of(const Segment& seg) { return {seg.seq, end_of(seg)}; }

// ---- before the first: the handshake's own segments come once more (rulings H1 and H2)

enum class Handshake : std::uint8_t { other, crossing_syn_ack, finished };

// A SYN, or SYN-ACK, with the peer's initial number lies one to the left of the window. Taken
// literally it would earn a bare ACK, which helps nobody. SYN-RECEIVED, or FIN-WAIT-1 after a CLOSE
// that did not wait: what counts is that our own SYN is not acknowledged.
Handshake meet_handshake(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  const bool again =
      !tcb.snd.syn_acknowledged && seg.flags.syn && !seg.flags.rst && seg.seq == tcb.rcv.irs;
  if (!again) return Handshake::other;
  if (!seg.flags.ack) {
    if (may_answer_invalid(tcb, now))
      send_syn(tcb, Rule::syn_again_gets_syn_ack, now, fx, true);
    else
      fx.silence(Rule::invalid_ack_throttled, tcb);
    return Handshake::finished;
  }
  if (tcb.origin == Origin::passive || tcb.config.strict_crossing_syn_ack) return Handshake::other;
  const bool good = acknowledges_more(tcb, seg.ack);
  if (fx.check(Rule::crossing_syn_ack, good, {seg.ack.raw, tcb.snd.una.raw, tcb.snd.max.raw}))
    return Handshake::crossing_syn_ack;
  challenge(tcb, Rule::challenge_for_syn, seg.seq, now, fx);
  return Handshake::finished;
}

// ---- timestamps (RFC 7323 3.2, 5.3, 5.5)

// RFC 7323 5.5: after 24 days the circle of timestamps may have turned too far to compare.
bool recent_is_outdated(const Tcb& tcb, Instant now) {
  return now - tcb.ts.recent_at >= std::chrono::hours(24 * 24);
}

Verdict check_timestamp(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  if (!tcb.ts.on || seg.flags.rst) return Verdict::go_on;
  if (!seg.options.timestamps) {
    if (fx.check(Rule::timestamp_present, seg.flags.syn)) return Verdict::go_on;
    fx.silence(Rule::timestamp_missing, tcb);
    return Verdict::stop;
  }
  const std::uint32_t value = seg.options.timestamps->value;
  const bool old = precedes(SeqNum{value}, SeqNum{tcb.ts.recent});
  if (old && recent_is_outdated(tcb, now)) {
    fx.note(Rule::timestamp_outdated, tcb, {value, tcb.ts.recent});
    return Verdict::go_on;
  }
  if (fx.check(Rule::timestamp_not_old, !old, {value, tcb.ts.recent})) return Verdict::go_on;
  if (sequence_length(seg) > 0 || may_answer_invalid(tcb, now))  // ruling H5
    send_ack(tcb, Rule::ack_for_old_timestamp, now, fx, {value, tcb.ts.recent});
  else
    fx.silence(Rule::invalid_ack_throttled, tcb);
  return Verdict::stop;
}

// RFC 7323 4.3: a segment that begins at or before what we last acknowledged is the one to echo.
// Only after the fifth check: a forged segment that RFC 5961 has refused must not move TS.Recent,
// or PAWS would drop all that comes after it.
void remember_timestamp(Tcb& tcb, const Segment& seg, Instant now) {
  if (!tcb.ts.on || !seg.options.timestamps) return;
  const SeqNum value{seg.options.timestamps->value};
  if (precedes(value, SeqNum{tcb.ts.recent}) && !recent_is_outdated(tcb, now)) return;
  if (precedes(tcb.ts.last_ack_sent, seg.seq)) return;
  tcb.ts.recent = value.raw;
  tcb.ts.recent_at = now;
}

// ---- first: the sequence number

// Ruling H8, as Linux does it: a RST is also believed one number before a FIN that was taken, and
// at the right edge of the highest text that waits beyond a gap (which our SACK has told the peer).
// Of a half-open request any number in the window is good enough (requirements F.3).
bool fits_wider_rule(const Tcb& tcb, const Segment& seg) {
  if (!tcb.config.wider_resets || !seg.flags.rst) return false;
  if (is_mere_request(tcb)) return contains(receive_window(tcb), seg.seq);
  const bool after_fin =
      tcb.state == State::close_wait || tcb.state == State::closing || tcb.state == State::last_ack;
  if (after_fin && seg.seq == tcb.rcv.nxt - 1) return true;
  const auto held = tcb.receive_buffer.beyond_gap();
  if (!tcb.sack_permitted || held.empty()) return false;
  return seg.seq == range(held.back()).right;
}

// Some of it lies in the window; the RFC's table asks for the first or the last octet, and a
// segment that covers the window on both sides is trimmed to it.
bool is_acceptable(const Tcb& tcb, const Segment& seg) {
  if (seg.flags.rst)  // judged by its number alone, even at a closed window (MUST-66)
    return fits_wider_rule(tcb, seg) ||
           contains({tcb.rcv.nxt, tcb.rcv.nxt + std::max(tcb.rcv.wnd, 1u)}, seg.seq);
  if (sequence_length(seg) > 0) return !is_empty(overlap(numbers_of(seg), receive_window(tcb)));
  return tcb.rcv.wnd == 0 ? seg.seq == tcb.rcv.nxt : contains(receive_window(tcb), seg.seq);
}

enum class Misfit : std::uint8_t { none, left_of_window, window_closed };

Misfit misfit(const Tcb& tcb, const Segment& seg) {
  const std::uint32_t largest = 65'535u << tcb.rcv.scale;
  const SeqNum end = end_of(seg);
  if (precedes_or_equals(end, tcb.rcv.nxt) && precedes(tcb.rcv.nxt - largest, end))
    return Misfit::left_of_window;
  const bool needs_room = tcb.rcv.wnd == 0 && contains(numbers_of(seg), tcb.rcv.nxt);
  return needs_room ? Misfit::window_closed : Misfit::none;
}

bool ack_in_range(const Tcb& tcb, const Segment& seg) {
  return distance(tcb.snd.una - tcb.snd.max_wnd, seg.ack) <= tcb.snd.max_wnd + unacknowledged(tcb);
}

// Ruling H3. A retransmitted FIN or a window probe fails the first check, yet what it says about
// our own data is news (MUST-66 in spirit).
void use_rest_of_misfit(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  const Misfit why = misfit(tcb, seg);
  if (why == Misfit::none || !is_synchronized(tcb.state) || seg.flags.syn || !seg.flags.ack) return;
  if (tcb.state == State::time_wait) {
    if (!seg.flags.fin || end_of(seg) != tcb.rcv.nxt || tcb.config.acks_extend_time_wait) return;
    tcb.timers.arm(Timer::time_wait, now, 2 * tcb.config.msl);
    return fx.note(Rule::time_wait_restarted, tcb);
  }
  if (!ack_in_range(tcb, seg)) return;
  if (brings_news(tcb, seg))
    fx.note(
        why == Misfit::window_closed ? Rule::ack_at_closed_window_used : Rule::ack_of_misfit_used,
        tcb, {seg.ack.raw});
  if (why == Misfit::window_closed) accept_urgent(tcb, seg, fx);
  if (accept_ack(tcb, seg, now, fx, false) == Verdict::go_on) {
    if (tcb.state == State::fin_wait_1 && fin_is_acknowledged(tcb)) enter_fin_wait_2(tcb, now, fx);
    output(tcb, now, fx);
  }
}

Verdict check_sequence(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  if (fx.check(Rule::sequence_in_window, is_acceptable(tcb, seg),
               {seg.seq.raw, sequence_length(seg), tcb.rcv.nxt.raw, tcb.rcv.wnd}))
    return Verdict::go_on;
  if (seg.flags.rst) {
    fx.silence(Rule::reset_outside_window, tcb, {seg.seq.raw});
    return Verdict::stop;
  }
  if (!seg.flags.syn) report_duplicate(tcb, {seg.seq, seg.seq + seg.text.length});
  const bool counts_as_challenge = seg.flags.syn && tcb.config.rfc5961 &&
                                   (is_synchronized(tcb.state) || tcb.origin == Origin::active);
  if (counts_as_challenge)  // ruling H4
    challenge(tcb, Rule::challenge_for_syn, seg.seq, now, fx);
  else if (sequence_length(seg) > 0 || may_answer_invalid(tcb, now))  // ruling H5
    send_ack(tcb, Rule::ack_for_unacceptable, now, fx, {seg.seq.raw, tcb.rcv.nxt.raw});
  else
    fx.silence(Rule::invalid_ack_throttled, tcb);
  use_rest_of_misfit(tcb, seg, now, fx);
  return Verdict::stop;
}

// ---- second: RST

void accept_reset(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  if (is_mere_request(tcb))
    return abandon_handshake(tcb, Rule::reset_of_half_open, now, fx, {seg.seq.raw});
  if (tcb.state == State::syn_received) {
    if (tcb.origin == Origin::passive)  // Fast Open: its application has begun already
      return close_record(tcb, Signal::reset, Rule::connection_reset, fx, {seg.seq.raw});
    return close_record(tcb, Signal::refused, Rule::connection_refused, fx, {seg.seq.raw});
  }
  if (tcb.state == State::time_wait)
    return close_record(tcb, Signal::closed, Rule::reset_ends_time_wait, fx, {seg.seq.raw});
  if (tcb.state == State::closing || tcb.state == State::last_ack)
    return close_record(tcb, Signal::closed, Rule::reset_after_close, fx, {seg.seq.raw});
  close_record(tcb, Signal::reset, Rule::connection_reset, fx, {seg.seq.raw});
}

Verdict check_reset(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  if (fx.check(Rule::no_reset, !seg.flags.rst)) return Verdict::go_on;
  if (tcb.state == State::time_wait && tcb.config.rfc1337) {
    fx.silence(Rule::reset_in_time_wait_ignored, tcb, {seg.seq.raw});
    return Verdict::stop;
  }
  const bool exact = seg.seq == tcb.rcv.nxt;
  if (!tcb.config.rfc5961 ||
      fx.check(Rule::reset_is_exact, exact, {seg.seq.raw, tcb.rcv.nxt.raw})) {
    accept_reset(tcb, seg, now, fx);
  } else if (fits_wider_rule(tcb, seg)) {
    fx.note(Rule::reset_fits_wider_rule, tcb, {seg.seq.raw, tcb.rcv.nxt.raw});
    accept_reset(tcb, seg, now, fx);
  } else {
    challenge(tcb, Rule::challenge_for_reset, seg.seq, now, fx);
  }
  return Verdict::stop;
}

// ---- fourth: SYN

Verdict check_syn(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  if (fx.check(Rule::no_syn, !seg.flags.syn)) return Verdict::go_on;
  if (is_mere_request(tcb)) {
    if (tcb.config.reset_for_new_syn)
      send_reset(tcb, make_refusal(seg), Rule::reset_for_other_syn, fx, {seg.seq.raw});
    abandon_handshake(tcb, Rule::new_syn_abandons_half_open, now, fx, {seg.seq.raw});
  } else if (tcb.config.rfc5961) {
    challenge(tcb, Rule::challenge_for_syn, seg.seq, now, fx);
  } else {
    send_reset(tcb, make_abort(tcb, now), Rule::reset_for_syn, fx, {seg.seq.raw});
    end_by_reset(tcb, Signal::reset, Rule::connection_reset, now, fx, {seg.seq.raw});
  }
  return Verdict::stop;
}

// ---- fifth: ACK

// TCP_DEFER_ACCEPT: a client that says nothing is no connection yet, for so many SYN-ACKs.
bool waits_for_text(const Tcb& tcb, const Segment& seg) {
  const bool bare = seg.text.length == 0 && !seg.flags.fin;
  return bare && is_mere_request(tcb) && tcb.retransmissions < tcb.config.defer_accept;
}

// 5b. In SYN-RECEIVED, or if CLOSE has left it early, the acknowledgment must be that of our SYN.
Verdict check_ack_of_syn(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  const bool good = acknowledges_more(tcb, seg.ack);
  if (!fx.check(Rule::ack_of_our_syn, good, {seg.ack.raw, tcb.snd.una.raw, tcb.snd.max.raw})) {
    send_reset(tcb, make_refusal(seg), Rule::reset_for_bad_ack, fx, {seg.ack.raw});
    return Verdict::stop;
  }
  if (waits_for_text(tcb, seg)) {
    tcb.accept_deferred = true;
    fx.silence(Rule::accept_deferred, tcb);
    return Verdict::stop;
  }
  tcb.snd.wnd = window_granted(tcb, seg);
  tcb.snd.max_wnd = std::max(tcb.snd.max_wnd, tcb.snd.wnd);
  tcb.snd.wl1 = seg.seq;
  tcb.snd.wl2 = seg.ack;
  establish(tcb, Rule::handshake_complete, now, fx);
  return Verdict::go_on;
}

// 5a, RFC 5961 5.2: neither too old nor from the future.
Verdict check_ack_range(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  const SeqNum oldest = tcb.snd.una - tcb.snd.max_wnd;
  const bool from_future = precedes(tcb.snd.max, seg.ack);
  const bool good = tcb.config.rfc5961 ? ack_in_range(tcb, seg) : !from_future;
  if (fx.check(Rule::ack_in_range, good, {seg.ack.raw, oldest.raw, tcb.snd.max.raw}))
    return Verdict::go_on;
  if (tcb.config.rfc5961)
    challenge(tcb, Rule::challenge_for_ack, seg.ack, now, fx);
  else
    send_ack(tcb, Rule::ack_for_unsent, now, fx, {seg.ack.raw, tcb.snd.max.raw});
  return Verdict::stop;
}

Verdict check_ack(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  if (!fx.check(Rule::ack_present, seg.flags.ack)) {
    fx.silence(Rule::no_ack_no_effect, tcb);
    return Verdict::stop;
  }
  const Verdict verdict = tcb.snd.syn_acknowledged ? check_ack_range(tcb, seg, now, fx)
                                                   : check_ack_of_syn(tcb, seg, now, fx);
  if (verdict == Verdict::stop || tcb.state == State::time_wait) return verdict;
  return accept_ack(tcb, seg, now, fx);
}

// The eight steps, from the first to the fifth. A crossing SYN-ACK has its number known to be
// right; its SYN, once used, is taken off.
Verdict checks(Tcb& tcb, Segment& seg, Instant now, Effects& fx) {
  const Handshake handshake = meet_handshake(tcb, seg, now, fx);
  if (handshake == Handshake::finished) return Verdict::stop;
  if (check_timestamp(tcb, seg, now, fx) == Verdict::stop) return Verdict::stop;
  if (handshake == Handshake::crossing_syn_ack) {
    if (check_ack(tcb, seg, now, fx) == Verdict::stop) return Verdict::stop;
    remember_timestamp(tcb, seg, now);
    seg = without_syn(seg);
    return Verdict::go_on;
  }
  if (check_sequence(tcb, seg, now, fx) == Verdict::stop) return Verdict::stop;  // first
  if (check_reset(tcb, seg, now, fx) == Verdict::stop) return Verdict::stop;     // second
  // third, security. Simplified: we have no compartments.
  if (check_syn(tcb, seg, now, fx) == Verdict::stop) return Verdict::stop;  // fourth
  if (check_ack(tcb, seg, now, fx) == Verdict::stop) return Verdict::stop;  // fifth
  remember_timestamp(tcb, seg, now);
  return Verdict::go_on;
}

void listen_for_life(Tcb& tcb, Instant now) {
  if (!tcb.timers[Timer::keepalive].running()) return;
  tcb.keepalive_probes = 0;
  tcb.timers.arm(Timer::keepalive, now, tcb.config.keepalive_idle);
}

}  // namespace

void arrives_synchronized(Tcb& tcb, const SegmentArrives& event, Instant now, Effects& fx) {
  listen_for_life(tcb, now);
  if (meets_time_wait(tcb, event, now, fx) == Verdict::stop) return;
  Segment seg = event.segment;
  if (checks(tcb, seg, now, fx) == Verdict::stop) return;
  if (options_are_unbearable(tcb, event)) return reset_for_options(tcb, seg, now, fx);
  tcb.rcv.tos = event.tos;
  hear_user_timeout(tcb, seg.options, now, fx);
  hear_congestion_mark(tcb, event, fx);
  accept_text_and_reply(tcb, seg, Reply::none, now, fx);  // sixth to eighth
}

}  // namespace engine
