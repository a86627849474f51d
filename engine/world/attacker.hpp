// The attacker: an actor of the world that stands at a host and forges packets. What it may forge
// follows from what it knows. A blind one sees no segment but those that reach its own host, so it
// has to guess; one on the path sees what passes and knows every number. What it remembers is part
// of the world, and so are its plans: they take place by the agenda like everything else.
//
// It knows bytes and addresses, no TCP state of anybody: it has no look into a host.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "engine/base/byte_arena.hpp"
#include "engine/base/hash.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/segment/segment.hpp"

namespace engine {

enum class Sight : std::uint8_t { blind, on_path };

// `count` addresses from `first` on.
struct AddressBlock {
  Ipv4Address first{};
  std::uint32_t count = 1;
  bool operator==(const AddressBlock&) const = default;
};

// ---- plans
// SYNs from sources drawn from a block (RFC 4987 2): `burst` of them every `every`.
struct Flood {
  Socket target{};
  AddressBlock sources{};
  std::uint32_t count = 1;
  std::uint32_t burst = 1;
  Duration every = 1ms;
  bool operator==(const Flood&) const = default;
};

enum class Ammunition : std::uint8_t { reset, syn, text };

// In the name of `source`, with numbers first, first + stride ... (RFC 5961 1.2).
struct Guess {
  Socket source{}, target{};
  Ammunition with{};
  SeqNum first{};
  std::uint32_t stride = 65'535;
  std::uint32_t count = 1;
  Duration every = 1ms;
  std::string text{};
  bool operator==(const Guess&) const = default;
};

enum class ScanKind : std::uint8_t { syn, fin };

struct Scan {
  Ipv4Address target{};
  std::uint16_t first_port{}, last_port{};
  ScanKind kind{};
  Duration every = 10ms;
  Duration patience = 1s;  // silence for so long is an answer
  bool operator==(const Scan&) const = default;
};

// One segment by sight, with the very numbers that the target expects.
struct Strike {
  Socket source{}, target{};
  Ammunition with{};
  std::string text{};
  bool operator==(const Strike&) const = default;
};

// The latest segment with these flags that went from one socket to the other.
struct ReplaySegment {
  Socket source{}, target{};
  Flags flags{};
  bool operator==(const ReplaySegment&) const = default;
};

// Speaks to the target in the name of the source, and acknowledges what comes back.
struct Hijack {
  Socket source{}, target{};
  std::vector<std::string> texts{};  // each when the one before has been acknowledged
  bool operator==(const Hijack&) const = default;
};

// One octet to each end in the name of the other.
struct Storm {
  Socket source{}, target{};
  bool operator==(const Storm&) const = default;
};

using AttackPlan = std::variant<Flood, Guess, Scan, Strike, ReplaySegment, Hijack, Storm>;

// ---- a plan that is being carried out
struct Probe {
  std::uint16_t port{};
  Instant until{};
  bool operator==(const Probe&) const = default;
};

struct Assault {
  std::uint32_t id{};
  AttackPlan plan;
  Instant due = never;  // when it acts next
  std::uint32_t sent{};
  SeqNum next{};                 // of a hijack: what it sends next ...
  SeqNum answered{};             // ... up to where it has acknowledged ...
  SeqNum acknowledged{};         // ... and up to where the target has
  Instant probe_at{};            // of a scan: when the next port is asked
  std::vector<Probe> waiting{};  // of a scan
  bool operator==(const Assault&) const = default;
};

// ---- what an attacker on the path remembers
struct SeenFlow {  // one direction
  Socket source, target;
  SeqNum next;  // behind the last octet that passed
  bool operator==(const SeenFlow&) const = default;
};
struct SeenPacket {
  Socket source, target;
  Flags flags{};
  ByteRef bytes{};
  bool operator==(const SeenPacket&) const = default;
};

struct Attacker {
  static constexpr std::size_t most_flows = 64, most_packets = 64;

  HostId at;
  Sight sight = Sight::blind;
  std::uint32_t next_assault = 1;
  std::vector<Assault> assaults{};
  std::vector<SeenFlow> flows{};      // the one that was heard of last is last
  std::vector<SeenPacket> packets{};  // newest last
  bool operator==(const Attacker&) const = default;
};

const SeenFlow* seen_flow(const Attacker& attacker, Socket source, Socket target);

void hash_append(Hasher& h, const Attacker& attacker);

}  // namespace engine
