// What a person (or a script) can do to a world: the only verbs besides letting time pass.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "engine/host/application.hpp"
#include "engine/tcp/config.hpp"
#include "engine/wire/impairment.hpp"
#include "engine/wire/link.hpp"
#include "engine/world/attacker.hpp"

namespace engine {

struct DoCall {  // on the given connection, or on the host's newest one that is not a listener
  HostId host{};
  std::optional<ConnId> connection{};
  Call call{};
  bool operator==(const DoCall&) const = default;
};
struct OnPacket {  // acts on one packet in flight (or held)
  PacketId packet{};
  WireAction action{};
  bool operator==(const OnPacket&) const = default;
};
struct Release {
  PacketId packet{};
  bool operator==(const Release&) const = default;
};
struct DeliverNow {
  PacketId packet{};
  bool operator==(const DeliverNow&) const = default;
};
struct Forge {  // bytes from anywhere, put on the wire towards a host
  HostId from{}, to{};
  std::vector<std::uint8_t> packet{};
  bool operator==(const Forge&) const = default;
};
// Many of them, one after another, in the name of a block of addresses: the sources go round
// `addresses` addresses from the first packet's own on, and with every round to the next port.
struct ForgeBurst {
  HostId from{}, to{};
  std::vector<std::uint8_t> packet{};  // the first
  std::uint32_t count{};
  Duration spacing{};
  std::uint32_t addresses = 1;
  static constexpr std::uint32_t most = 10'000;
  static constexpr Duration longest_spacing = std::chrono::hours(24);  // the last can be dated
  bool operator==(const ForgeBurst&) const = default;
};
struct ArmImpairment {
  Impairment impairment{};
  bool operator==(const ArmImpairment&) const = default;
};  // id 0: a new rule, whose id is assigned; else it takes the place of the rule with that id
struct DisarmImpairment {
  ImpairmentId id{};
  bool operator==(const DisarmImpairment&) const = default;
};
struct SwitchImpairment {
  ImpairmentId id{};
  bool enabled{};
  bool operator==(const SwitchImpairment&) const = default;
};
struct SetLink {
  HostId from{}, to{};
  LinkConfig config{};
  bool operator==(const SetLink&) const = default;
};
struct SetConfig {
  HostId host{};
  TcpConfig config{};
  std::optional<ConnId> connection{};  // none: the host's defaults, and all that lives
  bool operator==(const SetConfig&) const = default;
};
struct SetProgram {
  HostId host{};
  std::optional<ConnId> connection{};
  Application application{};
  bool operator==(const SetProgram&) const = default;
};
struct Crash {
  HostId host{};
  bool operator==(const Crash&) const = default;
};  // power off, silently
struct Reboot {
  HostId host{};
  bool operator==(const Reboot&) const = default;
};  // up again, all state lost
struct Attack {  // an attacker begins to carry out a plan
  HostId host{};
  AttackPlan plan{};
  bool instead{};  // of all that it does already
  bool operator==(const Attack&) const = default;
};
struct CeaseFire {  // and ends all that it has begun
  HostId host{};
  bool operator==(const CeaseFire&) const = default;
};

struct Visit {  // a client that keeps trying: one connect() after another, the first one now
  HostId host{};
  Connect call{};
  Duration every{};
  std::uint32_t count{};
  bool operator==(const Visit&) const = default;
};
struct EndVisits {
  HostId host{};
  bool operator==(const EndVisits&) const = default;
};

using Command = std::variant<DoCall, OnPacket, Release, DeliverNow, Forge, ArmImpairment,
                             DisarmImpairment, SwitchImpairment, SetLink, SetConfig, SetProgram,
                             Crash, Reboot, Attack, CeaseFire, ForgeBurst, Visit, EndVisits>;

}  // namespace engine
