// "Delay by ...": how much longer a packet shall be under way.
#pragma once

#include <optional>
#include <string>

#include "app/panels/dialog_gate.hpp"

namespace app::panels {

struct DelayDialogView {
  std::optional<engine::PacketId> of;  // open while set
  std::string by;                      // as typed
  bool fresh{};                        // the field has not had the keyboard yet
  DialogGate gate{};
};

void open_delay_dialog(DelayDialogView& view, engine::PacketId packet);
void draw_delay_dialog(const Frame& frame, DelayDialogView& view);

}  // namespace app::panels
