// The rectangles of the main screen for any window and interface scale (ux.md 2.1), and the sizes
// of type (ux.md 9.2). Pure arithmetic, recomputed every frame. Knows no ImGui.
#pragma once

#include <array>

#include "app/scene/presentation.hpp"
#include "app/session/appearance.hpp"
#include "app/ui/geometry.hpp"

namespace app::ui {

enum class ScreenMode { normal, presentation };

using app::Splitter;

// What the person arranged. A split is a share (0..1) of the way from narrowest to widest, so that
// it survives a resize; 0 is the table of ux.md 2.1.
struct Arrangement {
  bool left_pane = true;
  bool client = true;
  bool server = true;
  bool inspector_open = false;
  std::array<float, app::splitter_count> splits{};
  bool operator==(const Arrangement&) const = default;
};

struct LayoutRequest {
  float width{};  // window, real pixels
  float height{};
  float scale = 1.0f;  // interface scale times DPI scale
  ScreenMode mode = ScreenMode::normal;
  Arrangement arrangement{};
  scene::PresentationNeeds needs{};  // in real pixels
};

// Empty rectangles are not shown. In `compact` the lesson is the caption bar, the open inspector
// takes the whole width (and the caption's place where there is no room for both), and state
// diagrams become lamps. Nothing ever lies over the playhead's own picture.
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
  Rect left_states, right_states;  // beside the ladder of a presentation
  Rect caption_side;               // and at the end of its caption
  Rect toasts;                     // toasts stack upwards inside this strip at the bottom edge
  bool compact = false;
  float row = 0;       // of the ladder of a presentation: its height
  int rows = 0;        // and how many have room
  float scale = 1.0f;  // the scale really used: lowered when the window cannot hold the one asked
};

// The scale asked for, or the largest this window can hold.
float usable_scale(const LayoutRequest& request);

Layout arrange(const LayoutRequest& request);

// The split after the seam was dragged by `pixels` (right or down is positive); never 0.
float dragged(const LayoutRequest& request, Splitter splitter, float pixels);

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

}  // namespace app::ui
