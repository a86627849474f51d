// What RACK-TLP remembers (RFC 8985 5.2, 7.2): when each segment in flight left last, and what the
// latest delivered one says about the others. Plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/hash.hpp"
#include "engine/stream/seq_ranges.hpp"

namespace engine {

struct SentSegment {
  SeqRange range;
  Instant sent_at{};  // the last time
  bool again{};       // it left more than once
  bool lost{};        // and has not been sent again since that was seen
  bool sacked{};
  bool operator==(const SentSegment&) const = default;
};

struct RackState {
  std::vector<SentSegment> sent{};  // in flight, ascending; kept only while RACK is in use
  // The segment that left last among those delivered.
  Instant latest_sent_at{};
  SeqNum latest_end;
  Duration round_trip{};  // RACK.rtt: of that segment
  Duration least_round_trip = Duration::max();
  SeqNum highest;  // RACK.fack: end of the highest one delivered
  bool reordering_seen{};
  std::uint8_t patience = 1;               // RACK.reo_wnd_mult
  std::uint8_t patience_lasts = 16;        // recoveries until it falls back (reo_wnd_persist)
  std::optional<SeqNum> patience_round{};  // it grows once in a round trip
  // Tail loss probe: SND.NXT when it was sent, and whether it was sent before.
  std::optional<SeqNum> probe_end{};
  bool probe_was_again{};
  bool measured_since_probe = true;  // a probe after a probe asks for a new round trip (7.3)
  Instant timeout_at{};  // when the retransmission timer would have fired, were there no probe
  bool operator==(const RackState&) const = default;
};

void hash_append(Hasher& h, const RackState& rack);

}  // namespace engine
