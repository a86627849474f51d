// What a panel gets: the session to read, the toolkit to draw with, the rectangles of the screen,
// and a list to put its wishes into. Panels never call each other: they meet in the session's
// selection and in intents. View state (scroll, filters) is a struct of the panel's own.
#pragma once

#include "app/session/intent.hpp"
#include "app/session/session.hpp"
#include "app/ui/layout.hpp"
#include "app/ui/ui.hpp"

namespace app::panels {

struct ContextMenuView;

struct Frame {
  const Session& session;
  ui::Ui& ui;
  ui::Layout layout;
  Intents& intents;
  ContextMenuView& context_menu;  // of whatever was asked about in this frame

  void wish(Intent intent) const { intents.push_back(std::move(intent)); }
};

}  // namespace app::panels
