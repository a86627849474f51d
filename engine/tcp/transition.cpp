#include "engine/tcp/transition.hpp"

#include <algorithm>
#include <utility>

#include "engine/base/invariant.hpp"
#include "engine/tcp/sequence.hpp"
#include "engine/tcp/urgent.hpp"

namespace engine {
namespace {

void return_to_listen(Tcb& tcb, Rule why, Effects& fx, Numbers numbers) {
  static_cast<Incarnation&>(tcb) = {};
  static_cast<Lasting&>(tcb) = {
      .state = tcb.state, .sockets = tcb.passive, .passive = tcb.passive, .config = tcb.config};
  change_state(tcb, State::listen, why, fx, numbers);
}

void return_to_time_wait(Tcb& tcb, Rule why, Instant now, Effects& fx, Numbers numbers) {
  const Tcb::Former former = *tcb.former;
  begin_incarnation(tcb, former.iss);
  tcb.snd.una = tcb.snd.nxt = tcb.snd.max = former.snd_nxt;
  tcb.snd.up = former.snd_nxt;
  tcb.snd.max_wnd = former.snd_max_wnd;
  tcb.snd.syn_acknowledged = tcb.snd.fin_queued = tcb.snd.fin_sent = true;
  tcb.rcv.nxt = tcb.rcv.up = former.rcv_nxt;
  tcb.rcv.irs = former.irs;
  tcb.rcv.wnd = former.rcv_wnd;
  tcb.rcv.scale = former.rcv_scale;
  tcb.rcv.fin = true;
  tcb.ts = former.ts;
  tcb.origin = former.origin;
  tcb.application_left = former.application_left;
  tcb.timers.stop_all();
  tcb.timers.arm(Timer::time_wait, now, 2 * tcb.config.msl);
  change_state(tcb, State::time_wait, why, fx, numbers);
}

}  // namespace

void begin_sending(Tcb& tcb) {
  // One lost SYN shrinks the initial window of RFC 5681 3.1, but not yet that of RFC 6928 2.
  const std::uint8_t harmless = tcb.config.initial_window == 0 ? 0 : 1;
  const std::uint32_t segments = tcb.retransmissions > harmless ? 1 : tcb.config.initial_window;
  tcb.congestion = begin_congestion_control(tcb.config.congestion,
                                            initial_window(segments, text_per_segment(tcb)));
  if (tcb.config.hystart && tcb.congestion.controlled())
    tcb.congestion.hystart = HyStart{.round_end = tcb.snd.max};
}

void change_state(Tcb& tcb, State to, Rule why, Effects& fx, Numbers numbers) {
  INVARIANT(is_legal(tcb.state, to));
  tcb.state = to;
  if (!keepalive_may_run(to)) tcb.timers.stop(Timer::keepalive);
  fx.note(why, tcb, numbers);
}

void establish(Tcb& tcb, Rule why, Instant now, Effects& fx) {
  begin_sending(tcb);
  tcb.former.reset();
  tcb.last_text_sent_at = now;
  if (tcb.state == State::fin_wait_1) {  // CLOSE in SYN-RECEIVED was faster
    fx.note(Rule::handshake_complete_after_close, tcb);
    if (!tcb.fast_open.early) fx.signal(Signal::connected);
  } else {
    if (tcb.config.keepalive) tcb.timers.arm(Timer::keepalive, now, tcb.config.keepalive_idle);
    change_state(tcb, State::established, why, fx);
    if (!tcb.fast_open.early) fx.signal(Signal::connected);
    if (tcb.snd.fin_queued) change_state(tcb, State::fin_wait_1, Rule::deferred_close, fx);
  }
  hear_urgent_of_syn(tcb, fx);
}

void enter_fin_wait_2(Tcb& tcb, Instant now, Effects& fx) {
  change_state(tcb, State::fin_wait_2, Rule::fin_acknowledged, fx, {tcb.snd.una.raw});
  if (tcb.config.keepalive) tcb.timers.arm(Timer::keepalive, now, tcb.config.keepalive_idle);
  if (tcb.application_left && tcb.config.fin_wait_2_timeout > 0s) {
    tcb.timers.arm(Timer::fin_wait_2, now, tcb.config.fin_wait_2_timeout);
    fx.note(Rule::orphan_timer_started, tcb);
  }
}

void enter_time_wait(Tcb& tcb, Rule why, Instant now, Effects& fx) {
  change_state(tcb, State::time_wait, why, fx);
  tcb.timers.stop_all();
  tcb.timers.arm(Timer::time_wait, now, 2 * tcb.config.msl);
  fx.note(Rule::time_wait_started, tcb);
}

void close_record(Tcb& tcb, Signal news, Rule why, Effects& fx, Numbers numbers) {
  tcb.timers.stop_all();
  tcb.send_buffer.clear();
  tcb.receive_buffer.clear();
  tcb.error = news;
  change_state(tcb, State::closed, why, fx, numbers);
  fx.signal(news);
}

void end_by_reset(Tcb& tcb, Signal news, Rule why, Instant now, Effects& fx, Numbers numbers) {
  if (!tcb.config.reset_keeps_time_wait || !is_synchronized(tcb.state))
    return close_record(tcb, news, why, fx, numbers);
  tcb.send_buffer.clear();
  tcb.receive_buffer.clear();
  tcb.application_left = true;
  tcb.error = news;
  enter_time_wait(tcb, Rule::reset_keeps_record, now, fx);
  fx.signal(news);
}

void abandon_handshake(Tcb& tcb, Rule why, Instant now, Effects& fx, Numbers numbers) {
  if (tcb.former)
    return_to_time_wait(tcb, Rule::stale_syn_returns_to_time_wait, now, fx, numbers);
  else
    return_to_listen(tcb, why, fx, numbers);
}

void begin_incarnation(Tcb& tcb, SeqNum iss) {
  const std::uint32_t offset = tcb.ts.offset;
  static_cast<Incarnation&>(tcb) = {};
  tcb.ts.offset = offset;
  tcb.snd.iss = tcb.snd.una = tcb.snd.nxt = tcb.snd.max = tcb.snd.up = iss;
  tcb.snd.mss = std::min(default_mss, announced_mss(tcb.config));
  tcb.rcv.wnd = std::min(tcb.config.receive_buffer, 65'535u);
  tcb.rtt.rto = tcb.config.rto_initial;
  tcb.patience.advertised = tcb.config.user_timeout;
  tcb.patience.announce = tcb.config.user_timeout_option && tcb.config.user_timeout > 0s;
}

void set_former_aside(Tcb& tcb, SeqNum iss) {
  const Tcb::Former former{.snd_nxt = tcb.snd.nxt,
                           .rcv_nxt = tcb.rcv.nxt,
                           .iss = tcb.snd.iss,
                           .irs = tcb.rcv.irs,
                           .rcv_wnd = tcb.rcv.wnd,
                           .snd_max_wnd = tcb.snd.max_wnd,
                           .rcv_scale = tcb.rcv.scale,
                           .ts = tcb.ts,
                           .origin = tcb.origin,
                           .application_left = tcb.application_left};
  begin_incarnation(tcb, iss);
  tcb.former = former;
}

}  // namespace engine
