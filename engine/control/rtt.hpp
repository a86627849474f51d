// Round-trip time and retransmission timeout (RFC 6298) in integer nanoseconds. It times one
// segment at a time and obeys Karn: what was sent twice is not timed. It knows no timer and no TCB.
//
// Example: a first sample of 100 ms gives SRTT 100, RTTVAR 50, RTO 100 + 4*50 = 300 ms; a second of
// 140 ms gives RTTVAR 3/4*50 + 1/4*40 = 47.5, SRTT 7/8*100 + 1/8*140 = 105, RTO 295 ms.
#pragma once

#include <optional>

#include "engine/base/hash.hpp"
#include "engine/base/time.hpp"
#include "engine/segment/seq_num.hpp"

namespace engine {

// Bounds of the timeout; in which way the lower one applies is the profile's business.
struct RtoBounds {
  Duration least = 1s;
  Duration most = 120s;
  bool least_on_variance = false;  // Linux: RTO >= SRTT + least, instead of RTO >= least
  bool gentle = false;  // Linux: what a falling round trip adds to RTTVAR is divided by eight
};

struct RttEstimator {
  Duration srtt{};
  Duration rttvar{};
  Duration rto = 1s;
  bool measured{};  // there has been a valid sample

  struct Timed {
    SeqNum acknowledged_by;  // the ACK that ends the measurement is this number or later
    Instant sent_at{};
    bool by_echo{};  // left more than once: only a timestamp tells which one was acknowledged
    bool operator==(const Timed&) const = default;
  };
  std::optional<Timed> timed;

  void sample(Duration round_trip, const RtoBounds& bounds);
  void back_off(const RtoBounds& bounds);  // RFC 6298 5.5
  void forget() { measured = false; }      // the next sample counts as the first

  // Begins to time a segment, unless one is being timed.
  void begin(SeqNum acknowledged_by, Instant now);
  // Something up to this number has left again. With timestamps it is timed by their echo, without
  // them not at all (Karn, RFC 7323 4).
  void repeated(SeqNum acknowledged_by, Instant now, bool stamped);
  // Karn: the measurement is worthless once something was retransmitted.
  void cancel() { timed.reset(); }
  // The round trip if this acknowledgment ends the measurement.
  std::optional<Duration> finish(SeqNum ack, Instant now);

  bool operator==(const RttEstimator&) const = default;
};

void hash_append(Hasher& h, const RttEstimator& rtt);

}  // namespace engine
