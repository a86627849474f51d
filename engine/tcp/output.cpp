#include "engine/tcp/output.hpp"

#include <algorithm>
#include <limits>

#include "engine/base/invariant.hpp"
#include "engine/tcp/fast_open.hpp"
#include "engine/tcp/launch.hpp"
#include "engine/tcp/next_seg.hpp"
#include "engine/tcp/resend.hpp"
#include "engine/tcp/sequence.hpp"
#include "engine/tcp/tail_loss_probe.hpp"

namespace engine {
namespace {

// ---- what may be sent

enum class Obstacle : std::uint8_t {
  none,
  nothing_to_send,
  zero_window,
  small_window,
  more_follows,
  nagle,
  cwnd
};

struct Next {
  Obstacle obstacle = Obstacle::nothing_to_send;
  std::uint32_t text{};
  bool fin{};
  bool ends_record{};
};

// All of it has left before. A segment of which a probe has taken the first octet is still new.
bool left_before(const Tcb& tcb, const Next& next) {
  const SeqNum end = tcb.snd.nxt + next.text + (next.fin ? 1 : 0);
  return precedes_or_equals(end, tcb.snd.max);
}

// Text from SND.NXT to the end of its record.
std::uint32_t left_of_record(const Tcb& tcb) {
  return tcb.send_buffer.left_of_record(
      distance(text_begin(tcb), later(tcb.snd.nxt, text_begin(tcb))));
}

// Rules (1) to (3) of requirements D.4, Nagle in (2) and (3); (4) is the persist timer.
Obstacle why_hold_back(const Tcb& tcb, const Next& next, std::uint32_t queued) {
  const bool idle = tcb.snd.nxt == text_begin(tcb);  // a SYN under way is no text
  if (next.text >= room_for_text(tcb) || next.fin || left_before(tcb, next)) return Obstacle::none;
  const bool all = next.text == queued;
  if (!all && next.ends_record) return Obstacle::none;  // nothing could be put behind it
  if (!all && next.text < tcb.snd.max_wnd / 2) return Obstacle::small_window;
  const bool held_back = tcb.config.cork || tcb.snd.more;
  if (held_back && !tcb.snd.fin_queued) return Obstacle::more_follows;
  if (!idle && tcb.config.nagle) return Obstacle::nagle;
  return Obstacle::none;
}

// After a timeout text is sent again from SND.NXT on, but not what the peer reports to have.
std::uint32_t missing_from_here(const Tcb& tcb) {
  const SeqNum far_away = tcb.snd.nxt + std::numeric_limits<std::int32_t>::max();
  return distance(tcb.snd.nxt, tcb.recovery.scoreboard.next_known(tcb.snd.nxt, far_away));
}

void step_over_known(Tcb& tcb) {
  if (tcb.recovery.phase == LossPhase::after_timeout)
    tcb.snd.nxt = tcb.recovery.scoreboard.next_missing(tcb.snd.nxt);
}

Next next_segment(const Tcb& tcb) {
  const std::uint32_t queued = unsent(tcb);
  const bool fin_due = fin_is_due(tcb);
  if (queued == 0 && !fin_due) return {};
  const std::uint32_t usable = usable_window(tcb);
  const std::uint32_t missing = missing_from_here(tcb);
  const std::uint32_t record = left_of_record(tcb);
  Next next{Obstacle::none, std::min({queued, usable, missing, record, room_for_text(tcb)})};
  next.ends_record = next.text == record;
  next.fin = fin_due && next.text == queued && usable > next.text;
  if (next.text == 0 && !next.fin) {
    next.obstacle = Obstacle::zero_window;
    return next;
  }
  next.obstacle = why_hold_back(tcb, next, queued);
  const std::uint32_t room = tcb.congestion.cwnd + limited_allowance(tcb);
  const bool over_cwnd = tcb.ecn.waits || counted_in_flight(tcb) + next.text > room;
  if (next.obstacle == Obstacle::none && over_cwnd) next.obstacle = Obstacle::cwnd;
  return next;
}

// Sends text, or text and FIN, at SND.NXT. `again` is said if it has left before.
void send_text(Tcb& tcb, const Next& next, Rule again, Instant now, Effects& fx) {
  // Whoever promises more does not push (MAY-15), and a FIN pushes all (RFC 9293 3.10.4).
  const bool pushed = !tcb.snd.more || tcb.snd.fin_queued;
  const bool last = (next.text == unsent(tcb) && pushed) || next.ends_record;
  const Departure departure{.seq = tcb.snd.nxt,
                            .flags = {.ack = true, .psh = next.text > 0 && last, .fin = next.fin},
                            .text = next.text,
                            .retransmission = left_before(tcb, next)};
  launch(tcb, departure, now, fx);
  const bool beyond_cwnd = distance(tcb.snd.una, tcb.snd.nxt) > tcb.congestion.cwnd;
  const bool limited = tcb.recovery.phase == LossPhase::none && tcb.recovery.duplicates > 0;
  if (limited && beyond_cwnd) {
    tcb.recovery.limited += next.text;
    return fx.note(Rule::limited_transmit, tcb,
                   {departure.seq.raw, next.text, tcb.recovery.duplicates});
  }
  const Rule why = departure.retransmission && next.text == 0 ? Rule::fin_retransmitted
                   : departure.retransmission                 ? again
                   : next.text == 0                           ? Rule::fin_sent
                   : next.fin                                 ? Rule::text_and_fin_sent
                                                              : Rule::text_sent;
  fx.note(why, tcb, {departure.seq.raw, next.text, tcb.snd.wnd, tcb.congestion.cwnd});
}

// Linux: half for each timeout that the silence has lasted.
std::uint32_t halved_while_idle(const Tcb& tcb, Instant now) {
  const auto timeouts = (now - tcb.last_text_sent_at - 1ns) / tcb.rtt.rto;
  return timeouts > 31 ? 0 : tcb.congestion.cwnd >> timeouts;
}

// RFC 5681 4.1: after a silence the old window says nothing about the network any more.
void restart_if_idle(Tcb& tcb, Instant now, Effects& fx) {
  if (!tcb.congestion.controlled() || in_flight(tcb) > 0 || unsent(tcb) == 0) return;
  if (now - tcb.last_text_sent_at <= tcb.rtt.rto) return;
  const auto most = initial_window(tcb.config.initial_window, text_per_segment(tcb));
  if (tcb.congestion.cwnd <= most) return;
  const std::uint32_t kept = tcb.config.restart_by_halves ? halved_while_idle(tcb, now) : most;
  tcb.congestion.restart(std::max(kept, most));
  fx.note(Rule::cwnd_restarted_after_idle, tcb, {tcb.congestion.cwnd});
}

// Nothing is in flight that could bring an acknowledgment, so only this timer can end the wait. A
// window that opens a little does not wait for the next probe, whose interval may be long by now.
void start_persist(Tcb& tcb, Instant now, Effects& fx) {
  if (in_flight(tcb) > 0) return;
  const bool closed = usable_window(tcb) == 0;
  const Duration wait = closed ? tcb.rtt.rto : std::clamp<Duration>(tcb.rtt.rto, 100ms, 1s);
  const RunningTimer& running = tcb.timers[Timer::persist];
  if (running.running() && (closed || running.expires_at <= now + wait)) return;
  stop_loss_timers(tcb);
  tcb.timers.stop(Timer::user_timeout);
  tcb.timers.arm(Timer::persist, now, wait);
  tcb.retransmissions = 0;
  fx.note(Rule::persist_timer_started, tcb, {tcb.snd.wnd, unsent(tcb)});
}

// RFC 3168 6.1.2: an echo that finds one segment of window leaves the next one to the timer.
void wait_for_timer_alone(Tcb& tcb, Instant now, Effects& fx) {
  tcb.timers.stop(Timer::persist);
  tcb.timers.arm(Timer::retransmit, now, tcb.rtt.rto);
  fx.silence(Rule::one_segment_waits_for_timer, tcb, {unsent(tcb)});
}

void explain_waiting(Tcb& tcb, Obstacle obstacle, Instant now, Effects& fx) {
  switch (obstacle) {
    case Obstacle::none:
      return;
    case Obstacle::nothing_to_send:
      return tcb.timers.stop(Timer::persist);
    case Obstacle::zero_window:
      fx.silence(Rule::window_closed, tcb, {unsent(tcb), tcb.snd.wnd});
      return start_persist(tcb, now, fx);
    case Obstacle::small_window:
      fx.silence(Rule::sender_avoids_silly_window, tcb, {unsent(tcb), usable_window(tcb)});
      return start_persist(tcb, now, fx);
    case Obstacle::more_follows:
      fx.silence(Rule::more_follows, tcb, {unsent(tcb)});
      return start_persist(tcb, now, fx);
    case Obstacle::nagle:
      return fx.silence(Rule::nagle_waits, tcb, {unsent(tcb), in_flight(tcb)});
    case Obstacle::cwnd:
      if (tcb.ecn.waits && !waits_for_ack(tcb)) return wait_for_timer_alone(tcb, now, fx);
      return fx.silence(Rule::cwnd_exhausted, tcb, {counted_in_flight(tcb), tcb.congestion.cwnd});
  }
  unreachable("Obstacle");
}

constexpr bool may_send_text(const Tcb& tcb) {
  using enum State;
  const State s = tcb.state;
  return s == established || s == close_wait || s == fin_wait_1 || s == closing || s == last_ack ||
         (s == syn_received && tcb.fast_open.early);
}

}  // namespace

void output(Tcb& tcb, Instant now, Effects& fx) {
  if (!may_send_text(tcb)) return;
  const std::size_t before = fx.segments.size();
  restart_if_idle(tcb, now, fx);
  resend_lost(tcb, now, fx);
  step_over_known(tcb);
  Next next = next_segment(tcb);
  while (next.obstacle == Obstacle::none) {
    send_text(tcb, next, Rule::segment_sent_anew, now, fx);
    step_over_known(tcb);
    next = next_segment(tcb);
  }
  resend_doubtful(tcb, now, fx);
  explain_waiting(tcb, next.obstacle, now, fx);
  const bool timer_began = tcb.timers[Timer::retransmit].armed_at == now;
  if (fx.segments.size() > before || timer_began) schedule_probe(tcb, now);
}

void retransmit_front(Tcb& tcb, Instant now, Effects& fx) {
  tcb.snd.nxt = tcb.snd.una;
  const Next next = next_segment(tcb);
  if (next.obstacle == Obstacle::none)
    send_text(tcb, next, Rule::segment_retransmitted, now, fx);
  else
    explain_waiting(tcb, next.obstacle, now, fx);
}

bool send_new_text_as_probe(Tcb& tcb, Instant now, Effects& fx) {
  const std::uint32_t text =
      std::min({unsent(tcb), usable_window(tcb), left_of_record(tcb), room_for_text(tcb)});
  if (text == 0) return false;
  fx.note(Rule::tail_probe_of_new_text, tcb, {tcb.snd.nxt.raw, text});
  send_text(tcb, {Obstacle::none, text}, Rule::segment_sent_anew, now, fx);
  return true;
}

void send_small(Tcb& tcb, Instant now, Effects& fx) {
  const std::uint32_t text =
      std::min({unsent(tcb), usable_window(tcb), left_of_record(tcb), room_for_text(tcb)});
  fx.note(Rule::override_timer_fired, tcb, {text});
  send_text(tcb, {Obstacle::none, text}, Rule::segment_sent_anew, now, fx);
}

namespace {

// Linux: nothing new, a number that the peer must refuse and answer.
void send_empty_probe(Tcb& tcb, Instant now, Effects& fx) {
  const SeqNum before_all = tcb.snd.una - 1;
  transmit(tcb, {.seq = before_all, .flags = {.ack = true}}, now, fx);
  fx.note(Rule::empty_probe_sent, tcb, {before_all.raw});
}

}  // namespace

void send_probe(Tcb& tcb, Instant now, Effects& fx) {
  if (tcb.config.empty_probes) return send_empty_probe(tcb, now, fx);
  const bool fin = unsent(tcb) == 0;
  const bool again = precedes(tcb.snd.nxt, tcb.snd.max);
  const Departure probe{.seq = tcb.snd.nxt,
                        .flags = {.ack = true, .fin = fin},
                        .text = fin ? 0u : 1u,
                        .retransmission = again,
                        .probe = true};
  transmit(tcb, probe, now, fx);
  // The probe takes a number, but not from SND.NXT: the peer may well refuse it.
  tcb.snd.max = later(tcb.snd.max, tcb.snd.nxt + 1);
  if (fin) tcb.snd.fin_sent = true;
  const auto unanswered = static_cast<std::uint32_t>(tcb.retransmissions - 1);
  fx.note(Rule::window_probe_sent, tcb, {probe.seq.raw, unanswered});
}

void send_syn(Tcb& tcb, Rule why, Instant now, Effects& fx, bool retransmission) {
  const bool answer = tcb.origin != Origin::none;  // CLOSE may have left SYN-RECEIVED already
  const std::uint32_t text = answer || retransmission ? 0 : text_on_syn(tcb);
  launch(tcb,
         {.seq = tcb.snd.iss,
          .flags = {.ack = answer, .syn = true},
          .text = text,
          .retransmission = retransmission,
          .fast_open = !retransmission},
         now, fx);
  fx.note(why, tcb, {tcb.snd.iss.raw, tcb.rcv.nxt.raw});
  if (text == 0) return;
  tcb.fast_open.text_on_syn = text;
  fx.note(Rule::fast_open_text_on_syn, tcb, {text});
}

void send_ack(Tcb& tcb, Rule why, Instant now, Effects& fx, Numbers numbers) {
  transmit(tcb, {.seq = bare_sequence(tcb), .flags = {.ack = true}}, now, fx);
  fx.note(why, tcb, numbers);
}

void send_keepalive(Tcb& tcb, Instant now, Effects& fx) {
  transmit(tcb, {.seq = tcb.snd.nxt - 1, .flags = {.ack = true}}, now, fx);
  fx.note(Rule::keepalive_sent, tcb, {tcb.keepalive_probes});
}

void send_reset(const Tcb& tcb, const Segment& reset, Rule why, Effects& fx, Numbers numbers) {
  fx.segments.push_back({.segment = reset});
  fx.note(why, tcb, numbers);
}

}  // namespace engine
