// What a TCB remembers of TCP Fast Open (RFC 7413 4). Plain data.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/base/hash.hpp"
#include "engine/segment/segment.hpp"

namespace engine {

struct FastOpenState {
  // Client: what its first SYN carries (length 0 asks for a cookie), and what it knew of the
  // server.
  std::optional<FastOpenCookie> offer{};
  std::uint16_t peer_mss = default_mss;
  std::uint32_t text_on_syn{};  // bytes that left on the SYN
  // Server: what its first SYN-ACK tells, and whether the SYN's cookie was good.
  std::optional<FastOpenCookie> grant{};
  bool early{};  // text flows both ways before the handshake is done
  bool operator==(const FastOpenState&) const = default;
};

void hash_append(Hasher& h, const FastOpenState& state);

}  // namespace engine
