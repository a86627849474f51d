// Two branches beside each other on one time axis (ux 2.4, 6): the ladder of each, its arrows by
// how they relate to those of the other, and where states and timers differ. A wait is compressed
// where both wait. Knows no panel; what differs is worked out by engine/timeline/compare.
#pragma once

#include <vector>

#include "app/scene/ladder.hpp"
#include "engine/timeline/compare.hpp"

namespace scene {

enum class Tone : std::uint8_t { same, shifted, alone, unknown };

struct ComparedArrow {
  std::size_t arrow{};  // position in the ladder's arrows
  Tone tone{};
  engine::Duration later{};  // of shifted
  bool other_fate{};
  std::optional<engine::PacketId> there{};  // its counterpart
};

struct ComparedSide {
  Ladder ladder{};
  std::vector<ComparedArrow> arrows{};  // beside ladder.arrows
  std::vector<Rect> differing{};        // parts of state and timer lanes
};

struct ComparePicture {
  ComparedSide a{}, b{};
  std::optional<float> fork_y{};  // of the moment where they part; none: not in the picture
  float shared_until_y{};         // above this both are one history
};

// One of the two runs.
struct ComparedRun {
  const engine::Timeline& timeline;
  const RunIndex& index;
};

// A wait where both wait, else the longer crossing of the two.
std::vector<Stretch> union_of(std::span<const Stretch> a, std::span<const Stretch> b);
// All stretches of both, as far as anything is known to come.
std::vector<Stretch> shared_stretches(const ComparedRun& a, const ComparedRun& b);

// `view.playhead` counts for both by its instant.
ComparePicture compare_picture(const ComparedRun& a, const ComparedRun& b,
                               const engine::Comparison& comparison, const LadderAxis& axis,
                               const LadderView& view);

// ---- the summary strip: one row for each figure
struct SummaryRow {
  std::string key{};                // "compare.sum.segments"
  std::optional<PhraseValue> of{};  // the host it is about
  std::optional<PhraseValue> a{}, b{};
  std::optional<engine::Duration> later{};  // of instants: b after a
  bool differs{};
};
std::vector<SummaryRow> summary(const engine::Comparison& comparison,
                                const engine::Timeline& timeline);

}  // namespace scene
