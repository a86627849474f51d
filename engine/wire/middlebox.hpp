// What may stand between hosts and change, stop or answer their packets, as values: a stateful
// firewall, address translation, boxes that touch options, a router (RFC 3234 surveys them). Each
// stands at a host of its own, which gives it a name and an address, and in front of some hosts,
// its inside. It knows bytes and addresses, no TCP state: what it believes of a connection is what
// it has seen pass.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "engine/base/hash.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/segment/address.hpp"

namespace engine {

struct Flow {  // local = inside
  SocketPair pair;
  Instant last_seen{};
  bool operator==(const Flow&) const = default;
};

// Lets out whoever wants, lets in what belongs to a flow that it remembers.
struct Firewall {
  Duration idle_timeout = 60s;
  bool resets = false;                  // answers what it stops with a RST; else silence
  bool admits_all = false;              // SYNs from outside, to every port ...
  std::vector<std::uint16_t> admits{};  // ... or to these
  std::uint32_t most_flows = 1'024;
  std::vector<Flow> flows{};
  bool operator==(const Firewall&) const = default;
};

struct Mapping {
  Socket inside;
  std::uint16_t port{};  // at the box
  Instant last_seen{};
  bool operator==(const Mapping&) const = default;
};

inline constexpr std::uint16_t first_translated_port = 20'000, last_translated_port = 29'999;

// Many inside hosts behind the one address of the box (RFC 3022). A mapping belongs to an inside
// socket, whoever it talks to (RFC 5382 REQ-1).
struct Translator {
  Duration idle_timeout = 60s;
  std::uint16_t next_port = first_translated_port;
  std::vector<Mapping> mappings{};
  bool operator==(const Translator&) const = default;
};

// Overwrites options that it does not like with no-operations.
struct OptionStripper {
  bool window_scale{}, sack{}, timestamps{}, fast_open{}, user_timeout{};
  bool operator==(const OptionStripper&) const = default;
};

struct MssClamp {
  std::uint16_t most = 1'360;
  bool operator==(const MssClamp&) const = default;
};

// Spoils the window scale in the SYNs of one direction, so that the ends disagree about it.
struct ScaleMangler {
  bool outward = false, inward = true;
  std::optional<std::uint8_t> becomes{};  // none = the option goes altogether
  bool operator==(const ScaleMangler&) const = default;
};

// Counts down the time to live and reports what it cannot pass on (RFC 1812), unless it is silent.
struct Router {
  std::uint16_t mtu = 65'535;  // of the way beyond it, both ways
  bool silent = false;         // a black hole: sends no ICMP
  bool operator==(const Router&) const = default;
};

using BoxKind = std::variant<Firewall, Translator, OptionStripper, MssClamp, ScaleMangler, Router>;

struct Middlebox {
  HostId at;
  std::vector<HostId> inside;
  BoxKind kind;
  bool up = true;  // without power nothing passes
  bool operator==(const Middlebox&) const = default;
};

// The power fails: what it remembered is gone.
void forget_everything(Middlebox& box);

void hash_append(Hasher& h, const Middlebox& box);

}  // namespace engine
