#include "engine/tcp/undo.hpp"

#include <algorithm>

#include "engine/tcp/rack.hpp"

namespace engine {

void remember_for_undo(Tcb& tcb) {
  tcb.recovery.reduction.reset();
  if (!tcb.config.undo_by_dsack || !tcb.congestion.controlled()) return;
  tcb.recovery.reduction = Reduction{.before = tcb.congestion, .from = tcb.snd.una};
}

void count_sent_again(Tcb& tcb, std::uint32_t octets) {
  if (tcb.recovery.reduction) tcb.recovery.reduction->again += octets;
}

void hear_needless_copy(Tcb& tcb, const SackBlock& twice, Effects& fx) {
  LossRecovery& r = tcb.recovery;
  if (!r.reduction || precedes(twice.left, r.reduction->from)) return;
  r.reduction->twice += length({twice.left, twice.right});
  if (r.reduction->again == 0 || r.reduction->twice < r.reduction->again) return;
  const Congestion before = r.reduction->before;
  const std::uint32_t now = tcb.congestion.cwnd;
  tcb.congestion = before;
  tcb.congestion.cwnd = std::max(before.cwnd, now);
  r.reduction.reset();
  if (r.phase == LossPhase::fast_recovery) {
    r.phase = LossPhase::none;
    r.front_is_due = false;
    r.rate = {};
    rack_recovery_is_over(tcb);
  }
  fx.note(Rule::reduction_undone, tcb, {tcb.congestion.cwnd, tcb.congestion.ssthresh});
}

}  // namespace engine
