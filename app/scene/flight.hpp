// The packets on the wire at a position of the playhead (ux 3.2): tokens under way in two lanes,
// held ones in the siding, dropped ones fading. Arithmetic over recorded flights; the hit area of a
// moving token grows backwards along its path, so that it can be caught (ux 5.1).
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "app/scene/geometry.hpp"
#include "app/scene/heading.hpp"
#include "app/scene/path.hpp"
#include "app/scene/run_index.hpp"
#include "app/scene/time_map.hpp"
#include "engine/wire/wire.hpp"

namespace scene {

struct WireView {
  Rect area{};              // between the two ends; the siding is the lowest part
  Vec2 token{92, 34};       // size of a token
  float siding_height = 0;  // 0 = a third of the area
  float siding_width = 0;   // of a held token; 0 = as wide as the others
  Numbers numbers = Numbers::raw;
  bool stepwise = false;  // reduced motion: departure, middle, arrival, and nothing falls
  engine::HostId left{0}, right{1};  // the ends that flank the wire
};

struct Token {
  engine::PacketId packet{};
  engine::HostId from{};
  std::optional<engine::HostId> to{};
  double progress{};         // 0 at the sender, 1 at the receiver
  double begins{}, ends{1};  // where these two stand between the ends
  bool leftwards{};
  Rect box{};
  Rect hit{};  // at least 44 x 44, with the tail of its path
  PacketLabel label{};
  bool retransmission{}, duplicate{}, forged{}, edited{}, delayed{};
  std::optional<engine::PacketId> original{};  // of a retransmission: "~n"
  std::uint32_t attempt{};                     // which retransmission of it: 1, 2, ...
  engine::Instant arrives_at{};                // as known now
  std::uint32_t heap{};  // how many lie below it at the same place; its box is shifted by that
};

// Packets of one kind and one way that lie closer than they could be told apart, as one.
struct TokenStack {
  engine::PacketId first{}, last{};  // in order of departure
  std::uint32_t count{};
  engine::HostId from{};
  std::optional<engine::HostId> to{};
  bool leftwards{};
  bool forged{};
  Rect box{};           // from the last to the first, as wide as a token at least
  std::string flags{};  // "SYN"
  Dominant dominant = Dominant::none;
};

struct SidingToken {
  Token token{};
  engine::Instant held_since{};
  engine::Duration age{};                        // since it was sent, to compare with MSL
  engine::Duration msl{};                        // as its sender believes it
  std::optional<engine::Instant> released_at{};  // none = until released by a person
};

struct FallingToken {
  Token token{};
  engine::DropReason reason{};
  float faded{};  // 0 just dropped, 1 gone (after 0.5 s of screen time)
};

// An armed rule that would meet a packet like this one if it departed now.
struct RuleChip {
  engine::ImpairmentId rule{};
  std::optional<engine::HostId> from{}, to{};
  std::uint32_t left{};
  bool unlimited{}, enabled{}, locked{};
};

// A host beyond the two ends, beside the lanes. Packets from and to it take the part of a lane
// between it and the other one.
struct Station {
  std::optional<engine::HostId> host{};  // none: where addresses lead at which nobody lives
  double place{};                        // 0 at the left end, 1 at the right one
};

struct WirePicture {
  std::vector<Token> tokens{};  // in order of departure
  std::vector<TokenStack> stacks{};
  std::vector<SidingToken> siding{};
  std::vector<FallingToken> falling{};
  std::vector<RuleChip> rules{};
};

// In the order of the hosts, evenly between the ends; nobody last, if any packet goes there.
std::vector<Station> stations(const engine::World& world, const RunIndex& index,
                              const WireView& view);

// `now` is the world after the position's whole steps (for armed rules). `map` says how long a drop
// has been falling.
WirePicture wire_picture(const engine::Timeline& timeline, const RunIndex& index,
                         const engine::World& now, const Position& playhead, const TimeMap& map,
                         const WireView& view);

// Does anything rest on its way: held, or delayed?
bool anything_rests(const engine::Timeline& timeline, const engine::World& now,
                    const Position& playhead);

// Which retransmission of its original this is: 1 for the first one, 0 for anything else.
std::uint32_t attempt_of(std::span<const engine::Flight> flights, const engine::Flight& flight);

// Has it departed at the playhead, which may stand inside the step that sends it?
bool has_departed(const engine::Timeline& timeline, const engine::Flight& flight,
                  const Position& playhead);

// Would this packet meet the rule if it departed now? (dry: nothing is counted)
bool would_meet(const engine::Impairment& rule, const engine::Packet& packet,
                std::span<const std::uint8_t> bytes);

}  // namespace scene
