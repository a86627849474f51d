// The filtered list of lines: positions only; the words are made when a row is visible.
#include <algorithm>

#include "app/scene/narration.hpp"
#include "engine/base/invariant.hpp"

namespace scene {

using namespace engine;

void LineList::catch_up(const Timeline& timeline, const RunIndex& index, const LineFilter& filter) {
  if (filter != filter_ || index.generation() != generation_) {
    rows_.clear();
    covered_ = 0;
  }
  filter_ = filter;
  generation_ = index.generation();
  for (; covered_ < timeline.size(); ++covered_) {
    const StepView step = timeline.step(covered_);
    if (step.command != nullptr && filter_.has(LineKind::intervention)) {
      const auto line = narrate_command(timeline, index, covered_, Numbers::raw);
      if (!filter_.host || !line->host || line->host == filter_.host)
        rows_.push_back({covered_, 0, true});
    }
    std::uint32_t number = 0;
    for (const Fact& fact : step.facts) {
      const std::uint32_t at = number++;
      if (!filter_.has(kind_of(fact))) continue;
      if (filter_.host && host_of(timeline, fact) != filter_.host) continue;
      rows_.push_back({covered_, at, false});
    }
  }
}

Line LineList::line(const Timeline& timeline, const RunIndex& index, std::size_t row,
                    Numbers numbers) const {
  INVARIANT(row < rows_.size());
  const Row& r = rows_[row];
  if (r.command) return *narrate_command(timeline, index, r.step, numbers);
  return with_subject(timeline, narrate(timeline, index, r.step, r.fact, numbers));
}

std::size_t LineList::rows_until(const Position& playhead) const {
  const auto later = std::ranges::partition_point(
      rows_, [&](const Row& row) { return has_happened(playhead, row.step, row.fact); });
  return static_cast<std::size_t>(later - rows_.begin());
}

}  // namespace scene
