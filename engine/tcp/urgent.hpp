// Urgent mode of the receiver (RFC 9293 3.8.5, 3.10.7.4 sixth step). The pointer names the octet
// after the last urgent one (MUST-62); the data itself stays in the ordinary stream.
#pragma once

#include "engine/tcp/arrives.hpp"

namespace engine {

void accept_urgent(Tcb& tcb, const Segment& seg, Effects& fx);

// What a SYN said about urgent text waits, as the text does, for the connection.
void remember_urgent_of_syn(Tcb& tcb, const Segment& syn);
void hear_urgent_of_syn(Tcb& tcb, Effects& fx);

// Urgent mode ends when everything before the pointer has been read.
void leave_urgent_mode(Tcb& tcb, Effects& fx);

// Octets up to the urgent pointer that the application has not read (MUST-33).
std::uint32_t urgent_octets_left(const Tcb& tcb);

}  // namespace engine
