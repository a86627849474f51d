// Programs at work: they see what a person would be told and make the same calls.
#pragma once

#include <optional>

#include "engine/host/turn.hpp"

namespace engine {

// The host tells the owner of a record what is new: accepts for a listener that does so at once,
// then lets the program of the connection act.
void react(Host& host, HostTurn::News news, ByteArena& bytes, HostTurn& turn);

// A call without the last act of the turn, for programs; none = refused.
struct Called {
  CallResult result{};
  std::uint32_t bytes{};
};
std::optional<Called> call_unsettled(Host& host, std::optional<ConnId> id, const Call& call,
                                     ByteArena& bytes, HostTurn& turn);

// When the program of this connection wants to be woken; never = only by news.
Instant wakes_at(const Connection& connection);

}  // namespace engine
