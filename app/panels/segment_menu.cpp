#include "app/panels/segment_menu.hpp"

#include <algorithm>
#include <array>

#include "app/panels/segment_look.hpp"
#include "engine/base/invariant.hpp"

namespace app::panels {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view segment_menu_id = "wire.menu";

enum class Act : std::uint8_t { drop, delay, duplicate, hold, release, edit, deliver_now, inspect };

struct SegmentEntry {
  Act act{};
  const char* words;  // key of the catalogue, and the widget id
  ui::Icon icon{};
  ui::Command command{};
};

constexpr std::array segment_entries{
    SegmentEntry{Act::drop, "wire.menu.drop", ui::Icon::cross, ui::Command::drop},
    SegmentEntry{Act::delay, "wire.menu.delay", ui::Icon::clock, ui::Command::delay},
    SegmentEntry{Act::duplicate, "wire.menu.duplicate", ui::Icon::duplicate,
                 ui::Command::duplicate},
    SegmentEntry{Act::hold, "wire.menu.hold", ui::Icon::hold, ui::Command::hold},
    SegmentEntry{Act::release, "wire.menu.release", ui::Icon::play, ui::Command::hold},
    SegmentEntry{Act::edit, "wire.menu.edit", ui::Icon::pencil, ui::Command::edit},
    SegmentEntry{Act::deliver_now, "wire.menu.deliver_now", ui::Icon::bolt,
                 ui::Command::deliver_now},
    SegmentEntry{Act::inspect, "wire.menu.inspect", ui::Icon::inspect, ui::Command::inspect},
};

// The command behind an entry, to ask whether it can be carried out; inspecting always can.
std::optional<engine::Command> command_behind(Act act, engine::PacketId packet) {
  switch (act) {
    case Act::drop:
      return engine::OnPacket{packet, engine::DropIt{}};
    case Act::delay:
      return engine::OnPacket{packet, engine::DelayIt{1ms}};
    case Act::duplicate:
      return engine::OnPacket{packet, engine::DuplicateIt{1ms}};
    case Act::hold:
      return engine::OnPacket{packet, engine::HoldIt{}};
    case Act::release:
      return engine::Release{packet};
    case Act::edit:
      return engine::OnPacket{packet, engine::EditIt{}};
    case Act::deliver_now:
      return engine::DeliverNow{packet};
    case Act::inspect:
      return std::nullopt;
  }
  engine::unreachable("Act");
}

void carry_out(const Frame& frame, SegmentMenuView& view, Act act, engine::PacketId packet) {
  switch (act) {
    case Act::drop:
      return frame.wish(DropPacket{packet});
    case Act::delay:
      return open_delay_dialog(view.delay, packet);
    case Act::duplicate:
      return frame.wish(DuplicatePacket{packet});
    case Act::hold:
      return frame.wish(HoldPacket{packet});
    case Act::release:
      return frame.wish(ReleasePacket{packet});
    case Act::edit:
      return open_segment_edit(frame, view.edit, packet);
    case Act::deliver_now:
      return frame.wish(DeliverPacket{packet});
    case Act::inspect:
      frame.wish(Select{packet});
      return frame.wish(ShowPanel{Panel::inspector, true});
  }
  engine::unreachable("Act");
}

// Beside the pointer when it rests on the packet, else beside the packet itself (keyboard).
ui::Point place_for(const Frame& frame, engine::PacketId packet) {
  const std::string number = std::to_string(packet.value);
  for (const char* kind : {"wire.segment.", "wire.siding.", "ladder.row."}) {
    const ui::Widget* widget = frame.ui.registry().find(kind + number);
    if (!widget || !widget->visible()) continue;
    const ui::Point pointer = frame.ui.pointer();
    if (!widget->seen.holds(pointer)) return {widget->seen.right(), widget->seen.bottom()};
    return pointer;
  }
  return frame.ui.pointer();
}

struct Offered {
  std::vector<ui::MenuItem> items;
  std::vector<Act> acts;
};

Offered offered(const Frame& frame, engine::PacketId packet) {
  const engine::Packet* under_way = find(frame.session.world().wire, packet);
  const bool held = under_way && under_way->held_since.has_value();
  Offered result;
  for (const SegmentEntry& entry : segment_entries) {
    if (entry.act == (held ? Act::hold : Act::release)) continue;
    const auto command = command_behind(entry.act, packet);
    const auto refusal = command ? frame.session.why_not(*command) : std::nullopt;
    result.items.push_back({.id = entry.words,
                            .label = frame.ui.say(entry.words),
                            .chord = frame.ui.chord(entry.command),
                            .icon = entry.icon,
                            .enabled = !refusal,
                            .why_not = refusal ? frame.ui.say(refusal->why) : std::string{},
                            .line_before = entry.act == Act::inspect});
    result.acts.push_back(entry.act);
  }
  return result;
}

// The keys of the entries act on the selected packet without the menu: then it has had its turn.
bool answered_by_key(const Frame& frame) {
  for (const platform::KeyPress& press : frame.ui.keys()) {
    const auto command = frame.ui.key_map().find(press, ui::KeyMode::normal, frame.ui.typing());
    if (command && std::ranges::find(segment_entries, *command, &SegmentEntry::command) !=
                       segment_entries.end())
      return true;
  }
  return false;
}

void close(const Frame& frame, SegmentMenuView& view) {
  view.open.reset();
  if (frame.session.menu()) frame.wish(CloseMenu{});
}

}  // namespace

void draw_segment_menu(const Frame& frame, SegmentMenuView& view) {
  ui::Ui& ui = frame.ui;
  const std::optional<engine::PacketId> wanted = packet_in(frame.session.menu());
  if (view.open && !ui.menu_open(segment_menu_id)) {
    close(frame, view);  // by Escape or by a click beside it
  } else if (view.open && answered_by_key(frame)) {
    ui.close_popup();
    close(frame, view);
  } else if (wanted && wanted != view.open && is_recorded(frame, *wanted)) {
    view.open = wanted;
    frame.wish(Select{*wanted});
    ui.open_menu(segment_menu_id, place_for(frame, *wanted));
  } else if (wanted && !is_recorded(frame, *wanted)) {
    frame.wish(CloseMenu{});  // on this branch there is no such segment
  } else if (!wanted && view.open) {
    ui.close_popup();
    view.open.reset();
  }
  if (view.open) {
    const engine::PacketId packet = *view.open;
    const Offered offer = offered(frame, packet);
    if (const auto chosen = ui.menu(segment_menu_id, offer.items)) {
      close(frame, view);
      carry_out(frame, view, offer.acts[*chosen], packet);
    }
  }
  draw_delay_dialog(frame, view.delay);
  draw_segment_edit(frame, view.edit);
}

}  // namespace app::panels
