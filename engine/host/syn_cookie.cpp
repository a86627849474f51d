#include "engine/host/syn_cookie.hpp"

#include <sodium/crypto_shorthash.h>

#include <algorithm>

#include "engine/base/bytes.hpp"

namespace engine {
namespace {

constexpr std::uint32_t hash_bits = 24, size_bits = 3;
constexpr std::uint32_t hash_mask = (1u << hash_bits) - 1;
static_assert(guesses_per_cookie == hash_mask + 1);

std::uint32_t period_of(Instant now) {
  return static_cast<std::uint32_t>(now.time_since_epoch() / cookie_period);
}

// SipHash-2-4 of the sockets and t. The tag keeps it apart from the hash of ordinary initial
// sequence numbers, which uses the same secret.
std::uint32_t keyed_hash(const CookieSecret& secret, const SocketPair& sockets, std::uint32_t t) {
  constexpr std::uint32_t tag = 0x434F'4F4B;
  std::array<std::uint8_t, 20> name{};
  ByteWriter out(name);
  out.u32(tag);
  out.u32(sockets.local.address.raw);
  out.u16(sockets.local.port);
  out.u32(sockets.remote.address.raw);
  out.u16(sockets.remote.port);
  out.u32(t);
  static_assert(crypto_shorthash_KEYBYTES == std::tuple_size_v<CookieSecret>);
  std::array<std::uint8_t, crypto_shorthash_BYTES> digest{};
  crypto_shorthash(digest.data(), name.data(), name.size(), secret.data());
  return ByteReader(digest).u32() & hash_mask;
}

std::uint32_t size_index(std::uint16_t mss) {
  const auto larger = std::ranges::upper_bound(cookie_sizes, mss);
  const auto index = larger - cookie_sizes.begin();
  return index == 0 ? 0 : static_cast<std::uint32_t>(index - 1);
}

constexpr std::uint32_t no_scale = 15, scale_mask = 15, sack_bit = 16, ecn_bit = 32,
                        stamp_mask = 63;

}  // namespace

SeqNum make_syn_cookie(const CookieSecret& secret, const SocketPair& sockets, SeqNum client_isn,
                       std::uint16_t mss, Instant now) {
  const std::uint32_t t = period_of(now);
  const std::uint32_t fields = (t % 32) << (hash_bits + size_bits) | size_index(mss) << hash_bits |
                               keyed_hash(secret, sockets, t);
  return client_isn + fields;
}

CookieReading read_syn_cookie(const CookieSecret& secret, const SocketPair& sockets,
                              SeqNum client_isn, SeqNum cookie, Instant now) {
  const std::uint32_t fields = distance(client_isn, cookie);
  const std::uint32_t t = period_of(now);
  const std::uint32_t age = (t - (fields >> (hash_bits + size_bits))) % 32;
  if (age > t || keyed_hash(secret, sockets, t - age) != (fields & hash_mask))
    return {.fault = CookieFault::forged, .age = age, .mss = 0};
  return {.fault = age < cookie_periods ? CookieFault::none : CookieFault::stale,
          .age = age,
          .mss = cookie_sizes[fields >> hash_bits & 7]};
}

std::uint32_t stamp_with(const CookieOptions& options, std::uint32_t clock) {
  const std::uint32_t bits = options.window_scale.value_or(no_scale) |
                             (options.sack ? sack_bit : 0) | (options.ecn ? ecn_bit : 0);
  const std::uint32_t stamp = (clock & ~stamp_mask) | bits;
  return stamp > clock ? stamp - (stamp_mask + 1) : stamp;
}

CookieOptions options_in_stamp(std::uint32_t stamp) {
  const std::uint32_t scale = stamp & scale_mask;
  CookieOptions options{.sack = (stamp & sack_bit) != 0, .ecn = (stamp & ecn_bit) != 0};
  if (scale != no_scale) options.window_scale = static_cast<std::uint8_t>(scale);
  return options;
}

}  // namespace engine
