// Two or more hosts and the wire between them as one value: copy it, compare it, hash it. The only
// verbs are apply (a command) and step (the next event); both tell what they did in a StepRecord.
// It knows no history: the timeline keeps that. It knows no TCP: that is behind host and advance.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/byte_arena.hpp"
#include "engine/base/random.hpp"
#include "engine/host/host.hpp"
#include "engine/wire/wire.hpp"
#include "engine/world/agenda.hpp"
#include "engine/world/attacker.hpp"
#include "engine/world/command.hpp"
#include "engine/world/step_record.hpp"

namespace engine {

struct Scheduled {
  When when{};
  Command command{};
  bool done{};
  Instant due = never;  // known once the condition has been met
  Duration every{};     // with `left`: so often again, so long after the time before
  std::uint32_t left{};
  bool operator==(const Scheduled&) const = default;
};

struct World {
  Instant now{};
  Random random{1};
  std::vector<Host> hosts{};
  Wire wire;
  std::vector<Scheduled> schedule{};
  std::vector<Attacker> attackers{};  // usually none
  std::uint32_t next_connection = 1;
  std::uint32_t next_packet = 1;
  std::uint64_t cursor{};  // where the arena's next bytes go
  Agenda agenda;           // derived: the index of what is due

  bool operator==(const World&) const = default;

  // When the next event is due; never = nothing will ever happen again by itself.
  Instant next_event_at() const;
  // What it will be; none when nothing is due.
  std::optional<StepCause> next_cause() const;

  // Carries out the next event and moves `now` there. Precondition: next_event_at() != never.
  void step(ByteArena& bytes, StepRecord& record);
  // Carries out a command at `at`, now <= at <= next_event_at(). A command that cannot be carried
  // out (packet already arrived, no such connection) sets record.refused and changes nothing but
  // now.
  void apply(const Command& command, Instant at, ByteArena& bytes, StepRecord& record);

  // Derives the agenda from the rest. step() and apply() do it for a world that has none yet; call
  // it after changing deadlines, packets or the schedule of a running world by hand.
  void reindex();
  // What is due next according to the agenda, and according to a walk over everything. They never
  // differ; the second is what the first is checked against.
  std::optional<Due> next_due() const;
  std::optional<Due> next_due_by_walking() const;

  Host& host(HostId id) { return hosts[id.value]; }
  const Host& host(HostId id) const { return hosts[id.value]; }
};

// Digest of everything in the world; payload bytes in flight and in buffers count by content.
std::uint64_t fingerprint(const World& world, const ByteArena& bytes);

}  // namespace engine
