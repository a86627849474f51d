// Anti-aliased drawing in screen pixels. Draws into the area that is open in Ui and is clipped to
// it. Widths given are real pixels; panels multiply by Ui::px. Knows no TCP.
#pragma once

#include <span>
#include <string_view>

#include "app/ui/fonts.hpp"
#include "app/ui/geometry.hpp"
#include "app/ui/icons.hpp"
#include "app/ui/theme.hpp"

struct ImDrawList;

namespace app::ui {

enum class LineStyle { solid, dashed, dotted, dash_dot, wavy, doubled, hazard };
enum class Align { left, centre, right };

struct Stroke {
  Color color{};
  float width = 1;
  LineStyle style = LineStyle::solid;
  Color casing{0, 0, 0, 0};  // one pixel (times scale) on both sides when not transparent
};

enum class Provenance { plain, forged, edited, duplicate };
enum class Pointing { left, right, none };

// A segment's token: a rounded body whose end points where it flies.
struct TokenLook {
  TokenKind kind = TokenKind::ack;
  bool split_syn_ack = false;  // SYN-coloured left part, ACK-coloured right part
  Pointing pointing = Pointing::right;
  Provenance provenance = Provenance::plain;
  bool corner_mark = false;  // URG, ECE or CWR is set
  bool selected = false;
  bool lifted = false;
  std::string_view flags{};   // first line, bold
  std::string_view detail{};  // below them, in one line or two; may be empty
};

class Canvas {
 public:
  Canvas(ImDrawList* list, const Fonts& fonts, const Theme& theme, float scale)
      : list_(list), fonts_(&fonts), theme_(&theme), scale_(scale) {}

  // Everything drawn from now on is this opaque; returns the former value.
  float set_opacity(float share);
  void push_clip(const Rect& rect);
  void pop_clip();
  Rect clip() const;

  void fill(const Rect& rect, Color color, float radius = 0);
  void outline(const Rect& rect, Color color, float width = 1, float radius = 0);
  void circle(Point centre, float radius, Color fill, Color outline, float width);
  void triangle(Point a, Point b, Point c, Color fill);
  void line(Point from, Point to, const Stroke& stroke);
  void path(std::span<const Point> points, const Stroke& stroke, bool closed = false);
  // Line and head; the head is `head` long and has the casing as outline.
  void arrow(Point from, Point to, const Stroke& stroke, float head);
  void arrow_head(Point tip, Point from, float length, Color fill, Color outline);
  void curve(Point from, Point control_1, Point control_2, Point to, const Stroke& stroke);
  void zigzag(Point from, Point to, float height, const Stroke& stroke);
  void cross(Point centre, float radius, const Stroke& stroke);
  // A bar with the pattern of a state family; `ink` is its outline.
  void pattern(const Rect& rect, Pattern pattern, Color color);
  void state_bar(const Rect& rect, StateFamily family);
  void hazard_border(const Rect& rect, float width);
  void shade(const Rect& rect);  // "not visible from here": neutral hatch
  void token(const Rect& rect, const TokenLook& look);
  void icon(const Rect& rect, Icon icon, Color color);
  void flag_glyph(const Rect& rect, TokenKind kind, Color color);  // diamond, check, lines ...

  Size measure(TextRole role, std::string_view text) const { return fonts_->measure(role, text); }
  void text(Point top_left, TextRole role, std::string_view text, Color color);
  // One line, vertically centred; cut with an ellipsis when it does not fit. False when cut.
  bool text_in(const Rect& rect, TextRole role, std::string_view text, Color color,
               Align align = Align::left);
  // Text on a plate of the panel colour, for labels over lines.
  void label(Point centre, TextRole role, std::string_view text);

  const Fonts& fonts() const { return *fonts_; }
  const Theme& theme() const { return *theme_; }
  float px(float logical) const { return logical * scale_; }

 private:
  std::uint32_t packed(Color color) const;
  void plain_path(std::span<const Point> points, Color color, float width, bool closed);
  void dashed_path(std::span<const Point> points, std::span<const float> lengths, Color color,
                   float width);
  void hazard_path(std::span<const Point> points, float width);
  void styled_path(std::span<const Point> points, const Stroke& stroke, Color color, float width,
                   bool closed);
  void polygon(std::span<const Point> points, Color fill);
  void hatch(const Rect& rect, Pattern pattern, Color color, float distance, float width);
  void token_body(const Rect& rect, const TokenLook& look);
  void token_border(const Rect& rect, const TokenLook& look);
  void token_text(const Rect& rect, const TokenLook& look);
  void token_flags(const Rect& line, TextRole role, const TokenLook& look);

  ImDrawList* list_;
  const Fonts* fonts_;
  const Theme* theme_;
  float scale_;
  float opacity_ = 1;
};

}  // namespace app::ui
