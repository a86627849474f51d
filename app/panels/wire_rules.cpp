#include "app/panels/wire_rules.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

#include "app/panels/segment_look.hpp"
#include "app/ui/numbers.hpp"
#include "engine/base/invariant.hpp"

namespace app::panels {
namespace {

constexpr std::string_view rule_menu_id = "wire.rules.menu";

struct ActionWords {
  const Frame& frame;

  std::string operator()(const engine::DropIt&) const { return frame.ui.say("wire.rules.drop"); }
  std::string operator()(const engine::DelayIt& it) const {
    return frame.ui.say("wire.rules.delay_by", {{"by", ui::short_text(it.by)}});
  }
  std::string operator()(const engine::HoldIt&) const { return frame.ui.say("wire.rules.hold"); }
  std::string operator()(const engine::DuplicateIt&) const {
    return frame.ui.say("wire.rules.duplicate");
  }
  std::string operator()(const engine::EditIt& it) const {
    if (it.edits.size() != 1) return frame.ui.say("wire.rules.edit");
    const std::string field = "field." + std::string(engine::name(it.edits[0].field)) + ".name";
    return frame.ui.say("wire.rules.edit_to", {{"field", frame.ui.say(field)},
                                               {"value", std::to_string(it.edits[0].value)}});
  }
  std::string operator()(const engine::CorruptIt& it) const {
    return frame.ui.say("wire.rules.corrupt_bit", {{"bit", it.bit}});
  }
  std::string operator()(const engine::SwapIt&) const { return frame.ui.say("wire.rules.swap"); }
};

std::string flag_words(const Frame& frame, const engine::PacketMatch& match) {
  const std::string flags = scene::flag_words(match.flags);
  switch (match.flag_match) {
    case engine::FlagMatch::any:
      return frame.ui.say("wire.rules.any_segment");
    case engine::FlagMatch::exactly:
      return flags;
    case engine::FlagMatch::includes:
      return frame.ui.say("wire.rules.with", {{"flags", flags}});
    case engine::FlagMatch::excludes:
      return frame.ui.say("wire.rules.no", {{"flags", flags}});
  }
  engine::unreachable("FlagMatch");
}

std::string length_words(const Frame& frame, const engine::PacketMatch& match) {
  if (!match.min_text && !match.max_text) return {};
  const std::string least = match.min_text ? std::to_string(*match.min_text) : "0";
  const std::string most = match.max_text ? std::to_string(*match.max_text) : "…";
  return frame.ui.say(least == most ? "wire.rules.len_exactly" : "wire.rules.len",
                      {{"least", least}, {"most", most}});
}

// On or off, another form, and away with it. A rule of the scenario cannot be touched.
void draw_rule_menu(const Frame& frame, WireRulesView& view) {
  ui::Ui& ui = frame.ui;
  if (view.menu_of && !ui.menu_open(rule_menu_id)) view.menu_of.reset();
  if (!view.menu_of) return;
  const auto& rules = frame.session.world().wire.impairments;
  const auto rule = std::ranges::find(rules, *view.menu_of, &engine::Impairment::id);
  if (rule == rules.end()) return ui.close_popup();
  const std::string why_not = rule->from_scenario ? ui.say("wire.rules.locked") : std::string{};
  const std::array items{
      ui::MenuItem{.id = "wire.rules.menu.switch",
                   .label = ui.say(rule->enabled ? "wire.rules.off" : "wire.rules.on"),
                   .icon = rule->enabled ? ui::Icon::pause : ui::Icon::play,
                   .enabled = !rule->from_scenario,
                   .why_not = why_not},
      ui::MenuItem{.id = "wire.rules.menu.change",
                   .label = ui.say("wire.rules.change"),
                   .icon = ui::Icon::pencil,
                   .enabled = !rule->from_scenario,
                   .why_not = why_not},
      ui::MenuItem{.id = "wire.rules.menu.remove",
                   .label = ui.say("wire.rules.remove"),
                   .icon = ui::Icon::cross,
                   .enabled = !rule->from_scenario,
                   .why_not = why_not}};
  const auto chosen = ui.menu(rule_menu_id, items);
  if (!chosen) return;
  if (*chosen == 0) frame.wish(Do{engine::SwitchImpairment{rule->id, !rule->enabled}});
  if (*chosen == 1) {
    view.to_change = *rule;
    frame.wish(ShowPanel{Panel::add_rule, true});
  }
  if (*chosen == 2) frame.wish(Do{engine::DisarmImpairment{rule->id}});
  view.menu_of.reset();
}

float chip_width(const Frame& frame, const std::string& words) {
  return frame.ui.fonts().measure(ui::TextRole::small, words).w + frame.ui.px(40);
}

void draw_chip(const Frame& frame, WireRulesView& view, const engine::Impairment& rule,
               const std::string& words, const ui::Rect& box) {
  ui::Ui& ui = frame.ui;
  const bool used_up = rule.enabled && !is_armed(rule);
  const std::string state = ui.say(used_up              ? "wire.rules.is_used_up"
                                   : rule.from_scenario ? "wire.rules.locked"
                                   : rule.enabled       ? "wire.rules.is_on"
                                                        : "wire.rules.is_off");
  if (ui.button("wire.rule." + std::to_string(rule.id.value), box, words,
                {.icon = rule.from_scenario ? ui::Icon::lock : rule_icon(rule),
                 .selected = is_armed(rule),
                 .quiet = !is_armed(rule),
                 .tooltip = words + "\n" + state,
                 .role = ui::TextRole::small})) {
    view.menu_of = rule.id;
    ui.open_menu(rule_menu_id, {box.x, box.bottom()});
  }
}

}  // namespace

bool is_armed(const engine::Impairment& rule) {
  return rule.enabled && (rule.unlimited || rule.left > 0);
}

ui::Icon rule_icon(const engine::Impairment& rule) {
  struct Picture {
    ui::Icon operator()(const engine::DropIt&) const { return ui::Icon::cross; }
    ui::Icon operator()(const engine::DelayIt&) const { return ui::Icon::clock; }
    ui::Icon operator()(const engine::HoldIt&) const { return ui::Icon::hold; }
    ui::Icon operator()(const engine::DuplicateIt&) const { return ui::Icon::duplicate; }
    ui::Icon operator()(const engine::EditIt&) const { return ui::Icon::pencil; }
    ui::Icon operator()(const engine::CorruptIt&) const { return ui::Icon::bolt; }
    ui::Icon operator()(const engine::SwapIt&) const { return ui::Icon::redo; }
  };
  return std::visit(Picture{}, rule.action);
}

std::string rule_words(const Frame& frame, const engine::Impairment& rule) {
  const ui::Ui& ui = frame.ui;
  const engine::PacketMatch& match = rule.match;
  std::string what = flag_words(frame, match);
  if (const std::string length = length_words(frame, match); !length.empty())
    what.append(" ").append(length);
  if (match.again)
    what = ui.say(*match.again ? "wire.rules.again" : "wire.rules.fresh", {{"what", what}});
  if (match.ordinal != 0)
    what.append(" ").append(
        ui.say("wire.rules.nth", {{"n", static_cast<std::int64_t>(match.ordinal)}}));
  const std::string anyone = ui.say("wire.rules.anyone");
  const std::string way =
      !match.from && !match.to
          ? ui.say("wire.rules.both_ways")
          : ui.say("wire.direction",
                   {{"from", match.from ? host_words(frame, *match.from) : anyone},
                    {"to", match.to ? host_words(frame, *match.to) : anyone}});
  const std::string left = !rule.enabled    ? ui.say("wire.rules.switched_off")
                           : rule.unlimited ? ui.say("wire.rules.always")
                           : rule.left == 0 ? ui.say("wire.rules.used_up")
                                            : ui.say("wire.rules.left", {{"n", rule.left}});
  return ui.say("wire.rules.chip", {{"way", way},
                                    {"what", what},
                                    {"action", std::visit(ActionWords{frame}, rule.action)},
                                    {"left", left}});
}

void draw_wire_rules(const Frame& frame, WireRulesView& view, ui::Rect strip) {
  ui::Ui& ui = frame.ui;
  const std::string add = ui.say("wire.rules.add");
  const ui::Rect add_box = ui::take_right(strip, chip_width(frame, add));
  if (ui.button("wire.add_rule", add_box, add,
                {.icon = ui::Icon::plus,
                 .tooltip = ui.say("wire.rules.add_tooltip"),
                 .role = ui::TextRole::small}))
    frame.wish(ShowPanel{Panel::add_rule, true});
  // What a lesson will switch on later is not told before.
  std::vector<engine::Impairment> rules;
  std::ranges::copy_if(frame.session.world().wire.impairments, std::back_inserter(rules),
                       [&](const engine::Impairment& rule) {
                         return !frame.session.in_lesson() || !rule.from_scenario || rule.enabled;
                       });
  std::size_t shown = 0;
  for (const engine::Impairment& rule : rules) {
    const std::string words = rule_words(frame, rule);
    const float reserve = shown + 1 < rules.size() ? ui.px(44) : ui.px(6);
    const float whole = chip_width(frame, words);
    if (strip.w - reserve < std::min(whole, ui.px(300))) break;
    const float width = std::min(whole, strip.w - reserve);
    draw_chip(frame, view, rule, words, ui::take_left(strip, width));
    ui::take_left(strip, ui.px(6));
    ++shown;
  }
  if (shown < rules.size()) {
    const auto more = static_cast<std::int64_t>(rules.size() - shown);
    ui.text("wire.rules.more", ui::take_left(strip, ui.px(38)),
            ui.say("wire.rules.more", {{"n", more}}), {.role = ui::TextRole::small});
  }
  draw_rule_menu(frame, view);
}

}  // namespace app::panels
