#include "engine/tcp/accept_ack.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"
#include "engine/tcp/make_segment.hpp"
#include "engine/tcp/sequence.hpp"
#include "engine/tcp/transition.hpp"

namespace engine {
namespace {

RtoBounds bounds(const TcpConfig& config) {
  return {config.rto_min, config.rto_max, config.rto_min_on_variance};
}

// One segment is timed at a time. With timestamps, what Karn forbids to time is measured by the
// echo instead (RFC 7323 4): it says which transmission was acknowledged.
void measure_round_trip(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  std::optional<Duration> round_trip = tcb.rtt.finish(seg.ack, now);
  if (!round_trip && !tcb.rtt.timed && tcb.ts.on && seg.options.timestamps)
    round_trip = 1ms * (timestamp_clock(tcb, now) - seg.options.timestamps->echo);
  if (!round_trip) return;
  tcb.rtt.sample(*round_trip, bounds(tcb.config));
  const auto milliseconds = [](Duration d) { return static_cast<std::uint32_t>(d / 1ms); };
  fx.note(Rule::rtt_sampled, tcb,
          {milliseconds(*round_trip), milliseconds(tcb.rtt.srtt), milliseconds(tcb.rtt.rto)});
}

// RFC 6298 5.7: the handshake was so slow that one second may be too short for data as well.
void be_careful_after_lost_syn(Tcb& tcb, Effects& fx) {
  if (!tcb.syn_timed_out || tcb.rtt.measured || tcb.config.rto_initial >= 3s) return;
  tcb.rtt.rto = 3s;
  fx.note(Rule::three_seconds_after_lost_syn, tcb);
}

void restart_timers(Tcb& tcb, Instant now, Effects& fx) {
  if (in_flight(tcb) == 0) {
    tcb.timers.stop(Timer::retransmit);
    tcb.timers.stop(Timer::user_timeout);
    return fx.note(Rule::all_acknowledged_timer_stopped, tcb);
  }
  tcb.timers.arm(Timer::retransmit, now, tcb.rtt.rto);
  if (tcb.config.user_timeout > 0s)
    tcb.timers.arm(Timer::user_timeout, now, tcb.config.user_timeout);
  fx.note(Rule::new_ack_timer_restarted, tcb);
}

void grow_cwnd(Tcb& tcb, std::uint32_t text, std::uint32_t flight, Effects& fx) {
  if (!tcb.config.congestion_control || text == 0) return;
  const bool slow_start = tcb.congestion.cwnd < tcb.congestion.ssthresh;
  const std::uint32_t smss = text_per_segment(tcb);
  if (!tcb.congestion.on_ack({.acknowledged = text, .flight = flight, .smss = smss})) return;
  fx.note(slow_start ? Rule::slow_start : Rule::congestion_avoidance, tcb,
          {text, tcb.congestion.cwnd, tcb.congestion.ssthresh});
}

// 5e. Only a segment newer than the one the window was taken from may change it.
void update_window(Tcb& tcb, const Segment& seg, Effects& fx) {
  const bool in_range = precedes_or_equals(tcb.snd.una, seg.ack);
  const bool newer = precedes(tcb.snd.wl1, seg.seq) ||
                     (tcb.snd.wl1 == seg.seq && precedes_or_equals(tcb.snd.wl2, seg.ack));
  if (!in_range || !newer) return;
  const std::uint32_t granted = std::uint32_t{seg.window} << tcb.snd.scale;
  const bool changes = granted != tcb.snd.wnd;
  tcb.snd.wnd = granted;
  tcb.snd.max_wnd = std::max(tcb.snd.max_wnd, granted);
  tcb.snd.wl1 = seg.seq;
  tcb.snd.wl2 = seg.ack;
  if (changes) fx.note(Rule::window_updated, tcb, {granted, seg.window, tcb.snd.scale});
}

// A peer that answers a probe is alive, however long its window stays closed (MUST-37).
void hear_answer_to_probe(Tcb& tcb, Effects& fx) {
  if (!tcb.timers[Timer::persist].running() || tcb.retransmissions == 0) return;
  tcb.retransmissions = 0;
  fx.note(Rule::probe_answered, tcb, {tcb.snd.wnd});
}

// 5f. A FIN that arrives together with the acknowledgment of ours is looked at first, so that
// FIN-WAIT-1 leads to TIME-WAIT directly (figure 5, note 2).
Verdict our_fin_is_acknowledged(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  switch (tcb.state) {
    case State::fin_wait_1:
      if (!seg.flags.fin) enter_fin_wait_2(tcb, now, fx);
      return Verdict::go_on;
    case State::closing:
      enter_time_wait(tcb, Rule::fin_acknowledged_in_closing, now, fx);
      return Verdict::stop;
    case State::last_ack:
      close_record(tcb, Signal::closed, Rule::last_ack_received, fx, {seg.ack.raw});
      return Verdict::stop;
    case State::closed:
    case State::listen:
    case State::syn_sent:
    case State::syn_received:
    case State::established:
    case State::fin_wait_2:
    case State::close_wait:
    case State::time_wait:
      return Verdict::go_on;
  }
  unreachable("State");
}

}  // namespace

void take_acknowledgment(Tcb& tcb, const Segment& seg, Instant now, Effects& fx) {
  const bool syn = !tcb.snd.syn_acknowledged;
  const std::uint32_t flight = distance(tcb.snd.una, tcb.snd.max);
  const std::uint32_t numbers = distance(tcb.snd.una, seg.ack);
  const std::uint32_t text = std::min(numbers - (syn ? 1 : 0), tcb.send_buffer.length());
  tcb.send_buffer.drop_front(text);
  tcb.snd.una = seg.ack;
  tcb.snd.syn_acknowledged = true;
  tcb.snd.nxt = later(tcb.snd.nxt, tcb.snd.una);
  tcb.snd.up = later(tcb.snd.up, tcb.snd.una);
  tcb.retransmissions = 0;
  tcb.first_sent_at = now;
  fx.note(Rule::new_data_acknowledged, tcb, {seg.ack.raw, numbers});
  measure_round_trip(tcb, seg, now, fx);
  if (syn) be_careful_after_lost_syn(tcb, fx);
  grow_cwnd(tcb, text, flight, fx);
  restart_timers(tcb, now, fx);
  if (text > 0) fx.signal(Signal::writable);
}

Verdict accept_ack(Tcb& tcb, const Segment& seg, Instant now, Effects& fx, bool counts) {
  if (precedes(tcb.snd.una, seg.ack))
    take_acknowledgment(tcb, seg, now, fx);
  else if (counts && in_flight(tcb) > 0 && sequence_length(seg) == 0 && seg.ack == tcb.snd.una)
    fx.note(Rule::duplicate_ack, tcb, {seg.ack.raw});
  update_window(tcb, seg, fx);
  hear_answer_to_probe(tcb, fx);
  if (fin_is_acknowledged(tcb)) return our_fin_is_acknowledged(tcb, seg, now, fx);
  return Verdict::go_on;
}

}  // namespace engine
