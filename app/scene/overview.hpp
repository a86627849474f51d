// The whole run on one strip, in screen time (ux 3.5): where packets departed, where somebody
// intervened, where states changed, where it waited. Marks that would fall on the same pixel are
// one mark with a count, so a strip never has more marks than a few per pixel.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "app/scene/geometry.hpp"
#include "app/scene/run_index.hpp"
#include "app/scene/time_map.hpp"

namespace scene {

enum class OverviewKind : std::uint8_t {
  departure_right,  // tick up
  departure_left,   // tick down
  intervention,
  state_change,
  fork,
};

struct OverviewMark {
  OverviewKind kind{};
  Vec2 at{};
  engine::Instant time{};
  engine::StepIndex step{};  // the first of them
  std::uint32_t count{};
  std::uint8_t command{};  // of an intervention: index in Command
  std::uint8_t action{};   // of OnPacket: index in WireAction
};

struct OverviewBreak {
  float from_x{}, to_x{};
  engine::Duration length{};
};

struct Overview {
  Rect area{};
  std::vector<OverviewMark> marks{};
  std::vector<OverviewBreak> breaks{};  // waits of a second or more, at least 6 px wide
  float playhead_x{};
};

// Instant <-> x of the strip.
float overview_x(const TimeMap& map, engine::Instant t, const Rect& area);
engine::Instant overview_instant(const TimeMap& map, float x, const Rect& area);

// Fork points are instants at which other branches leave this one. `eye`: only what this host does
// itself and becomes.
Overview overview(const engine::Timeline& timeline, const RunIndex& index, const TimeMap& map,
                  engine::Instant playhead, std::span<const engine::Instant> forks,
                  const Rect& area, std::optional<engine::HostId> eye = {});

}  // namespace scene
