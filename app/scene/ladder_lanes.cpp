// What stands beside the lifelines: bars of states and timers.
#include <algorithm>
#include <map>

#include "app/scene/ladder_window.hpp"
#include "engine/base/invariant.hpp"

namespace scene {

using namespace engine;

namespace {

constexpr float lane_gap = 4;     // between lifeline, state lane and timer lane
constexpr std::size_t many = 64;  // spans of one host, beyond which only the newest count
constexpr float timer_slots = 3;

// Left and right edge of a lane that begins `offset` away from the lifeline.
Rect lane(const Column& column, float offset, float width, float top, float bottom) {
  const float x = column.lanes_left ? column.x - offset - width : column.x + offset;
  return {x, top, width, std::max(0.0f, bottom - top)};
}

// The end of a bar: its own end, what is visible, or the playhead if the future is hidden.
Instant visible_end(const LadderWindow& w, Instant end) {
  const Instant known = end == never ? std::max(w.index.edge(), w.view.playhead.at) : end;
  return std::min(known, w.last);
}

struct Candidate {
  std::size_t span;
  bool listener;
};

// Bars of listeners lie below those of connections, older ones below newer ones.
void order_by_priority(const LadderWindow& w, std::vector<Candidate>& candidates) {
  const auto rank = [&](const Candidate& c) {
    const StateSpan& span = w.index.states()[c.span];
    const bool chosen = w.view.connection == span.connection;
    return std::tuple{chosen, !c.listener, span.connection, c.span};
  };
  std::ranges::sort(candidates, {}, rank);
}

// Of a crowd (a flood of half-open connections) the newest and the chosen one are enough.
void thin(const LadderWindow& w, std::vector<Candidate>& candidates) {
  if (candidates.size() <= many) return;
  const ConnId newest = w.index.states()[candidates.back().span].connection;
  std::erase_if(candidates, [&](const Candidate& c) {
    const ConnId own = w.index.states()[c.span].connection;
    return !c.listener && own != newest && w.view.connection != own;
  });
}

StateBar state_bar(const LadderWindow& w, std::size_t i) {
  const StateSpan& span = w.index.states()[i];
  const Instant from = w.index.state_times().from(i);
  const Instant to = visible_end(w, w.index.state_times().to(i));
  return {.host = span.host,
          .connection = span.connection,
          .state = span.state,
          .box = state_lane(w.column(span.host), w.view, w.y(std::max(from, w.first)), w.y(to)),
          .begins_here = from >= w.first,
          .future = !span.initial && w.is_future(span.step, span.fact),
          .step = span.step};
}

int timer_slot(Timer timer) {
  switch (timer) {
    case Timer::retransmit:
    case Timer::reorder:
    case Timer::tail_loss_probe:
    case Timer::persist:
    case Timer::fin_wait_2:
    case Timer::time_wait:
      return 0;
    case Timer::delayed_ack:
      return 1;
    case Timer::keepalive:
    case Timer::user_timeout:
      return 2;
  }
  unreachable("Timer");
}

TimerBar timer_bar(const LadderWindow& w, std::size_t i) {
  const TimerSpan& span = w.index.timers()[i];
  const Instant from = w.index.timer_times().from(i), end = w.index.timer_times().to(i);
  const Instant to = visible_end(w, end);
  const bool end_shown =
      end <= w.last && (w.view.show_future || !w.is_future(span.end_step, span.end_fact));
  return {.host = span.host,
          .connection = span.connection,
          .timer = span.timer,
          .box = timer_lane(w.column(span.host), w.view, span.timer, w.y(std::max(from, w.first)),
                            w.y(to)),
          .end = end_shown ? span.end : TimerSpan::End::running,
          .begins_here = from >= w.first,
          .ends_here = end_shown && span.end != TimerSpan::End::running,
          .restarted = span.restarted,
          .future = w.is_future(span.step, span.fact),
          .attempt = span.attempt};
}

}  // namespace

Rect state_lane(const Column& column, const LadderView& view, float top, float bottom) {
  return lane(column, lane_gap, view.lane_width - 2 * lane_gap, top, bottom);
}

Rect timer_lane(const Column& column, const LadderView& view, Timer timer, float top,
                float bottom) {
  const float width = view.lane_width / 2 / timer_slots;
  const float offset = view.lane_width + width * static_cast<float>(timer_slot(timer));
  return lane(column, offset, width - 2, top, bottom);
}

void add_states(const LadderWindow& w, Ladder& ladder) {
  std::map<HostId, std::vector<Candidate>> by_host;
  w.index.state_times().touching(w.first, w.last, [&](std::size_t i) {
    const StateSpan& span = w.index.states()[i];
    // The record goes with its last change: a name without a bar says where the life ended.
    const bool at_once = w.index.state_times().from(i) == w.index.state_times().to(i);
    if (at_once && (span.initial || span.state != State::closed)) return;
    if (!w.view.show_future && !span.initial && w.is_future(span.step, span.fact)) return;
    by_host[span.host].push_back({i, span.state == State::listen});
  });
  for (auto& [host, candidates] : by_host) {
    thin(w, candidates);
    order_by_priority(w, candidates);
    for (const Candidate& c : candidates) ladder.states.push_back(state_bar(w, c.span));
  }
}

void add_timers(const LadderWindow& w, Ladder& ladder) {
  std::map<HostId, std::vector<std::size_t>> by_host;
  w.index.timer_times().touching(w.first, w.last, [&](std::size_t i) {
    const TimerSpan& span = w.index.timers()[i];
    if (!w.view.show_future && w.is_future(span.step, span.fact)) return;
    by_host[span.host].push_back(i);
  });
  for (const auto& [host, spans] : by_host) {
    const ConnId newest = w.index.timers()[spans.back()].connection;
    for (const std::size_t i : spans) {
      const ConnId own = w.index.timers()[i].connection;
      if (spans.size() > many && own != newest && w.view.connection != own) continue;
      ladder.timers.push_back(timer_bar(w, i));
    }
  }
}

}  // namespace scene
