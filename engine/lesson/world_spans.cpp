#include "engine/lesson/world_spans.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"

namespace engine {
namespace {

State state_of_newest(const Host& host) {
  for (auto c = host.connections.rbegin(); c != host.connections.rend(); ++c)
    if (c->tcb.state != State::listen) return c->tcb.state;
  return host.connections.empty() ? State::closed : State::listen;
}

// What is so from one step to the next becomes spans.
struct Turns {
  std::vector<Span> spans{};
  bool inside{};

  void turn(bool to, StepIndex steps, Instant at) {
    if (to == inside) return;
    inside = to;
    if (to) {
      spans.push_back({.from = steps, .begins = at});
    } else {
      spans.back().until = steps;
      spans.back().ends = at;
    }
  }
};

template <class FactType, class Take>
void each(const Watch& watch, StepIndex since, Take take) {
  for (StepIndex i = since; i < watch.upto; ++i) {
    const StepView step = watch.timeline->step(i);
    for (const Fact& fact : step.facts)
      if (const auto* const wanted = std::get_if<FactType>(&fact)) take(*wanted, step);
  }
}

std::int64_t waiting_at(const Host& host, ListenerQueue which) {
  for (const Connection& c : host.connections) {
    if (c.tcb.state != State::listen) continue;
    const QueueCounts counts = queues(host, c.id);
    return which == ListenerQueue::syn ? counts.half_open : counts.acceptable;
  }
  return 0;
}

}  // namespace

bool related(std::int64_t left, Relation relation, std::int64_t right) {
  switch (relation) {
    case Relation::equal:
      return left == right;
    case Relation::unequal:
      return left != right;
    case Relation::less:
      return left < right;
    case Relation::at_most:
      return left <= right;
    case Relation::more:
      return left > right;
    case Relation::at_least:
      return left >= right;
  }
  unreachable("Relation");
}

std::vector<Span> spans_of_state(const StateOf& wanted, const Watch& watch, StepIndex since) {
  const auto is_wanted = [&](State s) {
    return std::ranges::find(wanted.any_of, s) != wanted.any_of.end();
  };
  Turns turns;
  turns.turn(is_wanted(state_of_newest(watch.timeline->at(since).host(wanted.host))), since,
             watch.timeline->time_of(since));
  bool listens = false;
  for (const Connection& c : watch.timeline->edge().host(wanted.host).connections)
    listens = listens || c.tcb.state == State::listen;
  each<StateChanged>(watch, since, [&](const StateChanged& changed, const StepView& step) {
    if (changed.host != wanted.host) return;
    turns.turn(is_wanted(changed.to), step.index + 1, step.at);
    if (changed.to == State::closed && listens)
      turns.turn(is_wanted(State::listen), step.index + 1, step.at);
  });
  return std::move(turns.spans);
}

std::vector<Span> spans_of_queue(const QueueIs& wanted, const Watch& watch, StepIndex since) {
  const auto number = value_of(wanted.number, watch);
  if (!number) return {};
  const auto is_wanted = [&](std::int64_t waiting) {
    return related(waiting, wanted.relation, whole_part(*number));
  };
  Turns turns;
  turns.turn(is_wanted(waiting_at(watch.timeline->at(since).host(wanted.host), wanted.queue)),
             since, watch.timeline->time_of(since));
  each<QueueChanged>(watch, since, [&](const QueueChanged& changed, const StepView& step) {
    if (changed.host != wanted.host) return;
    const std::uint32_t waiting =
        wanted.queue == ListenerQueue::syn ? changed.half_open : changed.acceptable;
    turns.turn(is_wanted(waiting), step.index + 1, step.at);
  });
  return std::move(turns.spans);
}

}  // namespace engine
