#include "engine/tcp/next_seg.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"
#include "engine/tcp/rack.hpp"
#include "engine/tcp/sequence.hpp"

namespace engine {
namespace {

// What has arrived beyond a number.
struct Beyond {
  std::uint32_t blocks{};
  std::uint32_t octets{};
};

Beyond beyond(const SackScoreboard& board, SeqNum number) {
  Beyond sum;
  for (const SeqRange block : board.blocks()) {
    if (!precedes(number, block.left)) continue;
    ++sum.blocks;
    sum.octets += length(block);
  }
  return sum;
}

bool is_enough(const Beyond& b, std::uint32_t smss) {
  return b.blocks >= duplicate_threshold || b.octets > (duplicate_threshold - 1u) * smss;
}

// What the peer has beyond SND.NXT (a window probe) must not make this negative.
std::uint32_t less(std::uint32_t sum, std::uint32_t part) { return sum - std::min(sum, part); }

std::uint32_t weight(SeqRange hole, bool lost, SeqNum high_rxt) {
  const std::uint32_t again = length({hole.left, earlier(hole.right, high_rxt)});
  return (lost ? 0 : length(hole)) + again;
}

}  // namespace

bool is_lost(const Tcb& tcb, SeqNum number) {
  return is_enough(beyond(tcb.recovery.scoreboard, number), text_per_segment(tcb));
}

std::uint32_t pipe(const Tcb& tcb) {
  if (rack_in_use(tcb)) return rack_pipe(tcb);
  const LossRecovery& r = tcb.recovery;
  const auto blocks = r.scoreboard.blocks();
  const std::uint32_t smss = text_per_segment(tcb);
  Beyond above;
  SeqNum right = tcb.snd.max;
  std::uint32_t sum = 0;
  for (auto block = blocks.rbegin(); block != blocks.rend(); ++block) {
    sum += weight({block->right, right}, is_enough(above, smss), r.high_rxt);
    above = {above.blocks + 1, above.octets + length(*block)};
    right = block->left;
  }
  return sum + weight({tcb.snd.una, right}, is_enough(above, smss), r.high_rxt);
}

std::uint32_t counted_in_trouble(const Tcb& tcb) {
  const LossRecovery& r = tcb.recovery;
  switch (r.phase) {
    case LossPhase::none:
      return less(in_flight(tcb), tcb.config.limited_transmit ? r.scoreboard.octets() : 0);
    case LossPhase::fast_recovery:
      return tcb.sack_permitted ? pipe(tcb) : in_flight(tcb);
    case LossPhase::after_timeout:
      return less(in_flight(tcb), r.scoreboard.octets_below(tcb.snd.nxt));
  }
  unreachable("LossPhase");
}

std::uint32_t limited_allowance(const Tcb& tcb) {
  const LossRecovery& r = tcb.recovery;
  if (r.phase != LossPhase::none || tcb.sack_permitted || !tcb.config.limited_transmit) return 0;
  return std::min<std::uint32_t>(r.duplicates, duplicate_threshold - 1) * text_per_segment(tcb);
}

std::optional<Hole> next_hole(const Tcb& tcb) {
  if (rack_in_use(tcb)) {
    const std::optional<SeqRange> lost = rack_first_lost(tcb);
    return lost ? std::optional<Hole>({*lost, true}) : std::nullopt;
  }
  const SackScoreboard& board = tcb.recovery.scoreboard;
  if (board.empty()) return std::nullopt;
  const SeqNum highest = board.blocks().back().right;
  const SeqNum from = board.next_missing(later(tcb.recovery.high_rxt, tcb.snd.una));
  if (!precedes(from, highest)) return std::nullopt;
  return Hole{{from, board.next_known(from, highest)}, is_lost(tcb, from)};
}

std::optional<SeqRange> rescue(const Tcb& tcb) {
  const LossRecovery& r = tcb.recovery;
  if (r.rescued || !r.partially_acknowledged) return std::nullopt;
  SeqRange last{tcb.snd.una, *r.point};
  for (const SeqRange block : r.scoreboard.blocks()) {
    if (!precedes(block.left, *r.point)) break;
    if (precedes_or_equals(*r.point, block.right))
      last.right = block.left;
    else
      last.left = block.right;
  }
  if (is_empty(last) || precedes_or_equals(last.right, r.high_rxt)) return std::nullopt;
  const std::uint32_t most = std::min(length(last), text_per_segment(tcb));
  return SeqRange{last.right - most, last.right};
}

}  // namespace engine
