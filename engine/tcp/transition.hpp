// Changes of state, and what belongs to each (RFC 9293 3.3.2, 3.10). Every change of Tcb::state
// goes through change_state, which asserts that figure 5 or its notes allow it and notes why.
#pragma once

#include <initializer_list>

#include "engine/tcp/effects.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

using Numbers = std::initializer_list<std::uint32_t>;

void change_state(Tcb& tcb, State to, Rule why, Effects& fx, Numbers numbers = {});

// The states in which a silent peer is probed (RFC 9293 3.8.4).
constexpr bool keepalive_may_run(State s) {
  return s == State::established || s == State::fin_wait_2 || s == State::close_wait;
}

// ESTABLISHED: the application hears of it, congestion control starts, and a CLOSE that came too
// early takes effect. Called before the acknowledgment of our SYN is accounted for.
void establish(Tcb& tcb, Rule why, Instant now, Effects& fx);

// Congestion control starts, with the initial window.
void begin_sending(Tcb& tcb);

void enter_fin_wait_2(Tcb& tcb, Instant now, Effects& fx);
void enter_time_wait(Tcb& tcb, Rule why, Instant now, Effects& fx);

// CLOSED: timers and queues are gone, the application hears `news`.
void close_record(Tcb& tcb, Signal news, Rule why, Effects& fx, Numbers numbers = {});

// A RST of ours has ended the connection: CLOSED, or TIME-WAIT where the configuration keeps the
// record of whoever resets (ruling H7).
void end_by_reset(Tcb& tcb, Signal news, Rule why, Instant now, Effects& fx, Numbers numbers = {});

// A passive handshake fails without the user being told: back to LISTEN, or to TIME-WAIT if the
// SYN had reopened one and so was an old duplicate (MAY-2).
void abandon_handshake(Tcb& tcb, Rule why, Instant now, Effects& fx, Numbers numbers = {});

// TIME-WAIT begins anew as SYN-RECEIVED; the numbers of the old incarnation are kept aside.
void set_former_aside(Tcb& tcb, SeqNum iss);

// Nothing known of a peer: the TCB as it is after an OPEN, before any segment.
void begin_incarnation(Tcb& tcb, SeqNum iss);

}  // namespace engine
