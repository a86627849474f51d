// One host under a virtual clock, without a wire: packets are handed in and handed out. The clock
// has ticks of one microsecond, as the protocol has; a timer fires at the first tick that is not
// before its deadline. Nothing moves unless asked.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "app/command_line/endpoint_settings.hpp"
#include "app/command_line/endpoint_sockets.hpp"
#include "engine/host/host.hpp"
#include "engine/host/turn.hpp"

namespace app::command_line::endpoint {

// What came of a request besides its answer.
struct Happened {
  Json sent = Json::array();
  Json events = Json::array();
};

class Machine {
 public:
  Machine(engine::Ipv4Address address, const Settings& settings);

  // ---- reading
  engine::Instant now() const { return now_; }
  const engine::Host& host() const { return host_; }
  const Settings& settings() const { return settings_; }
  const engine::Connection* record(engine::ConnId id) const { return engine::find(host_, id); }
  Sockets& sockets() { return sockets_; }
  std::span<const std::uint8_t> read(engine::ByteRef ref) const { return bytes_.read(ref); }
  std::optional<engine::Instant> next_deadline() const;  // a tick
  Happened take_happened() { return std::exchange(happened_, {}); }
  // Whether more connections wait for accept() than when this was last asked.
  bool grew(engine::ConnId listener, std::uint32_t acceptable);

  // ---- acting
  void inject(std::span<const std::uint8_t> packet);
  // Fires what is due up to and including `until`; with `stop_at_send` no further than the first
  // instant at which a packet left.
  void run(engine::Instant until, bool stop_at_send);
  // New defaults, for the living sockets too; `config` is known to be sound.
  void reconfigure(const Json& config);
  void reconfigure(Socket& socket, const Json& config);

  // One turn of the host in which a call is made; `about` is the record that it may end.
  using Act = std::function<void(engine::Host&, engine::ByteArena&, engine::HostTurn&)>;
  void act(std::optional<engine::ConnId> about, const Act& act);
  // The same while the host's defaults are others: for an open with settings of its own.
  void act_with(const Settings& settings, const Act& act);
  engine::ByteRef store(std::span<const std::uint8_t> bytes);

 private:
  void configure(const Settings& settings);
  std::optional<engine::ConnId> begin_injection(std::span<const std::uint8_t> packet);
  void collect(std::optional<engine::ConnId> about, const engine::ReceiveBuffer& unread);
  void part_from_records(std::optional<engine::ConnId> about, const engine::ReceiveBuffer& unread);
  void refresh_deadline(engine::ConnId id);
  void forget_bytes_if_unused();

  Settings settings_;
  engine::Host host_;
  engine::ByteArena bytes_;
  engine::HostTurn turn_;
  engine::Instant now_ = engine::world_start;
  std::uint64_t cursor_{};
  std::uint32_t next_connection_ = 1;
  Sockets sockets_;
  Happened happened_;
  std::map<engine::ConnId, std::uint32_t> acceptable_;
  std::map<engine::ConnId, engine::Instant> deadlines_;          // ticks
  std::set<std::pair<engine::Instant, engine::ConnId>> agenda_;  // the same, in order
};

engine::Instant tick_at_or_after(engine::Instant t);

}  // namespace app::command_line::endpoint
