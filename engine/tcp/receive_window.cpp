#include "engine/tcp/receive_window.hpp"

#include <algorithm>

namespace engine {
namespace {

std::uint32_t room(const Tcb& tcb) {
  const std::uint32_t unread = tcb.receive_buffer.unread();
  const std::uint32_t buffer = tcb.config.receive_buffer;
  return std::min(buffer - std::min(buffer, unread), 65'535u << tcb.rcv.scale);
}

// The window as it would be if it were recomputed now, in the granules that the field can say.
std::uint32_t open_window(const Tcb& tcb) { return room(tcb) >> tcb.rcv.scale << tcb.rcv.scale; }

// With a scale the field says the window only in granules. Said too small, the right edge would
// seem to retreat (SHLD-14), so it is said too large while that costs less than one granule of
// buffer. Beyond that it is rounded down, and RFC 7323 2.4 holds: whatever lies left of an edge
// that was ever offered is accepted, for RCV.WND itself never shrinks from the right.
void round_up_to_granules(Tcb& tcb) {
  const std::uint32_t granule = 1u << tcb.rcv.scale;
  const std::uint32_t rounded_up = (tcb.rcv.wnd + granule - 1) & ~(granule - 1);
  if (rounded_up < room(tcb) + granule) tcb.rcv.wnd = rounded_up;
}

}  // namespace

// Receiver's silly-window avoidance (RFC 9293 3.8.6.2.2): the right edge stands still until it can
// move by a worthwhile amount.
void offer_window(Tcb& tcb) {
  const std::uint32_t open = open_window(tcb);
  const std::uint32_t worthwhile =
      std::min<std::uint32_t>(tcb.config.receive_buffer / 2, announced_mss(tcb.config));
  if (open > tcb.rcv.wnd && open - tcb.rcv.wnd >= worthwhile) tcb.rcv.wnd = open;
  round_up_to_granules(tcb);
}

bool window_update_is_due(const Tcb& tcb) {
  const std::uint32_t open = open_window(tcb);
  if (open <= tcb.rcv.wnd) return false;
  const std::uint32_t gain = open - tcb.rcv.wnd;
  const std::uint32_t half = tcb.config.receive_buffer / 2;
  const std::uint32_t mss = announced_mss(tcb.config);
  return gain >= std::min(half, 2 * mss) || (tcb.rcv.wnd < mss && gain >= std::min(half, mss));
}

}  // namespace engine
