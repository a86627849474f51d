// The window that we offer, and when it is worth telling (RFC 9293 3.8.6.2.2, RFC 7323 2.4).
#pragma once

#include "engine/tcp/tcb.hpp"

namespace engine {

// The numbers that may arrive now.
inline SeqRange receive_window(const Tcb& tcb) { return {tcb.rcv.nxt, tcb.rcv.nxt + tcb.rcv.wnd}; }

// Moves the right edge of RCV.WND if it can move by a worthwhile amount; it never retreats.
void offer_window(Tcb& tcb);

// Does the room that reading has made deserve an acknowledgment of its own?
bool window_update_is_due(const Tcb& tcb);

}  // namespace engine
