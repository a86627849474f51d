// The questions of a lesson in its pane: options, numbers, an order, piles; what is said to the
// answer, and how the accepted number was computed.
#pragma once

#include <map>
#include <string>

#include "app/panels/lesson_text.hpp"

namespace app::panels {

struct LessonQuestionView {
  std::map<std::string, std::string> typed;  // numbers as they stand in the fields, by widget
  std::uint64_t experiment{};
};

// Question `number` of beat `beat`; only that of the present beat can be answered.
void draw_lesson_question(LessonFlow& flow, LessonQuestionView& view, std::uint32_t beat,
                          std::uint32_t number);

// Which option the key 1 to 6 means in the first open question; none: there is no such option.
std::optional<Learn> answer_by_key(const Session& session, std::uint32_t place);

// A card on the colour of "right" or of "look again", with its glyph: never colour alone.
class LessonCard {
 public:
  LessonCard(LessonFlow& flow, const std::string& id, bool right, float height);
  ~LessonCard();
  LessonCard(const LessonCard&) = delete;
  LessonCard& operator=(const LessonCard&) = delete;

 private:
  LessonFlow& flow_;
};
float lesson_card_width(const LessonFlow& flow);
void draw_verdict(LessonFlow& flow, const std::string& id, const std::string& key,
                  std::uint32_t beat, bool right);

}  // namespace app::panels
