// The part of the fold that changes what is looked at and how, never what happens (ux 2, 5.1, 10).
#include <algorithm>
#include <utility>

#include "app/session/session.hpp"
#include "engine/base/invariant.hpp"

namespace app {

// ---- selection

std::optional<engine::PacketId> Session::subject() const {
  const auto& packets = world().wire.packets;
  if (selection_.packet) return selection_.packet;
  if (packets.size() == 1) return packets.front().id;
  return {};
}

void Session::on(const Select& wish) { select(selection_, wish.target); }

std::vector<engine::PacketId> Session::packets_to_walk() const {
  std::vector<engine::PacketId> order;
  for (const engine::Packet& packet : world().wire.packets) order.push_back(packet.id);
  for (std::uint32_t id = 1; id < world().next_packet; ++id)
    if (!engine::find(world().wire, {id})) order.push_back({id});
  return order;
}

void Session::on(const CycleSelection& wish) {
  const std::vector<engine::PacketId> order = packets_to_walk();
  if (order.empty()) return;
  const auto count = static_cast<std::ptrdiff_t>(order.size());
  const std::ptrdiff_t direction = wish.direction < 0 ? -1 : 1;
  std::ptrdiff_t place = direction > 0 ? -1 : count;
  if (selection_.packet) {
    const auto found = std::ranges::find(order, *selection_.packet);
    if (found != order.end()) place = found - order.begin();
  }
  place = (place + direction + count) % count;
  select(selection_, order[static_cast<std::size_t>(place)]);
}
void Session::on(const Deselect&) {
  selection_.packet.reset();
  selection_.field.reset();
  selection_.event.reset();
}
// Which one is meant can be said with Tab or with the pointer.
void Session::on(const AskForSegment&) {
  const auto count = static_cast<std::int64_t>(world().wire.packets.size());
  const bool any = !packets_to_walk().empty();
  const std::string_view why = count > 0 ? "several_in_flight"
                               : any     ? "none_in_flight"
                                         : "nothing_sent";
  std::optional<Toast::Offer> choose;
  if (any) choose = Toast::Offer{{"offer.choose", {}}, CycleSelection{}};
  refuse({{"refused." + std::string(why), {{"n", count}}}, std::move(choose)});
}
void Session::on(const Hover& wish) {
  hovered_ = wish.target;
  slowed_ = wish.moving && wish.target;
}

// ---- time frozen under the hand: press anywhere on the wire, and only a release on empty wire
// that has not moved lets it run on (if it ran)

void Session::on(const PressWire&) { on(Freeze{FreezeReason::press}); }
void Session::on(const ReleaseWire& wish) {
  constexpr float still = 6;  // logical pixels
  on(Unfreeze{FreezeReason::press});
  if (wish.packet)
    on(OpenMenu{*wish.packet});
  else if (wish.moved >= still)
    player_.pause();
}
void Session::on(const OpenMenu& wish) {
  select(selection_, wish.of);
  menu_ = wish.of;
}
void Session::on(const CloseMenu&) { menu_.reset(); }
void Session::on(const Freeze& wish) { freezes_[static_cast<std::size_t>(wish.reason)] = true; }
void Session::on(const Unfreeze& wish) { freezes_[static_cast<std::size_t>(wish.reason)] = false; }

// ---- the window

void Session::on(const ShowPanel& wish) {
  if (wish.panel == Panel::save_session && wish.shown && read_only_) return refuse(is_read_only());
  if (show_on_stage(wish.panel, wish.shown)) return;
  settings_.shown[static_cast<std::size_t>(wish.panel)] = wish.shown;
  // Both stand under the columns: one at a time.
  if (wish.shown && wish.panel == Panel::inspector) on(ShowPanel{Panel::attack_bench, false});
  if (wish.shown && wish.panel == Panel::attack_bench) on(ShowPanel{Panel::inspector, false});
  // The large diagram lies over the list: what is asked for last is what is seen.
  if (wish.panel == Panel::event_list && wish.shown)
    settings_.shown[static_cast<std::size_t>(Panel::state_diagram)] = false;
}
void Session::on(const TogglePanel& wish) {
  const bool shown = presenting_ ? stands_on_stage(wish.panel) : settings_.is_shown(wish.panel);
  on(ShowPanel{wish.panel, !shown});
}
void Session::on(const ResetLayout&) {
  settings_.shown = Settings::default_panels();
  settings_.splitters = {};
}
void Session::on(const MoveSplitter& wish) {
  settings_.splitters[static_cast<std::size_t>(wish.splitter)] = std::clamp(wish.share, 0.0f, 1.0f);
}
void Session::on(const SetLanguage& wish) {
  settings_.language = wish.language;
  settings_.language_chosen = true;
}
void Session::on(const ToggleLanguage&) {
  on(SetLanguage{settings_.language == Language::en ? Language::zh : Language::en});
}
void Session::on(const SetTheme& wish) { settings_.theme = wish.theme; }
void Session::on(const SetScale& wish) {
  if (presenting_) return refuse({{"refused.presentation_scale", {}}, {}});
  settings_.scale = nearest_scale(wish.percent);
  if (!monitor_.empty()) settings_.scale_on[monitor_] = settings_.scale;
}
void Session::on(const ChangeScale& wish) {
  constexpr int plain = 100;
  on(SetScale{wish.steps == 0 ? plain : settings_.scale + wish.steps * scale_step});
}

void Session::on(const SetMonitor& wish) {
  monitor_ = wish.name;
  const auto known = settings_.scale_on.find(monitor_);
  if (known != settings_.scale_on.end() && !presenting_) settings_.scale = known->second;
}
void Session::on(const SetKeys& wish) { settings_.keys = wish.keys; }

bool Session::is_on(Switch which) const {
  switch (which) {
    case Switch::relative_numbers:
      return settings_.numbers == scene::Numbers::relative;
    case Switch::true_scale:
      return settings_.true_scale;
    case Switch::hide_future:
      return settings_.hide_future;
    case Switch::show_words:
      return settings_.show_words;
    case Switch::reduced_motion:
      return settings_.reduced_motion;
    case Switch::bilingual:
      return settings_.bilingual;
  }
  engine::unreachable("Switch");
}
void Session::on(const SetSwitch& wish) {
  switch (wish.which) {
    case Switch::relative_numbers:
      settings_.numbers = wish.on ? scene::Numbers::relative : scene::Numbers::raw;
      return;
    case Switch::true_scale:
      settings_.true_scale = wish.on;
      return;
    case Switch::hide_future:
      settings_.hide_future = wish.on;
      return;
    case Switch::show_words:
      settings_.show_words = wish.on;
      return;
    case Switch::reduced_motion:
      settings_.reduced_motion = wish.on;
      return keep_pace();
    case Switch::bilingual:
      settings_.bilingual = wish.on;
      return;
  }
  engine::unreachable("Switch");
}
void Session::on(const ToggleSwitch& wish) { on(SetSwitch{wish.which, !is_on(wish.which)}); }
void Session::on(const SetPointOfView& wish) { point_of_view_ = wish.view; }
void Session::on(const CyclePointOfView&) {
  constexpr std::size_t most = 4;
  const auto views = static_cast<unsigned>(std::min(world().hosts.size() + 1, most));
  point_of_view_ = static_cast<PointOfView>((static_cast<unsigned>(point_of_view_) + 1) % views);
}
std::optional<engine::HostId> Session::seen_from() const {
  if (point_of_view_ == PointOfView::both) return std::nullopt;
  const auto place = static_cast<std::uint32_t>(point_of_view_) - 1;
  if (place >= world().hosts.size()) return std::nullopt;
  return engine::HostId{place};
}
void Session::on(const ShowHint&) { hint_asked_ = true; }
void Session::on(const DismissToast& wish) { toasts_.dismiss(wish.id); }
void Session::on(const TakeOffer& wish) {
  if (const auto intent = toasts_.take_offer(wish.id)) apply(*intent);
}

// ---- settings as a file

void Session::on(const LoadSettings& wish) {
  if (!environment_.read) return;
  const engine::Result<std::string> text = environment_.read(wish.path);
  if (!text) return;  // no file yet: the first start
  take_settings(read_settings(*text, wish.path));
}

void Session::take_settings(const ReadSettings& found) {
  const Language language = settings_.language;
  settings_ = saved_ = found.settings;
  if (!settings_.language_chosen) settings_.language = saved_.language = language;
  keep_pace();
  for (const scene::Phrase& problem : found.problems) tell(problem);
}

void Session::on(const SaveSettings& wish) {
  if (!environment_.write) return;
  const engine::Result<void> written = environment_.write(wish.path, to_toml(settings_));
  if (written) {
    saved_ = settings_;
    return;
  }
  tell({"trouble.not_written", {{"where", written.error().where}, {"what", written.error().what}}});
}

}  // namespace app
