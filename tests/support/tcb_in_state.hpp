// A TCB in a given state, brought there by real events, with every number known:
// our ISS is `iss`, the peer's is `irs`, the peer grants 1000 octets, and wherever text may be
// outstanding ten octets are.
#pragma once

#include <optional>
#include <string_view>

#include "engine/tcp/advance.hpp"

namespace support {

using namespace engine;

// The rows of requirements B.7.
enum class Situation : std::uint8_t {
  closed,
  listen,
  syn_sent,
  syn_received_passive,
  syn_received_active,
  established,
  fin_wait_1,
  fin_wait_2,
  close_wait,
  closing,
  last_ack,
  time_wait,
};
inline constexpr std::size_t situation_count = 12;
std::string_view name(Situation situation);

inline constexpr std::uint16_t granted = 1000;
inline constexpr std::uint32_t outstanding = 10;
SocketPair example_sockets();

Tcb tcb_in(Situation situation, SeqNum iss, SeqNum irs, const TcpConfig& config = {});

// Any event. As advance(), and what it notes counts as seen.
void happen(Tcb& tcb, const TcpEvent& event, Instant at, Effects& fx);
Effects happen(Tcb& tcb, const TcpEvent& event, Instant at = world_start);
// A segment of the peer arrives at the start of the world.
void arrive(Tcb& tcb, const Segment& segment, Effects& fx, SeqNum fresh_iss = {77'000});
Effects arrive(Tcb& tcb, const Segment& segment);
// Later than that.
void arrive_at(Tcb& tcb, const Segment& segment, Instant at, Effects& fx);

CallResult result_of(Tcb& tcb, const TcpEvent& event);  // of a call at the start of the world

// The first note of this rule.
std::optional<Note> note_of(const Effects& fx, Rule rule);
bool noted(const Effects& fx, Rule rule);

// Acknowledges at once, and is changed as the test says.
TcpConfig prompt_with(auto change) {
  TcpConfig config{.delayed_ack = 0s};
  change(config);
  return config;
}

}  // namespace support
