#include "app/panels/segment_look.hpp"

#include "app/scene/digits.hpp"
#include "app/scene/flight.hpp"
#include "app/scene/narration.hpp"
#include "app/ui/numbers.hpp"
#include "app/ui/phrases.hpp"
#include "engine/base/invariant.hpp"

namespace app::panels {
namespace {

// What became of the packet up to the playhead: the key of the sentence.
const char* fate_key(const Frame& frame, const engine::Flight& flight) {
  // Its sender learns it at best from an answer.
  if (const auto eye = frame.session.seen_from(); eye && flight.to != eye) return nullptr;
  const scene::Position& now = frame.session.playhead();
  const bool over = flight.ended_at != engine::never && flight.end_step < now.steps;
  if (!over) return find(frame.session.world().wire, flight.id) ? "wire.story.under_way" : nullptr;
  return flight.fate == engine::Fate::dropped ? "wire.story.dropped" : "wire.story.delivered";
}

std::int64_t attempt_of(const Frame& frame, const engine::Flight& flight) {
  return scene::attempt_of(frame.session.timeline().flights(), flight);
}

std::string provenance_words(const Frame& frame, const engine::Flight& flight) {
  const ui::Ui& ui = frame.ui;
  std::string words;
  const auto add = [&](const std::string& more) { words.append("\n").append(more); };
  if (flight.provenance == engine::Provenance::forged) add(ui.say("wire.story.forged"));
  if (flight.provenance == engine::Provenance::duplicate)
    add(ui.say("wire.story.duplicate", {{"n", flight.copy_of.value}}));
  if (flight.edited) add(ui.say("wire.story.edited"));
  if (flight.retransmission && flight.original.value != 0)
    add(ui.say("wire.story.retransmission",
               {{"n", flight.original.value}, {"k", attempt_of(frame, flight)}}));
  return words;
}

}  // namespace

ui::TokenKind token_kind(scene::Dominant dominant) {
  switch (dominant) {
    case scene::Dominant::rst:
      return ui::TokenKind::rst;
    case scene::Dominant::syn:
      return ui::TokenKind::syn;
    case scene::Dominant::fin:
      return ui::TokenKind::fin;
    case scene::Dominant::data:
      return ui::TokenKind::data;
    case scene::Dominant::ack:
    case scene::Dominant::none:
      return ui::TokenKind::ack;
  }
  engine::unreachable("Dominant");
}

bool is_recorded(const Frame& frame, engine::PacketId packet) {
  return packet.value != 0 && packet.value <= frame.session.timeline().flights().size();
}

const engine::Flight& flight_of(const Frame& frame, engine::PacketId packet) {
  return frame.session.timeline().flights()[packet.value - 1];
}

scene::PacketLabel label_of(const Frame& frame, engine::PacketId packet) {
  const engine::Flight& flight = flight_of(frame, packet);
  const engine::Packet* under_way = find(frame.session.world().wire, packet);
  const engine::ByteRef bytes = under_way ? under_way->bytes : flight.bytes;
  return scene::label(frame.session.index(), packet,
                      scene::heading(frame.session.timeline().bytes().read(bytes)),
                      frame.session.settings().numbers);
}

std::string again_mark(const Frame& frame, std::optional<engine::PacketId> original,
                       std::uint32_t attempt) {
  if (!original) return {};
  return " " + frame.ui.say("wire.again", {{"n", original->value}, {"k", attempt}});
}

scene::PacketLabel marked_label(const Frame& frame, engine::PacketId packet) {
  scene::PacketLabel label = label_of(frame, packet);
  const engine::Flight& flight = flight_of(frame, packet);
  if (flight.original.value != 0)
    label.flags += again_mark(frame, flight.original,
                              scene::attempt_of(frame.session.timeline().flights(), flight));
  return label;
}

std::string host_words(const Frame& frame, engine::HostId host) {
  return ui::words(frame.ui.strings(), frame.ui.language(),
                   scene::host_name(frame.session.timeline(), host));
}

std::string packet_name(const Frame& frame, engine::PacketId packet) {
  const engine::Flight& flight = flight_of(frame, packet);
  const scene::PacketLabel label = label_of(frame, packet);
  const std::string flags = label.flags.empty() ? frame.ui.say("wire.no_flags") : label.flags;
  const std::string to = flight.to ? host_words(frame, *flight.to) : frame.ui.say("wire.nowhere");
  return frame.ui.say("wire.packet_name", {{"n", flight.id.value},
                                           {"flags", flags},
                                           {"from", host_words(frame, flight.from)},
                                           {"to", to}});
}

std::string packet_story(const Frame& frame, engine::PacketId packet) {
  const engine::Flight& flight = flight_of(frame, packet);
  std::string story = packet_name(frame, packet) + "\n" + label_of(frame, packet).numbers;
  const auto add = [&](const std::string& more) { story.append("\n").append(more); };
  add(frame.ui.say("wire.story.sent", {{"t", ui::clock_text(flight.sent_at)}}));
  if (const char* key = fate_key(frame, flight)) {
    const engine::Packet* under_way = find(frame.session.world().wire, packet);
    const bool held = under_way && under_way->held_since.has_value();
    const engine::Instant end = under_way ? under_way->arrives_at : flight.ended_at;
    add(frame.ui.say(held ? "wire.story.held" : key, {{"t", ui::clock_text(end)}}));
  }
  return story + provenance_words(frame, flight);
}

std::string about(engine::Duration length) {
  return ui::short_text(scene::in_three_digits(length));
}

std::optional<engine::PacketId> packet_in(const std::optional<Target>& target) {
  if (!target) return std::nullopt;
  if (const auto* packet = std::get_if<engine::PacketId>(&*target)) return *packet;
  if (const auto* field = std::get_if<FieldRef>(&*target)) return field->packet;
  return std::nullopt;
}

bool is_lit(const Frame& frame, engine::PacketId packet) {
  const auto selected = frame.session.selection().packet;
  if (selected == packet || packet_in(frame.session.hovered()) == packet) return true;
  return selected && is_recorded(frame, *selected) &&
         flight_of(frame, *selected).original == packet;
}

}  // namespace app::panels
