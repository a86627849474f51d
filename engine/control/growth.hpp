// What an algorithm hears of an acknowledgment. It knows no segment and no timer.
#pragma once

#include <cstdint>

#include "engine/base/time.hpp"

namespace engine {

struct Growth {
  std::uint32_t acknowledged;  // by this ACK, new octets
  std::uint32_t flight;        // in flight before it
  std::uint32_t smss;
  Instant now{};
  Duration srtt{};
};

}  // namespace engine
