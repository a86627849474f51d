// The part of the fold that a lecture needs (ux 12): going into presentation and out of it, the
// black screen, and what stands below the wire.
#include "app/session/session.hpp"
#include "engine/base/invariant.hpp"

namespace app {
namespace {

// The panels that have a place in a presentation: they take the ladder's.
std::optional<Stage> stage_of(Panel panel) {
  if (panel == Panel::state_diagram) return Stage::state_diagram;
  if (panel == Panel::inspector) return Stage::header;
  if (panel == Panel::event_list) return Stage::event_list;
  return std::nullopt;
}

}  // namespace

void Session::on(const Present& wish) {
  switch (wish.act) {
    case PresentAct::enter:
      if (presenting_) return;
      on(Compare{});
      presenting_ = Presenting{
          .full_screen = full_screen_, .selection = selection_, .point_of_view = point_of_view_};
      return;
    case PresentAct::leave:
      if (!presenting_) return;
      full_screen_ = presenting_->full_screen;
      selection_ = presenting_->selection;
      point_of_view_ = presenting_->point_of_view;
      presenting_.reset();
      toasts_.withdraw("present.");
      toasts_.withdraw("refused.presentation_scale");
      return after_selection();
    case PresentAct::toggle_blank:
      if (presenting_) presenting_->blank = !presenting_->blank;
      return;
  }
  engine::unreachable("PresentAct");
}

void Session::on(const ToggleFullScreen&) { full_screen_ = !full_screen_; }

// A segment that this history does not have is not selected.
void Session::after_selection() {
  if (selection_.packet && selection_.packet->value > timeline().flights().size())
    selection_.packet.reset();
}

bool Session::show_on_stage(Panel panel, bool shown) {
  const auto stage = stage_of(panel);
  if (!presenting_ || !stage) return false;
  if (shown && *stage == Stage::header && !selection_.packet && world().next_packet > 1)
    selection_.packet = engine::PacketId{world().next_packet - 1};  // the newest
  if (shown)
    presenting_->stage = *stage;
  else if (presenting_->stage == *stage)
    presenting_->stage = Stage::ladder;
  return true;
}

bool Session::stands_on_stage(Panel panel) const {
  const auto stage = stage_of(panel);
  return stage ? presenting_ && presenting_->stage == *stage : settings_.is_shown(panel);
}

bool Session::asks_before_restart(const Restart& wish) {
  if (!presenting_ || wish.asked) return false;
  toasts_.withdraw("present.");
  toasts_.show(Toast::Kind::invitation, {"present.restart", {}},
               Toast::Offer{{"offer.restart", {}}, Restart{.asked = true}});
  return true;
}

}  // namespace app
