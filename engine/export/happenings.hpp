// What a text ladder is made of: the packets between two hosts and the changes of state that no
// packet brought, in order, each with the state that its host is in then.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/export/transcript.hpp"
#include "engine/timeline/timeline.hpp"

namespace engine {

enum class Side : std::uint8_t { left, right };
constexpr Side across(Side side) { return side == Side::left ? Side::right : Side::left; }

struct Happening {
  enum class Kind : std::uint8_t { departs, arrives, is_lost, changes };
  Kind kind{};
  Instant at{};
  PacketId packet;     // of the first three
  Side side{};         // where: sender, receiver; of is_lost the sender
  State state{};       // of that side, afterwards
  std::string remark;  // "(Close)", "(Timeout)": why
};

struct Happenings {
  State left_before{}, right_before{};  // when the first packet departs
  std::vector<Happening> rows;
};

Happenings read_happenings(const Timeline& timeline, const TranscriptOptions& options);

}  // namespace engine
