#include "app/panels/segment_edit.hpp"

#include <algorithm>
#include <vector>

#include "app/panels/segment_look.hpp"
#include "app/ui/numbers.hpp"

namespace app::panels {
namespace {

using engine::Field;

constexpr std::string_view edit_dialog_id = "wire.edit";

struct FlagSwitch {
  Field field{};
  const char* token;
};
constexpr std::array<FlagSwitch, edit_flags> flag_switches{{{Field::flag_syn, "SYN"},
                                                            {Field::flag_ack, "ACK"},
                                                            {Field::flag_fin, "FIN"},
                                                            {Field::flag_rst, "RST"},
                                                            {Field::flag_psh, "PSH"},
                                                            {Field::flag_urg, "URG"},
                                                            {Field::flag_ece, "ECE"},
                                                            {Field::flag_cwr, "CWR"}}};

struct NumberField {
  Field field{};
  const char* words;
  std::int64_t most{};
};
constexpr std::int64_t most_16 = 0xFFFF, most_32 = 0xFFFF'FFFF;
constexpr std::array<NumberField, edit_numbers> number_fields{
    {{Field::sequence, "wire.edit.sequence", most_32},
     {Field::acknowledgment, "wire.edit.acknowledgment", most_32},
     {Field::window, "wire.edit.window", most_16},
     {Field::urgent_pointer, "wire.edit.urgent", most_16},
     {Field::source_port, "wire.edit.source_port", most_16},
     {Field::dest_port, "wire.edit.dest_port", most_16}}};

// None: the packet has no such field (it was cut short).
std::optional<std::uint64_t> value_of(const engine::Description& described, Field field) {
  const auto found = std::ranges::find(described.fields, field, &engine::FieldBits::field);
  if (found == described.fields.end()) return std::nullopt;
  return found->value;
}

engine::Description described(const Frame& frame, engine::PacketId packet) {
  const engine::Packet* under_way = find(frame.session.world().wire, packet);
  const engine::ByteRef bytes = under_way ? under_way->bytes : flight_of(frame, packet).bytes;
  return engine::describe(frame.session.timeline().bytes().read(bytes));
}

std::optional<std::int64_t> number_within(const std::string& typed, std::int64_t most) {
  const std::optional<std::int64_t> number = ui::parse_number(typed);
  return number && *number >= 0 && *number <= most ? number : std::nullopt;
}

// What the person changed; none when something typed is no number of the field.
std::optional<std::vector<engine::FieldEdit>> edits(const SegmentEditView& view,
                                                    const engine::Description& before) {
  std::vector<engine::FieldEdit> result;
  for (std::size_t i = 0; i < edit_flags; ++i)
    if (const auto old = value_of(before, flag_switches[i].field))
      if ((*old != 0) != view.flags[i])
        result.push_back({flag_switches[i].field, view.flags[i] ? 1u : 0u});
  for (std::size_t i = 0; i < edit_numbers; ++i) {
    const auto old = value_of(before, number_fields[i].field);
    if (!old) continue;
    const auto number = number_within(view.numbers[i], number_fields[i].most);
    if (!number) return std::nullopt;
    const auto value = static_cast<std::uint64_t>(*number);
    if (value != *old) result.push_back({number_fields[i].field, value});
  }
  if (view.checksum_locked) {
    const auto number = number_within(view.checksum, most_16);
    if (!number) return std::nullopt;
    result.push_back({Field::checksum, static_cast<std::uint64_t>(*number)});
  }
  return result;
}

void draw_flags(const Frame& frame, SegmentEditView& view, ui::Rect& rest) {
  const float width = rest.w / 4;
  for (std::size_t i = 0; i < edit_flags; i += 4) {
    ui::Rect row = ui::take_top(rest, frame.ui.px(30));
    for (std::size_t k = i; k < i + 4; ++k) {
      const ui::Rect box = ui::inset(ui::take_left(row, width), frame.ui.px(2));
      const std::string id = std::string("wire.edit.flag.") + flag_switches[k].token;
      if (frame.ui.checkbox(id, box, flag_switches[k].token, view.flags[k]))
        view.flags[k] = !view.flags[k];
    }
  }
}

void draw_number(const Frame& frame, SegmentEditView& view, const engine::Description& before,
                 std::size_t i, ui::Rect box) {
  ui::Ui& ui = frame.ui;
  const NumberField& field = number_fields[i];
  const std::string label = ui.say(field.words);
  const std::string id = std::string(field.words);
  ui.text(id + ".label", ui::take_top(box, ui.px(20)), label, {.role = ui::TextRole::small});
  const bool right = number_within(view.numbers[i], field.most).has_value();
  const std::string wrong = right ? "" : ui.say("wire.edit.range", {{"most", field.most}});
  ui.text_field(id, ui::take_top(box, ui.px(30)), view.numbers[i],
                {.label = label,
                 .error = wrong,
                 .enabled = value_of(before, field.field).has_value(),
                 .mono = true});
}

void draw_edited_numbers(const Frame& frame, SegmentEditView& view,
                         const engine::Description& before, ui::Rect& rest) {
  for (std::size_t i = 0; i < edit_numbers; i += 2) {
    ui::Rect row = ui::take_top(rest, frame.ui.px(72));  // the last 20 are for an error
    const ui::Rect left = ui::take_left(row, row.w / 2 - frame.ui.px(6));
    ui::take_left(row, frame.ui.px(12));
    draw_number(frame, view, before, i, left);
    draw_number(frame, view, before, i + 1, row);
  }
}

void draw_checksum(const Frame& frame, SegmentEditView& view, ui::Rect& rest) {
  ui::Ui& ui = frame.ui;
  if (ui.radio("wire.edit.checksum.follows", ui::take_top(rest, ui.px(28)),
               ui.say("wire.edit.checksum_follows"), !view.checksum_locked))
    view.checksum_locked = false;
  ui::Rect row = ui::take_top(rest, ui.px(30));
  ui::Rect field = ui::take_right(row, ui.px(110));
  if (ui.radio("wire.edit.checksum.locked", row, ui.say("wire.edit.checksum_locked"),
               view.checksum_locked))
    view.checksum_locked = true;
  const bool right = number_within(view.checksum, most_16).has_value();
  ui.text_field("wire.edit.checksum", field, view.checksum,
                {.label = ui.say("wire.edit.checksum"),
                 .error = right ? "" : ui.say("wire.edit.range", {{"most", most_16}}),
                 .enabled = view.checksum_locked,
                 .mono = true});
}

}  // namespace

void open_segment_edit(const Frame& frame, SegmentEditView& view, engine::PacketId packet) {
  const engine::Description before = described(frame, packet);
  view.of = packet;
  for (std::size_t i = 0; i < edit_flags; ++i)
    view.flags[i] = value_of(before, flag_switches[i].field).value_or(0) != 0;
  for (std::size_t i = 0; i < edit_numbers; ++i)
    view.numbers[i] = std::to_string(value_of(before, number_fields[i].field).value_or(0));
  view.checksum_locked = false;
  view.checksum = ui::hex(value_of(before, Field::checksum).value_or(0), 4);
}

void draw_segment_edit(const Frame& frame, SegmentEditView& view) {
  ui::Ui& ui = frame.ui;
  if (view.of && !is_recorded(frame, *view.of)) view.of.reset();
  if (view.gate.follow(frame, edit_dialog_id, view.of.has_value()) == DialogGate::Turn::closed)
    view.of.reset();
  if (!view.of) return;
  const ui::Dialog dialog(ui, edit_dialog_id,
                          ui.say("wire.edit.title", {{"packet", packet_name(frame, *view.of)}}),
                          {460, 464});
  if (!dialog.open()) return;
  const engine::Description before = described(frame, *view.of);
  ui::Rect rest = dialog.content();
  draw_flags(frame, view, rest);
  ui::take_top(rest, ui.px(6));
  draw_edited_numbers(frame, view, before, rest);
  draw_checksum(frame, view, rest);
  const auto changed = edits(view, before);
  std::string why_not;
  if (!changed) why_not = ui.say("wire.edit.bad");
  if (changed && changed->empty()) why_not = ui.say("wire.edit.same");
  if (!find(frame.session.world().wire, *view.of)) why_not = ui.say("wire.gone");
  const Answer answer = ask(frame, edit_dialog_id, rest, ui.say("wire.edit.ok"), why_not);
  if (answer == Answer::yes && changed)
    frame.wish(EditPacket{*view.of, *changed, view.checksum_locked});
  if (answer != Answer::none) view.of.reset();
}

}  // namespace app::panels
