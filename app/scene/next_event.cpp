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
  const Command* command{};  // of a person, in the past

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
  Phrase operator()(const ByCommand&) const {
    return {"next.command",
            {{"deed", std::vector<Phrase>{command_words(timeline, index, *command, numbers)}}}};
  }
};

// Inside one event, which is read fact by fact: the fact that comes next.
NextEvent rest_of_step(const Timeline& timeline, const RunIndex& index, const Position& playhead,
                       Numbers numbers) {
  const Line line =
      with_subject(timeline, narrate(timeline, index, playhead.steps, playhead.facts, numbers));
  return {.words = {"next.fact", {{"words", std::vector<Phrase>{line.words}}}},
          .at = line.at,
          .packet = line.packet};
}

}  // namespace

std::optional<PacketId> waits_to_be_released(const World& world) {
  for (const Packet& packet : world.wire.packets)
    if (packet.held_since) return packet.id;
  return std::nullopt;
}

NextEvent next_event(const Timeline& timeline, const RunIndex& index, const Position& playhead,
                     Numbers numbers) {
  std::optional<StepCause> cause;
  const Command* command = nullptr;
  NextEvent result{.at = never};
  if (playhead.steps < timeline.size()) {
    const StepView step = timeline.step(playhead.steps);
    if (playhead.facts > 0 && playhead.facts < step.facts.size())
      return rest_of_step(timeline, index, playhead, numbers);
    cause = step.cause;
    command = step.command;
    result.at = step.at;
  } else if (timeline.edge().next_event_at() != never) {
    cause = timeline.edge().next_cause();
    result.at = timeline.edge().next_event_at();
  }
  if (!cause) {
    result.words = {"next.nothing", {}};
    if (const auto held = waits_to_be_released(timeline.edge()))
      result.words = {"next.held", {{"n", std::int64_t{held->value}}}};
    return result;
  }
  result.in = std::max(result.at - playhead.at, Duration{});
  result.words = std::visit(CauseWords{timeline, index, numbers, command}, *cause);
  if (result.in == Duration{})
    result.words.key.insert(std::string_view("next.").size(), "now.");
  else
    result.words.values.emplace_back("in", in_three_digits(result.in));
  if (const auto* arrival = std::get_if<ByArrival>(&*cause)) result.packet = arrival->packet;
  return result;
}

}  // namespace scene
