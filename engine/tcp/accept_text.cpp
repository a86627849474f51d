#include "engine/tcp/accept_text.hpp"

#include <algorithm>
#include <vector>

#include "engine/base/invariant.hpp"
#include "engine/tcp/ack_pace.hpp"
#include "engine/tcp/output.hpp"
#include "engine/tcp/receive_window.hpp"
#include "engine/tcp/report_sack.hpp"
#include "engine/tcp/sequence.hpp"
#include "engine/tcp/urgent.hpp"

namespace engine {
namespace {

constexpr bool may_receive(State s) {
  return s == State::established || s == State::fin_wait_1 || s == State::fin_wait_2;
}

void advance_receive(Tcb& tcb, std::uint32_t count) {
  tcb.rcv.nxt += count;
  tcb.rcv.wnd -= std::min(count, tcb.rcv.wnd);
  tcb.unacknowledged_text += count;
}

// Full-sized: as large as the largest segment seen, but at least what anyone must be able to send.
Reply delay_or_not(const Tcb& tcb) {
  const std::uint32_t full =
      std::max<std::uint32_t>(tcb.rcv.mss_seen, std::min(tcb.config.mss, default_mss));
  const bool enough = tcb.unacknowledged_text >= tcb.config.ack_every * full;
  return enough || tcb.config.delayed_ack == 0s ? Reply::at_once : Reply::delayed;
}

Reply deliver(Tcb& tcb, ByteRef text, Instant now, Effects& fx) {
  const bool gap = !tcb.receive_buffer.beyond_gap().empty();
  tcb.receive_buffer.append(text);
  advance_receive(tcb, text.length);
  fx.note(Rule::text_in_order, tcb, {text.length, tcb.rcv.nxt.raw});
  hear_pace(tcb, false, now);
  if (gap) return Reply::at_once;
  if (!acknowledges_quickly(tcb)) return delay_or_not(tcb);
  fx.note(Rule::quick_ack, tcb, {tcb.pace.quick});
  return Reply::at_once;
}

// What waited behind a gap, or came with the SYN, may now be in order.
Reply deliver_held(Tcb& tcb, Effects& fx) {
  const std::uint32_t count = tcb.receive_buffer.advance(tcb.rcv.nxt);
  if (count == 0) return Reply::none;
  advance_receive(tcb, count);
  fx.note(Rule::held_text_in_order, tcb, {count, tcb.rcv.nxt.raw});
  return Reply::at_once;
}

// Nobody reads here any more; the peer hears only that it arrived (requirements C.7).
void throw_away(Tcb& tcb, Effects& fx) {
  std::vector<ByteRef> text;
  const std::uint32_t unread = tcb.receive_buffer.unread();
  tcb.receive_buffer.read(unread, text);
  fx.note(Rule::text_thrown_away, tcb, {unread});
}

// Up to a FIN that is remembered, or as far as the segment goes.
SeqRange up_to_fin(const Tcb& tcb, SeqRange text) {
  const std::optional<SeqNum> fin = tcb.receive_buffer.fin();
  if (!fin || !contains(text, *fin)) return text;
  return {text.left, *fin};
}

// Seventh. The segment is trimmed to the window; what lies beyond a gap is kept (SHLD-31).
Reply accept_text(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  const SeqRange all{seg.seq, seg.seq + seg.text.length};
  const SeqRange text = up_to_fin(tcb, all);
  if (text != all)
    fx.silence(Rule::nothing_follows_a_fin, tcb, {text.right.raw, distance(text.right, all.right)});
  const SeqRange kept = overlap(text, receive_window(tcb));
  const std::uint32_t unread_before = tcb.receive_buffer.unread();
  Reply reply = Reply::none;
  if (!is_empty(kept)) {
    const ByteRef part = seg.text.part(distance(text.left, kept.left), length(kept));
    tcb.rcv.mss_seen =
        static_cast<std::uint16_t>(std::max<std::uint32_t>(tcb.rcv.mss_seen, seg.text.length));
    if (length(kept) < length(text)) fx.note(Rule::text_trimmed, tcb, {length(text), length(kept)});
    report_duplicate(tcb, text);
    if (kept.left == tcb.rcv.nxt) {
      reply = deliver(tcb, part, now, fx);
    } else {
      tcb.receive_buffer.hold(kept.left, part);
      report_block(tcb, kept.left);
      hear_pace(tcb, true, now);
      fx.note(Rule::text_beyond_gap, tcb, {kept.left.raw, tcb.rcv.nxt.raw, part.length});
      reply = Reply::at_once;
    }
  } else if (!is_empty(all)) {
    reply = Reply::at_once;
  }
  reply = std::max(reply, deliver_held(tcb, fx));
  if (tcb.sack_report.duplicate()) reply = Reply::at_once;
  tcb.sack_report.delivered(tcb.rcv.nxt);
  if (tcb.receive_buffer.unread() == unread_before) return reply;
  if (tcb.reading_shut || tcb.application_left)
    throw_away(tcb, fx);
  else
    fx.signal(Signal::readable);
  return reply;
}

// Eighth: the state that the peer's FIN leads to.
void close_by_peer(Tcb& tcb, Instant now, Effects& fx) {
  switch (tcb.state) {
    case State::established:
      return change_state(tcb, State::close_wait, Rule::fin_received, fx, {tcb.rcv.nxt.raw});
    case State::fin_wait_1:
      if (fin_is_acknowledged(tcb))
        return enter_time_wait(tcb, Rule::fin_and_ack_of_fin_received, now, fx);
      return change_state(tcb, State::closing, Rule::fins_cross, fx, {tcb.rcv.nxt.raw});
    case State::fin_wait_2:
      return enter_time_wait(tcb, Rule::fin_received_last, now, fx);
    case State::closed:
    case State::listen:
    case State::syn_sent:
    case State::syn_received:
    case State::close_wait:
    case State::closing:
    case State::last_ack:
    case State::time_wait:
      unreachable("a second FIN");
  }
}

Reply accept_fin(Tcb& tcb, Instant now, Effects& fx) {
  const std::optional<SeqNum> fin = tcb.receive_buffer.fin();
  if (!fin) return Reply::none;
  if (*fin != tcb.rcv.nxt) {
    fx.note(Rule::fin_beyond_gap, tcb, {fin->raw, tcb.rcv.nxt.raw});
    return Reply::at_once;
  }
  tcb.receive_buffer.forget_fin();
  tcb.rcv.nxt += 1;
  tcb.rcv.wnd -= std::min(tcb.rcv.wnd, 1u);
  tcb.rcv.fin = true;
  fx.signal(Signal::peer_closed);
  close_by_peer(tcb, now, fx);
  return Reply::at_once;
}

// Text or FIN after the peer's FIN: a fault of the peer, answered so that it can be seen.
Reply ignore_beyond_fin(const Tcb& tcb, const Segment& seg, Effects& fx) {
  if (sequence_length(seg) == 0) return Reply::none;
  fx.silence(Rule::nothing_follows_a_fin, tcb, {seg.seq.raw, sequence_length(seg)});
  return Reply::at_once;
}

// SHLD-3: nobody will ever read this.
bool nobody_will_read(const Tcb& tcb, const Segment& seg) {
  const SeqRange text{seg.seq, seg.seq + seg.text.length};
  return tcb.application_left && tcb.config.reset_on_late_data &&
         !is_empty(overlap(text, receive_window(tcb)));
}

Reply accept(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  const SeqNum fin = seg.seq + seg.text.length;
  if (seg.flags.fin && contains(receive_window(tcb), fin))
    tcb.receive_buffer.remember_fin(fin);
  else if (seg.flags.fin)
    fx.silence(Rule::fin_beyond_window, tcb, {fin.raw});
  const Reply reply = accept_text(tcb, seg, now, fx);
  return std::max(reply, accept_fin(tcb, now, fx));
}

// Sends what may be sent; the acknowledgment rides on it, or goes alone.
void reply_and_output(Tcb& tcb, Reply reply, Instant now, Effects& fx) {
  const std::size_t before = fx.segments.size();
  output(tcb, now, fx);
  if (fx.segments.size() > before) return;
  if (reply == Reply::none) return fx.silence(Rule::bare_ack_not_answered, tcb);
  if (reply == Reply::at_once) return send_ack(tcb, Rule::ack_sent, now, fx, {tcb.rcv.nxt.raw});
  if (!tcb.timers[Timer::delayed_ack].running())
    tcb.timers.arm(Timer::delayed_ack, now, ack_delay(tcb));
  fx.silence(Rule::ack_delayed, tcb, {tcb.unacknowledged_text});
}

}  // namespace

void accept_early_text(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  const SeqNum fin = seg.seq + seg.text.length;
  if (seg.flags.fin && contains(receive_window(tcb), fin)) tcb.receive_buffer.remember_fin(fin);
  accept_text(tcb, seg, now, fx);
}

void accept_text_and_reply(Tcb& tcb, const Segment& seg, Reply least, Instant now, Effects& fx) {
  Reply reply = least;
  if (may_receive(tcb.state)) {
    if (nobody_will_read(tcb, seg)) {
      Segment reset = make_abort(tcb, now);
      reset.flags.ack = false;  // it answers a segment: <SEQ=SEG.ACK><CTL=RST>
      reset.ack = {};
      send_reset(tcb, reset, Rule::late_text_reset, fx, {seg.text.length});
      return end_by_reset(tcb, Signal::closed, Rule::closed_by_late_text, now, fx);
    }
    accept_urgent(tcb, seg, fx);
    reply = std::max(reply, accept(tcb, seg, now, fx));
    if (tcb.state == State::fin_wait_1 && fin_is_acknowledged(tcb)) enter_fin_wait_2(tcb, now, fx);
  } else {
    reply = std::max(reply, ignore_beyond_fin(tcb, seg, fx));
  }
  reply_and_output(tcb, reply, now, fx);
}

}  // namespace engine
