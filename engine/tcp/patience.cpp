#include "engine/tcp/patience.hpp"

#include <algorithm>

namespace engine {
namespace {

constexpr std::int64_t largest_value = 0x7FFF;  // 15 bits

std::uint32_t in_seconds(Duration d) { return static_cast<std::uint32_t>(d / 1s); }

// A timer that runs already runs for the new time, counted from when it was armed.
void use(Tcb& tcb, Duration timeout, Instant now) {
  tcb.config.user_timeout = timeout;
  tcb.patience.settled = timeout > 0s;
  RunningTimer& timer = tcb.timers[Timer::user_timeout];
  if (!timer.running()) return;
  if (timeout == 0s)
    tcb.timers.stop(Timer::user_timeout);
  else
    timer.expires_at = std::max(now, timer.armed_at + timeout);
}

}  // namespace

UserTimeoutOption user_timeout_option(Duration timeout) {
  const std::int64_t seconds = std::max<std::int64_t>(timeout / 1s, 1);  // 0 is reserved
  if (seconds <= largest_value) return {false, static_cast<std::uint16_t>(seconds)};
  return {true, static_cast<std::uint16_t>(std::min(seconds / 60, largest_value))};
}

void user_timeout_was_told(Tcb& tcb, bool on_syn, Effects& fx) {
  if (!on_syn) tcb.patience.announce = false;
  fx.note(Rule::user_timeout_told, tcb, {in_seconds(tcb.patience.advertised)});
}

void hear_user_timeout(Tcb& tcb, const Options& options, Instant now, Effects& fx) {
  if (!options.user_timeout) return;
  const UserTimeoutOption heard = *options.user_timeout;
  const Duration remote = heard.value * (heard.in_minutes ? Duration(60s) : Duration(1s));
  if (!tcb.config.user_timeout_option || !tcb.patience.changeable)
    return fx.silence(Rule::user_timeout_not_heard, tcb, {in_seconds(remote)});
  const Duration least = std::max(tcb.config.user_timeout_least, tcb.rtt.rto);
  const Duration adopted =
      std::min(tcb.config.user_timeout_most, std::max({tcb.patience.advertised, remote, least}));
  use(tcb, adopted, now);
  fx.note(Rule::user_timeout_adopted, tcb, {in_seconds(remote), in_seconds(adopted)});
}

void set_user_timeout(Tcb& tcb, Duration timeout, Instant now, Effects& fx) {
  use(tcb, timeout, now);
  tcb.patience.changeable = false;
  tcb.patience.advertised = timeout;
  tcb.patience.announce = tcb.config.user_timeout_option && timeout > 0s;
  fx.note(Rule::user_timeout_set, tcb, {in_seconds(timeout)});
}

}  // namespace engine
