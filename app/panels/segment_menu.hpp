// What can be done with one packet, as a menu beside it (ux.md 5.1): drop, delay, duplicate, hold
// or release, edit, deliver now, inspect. One menu for tokens, held packets and ladder arrows; the
// session says of which packet it is open. Its two dialogs live here too.
#pragma once

#include <optional>

#include "app/panels/delay_dialog.hpp"
#include "app/panels/segment_edit.hpp"

namespace app::panels {

struct SegmentMenuView {
  std::optional<engine::PacketId> open;  // whose menu is on the screen
  DelayDialogView delay{};
  SegmentEditView edit{};
};

// Draw after all panels: menus and dialogs lie above them.
void draw_segment_menu(const Frame& frame, SegmentMenuView& view);

}  // namespace app::panels
