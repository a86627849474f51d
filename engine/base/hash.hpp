// A 64-bit digest of values, the same on every machine and compiler (no address, no padding).
// Used to compare whole worlds and for the golden fingerprints; not cryptographic.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"

namespace engine {

class Hasher {
 public:
  constexpr void add(std::uint64_t word) {
    state_ ^= word + 0x9E37'79B9'7F4A'7C15u + (state_ << 6) + (state_ >> 2);
    state_ *= 0xFF51'AFD7'ED55'8CCDu;
    state_ ^= state_ >> 32;
  }
  void add(std::span<const std::uint8_t> bytes);
  constexpr std::uint64_t digest() const { return state_; }

 private:
  std::uint64_t state_ = 0x5379'6E53'636F'7065u;
};

template <class T>
  requires std::is_integral_v<T> || std::is_enum_v<T>
constexpr void hash_append(Hasher& h, T value) {
  h.add(static_cast<std::uint64_t>(value));
}
constexpr void hash_append(Hasher& h, Duration d) { h.add(static_cast<std::uint64_t>(d.count())); }
constexpr void hash_append(Hasher& h, Instant t) { hash_append(h, t.time_since_epoch()); }
template <class Tag>
constexpr void hash_append(Hasher& h, Id<Tag> id) {
  h.add(id.value);
}
void hash_append(Hasher& h, std::string_view text);

template <class T>
void hash_append(Hasher& h, const std::optional<T>& value) {
  h.add(value.has_value());
  if (value) hash_append(h, *value);
}
template <class T>
void hash_append(Hasher& h, const std::vector<T>& values) {
  h.add(values.size());
  for (const T& value : values) hash_append(h, value);
}

// One after the other.
template <class... Values>
void hash_all(Hasher& h, const Values&... values) {
  (hash_append(h, values), ...);
}

}  // namespace engine
