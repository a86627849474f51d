#include "app/scene/presentation.hpp"

#include <algorithm>

namespace scene {
namespace {

// Between the lifelines; to the edges of the screen where the middle is too narrow for the words.
void place_ladder(PresentationFrame& frame, float top, float bottom, float margin, Vec2 screen,
                  const PresentationNeeds& needs) {
  frame.row = screen.y * share::row;
  frame.rows = std::clamp(static_cast<int>((bottom - top) / frame.row), 1, most_rows);
  const float height = frame.row * static_cast<float>(frame.rows);
  frame.ladder = {frame.wire.x, top, frame.wire.width, height};
  if (needs.ladder_text > frame.ladder.width) {
    frame.ladder.x = margin;
    frame.ladder.width = screen.x - 2 * margin;
    return;
  }
  frame.left_states = {frame.client.x, top, frame.client.width, height};
  frame.right_states = {frame.server.x, top, frame.server.width, height};
}

}  // namespace

PresentationFrame presentation_frame(Vec2 screen, const PresentationNeeds& needs) {
  const auto part = [&](float of_height) { return screen.y * of_height; };
  const float margin = part(share::margin), gap = part(share::gap);
  const float lanes = part(2 * share::lane + (needs.siding ? share::lane : 0) +
                           (needs.stations ? share::station : 0));
  const float upper = part(share::heading) + lanes;
  PresentationFrame frame;
  // Two lamps leave at least a third of the screen to the wire.
  const float side = std::min(needs.lamp, screen.x / 3 - margin);
  frame.client = {margin, margin, side, upper};
  frame.server = {screen.x - margin - side, margin, side, upper};
  const float left = frame.client.right() + gap;
  frame.heading = {left, margin, frame.server.x - gap - left, part(share::heading)};
  frame.wire = {left, frame.heading.bottom(), frame.heading.width, lanes};
  frame.caption = {0, screen.y - part(share::caption), screen.x, part(share::caption)};
  const float beside = part(share::caption_side);
  frame.caption_side = {screen.x - margin - beside, frame.caption.y, beside, frame.caption.height};
  place_ladder(frame, margin + upper + gap, frame.caption.y - gap / 2, margin, screen, needs);
  return frame;
}

}  // namespace scene
