#include "app/scene/next_event.hpp"

#include <algorithm>
#include <string>
#include <variant>

#include "app/scene/digits.hpp"
#include "app/scene/narration.hpp"

namespace scene {

using namespace engine;

namespace {

struct CauseWords {
  const Timeline& timeline;
  const RunIndex& index;
  Numbers numbers;

  Phrase operator()(const ByArrival& c) const {
    const Flight& flight = timeline.flights()[c.packet.value - 1];
    const Heading h = heading(timeline.bytes().read(flight.bytes));
    Phrase phrase{
        c.at ? "next.arrival" : "next.lost",
        {{"n", std::int64_t{c.packet.value}}, {"flags", label(index, c.packet, h, numbers).flags}}};
    if (c.at) phrase.values.emplace_back("host", host_name(timeline, *c.at));
    return phrase;
  }
  Phrase operator()(const ByTimer& c) const {
    return {"next.timer",
            {{"host", host_name(timeline, c.host)},
             {"timer", Word{"timer." + std::string(name(c.timer))}}}};
  }
  // A call is named; of other commands it is said that the scenario goes on.
  Phrase operator()(const BySchedule& c) const {
    const auto& schedule = timeline.edge().schedule;
    const auto* call =
        c.entry < schedule.size() ? std::get_if<DoCall>(&schedule[c.entry].command) : nullptr;
    if (!call) return {"next.schedule", {}};
    return {
        "next.call",
        {{"host", host_name(timeline, call->host)}, {"call", std::string(call_name(call->call))}}};
  }
  Phrase operator()(const ByProgram& c) const {
    return {"next.program", {{"host", host_name(timeline, c.host)}}};
  }
  Phrase operator()(const ByAttack& c) const {
    return {"next.attack", {{"host", host_name(timeline, c.attacker)}}};
  }
  Phrase operator()(const ByCommand&) const { return {"next.command", {}}; }
};

}  // namespace

NextEvent next_event(const Timeline& timeline, const RunIndex& index, const Position& playhead,
                     Numbers numbers) {
  std::optional<StepCause> cause;
  NextEvent result{.at = never};
  if (playhead.steps < timeline.size()) {
    const StepView step = timeline.step(playhead.steps);
    cause = step.cause;
    result.at = step.at;
  } else if (timeline.edge().next_event_at() != never) {
    cause = timeline.edge().next_cause();
    result.at = timeline.edge().next_event_at();
  }
  if (!cause) {
    result.words = {"next.nothing", {}};
    return result;
  }
  result.in = std::max(result.at - playhead.at, Duration{});
  result.words = std::visit(CauseWords{timeline, index, numbers}, *cause);
  if (result.in == Duration{})
    result.words.key.insert(std::string_view("next.").size(), "now.");
  else
    result.words.values.emplace_back("in", in_three_digits(result.in));
  if (const auto* arrival = std::get_if<ByArrival>(&*cause)) result.packet = arrival->packet;
  return result;
}

}  // namespace scene
