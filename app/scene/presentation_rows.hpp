// The ladder of a lecture: at most eight rows up to the playhead, each a segment or a wait,
// straight across (ux.md 12, 2.3). Nothing later than the playhead is told: a class shall not read
// ahead.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/scene/heading.hpp"
#include "app/scene/ladder_axis.hpp"
#include "app/scene/run_index.hpp"

namespace scene {

struct PresentationRow {
  enum class Kind : std::uint8_t { segment, stack, wait } kind{};
  engine::Instant at{};  // departure, or the beginning of the wait

  // ---- a segment, or several alike
  engine::PacketId packet{};
  std::uint32_t count = 1;
  engine::HostId from{};
  std::optional<engine::HostId> to{};
  double begins{}, ends{1};       // where these stand between the lifelines
  double seen_from{}, seen_to{};  // of the way: what has happened, and what the eye can know
  engine::Fate fate{};            // as known at the playhead
  bool retransmission{}, duplicate{}, forged{}, edited{};
  PacketLabel label{};
  std::vector<std::string> numbers{};  // "seq 5000", "ack 1001", "len 5"

  // ---- a wait
  engine::Duration length{};
  double elapsed{};  // of it, 0 to 1

  std::optional<engine::State> left{}, right{};  // entered by what this row tells

  bool leftwards() const { return ends < begins; }
};

struct PresentationView {
  Position playhead{};
  Numbers numbers = Numbers::raw;
  int rows{};                                     // at most
  std::optional<engine::HostId> eye{};            // who looks; none: all is seen
  std::optional<engine::ConnId> left{}, right{};  // whose states are told
};

// `now`: the world after the playhead's whole steps. `axis` knows which waits are breaks.
std::vector<PresentationRow> presentation_rows(const engine::Timeline& timeline,
                                               const RunIndex& index, const engine::World& now,
                                               const LadderAxis& axis,
                                               const PresentationView& view);

}  // namespace scene
