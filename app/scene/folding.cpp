#include "app/scene/folding.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace scene {

std::vector<bool> open_blocks(std::span<const Block> blocks, float room) {
  constexpr float rounding = 0.5f;
  std::vector<bool> open(blocks.size());
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    open[i] = blocks[i].wanted && blocks[i].pinned;
    room -= blocks[i].title + (open[i] ? blocks[i].body : 0);
  }
  std::vector<std::size_t> order(blocks.size());
  std::iota(order.begin(), order.end(), std::size_t{});
  std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair(blocks[i].importance, i); });
  for (const std::size_t i : order) {
    if (open[i] || !blocks[i].wanted || blocks[i].body > room + rounding) continue;
    open[i] = true;
    room -= blocks[i].body;
  }
  return open;
}

}  // namespace scene
