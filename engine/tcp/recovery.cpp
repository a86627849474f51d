#include "engine/tcp/recovery.hpp"

#include <algorithm>
#include <limits>

#include "engine/base/invariant.hpp"
#include "engine/tcp/ecn.hpp"
#include "engine/tcp/next_seg.hpp"
#include "engine/tcp/proportional_rate.hpp"
#include "engine/tcp/rack.hpp"
#include "engine/tcp/sequence.hpp"
#include "engine/tcp/undo.hpp"

namespace engine {
namespace {

// ---- the SACK option

// RFC 2883 4: the first block reports a duplicate if the acknowledgment covers it, or if the second
// block does.
bool is_duplicate_report(const Segment& seg) {
  const SackBlocks& sack = seg.options.sack;
  const SackBlock& first = sack.blocks[0];
  if (precedes_or_equals(first.right, seg.ack)) return true;
  const SackBlock& second = sack.blocks[1];
  return sack.count > 1 && precedes_or_equals(second.left, first.left) &&
         precedes_or_equals(first.right, second.right);
}

// ---- fast recovery

// What counts when the window is halved: limited transmit's octets do not (RFC 5681 3.2).
std::uint32_t flight_at_loss(const Tcb& tcb) {
  const std::uint32_t flight = distance(tcb.snd.una, tcb.snd.max);
  return flight - std::min(flight, tcb.recovery.limited);
}

// NewReno: the window was inflated by what had left the network.
void deflate(Tcb& tcb) {
  const std::uint32_t smss = text_per_segment(tcb);
  const std::uint32_t flight = distance(tcb.snd.una, tcb.snd.max);
  tcb.congestion.cwnd = std::min(tcb.congestion.ssthresh, std::max(flight, smss) + smss);
}

void leave_fast_recovery(Tcb& tcb, Effects& fx) {
  LossRecovery& r = tcb.recovery;
  if (tcb.congestion.controlled() && !tcb.sack_permitted) deflate(tcb);
  if (rate_is_proportional(tcb)) proportional_rate_ends(tcb);
  r.phase = LossPhase::none;
  r.front_is_due = false;
  rack_recovery_is_over(tcb);
  fx.note(Rule::recovery_complete, tcb, {r.point->raw, tcb.congestion.cwnd});
}

void hear_partial_ack(Tcb& tcb, std::uint32_t text, Effects& fx) {
  LossRecovery& r = tcb.recovery;
  if (tcb.sack_permitted)
    return fx.note(Rule::sack_recovery_goes_on, tcb, {r.point->raw, pipe(tcb)});
  r.front_is_due = true;
  if (tcb.congestion.controlled()) {
    const std::uint32_t smss = text_per_segment(tcb);
    std::uint32_t& cwnd = tcb.congestion.cwnd;
    cwnd -= std::min(cwnd, text);
    cwnd = std::max(text >= smss ? cwnd + smss : cwnd, smss);
  }
  fx.note(Rule::partial_acknowledgment, tcb, {tcb.snd.una.raw, r.point->raw, tcb.congestion.cwnd});
}

bool is_careful(const Tcb& tcb) {
  return tcb.congestion.hystart && tcb.congestion.hystart->conservative;
}

void grow_cwnd(Tcb& tcb, NewlyAcknowledged acknowledged, Instant now, Effects& fx) {
  const auto [text, flight, may_grow, round_trip] = acknowledged;
  if (text == 0 || !may_grow) return;
  const bool slow_start = tcb.congestion.cwnd < tcb.congestion.ssthresh;
  const std::uint32_t smss = text_per_segment(tcb);
  const Growth growth{text, flight, smss, now, tcb.rtt.srtt, round_trip, tcb.snd.una, tcb.snd.max};
  const bool was_careful = is_careful(tcb);
  const bool grew = tcb.congestion.on_ack(growth);
  if (is_careful(tcb) != was_careful)
    fx.note(was_careful ? Rule::slow_start_was_right : Rule::slow_start_slows, tcb,
            {tcb.congestion.cwnd});
  if (!grew) return;
  if (slow_start && is_careful(tcb) && tcb.congestion.cwnd == tcb.congestion.ssthresh)
    return fx.note(Rule::slow_start_ends, tcb, {tcb.congestion.cwnd});
  const bool cubic = std::holds_alternative<Cubic>(tcb.congestion.algorithm);
  const Rule avoidance = cubic ? Rule::cubic_growth : Rule::congestion_avoidance;
  fx.note(slow_start ? Rule::slow_start : avoidance, tcb,
          {text, tcb.congestion.cwnd, tcb.congestion.ssthresh});
}

// RFC 6582 3.2, step 1: these duplicates may come from what was sent again needlessly.
bool is_old_trouble(const Tcb& tcb) {
  return !tcb.sack_permitted && tcb.recovery.point &&
         precedes_or_equals(tcb.snd.una, *tcb.recovery.point);
}

}  // namespace

SackNews hear_sack(Tcb& tcb, const Segment& seg, Effects& fx) {
  const SackBlocks& sack = seg.options.sack;
  if (sack.count == 0 || !tcb.sack_permitted) return {};
  LossRecovery& r = tcb.recovery;
  std::uint32_t news = 0;
  const bool duplicate = is_duplicate_report(seg);
  if (duplicate) {
    fx.note(Rule::duplicate_reported, tcb, {sack.blocks[0].left.raw, sack.blocks[0].right.raw});
    hear_needless_copy(tcb, sack.blocks[0], fx);
  }
  const SeqRange sent{later(seg.ack, tcb.snd.una), tcb.snd.max};
  for (std::size_t i = duplicate ? 1 : 0; i < sack.count; ++i) {
    const SeqRange block{sack.blocks[i].left, sack.blocks[i].right};
    const bool believable = precedes(sent.left, block.left) && contains(sent, block.left) &&
                            precedes_or_equals(block.right, sent.right);
    if (believable) news += r.scoreboard.add(block);
  }
  if (news > 0) fx.note(Rule::sack_heard, tcb, {news, r.scoreboard.octets()});
  return {news, duplicate};
}

void hear_new_ack(Tcb& tcb, NewlyAcknowledged acknowledged, Instant now, Effects& fx) {
  LossRecovery& r = tcb.recovery;
  forget_old_congestion(tcb);
  r.scoreboard.acknowledge(tcb.snd.una);
  r.duplicates = 0;
  r.limited = 0;
  const bool beyond_point = r.point && precedes_or_equals(*r.point, tcb.snd.una);
  switch (r.phase) {
    case LossPhase::none:
      if (r.point && precedes(*r.point, tcb.snd.una)) r.point.reset();
      return grow_cwnd(tcb, acknowledged, now, fx);
    case LossPhase::fast_recovery:
      if (beyond_point) return leave_fast_recovery(tcb, fx);
      return hear_partial_ack(tcb, acknowledged.text, fx);
    case LossPhase::after_timeout:
      if (beyond_point) {
        r.phase = LossPhase::none;
        rack_recovery_is_over(tcb);
      }
      return grow_cwnd(tcb, acknowledged, now, fx);
  }
  unreachable("LossPhase");
}

bool timer_goes_on(const Tcb& tcb) {
  return tcb.recovery.phase == LossPhase::fast_recovery && !tcb.sack_permitted &&
         tcb.recovery.partially_acknowledged;
}

void hear_duplicate(Tcb& tcb, Effects& fx) {
  LossRecovery& r = tcb.recovery;
  if (r.duplicates < std::numeric_limits<std::uint8_t>::max()) ++r.duplicates;
  if (r.phase == LossPhase::after_timeout) return;
  if (r.phase == LossPhase::fast_recovery) {
    if (tcb.sack_permitted || !tcb.congestion.controlled()) return;
    tcb.congestion.cwnd += text_per_segment(tcb);
    return fx.note(Rule::cwnd_inflated, tcb, {r.duplicates, tcb.congestion.cwnd});
  }
  if (rack_in_use(tcb)) return;  // it does not count
  const bool enough = r.duplicates >= duplicate_threshold;
  if (!enough && !(tcb.sack_permitted && is_lost(tcb, tcb.snd.una))) return;
  if (!is_old_trouble(tcb)) return begin_fast_recovery(tcb, fx);
  if (r.duplicates == duplicate_threshold)
    fx.silence(Rule::no_second_fast_retransmit, tcb, {tcb.snd.una.raw, r.point->raw});
}

void begin_fast_recovery(Tcb& tcb, Effects& fx) {
  LossRecovery& r = tcb.recovery;
  const std::uint32_t smss = text_per_segment(tcb);
  remember_for_undo(tcb);
  begin_proportional_rate(tcb);
  if (tcb.congestion.controlled()) {
    tcb.congestion.on_loss(flight_at_loss(tcb), smss);
    if (!tcb.sack_permitted) tcb.congestion.cwnd += duplicate_threshold * smss;
  }
  tcb.timers.stop(Timer::tail_loss_probe);
  r.phase = LossPhase::fast_recovery;
  r.point = tcb.snd.max;
  r.high_rxt = tcb.snd.una;
  r.front_is_due = true;
  r.rescued = r.partially_acknowledged = false;
  reduced_for_loss(tcb);
  fx.note(tcb.sack_permitted ? Rule::sack_recovery_begins : Rule::fast_recovery_begins, tcb,
          {tcb.congestion.cwnd, tcb.congestion.ssthresh, r.point->raw});
}

void collapse(Tcb& tcb, Effects& fx) {
  LossRecovery& r = tcb.recovery;
  const std::uint32_t flight = distance(tcb.snd.una, tcb.snd.max);
  r = {.phase = LossPhase::after_timeout, .point = tcb.snd.max};
  rack_forget_reports(tcb);
  if (!tcb.congestion.controlled()) return;
  reduced_for_loss(tcb);
  tcb.congestion.on_timeout(flight, text_per_segment(tcb), tcb.retransmissions == 1);
  fx.note(Rule::cwnd_collapses, tcb, {tcb.congestion.cwnd, tcb.congestion.ssthresh});
}

}  // namespace engine
