// What a TCB knows about explicit congestion notification (RFC 3168 6.1). Plain data.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/base/hash.hpp"
#include "engine/segment/seq_num.hpp"

namespace engine {

struct EcnState {
  bool on{};           // both ends agreed to it
  bool offered{};      // the peer's SYN asked for it (ECE and CWR)
  bool echo_is_due{};  // receiver: a mark was seen, every ACK says ECE until CWR comes
  bool cwr_is_due{};   // sender: cwnd was reduced, the next new text says CWR
  bool waits{};        // sender: cwnd was one segment already, so only the timer lets more out
  // Sender: one past the highest number sent when cwnd was last reduced for a mark. Until it is
  // acknowledged, further ECE speak of the same congestion.
  std::optional<SeqNum> point{};
  bool operator==(const EcnState&) const = default;
};

inline void hash_append(Hasher& h, const EcnState& e) {
  hash_append(h, e.on);
  hash_append(h, e.offered);
  hash_append(h, e.echo_is_due);
  hash_append(h, e.cwr_is_due);
  hash_append(h, e.waits);
  hash_append(h, e.point);
}

}  // namespace engine
