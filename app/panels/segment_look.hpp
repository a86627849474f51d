// How a packet looks and is called in every panel (ux.md 1.5: same object, same look, same name):
// colour by dominant flag, "#3 ACK, client→server" as its name, a sentence or two for its tooltip.
// Knows no panel.
#pragma once

#include <optional>
#include <string>

#include "app/panels/frame.hpp"
#include "app/scene/heading.hpp"

namespace app::panels {

ui::TokenKind token_kind(scene::Dominant dominant);
// How the line of its flight is stroked: of a scene::Arrow or a scene::PresentationRow.
template <class Drawn>
ui::LineStyle line_style_of(const Drawn& flight) {
  if (flight.forged) return ui::LineStyle::hazard;
  if (flight.duplicate) return ui::LineStyle::doubled;
  return flight.retransmission ? ui::LineStyle::wavy : ui::LineStyle::solid;
}

// Precondition of all that follow: is_recorded(frame, packet).
bool is_recorded(const Frame& frame, engine::PacketId packet);
const engine::Flight& flight_of(const Frame& frame, engine::PacketId packet);
scene::PacketLabel label_of(const Frame& frame, engine::PacketId packet);
// The same with the mark of a retransmission behind the flags.
scene::PacketLabel marked_label(const Frame& frame, engine::PacketId packet);
// " ~#2 ×1": the first retransmission of #2; nothing for what is none.
std::string again_mark(const Frame& frame, std::optional<engine::PacketId> original,
                       std::uint32_t attempt);

std::string host_words(const Frame& frame, engine::HostId host);
// "#3 ACK, client→server"
std::string packet_name(const Frame& frame, engine::PacketId packet);
// Its name, its numbers and what became of it so far, in words.
std::string packet_story(const Frame& frame, engine::PacketId packet);

// A length of time to three digits: "941 ms", for what is told in passing.
std::string about(engine::Duration length);

// The packet that pointer or selection names, if any.
std::optional<engine::PacketId> packet_in(const std::optional<Target>& target);
// Hovered or selected anywhere, or the original of a selected retransmission.
bool is_lit(const Frame& frame, engine::PacketId packet);

}  // namespace app::panels
