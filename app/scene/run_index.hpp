// What pictures need to find quickly in a long run: read each recorded step once, in order, and
// never again. Owned by whoever owns the timeline (one per branch): call catch_up after the
// timeline grew, restart after it was replaced by another one (undo, redo, reset).
// Everything here can be derived from the timeline; nothing here decides anything.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "app/scene/heading.hpp"
#include "app/scene/intervals.hpp"
#include "app/scene/position.hpp"
#include "engine/timeline/timeline.hpp"

namespace scene {

// Time cut where the rate of screen time may change (ux 4.3). A wait: nothing is in flight (held
// packets do not count) and no event happens inside. Otherwise `crossing` is the longest planned
// one-way flight among those under way.
struct Stretch {
  engine::Instant from{}, to{};
  engine::Duration crossing{};  // 0 = a wait
  bool wait() const { return crossing.count() == 0; }
  bool operator==(const Stretch&) const = default;
};

struct StateSpan {  // a connection is in a state from here on; Intervals has the end
  engine::HostId host{};
  engine::ConnId connection{};
  engine::State state{};
  engine::State before{};
  engine::StepIndex step{};
  std::uint32_t fact{};
  bool initial{};  // so at the start of the run, not by a step
};

struct TimerSpan {  // a timer runs; its end is its stop, expiry or restart
  engine::HostId host{};
  engine::ConnId connection{};
  engine::Timer timer{};
  engine::Instant planned{};  // when it will expire if nothing stops it
  std::uint8_t attempt{};
  bool restarted{};  // began by replacing a running one
  enum class End : std::uint8_t { running, stopped, expired, restarted } end = End::running;
  engine::StepIndex step{};
  std::uint32_t fact{};
  engine::StepIndex end_step{};
  std::uint32_t end_fact{};
};

struct Happening {  // a mark on a lifeline: not a segment
  engine::Instant at{};
  engine::StepIndex step{};
  std::uint32_t fact{};
  engine::HostId host{};
  bool intervention{};  // a person's command, other than a call
};

class RunIndex {
 public:
  void catch_up(const engine::Timeline& timeline);
  void restart();  // forget everything
  engine::StepIndex covered() const { return covered_; }
  // Counts the restarts, so that caches made from this index notice them.
  std::uint32_t generation() const { return generation_; }

  // ---- time
  // Up to the edge; the last one may still grow.
  std::span<const Stretch> stretches() const { return stretches_; }
  // From the edge to an instant before which nothing more will happen by itself.
  std::vector<Stretch> ahead(engine::Instant until) const;
  engine::Instant edge() const { return edge_; }  // time of the last step covered

  // ---- what lies where
  const Intervals& flights() const { return flights_; }  // number i is packet i + 1
  // How many of the first `packets` packets were sent by this host.
  std::uint32_t sent_by(engine::HostId host, std::size_t packets) const {
    return host.value < sent_by_.size() ? sent_by_[host.value][packets] : 0;
  }
  // Its n-th packet, counted from 1, as a number in flights(). Precondition: there is one.
  std::size_t nth_sent_by(engine::HostId host, std::uint32_t n) const;
  // Has any packet an address where nobody lives?
  bool reaches_nobody() const { return reaches_nobody_; }
  const Intervals& state_times() const { return state_times_; }
  std::span<const StateSpan> states() const { return states_; }
  const Intervals& timer_times() const { return timer_times_; }
  std::span<const TimerSpan> timers() const { return timers_; }
  std::span<const Happening> happenings() const { return happenings_; }       // in order of time
  std::span<const std::uint32_t> states_of(engine::ConnId connection) const;  // in states()

  // ---- steps to stop at, in order
  std::span<const engine::StepIndex> segment_steps() const { return segment_steps_; }
  std::span<const engine::StepIndex> state_steps() const { return state_steps_; }
  // Facts recorded before step k: fact f of step k is number facts_before(k) + f of the run.
  std::uint64_t facts_before(engine::StepIndex step) const { return facts_before_[step]; }
  std::uint64_t fact_count() const { return facts_before_.back(); }
  // The step and fact that have this number. Precondition: number < fact_count().
  std::pair<engine::StepIndex, std::uint32_t> locate(std::uint64_t number) const;

  // ---- relative numbers: the initial sequence number of the direction in which a packet went, as
  // last announced by a SYN before (or by) this packet; none if no SYN was seen.
  std::optional<engine::SeqNum> initial(engine::Socket from, engine::Socket to,
                                        engine::PacketId packet) const;

 private:
  void read_step(const engine::Timeline& timeline, const engine::StepView& step);
  void read_fact(const engine::Timeline& timeline, const engine::StepView& step,
                 const engine::Fact& fact, std::uint32_t number);
  void read_packet_fact(const engine::Timeline& timeline, const engine::StepView& step,
                        const engine::Fact& fact);
  void read_timer(const engine::StepView& step, const engine::TimerMoved& moved,
                  std::uint32_t number);
  void read_state(const engine::StepView& step, const engine::StateChanged& changed,
                  std::uint32_t number);
  void read_start(const engine::Timeline& timeline);
  void read_sent(const engine::Timeline& timeline, const engine::StepView& step,
                 const engine::PacketSent& sent);
  void read_rest(const engine::Timeline& timeline, engine::PacketId packet);
  void read_end(engine::PacketId packet, engine::Instant at);
  void mark_command(const engine::Timeline& timeline, const engine::StepView& step);
  void mark(const engine::Timeline& timeline, const engine::StepView& step,
            const engine::Fact& fact, std::uint32_t number);

  // Who is in flight, for stretches. A delayed packet rests on its way for a while: it leaves
  // the set at one instant and returns at another, without any event.
  struct Traffic {
    struct Turn {
      engine::Instant at;
      engine::PacketId packet;
      engine::Duration crossing;  // 0 = rests from here on
    };
    engine::Instant now{};
    std::map<engine::PacketId, engine::Duration> under_way;  // planned crossing of each
    std::multiset<engine::Duration> crossings;               // the same, in order of length
    std::vector<Turn> turns;                                 // to come, in order of time

    void put(engine::PacketId packet, engine::Duration crossing);
    void take(engine::PacketId packet);
    void forget_turns(engine::PacketId packet);
    void advance(engine::Instant until, std::vector<Stretch>& stretches);
  };

  std::uint32_t generation_{};
  engine::StepIndex covered_{};
  engine::Instant edge_{};
  std::vector<Stretch> stretches_;
  Traffic traffic_;
  Intervals flights_, state_times_, timer_times_;
  bool reaches_nobody_{};
  std::vector<std::vector<std::uint32_t>> sent_by_;  // by host, then by packet
  std::vector<StateSpan> states_;
  std::map<engine::ConnId, std::vector<std::uint32_t>> states_of_;
  std::vector<TimerSpan> timers_;
  std::map<std::pair<engine::ConnId, engine::Timer>, std::uint32_t> running_;
  std::vector<Happening> happenings_;
  std::vector<engine::StepIndex> segment_steps_, state_steps_;
  std::vector<std::uint64_t> facts_before_{0};
  struct Announced {
    engine::PacketId packet;
    engine::SeqNum iss;
  };
  std::map<std::pair<engine::Socket, engine::Socket>, std::vector<Announced>> announced_;
};

// The short label of a packet in the numbers the learner asked for.
enum class Numbers : std::uint8_t { raw, relative };
PacketLabel label(const RunIndex& index, engine::PacketId packet, const Heading& h, Numbers style);

}  // namespace scene
