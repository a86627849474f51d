#include "engine/host/isn.hpp"

#include <sodium/crypto_shorthash.h>

#include <array>
#include <span>

#include "engine/base/bytes.hpp"

namespace engine {
namespace {

// F(local, remote, secret): SipHash-2-4 of the twelve bytes that name the connection.
// The tag keeps numbers for different uses apart.
std::uint32_t keyed_hash(const IsnPolicy& policy, const SocketPair& sockets,
                         std::uint32_t tag = 0) {
  std::array<std::uint8_t, 16> buffer{};
  const std::span<std::uint8_t> name(buffer.data(), tag == 0 ? 12 : 16);
  ByteWriter out(name);
  out.u32(sockets.local.address.raw);
  out.u16(sockets.local.port);
  out.u32(sockets.remote.address.raw);
  out.u16(sockets.remote.port);
  if (tag != 0) out.u32(tag);
  static_assert(crypto_shorthash_KEYBYTES == std::tuple_size_v<decltype(policy.secret)>);
  std::array<std::uint8_t, crypto_shorthash_BYTES> digest{};
  crypto_shorthash(digest.data(), name.data(), name.size(), policy.secret.data());
  return ByteReader(digest).u32();
}

}  // namespace

std::uint32_t timestamp_offset(const IsnPolicy& policy, const SocketPair& sockets) {
  constexpr std::uint32_t tag = 0x434C'4F43;
  return keyed_hash(policy, sockets, tag);
}

void set_clock(const Host& host, Tcb& tcb, const SocketPair& sockets) {
  if (tcb.config.timestamp_offset) tcb.ts.offset = timestamp_offset(host.isn, sockets);
}

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
