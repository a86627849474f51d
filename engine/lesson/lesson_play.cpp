#include "engine/lesson/lesson_play.hpp"

#include <algorithm>

#include "engine/lesson/forge.hpp"

namespace engine {
namespace {

struct Hit {
  StepIndex steps{};
  Instant at{};
};

struct Performance {
  Timeline& timeline;
  const PlayPlan& plan;
  Watch watch;
  std::vector<bool> done{};

  // As if the playhead stood just before `at`.
  const Watch& just_before(Instant at) {
    watch.timeline = &timeline;
    watch.upto = timeline.size();
    watch.now = at == never ? timeline.edge().now + plan.limit : at;
    if (watch.now > timeline.edge().now) watch.now -= Duration{1};
    return watch;
  }

  // How many deeds before this one have used an occurrence of the same condition.
  std::size_t used(std::size_t deed) const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < deed; ++i)
      count += done[i] && plan.deeds[i].when == plan.deeds[deed].when ? 1u : 0u;
    return count;
  }

  std::optional<Instant> due(std::size_t number, Instant horizon) {
    const LessonDeed& deed = plan.deeds[number];
    const Watch& w = just_before(horizon);
    if (deed.at) {
      const auto value = value_of(*deed.at, w);
      if (!value) return std::nullopt;
      const Instant from = deed.since_beat ? watch.beat_began : world_start;
      return from + duration_of(*value);
    }
    const std::vector<Span> spans = spans_of(*deed.when, w);
    const std::size_t place = used(number);
    return place < spans.size() ? std::optional(spans[place].begins + deed.after) : std::nullopt;
  }

  std::optional<Hit> goal(Instant horizon) {
    const Watch& w = just_before(horizon);
    for (const NamedCondition& outcome : plan.outcomes)
      if (holds(outcome.condition, w)) return hit(outcome.condition, w);
    if (!plan.until) {
      const bool all = std::ranges::all_of(done, [](bool b) { return b; });
      return all && plan.outcomes.empty() ? std::optional(Hit{w.upto, timeline.edge().now})
                                          : std::nullopt;
    }
    if (plan.until->instant) {
      const auto value = value_of(*plan.until->instant, w);
      const Instant at = world_start + (value ? duration_of(*value) : Duration{});
      if (!value || at > w.now) return std::nullopt;
      return Hit{timeline.steps_until(at), at};
    }
    if (!plan.until->until || !holds(*plan.until->until, w)) return std::nullopt;
    Hit found = hit(*plan.until->until, w);
    if (plan.until->before && found.steps > 0) --found.steps;
    found.at += plan.until->after;
    return found;
  }

  static Hit hit(ConditionId condition, const Watch& w) {
    const Span span = spans_of(condition, w).back();
    return {span.from, span.begins};
  }

  std::optional<Command> command_of(std::size_t number) {
    const LessonDeed& deed = plan.deeds[number];
    if (const auto* const command = std::get_if<Command>(&deed.deed)) return *command;
    if (const auto* const forged = std::get_if<Forgery>(&deed.deed)) {
      const World& now = timeline.edge();
      auto bytes = forged_bytes(*forged, *watch.scenario, &now);
      if (!bytes) return std::nullopt;
      return Forge{.from = forged->from, .to = forged->to, .packet = *std::move(bytes)};
    }
    const std::vector<PacketId> packets = packets_of(*deed.when, watch);
    if (packets.size() <= used(number)) return std::nullopt;
    const PacketId packet = packets[used(number)];
    const OnThatPacket& on_it = std::get<OnThatPacket>(deed.deed);
    if (std::holds_alternative<Release>(on_it.action)) return Release{packet};
    if (std::holds_alternative<DeliverNow>(on_it.action)) return DeliverNow{packet};
    return OnPacket{packet, std::get<WireAction>(on_it.action)};
  }

  // Carries out the first deed that is due before the next event; false = none is.
  bool act(Instant next) {
    for (std::size_t i = 0; i < plan.deeds.size(); ++i) {
      if (done[i]) continue;
      const auto at = due(i, next);
      if (!at || *at > next) {
        if (plan.deeds[i].when) continue;
        return false;  // deeds by the clock are in order
      }
      done[i] = true;
      just_before(timeline.edge().now);
      if (const auto command = command_of(i))
        timeline.act(*command, std::max(*at, timeline.edge().now));
      return true;
    }
    return false;
  }
};

}  // namespace

Played play_by(Timeline& timeline, const PlayPlan& plan, Watch watch) {
  Performance performance{timeline, plan, watch};
  performance.done.assign(plan.deeds.size(), false);
  const Instant end = timeline.edge().now + plan.limit;
  const StepIndex last_step = timeline.size() + plan.step_limit;
  while (true) {
    const Instant next = timeline.edge().next_event_at();
    if (auto found = performance.goal(timeline.edge().now + Duration{1})) {
      timeline.advance_to(found->at);
      if (performance.plan.until && !performance.plan.until->before)
        found->steps = timeline.steps_until(found->at);
      return {found->steps, found->at, true};
    }
    if (performance.act(std::min(next, end))) continue;
    if (auto found = performance.goal(next)) {
      timeline.advance_to(found->at);
      return {timeline.steps_until(found->at), found->at, true};
    }
    if (next == never || next > end || timeline.size() >= last_step)
      return {timeline.size(), timeline.edge().now, false};
    timeline.advance();
  }
}

}  // namespace engine
