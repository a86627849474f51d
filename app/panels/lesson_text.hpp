// The words of a lesson with their looks, and a column into which they flow. The column is walked
// twice with the same calls: first to measure, then to draw, because what scrolls must know its
// height beforehand.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/panels/frame.hpp"
#include "engine/lesson/lesson_words.hpp"

namespace app::panels {

// Reading the markup of every text in every frame would cost more than drawing it.
struct LessonTextCache {
  struct Known {
    std::uint64_t stamp{};  // of what the live values depend on
    std::vector<std::vector<ui::TextRun>> paragraphs;
    std::string plain;
  };
  std::map<std::pair<std::string, Language>, Known> texts;
  std::uint64_t experiment{};
};

const LessonTextCache::Known& lesson_text(const Frame& frame, LessonTextCache& cache,
                                          const std::string& key, std::uint32_t beat,
                                          Language language);
// As one line, for labels and menus.
const std::string& plain_lesson_text(const Frame& frame, LessonTextCache& cache,
                                     const std::string& key, std::uint32_t beat);

class LessonFlow {
 public:
  LessonFlow(const Frame& frame, LessonTextCache& cache, const ui::Rect& rest, bool drawing)
      : frame_(frame), cache_(cache), rest_(rest), drawing_(drawing) {}

  const Frame& frame() const { return frame_; }
  LessonTextCache& cache() const { return cache_; }
  bool drawing() const { return drawing_; }
  float y() const { return rest_.y; }
  float width() const { return rest_.w; }

  ui::Rect take(float height);  // a strip of the whole width
  void gap(float logical);
  // Moves the column in from the left and from the right; back again with what is negative.
  void indent(float left, float right = 0);

  // A text of the lesson; in bilingual mode the other language under it.
  void lesson(const std::string& id, const std::string& key, std::uint32_t beat,
              ui::TextRole role = ui::TextRole::caption);
  float lesson_height(const std::string& key, std::uint32_t beat, float width,
                      ui::TextRole role = ui::TextRole::caption) const;
  // Words of the catalogue.
  void words(const std::string& id, const std::string& words, ui::TextRole role,
             bool secondary = false);
  // True in the drawing walk when it was pressed.
  bool button(const std::string& id, const std::string& label, const ui::Look& look = {});

  // The term whose glossary card was asked for.
  const std::string& asked_term() const { return asked_; }

 private:
  const Frame& frame_;
  LessonTextCache& cache_;
  ui::Rect rest_;
  bool drawing_;
  std::string asked_;
};

}  // namespace app::panels
