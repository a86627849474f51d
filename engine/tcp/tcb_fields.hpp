// The variables of a TCB by name, for notes ("SND.UNA 1001 -> 2001"), inspector and diffs. A test
// compares this list with the struct.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "engine/rules/note.hpp"

namespace engine {

struct Tcb;

enum class TcbField : std::uint8_t {
  state,
  snd_una,
  snd_nxt,
  snd_wnd,
  snd_up,
  snd_wl1,
  snd_wl2,
  iss,
  snd_max_wnd,
  snd_scale,
  rcv_nxt,
  rcv_wnd,
  rcv_up,
  irs,
  rcv_scale,
  send_mss,
  cwnd,
  ssthresh,
  flight,
  pipe,
  duplicate_acks,
  recovery_point,  // all ones = no recovery
  sacked,
  srtt,
  rttvar,
  rto,
  retransmissions,  // durations in nanoseconds
  ts_recent,
  last_ack_sent,
  unsent,
  unread,
  reassembly,  // bytes queued to send, to read, out of order
  timer_retransmit,
  timer_reorder,
  timer_tail_loss_probe,
  timer_persist,
  timer_delayed_ack,
  timer_keepalive,
  timer_fin_wait_2,
  timer_time_wait,
  timer_user_timeout,  // deadlines in nanoseconds, all ones = not running
};
inline constexpr std::size_t tcb_field_count = 41;

std::string_view name(TcbField field);  // as on the screen: "SND.UNA"
bool is_sequence_number(TcbField field);

using TcbVariables = std::array<std::uint64_t, tcb_field_count>;
TcbVariables variables(const Tcb& tcb);

}  // namespace engine
