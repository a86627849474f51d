// Where an instant lies on the ladder (ux 3.3, 4.3): straight down in proportion to virtual time,
// except that a wait longer than 3 RTT becomes a break of 40 to 88 px. Distances are content
// pixels before scrolling; the run starts a little below y = 0, so that what stands at its start
// can be seen whole. Zoom is pixels per base delay.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "app/scene/run_index.hpp"

namespace scene {

struct Break {
  engine::Instant from{}, to{};
  double height{};                      // pixels
  double virtual_before{};              // nanoseconds inside earlier breaks
  double height_before{};               // pixels of earlier breaks
  std::optional<double> of_previous{};  // how many times the break before ("twice"), if any
};

inline constexpr double top_margin = 24;

// 40 px + 8 px * log2(G / 1 s), never below 40, at most 88.
double break_height(engine::Duration wait);

struct AxisScale {
  double pixels_per_delay = 44;  // how far down one base delay reaches: the zoom
  engine::Duration base_delay = std::chrono::milliseconds{50};  // of the scenario, > 0
  bool true_scale{};                                            // no breaks
  bool operator==(const AxisScale&) const = default;
};

// Kept by the owner of the index; extended when the run grows.
class LadderAxis {
 public:
  // `next_event_at` closes the last wait, so that it is already a break while it is being watched.
  void catch_up(const RunIndex& index, engine::Instant next_event_at, const AxisScale& scale);

  // The same for stretches that somebody else put together (two runs on one axis); all at once.
  void lay_out(std::span<const Stretch> stretches, const AxisScale& scale);

  const AxisScale& scale() const { return scale_; }
  double y(engine::Instant t) const;
  engine::Instant instant(double y) const;
  // The part of y(t) that zooming leaves as it is: the margin and the breaks above.
  double fixed_pixels_above(engine::Instant t) const;
  double length() const;  // y of the end of what is known
  std::span<const Break> breaks() const { return breaks_; }
  // The breaks that touch [first, last].
  std::span<const Break> breaks_between(engine::Instant first, engine::Instant last) const;

 private:
  void add(const Stretch& stretch);
  double top_of(const Break& b) const;
  double pixels_per_ns() const;

  AxisScale scale_;
  std::uint32_t generation_{};
  std::size_t read_{};         // stretches of the index already looked at
  std::size_t open_breaks_{};  // the last few breaks lie after the edge
  std::vector<Break> breaks_;  // in order; empty in true scale
  engine::Instant end_{};
};

// Scroll position that keeps the playhead at 70 % of the height (auto-follow), within the content.
double follow_scroll(const LadderAxis& axis, engine::Instant playhead, float height);
// The zoom after a turn of the wheel around a pointer that shall stay on the same instant.
struct Zoomed {
  double pixels_per_delay{};
  double scroll{};
};
Zoomed zoom_around(const LadderAxis& axis, double scroll, double pointer_y, double factor);

}  // namespace scene
