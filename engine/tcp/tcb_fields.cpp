#include "engine/tcp/tcb_fields.hpp"

#include "engine/base/invariant.hpp"
#include "engine/tcp/sequence.hpp"

namespace engine {
namespace {

constexpr std::uint64_t nanoseconds(Duration d) { return static_cast<std::uint64_t>(d.count()); }

std::uint64_t deadline(const Tcb& tcb, Timer timer) {
  const RunningTimer& row = tcb.timers[timer];
  return row.running() ? nanoseconds(row.expires_at.time_since_epoch()) : ~std::uint64_t{};
}

}  // namespace

std::string_view name(TcbField field) {
  using enum TcbField;
  switch (field) {
    case state:
      return "state";
    case snd_una:
      return "SND.UNA";
    case snd_nxt:
      return "SND.NXT";
    case snd_wnd:
      return "SND.WND";
    case snd_up:
      return "SND.UP";
    case snd_wl1:
      return "SND.WL1";
    case snd_wl2:
      return "SND.WL2";
    case iss:
      return "ISS";
    case snd_max_wnd:
      return "MAX.SND.WND";
    case snd_scale:
      return "Snd.Wind.Shift";
    case rcv_nxt:
      return "RCV.NXT";
    case rcv_wnd:
      return "RCV.WND";
    case rcv_up:
      return "RCV.UP";
    case irs:
      return "IRS";
    case rcv_scale:
      return "Rcv.Wind.Shift";
    case send_mss:
      return "Eff.snd.MSS";
    case cwnd:
      return "cwnd";
    case ssthresh:
      return "ssthresh";
    case srtt:
      return "SRTT";
    case rttvar:
      return "RTTVAR";
    case rto:
      return "RTO";
    case retransmissions:
      return "retransmissions";
    case ts_recent:
      return "TS.Recent";
    case last_ack_sent:
      return "Last.ACK.sent";
    case unsent:
      return "unsent";
    case unread:
      return "unread";
    case reassembly:
      return "reassembly";
    case timer_retransmit:
      return "timer.retransmit";
    case timer_persist:
      return "timer.persist";
    case timer_delayed_ack:
      return "timer.delayed_ack";
    case timer_keepalive:
      return "timer.keepalive";
    case timer_fin_wait_2:
      return "timer.fin_wait_2";
    case timer_time_wait:
      return "timer.time_wait";
    case timer_user_timeout:
      return "timer.user_timeout";
  }
  unreachable("TcbField");
}

bool is_sequence_number(TcbField field) {
  using enum TcbField;
  switch (field) {
    case snd_una:
    case snd_nxt:
    case snd_up:
    case snd_wl1:
    case snd_wl2:
    case iss:
    case rcv_nxt:
    case rcv_up:
    case irs:
    case last_ack_sent:
      return true;
    default:
      return false;
  }
}

// In the order of TcbField.
TcbVariables variables(const Tcb& tcb) {
  return {static_cast<std::uint64_t>(tcb.state),
          tcb.snd.una.raw,
          tcb.snd.nxt.raw,
          tcb.snd.wnd,
          tcb.snd.up.raw,
          tcb.snd.wl1.raw,
          tcb.snd.wl2.raw,
          tcb.snd.iss.raw,
          tcb.snd.max_wnd,
          tcb.snd.scale,
          tcb.rcv.nxt.raw,
          tcb.rcv.wnd,
          tcb.rcv.up.raw,
          tcb.rcv.irs.raw,
          tcb.rcv.scale,
          tcb.snd.mss,
          tcb.congestion.cwnd,
          tcb.congestion.ssthresh,
          nanoseconds(tcb.rtt.srtt),
          nanoseconds(tcb.rtt.rttvar),
          nanoseconds(tcb.rtt.rto),
          tcb.retransmissions,
          tcb.ts.recent,
          tcb.ts.last_ack_sent.raw,
          never_sent(tcb),
          tcb.receive_buffer.unread(),
          tcb.receive_buffer.held(),
          deadline(tcb, Timer::retransmit),
          deadline(tcb, Timer::persist),
          deadline(tcb, Timer::delayed_ack),
          deadline(tcb, Timer::keepalive),
          deadline(tcb, Timer::fin_wait_2),
          deadline(tcb, Timer::time_wait),
          deadline(tcb, Timer::user_timeout)};
}

}  // namespace engine
