// The sequence diagram as lines, labels and bars (ux 3.3), for the rows inside the viewport only:
// the work does not grow with the history. What is later than the playhead is flagged, not hidden;
// hiding the future is the caller's choice (show_future).
// It knows no colours, no fonts, no words: labels are protocol tokens, sentences are phrases.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/scene/geometry.hpp"
#include "app/scene/heading.hpp"
#include "app/scene/label_placement.hpp"
#include "app/scene/ladder_axis.hpp"
#include "app/scene/phrase.hpp"
#include "app/scene/run_index.hpp"

namespace scene {

struct LadderView {
  Rect area{};          // on the screen, in logical pixels: lanes and lifelines
  double scroll{};      // content y (LadderAxis) at the top of the area
  Position playhead{};  // where the run stands
  Numbers numbers = Numbers::raw;
  bool show_future = true;
  float lane_width = 64;  // of the state lane; the timer lane outside it is half as wide
  float char_width = 8;   // of the label font, to measure labels
  float label_height = 18;
  std::optional<engine::ConnId> connection{};  // lanes of this one at each end; none = the newest
};

struct Column {  // one lifeline per host: hosts[0] at the left, hosts[1] at the right, others
                 // between
  engine::HostId host{};
  float x{};
  bool lanes_left{};  // on which side the lanes are
};

struct Arrow {
  engine::PacketId packet{};
  Polyline line{};  // departure, perhaps a rest on the way, arrival or the place of the drop
  engine::Fate fate{};
  bool future{};       // departs after the playhead: draw at 25 %
  float known_to_y{};  // below this (the playhead) the arrow is not yet seen
  bool retransmission{}, duplicate{}, forged{}, edited{}, delayed{};
  bool leftwards{};
  PacketLabel label{};
  LabelPlace label_place{};
  std::optional<engine::PacketId> original{};  // of a retransmission: for the bracket "same seq"
  std::uint32_t attempt{};                     // which retransmission of it: 1, 2, ...
};

// Departures of one host, each closer to the one before than three pixels, as one: "8 x SYN". A
// long row of them is cut into several, so that each has room for its label.
struct Stack {
  engine::PacketId first{}, last{};  // ids between may be another host's
  std::uint32_t count{};
  engine::HostId from{};
  std::optional<engine::HostId> to{};
  Vec2 top{}, bottom{};  // departure of the first, arrival of the last
  Vec2 top_end{};        // arrival of the first
  Vec2 bottom_begin{};   // departure of the last
  bool future{};
  bool forged{};        // some of them are
  std::string flags{};  // when all have the same, else empty
  LabelPlace label_place{};
};

struct StateBar {
  engine::HostId host{};
  engine::ConnId connection{};
  engine::State state{};
  Rect box{};
  bool begins_here{};  // its top is the change itself, not the edge of the picture: write the name
  bool future{};
  engine::StepIndex step{};
};

struct TimerBar {
  engine::HostId host{};
  engine::ConnId connection{};
  engine::Timer timer{};
  Rect box{};
  TimerSpan::End end = TimerSpan::End::running;
  bool begins_here{}, ends_here{};
  bool restarted{};  // mark the top with an arrow
  bool future{};
  std::uint8_t attempt{};
};

enum class MarkKind : std::uint8_t { call, expiry, rule, intervention, signal, power };
struct EventMark {
  MarkKind kind{};
  engine::HostId host{};
  Vec2 at{};
  engine::StepIndex step{};
  std::uint32_t fact{};
  std::uint32_t folded{};  // further marks closer than three pixels
  bool future{};
  Phrase words{};
};

struct BreakMark {
  Rect box{};  // across both lifelines
  engine::Duration length{};
  std::optional<double> of_previous{};  // "4 s = twice the previous wait"
  bool future{};
};

struct Tick {
  float y{};
  engine::Instant at{};
};

struct Ladder {
  std::vector<Column> columns{};
  std::vector<Arrow> arrows{};
  std::vector<Stack> stacks{};
  std::vector<StateBar> states{};
  std::vector<TimerBar> timers{};
  std::vector<EventMark> marks{};
  std::vector<BreakMark> breaks{};
  std::vector<Tick> ticks{};
  float playhead_y{};  // may lie outside the area
};

Ladder ladder(const engine::Timeline& timeline, const RunIndex& index, const LadderAxis& axis,
              const LadderView& view);

// The x of each host's lifeline.
std::vector<Column> columns(std::size_t hosts, const LadderView& view);

}  // namespace scene
