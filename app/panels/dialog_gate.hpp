// The door between a dialog on the screen and the rest: it opens the dialog when it is wanted,
// freezes time while it is up, and notices when the person closed it with Escape or a click beside.
#pragma once

#include <string_view>

#include "app/panels/frame.hpp"

namespace app::panels {

class DialogGate {
 public:
  // Call every frame. `wanted` says whether it should be up. Returns closed when the person has
  // closed it since the last frame; the owner then stops wanting it.
  enum class Turn { shut, open, closed };
  Turn follow(const Frame& frame, std::string_view id, bool wanted) {
    if (up_ && !frame.ui.dialog_open(id)) {
      shut(frame);
      return Turn::closed;
    }
    if (wanted && !up_) {
      frame.ui.open_dialog(id);
      frame.wish(Freeze{FreezeReason::dialog});
      up_ = true;
    } else if (!wanted && up_) {
      frame.ui.close_popup();
      shut(frame);
    }
    return up_ ? Turn::open : Turn::shut;
  }

 private:
  void shut(const Frame& frame) {
    frame.wish(Unfreeze{FreezeReason::dialog});
    up_ = false;
  }

  bool up_ = false;
};

// The two buttons at the bottom of a dialog; takes its strip off `rest`. Enter says yes.
enum class Answer { none, yes, no };
Answer ask(const Frame& frame, std::string_view id, ui::Rect& rest, std::string_view yes_words,
           std::string_view why_not = {});

}  // namespace app::panels
