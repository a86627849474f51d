// SEGMENT ARRIVES in SYN-RECEIVED and all later states (RFC 9293 3.10.7.4, with RFC 5961 and
// RFC 7323; requirements B.6, rulings B.11). One function for each numbered check. Their order is
// the protocol: a segment is believed only as far as the checks before have carried it.
#include <algorithm>

#include "engine/tcp/accept_ack.hpp"
#include "engine/tcp/accept_text.hpp"
#include "engine/tcp/arrives.hpp"
#include "engine/tcp/challenge.hpp"
#include "engine/tcp/output.hpp"
#include "engine/tcp/reopen.hpp"
#include "engine/tcp/sequence.hpp"
#include "engine/tcp/urgent.hpp"

namespace engine {
namespace {

SeqRange window(const Tcb& tcb) { return {tcb.rcv.nxt, tcb.rcv.nxt + tcb.rcv.wnd}; }
SeqRange numbers_of(const Segment& seg) { return {seg.seq, end_of(seg)}; }

// ---- before the first: the handshake's own segments come once more (rulings H1 and H2)

enum class Handshake : std::uint8_t { other, crossing_syn_ack, finished };

// A SYN, or SYN-ACK, with the peer's initial number lies one to the left of the window. Taken
// literally it would earn a bare ACK, which helps nobody.
Handshake meet_handshake(Tcb& tcb, Segment& seg, Instant now, Effects& fx) {
  const bool again =
      tcb.state == State::syn_received && seg.flags.syn && !seg.flags.rst && seg.seq == tcb.rcv.irs;
  if (!again) return Handshake::other;
  if (!seg.flags.ack) {
    if (may_answer_invalid(tcb, now))
      send_syn(tcb, Rule::syn_again_gets_syn_ack, now, fx, true);
    else
      fx.silence(Rule::invalid_ack_throttled, tcb);
    return Handshake::finished;
  }
  if (tcb.origin == Origin::passive || tcb.config.strict_crossing_syn_ack) return Handshake::other;
  const bool good = precedes(tcb.snd.una, seg.ack) && precedes_or_equals(seg.ack, tcb.snd.max);
  if (!fx.check(Rule::crossing_syn_ack, good, {seg.ack.raw, tcb.snd.una.raw, tcb.snd.max.raw})) {
    challenge(tcb, Rule::challenge_for_syn, seg.seq, now, fx);
    return Handshake::finished;
  }
  seg.seq += 1;
  seg.flags.syn = false;
  return Handshake::crossing_syn_ack;
}

// ---- timestamps (RFC 7323 3.2, 5.3)

constexpr Duration recent_is_valid_for = std::chrono::hours(24 * 24);

Verdict check_timestamp(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  if (!tcb.ts.on || seg.flags.rst) return Verdict::go_on;
  if (!seg.options.timestamps) {
    if (fx.check(Rule::timestamp_present, seg.flags.syn)) return Verdict::go_on;
    fx.silence(Rule::timestamp_missing, tcb);
    return Verdict::stop;
  }
  const std::uint32_t value = seg.options.timestamps->value;
  const bool old = precedes(SeqNum{value}, SeqNum{tcb.ts.recent}) &&
                   now - tcb.ts.recent_at < recent_is_valid_for;
  if (fx.check(Rule::timestamp_not_old, !old, {value, tcb.ts.recent})) return Verdict::go_on;
  send_ack(tcb, Rule::ack_for_old_timestamp, now, fx, {value, tcb.ts.recent});
  return Verdict::stop;
}

// RFC 7323 4.3: a segment that begins at or before what we last acknowledged is the one to echo.
void remember_timestamp(Tcb& tcb, const Segment& seg, Instant now) {
  if (!tcb.ts.on || !seg.options.timestamps) return;
  const SeqNum value{seg.options.timestamps->value};
  if (precedes(value, SeqNum{tcb.ts.recent})) return;
  if (precedes(tcb.ts.last_ack_sent, seg.seq)) return;
  tcb.ts.recent = value.raw;
  tcb.ts.recent_at = now;
}

// ---- first: the sequence number

// Some of it lies in the window; the RFC's table asks for the first or the last octet, and a
// segment that covers the window on both sides is trimmed to it.
bool is_acceptable(const Tcb& tcb, const Segment& seg) {
  if (seg.flags.rst)  // judged by its number alone, even at a closed window (MUST-66)
    return contains({tcb.rcv.nxt, tcb.rcv.nxt + std::max(tcb.rcv.wnd, 1u)}, seg.seq);
  if (sequence_length(seg) > 0) return !is_empty(overlap(numbers_of(seg), window(tcb)));
  return tcb.rcv.wnd == 0 ? seg.seq == tcb.rcv.nxt : contains(window(tcb), seg.seq);
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
  return precedes_or_equals(tcb.snd.una - tcb.snd.max_wnd, seg.ack) &&
         precedes_or_equals(seg.ack, tcb.snd.max);
}

// Ruling H3. A retransmitted FIN or a window probe fails the first check, yet what it says about
// our own data is news (MUST-66 in spirit).
void use_rest_of_misfit(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  const Misfit why = misfit(tcb, seg);
  if (why == Misfit::none || !is_synchronized(tcb.state) || seg.flags.syn || !seg.flags.ack) return;
  if (tcb.state == State::time_wait) {
    if (!seg.flags.fin || end_of(seg) != tcb.rcv.nxt) return;
    tcb.timers.arm(Timer::time_wait, now, 2 * tcb.config.msl);
    return fx.note(Rule::time_wait_restarted, tcb);
  }
  if (!ack_in_range(tcb, seg)) return;
  fx.note(Rule::ack_of_misfit_used, tcb, {seg.ack.raw});
  if (why == Misfit::window_closed) accept_urgent(tcb, seg, fx);
  if (accept_ack(tcb, seg, now, fx, false) == Verdict::go_on) {
    if (tcb.state == State::fin_wait_1 && fin_is_acknowledged(tcb)) enter_fin_wait_2(tcb, now, fx);
    output(tcb, now, fx);
  }
}

Verdict check_sequence(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  if (fx.check(Rule::sequence_in_window, is_acceptable(tcb, seg),
               {seg.seq.raw, sequence_length(seg), tcb.rcv.nxt.raw, tcb.rcv.wnd})) {
    remember_timestamp(tcb, seg, now);
    return Verdict::go_on;
  }
  if (seg.flags.rst) {
    fx.silence(Rule::reset_outside_window, tcb, {seg.seq.raw});
    return Verdict::stop;
  }
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
  if (tcb.state == State::syn_received) {
    if (tcb.origin == Origin::passive)
      return abandon_handshake(tcb, Rule::reset_of_half_open, now, fx, {seg.seq.raw});
    return close_record(tcb, Signal::refused, Rule::connection_refused, fx, {seg.seq.raw});
  }
  if (tcb.state == State::time_wait)
    return close_record(tcb, Signal::closed, Rule::reset_ends_time_wait, fx, {seg.seq.raw});
  close_record(tcb, Signal::reset, Rule::connection_reset, fx, {seg.seq.raw});
}

Verdict check_reset(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  if (fx.check(Rule::no_reset, !seg.flags.rst)) return Verdict::go_on;
  if (tcb.state == State::time_wait && tcb.config.rfc1337) {
    fx.silence(Rule::reset_in_time_wait_ignored, tcb, {seg.seq.raw});
    return Verdict::stop;
  }
  const bool exact = seg.seq == tcb.rcv.nxt;
  if (!tcb.config.rfc5961 || fx.check(Rule::reset_is_exact, exact, {seg.seq.raw, tcb.rcv.nxt.raw}))
    accept_reset(tcb, seg, now, fx);
  else
    challenge(tcb, Rule::challenge_for_reset, seg.seq, now, fx);
  return Verdict::stop;
}

// ---- fourth: SYN

Verdict check_syn(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  if (fx.check(Rule::no_syn, !seg.flags.syn)) return Verdict::go_on;
  if (tcb.state == State::syn_received && tcb.origin == Origin::passive) {
    abandon_handshake(tcb, Rule::new_syn_abandons_half_open, now, fx, {seg.seq.raw});
  } else if (tcb.config.rfc5961) {
    challenge(tcb, Rule::challenge_for_syn, seg.seq, now, fx);
  } else {
    send_reset(tcb, make_refusal(seg), Rule::reset_for_syn, fx, {seg.seq.raw});
    close_record(tcb, Signal::reset, Rule::connection_reset, fx, {seg.seq.raw});
  }
  return Verdict::stop;
}

// ---- fifth: ACK

// 5b. In SYN-RECEIVED the acknowledgment must be that of our SYN.
Verdict check_ack_of_syn(Tcb& tcb, const Segment& seg, bool scaled, Instant now, Effects& fx) {
  const bool good = precedes(tcb.snd.una, seg.ack) && precedes_or_equals(seg.ack, tcb.snd.max);
  if (!fx.check(Rule::ack_of_our_syn, good, {seg.ack.raw, tcb.snd.una.raw, tcb.snd.max.raw})) {
    send_reset(tcb, make_refusal(seg), Rule::reset_for_bad_ack, fx, {seg.ack.raw});
    return Verdict::stop;
  }
  tcb.snd.wnd = std::uint32_t{seg.window} << (scaled ? tcb.snd.scale : 0);
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

Verdict check_ack(Tcb& tcb, const Segment& seg, bool scaled, Instant now, Effects& fx) {
  if (!fx.check(Rule::ack_present, seg.flags.ack)) {
    fx.silence(Rule::no_ack_no_effect, tcb);
    return Verdict::stop;
  }
  const Verdict verdict = tcb.state == State::syn_received
                              ? check_ack_of_syn(tcb, seg, scaled, now, fx)
                              : check_ack_range(tcb, seg, now, fx);
  if (verdict == Verdict::stop || tcb.state == State::time_wait) return verdict;
  return accept_ack(tcb, seg, now, fx);
}

// The eight steps, from the first to the fifth.
Verdict checks(Tcb& tcb, Segment& seg, Instant now, Effects& fx) {
  const Handshake handshake = meet_handshake(tcb, seg, now, fx);
  if (handshake == Handshake::finished) return Verdict::stop;
  if (handshake == Handshake::crossing_syn_ack) return check_ack(tcb, seg, false, now, fx);
  if (check_timestamp(tcb, seg, now, fx) == Verdict::stop) return Verdict::stop;
  if (check_sequence(tcb, seg, now, fx) == Verdict::stop) return Verdict::stop;  // first
  if (check_reset(tcb, seg, now, fx) == Verdict::stop) return Verdict::stop;     // second
  // third, security. Simplified: we have no compartments.
  if (check_syn(tcb, seg, now, fx) == Verdict::stop) return Verdict::stop;  // fourth
  return check_ack(tcb, seg, true, now, fx);                                // fifth
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
  accept_text_and_reply(tcb, seg, Reply::none, now, fx);  // sixth to eighth
}

}  // namespace engine
