// An ICMP error about this connection arrives (RFC 9293 3.9.2.2, RFC 5927, RFC 1191).
#pragma once

#include "engine/segment/icmp.hpp"
#include "engine/tcp/effects.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

void icmp_arrives(Tcb& tcb, const IcmpError& error, Instant now, Effects& fx);

}  // namespace engine
