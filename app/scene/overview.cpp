#include "app/scene/overview.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <variant>

namespace scene {

using namespace engine;

namespace {

constexpr float bin_width = 2;  // pixels: marks closer than this are one
constexpr float narrowest_break = 6;
constexpr std::size_t shown_of_bin = 3;  // interventions
constexpr std::size_t read_of_bin = 64;  // state changes that are looked at
constexpr std::chrono::seconds shortest_break{1};

struct Strip {
  const Timeline& timeline;
  const RunIndex& index;
  const TimeMap& map;
  const Rect& area;
  Overview& result;
  std::optional<HostId> eye;

  void mark(OverviewKind kind, Instant at, StepIndex step, std::uint32_t count) {
    result.marks.push_back({.kind = kind,
                            .at = {overview_x(map, at, area), area.center().y},
                            .time = at,
                            .step = step,
                            .count = count});
  }

  // Departures with numbers [begin, end) lie in one bin.
  void departures(std::size_t begin, std::size_t end) {
    if (eye) return own_departures(begin, end);
    const std::uint32_t right = index.sent_by(HostId{}, end) - index.sent_by(HostId{}, begin);
    const auto left = static_cast<std::uint32_t>(end - begin) - right;
    const Flight& first = timeline.flights()[begin];
    if (right > 0) mark(OverviewKind::departure_right, first.sent_at, first.sent_step, right);
    if (left > 0) mark(OverviewKind::departure_left, first.sent_at, first.sent_step, left);
  }

  void own_departures(std::size_t begin, std::size_t end) {
    for (const Flight& flight : timeline.flights().subspan(begin, end - begin)) {
      if (flight.from != *eye || flight.provenance != Provenance::stack) continue;
      const bool right = *eye == HostId{};
      return mark(right ? OverviewKind::departure_right : OverviewKind::departure_left,
                  flight.sent_at, flight.sent_step, 1);
    }
  }

  // What others do, and what is done to the wire, happens in fog.
  bool is_seen(const Command& command) const {
    const auto* call = std::get_if<DoCall>(&command);
    return !eye || (call != nullptr && call->host == *eye);
  }

  void changes(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < std::min(end, begin + read_of_bin); ++i) {
      const StateSpan& span = index.states()[i];
      if (span.initial || (eye && span.host != *eye)) continue;
      return mark(OverviewKind::state_change, index.state_times().from(i), span.step,
                  static_cast<std::uint32_t>(end - i));
    }
  }

  // The first few of a bin by themselves, the others counted with the last of these.
  void interventions(std::span<const StepIndex> steps) {
    for (const StepIndex step : steps.first(std::min(steps.size(), shown_of_bin))) {
      const StepView view = timeline.step(step);
      if (view.command != nullptr && !is_seen(*view.command)) continue;
      mark(OverviewKind::intervention, view.at, step, 1);
      if (view.command == nullptr) continue;
      OverviewMark& made = result.marks.back();
      made.command = static_cast<std::uint8_t>(view.command->index());
      if (const auto* on_packet = std::get_if<OnPacket>(view.command))
        made.action = static_cast<std::uint8_t>(on_packet->action.index());
    }
    if (steps.size() > shown_of_bin && !eye)
      result.marks.back().count += static_cast<std::uint32_t>(steps.size() - shown_of_bin);
  }
};

void add_overview_breaks(const RunIndex& index, const TimeMap& map, const Rect& area,
                         Overview& result) {
  // One look per bin: a wait wide enough to be drawn covers the middle of at least one.
  Instant seen = Instant::min();
  for (float x = area.x; x < area.right(); x += bin_width) {
    const auto wait = map.wait_at(overview_instant(map, x, area));
    if (!wait || wait->from == seen || wait->to - wait->from < shortest_break) continue;
    seen = wait->from;
    const OverviewBreak mark{overview_x(map, wait->from, area), overview_x(map, wait->to, area),
                             wait->to - wait->from};
    if (mark.to_x - mark.from_x >= narrowest_break && wait->to <= index.edge())
      result.breaks.push_back(mark);
  }
}

}  // namespace

float overview_x(const TimeMap& map, Instant t, const Rect& area) {
  const auto whole = static_cast<double>(map.end().time_since_epoch().count());
  if (whole <= 0) return area.x;
  const auto part = static_cast<double>(map.to_screen(t).time_since_epoch().count());
  return area.x + static_cast<float>(std::clamp(part / whole, 0.0, 1.0)) * area.width;
}

Instant overview_instant(const TimeMap& map, float x, const Rect& area) {
  const double share = area.width <= 0 ? 0.0 : static_cast<double>((x - area.x) / area.width);
  const auto whole = static_cast<double>(map.end().time_since_epoch().count());
  return map.to_virtual(ScreenInstant{Duration{std::llround(std::clamp(share, 0.0, 1.0) * whole)}});
}

Overview overview(const Timeline& timeline, const RunIndex& index, const TimeMap& map,
                  Instant playhead, std::span<const Instant> forks, const Rect& area,
                  std::optional<HostId> eye) {
  Overview result{.area = area, .playhead_x = overview_x(map, playhead, area)};
  Strip strip{timeline, index, map, area, result, eye};
  const auto commands = timeline.commands();
  std::size_t packet = 0, state = 0, command = 0;
  for (float x = area.x; x < area.right(); x += bin_width) {
    const bool last = x + bin_width >= area.right();
    const Instant to = last ? never : overview_instant(map, x + bin_width, area);
    const std::size_t packets_end = index.flights().begun_by(to);
    if (packets_end > packet) strip.departures(packet, packets_end);
    packet = packets_end;
    const std::size_t states_end = index.state_times().begun_by(to);
    if (states_end > state) strip.changes(state, states_end);
    state = states_end;
    const auto commands_end = std::ranges::partition_point(
        commands, [&](StepIndex step) { return timeline.step(step).at <= to; });
    const auto reached = static_cast<std::size_t>(commands_end - commands.begin());
    if (reached > command) strip.interventions(commands.subspan(command, reached - command));
    command = reached;
  }
  for (const Instant fork : forks)
    strip.mark(OverviewKind::fork, fork, timeline.steps_until(fork), 1);
  add_overview_breaks(index, map, area, result);
  return result;
}

}  // namespace scene
