// An armed rule of the wire as data: which packets it meets and what it does to them.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/segment/describe.hpp"

namespace engine {

enum class FlagMatch : std::uint8_t { any, exactly, includes, excludes };

struct PacketMatch {
  std::optional<HostId> from{}, to{};
  FlagMatch flag_match = FlagMatch::any;
  Flags flags{};              // what flag_match compares with
  std::uint32_t ordinal = 0;  // the n-th packet that matches the rest, from 1; 0 = every
  std::optional<std::uint32_t> min_text{}, max_text{};  // payload length in bytes
  std::optional<bool> again = std::nullopt;             // a retransmission; false = anything else
  bool operator==(const PacketMatch&) const = default;
};

// Which header field an edit sets; the checksums follow unless keep_checksum.
struct FieldEdit {
  Field field{};
  std::uint64_t value{};
  bool operator==(const FieldEdit&) const = default;
};

struct DropIt {
  bool operator==(const DropIt&) const = default;
};
struct DelayIt {
  Duration by{};
  bool operator==(const DelayIt&) const = default;
};
struct HoldIt {
  bool operator==(const HoldIt&) const = default;
};
struct DuplicateIt {
  Duration gap{};
  bool operator==(const DuplicateIt&) const = default;
};
struct EditIt {
  std::vector<FieldEdit> edits{};
  bool keep_checksum{};
  bool operator==(const EditIt&) const = default;
};
struct CorruptIt {
  std::uint32_t bit{};
  bool operator==(const CorruptIt&) const = default;
};

struct SwapIt {  // trades places with the next packet of its direction
  bool operator==(const SwapIt&) const = default;
};

using WireAction = std::variant<DropIt, DelayIt, HoldIt, DuplicateIt, EditIt, CorruptIt, SwapIt>;

struct Impairment {
  ImpairmentId id{};
  PacketMatch match{};
  WireAction action{};
  std::uint32_t left = 1;  // how many times it may still act; 0 = spent
  bool unlimited{};        // acts for ever
  bool enabled = true;
  std::uint32_t seen{};  // packets that matched all but the ordinal so far
  bool from_scenario{};  // shown with a lock
  bool operator==(const Impairment&) const = default;
};

}  // namespace engine
