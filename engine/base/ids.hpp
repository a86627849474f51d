// Small identities. Nobody keeps a pointer into a World; everybody keeps one of these.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>

namespace engine {

template <class Tag>
struct Id {
  std::uint32_t value{};
  friend constexpr auto operator<=>(Id, Id) = default;
};

using HostId = Id<struct HostTag>;  // position in World::hosts, from 0
using ConnId = Id<struct ConnTag>;  // a TCB (listener or connection), unique in a world
using PacketId =
    Id<struct PacketTag>;  // a packet on the wire, numbered from 1 in order of departure
using ImpairmentId = Id<struct ImpairmentTag>;  // an armed rule of the wire, from 1

// An identity that may be missing, in the room of one (std::optional takes twice that): for what is
// kept a million times. It reads like an optional and becomes one where one is wanted.
template <class Identity>
class Maybe {
 public:
  constexpr Maybe() = default;
  constexpr Maybe(std::nullopt_t) {}
  constexpr Maybe(Identity id) : id_(id) {}
  constexpr Maybe(std::optional<Identity> id) : id_(id.value_or(missing)) {}

  constexpr bool has_value() const { return id_ != missing; }
  constexpr explicit operator bool() const { return has_value(); }
  constexpr const Identity& operator*() const { return id_; }
  constexpr const Identity* operator->() const { return &id_; }
  constexpr operator std::optional<Identity>() const {
    return has_value() ? std::optional(id_) : std::nullopt;
  }
  friend constexpr bool operator==(const Maybe&, const Maybe&) = default;

 private:
  static constexpr Identity missing{0xFFFF'FFFF};
  Identity id_ = missing;
};

// Position in a timeline: the state after this many steps (0 = the start).
using StepIndex = std::uint32_t;

}  // namespace engine
