// Is what a program read the beginning of what a Source writes? Every octet of that is known by its
// place, so text that is lost, doubled or out of order is found wherever it happens.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/host/pattern.hpp"

namespace engine::test {

inline bool is_pattern(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (static_cast<std::uint8_t>(text[i]) != pattern_octet(i)) return false;
  return true;
}

}  // namespace engine::test
