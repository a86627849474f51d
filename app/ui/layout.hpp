// The rectangles of the main screen for any window and interface scale (ux.md 2.1), and the sizes
// of type (ux.md 9.2). Pure arithmetic, recomputed every frame. Knows no ImGui.
#pragma once

#include "app/ui/geometry.hpp"

namespace app::ui {

enum class ScreenMode { normal, presentation };

// What the person arranged. Splitters are shares of the way from narrowest to widest, so that they
// survive a resize; `default_split` is the table of ux.md 2.1.
inline constexpr float default_split = 0.5f;

struct Arrangement {
  bool left_pane = true;
  bool client = true;
  bool server = true;
  bool inspector_open = false;
  float left_split = default_split;
  float endpoint_split = default_split;
  float wire_split = default_split;
  float inspector_split = default_split;
  bool operator==(const Arrangement&) const = default;
};

struct LayoutRequest {
  float width{};  // window, real pixels
  float height{};
  float scale = 1.0f;  // interface scale times DPI scale
  ScreenMode mode = ScreenMode::normal;
  Arrangement arrangement{};
};

// Empty rectangles are not shown. In `compact` the lesson is the caption bar, the inspector is an
// overlay over the ladder (`inspector_overlays`) and state diagrams become lamps.
struct Layout {
  Rect top_bar;
  Rect left;     // lesson pane or toolbox; empty when hidden or compact
  Rect caption;  // lesson caption: compact and presentation only
  Rect client;
  Rect wire;
  Rect ladder;
  Rect server;
  Rect inspector;
  Rect transport;
  Rect left_splitter;  // grab strips over the seams, empty when there is nothing to drag
  Rect client_splitter;
  Rect server_splitter;
  Rect wire_splitter;
  Rect inspector_splitter;
  Rect toasts;  // toasts stack upwards inside this strip at the bottom edge
  bool compact = false;
  bool inspector_overlays = false;
  float scale = 1.0f;  // the scale really used: lowered when the window cannot hold the one asked
};

Layout arrange(const LayoutRequest& request);

enum class Splitter { left, endpoint_left, endpoint_right, wire, inspector };
// The arrangement after a splitter was dragged by `pixels` (right or down is positive).
Arrangement dragged(const LayoutRequest& request, Splitter splitter, float pixels);

// Sizes of type in real pixels: the height of the em, so a Han glyph is that tall.
struct TypeSizes {
  int caption{};
  int lamp{};
  int number{};
  int small{};
  int title{};
  bool operator==(const TypeSizes&) const = default;
};

TypeSizes type_sizes(const LayoutRequest& request);

// 75 % to 250 % in steps of 5 %.
inline constexpr int smallest_scale = 75;
inline constexpr int largest_scale = 250;
int stepped_scale(int percent, int steps);

}  // namespace app::ui
