// Seeded pseudo-random numbers (SplitMix64). A value inside the World: copying the world copies
// the future of its dice. Integers only, so that every machine draws the same.
#pragma once

#include <cstdint>

namespace engine {

class Random {
 public:
  constexpr explicit Random(std::uint64_t seed = 1) : state_(seed) {}

  constexpr std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E37'79B9'7F4A'7C15u);
    z = (z ^ (z >> 30)) * 0xBF58'476D'1CE4'E5B9u;
    z = (z ^ (z >> 27)) * 0x94D0'49BB'1331'11EBu;
    return z ^ (z >> 31);
  }

  // Uniform in [0, bound) up to a bias below 2^-32 for bounds below 2^32; bound > 0.
  constexpr std::uint64_t below(std::uint64_t bound) { return next() % bound; }

  // True with a chance of this many parts per million.
  constexpr bool chance(std::uint32_t parts_per_million) {
    return parts_per_million != 0 && below(1'000'000) < parts_per_million;
  }

  constexpr std::uint64_t state() const { return state_; }
  bool operator==(const Random&) const = default;

 private:
  std::uint64_t state_;
};

}  // namespace engine
