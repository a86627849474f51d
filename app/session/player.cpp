#include "app/session/player.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"

namespace app {
namespace {

// Looking at the clock costs more than many steps, so it is looked at once in so many.
constexpr unsigned steps_between_looks = 16;

bool is_segment_moment(const Reel& reel, engine::StepIndex step) {
  return std::ranges::binary_search(reel.index.segment_steps(), step);
}

bool timer_ended(const engine::StepView& step, const std::optional<TimerRef>& which) {
  return std::ranges::any_of(step.facts, [&](const engine::Fact& fact) {
    const auto* moved = std::get_if<engine::TimerMoved>(&fact);
    if (!moved) return false;
    if (which && *which != TimerRef{{moved->host, moved->connection}, moved->timer}) return false;
    return moved->move == engine::TimerMove::expired ||
           (which && moved->move == engine::TimerMove::stopped);
  });
}

bool state_changed(const engine::StepView& step, const UntilState& until) {
  return std::ranges::any_of(step.facts, [&](const engine::Fact& fact) {
    const auto* changed = std::get_if<engine::StateChanged>(&fact);
    return changed && changed->host == until.endpoint && (!until.to || changed->to == *until.to);
  });
}

// The part of `length` that goes by in `watched` when all of it is to take `real`.
engine::Duration stretched(engine::Duration watched, engine::Duration real,
                           engine::Duration length) {
  const double share = static_cast<double>(watched.count()) / static_cast<double>(real.count());
  return engine::Duration(static_cast<std::int64_t>(share * static_cast<double>(length.count())));
}

// The receiver of the packet has seen it by now and sends something to its sender.
bool answered(const engine::Timeline& timeline, const engine::StepView& step,
              engine::PacketId packet) {
  const std::size_t place = packet.value - std::size_t{1};
  if (place >= timeline.flights().size()) return false;
  const engine::Flight& asked = timeline.flights()[place];
  if (asked.fate != engine::Fate::delivered || step.index < asked.end_step) return false;
  return std::ranges::any_of(step.facts, [&](const engine::Fact& fact) {
    const auto* sent = std::get_if<engine::PacketSent>(&fact);
    return sent && sent->from == asked.to && sent->to == asked.from;
  });
}

}  // namespace

void Reel::catch_up() const {
  index.catch_up(timeline);
  engine::Instant next = timeline.edge().next_event_at();
  // Where nothing comes any more the silence up to the held place is a wait like any other.
  if (next == engine::never && held && held->steps == timeline.size()) next = held->at;
  map.catch_up(index, next, pace);
}

engine::Instant Reel::next_at(const scene::Position& p) const {
  if (ends_after(p)) return *ends;
  return p.steps < timeline.size() ? timeline.time_of(p.steps + 1)
                                   : timeline.edge().next_event_at();
}

engine::Instant Reel::due_after(const scene::Position& p) const {
  if (nears_held(p)) return held->at;
  return p.facts > 0 ? p.at : next_at(p);
}

void Player::put(const scene::Position& p) {
  position_ = p;
  motion_ = Motion::still;
}

void Player::shift(const scene::Position& p) {
  position_ = p;
  if (!playing()) motion_ = Motion::still;
}

void Player::begin(Motion motion) {
  motion_ = motion;
  began_ = position_;
  left_ = motion == Motion::stepping ? longest_step : engine::Duration::max();
}

void Player::play() {
  goal_.reset();
  begin(Motion::playing);
}

void Player::step(const Reel& reel, const UntilMoment& until, Deadline deadline) {
  if (motion_ == Motion::stepping) run(reel, deadline);
  goal_ = until;
  begin(Motion::stepping);
}

void Player::hurry(const Goal& goal) {
  goal_ = goal;
  begin(Motion::hurrying);
}

void Player::frame_forward(const Reel& reel, Deadline deadline) {
  goal_.reset();
  begin(Motion::playing);
  watch(reel, scene::frame_grain, deadline);
  motion_ = Motion::still;
}

Stop Player::tick(const Reel& reel, engine::Duration watched, bool slowed, Deadline deadline) {
  switch (motion_) {
    case Motion::still:
      return Stop::none;
    case Motion::hurrying:
      return run(reel, deadline);
    case Motion::playing:
      return watch(reel, slowed ? watched / hover_slowdown : watched, deadline);
    case Motion::stepping:
      return watch(reel, watched, deadline);
  }
  engine::unreachable("Motion");
}

// Every stretch to the next event takes as long as the time map says, but no longer than what is
// left of an animated step: then it is faster by the ratio, which stays the same all along it.
Stop Player::watch(const Reel& reel, engine::Duration watched, Deadline deadline) {
  for (unsigned steps = 0;; ++steps) {
    if (reel.is_held(position_)) return ended(Stop::held);
    const bool held = reel.nears_held(position_);
    const engine::Instant next = reel.due_after(position_);
    if (next == engine::never) return ended(Stop::quiet);
    const engine::Duration length = reel.map.to_screen(next) - reel.map.to_screen(position_.at);
    const engine::Duration real = std::min(length, left_);
    if (watched < real) {
      const engine::Duration part = real == length ? watched : stretched(watched, real, length);
      const engine::Instant before_it = next - engine::Duration(1);
      position_.at = std::min(reel.map.advance(position_.at, part, next), before_it);
      left_ -= watched;
      return Stop::none;
    }
    watched -= real;
    left_ -= real;
    if (held) return ended_at(next, Stop::held);
    if (reel.ends_after(position_)) return ended_at(next, Stop::cut);
    const engine::StepIndex before = position_.steps;
    cross(reel);
    if (reached(reel, before)) return ended(Stop::goal);
    if (past_limit()) return ended(Stop::limit);
    if (steps % steps_between_looks == 0 && std::chrono::steady_clock::now() > deadline)
      return Stop::none;
  }
}

Stop Player::run(const Reel& reel, Deadline deadline) {
  const auto* instant = std::get_if<UntilInstant>(&*goal_);
  for (unsigned steps = 0;; ++steps) {
    if (reel.is_held(position_)) return ended(Stop::held);
    const bool held = reel.nears_held(position_);
    const engine::Instant next = reel.due_after(position_);
    if (instant && next > instant->at) {
      position_.at = std::max(position_.at, instant->at);
      return ended(Stop::goal);
    }
    if (next == engine::never) return ended(Stop::quiet);
    if (held) return ended_at(next, Stop::held);
    if (reel.ends_after(position_)) return ended_at(next, Stop::cut);
    const engine::StepIndex before = position_.steps;
    cross(reel);
    if (reached(reel, before)) return ended(Stop::goal);
    if (past_limit()) return ended(Stop::limit);
    if (steps % steps_between_looks == 0 && std::chrono::steady_clock::now() > deadline)
      return Stop::none;
  }
}

// Over the next step, or with the event grain to its first fact (or the next one).
void Player::cross(const Reel& reel) {
  if (position_.steps == reel.timeline.size()) {
    const bool grew = reel.timeline.advance();
    INVARIANT(grew);
    reel.catch_up();
  }
  const engine::StepView step = reel.timeline.step(position_.steps);
  position_.at = step.at;
  const auto* moment = goal_ ? std::get_if<UntilMoment>(&*goal_) : nullptr;
  if (moment && moment->grain == Grain::event && position_.facts + 1 < step.facts.size())
    ++position_.facts;
  else
    position_ = {position_.steps + 1, 0, step.at};
}

// Has the goal been reached by crossing step number `before` (or one fact of it)?
bool Player::reached(const Reel& reel, engine::StepIndex before) const {
  if (!goal_) return false;
  const engine::StepView step = reel.timeline.step(before);
  struct Visit {
    const Reel& reel;
    const engine::StepView& step;
    bool operator()(const UntilInstant&) const { return false; }  // looks at the next step instead
    bool operator()(const UntilMoment& until) const {
      if (until.grain == Grain::segment) return is_segment_moment(reel, step.index);
      return until.grain == Grain::event || state_changed(step, {until.endpoint});
    }
    bool operator()(const UntilTimer& until) const { return timer_ended(step, until.which); }
    bool operator()(const UntilState& until) const { return state_changed(step, until); }
    bool operator()(const UntilAnswered& until) const {
      return answered(reel.timeline, step, until.packet);
    }
    bool operator()(const UntilQuiet&) const { return false; }
  };
  return std::visit(Visit{reel, step}, *goal_);
}

bool Player::past_limit() const {
  return events_moved() >= event_limit || time_moved() >= time_limit;
}

Stop Player::ended_at(engine::Instant end, Stop why) {
  position_.at = std::max(position_.at, end);
  return ended(why);
}

Stop Player::ended(Stop why) {
  motion_ = Motion::still;
  return why;
}

}  // namespace app
