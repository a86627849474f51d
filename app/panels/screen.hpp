// The main screen: which panel stands where, in which order they are drawn, and what lies over
// them. Holds the panels' view state; everything else is the session's.
#pragma once

#include "app/panels/attack_bench.hpp"
#include "app/panels/branch_strip.hpp"
#include "app/panels/compare_view.hpp"
#include "app/panels/context_menu.hpp"
#include "app/panels/endpoint_panel.hpp"
#include "app/panels/event_list.hpp"
#include "app/panels/forge_dialog.hpp"
#include "app/panels/frame.hpp"
#include "app/panels/glossary.hpp"
#include "app/panels/help.hpp"
#include "app/panels/inspector.hpp"
#include "app/panels/keys.hpp"
#include "app/panels/ladder_panel.hpp"
#include "app/panels/left_pane.hpp"
#include "app/panels/lesson_light.hpp"
#include "app/panels/presentation.hpp"
#include "app/panels/segment_menu.hpp"
#include "app/panels/session_dialog.hpp"
#include "app/panels/settings_dialog.hpp"
#include "app/panels/transport.hpp"
#include "app/panels/wire_band.hpp"

namespace app::panels {

class Screen {
 public:
  // Draws one frame and returns what the person asked for, in order.
  Intents draw(const Session& session, ui::Ui& ui, const Library& library);

 private:
  ui::LayoutRequest request_for(const Session& session, const ui::Ui& ui) const;
  void draw_main(const Frame& frame, const Library& library, const ui::LayoutRequest& request);
  void draw_middle(const Frame& frame);
  void draw_overlays(const Frame& frame, const Library& library);
  void obey(const Frame& frame, const KeyWishes& wishes);
  void copy(const Frame& frame);
  void draw_splitters(const Frame& frame, const ui::LayoutRequest& request);

  LeftPaneView left_;
  EndpointView client_, server_;
  WireBandView wire_;
  LadderPanelView ladder_;
  TransportView transport_;
  InspectorView inspector_;
  EventListView events_;
  SegmentMenuView menu_;
  ContextMenuView context_menu_;
  HelpView help_;
  SessionDialogViews sessions_;
  SettingsDialogView settings_;
  BranchNameView branch_name_;
  ForgeDialogView forge_;
  CompareView compare_;
  GlossaryView glossary_;
  LessonLightView light_;
  AttackBenchView bench_;
  PresentationView presentation_;
};

}  // namespace app::panels
