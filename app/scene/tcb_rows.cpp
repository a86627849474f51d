#include "app/scene/tcb_rows.hpp"

#include <array>
#include <cctype>
#include <span>

#include "engine/control/congestion.hpp"

namespace scene {

using namespace engine;

namespace {

using enum TcbField;

constexpr std::array essential{snd_una, snd_nxt, snd_wnd, iss, rcv_nxt, rcv_wnd, irs, rto};
constexpr std::array all{snd_una,
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
                         TcbField::pipe,
                         duplicate_acks,
                         recovery_point,
                         sacked,
                         srtt,
                         rttvar,
                         rto,
                         retransmissions,
                         ts_recent,
                         last_ack_sent,
                         unsent,
                         unread,
                         reassembly};

constexpr std::string_view keys[tcb_field_count] = {"state",
                                                    "snd_una",
                                                    "snd_nxt",
                                                    "snd_wnd",
                                                    "snd_up",
                                                    "snd_wl1",
                                                    "snd_wl2",
                                                    "iss",
                                                    "snd_max_wnd",
                                                    "snd_scale",
                                                    "rcv_nxt",
                                                    "rcv_wnd",
                                                    "rcv_up",
                                                    "irs",
                                                    "rcv_scale",
                                                    "send_mss",
                                                    "cwnd",
                                                    "ssthresh",
                                                    "flight",
                                                    "pipe",
                                                    "duplicate_acks",
                                                    "recovery_point",
                                                    "sacked",
                                                    "srtt",
                                                    "rttvar",
                                                    "rto",
                                                    "retransmissions",
                                                    "ts_recent",
                                                    "last_ack_sent",
                                                    "unsent",
                                                    "unread",
                                                    "reassembly",
                                                    "timer_retransmit",
                                                    "timer_reorder",
                                                    "timer_tail_loss_probe",
                                                    "timer_persist",
                                                    "timer_delayed_ack",
                                                    "timer_keepalive",
                                                    "timer_fin_wait_2",
                                                    "timer_time_wait",
                                                    "timer_user_timeout"};

bool is_duration(TcbField field) { return field == srtt || field == rttvar || field == rto; }
bool is_deadline(TcbField field) { return field >= timer_retransmit; }

PhraseValue shown_value(TcbField field, const TcbVariables& variables, Numbers numbers) {
  const auto in = static_cast<State>(variables[static_cast<std::size_t>(state)]);
  if (!is_known(field, in)) return Word{"tcb.unknown"};
  return tcb_value(field, variables[static_cast<std::size_t>(field)], variables, numbers);
}

// Relative numbers count from the ISN of the end whose numbers they are.
TcbField base_of(TcbField field) {
  const bool of_peer =
      field == rcv_nxt || field == rcv_up || field == snd_wl1 || field == last_ack_sent;
  return of_peer ? irs : iss;
}

}  // namespace

bool is_known(TcbField field, State in) {
  const bool of_peer = field == rcv_nxt || field == rcv_up || field == irs || field == snd_wnd ||
                       field == snd_wl1 || field == snd_wl2 || field == last_ack_sent;
  if (in == State::syn_sent) return !of_peer;
  const bool ours = field == snd_una || field == snd_nxt || field == snd_up || field == iss ||
                    field == rcv_wnd || field == rto;
  return in != State::listen || !(of_peer || ours);
}

std::string_view key_of(TcbField field) { return keys[static_cast<std::size_t>(field)]; }

PhraseValue tcb_value(TcbField field, std::uint64_t value, const TcbVariables& variables,
                      Numbers numbers) {
  if (field == state) return std::string(name(static_cast<State>(value)));
  if (is_duration(field)) return Duration{static_cast<std::int64_t>(value)};
  if (is_deadline(field)) {
    if (value == ~std::uint64_t{0}) return Word{"timer.not_running"};
    return Instant{Duration{static_cast<std::int64_t>(value)}};
  }
  const bool limits = field == cwnd || field == ssthresh;
  if (limits && value == Congestion::unlimited) return Word{"tcb.unlimited"};
  if (field == recovery_point && value == ~std::uint64_t{0}) return Word{"tcb.none"};
  if (!is_sequence_number(field)) return static_cast<std::int64_t>(value);
  const SeqNum number{static_cast<std::uint32_t>(value)};
  if (numbers == Numbers::raw || field == iss || field == irs) return number;
  const auto base = static_cast<std::uint32_t>(variables[static_cast<std::size_t>(base_of(field))]);
  return std::int64_t{distance(SeqNum{base}, number)};
}

std::vector<TcbRow> tcb_rows(const TcbVariables& now, const TcbVariables& before, TcbDetail detail,
                             Numbers numbers) {
  const std::span<const TcbField> shown =
      detail == TcbDetail::essential ? std::span<const TcbField>(essential) : all;
  std::vector<TcbRow> rows;
  rows.reserve(shown.size());
  for (const TcbField field : shown) {
    const auto i = static_cast<std::size_t>(field);
    TcbRow row{.field = field,
               .name = name(field),
               .value = shown_value(field, now, numbers),
               .meaning = {"tcb." + std::string(key_of(field)), {}}};
    if (before[i] != now[i]) row.old = shown_value(field, before, numbers);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace scene
