#include "engine/timeline/compare.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "engine/segment/describe.hpp"
#include "engine/timeline/lane_tracks.hpp"

namespace engine {
namespace {

// ---- segments

using Likeness = std::tuple<HostId, std::uint8_t, std::uint32_t, std::uint32_t, std::uint32_t>;

// Reads segments in order of departure and counts their numbers from the initial ones.
class Reader {
 public:
  explicit Reader(const Timeline& run) : run_(run) {}

  Likeness read(const Flight& flight) {
    const Description said = describe(run_.bytes().read(flight.bytes));
    const Segment& s = said.segment;
    const Socket from{said.source, s.source_port}, to{said.destination, s.dest_port};
    if (s.flags.syn && said.tcp_complete) {
      // A forged SYN must not shift the numbers of a real connection.
      const bool known = initial_.contains({from, to});
      if (flight.provenance == Provenance::stack || !known) initial_[{from, to}] = s.seq;
    }
    const std::uint32_t ack = s.flags.ack ? relative(s.ack, {to, from}) : 0;
    return {flight.from, to_byte(s.flags), relative(s.seq, {from, to}), ack, said.text_bytes};
  }

 private:
  using Direction = std::pair<Socket, Socket>;
  std::uint32_t relative(SeqNum number, const Direction& direction) const {
    const auto found = initial_.find(direction);
    return found == initial_.end() ? number.raw : distance(found->second, number);
  }

  const Timeline& run_;
  std::map<Direction, SeqNum> initial_;
};

std::size_t sent_by(const Timeline& run, Instant until) {
  const auto flights = run.flights();
  return static_cast<std::size_t>(std::ranges::upper_bound(flights, until, {}, &Flight::sent_at) -
                                  flights.begin());
}

bool arrives(const Flight& flight, Instant until) {
  return flight.fate == Fate::delivered && flight.ended_at <= until;
}
bool is_lost(const Flight& flight, Instant until) {
  return flight.fate == Fate::dropped && flight.ended_at <= until;
}

Counterpart counterpart(const Flight& here, const Flight& there, Instant until) {
  const bool both = arrives(here, until) && arrives(there, until);
  return {.packet = there.id,
          .later = both ? here.ended_at - there.ended_at : here.sent_at - there.sent_at,
          .other_fate = arrives(here, until) != arrives(there, until) ||
                        is_lost(here, until) != is_lost(there, until)};
}

void match_segments(const Timeline& a, const Timeline& b, Comparison& result) {
  result.a.resize(sent_by(a, result.until));
  result.b.resize(sent_by(b, result.until));
  std::map<Likeness, std::vector<PacketId>> waiting;  // of a, not yet met by one of b
  Reader read_a(a);
  for (std::size_t i = 0; i < result.a.size(); ++i)
    waiting[read_a.read(a.flights()[i])].push_back(a.flights()[i].id);
  std::map<Likeness, std::size_t> met;
  Reader read_b(b);
  for (std::size_t i = 0; i < result.b.size(); ++i) {
    const Flight& there = b.flights()[i];
    const Likeness likeness = read_b.read(there);
    const auto found = waiting.find(likeness);
    std::size_t& occurrence = met[likeness];
    if (found == waiting.end() || occurrence >= found->second.size()) continue;
    const Flight& here = a.flights()[found->second[occurrence++].value - 1];
    result.a[here.id.value - 1] = counterpart(here, there, result.until);
    result.b[i] = counterpart(there, here, result.until);
  }
}

// ---- sums

struct Sum {
  Totals& totals;
  Instant at;

  EndTotals& end(HostId host) const { return totals.ends[host.value]; }
  void operator()(const PacketSent& sent) const {
    ++totals.segments;
    totals.retransmissions += sent.retransmission ? 1 : 0;
  }
  void operator()(const PacketDropped&) const { ++totals.dropped; }
  void operator()(const StateChanged& changed) const {
    EndTotals& e = end(changed.host);
    if (changed.to == State::established && !e.established_at) e.established_at = at;
    if (changed.to == State::closed && !e.closed_at) e.closed_at = at;
  }
  void operator()(const DataRead& read) const { end(read.host).bytes_read += read.bytes.length; }
  // What a close() that waited has said of a RST in LAST-ACK is news; that the record is gone then
  // is not (engine/host/linger.hpp).
  void operator()(const Notified& notified) const {
    std::optional<Signal>& told = end(notified.host).told;
    if (notified.signal != Signal::closed || told != Signal::reset) told = notified.signal;
  }
  void operator()(const CallMade& made) const {
    if (made.call == Call(Close{}).index() && made.result == CallResult::reset)
      end(made.host).told = Signal::reset;
  }
  template <class Other>
  void operator()(const Other&) const {}
};

Totals sum_up(const Timeline& run, Instant until) {
  Totals totals;
  totals.ends.resize(run.edge().hosts.size());
  const StepIndex steps = run.steps_until(until);
  for (StepIndex i = 0; i < steps; ++i) {
    const StepView step = run.step(i);
    for (const Fact& fact : step.facts) std::visit(Sum{totals, step.at}, fact);
  }
  return totals;
}

Instant known_until(const Timeline& run) {
  const Instant next = run.edge().next_event_at();
  return next == never ? never : next - Duration{1};
}

bool is_same_step(const StepView& a, const StepView& b) {
  if (a.at != b.at || a.cause.index() != b.cause.index()) return false;
  if (a.command == nullptr || b.command == nullptr) return a.command == b.command;
  return *a.command == *b.command;
}

}  // namespace

// From one start the same commands at the same instants make the same history.
StepIndex shared_steps(const Timeline& a, const Timeline& b) {
  const StepIndex most = std::min(a.size(), b.size());
  StepIndex shared = 0;
  while (shared < most && is_same_step(a.step(shared), b.step(shared))) ++shared;
  return shared;
}

Comparison compare(const Timeline& a, const Timeline& b) {
  Comparison result;
  result.until = std::min(known_until(a), known_until(b));
  result.shared = shared_steps(a, b);
  result.forked_at = result.until;
  for (const Timeline* run : {&a, &b})
    if (result.shared < run->size())
      result.forked_at = std::min(result.forked_at, run->step(result.shared).at);
  match_segments(a, b, result);
  result.lanes = lane_differences(a, b, result.until);
  result.totals_a = sum_up(a, result.until);
  result.totals_b = sum_up(b, result.until);
  return result;
}

}  // namespace engine
