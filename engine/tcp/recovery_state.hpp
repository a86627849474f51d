// What a sender remembers about loss: the variables of RFC 5681 3.2, RFC 6582 and RFC 6675. Plain
// data; what happens to it is in recovery, what follows from it in next_seg.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/control/congestion.hpp"
#include "engine/stream/sack_scoreboard.hpp"

namespace engine {

enum class LossPhase : std::uint8_t {
  none,
  fast_recovery,  // begun by duplicate or selective acknowledgments
  after_timeout,  // the retransmission timer fired: slow start up to the recovery point
};

// Proportional rate reduction (RFC 6937 3): octets delivered and sent since recovery began.
struct ProportionalRate {
  std::uint32_t delivered{}, sent{};
  std::uint32_t flight{};  // RecoverFS: what was in flight then
  bool operator==(const ProportionalRate&) const = default;
};

// How it was before the last reduction, as long as that may turn out to have been a mistake.
struct Reduction {
  Congestion before{};
  SeqNum from{};          // nothing below was sent again
  std::uint32_t again{};  // octets sent again since
  std::uint32_t twice{};  // of which the peer says that it had them already
  bool operator==(const Reduction&) const = default;
};

struct LossRecovery {
  LossPhase phase = LossPhase::none;
  std::uint8_t duplicates{};      // duplicate acknowledgments in a row
  bool front_is_due{};            // the front of the queue is to be sent again whatever cwnd says
  bool partially_acknowledged{};  // NewReno: the timer was restarted once in this recovery
  bool rescued{};  // RFC 6675: the one rescue retransmission of this recovery was made
  // One past the highest number sent when trouble was seen; kept after it (RFC 6582 3.2) until an
  // acknowledgment goes beyond it.
  std::optional<SeqNum> point{};
  SeqNum high_rxt{};        // one past the highest number sent again in this recovery
  std::uint32_t limited{};  // octets that only limited transmit let out (RFC 3042)
  SackScoreboard scoreboard{};
  ProportionalRate rate{};
  std::optional<Reduction> reduction{};  // with undo_by_dsack
  bool operator==(const LossRecovery&) const = default;
};

inline void hash_append(Hasher& h, const LossRecovery& r) {
  hash_append(h, r.phase);
  hash_append(h, r.duplicates);
  hash_append(h, r.front_is_due);
  hash_append(h, r.partially_acknowledged);
  hash_append(h, r.rescued);
  hash_append(h, r.point);
  hash_append(h, r.high_rxt);
  hash_append(h, r.limited);
  hash_append(h, r.scoreboard);
  h.add(r.rate.delivered);
  h.add(r.rate.sent);
  h.add(r.rate.flight);
  h.add(r.reduction.has_value());
  if (!r.reduction) return;
  hash_append(h, r.reduction->before);
  hash_append(h, r.reduction->from);
  h.add(r.reduction->again);
  h.add(r.reduction->twice);
}

}  // namespace engine
