#include "engine/tcp/tail_loss_probe.hpp"

#include <algorithm>

#include "engine/tcp/ecn.hpp"
#include "engine/tcp/output.hpp"
#include "engine/tcp/rack.hpp"
#include "engine/tcp/resend.hpp"
#include "engine/tcp/sequence.hpp"

namespace engine {
namespace {

constexpr Duration longest_ack_delay = 200ms;  // what a peer with delayed ACKs may add

Duration time_to_probe(const Tcb& tcb) {
  if (!tcb.rtt.measured) return 1s;
  const bool one_segment = unacknowledged(tcb) <= text_per_segment(tcb);
  return 2 * tcb.rtt.srtt + (one_segment ? longest_ack_delay : 0ns);
}

bool may_probe(const Tcb& tcb) {
  return rack_in_use(tcb) && tcb.recovery.phase == LossPhase::none &&
         tcb.recovery.scoreboard.empty() && !tcb.rack.probe_end && tcb.retransmissions == 0 &&
         tcb.rack.measured_since_probe && tcb.snd.syn_acknowledged && !tcb.rack.sent.empty() &&
         !waits_for_window(tcb) && !tcb.timers[Timer::reorder].running();
}

}  // namespace

void schedule_probe(Tcb& tcb, Instant now) {
  if (!may_probe(tcb)) return;
  const RunningTimer& retransmit = tcb.timers[Timer::retransmit];
  if (retransmit.running()) tcb.rack.timeout_at = retransmit.expires_at;
  const Duration until_timeout = std::max<Duration>(tcb.rack.timeout_at - now, 0ns);
  tcb.timers.stop(Timer::retransmit);
  tcb.timers.arm(Timer::tail_loss_probe, now, std::min(time_to_probe(tcb), until_timeout));
}

void probe_timer_fires(Tcb& tcb, Instant now, Effects& fx) {
  tcb.rack.probe_was_again = !send_new_text_as_probe(tcb, now, fx);
  tcb.rack.measured_since_probe = false;
  if (!tcb.rack.probe_was_again || resend_last(tcb, now, fx))
    tcb.rack.probe_end = tcb.snd.max;
  else
    fx.silence(Rule::window_closed, tcb, {unsent(tcb), tcb.snd.wnd});
  if (!tcb.timers[Timer::retransmit].running()) tcb.timers.arm(Timer::retransmit, now, tcb.rtt.rto);
}

// The text that the probe repeated has arrived. Had it arrived twice, a duplicate would be reported
// or a second acknowledgment would come; with one of something later, it had been lost (7.4).
void hear_answer_to_tail_probe(Tcb& tcb, const Segment& seg, AckNews news, Effects& fx) {
  RackState& rack = tcb.rack;
  if (!rack.probe_end || precedes(seg.ack, *rack.probe_end)) return;
  const bool beyond = precedes(*rack.probe_end, seg.ack);
  const bool twice = news.twice || (news.repeats && seg.options.sack.count == 0);
  const bool decided = !rack.probe_was_again || twice || beyond;
  const bool repaired = rack.probe_was_again && !twice && beyond;
  if (decided) rack.probe_end.reset();
  if (!repaired) return;
  if (tcb.recovery.phase != LossPhase::none || !tcb.congestion.controlled()) return;
  tcb.congestion.on_loss(std::max(unacknowledged(tcb), text_per_segment(tcb)),
                         text_per_segment(tcb));
  reduced_for_loss(tcb);
  fx.note(Rule::tail_probe_repaired, tcb, {tcb.congestion.cwnd, tcb.congestion.ssthresh});
}

}  // namespace engine
