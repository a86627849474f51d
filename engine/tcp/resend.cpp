#include "engine/tcp/resend.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"
#include "engine/tcp/launch.hpp"
#include "engine/tcp/next_seg.hpp"
#include "engine/tcp/rack.hpp"
#include "engine/tcp/sequence.hpp"
#include "engine/tcp/undo.hpp"

namespace engine {
namespace {

// One segment from the beginning of a range that was sent before, with the FIN if that lies in it.
// False if a window that has shrunk meanwhile has no room for it (SHLD-16).
bool resend(Tcb& tcb, SeqRange missing, Rule why, Instant now, Effects& fx) {
  missing = overlap(missing, {tcb.snd.una, tcb.snd.una + tcb.snd.wnd});
  if (is_empty(missing)) return false;
  const SeqNum fin = text_end(tcb);
  const std::uint32_t lying = length({missing.left, earlier(missing.right, fin)});
  const std::uint32_t text = std::min(lying, room_for_text(tcb));
  const SeqNum end = missing.left + text;
  const bool with_fin = tcb.snd.fin_sent && end == fin && precedes(fin, missing.right);
  INVARIANT(text > 0 || with_fin);
  const Flags flags{.ack = true, .psh = text > 0 && end == fin, .fin = with_fin};
  launch(tcb, {.seq = missing.left, .flags = flags, .text = text, .retransmission = true}, now, fx);
  count_sent_again(tcb, text);
  tcb.recovery.high_rxt = later(tcb.recovery.high_rxt, end + (with_fin ? 1 : 0));
  fx.note(why, tcb, {missing.left.raw, text, pipe(tcb), tcb.congestion.cwnd});
  return true;
}

bool pipe_has_room(const Tcb& tcb) {
  return pipe(tcb) + text_per_segment(tcb) <= tcb.congestion.cwnd;
}

}  // namespace

void resend_lost(Tcb& tcb, Instant now, Effects& fx) {
  LossRecovery& r = tcb.recovery;
  if (r.phase != LossPhase::fast_recovery) return;
  if (r.front_is_due) {
    r.front_is_due = false;
    const auto lost = rack_in_use(tcb) ? rack_first_lost(tcb) : std::nullopt;
    const SeqNum end = r.scoreboard.next_known(tcb.snd.una, *r.point);
    resend(tcb, lost.value_or(SeqRange{tcb.snd.una, end}), Rule::front_resent, now, fx);
  }
  if (!tcb.sack_permitted) return;
  for (auto hole = next_hole(tcb); hole && hole->lost && pipe_has_room(tcb); hole = next_hole(tcb))
    if (!resend(tcb, hole->range, Rule::hole_resent, now, fx)) return;
}

void resend_doubtful(Tcb& tcb, Instant now, Effects& fx) {
  LossRecovery& r = tcb.recovery;
  const bool by_scoreboard = tcb.sack_permitted && !rack_in_use(tcb);
  if (r.phase != LossPhase::fast_recovery || !by_scoreboard) return;
  auto hole = next_hole(tcb);
  for (; hole && pipe_has_room(tcb); hole = next_hole(tcb))
    if (!resend(tcb, hole->range, Rule::doubtful_hole_resent, now, fx)) return;
  if (hole || !pipe_has_room(tcb)) return;
  const std::optional<SeqRange> last = rescue(tcb);
  if (!last) return;
  const SeqNum high_rxt = r.high_rxt;  // a rescue does not move it
  r.rescued = resend(tcb, *last, Rule::rescue_resent, now, fx);
  r.high_rxt = high_rxt;
}

bool resend_last(Tcb& tcb, Instant now, Effects& fx) {
  const SeqRange last = tcb.rack.sent.back().range;
  const std::uint32_t most = std::min(length(last), room_for_text(tcb));
  return resend(tcb, {last.right - most, last.right}, Rule::tail_probe_again, now, fx);
}

}  // namespace engine
