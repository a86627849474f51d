#include "engine/tcp/timers.hpp"

#include "engine/base/invariant.hpp"

namespace engine {

std::string_view name(Timer timer) {
  switch (timer) {
    case Timer::retransmit:
      return "retransmit";
    case Timer::reorder:
      return "reorder";
    case Timer::tail_loss_probe:
      return "tail_loss_probe";
    case Timer::persist:
      return "persist";
    case Timer::delayed_ack:
      return "delayed_ack";
    case Timer::keepalive:
      return "keepalive";
    case Timer::fin_wait_2:
      return "fin_wait_2";
    case Timer::time_wait:
      return "time_wait";
    case Timer::user_timeout:
      return "user_timeout";
  }
  unreachable("Timer");
}

std::optional<DueTimer> earliest(const TimerTable& timers) {
  std::optional<DueTimer> best;
  for (std::size_t i = 0; i < timer_count; ++i) {
    const RunningTimer& row = timers.rows[i];
    if (row.running() && (!best || row.expires_at < best->at))
      best = DueTimer{static_cast<Timer>(i), row.expires_at};
  }
  return best;
}

}  // namespace engine
