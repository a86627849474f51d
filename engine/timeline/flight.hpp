// The life of one packet as recorded: from departure to its end. What ladders and wires are drawn
// from. Filled while recording, so that a picture never has to search the facts for it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/wire/packet.hpp"
#include "engine/world/step_record.hpp"

namespace engine {

enum class Fate : std::uint8_t { in_flight, held, delivered, dropped };

// A change on the way: from this instant on, the packet is due then (or held: never).
struct FlightTurn {
  Instant at{};
  Instant due{};
  StepIndex step{};
};

struct Flight {
  PacketId id;
  HostId from;
  std::optional<HostId> to;
  std::optional<ConnId> connection;  // of the sender
  Instant sent_at{};
  Instant due{};             // as known at departure; see turns for later changes
  StepIndex sent_step{};     // the step that sent it
  Instant ended_at = never;  // delivered or dropped
  StepIndex end_step{};
  Fate fate = Fate::in_flight;  // at the end of what is recorded
  std::optional<DropReason> drop_reason;
  Provenance provenance{};
  PacketId copy_of;
  PacketId original;  // of a retransmission: the first packet with these numbers (0 = none)
  bool retransmission{};
  bool edited{};
  ByteRef bytes;                  // as sent
  ByteRef final_bytes;            // as delivered (differs after an edit or corruption)
  std::vector<FlightTurn> turns;  // delays, holds, releases; usually empty
};

}  // namespace engine
