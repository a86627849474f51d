#include "engine/host/isn.hpp"

#include <sodium/crypto_shorthash.h>

#include <array>

#include "engine/base/bytes.hpp"

namespace engine {
namespace {

// F(local, remote, secret): SipHash-2-4 of the twelve bytes that name the connection.
std::uint32_t keyed_hash(const IsnPolicy& policy, const SocketPair& sockets) {
  std::array<std::uint8_t, 12> name{};
  ByteWriter out(name);
  out.u32(sockets.local.address.raw);
  out.u16(sockets.local.port);
  out.u32(sockets.remote.address.raw);
  out.u16(sockets.remote.port);
  static_assert(crypto_shorthash_KEYBYTES == std::tuple_size_v<decltype(policy.secret)>);
  std::array<std::uint8_t, crypto_shorthash_BYTES> digest{};
  crypto_shorthash(digest.data(), name.data(), name.size(), policy.secret.data());
  return ByteReader(digest).u32();
}

}  // namespace

SeqNum initial_sequence_number(const IsnPolicy& policy, const SocketPair& sockets, Instant now) {
  if (policy.fixed) return {*policy.fixed};
  const auto ticks = static_cast<std::uint32_t>(microseconds(now) / 4);  // M
  return {ticks + keyed_hash(policy, sockets)};
}

SeqNum initial_sequence_number_after(const Host& host, const SocketPair& sockets, SeqNum last_sent,
                                     Instant now) {
  constexpr std::uint32_t well_beyond = 65'537;  // more than a window, as Linux does
  const SeqNum usual = initial_sequence_number(host.isn, sockets, now);
  return precedes(last_sent, usual) ? usual : last_sent + well_beyond;
}

}  // namespace engine
