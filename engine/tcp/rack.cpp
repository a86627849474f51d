#include "engine/tcp/rack.hpp"

#include <algorithm>

#include "engine/tcp/echo.hpp"
#include "engine/tcp/make_segment.hpp"
#include "engine/tcp/next_seg.hpp"
#include "engine/tcp/recovery.hpp"
#include "engine/tcp/sequence.hpp"

namespace engine {
namespace {

// RACK_sent_after(): ties are broken by the number.
bool left_after(Instant at, SeqNum end, Instant other_at, SeqNum other_end) {
  return at > other_at || (at == other_at && precedes(other_end, end));
}

void split_at(std::vector<SentSegment>& sent, SeqNum number) {
  for (std::size_t i = 0; i < sent.size(); ++i) {
    if (!contains(sent[i].range, number) || sent[i].range.left == number) continue;
    SentSegment rest = sent[i];
    rest.range.left = number;
    sent[i].range.right = number;
    sent.insert(sent.begin() + static_cast<std::ptrdiff_t>(i) + 1, rest);
    return;
  }
}

// Steps 1 to 3 for one segment that has just been delivered.
void take_delivery(RackState& rack, const SentSegment& s, std::optional<std::uint32_t> echo,
                   std::uint32_t clock, Instant now) {
  const SeqNum end = s.range.right;
  if (precedes(rack.highest, end))
    rack.highest = end;
  else if (precedes(end, rack.highest) && !s.again)
    rack.reordering_seen = true;
  const Duration round_trip = now - s.sent_at;
  if (s.again) {  // which of its copies was it?
    const auto left_at = clock - static_cast<std::uint32_t>(round_trip / 1ms);
    if (echo && precedes(SeqNum{*echo}, SeqNum{left_at})) return;
    if (round_trip < rack.least_round_trip) return;
  }
  rack.least_round_trip = std::min(rack.least_round_trip, round_trip);
  rack.round_trip = round_trip;
  if (!left_after(s.sent_at, end, rack.latest_sent_at, rack.latest_end)) return;
  rack.latest_sent_at = s.sent_at;
  rack.latest_end = end;
}

void take_deliveries(Tcb& tcb, const Segment& seg, Instant now) {
  RackState& rack = tcb.rack;
  const std::optional<std::uint32_t> echo = echo_of(tcb, seg);
  const std::uint32_t clock = timestamp_clock(tcb, now);
  split_at(rack.sent, tcb.snd.una);
  const SackScoreboard& board = tcb.recovery.scoreboard;
  for (SentSegment& s : rack.sent) {
    const bool acknowledged = precedes_or_equals(s.range.right, tcb.snd.una);
    if (!acknowledged && board.empty()) break;
    const bool reported = !board.empty() && board.next_missing(s.range.left) != s.range.left &&
                          precedes_or_equals(s.range.right, board.next_missing(s.range.left));
    if (s.sacked || !(acknowledged || reported)) continue;
    s.sacked = true;
    s.lost = false;
    take_delivery(rack, s, echo, clock, now);
  }
  std::erase_if(rack.sent, [&tcb](const SentSegment& s) {
    return precedes_or_equals(s.range.right, tcb.snd.una);
  });
}

// Step 4: the more duplicates are reported, the longer we wait before we call something lost.
void widen_patience(Tcb& tcb, bool twice) {
  RackState& rack = tcb.rack;
  if (rack.patience_round && precedes_or_equals(*rack.patience_round, tcb.snd.una))
    rack.patience_round.reset();
  if (!twice || rack.patience_round) return;
  rack.patience_round = tcb.snd.max;
  rack.patience = static_cast<std::uint8_t>(std::min(rack.patience + 1, 255));
  rack.patience_lasts = 16;
}

Duration time_for_reordering(const Tcb& tcb) {
  const RackState& rack = tcb.rack;
  const auto sacked = std::ranges::count(rack.sent, true, &SentSegment::sacked);
  const bool certain = tcb.recovery.phase != LossPhase::none || sacked >= duplicate_threshold;
  if (!rack.reordering_seen && certain) return 0ns;
  if (rack.least_round_trip == Duration::max()) return 0ns;
  return std::min<Duration>(rack.patience * rack.least_round_trip / 4, tcb.rtt.srtt);
}

// Step 5. Returns how long to wait for what may still be only late.
Duration detect_losses(Tcb& tcb, Instant now, std::uint32_t& found) {
  RackState& rack = tcb.rack;
  const Duration patience = time_for_reordering(tcb);
  Duration wait = 0ns;
  for (SentSegment& s : rack.sent) {
    const bool older = left_after(rack.latest_sent_at, rack.latest_end, s.sent_at, s.range.right);
    if (s.sacked || s.lost || !older) continue;
    const Duration left = s.sent_at + rack.round_trip + patience - now;
    if (left <= 0ns) {
      s.lost = true;
      ++found;
    } else {
      wait = std::max(wait, left);
    }
  }
  return wait;
}

// One slot: whoever waits for reordering does not wait for the other two.
void judge(Tcb& tcb, Instant now, Effects& fx) {
  if (tcb.recovery.phase == LossPhase::after_timeout || waits_for_window(tcb)) return;
  std::uint32_t found = 0;
  const Duration wait = detect_losses(tcb, now, found);
  if (found > 0) {
    const SeqRange first = *rack_first_lost(tcb);
    fx.note(Rule::rack_sees_loss, tcb, {first.left.raw, found});
    if (tcb.recovery.phase == LossPhase::none) begin_fast_recovery(tcb, fx);
  }
  if (wait == 0ns) return;
  tcb.timers.stop(Timer::retransmit);
  tcb.timers.stop(Timer::tail_loss_probe);
  tcb.timers.arm(Timer::reorder, now, wait);
  fx.note(Rule::rack_waits_for_reordering, tcb, {static_cast<std::uint32_t>(wait / 1ms)});
}

}  // namespace

void rack_note_departure(Tcb& tcb, SeqRange range, bool again, Instant now) {
  if (!rack_in_use(tcb)) return;
  std::vector<SentSegment>& sent = tcb.rack.sent;
  if (sent.empty() || precedes_or_equals(sent.back().range.right, range.left)) {
    sent.push_back({.range = range, .sent_at = now, .again = again});
    return;
  }
  split_at(sent, range.left);
  split_at(sent, range.right);
  for (SentSegment& s : sent) {
    if (is_empty(overlap(s.range, range))) continue;
    s.sent_at = now;
    s.again = true;
    s.lost = false;
  }
  const SeqNum known = sent.back().range.right;
  if (precedes(known, range.right))
    sent.push_back({.range = {known, range.right}, .sent_at = now, .again = again});
}

void rack_hear_ack(Tcb& tcb, const Segment& seg, bool twice, Instant now, Effects& fx) {
  if (!rack_in_use(tcb)) return;
  take_deliveries(tcb, seg, now);
  widen_patience(tcb, twice);
  judge(tcb, now, fx);
  // A recovery has taken the probe timer away. If a window that shrank leaves no room to send what
  // is lost, no departure starts another one.
  if (unacknowledged(tcb) > 0 && !waits_for_ack(tcb) && !waits_for_window(tcb))
    tcb.timers.arm(Timer::retransmit, now, tcb.rtt.rto);
}

void rack_recovery_is_over(Tcb& tcb) {
  if (!rack_in_use(tcb)) return;
  RackState& rack = tcb.rack;
  if (rack.patience_lasts > 0) --rack.patience_lasts;
  if (rack.patience_lasts == 0) rack.patience = 1;
}

void rack_forget_reports(Tcb& tcb) {
  for (SentSegment& s : tcb.rack.sent) s.sacked = s.lost = false;
  tcb.rack.probe_end.reset();
}

void rack_timer_fires(Tcb& tcb, Instant now, Effects& fx) {
  fx.note(Rule::rack_timer_fired, tcb);
  judge(tcb, now, fx);
  if (!waits_for_ack(tcb)) tcb.timers.arm(Timer::retransmit, now, tcb.rtt.rto);
}

std::uint32_t rack_pipe(const Tcb& tcb) {
  std::uint32_t sum = 0;
  for (const SentSegment& s : tcb.rack.sent)
    if (!s.sacked && !s.lost) sum += length(s.range);
  return sum;
}

std::optional<SeqRange> rack_first_lost(const Tcb& tcb) {
  const auto first = std::ranges::find(tcb.rack.sent, true, &SentSegment::lost);
  if (first == tcb.rack.sent.end()) return std::nullopt;
  return first->range;
}

void hash_append(Hasher& h, const RackState& r) {
  h.add(r.sent.size());
  for (const SentSegment& s : r.sent) {
    hash_append(h, s.range);
    hash_append(h, s.sent_at);
    h.add(s.again);
    h.add(s.lost);
    h.add(s.sacked);
  }
  hash_append(h, r.latest_sent_at);
  hash_append(h, r.latest_end);
  hash_append(h, r.round_trip);
  hash_append(h, r.least_round_trip);
  hash_append(h, r.highest);
  hash_append(h, r.reordering_seen);
  hash_append(h, r.patience);
  hash_append(h, r.patience_lasts);
  hash_append(h, r.patience_round);
  hash_append(h, r.probe_end);
  hash_append(h, r.probe_was_again);
  hash_append(h, r.measured_since_probe);
  hash_append(h, r.timeout_at);
}

}  // namespace engine
