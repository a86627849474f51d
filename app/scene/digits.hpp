// Numbers as digits for labels made of protocol tokens: the same in every language, grouped by
// thin spaces (U+2009) as everywhere on the screen (ux 9.2).
#pragma once

#include <cstdint>
#include <string>

#include "engine/base/time.hpp"

namespace scene {

std::string digits(std::uint64_t number);                   // "1 415 531 521"
std::string hex_digits(std::uint64_t number, int nibbles);  // "0x0000a3f1"

// A length of time as it is told in passing: 909.583 ms is 910 ms.
engine::Duration in_three_digits(engine::Duration length);

}  // namespace scene
