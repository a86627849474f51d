#include "engine/tcp/tcb_fields.hpp"

#include "engine/tcp/next_seg.hpp"
#include "engine/tcp/sequence.hpp"

namespace engine {
namespace {

struct Row {
  TcbField field;
  std::string_view name;
  bool is_sequence_number = false;
};

using enum TcbField;

// In the order of TcbField.
constexpr std::array<Row, tcb_field_count> table{{
    {state, "state"},
    {snd_una, "SND.UNA", true},
    {snd_nxt, "SND.NXT", true},
    {snd_wnd, "SND.WND"},
    {snd_up, "SND.UP", true},
    {snd_wl1, "SND.WL1", true},
    {snd_wl2, "SND.WL2", true},
    {iss, "ISS", true},
    {snd_max_wnd, "MAX.SND.WND"},
    {snd_scale, "Snd.Wind.Shift"},
    {rcv_nxt, "RCV.NXT", true},
    {rcv_wnd, "RCV.WND"},
    {rcv_up, "RCV.UP", true},
    {irs, "IRS", true},
    {rcv_scale, "Rcv.Wind.Shift"},
    {send_mss, "Eff.snd.MSS"},
    {cwnd, "cwnd"},
    {ssthresh, "ssthresh"},
    {flight, "FlightSize"},
    {TcbField::pipe, "pipe"},
    {duplicate_acks, "DupAcks"},
    {recovery_point, "RecoveryPoint", true},
    {sacked, "SACKed"},
    {srtt, "SRTT"},
    {rttvar, "RTTVAR"},
    {rto, "RTO"},
    {retransmissions, "retransmissions"},
    {ts_recent, "TS.Recent"},
    {last_ack_sent, "Last.ACK.sent", true},
    {unsent, "unsent"},
    {unread, "unread"},
    {reassembly, "reassembly"},
    {timer_retransmit, "timer.retransmit"},
    {timer_reorder, "timer.reorder"},
    {timer_tail_loss_probe, "timer.tail_loss_probe"},
    {timer_persist, "timer.persist"},
    {timer_delayed_ack, "timer.delayed_ack"},
    {timer_keepalive, "timer.keepalive"},
    {timer_fin_wait_2, "timer.fin_wait_2"},
    {timer_time_wait, "timer.time_wait"},
    {timer_user_timeout, "timer.user_timeout"},
}};

consteval bool is_in_order() {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (table[i].field != static_cast<TcbField>(i)) return false;
  return true;
}
static_assert(is_in_order());

const Row& row(TcbField field) { return table[static_cast<std::size_t>(field)]; }

constexpr std::uint64_t nanoseconds(Duration d) { return static_cast<std::uint64_t>(d.count()); }

std::uint64_t deadline(const Tcb& tcb, Timer timer) {
  const RunningTimer& row = tcb.timers[timer];
  return row.running() ? nanoseconds(row.expires_at.time_since_epoch()) : ~std::uint64_t{};
}

std::uint64_t recovery_point_of(const LossRecovery& r) {
  return r.phase == LossPhase::none || !r.point ? ~std::uint64_t{} : r.point->raw;
}

}  // namespace

std::string_view name(TcbField field) { return row(field).name; }

bool is_sequence_number(TcbField field) { return row(field).is_sequence_number; }

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
          distance(tcb.snd.una, tcb.snd.max),
          counted_in_flight(tcb),
          tcb.recovery.duplicates,
          recovery_point_of(tcb.recovery),
          tcb.recovery.scoreboard.octets(),
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
          deadline(tcb, Timer::reorder),
          deadline(tcb, Timer::tail_loss_probe),
          deadline(tcb, Timer::persist),
          deadline(tcb, Timer::delayed_ack),
          deadline(tcb, Timer::keepalive),
          deadline(tcb, Timer::fin_wait_2),
          deadline(tcb, Timer::time_wait),
          deadline(tcb, Timer::user_timeout)};
}

}  // namespace engine
