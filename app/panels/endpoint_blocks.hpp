// The blocks of an endpoint panel below the lamp: their titles, which fold them, and how much room
// each gets. What the person folded is remembered and holds for both ends, so that they stay
// comparable; what there is no room for folds by itself and opens by a click (ux.md 3.1).
#pragma once

#include <array>

#include "app/panels/frame.hpp"
#include "app/scene/folding.hpp"

namespace app::panels {

struct Endpoint;
struct EndpointView;

// In the order in which they stand, and as the settings call them.
enum class EndpointBlock : std::uint8_t { calls, diagram, variables, timers, queues, connections };
inline constexpr std::array endpoint_blocks{Panel::calls,     Panel::small_diagram,
                                            Panel::variables, Panel::timers,
                                            Panel::queues,    Panel::connections};
inline constexpr std::size_t endpoint_block_count = endpoint_blocks.size();
inline constexpr float block_title_height = 19, block_gap = 3;

// What is known of the blocks in this frame: which are there at all, and how high their bodies are.
// Heights are nominal where the content comes and goes (a timer that starts must not move the
// picture above it).
struct BlockPlan {
  std::array<bool, endpoint_block_count> present{};
  std::array<float, endpoint_block_count> body{};
  std::array<bool, endpoint_block_count> open{};
};

// Decides `open`; the diagram grows into what is left of `room`.
void fold_blocks(const Frame& frame, const EndpointView& view, float room, BlockPlan& plan);

// The title: a chevron, the name, and at the right what is worth saying even when folded.
void draw_block_title(const Frame& frame, const Endpoint& end, EndpointView& view,
                      const BlockPlan& plan, std::size_t block, const ui::Rect& line,
                      const std::string& summary);

}  // namespace app::panels
