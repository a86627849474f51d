// Two branches side by side (ux.md 2.4, 6) in the place of everything between top bar and
// transport: one time axis, one playhead, the transport drives both. What differs is worked out by
// the engine, laid out by scene::compare_picture; here it is stroked. The left one is the current
// branch.
#pragma once

#include <optional>
#include <vector>

#include "app/panels/frame.hpp"
#include "app/panels/ladder_place.hpp"
#include "app/scene/compare_picture.hpp"

namespace app::panels {

// What differs, kept while neither run grows or changes.
struct KnownComparison {
  engine::BranchId a{}, b{};
  engine::StepIndex size_a{}, size_b{};
  std::uint64_t revision{};
  engine::Comparison comparison{};
};

struct CompareView {
  std::optional<KnownComparison> known;
  scene::LadderAxis axis{};
  double scroll = 0;
  double pixels_per_delay = 44;
  bool following = true;
  bool dragging = false;
  engine::Instant last_playhead{};
  bool swapped = false;  // the current branch stands at the right
};

// Draws while the session compares two branches; false: it does not.
bool draw_compare(const Frame& frame, CompareView& view);

// ---- its parts: one side, the strip of figures
struct CompareSide {
  engine::BranchId branch{};
  const scene::ComparedSide& picture;
  const scene::ComparePicture& whole;
  LadderPlace place{};
  ui::Rect tags{};  // beside the ladder: "only in A", "-900 ms"
};
void draw_compared_side(const Frame& frame, const CompareSide& side);
void draw_compare_summary(const Frame& frame, const engine::Comparison& comparison,
                          engine::BranchId a, engine::BranchId b, ui::Rect strip);

}  // namespace app::panels
