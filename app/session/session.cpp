#include "app/session/session.hpp"

#include <algorithm>
#include <utility>

#include "app/session/report.hpp"
#include "engine/base/invariant.hpp"

namespace app {
namespace {

constexpr auto slice_length = std::chrono::milliseconds(8);

// The delay that the flight time stands for: what the scenario says, else the first link's.
engine::Duration base_delay(const engine::World& start, engine::Duration wanted) {
  const engine::Wire& wire = start.wire;
  if (wanted.count() <= 0)
    wanted = wire.links.empty() ? wire.defaults.latency : wire.links.front().config.latency;
  return wanted.count() > 0 ? wanted : std::chrono::milliseconds(50);
}

engine::Timeline first_timeline(Opening& opening) {
  return engine::Timeline(std::move(opening.start), std::move(opening.bytes));
}

}  // namespace

Session::Session(Opening opening, Settings settings, Environment environment, Progress progress)
    : environment_(std::move(environment)),
      script_(std::move(opening.script)),
      seed_(opening.seed),
      scenario_path_(std::move(opening.path)),
      branches_(first_timeline(opening)),
      progress_(std::move(progress)),
      settings_(settings),
      saved_(settings) {
  begin(std::move(opening.title), opening.base_delay);
  if (opening.lesson) start_lesson(*std::move(opening.lesson));
}

// Everything that belongs to one experiment starts anew; what belongs to the person stays.
void Session::begin(std::string title, engine::Duration delay) {
  title_ = std::move(title);
  saved_as_.clear();
  continues_.clear();
  read_only_ = false;
  ++experiment_;
  pace_.base_delay = base_delay(timeline().edge(), delay);
  keep_pace();
  derived_.clear();
  labels_.clear();
  compared_.reset();
  lesson_.reset();
  selection_ = {};
  hovered_.reset();
  menu_.reset();
  slowed_ = false;
  freezes_ = {};
  run_goal_.reset();
  bookmarks_.clear();
  log_.clear();
  breakdown_.reset();
  after_change();
  player_.put({0, 0, timeline().time_of(0)});
}

void Session::apply(const Intent& intent) {
  if (breakdown_ && changes_the_experiment(intent)) return;
  if (read_only_ && changes_what_is_saved(intent)) return refuse(is_read_only());
  const std::uint64_t before = experiment_;
  try {
    remember(intent);
    std::visit([this](const auto& wish) { on(wish); }, intent);
    reel().catch_up();
    if (in_lesson()) observe_lesson();
    catch_up_compared();
    withdraw_what_is_past();
  } catch (const engine::BrokenInvariant& broken) {
    const auto* const opening = std::get_if<OpenSession>(&intent);
    if (opening && experiment_ == before)  // it broke while it was computed: ours is untouched
      tell({"trouble.session", {{"where", opening->path}, {"what", std::string(broken.what())}}});
    else
      break_down(broken.what());
  }
}

void Session::tick(engine::Duration watched) {
  toasts_.tick(watched);
  if (in_lesson()) lesson_->in_beat += watched;
  if (frozen() || breakdown_ || !player_.moving()) return;
  try {
    say_stop(player_.tick(reel(), watched, slowed_, slice()));
    catch_up_compared();
    if (in_lesson()) observe_lesson();
  } catch (const engine::BrokenInvariant& broken) {
    break_down(broken.what());
  }
}

void Session::replay(std::span<const LogEntry> log) {
  for (const LogEntry& entry : log) {
    if (breakdown_) return;
    if (entry.branch != branch()) {
      branches_.select(entry.branch);
      after_change();
    }
    try {
      while (timeline().size() < entry.computed && branches_.timeline().advance()) {
      }
      reel().catch_up();
    } catch (const engine::BrokenInvariant& broken) {
      break_down(broken.what());
      return;
    }
    player_.put(entry.at);
    apply(entry.intent);
  }
}

// What only moves the pointer is no part of a report, and of a scrub only the last place counts.
void Session::remember(const Intent& intent) {
  if (std::holds_alternative<Hover>(intent) || std::holds_alternative<TakeOffer>(intent)) return;
  const bool scrubbing = std::holds_alternative<SeekTo>(intent) && !log_.empty() &&
                         std::holds_alternative<SeekTo>(log_.back().intent);
  if (scrubbing && log_.back().branch == branch() && log_.back().computed == timeline().size())
    log_.back().intent = intent;
  else
    log_.push_back({branch(), playhead(), timeline().size(), intent});
}

void Session::break_down(const std::string& condition) {
  if (labels_.size() != branches_.count()) after_change();  // it broke on a branch that just began
  player_.pause();
  breakdown_ = Breakdown{condition, timeline().size(), timeline().edge().now, {}};
  breakdown_->report = report_text(*this);
  toasts_.show(Toast::Kind::trouble,
               {"trouble.broken", {{"step", std::int64_t{timeline().size()}}}});
}

// ---- reading

const engine::World& Session::world() const {
  const engine::StepIndex steps = playhead().steps;
  if (steps == timeline().size()) return timeline().edge();
  if (!cached_ || cached_steps_ != steps) {
    cached_ = timeline().at(steps);
    cached_steps_ = steps;
  }
  return *cached_;
}

const scene::RunIndex& Session::index() const { return derived_[branch().value].index; }
const scene::TimeMap& Session::time_map() const { return derived_[branch().value].map; }
const scene::RunIndex& Session::index(engine::BranchId id) const {
  return derived_[id.value].index;
}
const scene::TimeMap& Session::time_map(engine::BranchId id) const {
  return derived_[id.value].map;
}

const std::string& Session::name_of(engine::BranchId id) const {
  const BranchLabel& label = labels_[id.value];
  if (!label.name.empty() || label.lesson_key.empty()) return label.name;
  const auto& texts = lesson_->texts(settings_.language);
  const auto found = texts.find(label.lesson_key);
  return found == texts.end() ? label.name : found->second;
}

bool Session::at_edge() const { return playhead().steps == timeline().size(); }
bool Session::quiet() const {
  return at_edge() && timeline().edge().next_event_at() == engine::never;
}
bool Session::can_undo() const { return !timeline().commands().empty(); }
bool Session::can_redo() const { return !branches_[branch()].redo.empty(); }

std::vector<engine::Instant> Session::fork_points() const {
  std::vector<engine::Instant> points;
  for (std::uint32_t i = 0; i < branches_.count(); ++i) {
    const engine::Branch& other = branches_[engine::BranchId{i}];
    const bool leaves = other.parent == branch();
    const bool left = engine::BranchId{i} == branch() && other.parent;
    if (leaves || left) points.push_back(other.forked_at);
  }
  std::ranges::sort(points);
  return points;
}

std::optional<FreezeReason> Session::frozen() const {
  for (std::size_t i = 0; i < freezes_.size(); ++i)
    if (freezes_[i]) return static_cast<FreezeReason>(i);
  if (menu_) return FreezeReason::menu;
  if (presenting_ && presenting_->blank) return FreezeReason::blank;
  if (settings_.is_shown(Panel::forge) || settings_.is_shown(Panel::add_rule))
    return FreezeReason::dialog;
  return {};
}

bool Session::needs_animation() const { return player_.moving() && !frozen() && !breakdown_; }

std::optional<engine::Duration> Session::next_wakeup() const {
  if (needs_animation()) return engine::Duration::zero();
  const auto hint = in_lesson() ? until_hint(*lesson_) : std::nullopt;
  const auto toast = toasts_.next_expiry();
  if (hint && *hint > engine::Duration::zero()) return toast ? std::min(*toast, *hint) : hint;
  return toast;
}

Reel Session::reel() {
  Derived& derived = derived_[branch().value];
  return {branches_.timeline(), derived.index, derived.map, pace_, ends(), held()};
}

Player::Deadline Session::slice() const { return std::chrono::steady_clock::now() + slice_length; }

// The current branch is another one, or its past was rewritten: derive everything again.
void Session::after_change() {
  ++revision_;
  derived_.resize(branches_.count());
  labels_.resize(branches_.count());
  after_selection();
  derived_[branch().value].index.restart();
  cached_.reset();
  reel().catch_up();
}

}  // namespace app
