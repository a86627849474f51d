// What must happen or be true, as data: facts of the run, the state of the world, and how they go
// together. Conditions have names and may use those declared before them, so there is no recursion
// without end. condition_judge.hpp says whether one holds.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/host/application.hpp"
#include "engine/lesson/expression.hpp"
#include "engine/rules/rules.hpp"
#include "engine/wire/impairment.hpp"
#include "engine/wire/wire_facts.hpp"
#include "engine/world/step_record.hpp"

namespace engine {

// ---- facts: they happen at a moment
enum class PacketFact : std::uint8_t { sent, delivered, dropped, delayed, held, edited };

struct SegmentDoes {
  PacketFact fact{};
  PacketMatch match;  // `ordinal` counts from the beginning of the scope
  std::optional<Expression> seq, ack;
  std::optional<Provenance> origin;
  std::optional<bool> again;  // a retransmission
  std::optional<DropReason> reason;
  std::optional<Ipv4Address> source;  // as its header claims
  bool operator==(const SegmentDoes&) const = default;
};
struct Becomes {
  HostId host;
  std::optional<State> from;
  State to{};
  bool operator==(const Becomes&) const = default;
};
struct TimerDoes {
  HostId host;
  Timer timer{};
  TimerMove move{};
  bool operator==(const TimerDoes&) const = default;
};
struct Decides {  // the rule that decided, with which the Why tab explains it
  HostId host;
  Rule rule{};
  bool operator==(const Decides&) const = default;
};
struct Hears {
  HostId host;
  Signal signal{};
  bool operator==(const Hears&) const = default;
};
struct CallsFor {
  HostId host;
  std::uint8_t call{};  // index in Call
  std::optional<CallResult> result;
  bool operator==(const CallsFor&) const = default;
};
struct ConnectionGone {
  HostId host;
  bool operator==(const ConnectionGone&) const = default;
};

// ---- the world: true for a while
struct StateOf {
  HostId host;
  std::vector<State> any_of;  // of its newest connection; else LISTEN or CLOSED
  bool operator==(const StateOf&) const = default;
};
enum class ListenerQueue : std::uint8_t { syn, accept };
enum class Relation : std::uint8_t { equal, unequal, less, at_most, more, at_least };
struct QueueIs {  // how many wait at the listener of this host
  HostId host;
  ListenerQueue queue{};
  Relation relation{};
  Expression number;
  bool operator==(const QueueIs&) const = default;
};
struct Compares {  // judged at the playhead only
  Expression left, right;
  Relation relation{};
  bool operator==(const Compares&) const = default;
};
struct TimeComes {  // not before this instant
  Expression instant;
  bool operator==(const TimeComes&) const = default;
};

// ---- together
enum class Joint : std::uint8_t {
  all,
  any,
  not_now,
  never_yet,
  sequence,  // each after the one before, perhaps within a time
  before,
  after,
  between,
  lasts,
  counts,
  causes,  // the second was caused by the arrival of a segment like the first
};
struct Joined {
  Joint joint{};
  std::vector<ConditionId> of;
  Relation relation{};     // of counts
  std::uint32_t number{};  // of counts
  Duration within{};       // of sequence (0 = any) and lasts
  bool operator==(const Joined&) const = default;
};

using ConditionTest = std::variant<SegmentDoes, Becomes, TimerDoes, Decides, Hears, CallsFor,
                                   ConnectionGone, StateOf, QueueIs, Compares, TimeComes, Joined>;

// What counts: since the beat began, since the lesson (its last restart) began, on this branch, or
// on whichever branch of this stage, as far as it was played.
enum class Scope : std::uint8_t { beat, lesson, branch, any_branch };

struct Condition {
  std::string name;
  std::uint32_t line{};
  Scope scope{};
  ConditionTest test;
  bool operator==(const Condition&) const = default;
};

}  // namespace engine
