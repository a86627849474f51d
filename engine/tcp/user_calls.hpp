// The user's calls (RFC 9293 3.10.1-5; requirements table C). Each answers through Effects::result.
#pragma once

#include "engine/tcp/effects.hpp"
#include "engine/tcp/event.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

void call(Tcb& tcb, const ActiveOpen& open, Instant now, Effects& fx);
void call(Tcb& tcb, const PassiveOpen& open, Instant now, Effects& fx);
void call(Tcb& tcb, const SendCall& send, Instant now, Effects& fx);
void call(Tcb& tcb, const ReceiveCall& receive, Instant now, Effects& fx);
void call(Tcb& tcb, const ShutdownCall& shutdown, Instant now, Effects& fx);
void call(Tcb& tcb, const CloseCall& close, Instant now, Effects& fx);
void call(Tcb& tcb, const AbortCall& abort, Instant now, Effects& fx);

// Octets that a SEND would take now.
std::uint32_t room_to_send(const Tcb& tcb);

// What a call after the end answers: why the connection died (MUST-12).
CallResult obituary(const Tcb& tcb);

}  // namespace engine
