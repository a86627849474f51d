// Reads the variables of a TCB one after the other. Every note compares all of them with what they
// were, and there are several notes to an event: so this is inlined where it is used, and what is
// compared is not copied first.
#pragma once

#include "engine/tcp/next_seg.hpp"
#include "engine/tcp/sequence.hpp"
#include "engine/tcp/tcb_fields.hpp"

namespace engine {

constexpr std::uint64_t nanoseconds(Duration d) { return static_cast<std::uint64_t>(d.count()); }

inline std::uint64_t deadline(const Tcb& tcb, Timer timer) {
  const RunningTimer& row = tcb.timers[timer];
  return row.running() ? nanoseconds(row.expires_at.time_since_epoch()) : ~std::uint64_t{};
}

inline std::uint64_t recovery_point_of(const LossRecovery& r) {
  return r.phase == LossPhase::none || !r.point ? ~std::uint64_t{} : r.point->raw;
}

// Calls take(field, value) for every variable, in the order of TcbField.
template <class Take>
[[gnu::always_inline]] inline void each_variable(const Tcb& tcb, Take take) {
  using enum TcbField;
  take(state, static_cast<std::uint64_t>(tcb.state));
  take(snd_una, tcb.snd.una.raw);
  take(snd_nxt, tcb.snd.nxt.raw);
  take(snd_wnd, tcb.snd.wnd);
  take(snd_up, tcb.snd.up.raw);
  take(snd_wl1, tcb.snd.wl1.raw);
  take(snd_wl2, tcb.snd.wl2.raw);
  take(iss, tcb.snd.iss.raw);
  take(snd_max_wnd, tcb.snd.max_wnd);
  take(snd_scale, tcb.snd.scale);
  take(rcv_nxt, tcb.rcv.nxt.raw);
  take(rcv_wnd, tcb.rcv.wnd);
  take(rcv_up, tcb.rcv.up.raw);
  take(irs, tcb.rcv.irs.raw);
  take(rcv_scale, tcb.rcv.scale);
  take(send_mss, tcb.snd.mss);
  take(cwnd, tcb.congestion.cwnd);
  take(ssthresh, tcb.congestion.ssthresh);
  take(flight, distance(tcb.snd.una, tcb.snd.max));
  take(pipe, counted_in_flight(tcb));
  take(duplicate_acks, tcb.recovery.duplicates);
  take(recovery_point, recovery_point_of(tcb.recovery));
  take(sacked, tcb.recovery.scoreboard.octets());
  take(srtt, nanoseconds(tcb.rtt.srtt));
  take(rttvar, nanoseconds(tcb.rtt.rttvar));
  take(rto, nanoseconds(tcb.rtt.rto));
  take(retransmissions, tcb.retransmissions);
  take(ts_recent, tcb.ts.recent);
  take(last_ack_sent, tcb.ts.last_ack_sent.raw);
  take(unsent, never_sent(tcb));
  take(unread, tcb.receive_buffer.unread());
  take(reassembly, tcb.receive_buffer.held());
  take(timer_retransmit, deadline(tcb, Timer::retransmit));
  take(timer_reorder, deadline(tcb, Timer::reorder));
  take(timer_tail_loss_probe, deadline(tcb, Timer::tail_loss_probe));
  take(timer_persist, deadline(tcb, Timer::persist));
  take(timer_delayed_ack, deadline(tcb, Timer::delayed_ack));
  take(timer_keepalive, deadline(tcb, Timer::keepalive));
  take(timer_fin_wait_2, deadline(tcb, Timer::fin_wait_2));
  take(timer_time_wait, deadline(tcb, Timer::time_wait));
  take(timer_user_timeout, deadline(tcb, Timer::user_timeout));
}

}  // namespace engine
