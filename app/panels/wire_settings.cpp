#include "app/panels/wire_settings.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "app/panels/segment_look.hpp"
#include "app/ui/numbers.hpp"

namespace app::panels {
namespace {

constexpr std::string_view wire_settings_id = "wire.settings";
constexpr std::uint32_t ppm_per_percent = 10'000;

engine::HostId sender(std::size_t i) { return {static_cast<std::uint32_t>(i)}; }
engine::HostId receiver(std::size_t i) { return {static_cast<std::uint32_t>(1 - i)}; }

engine::LinkConfig link_of(const engine::Wire& wire, engine::HostId from, engine::HostId to) {
  const auto it = std::ranges::find_if(
      wire.links, [&](const engine::Link& link) { return link.from == from && link.to == to; });
  return it == wire.links.end() ? wire.defaults : it->config;
}

// "2.5" per cent; none when it is no chance.
std::optional<std::uint32_t> parse_loss(const std::string& typed) {
  double percent = 0;
  const char* end = typed.data() + typed.size();
  const auto [stopped, error] = std::from_chars(typed.data(), end, percent);
  if (error != std::errc{} || stopped != end || !(percent >= 0 && percent <= 100))
    return std::nullopt;
  return static_cast<std::uint32_t>(percent * ppm_per_percent + 0.5);
}

std::string loss_text(std::uint32_t ppm) {
  std::string text = std::to_string(ppm / ppm_per_percent);
  if (const std::uint32_t rest = ppm % ppm_per_percent; rest != 0) {
    std::string digits = std::to_string(ppm_per_percent + rest).substr(1);
    digits.erase(digits.find_last_not_of('0') + 1);
    text += "." + digits;
  }
  return text;
}

void fill_directions(const Frame& frame, WireSettingsView& view) {
  for (std::size_t i = 0; i < view.directions.size(); ++i) {
    WireSettingsView::Direction& way = view.directions[i];
    way.before = link_of(frame.session.world().wire, sender(i), receiver(i));
    way.latency = ui::short_text(way.before.latency);
    way.jitter = ui::short_text(way.before.jitter);
    way.loss = loss_text(way.before.loss_ppm);
  }
  view.filled = true;
}

std::optional<engine::LinkConfig> typed_config(const WireSettingsView::Direction& way) {
  const auto latency = ui::parse_duration(way.latency);
  const auto jitter = ui::parse_duration(way.jitter);
  const auto loss = parse_loss(way.loss);
  const engine::Duration none{};
  if (!latency || !jitter || !loss || *latency <= none || *jitter < none) return std::nullopt;
  engine::LinkConfig config = way.before;
  config.latency = *latency;
  config.jitter = *jitter;
  config.loss_ppm = *loss;
  return config;
}

void draw_direction(const Frame& frame, WireSettingsView& view, std::size_t i, ui::Rect& rest) {
  ui::Ui& ui = frame.ui;
  const std::string id = "wire.settings." + std::to_string(i);
  WireSettingsView::Direction& way = view.directions[i];
  ui.text(id + ".title", ui::take_top(rest, ui.px(26)),
          ui.say("wire.direction",
                 {{"from", host_words(frame, sender(i))}, {"to", host_words(frame, receiver(i))}}),
          {.role = ui::TextRole::strong});
  ui::Rect labels = ui::take_top(rest, ui.px(20));
  ui::Rect fields = ui::take_top(rest, ui.px(32));
  ui::take_top(rest, ui.px(12));
  const float width = fields.w / 3;
  const auto field = [&](const char* words, std::string& value) {
    ui.text(std::string(words) + "." + std::to_string(i), ui::take_left(labels, width),
            ui.say(words), {.role = ui::TextRole::small});
    const ui::Rect box = ui::inset(ui::take_left(fields, width), ui.px(2), 0);
    ui.text_field(id + "." + words, box, value, {.label = ui.say(words)});
  };
  field("wire.settings.latency", way.latency);
  field("wire.settings.jitter", way.jitter);
  field("wire.settings.loss", way.loss);
}

}  // namespace

void draw_wire_settings(const Frame& frame, WireSettingsView& view) {
  ui::Ui& ui = frame.ui;
  const bool wanted = frame.session.settings().is_shown(Panel::wire_settings);
  if (wanted && !view.filled) fill_directions(frame, view);
  const DialogGate::Turn turn = view.gate.follow(frame, wire_settings_id, wanted);
  if (turn == DialogGate::Turn::closed) frame.wish(ShowPanel{Panel::wire_settings, false});
  if (!wanted) view.filled = false;
  if (turn != DialogGate::Turn::open) return;
  const ui::Dialog dialog(ui, wire_settings_id, ui.say("wire.settings.title"), {480, 296});
  if (!dialog.open()) return;
  ui::Rect rest = dialog.content();
  bool right = true;
  std::vector<engine::Command> commands;
  for (std::size_t i = 0; i < view.directions.size(); ++i) {
    draw_direction(frame, view, i, rest);
    const auto config = typed_config(view.directions[i]);
    right = right && config;
    if (config && *config != view.directions[i].before)
      commands.push_back(engine::SetLink{sender(i), receiver(i), *config});
  }
  const std::string why_not = !right             ? ui.say("wire.settings.bad")
                              : commands.empty() ? ui.say("wire.edit.same")
                                                 : std::string{};
  const Answer answer = ask(frame, wire_settings_id, rest, ui.say("wire.settings.ok"), why_not);
  if (answer == Answer::yes)
    for (const engine::Command& command : commands) frame.wish(Do{command});
  if (answer != Answer::none) frame.wish(ShowPanel{Panel::wire_settings, false});
}

}  // namespace app::panels
