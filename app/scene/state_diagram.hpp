// RFC 9293 3.3.2, figure 5 as boxes and lines, with the trail of one connection on it. The arrows
// are the engine's own table of legal edges, so the picture cannot show an edge that TCP lacks.
// Coordinates are pixels inside the given area; nothing here knows colours or words.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "app/scene/geometry.hpp"
#include "app/scene/phrase.hpp"
#include "app/scene/position.hpp"
#include "app/scene/run_index.hpp"
#include "engine/tcp/state.hpp"

namespace scene {

// Small panels show the part in use; F3 shows the whole.
enum class DiagramPart : std::uint8_t { whole, opening, closing };
DiagramPart part_in_use(engine::State state);
// Of one connection: where its life ended CLOSED is the lower one, and the last transitions are
// seen.
DiagramPart part_in_use(const RunIndex& index, std::optional<engine::ConnId> connection,
                        engine::State current, const Position& playhead);

struct StateNode {
  engine::State state{};
  Rect box{};
  float row{};  // of the whole figure: 0 (CLOSED, where it begins) to 6
  bool current{};
  bool imaginary{};        // CLOSED: drawn as an outline (the record does not exist)
  std::uint32_t visits{};  // how often the trail entered it
  Phrase meaning{};        // "state.<identifier>", for hovering
};

struct DiagramEdge {
  engine::Edge edge{};
  Polyline line{};  // from border to border; the last corner is the arrow head
  Vec2 label_anchor{};
  std::vector<std::uint32_t> badges{};  // 1, 2, 3 ...: the transitions of the trail that took it
  bool recent{};                        // one of the last three transitions
  Phrase words{};                       // "edge.label" with event and action
};

struct TrailStep {
  std::uint32_t number{};  // from 1
  engine::State from{}, to{};
  engine::Instant at{};
  engine::StepIndex step{};
  std::uint32_t fact{};
  bool recent{};
  bool on_figure{};  // false: a reset or a give-up, which the figure has no arrow for
};

struct StateDiagram {
  DiagramPart part{};
  std::vector<StateNode> nodes{};
  std::vector<DiagramEdge> edges{};
  std::vector<TrailStep> trail{};  // up to the playhead, oldest first
  engine::State current{};
};

// How large the names are in the caller's letters: no box is smaller than its name.
struct NameSizes {
  std::array<float, engine::state_count> width{};  // by state
  float height{};
};
// Of letters that are all equally wide.
NameSizes name_sizes(float char_width, float height);

struct DiagramRoom {
  Rect area{};
  NameSizes names{};
};

// `current` is shown when there is no connection (CLOSED, or LISTEN of a listener).
StateDiagram state_diagram(const RunIndex& index, std::optional<engine::ConnId> connection,
                           engine::State current, const Position& playhead, DiagramPart part,
                           const DiagramRoom& room);

// All states of the figure as dots in its three columns and seven rows, too small for names.
std::vector<StateNode> figure_dots(const StateDiagram& diagram, const Rect& area);

// Words of one edge: {event} and {action} are words of the catalogues.
Phrase edge_words(const engine::Edge& edge);

}  // namespace scene
