#include "app/panels/rule_dialog.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <span>
#include <vector>

#include "app/panels/segment_look.hpp"
#include "app/ui/numbers.hpp"

namespace app::panels {
namespace {

constexpr std::string_view rule_dialog_id = "wire.rules.new";
constexpr std::array<const char*, 6> flag_tokens{"SYN", "ACK", "FIN", "RST", "PSH", "URG"};
enum Action : std::size_t { drop, delay, duplicate, hold, swap, edit, corrupt };

// Every field of both headers that is a number, in the order of the bytes (RFC 791, RFC 9293 3.1).
using engine::Field;
constexpr std::array edit_choices{Field::sequence,
                                  Field::acknowledgment,
                                  Field::flag_syn,
                                  Field::flag_ack,
                                  Field::flag_fin,
                                  Field::flag_rst,
                                  Field::flag_psh,
                                  Field::flag_urg,
                                  Field::flag_ece,
                                  Field::flag_cwr,
                                  Field::window,
                                  Field::urgent_pointer,
                                  Field::source_port,
                                  Field::dest_port,
                                  Field::data_offset,
                                  Field::reserved,
                                  Field::checksum,
                                  Field::option_mss,
                                  Field::option_window_scale,
                                  Field::ip_ttl,
                                  Field::ip_ecn,
                                  Field::ip_source,
                                  Field::ip_destination,
                                  Field::ip_checksum};

engine::Flags chosen_flags(const RuleDialogView& view) {
  const auto& on = view.flags;
  return {.urg = on[5], .ack = on[1], .psh = on[4], .rst = on[3], .syn = on[0], .fin = on[2]};
}

// Empty text stands for `otherwise`; none = no number of the range.
std::optional<std::int64_t> number_or(const std::string& typed, std::int64_t otherwise,
                                      std::int64_t least) {
  if (typed.empty()) return otherwise;
  const auto number = ui::parse_number(typed);
  return number && *number >= least && *number <= 65'535 ? number : std::nullopt;
}

constexpr std::int64_t most_bits = std::int64_t{65'535} * 8 - 1, most_value = 0xFFFF'FFFF;

// An address may be written as one.
std::optional<std::uint64_t> edit_value(const RuleDialogView& view) {
  const Field field = edit_choices[view.field];
  if (field == Field::ip_source || field == Field::ip_destination)
    if (const auto address = engine::parse_ipv4(view.value)) return address->raw;
  const auto number = ui::parse_number(view.value);
  if (!number || *number < 0 || *number > most_value) return std::nullopt;
  return static_cast<std::uint64_t>(*number);
}

// None: what is typed for the action makes no sense.
std::optional<engine::WireAction> action_of(const RuleDialogView& view) {
  const auto by = ui::parse_duration(view.by);
  const bool needs_by = view.action == delay || view.action == duplicate;
  if (needs_by && (!by || *by <= engine::Duration{})) return std::nullopt;
  switch (view.action) {
    case delay:
      return engine::DelayIt{*by};
    case duplicate:
      return engine::DuplicateIt{*by};
    case hold:
      return engine::HoldIt{};
    case swap:
      return engine::SwapIt{};
    case edit: {
      const auto value = edit_value(view);
      if (!value) return std::nullopt;
      return engine::EditIt{{{edit_choices[view.field], *value}}, view.keep_checksum};
    }
    case corrupt: {
      const auto bit = ui::parse_number(view.bit);
      if (!bit || *bit < 0 || *bit > most_bits) return std::nullopt;
      return engine::CorruptIt{static_cast<std::uint32_t>(*bit)};
    }
    default:
      return engine::DropIt{};
  }
}

std::optional<engine::HostId> host_chosen(std::size_t chosen) {
  if (chosen == 0) return std::nullopt;
  return engine::HostId{static_cast<std::uint32_t>(chosen - 1)};
}

// None while something in the form makes no sense.
std::optional<engine::Impairment> rule_of(const RuleDialogView& view) {
  const auto ordinal = number_or(view.ordinal, 0, 1);
  const auto least = number_or(view.least, -1, 0);
  const auto most = number_or(view.most, -1, 0);
  const auto count = view.unlimited ? std::optional<std::int64_t>(1) : number_or(view.count, 1, 1);
  const auto action = action_of(view);
  if (!ordinal || !least || !most || !count || !action) return std::nullopt;
  engine::Impairment rule;
  rule.match.from = host_chosen(view.from);
  rule.match.to = host_chosen(view.to);
  rule.match.flag_match = static_cast<engine::FlagMatch>(view.flag_match);
  rule.match.flags = chosen_flags(view);
  rule.match.ordinal = static_cast<std::uint32_t>(*ordinal);
  if (*least >= 0) rule.match.min_text = static_cast<std::uint32_t>(*least);
  if (*most >= 0) rule.match.max_text = static_cast<std::uint32_t>(*most);
  rule.action = *action;
  rule.left = static_cast<std::uint32_t>(*count);
  rule.unlimited = view.unlimited;
  rule.id = view.changes;
  return rule;
}

// ---- a rule back into the form

std::size_t choice_of(const std::optional<engine::HostId>& host) {
  return host ? host->value + std::size_t{1} : 0;
}

std::string typed_number(const std::optional<std::uint32_t>& number) {
  return number ? std::to_string(*number) : std::string{};
}

// With all its digits, so that what is not changed stays as it is.
std::string milliseconds(engine::Duration time) {
  return fmt::format("{} ms", std::chrono::duration<double, std::milli>(time).count());
}

struct FillAction {
  RuleDialogView& view;

  void operator()(const engine::DropIt&) const { view.action = drop; }
  void operator()(const engine::DelayIt& it) const {
    view.action = delay;
    view.by = milliseconds(it.by);
  }
  void operator()(const engine::HoldIt&) const { view.action = hold; }
  void operator()(const engine::DuplicateIt& it) const {
    view.action = duplicate;
    view.by = milliseconds(it.gap);
  }
  void operator()(const engine::EditIt& it) const {
    view.action = edit;
    view.keep_checksum = it.keep_checksum;
    if (it.edits.empty()) return;
    const auto choice = std::ranges::find(edit_choices, it.edits[0].field);
    if (choice != edit_choices.end())
      view.field = static_cast<std::size_t>(choice - edit_choices.begin());
    view.value = std::to_string(it.edits[0].value);
  }
  void operator()(const engine::CorruptIt& it) const {
    view.action = corrupt;
    view.bit = std::to_string(it.bit);
  }
  void operator()(const engine::SwapIt&) const { view.action = swap; }
};

// One line of the form: its label at the left, the rest for the control.
ui::Rect form_line(const Frame& frame, ui::Rect& rest, const char* words) {
  ui::Ui& ui = frame.ui;
  ui::Rect row = ui::take_top(rest, ui.px(32));
  ui::take_top(rest, ui.px(8));
  ui.text(std::string(words) + ".label", ui::take_left(row, ui.px(140)), ui.say(words));
  return row;
}

void choose_from(const Frame& frame, const char* id, const ui::Rect& box,
                 std::span<const std::string> options, std::size_t& chosen) {
  if (const auto picked = frame.ui.combo(id, box, options, chosen)) chosen = *picked;
}

std::vector<std::string> said(const Frame& frame, std::initializer_list<const char*> keys) {
  std::vector<std::string> words;
  for (const char* key : keys) words.push_back(frame.ui.say(key));
  return words;
}

void draw_match(const Frame& frame, RuleDialogView& view, ui::Rect& rest) {
  ui::Ui& ui = frame.ui;
  std::vector<std::string> hosts{ui.say("wire.rules.anyone")};
  for (const engine::Host& host : frame.session.world().hosts)
    hosts.push_back(host_words(frame, host.id));
  view.from = std::min(view.from, hosts.size() - 1);
  view.to = std::min(view.to, hosts.size() - 1);
  ui::Rect way = form_line(frame, rest, "wire.rules.which_way");
  choose_from(frame, "wire.rules.from", ui::take_left(way, way.w / 2 - ui.px(14)), hosts,
              view.from);
  ui.text("wire.rules.arrow", ui::take_left(way, ui.px(28)), "→", {.align = ui::Align::centre});
  choose_from(frame, "wire.rules.to", way, hosts, view.to);
  const auto matches = said(frame, {"wire.rules.flags_any", "wire.rules.flags_exactly",
                                    "wire.rules.flags_including", "wire.rules.flags_without"});
  choose_from(frame, "wire.rules.flag_match", form_line(frame, rest, "wire.rules.which_flags"),
              matches, view.flag_match);
  ui::Rect row = ui::take_top(rest, ui.px(30));
  ui::take_top(rest, ui.px(8));
  const float width = row.w / static_cast<float>(flag_tokens.size());
  for (std::size_t i = 0; i < flag_tokens.size(); ++i)
    if (ui.checkbox(
            std::string("wire.rules.flag.") + flag_tokens[i],
            ui::inset(ui::take_left(row, width), ui.px(2)), flag_tokens[i], view.flags[i],
            {.enabled = view.flag_match != 0, .why_not = ui.say("wire.rules.flags_unused")}))
      view.flags[i] = !view.flags[i];
}

void draw_matched_numbers(const Frame& frame, RuleDialogView& view, ui::Rect& rest) {
  ui::Ui& ui = frame.ui;
  const std::string any = ui.say("wire.rules.any");
  ui.text_field("wire.rules.ordinal", form_line(frame, rest, "wire.rules.which_one"), view.ordinal,
                {.label = ui.say("wire.rules.which_one"), .hint = ui.say("wire.rules.every")});
  ui::Rect row = form_line(frame, rest, "wire.rules.length");
  const ui::Rect least = ui::take_left(row, row.w / 2 - ui.px(14));
  const ui::Rect dash = ui::take_left(row, ui.px(28));
  ui.text("wire.rules.to", dash, "–", {.align = ui::Align::centre});
  ui.text_field("wire.rules.least", least, view.least,
                {.label = ui.say("wire.rules.least"), .hint = any});
  ui.text_field("wire.rules.most", row, view.most,
                {.label = ui.say("wire.rules.most"), .hint = any});
}

// What an edit sets and whether the checksum follows; for the others what they mean.
void draw_action_details(const Frame& frame, RuleDialogView& view, ui::Rect row) {
  ui::Ui& ui = frame.ui;
  ui::take_left(row, ui.px(140));
  ui::take_bottom(row, ui.px(8));
  if (view.action != edit) {
    const char* const why = view.action == swap      ? "wire.rules.swap_why"
                            : view.action == corrupt ? "wire.rules.corrupt_why"
                                                     : nullptr;
    if (why != nullptr)
      ui.text(why, row, ui.say(why),
              {.role = ui::TextRole::small, .secondary = true, .wrap = true});
    return;
  }
  std::vector<std::string> fields;
  for (const Field field : edit_choices)
    fields.push_back(ui.say("field." + std::string(engine::name(field)) + ".name"));
  choose_from(frame, "wire.rules.field", ui::take_left(row, row.w * 0.52f), fields, view.field);
  ui::take_left(row, ui.px(8));
  if (ui.checkbox("wire.rules.keep_checksum", row, ui.say("wire.rules.keep_checksum"),
                  view.keep_checksum, {.role = ui::TextRole::number}))
    view.keep_checksum = !view.keep_checksum;
}

void draw_action(const Frame& frame, RuleDialogView& view, ui::Rect& rest) {
  ui::Ui& ui = frame.ui;
  const auto actions =
      said(frame, {"wire.rules.drop", "wire.rules.delay", "wire.rules.duplicate", "wire.rules.hold",
                   "wire.rules.swap", "wire.rules.edit", "wire.rules.corrupt"});
  ui::Rect row = form_line(frame, rest, "wire.rules.then");
  ui::Rect field = ui::take_right(row, ui.px(104));
  ui::take_right(row, ui.px(8));
  choose_from(frame, "wire.rules.action", row, actions, view.action);
  if (view.action == delay || view.action == duplicate)
    ui.text_field("wire.rules.by", field, view.by,
                  {.label = ui.say("wire.rules.by"), .hint = ui.say("wire.delay.hint")});
  if (view.action == corrupt)
    ui.text_field("wire.rules.bit", field, view.bit, {.label = ui.say("wire.rules.bit")});
  if (view.action == edit)
    ui.text_field("wire.rules.value", field, view.value, {.label = ui.say("wire.rules.value")});
  draw_action_details(frame, view, ui::take_top(rest, ui.px(40)));
  row = form_line(frame, rest, "wire.rules.how_often");
  field = ui::take_left(row, ui.px(104));
  ui::take_left(row, ui.px(8));
  ui.text_field("wire.rules.count", field, view.count,
                {.label = ui.say("wire.rules.how_often"), .enabled = !view.unlimited});
  if (ui.checkbox("wire.rules.unlimited", row, ui.say("wire.rules.always"), view.unlimited))
    view.unlimited = !view.unlimited;
}

}  // namespace

void fill_in(RuleDialogView& view, const engine::Impairment& rule) {
  const engine::Flags& on = rule.match.flags;
  view.changes = rule.id;
  view.from = choice_of(rule.match.from);
  view.to = choice_of(rule.match.to);
  view.flag_match = static_cast<std::size_t>(rule.match.flag_match);
  view.flags = {on.syn, on.ack, on.fin, on.rst, on.psh, on.urg};
  view.ordinal = rule.match.ordinal == 0 ? std::string{} : std::to_string(rule.match.ordinal);
  view.least = typed_number(rule.match.min_text);
  view.most = typed_number(rule.match.max_text);
  view.unlimited = rule.unlimited;
  view.count = std::to_string(std::max(rule.left, 1u));  // used up: once more
  std::visit(FillAction{view}, rule.action);
}

void draw_rule_dialog(const Frame& frame, RuleDialogView& view) {
  ui::Ui& ui = frame.ui;
  const bool wanted = frame.session.settings().is_shown(Panel::add_rule);
  const DialogGate::Turn turn = view.gate.follow(frame, rule_dialog_id, wanted);
  if (turn == DialogGate::Turn::closed) frame.wish(ShowPanel{Panel::add_rule, false});
  if (turn != DialogGate::Turn::open) {
    if (!wanted) view.changes = {};
    return;
  }
  const bool change = view.changes != engine::ImpairmentId{};
  const ui::Dialog dialog(ui, rule_dialog_id,
                          ui.say(change ? "wire.rules.change_title" : "wire.rules.title"),
                          {520, 452});
  if (!dialog.open()) return;
  ui::Rect rest = dialog.content();
  draw_match(frame, view, rest);
  draw_matched_numbers(frame, view, rest);
  draw_action(frame, view, rest);
  const auto rule = rule_of(view);
  const std::string why_not = rule ? std::string{} : ui.say("wire.rules.bad");
  const Answer answer = ask(frame, rule_dialog_id, rest,
                            ui.say(change ? "wire.rules.change_ok" : "wire.rules.ok"), why_not);
  if (answer == Answer::yes && rule) frame.wish(Do{engine::ArmImpairment{*rule}});
  if (answer != Answer::none) frame.wish(ShowPanel{Panel::add_rule, false});
}

}  // namespace app::panels
