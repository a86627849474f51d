// Open and save a session (ux 5.2, 14): a field for the path, and under it what lies in our own
// folder or was kept automatically. A name without a folder means our own.
#pragma once

#include <string>

#include "app/panels/dialog_gate.hpp"
#include "app/panels/library.hpp"

namespace app::panels {

struct SessionDialogView {
  std::string path;  // as typed
  bool fresh{};      // the field has not had the keyboard yet
  DialogGate gate{};
};

struct SessionDialogViews {
  SessionDialogView open, save;
};

void draw_session_dialogs(const Frame& frame, const Library& library, SessionDialogViews& views);

}  // namespace app::panels
