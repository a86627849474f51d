// The fonts: found once through fontconfig, rasterised at real pixel sizes, and holding only the
// glyphs that were asked for. A text with a new glyph is measured with what is there, remembered,
// and the atlas grows before the frame is shown, so nobody ever sees a box.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/ui/geometry.hpp"
#include "app/ui/layout.hpp"
#include "app/ui/strings.hpp"

struct ImFont;

namespace app::ui {

enum class TextRole { caption, strong, lamp, number, small, title, mono, mono_strong };
inline constexpr int text_roles = 8;

class Fonts {
 public:
  Fonts();
  ~Fonts();
  Fonts(const Fonts&) = delete;
  Fonts& operator=(const Fonts&) = delete;

  // False when no Chinese font is installed: the program then starts in English and says
  // package_to_install().
  bool has_chinese() const;
  static std::string_view package_to_install() { return "fonts-noto-cjk"; }
  // Characters that were asked for and that no font found has.
  const std::vector<char32_t>& uncovered() const;

  // Characters of a text that some role could not show; the atlas stays as it is.
  std::vector<char32_t> without_glyph(std::string_view text) const;

  // Texts that will be shown soon (a lesson just opened), so that the atlas grows once.
  void expect(std::string_view text);
  void use(const TypeSizes& sizes, Language language);

  // True when a glyph, a size or the language changed since the last build().
  bool stale() const;
  // Rebuilds ImGui's atlas; the window must upload it afterwards. Not within a frame.
  void build();

  Size measure(TextRole role, std::string_view text) const;
  // Em height and distance of lines in pixels.
  float em(TextRole role) const;
  float line_height(TextRole role) const;

  ImFont* font(TextRole role) const;
  // Notes the glyphs of a text about to be drawn.
  void need(TextRole role, std::string_view text) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace app::ui
