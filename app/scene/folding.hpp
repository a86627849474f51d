// Which blocks of a panel stay open when there is little room (ux 3.1): the minimum first. Pure
// arithmetic over heights; knows no panel.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace scene {

struct Block {
  float title{}, body{};      // heights; a folded block keeps its title
  std::uint8_t importance{};  // 0 stays open longest
  bool wanted = true;         // false: folded by the person
  bool pinned = false;        // opened by the person although there was no room
};

// For each block whether its body is shown. Titles and pinned bodies always get their room, whether
// there is any or not; the others get what is left, in order of importance.
std::vector<bool> open_blocks(std::span<const Block> blocks, float room);

}  // namespace scene
