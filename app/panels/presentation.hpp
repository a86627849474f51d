// The screen of a lecture (ux.md 12, wireframe 2.3): two lamps, wire, eight rows of ladder and a
// caption. Where things stand is app/scene/presentation; what can be pressed is the business of the
// wire band and of the keys. Start at draw_presentation.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>

#include "app/panels/endpoint_panel.hpp"
#include "app/panels/event_list.hpp"
#include "app/panels/frame.hpp"
#include "app/panels/inspector.hpp"
#include "app/panels/library.hpp"
#include "app/panels/wire_band.hpp"
#include "app/scene/ladder_axis.hpp"
#include "app/scene/presentation.hpp"
#include "app/session/lecture.hpp"

namespace app::panels {

struct PresentationView {
  EndpointView client, server;
  // Columns of the ladder are as wide as their widest words so far: they do not jump.
  scene::LadderAxis axis;
  std::array<float, 4> columns{};  // flags, seq, ack, len
  float remark = 0;
  engine::BranchId branch{};
  std::uint32_t run{};
  float height{};  // of the screen for which that was measured
  // Of what is read out at this beat: two lines at a time.
  std::size_t page = 0, pages = 1;
  std::string paged;  // the whole of it
  // A question whose answer a class is looking at, by beat and number: the next one of the beat
  // waits for the next press.
  std::optional<std::pair<std::uint32_t, std::uint32_t>> looked_at;
  // The pointer that nobody moves disappears.
  ui::Point pointer{};
  double pointer_moved = 0;
  // Since when Escape is held, and whether it was playing before: holding it leaves.
  std::optional<double> escape_since;
  bool played_before = false;
};

// What it shares with the main screen.
struct SharedViews {
  WireBandView& wire;
  InspectorView& inspector;
  EventListView& events;
};

// What the frame's layout has to leave room for.
scene::PresentationNeeds needs_of(const Session& session, const ui::Ui& ui,
                                  const PresentationView& view);

void draw_presentation(const Frame& frame, const Library& library, const SharedViews& shared,
                       PresentationView& view);
// Over everything: the black screen, the ring around the pointer.
void draw_over_presentation(const Frame& frame, PresentationView& view);

// ---- its parts
void draw_presented_end(const Frame& frame, const Endpoint& end, const ui::Rect& rect);
void draw_presented_ladder(const Frame& frame, PresentationView& view);
void draw_presented_caption(const Frame& frame, const Library& library,
                            const std::optional<Lecture>& lecture, PresentationView& view);
void draw_presented_question(const Frame& frame, const LectureQuestion& question,
                             const ui::Rect& rect);
std::optional<Lecture> lecture_of(const Frame& frame, const PresentationView& view);
// What a remote's keys do in a lesson: to the next page of the caption, else to the next beat.
void turn_page(const Frame& frame, PresentationView& view, int direction);

}  // namespace app::panels
