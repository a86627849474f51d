#include "engine/lesson/runner.hpp"

#include <algorithm>

#include "engine/lesson/forge.hpp"

namespace engine {
namespace {

constexpr StepIndex longest_silent_run = 100'000;

// RFC 6528 wants a secret; here it is drawn from the seed, beside the world's own dice.
IsnPolicy isn_policy(const ScenarioHost& host, Random& dice) {
  IsnPolicy policy{.fixed = host.iss, .secret = {}};
  for (std::uint8_t& octet : policy.secret) octet = static_cast<std::uint8_t>(dice.next());
  return policy;
}

World world_of(const Scenario& scenario, std::uint64_t seed) {
  World world;
  world.random = Random(seed);
  Random secrets(~seed);
  for (std::uint32_t i = 0; i < scenario.hosts.size(); ++i) {
    const ScenarioHost& declared = scenario.hosts[i];
    Host host;
    host.id = {i};
    host.name = declared.name;
    host.address = declared.address;
    host.config = declared.config;
    host.isn = isn_policy(declared, secrets);
    host.application = declared.application;
    world.hosts.push_back(std::move(host));
  }
  world.wire.defaults = scenario.wire;
  for (const ScenarioLink& declared : scenario.links) {
    Link link;
    link.from = declared.from;
    link.to = declared.to;
    link.config = declared.config;
    world.wire.links.push_back(link);
  }
  std::vector<Ipv4Address> addresses;
  for (const Host& host : world.hosts) addresses.push_back(host.address);
  for (const Middlebox& box : scenario.boxes) place(world.wire, box, addresses);
  for (const ScenarioAttacker& declared : scenario.attackers) {
    Attacker attacker;
    attacker.at = declared.at;
    attacker.sight = declared.sight;
    world.attackers.push_back(std::move(attacker));
  }
  world.wire.impairments = scenario.rules;
  world.wire.next_impairment = static_cast<std::uint32_t>(scenario.rules.size() + 1);
  return world;
}

// What a forgery stands for until its numbers are known.
Forge forge_command(const Forgery& forged, const Scenario& scenario, const World* world) {
  return {.from = forged.from,
          .to = forged.to,
          .packet = forged_bytes(forged, scenario, world).value_or(std::vector<std::uint8_t>{})};
}

struct AsCommand {
  const Scenario& scenario;
  Command operator()(const Command& command) const { return command; }
  Command operator()(const Forgery& forged) const {
    return forge_command(forged, scenario, nullptr);
  }
};

bool is_unknown(const Scheduled& entry) {
  const auto* const forge = std::get_if<Forge>(&entry.command);
  return forge != nullptr && forge->packet.empty();
}

// Plays ahead and writes down what live numbers will be when each forgery is due.
std::expected<void, ScriptError> foresee_forgeries(const Scenario& scenario, World& start,
                                                   std::string_view file) {
  if (std::ranges::none_of(start.schedule, is_unknown)) return {};
  World ahead = start;
  ahead.reindex();
  ByteArena bytes;
  StepRecord record;
  record.drop_notes();
  for (StepIndex i = 0; i < longest_silent_run && ahead.next_event_at() != never; ++i) {
    const auto cause = ahead.next_cause();
    const auto* const scheduled = std::get_if<BySchedule>(&*cause);
    if (scheduled != nullptr && is_unknown(ahead.schedule[scheduled->entry])) {
      const Entry& entry = scenario.entries[scheduled->entry];
      const Forge forge = forge_command(std::get<Forgery>(entry.deed), scenario, &ahead);
      if (forge.packet.empty())
        return std::unexpected(error_at(file, entry.line, Say::number_unknown));
      ahead.schedule[scheduled->entry].command = forge;
      start.schedule[scheduled->entry].command = forge;
    }
    ahead.step(bytes, record);
  }
  const auto left = std::ranges::find_if(start.schedule, is_unknown);
  if (left == start.schedule.end()) return {};
  const auto entry = static_cast<std::size_t>(left - start.schedule.begin());
  return std::unexpected(error_at(file, scenario.entries[entry].line, Say::never_due));
}

// Does this step bring what the start point waits for?
struct Brings {
  const StepRecord& record;

  bool operator()(const ColdStart&) const { return false; }
  bool operator()(const WhenAt&) const { return false; }
  bool operator()(const WhenState& when) const {
    return std::ranges::any_of(record.facts, [&](const Fact& fact) {
      const auto* const changed = std::get_if<StateChanged>(&fact);
      return changed != nullptr && changed->host == when.host && changed->to == when.state;
    });
  }
  bool operator()(const WhenSignal& when) const {
    return std::ranges::any_of(record.facts, [&](const Fact& fact) {
      const auto* const notified = std::get_if<Notified>(&fact);
      return notified != nullptr && notified->host == when.host && notified->signal == when.signal;
    });
  }
};

struct StartDelay {
  Duration operator()(const ColdStart&) const { return {}; }
  Duration operator()(const WhenAt&) const { return {}; }
  template <class Condition>
  Duration operator()(const Condition& when) const {
    return when.after;
  }
};

// Packets are numbered from the start point on, so none may be under way there.
std::expected<void, ScriptError> begin_here(World& world, std::string_view file) {
  if (!world.wire.packets.empty()) return std::unexpected(error_at(file, 1, Say::start_under_way));
  world.next_packet = 1;
  return {};
}

// Plays silently to the start point.
std::expected<void, ScriptError> go_to_start(const Scenario& scenario, Prepared& prepared,
                                             std::string_view file) {
  if (std::holds_alternative<ColdStart>(scenario.start)) return {};
  World& world = prepared.start;
  world.reindex();
  StepRecord record;
  record.drop_notes();
  std::optional<Instant> goal;
  if (const auto* const at = std::get_if<WhenAt>(&scenario.start)) goal = at->at;
  for (StepIndex i = 0; i < longest_silent_run; ++i) {
    const Instant next = world.next_event_at();
    if (goal && next > *goal) {
      world.now = std::max(world.now, *goal);
      return begin_here(world, file);
    }
    if (next == never) break;
    world.step(prepared.bytes, record);
    if (goal || !std::visit(Brings{record}, scenario.start)) continue;
    // Without a delay the start is this very step: what else is due now belongs to the run.
    const Duration delay = std::visit(StartDelay{}, scenario.start);
    if (delay == Duration{}) return begin_here(world, file);
    goal = world.now + delay;
  }
  return std::unexpected(error_at(file, 1, Say::start_never));
}

}  // namespace

std::expected<Prepared, ScriptError> prepare(const Scenario& scenario, std::string_view file,
                                             std::optional<std::uint64_t> seed) {
  Prepared prepared{.start = world_of(scenario, seed.value_or(scenario.seed)), .bytes = {}};
  for (const Entry& entry : scenario.entries) {
    Scheduled scheduled;
    scheduled.when = entry.when;
    scheduled.command = std::visit(AsCommand{scenario}, entry.deed);
    prepared.start.schedule.push_back(std::move(scheduled));
  }
  if (auto done = foresee_forgeries(scenario, prepared.start, file); !done)
    return std::unexpected(done.error());
  if (auto done = go_to_start(scenario, prepared, file); !done)
    return std::unexpected(done.error());
  return prepared;
}

Timeline play(const Scenario& scenario, Prepared prepared, std::optional<Instant> until,
              PlayLimits limits) {
  const Instant end =
      until ? *until : scenario.run_until.value_or(prepared.start.now + limits.time);
  Timeline timeline(std::move(prepared.start), std::move(prepared.bytes));
  timeline.advance_to(end, limits.steps);
  return timeline;
}

std::optional<HostId> find_host(const Scenario& scenario, std::string_view name) {
  for (std::uint32_t i = 0; i < scenario.hosts.size(); ++i)
    if (scenario.hosts[i].name == name) return HostId{i};
  return std::nullopt;
}

}  // namespace engine
