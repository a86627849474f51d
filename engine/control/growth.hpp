// What an algorithm hears of an acknowledgment. It knows no segment and no timer.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/base/time.hpp"
#include "engine/segment/seq_num.hpp"

namespace engine {

struct Growth {
  std::uint32_t acknowledged;  // by this ACK, new octets
  std::uint32_t flight;        // in flight before it
  std::uint32_t smss;
  Instant now{};
  Duration srtt{};
  std::optional<Duration> round_trip{};  // of this ACK, where timestamps tell it
  SeqNum una{}, next{};                  // SND.UNA after it, and what will be sent next
};

}  // namespace engine
