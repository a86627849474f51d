#include "app/scene/run_index.hpp"

#include <algorithm>
#include <variant>

#include "app/scene/path.hpp"
#include "engine/base/invariant.hpp"

namespace scene {

using namespace engine;

void RunIndex::restart() {
  const std::uint32_t next = generation_ + 1;
  *this = {};
  generation_ = next;
}

void RunIndex::catch_up(const Timeline& timeline) {
  if (covered_ == 0 && states_.empty()) read_start(timeline);
  while (covered_ < timeline.size()) read_step(timeline, timeline.step(covered_));
}

void RunIndex::read_start(const Timeline& timeline) {
  edge_ = timeline.time_of(0);
  traffic_.now = edge_;
  const World start = timeline.at(0);
  for (const Host& host : start.hosts)
    for (const Connection& connection : host.connections) {
      states_of_[connection.id].push_back(static_cast<std::uint32_t>(states_.size()));
      states_.push_back({.host = host.id,
                         .connection = connection.id,
                         .state = connection.tcb.state,
                         .before = State::closed,
                         .initial = true});
      state_times_.add(edge_);
    }
}

void RunIndex::read_step(const Timeline& timeline, const StepView& step) {
  traffic_.advance(step.at, stretches_);
  edge_ = step.at;
  const std::size_t changes = states_.size();
  bool moves_segments = false;
  mark_command(timeline, step);
  std::uint32_t number = 0;
  for (const Fact& fact : step.facts) {
    moves_segments |=
        std::holds_alternative<PacketSent>(fact) || std::holds_alternative<PacketArrived>(fact);
    read_fact(timeline, step, fact, number);
    mark(timeline, step, fact, number);
    ++number;
  }
  if (moves_segments) segment_steps_.push_back(step.index);
  if (states_.size() > changes) state_steps_.push_back(step.index);
  facts_before_.push_back(facts_before_.back() + step.facts.size());
  covered_ = step.index + 1;
}

void RunIndex::read_fact(const Timeline& timeline, const StepView& step, const Fact& fact,
                         std::uint32_t number) {
  if (const auto* changed = std::get_if<StateChanged>(&fact))
    return read_state(step, *changed, number);
  if (const auto* moved = std::get_if<TimerMoved>(&fact)) return read_timer(step, *moved, number);
  if (const auto* removed = std::get_if<ConnectionRemoved>(&fact)) {
    if (const auto spans = states_of(removed->connection); !spans.empty())
      state_times_.set_end(spans.back(), step.at);
    const auto first = running_.lower_bound({removed->connection, Timer{}});
    auto last = first;
    for (; last != running_.end() && last->first.first == removed->connection; ++last) {
      timer_times_.set_end(last->second, step.at);
      timers_[last->second].end = TimerSpan::End::stopped;
      timers_[last->second].end_step = step.index;
      timers_[last->second].end_fact = number;
    }
    running_.erase(first, last);
    return;
  }
  read_packet_fact(timeline, step, fact);
}

void RunIndex::read_packet_fact(const Timeline& timeline, const StepView& step, const Fact& fact) {
  if (const auto* sent = std::get_if<PacketSent>(&fact)) read_sent(timeline, step, *sent);
  if (const auto* arrived = std::get_if<PacketArrived>(&fact)) read_end(arrived->packet, step.at);
  if (const auto* dropped = std::get_if<PacketDropped>(&fact)) read_end(dropped->packet, step.at);
  if (const auto* delayed = std::get_if<PacketDelayed>(&fact)) {
    if (delayed->arrives_at != never) read_rest(timeline, delayed->packet);
  }
  if (const auto* held = std::get_if<PacketHeld>(&fact)) {
    traffic_.take(held->packet);
    traffic_.forget_turns(held->packet);
  }
  if (const auto* released = std::get_if<PacketReleased>(&fact)) {
    const Flight& flight = timeline.flights()[released->packet.value - 1];
    traffic_.put(released->packet,
                 std::max(flight.due - flight.sent_at, released->arrives_at - step.at));
  }
}

std::size_t RunIndex::nth_sent_by(HostId host, std::uint32_t n) const {
  const auto& counts = sent_by_[host.value];
  return static_cast<std::size_t>(std::ranges::lower_bound(counts, n) - counts.begin()) - 1;
}

void RunIndex::read_sent(const Timeline& timeline, const StepView& step, const PacketSent& sent) {
  INVARIANT(sent.packet.value == flights_.size() + 1);
  flights_.add(step.at);
  reaches_nobody_ |= !timeline.flights()[sent.packet.value - 1].to;
  while (sent_by_.size() <= sent.from.value) sent_by_.emplace_back(flights_.size(), 0u);
  for (std::uint32_t host = 0; host < sent_by_.size(); ++host)
    sent_by_[host].push_back(sent_by_[host].back() + (sent.from.value == host ? 1u : 0u));
  if (sent.arrives_at != never) traffic_.put(sent.packet, sent.arrives_at - step.at);
  const Heading h = heading(timeline.bytes().read(sent.bytes));
  if (!h.flags.syn || !h.readable) return;
  // A forged SYN must not shift the numbers of a real connection.
  std::vector<Announced>& known = announced_[{h.source, h.destination}];
  if (sent.provenance != Provenance::stack && !known.empty()) return;
  if (known.empty() || known.back().iss != h.seq) known.push_back({sent.packet, h.seq});
}

// A delayed packet rests on its way: while it does, nothing of it is in flight.
void RunIndex::read_rest(const Timeline& timeline, PacketId packet) {
  const Path path = path_of(timeline.flights(), packet, {.steps = covered_ + 1, .at = edge_});
  traffic_.forget_turns(packet);
  Duration crossing = path.ends() - path.begins();
  std::vector<Traffic::Turn> rests;
  for (std::size_t i = 1; i < path.count; ++i) {
    const PathPoint &a = path.points[i - 1], &b = path.points[i];
    if (a.fraction != b.fraction) continue;
    crossing -= b.at - a.at;
    if (b.at <= edge_) continue;
    rests.push_back({a.at, packet, Duration{}});
    rests.push_back({b.at, packet, Duration{1}});
  }
  for (Traffic::Turn& turn : rests) {
    if (turn.crossing.count() > 0) turn.crossing = crossing;
    const auto later = std::ranges::upper_bound(traffic_.turns, turn.at, {}, &Traffic::Turn::at);
    traffic_.turns.insert(later, turn);
  }
  traffic_.put(packet, crossing);
}

void RunIndex::read_end(PacketId packet, Instant at) {
  flights_.set_end(packet.value - 1, at);
  traffic_.take(packet);
  traffic_.forget_turns(packet);
}

void RunIndex::read_state(const StepView& step, const StateChanged& changed, std::uint32_t number) {
  std::vector<std::uint32_t>& own = states_of_[changed.connection];
  if (!own.empty()) state_times_.set_end(own.back(), step.at);
  own.push_back(static_cast<std::uint32_t>(states_.size()));
  states_.push_back({.host = changed.host,
                     .connection = changed.connection,
                     .state = changed.to,
                     .before = changed.from,
                     .step = step.index,
                     .fact = number});
  state_times_.add(step.at);
}

void RunIndex::read_timer(const StepView& step, const TimerMoved& moved, std::uint32_t number) {
  const std::pair key{moved.connection, moved.timer};
  if (const auto old = running_.find(key); old != running_.end()) {
    TimerSpan& span = timers_[old->second];
    timer_times_.set_end(old->second, step.at);
    span.end_step = step.index;
    span.end_fact = number;
    span.end = moved.move == TimerMove::expired   ? TimerSpan::End::expired
               : moved.move == TimerMove::stopped ? TimerSpan::End::stopped
                                                  : TimerSpan::End::restarted;
    running_.erase(old);
  }
  if (moved.move == TimerMove::expired || moved.move == TimerMove::stopped) return;
  running_[key] = static_cast<std::uint32_t>(timers_.size());
  timers_.push_back({.host = moved.host,
                     .connection = moved.connection,
                     .timer = moved.timer,
                     .planned = moved.expires_at,
                     .attempt = moved.attempt,
                     .restarted = moved.move == TimerMove::restarted,
                     .step = step.index,
                     .fact = number});
  timer_times_.add(step.at);
}

std::span<const std::uint32_t> RunIndex::states_of(ConnId connection) const {
  const auto found = states_of_.find(connection);
  if (found == states_of_.end()) return {};
  return found->second;
}

std::pair<StepIndex, std::uint32_t> RunIndex::locate(std::uint64_t number) const {
  const auto after = std::ranges::upper_bound(facts_before_, number);
  const auto step = static_cast<StepIndex>(after - facts_before_.begin() - 1);
  return {step, static_cast<std::uint32_t>(number - facts_before_[step])};
}

std::optional<SeqNum> RunIndex::initial(Socket from, Socket to, PacketId packet) const {
  const auto found = announced_.find({from, to});
  if (found == announced_.end()) return std::nullopt;
  const std::vector<Announced>& known = found->second;
  const auto after = std::ranges::upper_bound(known, packet, {}, &Announced::packet);
  if (after == known.begin()) return std::nullopt;
  return std::prev(after)->iss;
}

}  // namespace scene
