// The screen of a lecture (ux.md 12, 2.3): where its parts stand, as shares of the height of the
// screen, so that it is the same picture on every projector. Three columns: the client, the wire
// with the ladder under it, the server; the caption below. The lifelines stand under the ends of
// the wire, so that a token and its arrow run over the same stretch.
#pragma once

#include "app/scene/geometry.hpp"

namespace scene {

// Heights as shares of the height of the screen, each with its source.
namespace share {
// Type: ux.md 9.2, last column (after ANSI/AVIXA DISCAS: 3 % serves six image heights away).
inline constexpr float caption_type = 0.033f;
inline constexpr float lamp_type = 0.043f;    // and flags on tokens
inline constexpr float number_type = 0.030f;  // on arrows, and variables
inline constexpr float least_type = 0.026f;   // anything at all
inline constexpr float title_type = 0.046f;
// Tokens: ux.md 3.2, at least 200 x 100 at 1080 lines.
inline constexpr float token_width = 200.0f / 1080;
inline constexpr float token_height = 100.0f / 1080;
inline constexpr float lecture_token = 0.12f;  // flags and two lines of numbers
// Ours: what the type above needs at a line height of 1.5 (Chinese, ux.md 9.2), and air.
inline constexpr float margin = 0.035f;
inline constexpr float gap = 0.02f;
inline constexpr float heading = 0.06f;      // clock; names of the ends
inline constexpr float lane = 0.135f;        // a token and air
inline constexpr float station = 0.055f;     // a third host above the lanes
inline constexpr float row = 0.0575f;        // of the ladder
inline constexpr float arrow_stub = 0.045f;  // of an arrow, left free of words at both ends
inline constexpr float column_gap = 0.022f;  // between the words on an arrow
inline constexpr float lamp_frame = 0.085f;  // pattern and margins of a lamp, beside its name
inline constexpr float caption = 0.14f;      // two lines
inline constexpr float caption_side = 0.2f;  // wide: "12/16" and what time does
}  // namespace share

inline constexpr int most_rows = 8;  // of the ladder (ux.md 12)

// In the unit of the screen, as measured with its fonts.
struct PresentationNeeds {
  float lamp{};         // width of the widest state name on a lamp, with its frame
  float ladder_text{};  // of the words on an arrow, with room for its ends
  bool siding{};        // a segment is held
  bool stations{};      // there are hosts beyond the two ends
  bool operator==(const PresentationNeeds&) const = default;
};

struct PresentationFrame {
  Rect client, server;             // name, lamp, variables, timers
  Rect heading;                    // clock, above the wire
  Rect wire;                       // stations, lanes and siding
  Rect ladder;                     // whole rows; between the lifelines
  Rect left_states, right_states;  // beside them; empty where the words on the arrows need the room
  Rect caption, caption_side;
  float row{};  // height of a row
  int rows{};   // that have room
};

PresentationFrame presentation_frame(Vec2 screen, const PresentationNeeds& needs);

}  // namespace scene
