// The toolkit that panels are made of. A panel opens an area, draws on its canvas and puts controls
// into rectangles; every control has a stable id, keeps itself in the registry and can be reached
// by keyboard. Panels see this header and nothing of ImGui.
//
//   Area area(ui, "transport", layout.transport);
//   if (ui.button("transport.play", rect, ui.say("transport.play"), {.icon = Icon::play})) ...
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/platform/window.hpp"
#include "app/scene/phrase.hpp"
#include "app/ui/canvas.hpp"
#include "app/ui/fonts.hpp"
#include "app/ui/layout.hpp"
#include "app/ui/registry.hpp"
#include "app/ui/shortcuts.hpp"
#include "app/ui/strings.hpp"

namespace app::ui {

// How a control looks and whether it may be used. A disabled control keeps its place and says
// `why_not` on hover and focus.
struct Look {
  Icon icon = Icon::none;
  bool primary = false;   // filled with the focus colour: the one thing wanted now
  bool selected = false;  // pressed in: toggles, current tab
  bool quiet = false;     // no frame until hovered
  bool enabled = true;
  std::string why_not{};
  std::string tooltip{};
  std::string chord{};  // shown in the tooltip as a key cap
  TextRole role = TextRole::caption;
};

struct TextStyle {
  TextRole role = TextRole::caption;
  Align align = Align::left;
  bool secondary = false;
  bool wrap = false;
};

// What the pointer and the keyboard did to one control in this frame.
struct Hit {
  bool hovered = false;
  bool pressed = false;   // mouse went down on it
  bool held = false;      // mouse is down since then
  bool released = false;  // and went up, anywhere
  bool clicked = false;   // pressed and released on it, or Enter while focused
  bool double_clicked = false;
  bool context = false;  // right button
  bool focused = false;
  Point pointer{};  // where the pointer is
  Point dragged{};  // since it was pressed
  platform::Mods mods{};
};

struct MenuItem {
  std::string id;  // stable: "menu.drop"
  std::string label;
  std::string chord{};
  Icon icon = Icon::none;
  bool enabled = true;
  std::string why_not{};
  bool checked = false;
  bool line_before = false;
};

enum class Edit { none, changed, committed, cancelled };

struct FieldLook {
  std::string label{};  // for automation and screen text, e.g. "Go to time"
  std::string hint{};   // shown while empty
  std::string error{};  // shown under the field
  bool enabled = true;
  bool mono = false;
  bool focus_now = false;
};

// A piece of running text with its own look, for lesson text.
enum class RunStyle : std::uint8_t { plain, bold, code, term, key_cap };
struct TextRun {
  std::string text;
  RunStyle style = RunStyle::plain;
  std::string link{};  // a term's id; clicking returns it
};
struct RichResult {
  float height = 0;
  std::string clicked_link{};
};

struct ToastLook {
  std::string id;
  std::string text;
  std::string action{};  // "Undo"
  bool trouble = false;
};
struct ToastHit {
  std::size_t toast{};
  bool dismissed = false;  // else its action was pressed
};

class Area;

class Ui {
 public:
  Ui(platform::Window& window, Fonts& fonts, const Strings& strings);
  ~Ui();
  Ui(const Ui&) = delete;
  Ui& operator=(const Ui&) = delete;

  // The settings of the whole screen; take effect with the next begin_frame.
  void set_language(Language language);
  void set_theme(ThemeName name);
  void set_scale(float interface_scale);  // 0.75 to 2.5, without the monitor's own
  void set_mode(ScreenMode mode);
  void set_reduced_motion(bool on);
  void set_bilingual(bool on);  // the other language under the chosen one (ux 10)
  void set_keys(const KeyMap& keys);

  // Around every frame; they begin and end the window's own. end_frame() is false when the picture
  // lacked glyphs and was not shown: the atlas has grown and the same frame should be made again.
  void begin_frame();
  bool end_frame();

  // The next frame shows something else at once: this one fades out over it. Not in reduced motion.
  void cross_fade();

  // Words.
  Language language() const;
  std::string say(std::string_view key, std::initializer_list<Arg> args = {}) const;
  std::string say_plural(std::string_view key, std::int64_t n,
                         std::initializer_list<Arg> args = {}) const;
  std::string say(const scene::Phrase& phrase) const;
  const Strings& strings() const;
  // In bilingual mode say() remembers for this frame how the other language says the same, and
  // text(), tooltips and toasts put it under the words. also() does so for words from elsewhere.
  bool bilingual() const;
  void also(std::string_view words, std::string_view in_other_language) const;
  std::string_view in_other_language(std::string_view words) const;  // empty: not known, or off

  // The frame.
  float width() const;
  float height() const;
  float scale() const;  // interface scale times DPI scale
  float px(float logical) const { return logical * scale(); }
  LayoutRequest layout_request(const Arrangement& arrangement) const;
  double seconds() const;  // since the start, for animations of the interface only
  bool reduced_motion() const;
  ScreenMode mode() const;
  const Theme& theme() const;
  const Fonts& fonts() const;
  Canvas& canvas();        // of the area that is open
  Rect area_rect() const;  // of the area that is open, without its scroll bar
  platform::Window& window();
  platform::Pacing& pacing();
  const WidgetRegistry& registry() const;

  // Keys of this frame that no control took. Panels and shortcuts read these.
  const std::vector<platform::KeyPress>& keys() const;
  const KeyMap& key_map() const;
  std::string chord(Command command) const;  // as a key cap shows it; empty when it has none
  bool entered() const;  // Enter in a dialog, on nothing that takes it: its primary action
  // The next key press is nobody's but the asker's, whatever key it is.
  void listen_for_key(bool on);
  bool listening() const;
  std::optional<platform::KeyPress> heard() const;  // in this frame
  bool typing() const;                              // a text field has the keyboard
  bool popup_open() const;                          // any menu or dialog: time is frozen
  bool take_escape();  // closes the topmost popup; false when there was none
  Point pointer() const;
  bool pointer_over(const Rect& rect) const;  // and nothing lies above
  bool pointer_pressed() const;               // left button, this frame, over no popup
  bool holding(std::string_view id) const;    // the button went down on this control, and is down
  float wheel() const;                        // rows, positive is up; of the open area only
  platform::Mods mods() const;
  void set_pointer(platform::Pointer pointer);

  // Keyboard focus, by widget id; Tab order is the order of submission.
  const std::string& focus() const;
  void set_focus(std::string_view id);
  void move_focus(int steps);  // +1 next, -1 previous, among enabled widgets of the top layer

  // Text. Noted in the registry under its id; returns the height it took.
  float text(std::string_view id, const Rect& rect, std::string_view text, const TextStyle& = {});
  float text_height(std::string_view text, float width, TextRole role) const;
  RichResult rich_text(std::string_view id, const Rect& rect, std::span<const TextRun> runs,
                       TextRole role = TextRole::caption);
  float rich_text_height(std::span<const TextRun> runs, float width, TextRole role) const;
  // `em`: the height of its type, where that is to be checked.
  void note_text(std::string_view id, std::string_view text, const Rect& rect, bool fits = true,
                 float em = 0);
  void key_cap(std::string_view id, Point top_left, std::string_view chord);
  Size key_cap_size(std::string_view chord) const;

  // Controls.
  bool button(std::string_view id, const Rect& rect, std::string_view label, const Look& = {});
  bool icon_button(std::string_view id, const Rect& rect, Icon icon, std::string_view label,
                   const Look& = {});  // the label is its tooltip
  bool checkbox(std::string_view id, const Rect& rect, std::string_view label, bool on,
                const Look& = {});
  bool radio(std::string_view id, const Rect& rect, std::string_view label, bool on,
             const Look& = {});
  std::optional<float> slider(std::string_view id, const Rect& rect, std::string_view label,
                              float value, float least, float most, const Look& = {});
  // Moves among equal stops (flight times); returns the new index.
  std::optional<std::size_t> stops(std::string_view id, const Rect& rect, std::string_view label,
                                   std::size_t index, std::size_t count, const Look& = {});
  std::optional<std::size_t> combo(std::string_view id, const Rect& rect,
                                   std::span<const std::string> options, std::size_t chosen,
                                   const Look& = {});
  std::optional<std::size_t> tabs(std::string_view id, const Rect& rect,
                                  std::span<const std::string> labels, std::size_t chosen);
  Edit text_field(std::string_view id, const Rect& rect, std::string& value, const FieldLook& = {});
  Edit number_field(std::string_view id, const Rect& rect, std::int64_t& value, std::int64_t least,
                    std::int64_t most, const FieldLook& = {});
  Hit row(std::string_view id, const Rect& rect, std::string_view label, bool selected,
          const Look& = {});
  // Pixels dragged in this frame along the axis across the strip. Call it outside any area.
  float splitter(std::string_view id, const Rect& strip, std::string_view label);
  // An operable region with no look of its own (token, arrow, timer row). It draws only the focus
  // ring. Regions submitted earlier lie above.
  Hit hit(std::string_view id, const Rect& rect, std::string_view label, const Look& = {});

  // Menus open beside a point and stay inside the window. menu() draws the one that is open and
  // returns the item that was chosen.
  void open_menu(std::string_view id, Point beside);
  bool menu_open(std::string_view id) const;
  std::optional<std::size_t> menu(std::string_view id, std::span<const MenuItem> items);
  void open_dialog(std::string_view id);
  bool dialog_open(std::string_view id) const;
  void close_popup();
  void tooltip(std::string_view text);  // beside the pointer, for this frame

  // Stacked upwards from the bottom of the strip, the last one lowest. Call it outside any area.
  std::optional<ToastHit> toasts(const Rect& strip, std::span<const ToastLook> toasts);
  // Where the uppermost of them began in the last frame; without any far below the window.
  float toasts_top() const;

 private:
  friend class Area;
  friend class Dialog;
  struct State;
  std::unique_ptr<State> state_;
};

struct AreaLook {
  bool background = true;  // panel colour and a hairline around
  bool scrolls = false;
  float content_height = 0;  // for scrolling areas: of the whole content
  bool overlay = false;      // lies above areas opened before (inspector overlay, compact)
  bool untouchable = false;  // the pointer reaches through it
};

// An open area: everything drawn while it lives is clipped to it.
class Area {
 public:
  Area(Ui& ui, std::string_view id, const Rect& rect, const AreaLook& = {});
  Area(const Area&) = delete;
  Area& operator=(const Area&) = delete;
  ~Area();

  // Where content goes: the rectangle inside, moved up by the scroll position.
  Rect content() const { return content_; }
  float scroll() const;
  float scroll_most() const;
  void scroll_to(float y);
  void show(const Rect& inside);  // scrolls the least that makes it visible

 private:
  Ui* ui_;
  Rect content_;
};

// A dialog in the middle of the window, above a shade. Only when open() is anything drawn.
class Dialog {
 public:
  Dialog(Ui& ui, std::string_view id, std::string_view title, Size logical_size);
  Dialog(const Dialog&) = delete;
  Dialog& operator=(const Dialog&) = delete;
  ~Dialog();
  bool open() const { return open_; }
  Rect content() const { return content_; }

 private:
  Ui* ui_;
  bool open_ = false;
  Rect content_;
};

}  // namespace app::ui
