#include "app/scene/moments.hpp"

#include <algorithm>
#include <span>
#include <variant>

namespace scene {

using namespace engine;

namespace {

bool changes_state_of(const Timeline& timeline, StepIndex step, HostId host) {
  return std::ranges::any_of(timeline.step(step).facts, [host](const Fact& fact) {
    const auto* changed = std::get_if<StateChanged>(&fact);
    return changed != nullptr && changed->host == host;
  });
}

// The steps at which a grain stops: one or two lists in order, of which one may be filtered.
struct Stops {
  const Timeline& timeline;
  std::span<const StepIndex> plain;
  std::span<const StepIndex> states;
  std::optional<HostId> host;

  bool counts(StepIndex step) const { return !host || changes_state_of(timeline, step, *host); }
  std::optional<StepIndex> first_from(StepIndex from) const {
    std::optional<StepIndex> best;
    const auto p = std::ranges::lower_bound(plain, from);
    if (p != plain.end()) best = *p;
    for (auto s = std::ranges::lower_bound(states, from); s != states.end(); ++s) {
      if (best && *s >= *best) break;
      if (counts(*s)) return *s;
    }
    return best;
  }
  std::optional<StepIndex> last_before(StepIndex limit) const {
    std::optional<StepIndex> best;
    const auto p = std::ranges::lower_bound(plain, limit);
    if (p != plain.begin()) best = *std::prev(p);
    for (auto s = std::ranges::lower_bound(states, limit); s != states.begin();) {
      --s;
      if (best && *s <= *best) break;
      if (counts(*s)) return *s;
    }
    return best;
  }
};

Stops stops(const Timeline& timeline, const RunIndex& index, Grain grain,
            std::optional<HostId> host) {
  if (grain == Grain::segment) return {timeline, index.segment_steps(), {}, {}};
  return {timeline, timeline.commands(), index.state_steps(), host};
}

bool stands_exactly(const Timeline& timeline, const Position& p) {
  return p.facts == 0 && p.at == timeline.time_of(p.steps);
}

std::optional<Position> next_fact(const Timeline& timeline, const Position& from) {
  if (from.steps >= timeline.size()) return std::nullopt;
  return position_of_fact(timeline, from.steps, from.facts);
}

std::optional<Position> previous_fact(const Timeline& timeline, const Position& from) {
  if (from.facts > 1) return Position{from.steps, from.facts - 1, from.at};
  if (from.facts == 1 || !stands_exactly(timeline, from))
    return position_after(timeline, from.steps);
  if (from.steps == 0) return std::nullopt;
  const StepView step = timeline.step(from.steps - 1);
  if (step.facts.size() <= 1) return position_after(timeline, step.index);
  return Position{step.index, static_cast<std::uint32_t>(step.facts.size() - 1), step.at};
}

}  // namespace

Position position_after(const Timeline& timeline, StepIndex steps) {
  return {.steps = steps, .facts = 0, .at = timeline.time_of(steps)};
}

Position position_at(const Timeline& timeline, Instant at) {
  const Instant t = std::max(at, timeline.time_of(0));
  return {.steps = timeline.steps_until(t), .facts = 0, .at = t};
}

Position position_of_fact(const Timeline& timeline, StepIndex step, std::uint32_t fact) {
  const StepView view = timeline.step(step);
  if (fact + 1 >= view.facts.size()) return position_after(timeline, step + 1);
  return {.steps = step, .facts = fact + 1, .at = view.at};
}

std::optional<Position> next_moment(const Timeline& timeline, const RunIndex& index,
                                    const Position& from, Grain grain,
                                    std::optional<HostId> states_of) {
  if (grain == Grain::event) return next_fact(timeline, from);
  const auto step = stops(timeline, index, grain, states_of).first_from(from.steps);
  if (!step) return std::nullopt;
  return position_after(timeline, *step + 1);
}

std::optional<Position> previous_moment(const Timeline& timeline, const RunIndex& index,
                                        const Position& from, Grain grain,
                                        std::optional<HostId> states_of) {
  if (grain == Grain::event) return previous_fact(timeline, from);
  const bool exact = stands_exactly(timeline, from);
  if (exact && from.steps == 0) return std::nullopt;
  const StepIndex limit = exact ? from.steps - 1 : from.steps;
  const auto step = stops(timeline, index, grain, states_of).last_before(limit);
  return position_after(timeline, step ? *step + 1 : 0);
}

}  // namespace scene
