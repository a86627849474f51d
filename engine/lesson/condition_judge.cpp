// When conditions held. Facts are found in the record of the run, states from the changes of state;
// what goes together is worked out on spans.
#include <algorithm>
#include <utility>

#include "engine/base/invariant.hpp"
#include "engine/lesson/spans.hpp"
#include "engine/lesson/watch.hpp"
#include "engine/lesson/world_spans.hpp"
#include "engine/segment/describe.hpp"
#include "engine/timeline/branches.hpp"
#include "engine/wire/match.hpp"

namespace engine {
namespace {

constexpr int deepest_condition = 40;

struct Occurrence {
  StepIndex steps{};  // so many had happened afterwards
  Instant at{};
  PacketId packet;
};

struct ConditionJudge {
  const Watch& watch;
  StepIndex since{};
  int depth{};

  // ---- facts
  template <class Take>
  void each_fact(Take take) const {
    for (StepIndex i = since; i < watch.upto; ++i) {
      const StepView step = watch.timeline->step(i);
      for (const Fact& fact : step.facts) take(fact, step);
    }
  }
  template <class FactType, class Fits>
  std::vector<Occurrence> facts(Fits fits) const {
    std::vector<Occurrence> found;
    each_fact([&](const Fact& fact, const StepView& step) {
      const auto* const wanted = std::get_if<FactType>(&fact);
      if (wanted != nullptr && fits(*wanted)) found.push_back({step.index + 1, step.at, {}});
    });
    return found;
  }

  bool fits(const SegmentDoes& wanted, const Flight& flight) const {
    const Description seen = describe(watch.timeline->bytes().read(flight.bytes));
    const Packet packet{.id = flight.id,
                        .bytes = flight.bytes,
                        .from = flight.from,
                        .to = flight.to,
                        .sent_at = {},
                        .arrives_at = {},
                        .provenance = flight.provenance,
                        .copy_of = {},
                        .held_since = {},
                        .remaining = {}};
    const auto same = [&](const std::optional<Expression>& expected, SeqNum number) {
      if (!expected) return true;
      const auto value = value_of(*expected, watch);
      return value && static_cast<std::uint32_t>(whole_part(*value)) == number.raw;
    };
    return matches(wanted.match, packet, seen) && same(wanted.seq, seen.segment.seq) &&
           same(wanted.ack, seen.segment.ack) &&
           (!wanted.origin || *wanted.origin == flight.provenance) &&
           (!wanted.again || *wanted.again == flight.retransmission) &&
           (!wanted.source || *wanted.source == seen.source);
  }

  void on_the_way(const SegmentDoes& wanted, std::vector<Occurrence>& found) const {
    each_fact([&](const Fact& fact, const StepView& step) {
      std::optional<PacketId> packet;
      if (const auto* const delayed = std::get_if<PacketDelayed>(&fact);
          delayed && wanted.fact == PacketFact::delayed)
        packet = delayed->packet;
      if (const auto* const held = std::get_if<PacketHeld>(&fact);
          held && wanted.fact == PacketFact::held)
        packet = held->packet;
      if (const auto* const edited = std::get_if<PacketEdited>(&fact);
          edited && wanted.fact == PacketFact::edited)
        packet = edited->packet;
      if (packet && fits(wanted, watch.timeline->flights()[packet->value - 1]))
        found.push_back({step.index + 1, step.at, *packet});
    });
  }

  std::vector<Occurrence> happened(const SegmentDoes& wanted) const {
    std::vector<Occurrence> found;
    for (const Flight& flight : watch.timeline->flights()) {
      const bool sent = wanted.fact == PacketFact::sent;
      const StepIndex step = sent ? flight.sent_step : flight.end_step;
      const bool ended =
          flight.fate == (wanted.fact == PacketFact::delivered ? Fate::delivered : Fate::dropped);
      const bool of_this_kind =
          sent ||
          (ended && (wanted.fact == PacketFact::delivered || wanted.fact == PacketFact::dropped));
      if (!of_this_kind || step < since || step >= watch.upto) continue;
      if (wanted.reason && flight.drop_reason != wanted.reason) continue;
      if (fits(wanted, flight))
        found.push_back({step + 1, sent ? flight.sent_at : flight.ended_at, flight.id});
    }
    on_the_way(wanted, found);
    std::ranges::sort(found, {}, [](const Occurrence& o) { return std::pair(o.steps, o.packet); });
    const std::uint32_t ordinal = wanted.match.ordinal;
    if (ordinal == 0) return found;
    if (found.size() < ordinal) return {};
    return {found[ordinal - 1]};
  }

  std::vector<Span> in_order(const std::vector<Occurrence>& occurrences) const {
    std::vector<Span> spans;
    for (const Occurrence& each : occurrences) {
      if (!spans.empty()) {
        spans.back().until = each.steps;
        spans.back().ends = each.at;
      }
      spans.push_back({.from = each.steps, .begins = each.at});
    }
    return spans;
  }

  // What comes with the clock is there before the steps of that instant.
  StepIndex steps_before(Instant at) const { return watch.timeline->steps_until(at - 1ns); }

  // ---- kinds of conditions
  std::vector<Span> operator()(const SegmentDoes& wanted) const {
    return in_order(happened(wanted));
  }
  std::vector<Span> operator()(const Becomes& wanted) const {
    return in_order(facts<StateChanged>([&](const StateChanged& changed) {
      return changed.host == wanted.host && changed.to == wanted.to &&
             (!wanted.from || changed.from == *wanted.from);
    }));
  }
  std::vector<Span> operator()(const TimerDoes& wanted) const {
    return in_order(facts<TimerMoved>([&](const TimerMoved& moved) {
      return moved.host == wanted.host && moved.timer == wanted.timer && moved.move == wanted.move;
    }));
  }
  std::vector<Span> operator()(const Decides& wanted) const {
    return in_order(facts<Noted>([&](const Noted& noted) {
      return noted.host == wanted.host && noted.note.rule == wanted.rule;
    }));
  }
  std::vector<Span> operator()(const Hears& wanted) const {
    return in_order(facts<Notified>([&](const Notified& notified) {
      return notified.host == wanted.host && notified.signal == wanted.signal;
    }));
  }
  std::vector<Span> operator()(const CallsFor& wanted) const {
    return in_order(facts<CallMade>([&](const CallMade& made) {
      return made.host == wanted.host && made.call == wanted.call &&
             (!wanted.result || made.result == *wanted.result);
    }));
  }
  std::vector<Span> operator()(const ConnectionGone& wanted) const {
    return in_order(facts<ConnectionRemoved>(
        [&](const ConnectionRemoved& removed) { return removed.host == wanted.host; }));
  }

  std::vector<Span> operator()(const StateOf& wanted) const {
    return spans_of_state(wanted, watch, since);
  }
  std::vector<Span> operator()(const QueueIs& wanted) const {
    return spans_of_queue(wanted, watch, since);
  }

  std::vector<Span> operator()(const Compares& wanted) const {
    const auto left = value_of(wanted.left, watch), right = value_of(wanted.right, watch);
    if (!left || !right || !related(left->nano, wanted.relation, right->nano)) return {};
    return {{.from = watch.upto, .begins = watch.timeline->time_of(watch.upto)}};
  }
  std::vector<Span> operator()(const TimeComes& wanted) const {
    const auto value = value_of(wanted.instant, watch);
    if (!value || watch.now < world_start + duration_of(*value)) return {};
    const Instant at = world_start + duration_of(*value);
    return {{.from = steps_before(at), .begins = at}};
  }

  // ---- together
  std::vector<Span> of(ConditionId id) const {
    if (depth > deepest_condition) return {};
    const Condition& condition = watch.scenario->lesson.conditions[id.value];
    if (condition.scope == Scope::any_branch) return on_any_branch(condition);
    ConditionJudge inner{watch, since, depth + 1};
    return std::visit(inner, condition.test);
  }
  // On this branch as ever; on another one as far as it was played, which then holds all along.
  std::vector<Span> on_any_branch(const Condition& condition) const {
    std::vector<Span> here = std::visit(ConditionJudge{watch, 0, depth + 1}, condition.test);
    if (!here.empty() || watch.branches == nullptr) return here;
    for (std::uint32_t i = 0; i < watch.branches->count(); ++i) {
      const Timeline& other = (*watch.branches)[{i}].timeline;
      Watch there = watch;
      there.timeline = &other;
      there.upto = other.size();
      there.now = other.edge().now;
      if (&other == watch.timeline ||
          std::visit(ConditionJudge{there, 0, depth + 1}, condition.test).empty())
        continue;
      return {{.from = 0, .begins = watch.timeline->time_of(0)}};
    }
    return here;
  }
  bool is_fact(ConditionId id) const {
    const ConditionTest& test = watch.scenario->lesson.conditions[id.value].test;
    return !std::holds_alternative<StateOf>(test) && !std::holds_alternative<QueueIs>(test) &&
           !std::holds_alternative<Compares>(test) && !std::holds_alternative<Joined>(test);
  }
  // As something that is true: a fact from when it happened first.
  std::vector<Span> as_truth(ConditionId id) const {
    std::vector<Span> spans = of(id);
    if (is_fact(id) && !spans.empty())
      return {{.from = spans.front().from, .begins = spans.front().begins}};
    return spans;
  }
  Span whole_scope() const { return {.from = since, .begins = watch.timeline->time_of(since)}; }

  std::vector<Span> operator()(const Joined& wanted) const {
    switch (wanted.joint) {
      case Joint::all: {
        std::vector<Span> common{whole_scope()};
        for (const ConditionId id : wanted.of) common = intersection(common, as_truth(id));
        return common;
      }
      case Joint::any: {
        std::vector<Span> either;
        for (const ConditionId id : wanted.of) either = united(either, as_truth(id));
        return either;
      }
      case Joint::not_now:
        return outside(whole_scope(), as_truth(wanted.of[0]));
      case Joint::never_yet: {
        const std::vector<Span> spans = of(wanted.of[0]);
        Span quiet = whole_scope();
        if (spans.empty()) return {quiet};
        quiet.until = spans[0].from;
        quiet.ends = spans[0].begins;
        return quiet.from < quiet.until ? std::vector{quiet} : std::vector<Span>{};
      }
      case Joint::sequence:
        return in_sequence(wanted);
      case Joint::before:
      case Joint::after:
      case Joint::between:
        return by_order(wanted);
      case Joint::lasts:
        return lasting(wanted);
      case Joint::counts:
        return counted(wanted);
      case Joint::causes:
        return caused(wanted);
    }
    unreachable("Joint");
  }

  std::vector<Span> in_sequence(const Joined& wanted) const {
    StepIndex steps = 0;
    std::optional<Instant> at;
    for (const ConditionId id : wanted.of) {
      const std::vector<Span> spans = of(id);
      const auto next = std::ranges::find_if(spans, [&](const Span& s) { return s.from > steps; });
      if (next == spans.end()) return {};
      if (at && wanted.within > Duration{} && next->begins - *at > wanted.within) return {};
      steps = next->from;
      at = next->begins;
    }
    return {{.from = steps, .begins = *at}};
  }

  // `before A B`: A happened, and B not earlier. `after A B`: A happened behind the first B.
  // `between A B C`: behind the first B, not behind the first C after it.
  std::vector<Span> by_order(const Joined& wanted) const {
    const std::vector<Span> first = of(wanted.of[0]), second = of(wanted.of[1]);
    if (first.empty()) return {};
    if (wanted.joint == Joint::before) {
      const bool earlier = second.empty() || first[0].from < second[0].from;
      return earlier ? std::vector{Span{.from = first[0].from, .begins = first[0].begins}}
                     : std::vector<Span>{};
    }
    if (second.empty()) return {};
    const auto inside =
        std::ranges::find_if(first, [&](const Span& s) { return s.from > second[0].from; });
    if (inside == first.end()) return {};
    if (wanted.joint == Joint::between)
      for (const Span& limit : of(wanted.of[2]))
        if (limit.from > second[0].from && limit.from < inside->from) return {};
    return {{.from = inside->from, .begins = inside->begins}};
  }

  std::vector<Span> lasting(const Joined& wanted) const {
    for (const Span& span : as_truth(wanted.of[0])) {
      const Instant end = span.is_open() ? watch.now : std::min(span.ends, watch.now);
      if (end - span.begins < wanted.within) continue;
      const Instant at = span.begins + wanted.within;
      return {{.from = std::max(span.from, steps_before(at)), .begins = at}};
    }
    return {};
  }

  std::vector<Span> counted(const Joined& wanted) const {
    const std::vector<Span> spans = of(wanted.of[0]);
    std::vector<Span> result;
    for (std::size_t n = 0; n <= spans.size(); ++n) {
      if (!related(static_cast<std::int64_t>(n), wanted.relation, wanted.number)) continue;
      Span span = n == 0 ? whole_scope() : spans[n - 1];
      span.until = n < spans.size() ? spans[n].from : Span::open;
      span.ends = n < spans.size() ? spans[n].begins : never;
      if (!result.empty() && result.back().until == span.from) {
        result.back().until = span.until;
        result.back().ends = span.ends;
      } else if (span.from < span.until) {
        result.push_back(span);
      }
    }
    return result;
  }

  std::vector<Span> caused(const Joined& wanted) const {
    const auto* const segment =
        std::get_if<SegmentDoes>(&watch.scenario->lesson.conditions[wanted.of[0].value].test);
    std::vector<Span> spans = of(wanted.of[1]);
    std::erase_if(spans, [&](const Span& span) {
      const StepView step = watch.timeline->step(span.from - 1);
      const auto* const arrival = std::get_if<ByArrival>(&step.cause);
      return segment == nullptr || arrival == nullptr ||
             !fits(*segment, watch.timeline->flights()[arrival->packet.value - 1]);
    });
    for (std::size_t i = 0; i < spans.size(); ++i) {
      spans[i].until = i + 1 < spans.size() ? spans[i + 1].from : Span::open;
      spans[i].ends = i + 1 < spans.size() ? spans[i + 1].begins : never;
    }
    return spans;
  }
};

StepIndex beginning(Scope scope, const Watch& watch) {
  switch (scope) {
    case Scope::beat:
      return std::min(watch.beat_since, watch.upto);
    case Scope::lesson:
      return 0;
    case Scope::branch:
      return std::min(watch.branch_since, watch.upto);
    case Scope::any_branch:
      return 0;
  }
  unreachable("Scope");
}

}  // namespace

std::vector<Span> spans_of(ConditionId condition, const Watch& watch) {
  const Condition& wanted = watch.scenario->lesson.conditions[condition.value];
  const ConditionJudge judge{watch, beginning(wanted.scope, watch)};
  if (wanted.scope == Scope::any_branch) return judge.on_any_branch(wanted);
  return std::visit(judge, wanted.test);
}

bool holds(ConditionId condition, const Watch& watch) {
  const std::vector<Span> spans = spans_of(condition, watch);
  return !spans.empty() && spans.back().is_open();
}

std::vector<PacketId> packets_of(ConditionId condition, const Watch& watch) {
  const Condition& wanted = watch.scenario->lesson.conditions[condition.value];
  const auto* const segment = std::get_if<SegmentDoes>(&wanted.test);
  std::vector<PacketId> packets;
  if (segment == nullptr) return packets;
  for (const Occurrence& each :
       ConditionJudge{watch, beginning(wanted.scope, watch)}.happened(*segment))
    packets.push_back(each.packet);
  return packets;
}

}  // namespace engine
