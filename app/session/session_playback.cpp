// The part of the fold that moves the playhead (ux 4): playing, stepping, seeking, running.
#include <algorithm>
#include <iterator>
#include <span>
#include <tuple>
#include <utility>

#include "app/scene/moments.hpp"
#include "app/scene/narration.hpp"
#include "app/scene/next_event.hpp"
#include "app/session/phrases.hpp"
#include "app/session/session.hpp"

namespace app {
namespace {

bool earlier(const scene::Position& a, const scene::Position& b) {
  return std::tie(a.steps, a.facts, a.at) < std::tie(b.steps, b.facts, b.at);
}

scene::Grain scene_grain(Grain grain) {
  if (grain == Grain::event) return scene::Grain::event;
  return grain == Grain::bookmark ? scene::Grain::bookmark : scene::Grain::segment;
}

}  // namespace

void Session::on(const Play&) {
  if (reel().is_held(playhead())) return refuse_held();
  if (!quiet()) return player_.play();
  if (timeline().size() == 0) return refuse({{"refused.nothing_happens", {}}, {}});
  if (const auto held = scene::waits_to_be_released(world()))
    return refuse({{"refused.nothing_but_held", {{"n", std::int64_t{held->value}}}},
                   Toast::Offer{{"offer.release", {{"n", std::int64_t{held->value}}}},
                                ReleasePacket{*held}}});
  refuse({{"refused.nothing_left", {}}, Toast::Offer{{"offer.start", {}}, JumpStart{}}});
}
void Session::on(const Pause&) { player_.pause(); }
void Session::on(const TogglePlay&) {
  if (player_.moving())
    player_.pause();
  else
    on(Play{});
}

void Session::on(const StepForward& wish) {
  if (reel().is_held(playhead())) return refuse_held();
  if (wish.grain == Grain::frame) return player_.frame_forward(reel(), slice());
  if (wish.grain == Grain::bookmark) return forward_to_bookmark();
  run_goal_.reset();
  const UntilMoment until{wish.grain, selection_.endpoint};
  if (!wish.held && !settings_.reduced_motion) return player_.step(reel(), until, slice());
  player_.hurry(until);
  say_stop(player_.tick(reel(), {}, false, slice()));
}

// Recorded marks are jumped to; beyond them the next change of state is run for.
void Session::forward_to_bookmark() {
  std::optional<scene::Position> next = scene::next_moment(
      timeline(), index(), playhead(), scene::Grain::bookmark, selection_.endpoint);
  for (const Bookmark& mark : bookmarks_) {
    if (mark.branch != branch() || !earlier(playhead(), mark.at)) continue;
    if (!next || earlier(mark.at, *next)) next = mark.at;
  }
  if (next) return put(*next);
  run_goal_ = UntilState{selection_.endpoint};
  player_.hurry(*run_goal_);
}

void Session::on(const StepBack& wish) {
  const scene::Position from = playhead();
  if (wish.grain == Grain::frame) {
    const engine::Instant at = time_map().frame_before(from.at);
    return player_.put(scene::position_at(timeline(), at));
  }
  std::optional<scene::Position> back = scene::previous_moment(
      timeline(), index(), from, scene_grain(wish.grain), selection_.endpoint);
  if (wish.grain == Grain::bookmark)
    for (const Bookmark& mark : bookmarks_)
      if (mark.branch == branch() && earlier(mark.at, from) && (!back || earlier(*back, mark.at)))
        back = mark.at;
  player_.put(back.value_or(scene::position_after(timeline(), 0)));
}

void Session::on(const SeekTo& wish) { seek(wish.at); }

void Session::seek(engine::Instant at) {
  at = std::max(at, timeline().time_of(0));
  at = std::min(at, ends().value_or(at));
  const engine::Instant next = timeline().edge().next_event_at();
  if (at < next || breakdown_) {
    at = breakdown_ ? std::min(at, timeline().edge().now) : at;
    return put(scene::position_at(timeline(), at));
  }
  run_goal_.reset();
  put(scene::position_after(timeline(), timeline().size()));
  player_.hurry(UntilInstant{at});
  say_stop(player_.tick(reel(), {}, false, slice()));
}

void Session::on(const SeekStep& wish) {
  if (wish.steps >= timeline().size())
    return put(scene::position_after(timeline(), timeline().size()));
  put(wish.facts == 0 ? scene::position_after(timeline(), wish.steps)
                      : scene::position_of_fact(timeline(), wish.steps, wish.facts - 1));
}

void Session::on(const JumpStart&) { player_.put(scene::position_after(timeline(), 0)); }
void Session::on(const JumpEnd&) { put(scene::position_after(timeline(), timeline().size())); }

void Session::on(const RunUntil& wish) {
  if (reel().is_held(playhead())) return refuse_held();
  switch (wish.goal) {
    case RunGoal::next_timer:
      run_goal_ = UntilTimer{};
      break;
    case RunGoal::this_timer:
      run_goal_ = UntilTimer{wish.timer};
      break;
    case RunGoal::state_change:
      run_goal_ = UntilState{selection_.endpoint};
      break;
    case RunGoal::this_state:
      run_goal_ = UntilState{selection_.endpoint, wish.state};
      break;
    case RunGoal::selected_answered:
      if (!selection_.packet) return refuse({{"refused.nothing_selected", {}}, {}});
      run_goal_ = UntilAnswered{*selection_.packet};
      break;
    case RunGoal::quiet:
      run_goal_ = UntilQuiet{};
      break;
  }
  player_.hurry(*run_goal_);
}
void Session::on(const StopRun&) {
  run_goal_.reset();
  player_.pause();
}

// A run to a goal says why it ended; playing and stepping only say what a person cannot see.
void Session::say_stop(Stop stop) {
  if (stop == Stop::none) return;
  const std::optional<Goal> goal = std::exchange(run_goal_, {});
  if (stop == Stop::limit) {
    toasts_.show(Toast::Kind::trouble,
                 limit_phrase(timeline(), player_.events_moved(), player_.time_moved()));
    return;
  }
  if (stop == Stop::held) return;  // the pane says how it goes on
  if (stop == Stop::cut) return say_stopped({"stopped.cut", {{"at", playhead().at}}});
  // That nothing will happen any more is said by the wire; here only what was waited for in vain.
  if (stop == Stop::quiet) {
    const bool in_vain = goal && (std::holds_alternative<UntilTimer>(*goal) ||
                                  std::holds_alternative<UntilState>(*goal) ||
                                  std::holds_alternative<UntilAnswered>(*goal));
    if (in_vain) say_stopped({"stopped.in_vain", {}});
    return;
  }
  if (!goal) return;
  scene::Phrase why{"stopped.timer", {}};
  if (const auto* state = std::get_if<UntilState>(&*goal))
    why = {"stopped.state", {{"host", scene::host_name(timeline(), state->endpoint)}}};
  else if (const auto* asked = std::get_if<UntilAnswered>(&*goal))
    why = {"stopped.answered", packet_values(timeline(), asked->packet)};
  else if (const auto* timer = std::get_if<UntilTimer>(&*goal); timer && timer->which)
    why = end_of(*timer->which);
  why.values.emplace_back("at", playhead().at);
  say_stopped(std::move(why));
}

// Did it expire in the step before the playhead, or was it stopped?
scene::Phrase Session::end_of(const TimerRef& timer) const {
  const auto facts = timeline().step(playhead().steps - 1).facts;
  const bool expired = std::ranges::any_of(facts, [&](const engine::Fact& fact) {
    const auto* moved = std::get_if<engine::TimerMoved>(&fact);
    return moved && moved->move == engine::TimerMove::expired &&
           timer == TimerRef{{moved->host, moved->connection}, moved->timer};
  });
  return {expired ? "stopped.this_timer" : "stopped.timer_stopped",
          {{"host", scene::host_name(timeline(), timer.of.host)},
           {"timer", scene::Word{"timer." + std::string(engine::name(timer.timer))}}}};
}

void Session::say_stopped(scene::Phrase why) {
  toasts_.withdraw("stopped.");
  toasts_.show(Toast::Kind::news, std::move(why));
}

void Session::withdraw_what_is_past() {
  if (player_.moving()) toasts_.withdraw("stopped.");
  if (quiet()) return;
  toasts_.withdraw("refused.nothing_left");
  toasts_.withdraw("refused.nothing_but_held");
  toasts_.withdraw("refused.nothing_happens");
}

// ---- pace: what happens never depends on it

// Reduced motion cuts the waits (ux 9.3).
void Session::keep_pace() {
  pace_.flight_time = settings_.flight_time;
  pace_.waits = settings_.reduced_motion ? scene::Waits::skip : settings_.waits;
  if (!lesson_ || !lesson_->pace) return;
  pace_.flight_time = lesson_->pace->flight.value_or(pace_.flight_time);
  if (!lesson_->pace->compress_waits) pace_.waits = scene::Waits::real_proportion;
}

// What the person sets holds from now on, also where the lesson had a pace of its own.
void Session::set_pace() {
  if (lesson_) lesson_->pace.reset();
  keep_pace();
}

void Session::on(const SetFlightTime& wish) {
  const auto all = std::span(scene::flight_times);
  settings_.flight_time = std::clamp(wish.on_screen, all.front(), all.back());
  set_pace();
}
void Session::on(const ChangeFlightTime& wish) {
  const auto all = std::span(scene::flight_times);
  engine::Duration chosen = scene::default_flight_time;
  if (wish.direction > 0) {  // faster: the next shorter one
    const auto at = std::ranges::lower_bound(all, settings_.flight_time);
    chosen = at == all.begin() ? all.front() : *std::prev(at);
  } else if (wish.direction < 0) {
    const auto at = std::ranges::upper_bound(all, settings_.flight_time);
    chosen = at == all.end() ? all.back() : *at;
  }
  settings_.flight_time = chosen;
  set_pace();
}
void Session::on(const SetWaits& wish) {
  settings_.waits = wish.waits;
  set_pace();
}
void Session::on(const CycleWaits&) {
  constexpr auto modes = 3u;
  const auto next = (static_cast<unsigned>(settings_.waits) + 1) % modes;
  on(SetWaits{static_cast<scene::Waits>(next)});
}

}  // namespace app
