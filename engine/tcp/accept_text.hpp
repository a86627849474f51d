// The seventh and eighth step: text and FIN, and the acknowledgment they earn (RFC 9293 3.10.7.4,
// delayed by RFC 9293 3.8.6.3).
#pragma once

#include "engine/tcp/arrives.hpp"

namespace engine {

// How soon the segment wants an acknowledgment.
enum class Reply : std::uint8_t { none, delayed, at_once };

// Steps six to eight, then everything that may leave now, with the acknowledgment on it or alone.
// `least` is what the earlier steps already owe.
void accept_text_and_reply(Tcb& tcb, const Segment& seg, Reply least, Instant now, Effects& fx);

// Text of a SYN that need not wait for the handshake (RFC 7413); a FIN is remembered until then.
void accept_early_text(Tcb& tcb, const Segment& seg, Instant now, Effects& fx);

}  // namespace engine
