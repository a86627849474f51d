// Whether a run came as its scenario expects. What was found is said in the script's own notation,
// so that a line can be put right by copying.
#include <fmt/format.h>

#include <algorithm>

#include "engine/base/invariant.hpp"
#include "engine/lesson/forge.hpp"
#include "engine/lesson/notation.hpp"
#include "engine/lesson/runner.hpp"
#include "engine/segment/describe.hpp"

namespace engine {
namespace {

struct Judgement {
  bool held{};
  std::string found;
};

State state_of(const Host& host) {
  for (auto c = host.connections.rbegin(); c != host.connections.rend(); ++c)
    if (c->tcb.state != State::listen) return c->tcb.state;
  return host.connections.empty() ? State::closed : State::listen;
}

struct ClaimJudge {
  const Scenario& scenario;
  const Timeline& timeline;
  Timing timing;

  StepIndex steps() const {
    return timing.moment == Moment::finally ? timeline.size()
                                            : timeline.steps_until(timing.instant);
  }

  // Calls take(fact, instant) for every fact up to the moment.
  template <class FactType, class Take>
  void each(Take take) const {
    for (StepIndex i = 0; i < steps(); ++i) {
      const StepView step = timeline.step(i);
      for (const Fact& fact : step.facts)
        if (const auto* const wanted = std::get_if<FactType>(&fact)) take(*wanted, step.at);
    }
  }

  Judgement operator()(const StateIs& claim) const {
    const State now = state_of(timeline.at(steps()).host(claim.host));
    bool held = now == claim.state;
    if (timing.moment == Moment::by) {
      held = held || state_of(timeline.at(0).host(claim.host)) == claim.state;
      each<StateChanged>([&](const StateChanged& changed, Instant) {
        held = held || (changed.host == claim.host && changed.to == claim.state);
      });
    }
    return {held, std::string(name(now))};
  }

  Judgement operator()(const SignalGiven& claim) const {
    bool held = false;
    std::string found;
    each<Notified>([&](const Notified& notified, Instant at) {
      if (notified.host != claim.host) return;
      const bool in_time = timing.moment != Moment::at || at == timing.instant;
      held = held || (in_time && notified.signal == claim.signal);
      found += fmt::format("{}{} at {}", found.empty() ? "" : ", ", name(notified.signal),
                           in_script(at));
    });
    return {held, found};
  }

  Judgement operator()(const BytesRead& claim) const {
    std::uint64_t bytes = 0;
    each<DataRead>([&](const DataRead& read, Instant) {
      if (read.host == claim.host) bytes += read.bytes.length;
    });
    return {bytes == claim.bytes, std::to_string(bytes)};
  }

  Judgement operator()(const RuleNoted& claim) const {
    std::uint32_t times = 0;
    each<Noted>([&](const Noted& noted, Instant) {
      if (noted.host == claim.host && noted.note.rule == claim.rule) ++times;
    });
    return {times == claim.times, std::to_string(times)};
  }

  Judgement operator()(const Retransmits& claim) const {
    std::vector<Instant> instants;
    std::string found;
    for (const Flight& flight : timeline.flights()) {
      if (flight.sent_step >= steps() || flight.from != claim.host) continue;
      if (!flight.retransmission || flight.provenance == Provenance::duplicate) continue;
      instants.push_back(flight.sent_at);
      found += fmt::format("{}{}", found.empty() ? "" : " ", in_script(flight.sent_at));
    }
    return {instants == claim.instants, found};
  }

  Judgement operator()(const QuietAfter& claim) const {
    const StepIndex before = timeline.steps_until(claim.instant);
    if (before < timeline.size()) return {false, in_script(timeline.step(timeline.size() - 1).at)};
    const Instant next = timeline.edge().next_event_at();
    return {next == never, in_script(next)};
  }

  Judgement operator()(const SegmentsAre&) const { unreachable("a block is judged row by row"); }

  // ---- one row of a block
  bool is(const SegmentRow& row, const Flight& flight) const {
    const Description seen = describe(timeline.bytes().read(flight.bytes));
    const auto same = [&](const std::optional<NumberTerm>& term, SeqNum number) {
      return !term || number_of(*term) == number;
    };
    return row.from == flight.from && row.flags == seen.segment.flags &&
           (!row.at || *row.at == flight.sent_at) && same(row.seq, seen.segment.seq) &&
           same(row.ack, seen.segment.ack) && (!row.length || *row.length == seen.text_bytes) &&
           row.fate == flight.fate && row.again == flight.retransmission &&
           row.provenance == origin(flight);
  }
  static Provenance origin(const Flight& flight) {
    return flight.provenance == Provenance::edited ? Provenance::stack : flight.provenance;
  }
  std::optional<SeqNum> number_of(const NumberTerm& term) const {
    if (term.live == LiveNumber::iss && !scenario.hosts[term.of.value].iss) {
      const auto iss = announced_iss(timeline, term.of);
      return iss ? std::optional(*iss + term.offset) : std::nullopt;
    }
    const World edge = timeline.edge();
    return value_of(term, scenario, &edge);
  }
};

// A block holds when every row does and nothing else was sent; the first difference is told.
Finding judge_block(const Expectation& expectation, const SegmentsAre& block,
                    const ClaimJudge& judge) {
  const auto flights = judge.timeline.flights();
  const auto text = [&](std::size_t i) {
    return i < flights.size() ? in_script(judge.timeline, flights[i]) : std::string("-");
  };
  for (std::size_t i = 0; i < block.rows.size(); ++i)
    if (i >= flights.size() || !judge.is(block.rows[i], flights[i]))
      return {block.rows[i].line, block.rows[i].source, false, text(i)};
  const bool all = flights.size() == block.rows.size();
  return {expectation.line, expectation.source, all, all ? "-" : text(block.rows.size())};
}

}  // namespace

std::vector<Finding> check(const Scenario& scenario, const Timeline& timeline) {
  std::vector<Finding> findings;
  for (const Expectation& expectation : scenario.expectations) {
    const ClaimJudge judge{scenario, timeline, expectation.timing};
    if (const auto* const block = std::get_if<SegmentsAre>(&expectation.claim)) {
      findings.push_back(judge_block(expectation, *block, judge));
      continue;
    }
    const Judgement outcome = std::visit(judge, expectation.claim);
    findings.push_back({expectation.line, expectation.source, outcome.held,
                        outcome.found.empty() ? "-" : outcome.found});
  }
  return findings;
}

}  // namespace engine
