// One direction between two hosts: latency, jitter, loss, duplication, reordering, corruption,
// rate and queue. All chances are parts per million, drawn from the world's seeded dice.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/base/hash.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"

namespace engine {

struct LinkConfig {
  Duration latency = 50ms;  // one way
  Duration jitter = 0ms;    // uniform in [0, jitter], added; order is kept
  std::uint32_t loss_ppm = 0;
  std::uint32_t duplicate_ppm = 0;
  std::uint32_t corrupt_ppm = 0;  // one random bit flips
  std::uint32_t reorder_ppm = 0;  // this packet is overtaken: it takes reorder_extra longer
  Duration reorder_extra = 0ms;
  std::uint64_t bits_per_second = 0;  // 0 = no limit
  std::uint32_t queue_packets = 0;    // waiting for the rate, 0 = no limit; full = dropped
  std::uint16_t mtu = 65'535;         // larger packets are dropped
  // Congestion, told early (RFC 3168 5): a packet that can carry the mark gets it, another is
  // dropped.
  std::uint32_t mark_ppm = 0;    // by chance, or
  std::uint32_t mark_queue = 0;  // when more than so many wait for the rate; 0 = never
  bool up = true;                // cable in
  bool operator==(const LinkConfig&) const = default;
};

struct Link {
  HostId from{}, to{};
  LinkConfig config{};
  Instant free_at{};               // when the last queued packet will have left the sender
  Instant last_arrival{};          // order is kept unless a packet is reordered on purpose
  std::vector<Instant> leaving{};  // with a rate: when each packet that has not left yet will have
  bool operator==(const Link&) const = default;
};

void hash_append(Hasher& h, const Link& link);

}  // namespace engine
