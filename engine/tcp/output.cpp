#include "engine/tcp/output.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"
#include "engine/tcp/sequence.hpp"

namespace engine {
namespace {

// ---- what we offer

// The window as it would be if it were recomputed now: whole granules, so that the scaled right
// edge never seems to retreat (RFC 7323 2.4).
std::uint32_t open_window(const Tcb& tcb) {
  const std::uint32_t unread = tcb.receive_buffer.unread();
  const std::uint32_t buffer = tcb.config.receive_buffer;
  const std::uint32_t room = std::min(buffer - std::min(buffer, unread), 65'535u << tcb.rcv.scale);
  return room >> tcb.rcv.scale << tcb.rcv.scale;
}

// Receiver's silly-window avoidance (RFC 9293 3.8.6.2.2): the right edge stands still until it can
// move by a worthwhile amount.
void offer_window(Tcb& tcb) {
  const std::uint32_t open = open_window(tcb);
  const std::uint32_t worthwhile =
      std::min<std::uint32_t>(tcb.config.receive_buffer / 2, tcb.config.mss);
  if (open > tcb.rcv.wnd && open - tcb.rcv.wnd >= worthwhile) tcb.rcv.wnd = open;
  const std::uint32_t granule = 1u << tcb.rcv.scale;
  const std::uint32_t rounded_up = (tcb.rcv.wnd + granule - 1) & ~(granule - 1);
  if (rounded_up <= open) tcb.rcv.wnd = rounded_up;
}

// ---- departure

void start_timers(Tcb& tcb, const Departure& departure, SeqNum end, Instant now) {
  if (!tcb.timers[Timer::retransmit].running()) {  // RFC 6298 5.1
    tcb.timers.arm(Timer::retransmit, now, tcb.rtt.rto);
    if (!departure.retransmission) tcb.first_sent_at = now;
  }
  if (!tcb.timers[Timer::user_timeout].running() && tcb.config.user_timeout > 0s)
    tcb.timers.arm(Timer::user_timeout, now, tcb.config.user_timeout);
  if (departure.retransmission)
    tcb.rtt.cancel();  // Karn
  else
    tcb.rtt.begin(end, now);
}

// Every segment of a connection except a RST leaves through here.
void transmit(Tcb& tcb, const Departure& departure, Instant now, Effects& fx) {
  if (!departure.flags.syn) offer_window(tcb);
  Outgoing out{.segment = make_segment(tcb, departure, now),
               .first_part = static_cast<std::uint32_t>(fx.text_parts.size()),
               .retransmission = departure.retransmission};
  if (departure.text > 0)
    tcb.send_buffer.slice(distance(text_begin(tcb), departure.seq), departure.text, fx.text_parts);
  out.part_count = static_cast<std::uint32_t>(fx.text_parts.size()) - out.first_part;
  fx.segments.push_back(out);
  if (!departure.flags.ack) return;
  tcb.ts.last_ack_sent = tcb.rcv.nxt;
  tcb.unacknowledged_text = 0;
  tcb.timers.stop(Timer::delayed_ack);
}

// A segment that takes sequence numbers and advances SND.NXT.
void launch(Tcb& tcb, const Departure& departure, Instant now, Effects& fx) {
  transmit(tcb, departure, now, fx);
  const SeqNum end = end_of(fx.segments.back().segment);
  tcb.timers.stop(Timer::persist);
  tcb.snd.nxt = later(tcb.snd.nxt, end);
  start_timers(tcb, departure, end, now);
  tcb.snd.max = later(tcb.snd.max, tcb.snd.nxt);
  if (departure.flags.fin) tcb.snd.fin_sent = true;
  if (departure.text > 0) tcb.last_text_sent_at = now;
}

// ---- what may be sent

enum class Obstacle : std::uint8_t {
  none,
  nothing_to_send,
  zero_window,
  small_window,
  nagle,
  cwnd
};

struct Next {
  Obstacle obstacle = Obstacle::nothing_to_send;
  std::uint32_t text{};
  bool fin{};
};

// Rules (1) to (3) of requirements D.4, Nagle in (2) and (3); (4) is the persist timer.
Obstacle why_hold_back(const Tcb& tcb, const Next& next, std::uint32_t queued) {
  const bool idle = in_flight(tcb) == 0;
  const bool again = precedes(tcb.snd.nxt, tcb.snd.max);
  if (next.text >= text_per_segment(tcb) || next.fin || again) return Obstacle::none;
  const bool all = next.text == queued;
  if (!all && next.text < tcb.snd.max_wnd / 2) return Obstacle::small_window;
  if (!idle && tcb.config.nagle) return Obstacle::nagle;
  return Obstacle::none;
}

Next next_segment(const Tcb& tcb) {
  const std::uint32_t queued = unsent(tcb);
  const bool fin_due = fin_is_due(tcb);
  if (queued == 0 && !fin_due) return {};
  const std::uint32_t usable = usable_window(tcb);
  Next next{Obstacle::none, std::min({queued, usable, text_per_segment(tcb)}), false};
  next.fin = fin_due && next.text == queued && usable > next.text;
  if (next.text == 0 && !next.fin) {
    next.obstacle = Obstacle::zero_window;
    return next;
  }
  next.obstacle = why_hold_back(tcb, next, queued);
  const bool over_cwnd = in_flight(tcb) + next.text > tcb.congestion.cwnd;
  if (next.obstacle == Obstacle::none && over_cwnd) next.obstacle = Obstacle::cwnd;
  return next;
}

// Sends text, or text and FIN, at SND.NXT.
void send_text(Tcb& tcb, const Next& next, Instant now, Effects& fx) {
  const bool last = next.text == unsent(tcb);
  const Departure departure{.seq = tcb.snd.nxt,
                            .flags = {.ack = true, .psh = next.text > 0 && last, .fin = next.fin},
                            .text = next.text,
                            .retransmission = precedes(tcb.snd.nxt, tcb.snd.max)};
  launch(tcb, departure, now, fx);
  const Rule why = departure.retransmission ? Rule::segment_retransmitted
                   : next.text == 0         ? Rule::fin_sent
                   : next.fin               ? Rule::text_and_fin_sent
                                            : Rule::text_sent;
  fx.note(why, tcb, {departure.seq.raw, next.text, tcb.snd.wnd, tcb.congestion.cwnd});
}

// RFC 5681 4.1: after a silence the old window says nothing about the network any more.
void restart_if_idle(Tcb& tcb, Instant now, Effects& fx) {
  if (!tcb.config.congestion_control || in_flight(tcb) > 0 || unsent(tcb) == 0) return;
  if (now - tcb.last_text_sent_at <= tcb.rtt.rto) return;
  const auto most = initial_window(tcb.config.initial_window, text_per_segment(tcb));
  if (tcb.congestion.cwnd <= most) return;
  tcb.congestion.restart(most);
  fx.note(Rule::cwnd_restarted_after_idle, tcb, {tcb.congestion.cwnd});
}

// Nothing is in flight that could bring an acknowledgment, so only this timer can end the wait.
void start_persist(Tcb& tcb, Instant now, Effects& fx) {
  if (in_flight(tcb) > 0 || tcb.timers[Timer::persist].running()) return;
  const Duration override = std::clamp<Duration>(tcb.rtt.rto, 100ms, 1s);
  tcb.timers.stop(Timer::retransmit);
  tcb.timers.stop(Timer::user_timeout);
  tcb.timers.arm(Timer::persist, now, usable_window(tcb) == 0 ? tcb.rtt.rto : override);
  tcb.retransmissions = 0;
  fx.note(Rule::persist_timer_started, tcb, {tcb.snd.wnd, unsent(tcb)});
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
    case Obstacle::nagle:
      return fx.silence(Rule::nagle_waits, tcb, {unsent(tcb), in_flight(tcb)});
    case Obstacle::cwnd:
      return fx.silence(Rule::cwnd_exhausted, tcb, {in_flight(tcb), tcb.congestion.cwnd});
  }
  unreachable("Obstacle");
}

constexpr bool may_send_text(State s) {
  using enum State;
  return s == established || s == close_wait || s == fin_wait_1 || s == closing || s == last_ack;
}

}  // namespace

void output(Tcb& tcb, Instant now, Effects& fx) {
  if (!may_send_text(tcb.state)) return;
  restart_if_idle(tcb, now, fx);
  Next next = next_segment(tcb);
  while (next.obstacle == Obstacle::none) {
    send_text(tcb, next, now, fx);
    next = next_segment(tcb);
  }
  explain_waiting(tcb, next.obstacle, now, fx);
}

void retransmit_front(Tcb& tcb, Instant now, Effects& fx) {
  tcb.snd.nxt = tcb.snd.una;
  const Next next = next_segment(tcb);
  if (next.obstacle == Obstacle::none)
    send_text(tcb, next, now, fx);
  else
    explain_waiting(tcb, next.obstacle, now, fx);
}

void send_small(Tcb& tcb, Instant now, Effects& fx) {
  const std::uint32_t text = std::min({unsent(tcb), usable_window(tcb), text_per_segment(tcb)});
  fx.note(Rule::override_timer_fired, tcb, {text});
  send_text(tcb, {Obstacle::none, text, false}, now, fx);
}

void send_probe(Tcb& tcb, Instant now, Effects& fx) {
  const bool fin = unsent(tcb) == 0;
  const bool again = precedes(tcb.snd.nxt, tcb.snd.max);
  const Departure probe{.seq = tcb.snd.nxt,
                        .flags = {.ack = true, .fin = fin},
                        .text = fin ? 0u : 1u,
                        .retransmission = again};
  transmit(tcb, probe, now, fx);
  // The probe takes a number, but not from SND.NXT: the peer may well refuse it.
  tcb.snd.max = later(tcb.snd.max, tcb.snd.nxt + 1);
  if (fin) tcb.snd.fin_sent = true;
  fx.note(Rule::window_probe_sent, tcb, {probe.seq.raw, tcb.retransmissions});
}

void send_syn(Tcb& tcb, Rule why, Instant now, Effects& fx, bool retransmission) {
  const bool answer = tcb.state == State::syn_received;
  launch(
      tcb,
      {.seq = tcb.snd.iss, .flags = {.ack = answer, .syn = true}, .retransmission = retransmission},
      now, fx);
  fx.note(why, tcb, {tcb.snd.iss.raw, tcb.rcv.nxt.raw});
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

bool window_update_is_due(const Tcb& tcb) {
  const std::uint32_t open = open_window(tcb);
  if (open <= tcb.rcv.wnd) return false;
  const std::uint32_t gain = open - tcb.rcv.wnd;
  const std::uint32_t half = tcb.config.receive_buffer / 2;
  const std::uint32_t mss = tcb.config.mss;
  return gain >= std::min(half, 2 * mss) || (tcb.rcv.wnd < mss && gain >= std::min(half, mss));
}

}  // namespace engine
