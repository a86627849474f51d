// Strokes of the wire band: the two lanes with their scale, packets under way, held and dropped
// ones. Positions are scene::WirePicture's; nothing here decides where a packet is.
#pragma once

#include <string>
#include <vector>

#include "app/panels/frame.hpp"
#include "app/scene/flight.hpp"

namespace app::panels {

// Where the picture lies on the screen: scene pixels from `origin`, times the scale.
struct WirePlace {
  ui::Rect stations;  // above the lanes; empty when there are none
  ui::Rect lanes, siding;
  ui::Point origin;
};

void draw_lanes(const Frame& frame, const WirePlace& place);
// Hosts beyond the two ends, each with a line down to both lanes.
void draw_stations(const Frame& frame, const WirePlace& place,
                   const std::vector<scene::Station>& stations);

enum class Grip : std::uint8_t { none, hovered, lifted };
// Many that cannot be told apart, as one.
void draw_token_stack(const Frame& frame, const WirePlace& place, const scene::TokenStack& stack);
void draw_token(const Frame& frame, const WirePlace& place, const scene::Token& token, Grip grip);
void draw_falling(const Frame& frame, const WirePlace& place, const scene::FallingToken& falling);
// A held packet says how long it rests instead of its numbers.
void draw_held(const Frame& frame, const WirePlace& place, const scene::SidingToken& held,
               Grip grip, bool in_short);
// Until when it rests, and how old it is against the longest life of a segment; `in_short` the
// latter alone.
std::string siding_words(const Frame& frame, const scene::SidingToken& held, bool in_short);

// How wide a token must be to hold this label, in scene pixels.
float token_width(const Frame& frame, const scene::PacketLabel& label);

}  // namespace app::panels
