// HyStart++ (RFC 9406): slow start that ends before it has to lose anything. When the round trips
// of a round are longer than those of the round before by an eighth, a queue is growing: then cwnd
// grows a quarter as fast for five rounds (conservative slow start, CSS), and congestion avoidance
// begins. If the round trips fall back meanwhile, it was a mistake, and slow start goes on.
//
// Example: 100 ms in one round, 113 ms in the next: CSS. Eight samples make a round's judgement.
#pragma once

#include <cstdint>

#include "engine/base/hash.hpp"
#include "engine/control/growth.hpp"

namespace engine {

struct HyStart {
  bool conservative{};
  std::uint8_t samples{};                                                // in this round
  std::uint8_t conservative_rounds{};                                    // that are over
  Duration least_before = Duration::max(), least_now = Duration::max();  // of the rounds
  Duration baseline = Duration::max();  // of the round that CSS began in
  SeqNum round_end{};

  // Hears of an acknowledgment in slow start. True: slow start is over.
  bool hear(const Growth& growth);
  // How much of what slow start would grow by is granted.
  std::uint32_t share(std::uint32_t octets) const { return conservative ? octets / 4 : octets; }

  bool operator==(const HyStart&) const = default;

 private:
  void judge();
  bool end_round(SeqNum next_end);
};

void hash_append(Hasher& h, const HyStart& hystart);

}  // namespace engine
