#include "engine/host/fast_open.hpp"

#include <sodium/crypto_shorthash.h>

#include <algorithm>
#include <array>

#include "engine/base/bytes.hpp"

namespace engine {
namespace {

constexpr std::uint8_t cookie_length = crypto_shorthash_BYTES;
constexpr std::size_t most_passes = 64;

// Connections of a listener that began early and whose handshake is not done yet.
std::uint32_t pending(const Host& host, ConnId listener, Instant now) {
  const std::vector<Instant>& resets = host.connections.find(listener)->early_resets;
  const auto counting = std::ranges::count_if(resets, [now](Instant end) { return now < end; });
  const auto early = [listener](const Connection& c) {
    return c.parent == listener && c.tcb.state == State::syn_received && c.tcb.fast_open.early;
  };
  return static_cast<std::uint32_t>(std::ranges::count_if(host.connections, early) + counting);
}

}  // namespace

// SipHash-2-4 of the address. The tag keeps it apart from the numbers made with the same secret.
FastOpenCookie make_fast_open_cookie(const IsnPolicy& secret, Ipv4Address client) {
  constexpr std::uint32_t tag = 0x4641'5354;
  std::array<std::uint8_t, 8> name{};
  ByteWriter out(name);
  out.u32(tag);
  out.u32(client.raw);
  FastOpenCookie cookie{.length = cookie_length};
  static_assert(cookie_length <= std::tuple_size_v<decltype(cookie.bytes)>);
  crypto_shorthash(cookie.bytes.data(), name.data(), name.size(), secret.secret.data());
  return cookie;
}

void judge_fast_open(const Host& host, ConnId listener, SegmentArrives& opening, HostTurn& turn) {
  const TcpConfig& config = host.connections.find(listener)->tcb.config;
  const std::optional<FastOpenCookie>& shown = opening.segment.options.fast_open;
  const bool is_opening = opening.segment.flags.syn && !opening.segment.flags.ack;
  if (!includes_server(config.fast_open) || !shown || !is_opening) return;
  const FastOpenCookie good = make_fast_open_cookie(host.isn, opening.sockets.remote.address);
  if (*shown != good) {
    opening.fast_open = FastOpenVerdict::grant;
    opening.granted = good;
    if (shown->length > 0) note(listener, turn, Rule::fast_open_cookie_wrong, Outcome::silent);
    return;
  }
  const std::uint32_t begun = pending(host, listener, turn.now);
  const bool room = begun < config.fast_open_limit;
  opening.fast_open = room ? FastOpenVerdict::accept : FastOpenVerdict::fall_back;
  if (!room)
    note(listener, turn, Rule::fast_open_limit_reached, Outcome::silent,
         {begun, config.fast_open_limit});
}

void remember_early_reset(Host& host, const Connection& c, const SegmentArrives& event,
                          HostTurn& turn) {
  const bool reset = event.segment.flags.rst && event.segment.seq == c.tcb.rcv.nxt;
  const bool early = c.parent && c.tcb.state == State::syn_received && c.tcb.fast_open.early;
  if (!reset || !early || host.connections.listener(*c.parent) == nullptr) return;
  const Duration penalty = c.tcb.config.fast_open_penalty;
  std::vector<Instant>& resets = host.connections.edit(*c.parent).early_resets;
  std::erase_if(resets, [&turn](Instant end) { return end <= turn.now; });
  if (penalty == 0s) return;
  resets.push_back(turn.now + penalty);
  note(*c.parent, turn, Rule::early_reset_counts, Outcome::done,
       {static_cast<std::uint32_t>(penalty / 1s)});
}

FastOpenPass pass_for(const Host& host, Ipv4Address server) {
  const auto known = std::ranges::find(host.passes, server, &FastOpenPass::server);
  if (known != host.passes.end()) return *known;
  return {.server = server, .peer_mss = default_mss};
}

void keep_pass(Host& host, ConnId connection, const SegmentArrives& event, HostTurn& turn) {
  const Connection* const c = host.connections.find(connection);
  const Options& told = event.segment.options;
  const bool asked = c != nullptr && c->tcb.state == State::established && c->tcb.fast_open.offer;
  if (!asked || !told.fast_open || told.fast_open->length == 0) return;
  const Ipv4Address server = event.sockets.remote.address;
  std::erase_if(host.passes, [server](const FastOpenPass& p) { return p.server == server; });
  if (host.passes.size() == most_passes) host.passes.erase(host.passes.begin());  // the oldest
  host.passes.push_back({server, *told.fast_open, told.mss.value_or(default_mss)});
  note(connection, turn, Rule::fast_open_cookie_kept, Outcome::done);
}

}  // namespace engine
