// SYN cookies: a request that is not remembered but sent to the client and back (RFC 4987 3.6 and
// appendix A; requirements F.5). Here is the arithmetic; stateless.hpp uses it.
//
//   cookie - client's ISN =  | t mod 32 : 5 | size : 3 | keyed hash of the sockets and t : 24 |
//
// t counts 64 seconds, so the number goes on advancing as an initial sequence number must. `size`
// is the place of the largest maximum segment size in the table that the client can take. Whatever
// else the SYN offered is lost, unless the client uses timestamps: then six bits of our TSval hold
// it, as in Linux.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "engine/base/time.hpp"
#include "engine/segment/address.hpp"
#include "engine/segment/seq_num.hpp"

namespace engine {

using CookieSecret = std::array<std::uint8_t, 16>;

inline constexpr Duration cookie_period = 64s;      // of t
inline constexpr std::uint32_t cookie_periods = 2;  // accepted: this period and the one before
inline constexpr std::array<std::uint16_t, 8> cookie_sizes{88,   256,  536,  1024,
                                                           1220, 1300, 1440, 1460};

// Of so many numbers that somebody without the secret invents, one is right, if clock and size are.
inline constexpr std::uint32_t guesses_per_cookie = 1u << 24;

SeqNum make_syn_cookie(const CookieSecret& secret, const SocketPair& sockets, SeqNum client_isn,
                       std::uint16_t mss, Instant now);

enum class CookieFault : std::uint8_t { none, stale, forged };
struct CookieReading {
  CookieFault fault{};
  std::uint32_t age{};  // in periods
  std::uint16_t mss{};  // what the SYN is known to have announced, rounded down
};
CookieReading read_syn_cookie(const CookieSecret& secret, const SocketPair& sockets,
                              SeqNum client_isn, SeqNum cookie, Instant now);

// What six bits of a timestamp can hold.
struct CookieOptions {
  std::optional<std::uint8_t> window_scale{};  // 0..14
  bool sack{};
  bool ecn{};
  bool operator==(const CookieOptions&) const = default;
};
// The latest timestamp not after `clock` whose low bits are these options.
std::uint32_t stamp_with(const CookieOptions& options, std::uint32_t clock);
CookieOptions options_in_stamp(std::uint32_t stamp);

}  // namespace engine
