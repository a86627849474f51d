// What the panels that are used in a presentation too need to know of it (ux.md 12): sizes as
// shares of the height of the screen, and labels in large type. Knows no panel.
#pragma once

#include <string>

#include "app/panels/frame.hpp"
#include "app/scene/heading.hpp"
#include "app/scene/presentation.hpp"

namespace app::panels {

bool is_lecture(const Frame& frame);
// A share of the height of the screen, in real pixels.
float of_height(const Frame& frame, float share);
// Strokes of a projector are never thinner than three pixels (ux.md 9.1).
float lecture_stroke(const Frame& frame);

// Names of hosts are written small in the catalogues, and sentences may begin with them.
std::string capitalized(std::string words);

// The flags with the mark of a retransmission: the numbers of both stand on the ladder.
std::string lecture_flags(const scene::PacketLabel& label, bool retransmission);
// In one line where it fits into a token this wide, else in two; then the length, which the ladder
// says too, is left out.
std::string lecture_numbers(const Frame& frame, const std::string& numbers, float token_width);
// How wide a token must be for that, at most `widest`; real pixels.
float lecture_token_width(const Frame& frame, const scene::PacketLabel& label, float widest);

}  // namespace app::panels
