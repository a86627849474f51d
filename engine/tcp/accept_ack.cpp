#include "engine/tcp/accept_ack.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"
#include "engine/tcp/echo.hpp"
#include "engine/tcp/ecn.hpp"
#include "engine/tcp/fast_open.hpp"
#include "engine/tcp/make_segment.hpp"
#include "engine/tcp/proportional_rate.hpp"
#include "engine/tcp/rack.hpp"
#include "engine/tcp/recovery.hpp"
#include "engine/tcp/sequence.hpp"
#include "engine/tcp/tail_loss_probe.hpp"
#include "engine/tcp/transition.hpp"

namespace engine {
namespace {

// One segment is timed at a time, so there is one sample in a round trip. What has left twice is
// measured by the echo of its timestamp (RFC 7323 4): it says which transmission was acknowledged.
// An answer to what arrived twice (RFC 2883) echoes the first arrival, whose own answer was lost:
// the time since then is our wait for the timer, and taken for a round trip it would make the next
// wait as long again and more.
void measure_round_trip(Tcb& tcb, const Segment& seg, bool twice, Instant now, Effects& fx) {
  const std::optional<RttEstimator::Timed> timed = tcb.rtt.timed;
  std::optional<Duration> round_trip = tcb.rtt.finish(seg.ack, now);
  if (!round_trip) return;
  if (timed->by_echo) {
    const std::optional<std::uint32_t> echo = echo_of(tcb, seg);
    const std::uint32_t left = timestamp_clock(tcb, timed->sent_at);
    if (!echo || (twice && precedes(SeqNum{*echo}, SeqNum{left}))) return;
    round_trip = 1ms * (timestamp_clock(tcb, now) - *echo);
    if (*round_trip > tcb.config.rto_max) return;  // an echo of nothing that may be under way
  }
  tcb.rtt.sample(*round_trip, rto_bounds(tcb.config));
  tcb.rack.measured_since_probe = true;
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

// A closed window has the persist timer instead; it stops with the last of what it waited for.
void restart_timers(Tcb& tcb, Instant now, Effects& fx) {
  if (waits_for_window(tcb)) {
    if (unsent(tcb) == 0 && !fin_is_due(tcb)) tcb.timers.stop(Timer::persist);
    return;
  }
  if (unacknowledged(tcb) == 0) {
    stop_loss_timers(tcb);
    tcb.timers.stop(Timer::user_timeout);
    return fx.note(Rule::all_acknowledged_timer_stopped, tcb);
  }
  if (timer_goes_on(tcb)) return fx.note(Rule::partial_ack_timer_goes_on, tcb);
  tcb.recovery.partially_acknowledged = tcb.recovery.phase == LossPhase::fast_recovery;
  stop_loss_timers(tcb);
  tcb.timers.arm(Timer::retransmit, now, tcb.rtt.rto);
  if (tcb.config.user_timeout > 0s)
    tcb.timers.arm(Timer::user_timeout, now, tcb.config.user_timeout);
  fx.note(Rule::new_ack_timer_restarted, tcb);
}

bool is_newer_than_window(const Tcb& tcb, const Segment& seg) {
  return precedes(tcb.snd.wl1, seg.seq) ||
         (tcb.snd.wl1 == seg.seq && precedes_or_equals(tcb.snd.wl2, seg.ack));
}

// 5e. Only a segment newer than the one the window was taken from may change it. SND.UNA has been
// moved by now, if SEG.ACK was ahead of it.
void update_window(Tcb& tcb, const Segment& seg, Effects& fx) {
  if (seg.ack != tcb.snd.una || !is_newer_than_window(tcb, seg)) return;
  const std::uint32_t granted = window_granted(tcb, seg);
  const bool changes = granted != tcb.snd.wnd;
  tcb.snd.wnd = granted;
  tcb.snd.max_wnd = std::max(tcb.snd.max_wnd, granted);
  tcb.snd.wl1 = seg.seq;
  tcb.snd.wl2 = seg.ack;
  const std::uint32_t shift = seg.flags.syn ? 0 : tcb.snd.scale;
  if (changes) fx.note(Rule::window_updated, tcb, {granted, seg.window, shift});
}

// A peer that answers a probe is alive, however long its window stays closed (MUST-37).
void hear_answer_to_probe(Tcb& tcb, Effects& fx) {
  if (!waits_for_window(tcb) || tcb.retransmissions == 0) return;
  tcb.retransmissions = 0;
  fx.note(Rule::probe_answered, tcb, {tcb.snd.wnd});
}

// The segment says nothing but the same number again.
bool repeats_itself(const Tcb& tcb, const Segment& seg) {
  return seg.ack == tcb.snd.una && sequence_length(seg) == 0 &&
         window_granted(tcb, seg) == tcb.snd.wnd;
}

// RFC 5681 2: and something is outstanding. An answer to a probe is none: it was asked for.
bool is_duplicate(const Tcb& tcb, const Segment& seg) {
  return unacknowledged(tcb) > 0 && !waits_for_window(tcb) && repeats_itself(tcb, seg);
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

void take_acknowledgment(Tcb& tcb, const Segment& seg, bool twice, Instant now, Effects& fx) {
  const bool syn = !tcb.snd.syn_acknowledged;
  const std::uint32_t flight = distance(tcb.snd.una, tcb.snd.max);
  const std::uint32_t numbers = distance(tcb.snd.una, seg.ack);
  const std::uint32_t text = std::min(numbers - (syn ? 1 : 0), tcb.send_buffer.length());
  tcb.send_buffer.drop_front(text);
  // SND.WND counts from SND.UNA. Text that fills a gap may acknowledge more than newer text behind
  // the gap did, whose window stands: it goes on ending where it ended.
  if (!is_newer_than_window(tcb, seg)) tcb.snd.wnd -= std::min(tcb.snd.wnd, numbers);
  tcb.snd.una = seg.ack;
  tcb.snd.syn_acknowledged = true;
  tcb.snd.nxt = later(tcb.snd.nxt, tcb.snd.una);
  tcb.snd.up = later(tcb.snd.up, tcb.snd.una);
  tcb.retransmissions = 0;
  tcb.first_sent_at = now;
  fx.note(Rule::new_data_acknowledged, tcb, {seg.ack.raw, numbers});
  measure_round_trip(tcb, seg, twice, now, fx);
  if (syn) {
    be_careful_after_lost_syn(tcb, fx);
    hear_fate_of_syn_text(tcb, fx);
  }
  const bool congested = tcb.ecn.on && seg.flags.ece && !seg.flags.syn;
  std::optional<Duration> round_trip;
  if (const auto echo = syn ? std::nullopt : echo_of(tcb, seg))
    round_trip = 1ms * (timestamp_clock(tcb, now) - *echo);
  hear_new_ack(tcb,
               {.text = text, .flight = flight, .may_grow = !congested, .round_trip = round_trip},
               now, fx);
  restart_timers(tcb, now, fx);
  if (text > 0) fx.signal(Signal::writable);
}

bool brings_news(const Tcb& tcb, const Segment& seg) {
  return acknowledges_more(tcb, seg.ack) ||
         (seg.ack == tcb.snd.una && is_newer_than_window(tcb, seg) &&
          window_granted(tcb, seg) != tcb.snd.wnd);
}

Verdict accept_ack(Tcb& tcb, const Segment& seg, Instant now, Effects& fx, bool counts) {
  const SeqNum una = tcb.snd.una;
  const std::uint32_t sacked = tcb.recovery.scoreboard.octets();
  const SackNews news = hear_sack(tcb, seg, fx);
  if (counts) hear_congestion_echo(tcb, seg, fx);
  const bool repeats = counts && repeats_itself(tcb, seg);
  const bool duplicate = counts && is_duplicate(tcb, seg);
  if (acknowledges_more(tcb, seg.ack))
    take_acknowledgment(tcb, seg, news.twice, now, fx);
  else if (duplicate)
    fx.note(Rule::duplicate_ack, tcb, {seg.ack.raw});
  if (counts && (tcb.sack_permitted ? news.octets > 0 : duplicate)) hear_duplicate(tcb, fx);
  if (rack_in_use(tcb)) {
    hear_answer_to_tail_probe(tcb, seg, {.twice = news.twice, .repeats = repeats}, fx);
    rack_hear_ack(tcb, seg, news.twice, now, fx);
  }
  if (rate_is_proportional(tcb)) {
    const std::uint32_t moved = distance(una, tcb.snd.una);
    reduce_proportionally(tcb, moved + tcb.recovery.scoreboard.octets() - sacked);
    fx.note(Rule::rate_reduced, tcb, {tcb.recovery.rate.delivered, tcb.congestion.cwnd});
  }
  update_window(tcb, seg, fx);
  hear_answer_to_probe(tcb, fx);
  if (fin_is_acknowledged(tcb)) return our_fin_is_acknowledged(tcb, seg, now, fx);
  return Verdict::go_on;
}

}  // namespace engine
