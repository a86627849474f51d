#include "engine/tcp/tcb_fields.hpp"

#include "engine/tcp/each_variable.hpp"

namespace engine {
namespace {

struct Row {
  TcbField field;
  std::string_view name;
  bool is_sequence_number = false;
};

using enum TcbField;

// In the order of TcbField.
constexpr std::array<Row, tcb_field_count> rows{{
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
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (rows[i].field != static_cast<TcbField>(i)) return false;
  return true;
}
static_assert(is_in_order());

const Row& row(TcbField field) { return rows[static_cast<std::size_t>(field)]; }

}  // namespace

std::string_view name(TcbField field) { return row(field).name; }

bool is_sequence_number(TcbField field) { return row(field).is_sequence_number; }

TcbVariables variables(const Tcb& tcb) {
  TcbVariables all;
  each_variable(tcb, [&all](TcbField field, std::uint64_t value) {
    all[static_cast<std::size_t>(field)] = value;
  });
  return all;
}

}  // namespace engine
