#include "engine/export/happenings.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/base/invariant.hpp"

namespace engine {
namespace {

// The state that a ladder shows for a host: that of its newest connection; without one, whether it
// listens. Followed through the facts, because a connection may come and go within one step.
class ShownState {
 public:
  explicit ShownState(const Host& host) {
    for (const Connection& c : host.connections) states_[c.id] = c.tcb.state;
  }
  void change(const StateChanged& fact) { states_[fact.connection] = fact.to; }
  void remove(ConnId id) { states_.erase(id); }
  State now() const {
    for (auto entry = states_.rbegin(); entry != states_.rend(); ++entry)
      if (entry->second != State::listen) return entry->second;
    return states_.empty() ? State::closed : State::listen;
  }

 private:
  std::map<ConnId, State> states_;  // by id: the newest is the last
};

std::string remark_of(Timer timer) {
  switch (timer) {
    case Timer::retransmit:
      return "(Timeout)";
    case Timer::reorder:
      return "(Reordering)";
    case Timer::tail_loss_probe:
      return "(Tail probe)";
    case Timer::persist:
      return "(Probe)";
    case Timer::delayed_ack:
      return "";
    case Timer::keepalive:
      return "(Keepalive)";
    case Timer::fin_wait_2:
      return "(Timeout)";
    case Timer::time_wait:
      return "(2 MSL)";
    case Timer::user_timeout:
      return "(User timeout)";
  }
  unreachable("Timer");
}

std::string remark_of(const CallMade& call) {
  if (call.result != CallResult::ok) return "";
  if (call.call == Call(Shutdown{}).index() || call.call == Call(Close{}).index()) return "(Close)";
  return call.call == Call(Abort{}).index() ? "(Abort)" : "";
}

class RunReader {
 public:
  RunReader(const Timeline& timeline, const TranscriptOptions& options, const World& start)
      : timeline_(timeline),
        options_(options),
        shown_{ShownState(start.host(options.left)), ShownState(start.host(options.right))} {
    note_states();
  }

  Happenings read() {
    const StepIndex end = std::min(options_.until, timeline_.size());
    for (StepIndex i = 0; i < end; ++i) {
      showing_ = i >= options_.from;
      const StepView step = timeline_.step(i);
      now_ = step.at;
      for (const Fact& fact : step.facts) std::visit(*this, fact);
      end_step();
      if (!begun()) note_states();
    }
    return std::move(out_);
  }

  void operator()(const PacketSent& sent) {
    const auto side = side_of(sent.from);
    if (!side || (sent.to && !side_of(*sent.to))) return;
    const bool by_its_host =
        sent.provenance == Provenance::stack || sent.provenance == Provenance::edited;
    if (!by_its_host) return;  // shown where it arrives
    add({Happening::Kind::departs, now_, sent.packet, *side, state(*side), take_remark(*side)});
  }
  void operator()(const PacketArrived& arrived) {
    const auto side = side_of(arrived.at);
    if (!side || !side_of(flight(arrived.packet).from)) return;
    arrival_ = static_cast<int>(*side);
    add({Happening::Kind::arrives, now_, arrived.packet, *side, state(*side), ""});
    row_of_arrival_ = out_.rows.size();
  }
  void operator()(const PacketDropped& dropped) {
    const auto side = side_of(flight(dropped.packet).from);
    const auto to = flight(dropped.packet).to;
    if (!side || (to && !side_of(*to))) return;
    add({Happening::Kind::is_lost, now_, dropped.packet, *side, state(*side), ""});
  }
  void operator()(const StateChanged& changed) {
    const auto side = side_of(changed.host);
    if (!side) return;
    shown_[index(*side)].change(changed);
    // The first change after an arrival is what the segment did; later ones are of programs.
    if (arrival_ == static_cast<int>(*side)) {
      if (showing_ && row_of_arrival_ > 0) out_.rows[row_of_arrival_ - 1].state = changed.to;
      arrival_ = nobody;
    } else {
      changed_[index(*side)] = true;
      last_[index(*side)] = changed.to;
    }
  }
  void operator()(const ConnectionRemoved& removed) {
    if (const auto side = side_of(removed.host)) shown_[index(*side)].remove(removed.connection);
  }
  void operator()(const CallMade& call) {
    const auto side = side_of(call.host);
    if (!side) return;
    arrival_ = nobody;
    remark_[index(*side)] = remark_of(call);
  }
  void operator()(const TimerMoved& moved) {
    const auto side = side_of(moved.host);
    if (side && moved.move == TimerMove::expired) remark_[index(*side)] = remark_of(moved.timer);
  }
  void operator()(const HostChanged& changed) {
    const auto side = side_of(changed.host);
    if (!side) return;
    add({Happening::Kind::changes,
         now_,
         {},
         *side,
         State::closed,
         changed.up ? "(Reboot)" : "(Crash)"});
  }
  template <class Other>
  void operator()(const Other&) {}

 private:
  static constexpr int nobody = -1;
  static std::size_t index(Side side) { return static_cast<std::size_t>(side); }

  std::optional<Side> side_of(HostId host) const {
    if (host == options_.left) return Side::left;
    if (host == options_.right) return Side::right;
    return std::nullopt;
  }
  const Flight& flight(PacketId id) const { return timeline_.flights()[id.value - 1]; }
  State state(Side side) const { return shown_[index(side)].now(); }
  bool begun() const { return !out_.rows.empty(); }
  void note_states() {
    out_.left_before = state(Side::left);
    out_.right_before = state(Side::right);
  }
  void add(Happening row) {
    if (row.kind == Happening::Kind::departs) changed_[index(row.side)] = false;
    if (showing_) out_.rows.push_back(std::move(row));
  }
  std::string take_remark(Side side) { return std::exchange(remark_[index(side)], ""); }

  // A remark or a change of state that no segment showed gets a row of its own, but not before the
  // first segment: where the hosts begin is in the first line.
  void end_step() {
    for (const Side side : {Side::left, Side::right}) {
      const std::string remark = take_remark(side);
      const bool changed = std::exchange(changed_[index(side)], false);
      const bool worth_it = !remark.empty() || (changed && last_[index(side)] == State::closed);
      if (worth_it && begun())
        add({Happening::Kind::changes,
             now_,
             {},
             side,
             changed ? last_[index(side)] : state(side),
             remark});
    }
    arrival_ = nobody;
    row_of_arrival_ = 0;
  }

  const Timeline& timeline_;
  const TranscriptOptions& options_;
  ShownState shown_[2];
  Happenings out_;
  bool showing_ = false;
  Instant now_{};
  int arrival_ = nobody;            // the side whose arrival is being worked on
  std::size_t row_of_arrival_ = 0;  // position + 1
  std::string remark_[2];
  bool changed_[2]{};
  State last_[2]{};
};

}  // namespace

Happenings read_happenings(const Timeline& timeline, const TranscriptOptions& options) {
  const World start = timeline.at(0);
  return RunReader(timeline, options, start).read();
}

}  // namespace engine
