// A question of a lesson in front of a class: large, with its options numbered; what is right is
// marked with a check and a frame as soon as it is answered.
#include <algorithm>
#include <array>
#include <string>

#include "app/panels/lecture.hpp"
#include "app/panels/presentation.hpp"

namespace app::panels {
namespace {

using ui::Rect;
using ui::TextRole;

// The largest type in which everything has room.
struct Type {
  TextRole question, option;
};
constexpr std::array types{Type{TextRole::title, TextRole::caption},
                           Type{TextRole::strong, TextRole::caption},
                           Type{TextRole::strong, TextRole::small}};

float option_gap(const Frame& frame) { return of_height(frame, 0.016f); }
float badge(const Frame& frame, TextRole role) { return frame.ui.fonts().em(role) * 1.7f; }

float option_height(const Frame& frame, const LectureOption& option, TextRole role, float width) {
  const float words = width - badge(frame, role) - option_gap(frame);
  return std::max(badge(frame, role), frame.ui.text_height(option.words, words, role));
}

float height_in(const Frame& frame, const LectureQuestion& question, const Type& type,
                float width) {
  float height = frame.ui.text_height(question.words, width, type.question);
  for (const LectureOption& option : question.options)
    height += option_gap(frame) + option_height(frame, option, type.option, width);
  if (!question.answer.empty())
    height += option_gap(frame) + frame.ui.fonts().line_height(TextRole::lamp);
  return height;
}

Type type_for(const Frame& frame, const LectureQuestion& question, const Rect& rect) {
  for (const Type& type : types)
    if (height_in(frame, question, type, rect.w) <= rect.h) return type;
  return types.back();
}

void draw_lecture_option(const Frame& frame, const LectureOption& option, std::size_t number,
                         TextRole role, Rect& rest) {
  ui::Ui& ui = frame.ui;
  const ui::Theme& theme = ui.theme();
  const float stroke = lecture_stroke(frame), side = badge(frame, role);
  Rect line = ui::take_top(rest, option_height(frame, option, role, rest.w));
  ui::take_top(rest, option_gap(frame));
  if (option.right) {
    const Rect frame_of_it = ui::inset(line, -option_gap(frame) / 2, -option_gap(frame) / 3);
    ui.canvas().fill(frame_of_it, theme.correct, option_gap(frame) / 2);
    ui.canvas().outline(frame_of_it, theme.ink, stroke, option_gap(frame) / 2);
  }
  const std::string id = "lecture.option." + std::to_string(number);
  const Rect mark = ui::take_left(line, side);
  const Rect disc{mark.x, line.centre().y - side / 2, side, side};
  ui.canvas().circle(disc.centre(), side / 2 - stroke, option.right ? theme.ink : theme.panel,
                     theme.ink, stroke);
  if (option.right)
    ui.canvas().icon(ui::inset(disc, side * 0.28f), ui::Icon::check, theme.panel);
  else
    ui.text(id + ".number", disc, std::to_string(number),
            {.role = role, .align = ui::Align::centre});
  ui::take_left(line, option_gap(frame));
  const float height = ui.text_height(option.words, line.w, role);
  ui.text(id, {line.x, line.centre().y - height / 2, line.w, height}, option.words,
          {.role = role, .wrap = true});
}

}  // namespace

void draw_presented_question(const Frame& frame, const LectureQuestion& question,
                             const Rect& rect) {
  ui::Ui& ui = frame.ui;
  const ui::Area area(ui, "lecture.question.area", ui::inset(rect, -option_gap(frame), 0),
                      {.background = false});
  const Type type = type_for(frame, question, rect);
  Rect rest = rect;
  const float spare = std::max(0.0f, rest.h - height_in(frame, question, type, rest.w));
  ui::take_top(rest, spare / 3);
  const float height = ui.text_height(question.words, rest.w, type.question);
  ui.text("lecture.question", ui::take_top(rest, height), question.words,
          {.role = type.question, .wrap = true});
  ui::take_top(rest, option_gap(frame));
  for (std::size_t i = 0; i < question.options.size(); ++i)
    draw_lecture_option(frame, question.options[i], i + 1, type.option, rest);
  if (question.answered && !question.answer.empty())
    ui.text("lecture.answer", ui::take_top(rest, ui.fonts().line_height(TextRole::lamp)),
            question.answer, {.role = TextRole::lamp});
}

}  // namespace app::panels
