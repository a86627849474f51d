// SEGMENT ARRIVES in CLOSED, LISTEN and SYN-SENT (RFC 9293 3.10.7.1-3, requirements B.3-B.5). Here
// no sequence number of the peer is known yet, so a segment is judged by its acknowledgment alone.
#include <algorithm>

#include "engine/tcp/accept_ack.hpp"
#include "engine/tcp/accept_text.hpp"
#include "engine/tcp/arrives.hpp"
#include "engine/tcp/ecn.hpp"
#include "engine/tcp/fast_open.hpp"
#include "engine/tcp/output.hpp"
#include "engine/tcp/patience.hpp"
#include "engine/tcp/sequence.hpp"
#include "engine/tcp/urgent.hpp"

namespace engine {
namespace {

constexpr std::uint16_t least_mss = 88;             // smaller announcements are raised to it (E.1)
constexpr std::uint16_t largest_mss = 65'535 - 40;  // an IPv4 packet is no longer (MUST-67)
constexpr std::uint8_t largest_scale = 14;

// What both ends offered is in effect from now on; a maximum segment size is not negotiated, it
// binds the other end.
void settle_options(Tcb& tcb, const Options& options, Instant now) {
  const std::uint16_t announced = options.mss.value_or(0);
  tcb.snd.mss = std::min({announced == 0 ? default_mss : std::max(announced, least_mss),
                          announced_mss(tcb.config), largest_mss});
  tcb.window_scaling = options.window_scale && tcb.config.window_scale;
  tcb.snd.scale = tcb.window_scaling ? std::min(*options.window_scale, largest_scale) : 0;
  tcb.rcv.scale = tcb.window_scaling ? std::min(*tcb.config.window_scale, largest_scale) : 0;
  tcb.sack_permitted = options.sack_permitted && tcb.config.sack;
  tcb.ts.on = options.timestamps && tcb.config.timestamps;
  if (tcb.ts.on) {
    tcb.ts.recent = options.timestamps->value;
    tcb.ts.recent_at = now;
  }
}

// Both ends' initial numbers are known after this. The window of a SYN is never scaled.
void take_syn(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  tcb.rcv.irs = seg.seq;
  tcb.rcv.nxt = tcb.rcv.up = seg.seq + 1;
  tcb.snd.wnd = seg.window;
  tcb.snd.max_wnd = std::max(tcb.snd.max_wnd, tcb.snd.wnd);
  tcb.snd.wl1 = seg.seq;
  tcb.snd.wl2 = seg.flags.ack ? seg.ack : tcb.snd.una;
  settle_options(tcb, seg.options, now);
  if (tcb.window_scaling && *seg.options.window_scale > largest_scale)
    fx.note(Rule::window_scale_too_large, tcb, {*seg.options.window_scale, largest_scale});
}

// Text, FIN and urgent pointer of a SYN wait until the connection is established.
void hold_text_of_syn(Tcb& tcb, const Segment& seg, Effects& fx) {
  remember_urgent_of_syn(tcb, seg);
  if (seg.text.length == 0 && !seg.flags.fin) return;
  const std::uint32_t kept = std::min(seg.text.length, tcb.rcv.wnd);
  tcb.receive_buffer.hold(seg.seq + 1, seg.text.part(0, kept));
  const SeqNum fin = seg.seq + 1 + seg.text.length;
  const bool fin_fits = seg.text.length < tcb.rcv.wnd;
  if (seg.flags.fin && fin_fits) tcb.receive_buffer.remember_fin(fin);
  fx.note(Rule::text_of_syn_waits, tcb, {kept});
  if (seg.flags.fin && !fin_fits) fx.silence(Rule::fin_beyond_window, tcb, {fin.raw});
}

// First, the acknowledgment. A bad one does not end our attempt: it ends the peer's old connection.
Verdict check_syn_sent_ack(const Tcb& tcb, const Segment& seg, Effects& fx) {
  if (!seg.flags.ack) return Verdict::go_on;
  const bool good = acknowledges_more(tcb, seg.ack);
  if (fx.check(Rule::syn_sent_ack, good, {seg.ack.raw, tcb.snd.iss.raw, tcb.snd.max.raw}))
    return Verdict::go_on;
  if (seg.flags.rst)
    fx.silence(Rule::reset_never_answered, tcb);
  else
    send_reset(tcb, make_refusal(seg), Rule::reset_for_bad_ack, fx, {seg.ack.raw});
  return Verdict::stop;
}

// A refusal may be a mistake: of a path that does not know congestion marks (RFC 3168 6.1.1.1), or
// of a server that begins just now, as Windows thinks.
bool tries_again_after_reset(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  if (tcb.ecn.offered) {
    tcb.timers.stop(Timer::retransmit);
    send_syn(tcb, Rule::syn_again_without_ecn, now, fx, true);
    return true;
  }
  const Duration pause = tcb.config.syn_again_after_reset;
  if (pause == 0s || tcb.retransmissions >= tcb.config.syn_retries) return false;
  ++tcb.retransmissions;
  tcb.refusal_pending = true;
  tcb.timers.arm(Timer::retransmit, now, pause);
  fx.silence(Rule::refusal_not_believed, tcb, {seg.ack.raw, tcb.retransmissions});
  return true;
}

// Second, RST: judged by its acknowledgment, since RCV.NXT does not exist yet.
Verdict check_syn_sent_reset(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  if (fx.check(Rule::syn_sent_reset, !seg.flags.rst)) return Verdict::go_on;
  if (seg.flags.ack && tries_again_after_reset(tcb, seg, now, fx)) return Verdict::stop;
  if (seg.flags.ack)
    close_record(tcb, Signal::refused, Rule::connection_refused, fx, {seg.ack.raw});
  else
    fx.silence(Rule::reset_without_ack_ignored, tcb);
  return Verdict::stop;
}

void open_simultaneously(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  take_syn(tcb, seg, now, fx);
  settle_ecn(tcb, seg.flags, fx);
  tcb.origin = Origin::active;
  change_state(tcb, State::syn_received, Rule::simultaneous_open, fx, {seg.seq.raw});
  hear_user_timeout(tcb, seg.options, now, fx);
  hold_text_of_syn(tcb, seg, fx);
  send_syn(tcb, Rule::syn_ack_sent, now, fx, false);
  tcb.rtt.cancel();  // Karn: the number of the SYN has now left twice
}

void complete_active_open(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  take_syn(tcb, seg, now, fx);
  settle_ecn(tcb, seg.flags, fx);
  tcb.origin = Origin::active;
  establish(tcb, Rule::syn_ack_establishes, now, fx);
  take_acknowledgment(tcb, seg, false, now, fx);
  hear_user_timeout(tcb, seg.options, now, fx);
  accept_text_and_reply(tcb, without_syn(seg), Reply::at_once, now, fx);
}

}  // namespace

Segment without_syn(const Segment& syn_ack) {
  Segment rest = syn_ack;
  rest.seq += 1;
  rest.flags.syn = false;
  if (rest.urgent_pointer > 0) --rest.urgent_pointer;  // it counts from the number of the SYN
  return rest;
}

void reset_for_options(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  send_reset(tcb, make_refusal(seg), Rule::options_earn_reset, fx, {seg.seq.raw});
  end_by_reset(tcb, Signal::reset, Rule::connection_reset, now, fx, {seg.seq.raw});
}

void arrives_in_closed(const Tcb& tcb, const Segment& seg, Effects& fx) {
  if (seg.flags.rst) return fx.silence(Rule::reset_never_answered, tcb);
  send_reset(tcb, make_refusal(seg), Rule::reset_for_stranger, fx,
             {seg.flags.ack ? seg.ack.raw : end_of(seg).raw});
}

void arrives_in_listen(Tcb& tcb, const SegmentArrives& event, Instant now, Effects& fx) {
  const Segment& seg = event.segment;
  if (!fx.check(Rule::listen_reset, !seg.flags.rst))
    return fx.silence(Rule::reset_never_answered, tcb);
  if (!fx.check(Rule::listen_ack, !seg.flags.ack, {seg.ack.raw}))
    return send_reset(tcb, make_refusal(seg), Rule::reset_for_bad_ack, fx, {seg.ack.raw});
  if (!fx.check(Rule::listen_syn, seg.flags.syn))
    return fx.silence(Rule::nothing_to_listen_to, tcb);
  if (seg.flags.fin && tcb.config.drop_syn_fin) return fx.silence(Rule::syn_fin_dropped, tcb);
  if (options_are_unbearable(tcb, event))
    return send_reset(tcb, make_refusal(seg), Rule::options_earn_reset, fx, {seg.seq.raw});
  tcb.sockets = event.sockets;
  begin_incarnation(tcb, event.fresh_iss);
  take_opening_syn(tcb, event, Rule::syn_received_in_listen, now, fx);
}

void arrives_in_syn_sent(Tcb& tcb, const SegmentArrives& event, Instant now, Effects& fx) {
  const Segment& seg = event.segment;
  if (check_syn_sent_ack(tcb, seg, fx) == Verdict::stop) return;         // first
  if (check_syn_sent_reset(tcb, seg, now, fx) == Verdict::stop) return;  // second
  // third, security. Simplified: we have no compartments.
  if (!fx.check(Rule::syn_sent_syn, seg.flags.syn))  // fourth
    return fx.silence(Rule::no_syn_in_syn_sent, tcb);
  if (options_are_unbearable(tcb, event)) return reset_for_options(tcb, seg, now, fx);
  if (seg.flags.ack)
    complete_active_open(tcb, seg, now, fx);
  else
    open_simultaneously(tcb, seg, now, fx);
}

void take_opening_syn(Tcb& tcb, const SegmentArrives& event, Rule why, Instant now, Effects& fx) {
  const Segment& seg = event.segment;
  take_syn(tcb, seg, now, fx);
  settle_ecn(tcb, seg.flags, fx);
  tcb.origin = Origin::passive;
  change_state(tcb, State::syn_received, why, fx, {seg.seq.raw, tcb.snd.iss.raw});
  hear_user_timeout(tcb, seg.options, now, fx);
  if (event.fast_open == FastOpenVerdict::none)
    hold_text_of_syn(tcb, seg, fx);
  else
    take_fast_open(tcb, event, now, fx);
  send_syn(tcb, Rule::syn_ack_sent, now, fx, false);
}

}  // namespace engine
