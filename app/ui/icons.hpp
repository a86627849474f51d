// Pictures on buttons and marks in the drawing, drawn as vectors, never taken from a font.
#pragma once

#include <cstdint>

namespace app::ui {

enum class Icon : std::uint8_t {
  none,
  play,
  pause,
  step_forward,
  step_back,
  next_bookmark,
  previous_bookmark,
  jump_to_start,
  jump_to_end,
  plus,
  minus,
  menu,
  close,
  chevron_down,
  chevron_up,
  chevron_right,
  chevron_left,
  check,
  cross,
  clock,
  pencil,
  duplicate,
  bolt,
  gear,
  undo,
  redo,
  flag,
  lock,
  eye,
  search,
  question,
  attention,
  hourglass,
  branch,
  present,
  diamond,
  square,
  lines,
  hold,
  inspect,
  book,
};

}  // namespace app::ui
