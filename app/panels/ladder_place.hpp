// Where the sequence diagram lies on the screen, what a turn of the wheel does to it, and the
// opacity of what is still to come. Shared by the strokes of the ladder; knows neither axis nor
// scroll position.
#pragma once

#include "app/panels/frame.hpp"
#include "app/scene/ladder.hpp"

namespace app::panels {

inline constexpr float future_opacity = 0.25f;    // ux.md 3.3
inline constexpr float ladder_head_room = 9;      // half a mark at the very start
inline constexpr float ladder_wheel_step = 60;    // scene pixels per row of the wheel
inline constexpr double ladder_zoom_step = 1.15;  // per row

struct LadderPlace {
  ui::Rect area;       // lanes, lifelines and arrows
  ui::Rect axis;       // the column of times at its left
  float scale = 1;     // screen pixels per scene pixel
  float playhead_y{};  // on the screen; may lie outside the area

  ui::Point at(scene::Vec2 p) const { return ui::to_screen(p, area.origin(), scale); }
  ui::Rect at(const scene::Rect& r) const { return ui::to_screen(r, area.origin(), scale); }
  float y(float scene_y) const { return area.y + scene_y * scale; }
  float x(float scene_x) const { return area.x + scene_x * scale; }
};

}  // namespace app::panels
