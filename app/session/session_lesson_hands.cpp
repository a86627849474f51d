// What a guided lesson allows and shows: how far time may go, which hands are free, which panels
// are open and what is pointed at (lessons 1.2, 10).
#include <algorithm>
#include <tuple>
#include <utility>

#include "app/scene/moments.hpp"
#include "app/session/session.hpp"
#include "engine/base/invariant.hpp"

namespace app {

bool Session::in_lesson() const { return lesson_ && !lesson_->away; }

bool Session::guarded() const {
  return in_lesson() && (lesson_->state.running || lesson_->demonstrated ||
                         engine::is_guarded(lesson_->file.scenario, lesson_->state));
}

bool Session::hides_next() const {
  return guarded() || (in_lesson() && engine::asks_next(lesson_->file.scenario, lesson_->state));
}

bool Session::hides_future() const { return settings_.hide_future || hides_next(); }

// On another branch than the beat's own everything computed may be looked at.
std::optional<scene::Position> Session::held() const {
  if (!in_lesson()) return std::nullopt;
  const auto at = held_place(*lesson_);
  if (!at) return std::nullopt;
  if (at->branch != branch()) return scene::position_after(timeline(), timeline().size());
  return scene::Position{at->steps, 0, at->at};
}

// A jump, but no farther than the lesson lets it.
void Session::put(scene::Position to) {
  const auto end = held();
  if (end && std::tie(to.steps, to.facts, to.at) > std::tie(end->steps, end->facts, end->at))
    to = *end;
  player_.put(to);
}

void Session::refuse_held() {
  if (lesson_->state.running) return;
  if (open_question(*lesson_)) return refuse({{"refused.lesson.answer_first", {}}, {}});
  refuse({{"refused.lesson.next_first", {}},
          Toast::Offer{{"offer.next_beat", {}}, Learn{LessonStep::next}}});
}

std::optional<Refusal> Session::why_not_in_lesson(const engine::Command& command) const {
  if (!in_lesson() || permits(*lesson_, hand_of(command))) return {};
  const bool other =
      std::ranges::any_of(all_hands, [&](engine::Hand hand) { return permits(*lesson_, hand); });
  scene::Phrase why{other ? "refused.lesson.other_hands" : "refused.lesson.no_hands", {}};
  return Refusal{std::move(why),
                 Toast::Offer{{"offer.to_sandbox", {}}, Learn{LessonStep::to_sandbox}}};
}

// Only what was done in this beat can be taken back; what a task was solved with stays on its
// branch.
bool Session::may_take_back() {
  if (!in_lesson()) return true;
  const engine::BeatState& record = lesson_->record();
  const auto commands = timeline().commands();
  const bool own = !commands.empty() &&
                   (record.start.stage != lesson_->stage || commands.back() >= record.start.steps);
  if (lesson_->beat().task.successes.empty() || lesson_->state.scratch || !own) return false;
  if (record.done && branch() == record.end.branch) {
    branches_.fork(timeline().size(), timeline().edge().now);
    after_change();
    labels_.back().deleted = true;
  }
  return true;
}

// ---- looking

void Session::enter_beat() {
  lesson_->in_beat = {};
  ++lesson_->entered;
  toasts_.withdraw(Toast::Kind::refused);
  toasts_.withdraw(Toast::Kind::done);
  look_as_the_beat_says();
}

void Session::look_as_the_beat_says() {
  const engine::Camera& camera = lesson_->beat().camera;
  const auto eye = camera.point_of_view;
  point_of_view_ = eye ? static_cast<PointOfView>(eye->value + 1) : PointOfView::both;
  compared_.reset();
  for (const std::string& name : camera.compare)
    for (const engine::NamedBranch& known : lesson_->state.branches)
      if (known.name == name && known.stage == lesson_->stage && known.branch != branch())
        compared_ = known.branch;
  // A fresh start, and another branch: what was looked at is not there.
  if (lesson_->beat().restart || lesson_->beat().kind == engine::BeatKind::fork)
    open_panel(Panel::inspector, false);
  for (const engine::ShownPanel panel : camera.panels) open_for_lesson(panel);
  point_at_highlights();
}

void Session::open_panel(Panel panel, bool shown) {
  settings_.shown[static_cast<std::size_t>(panel)] = shown;
}

void Session::open_for_lesson(engine::ShownPanel panel) {
  switch (panel) {
    case engine::ShownPanel::endpoints:
      open_panel(Panel::client, true);
      return open_panel(Panel::server, true);
    case engine::ShownPanel::wire:
      return;  // it is always there
    case engine::ShownPanel::ladder:
      return open_panel(Panel::event_list, false);
    case engine::ShownPanel::inspector:
    case engine::ShownPanel::why:
      open_panel(Panel::attack_bench, false);  // which stands at the same place
      return open_panel(Panel::inspector, true);
    case engine::ShownPanel::events:
      return open_panel(Panel::event_list, true);
    case engine::ShownPanel::queues:
      return open_panel(Panel::queues, true);
    case engine::ShownPanel::diagram:
      return open_panel(Panel::small_diagram, true);
  }
  engine::unreachable("ShownPanel");
}

// What arrived last from a real host: its receiver has just said why it did what it did.
std::optional<engine::PacketId> Session::newest_judged() const {
  std::optional<engine::PacketId> newest;
  engine::StepIndex last{};
  for (const engine::Flight& flight : timeline().flights()) {
    if (flight.fate != engine::Fate::delivered || flight.end_step >= playhead().steps) continue;
    if (flight.provenance == engine::Provenance::forged || (newest && flight.end_step < last))
      continue;
    newest = flight.id;
    last = flight.end_step;
  }
  return newest;
}

// A header field is looked at in the segment that is pointed at, else in the newest one.
void Session::point_at_highlights() {
  std::optional<engine::PacketId> packet;
  bool field = false;
  for (const engine::Highlight& highlight : lesson_->beat().highlights) {
    const bool segment = highlight.target == engine::Target::wire_segment ||
                         highlight.target == engine::Target::ladder_row;
    if (segment && highlight.number < world().next_packet)
      packet = engine::PacketId{highlight.number};
    field = field || highlight.target == engine::Target::header_field;
  }
  if (!packet && field && world().next_packet > 1)
    packet = engine::PacketId{world().next_packet - 1};
  const auto& panels = lesson_->beat().camera.panels;
  const bool reasons = std::ranges::find(panels, engine::ShownPanel::why) != panels.end();
  if (!packet && reasons && lesson_->beat().kind == engine::BeatKind::run) packet = newest_judged();
  if (packet) select(selection_, *packet);
  if (field && packet) open_panel(Panel::inspector, true);
}

}  // namespace app
