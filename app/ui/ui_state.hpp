// What Ui remembers between and during frames. Private to the files of the toolkit.
#pragma once

#include <imgui.h>

#include <map>
#include <string>
#include <vector>

#include "app/ui/ui.hpp"

namespace app::ui {

inline constexpr std::string_view main_layer = "main";

struct Popup {
  std::string id;
  bool is_menu = false;
  Point beside{};
  std::string focus_before;
  long drawn_in_frame = 0;  // a popup nobody draws any more closes
  bool fresh = true;        // opened, not yet drawn
};

struct OpenArea {
  Canvas canvas;
  Rect rect;
};

// Paragraphs stay the same from frame to frame, so how they break is remembered.
struct BrokenLines {
  struct Key {
    TextRole role;
    float width;
    std::string words;
    auto operator<=>(const Key&) const = default;
  };
  struct Part {
    std::size_t begin{}, length{};
  };
  std::map<Key, std::vector<Part>> known;
  static constexpr std::size_t most = 500;
};

struct Ui::State {
  State(platform::Window& w, Fonts& f, const Strings& s) : window(w), fonts(f), strings(s) {}

  platform::Window& window;
  Fonts& fonts;
  const Strings& strings;

  Language language = Language::en;
  ThemeName theme = ThemeName::light;
  float interface_scale = 1;
  ScreenMode mode = ScreenMode::normal;
  bool reduced_motion = false;
  bool bilingual = false;
  KeyMap key_map = KeyMap::defaults();

  // The frame.
  long frame = 0;
  float scale = 1;
  float width = 0, height = 0;
  double seconds = 0;
  WidgetRegistry registry;
  std::vector<OpenArea> areas;
  std::vector<std::string> layers;  // of what is being drawn now
  std::string top_layer;            // what may be used in this frame
  std::vector<platform::KeyPress> keys;
  platform::Pointer pointer = platform::Pointer::arrow;
  std::string tooltip, tooltip_other;
  std::map<std::string, std::string, std::less<>> others;  // words -> in the other language

  mutable BrokenLines broken;
  float toasts_top = FLT_MAX;
  double fade_left = 0;  // of the kept picture: 1 = it hides the new one

  // Pointer and keyboard.
  std::string active;  // the control the mouse went down on
  Point pressed_at{};
  bool hover_taken = false;  // one control of a frame is hovered, the first that asks
  std::string hovered, hovered_before;
  std::string pressed_last;  // it explains itself no more until the pointer has left it
  double hovered_since = 0;
  std::string focus;
  bool focus_moved = false;  // until the control it came to has seen it
  std::string activated;     // Enter was pressed on it
  bool entered = false;      // Enter was pressed in a dialog, on nothing
  bool adjusts = false;      // left and right belong to the focused control
  bool listening = false;    // for one key press
  std::optional<platform::KeyPress> heard;
  bool typing = false, typing_now = false;
  int adjust = 0;                           // left or right pressed on the focused control
  std::string edited_number, number_words;  // the number field being typed into
  std::vector<Popup> popups;

  float px(float logical) const { return logical * scale; }
  const Theme& colors() const { return ui::theme(theme); }
  Canvas& canvas() { return areas.back().canvas; }
  const std::string& layer() const { return layers.back(); }
  bool usable_layer() const { return layer() == top_layer; }
  Popup* popup(std::string_view id);
  bool take_key(platform::Key key, platform::Mods mods = {});
  Rect clip() const;  // of the ImGui window that is open

  // Opens a full-window ImGui window above everything else for a popup; false when not open.
  bool begin_layer(std::string_view id);
  void end_layer();
  void open_popup(std::string_view id, bool is_menu, Point beside);
  void close(std::string_view id);
  void note_hover(std::string_view id, std::string_view label, const Look& look);
  std::string_view other_words(std::string_view words) const;
  void remember(std::string_view words, std::string_view other);
  std::vector<std::string_view> lines_of(std::string_view words, float wide, TextRole role) const;
  bool take_arrival(std::string_view id, const Rect& rect);  // the focus has just come here
  void hear();
  void draw_kept_picture();
  void draw_focus_ring();
  void draw_line(Ui& ui, std::string_view id, const Rect& rect, std::string_view words,
                 const TextStyle& style);
  void draw_tooltip(Ui& ui);
  void take_navigation_keys();
};

// Colours of a control from its look and what the pointer does.
struct Paint {
  Color fill, ink, line;
};
Paint paint_of(const Theme& theme, const Look& look, const Hit& hit);

}  // namespace app::ui
