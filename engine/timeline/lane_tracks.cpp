#include "engine/timeline/lane_tracks.hpp"

#include <algorithm>
#include <compare>
#include <map>
#include <variant>

namespace engine {
namespace {

// A state, or the moment at which a timer is due; none: no such connection, no running timer.
using Value = std::optional<std::int64_t>;

struct LaneKey {
  HostId host;
  std::uint32_t ordinal{};       // the n-th connection that this host made
  std::optional<Timer> timer{};  // none: the state
  friend auto operator<=>(const LaneKey&, const LaneKey&) = default;
};

struct Turn {
  Instant at{};
  Value value{};
};

struct Track {
  std::optional<ConnId> connection;
  std::vector<Turn> turns;  // before the first: none
};

class Tracks {
 public:
  Tracks(const Timeline& run, Instant until) {
    const World start = run.at(0);
    for (const Host& host : start.hosts)
      for (const Connection& c : host.connections) begin(start.now, host.id, c);
    const StepIndex steps = run.steps_until(until);
    for (StepIndex i = 0; i < steps; ++i) {
      const StepView step = run.step(i);
      at_ = step.at;
      for (const Fact& fact : step.facts) std::visit([this](const auto& f) { read(f); }, fact);
    }
  }

  const std::map<LaneKey, Track>& all() const { return tracks_; }

 private:
  void begin(Instant now, HostId host, const Connection& c) {
    at_ = now;
    read(ConnectionCreated{.host = host, .connection = c.id, .parent = {}});
    turn(c.id, {}, static_cast<std::int64_t>(c.tcb.state));
    for (std::size_t t = 0; t < timer_count; ++t) {
      const auto timer = static_cast<Timer>(t);
      if (c.tcb.timers[timer].running()) turn(c.id, timer, due(c.tcb.timers[timer].expires_at));
    }
  }
  static std::int64_t due(Instant at) { return at.time_since_epoch().count(); }

  void turn(ConnId connection, std::optional<Timer> timer, Value value) {
    const auto place = places_.find(connection);
    if (place == places_.end()) return;
    LaneKey key = place->second;
    key.timer = timer;
    Track& track = tracks_[key];
    track.connection = connection;
    if (!track.turns.empty() && track.turns.back().at == at_) track.turns.pop_back();
    track.turns.push_back({at_, value});
  }

  void read(const ConnectionCreated& created) {
    places_[created.connection] = {.host = created.host, .ordinal = made_[created.host]++};
    turn(created.connection, {}, static_cast<std::int64_t>(State::closed));
  }
  void read(const ConnectionRemoved& removed) {
    turn(removed.connection, {}, std::nullopt);
    for (std::size_t t = 0; t < timer_count; ++t)
      turn(removed.connection, static_cast<Timer>(t), std::nullopt);
  }
  void read(const StateChanged& changed) {
    turn(changed.connection, {}, static_cast<std::int64_t>(changed.to));
  }
  void read(const TimerMoved& moved) {
    const bool runs = moved.move == TimerMove::started || moved.move == TimerMove::restarted;
    turn(moved.connection, moved.timer, runs ? Value(due(moved.expires_at)) : std::nullopt);
  }
  template <class Other>
  void read(const Other&) {}

  Instant at_{};
  std::map<HostId, std::uint32_t> made_;
  std::map<ConnId, LaneKey> places_;
  std::map<LaneKey, Track> tracks_;
};

const Track& track_in(const Tracks& tracks, const LaneKey& key, const Track& nothing) {
  const auto found = tracks.all().find(key);
  return found == tracks.all().end() ? nothing : found->second;
}

// Walks both tracks side by side.
void add_differences(const LaneKey& key, const Track& a, const Track& b, Instant until,
                     std::vector<LaneDifference>& found) {
  std::vector<Instant> moments;
  for (const Track* track : {&a, &b})
    for (const Turn& turn : track->turns) moments.push_back(turn.at);
  std::ranges::sort(moments);
  std::size_t i = 0, k = 0;
  Value here, there;
  std::optional<LaneDifference> open;
  for (const Instant at : moments) {
    while (i < a.turns.size() && a.turns[i].at <= at) here = a.turns[i++].value;
    while (k < b.turns.size() && b.turns[k].at <= at) there = b.turns[k++].value;
    if (here != there && !open)
      open = LaneDifference{.host = key.host,
                            .a = a.connection,
                            .b = b.connection,
                            .timer = key.timer,
                            .from = at,
                            .to = until};
    if (here != there || !open) continue;
    open->to = at;
    if (open->from < open->to) found.push_back(*open);
    open.reset();
  }
  if (open) found.push_back(*open);
}

}  // namespace

std::vector<LaneDifference> lane_differences(const Timeline& a, const Timeline& b, Instant until) {
  const Tracks tracks_a(a, until), tracks_b(b, until);
  std::vector<LaneKey> keys;
  for (const Tracks* tracks : {&tracks_a, &tracks_b})
    for (const auto& [key, track] : tracks->all()) keys.push_back(key);
  std::ranges::sort(keys);
  keys.erase(std::ranges::unique(keys).begin(), keys.end());
  const Track nothing;
  std::vector<LaneDifference> found;
  for (const LaneKey& key : keys)
    add_differences(key, track_in(tracks_a, key, nothing), track_in(tracks_b, key, nothing), until,
                    found);
  return found;
}

}  // namespace engine
