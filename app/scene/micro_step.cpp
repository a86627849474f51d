#include "app/scene/micro_step.hpp"

#include <algorithm>
#include <variant>

namespace scene {

using namespace engine;

namespace {

// A connection as a step leaves it after some of its facts.
struct Partial {
  bool exists{};
  State state{};
  TcbVariables variables{};

  void read(const Fact& fact, const StepView& step, HostId host, ConnId connection) {
    if (const auto* created = std::get_if<ConnectionCreated>(&fact)) {
      if (created->connection == connection) exists = true;
    } else if (const auto* removed = std::get_if<ConnectionRemoved>(&fact)) {
      if (removed->connection == connection) exists = false;
    } else if (const auto* changed = std::get_if<StateChanged>(&fact)) {
      if (changed->connection != connection) return;
      state = changed->to;
      variables[static_cast<std::size_t>(TcbField::state)] =
          static_cast<std::uint64_t>(changed->to);
    } else if (const auto* noted = std::get_if<Noted>(&fact)) {
      if (noted->host != host || noted->connection != connection) return;
      for (const Change& change : step.changes.of(noted->note))
        variables[static_cast<std::size_t>(change.field)] = change.after;
      state = static_cast<State>(variables[static_cast<std::size_t>(TcbField::state)]);
    }
  }
};

Partial in_world(const World& world, HostId host, ConnId connection) {
  const Connection* found = find(world.host(host), connection);
  if (found == nullptr) return {};
  return {true, found->tcb.state, variables(found->tcb)};
}

}  // namespace

ConnectionView connection_view(const Timeline& timeline, const World& world, const World& earlier,
                               const Position& position, HostId host, ConnId connection) {
  Partial now = in_world(world, host, connection);
  Partial before = position.facts == 0 ? in_world(earlier, host, connection) : now;
  if (position.facts > 0) {
    const StepView step = timeline.step(position.steps);
    const std::size_t shown = std::min<std::size_t>(position.facts, step.facts.size());
    for (const Fact& fact : step.facts | std::views::take(shown)) {
      before = now;
      now.read(fact, step, host, connection);
    }
  }
  if (!before.exists) before.variables = now.variables;  // all of it is new: mark nothing
  return {now.exists, now.state, now.variables, before.variables};
}

}  // namespace scene
