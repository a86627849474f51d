#include "engine/tcp/reconfigure.hpp"

#include <algorithm>

#include "engine/tcp/output.hpp"
#include "engine/tcp/patience.hpp"
#include "engine/tcp/transition.hpp"

namespace engine {
namespace {

void set_keepalive(Tcb& tcb, const TcpConfig& before, Instant now) {
  const TcpConfig& after = tcb.config;
  if (!after.keepalive) return tcb.timers.stop(Timer::keepalive);
  if (!keepalive_may_run(tcb.state)) return;
  if (before.keepalive && before.keepalive_idle == after.keepalive_idle) return;
  tcb.keepalive_probes = 0;
  tcb.timers.arm(Timer::keepalive, now, after.keepalive_idle);
}

}  // namespace

void call(Tcb& tcb, const ConfigureCall& wanted, Instant now, Effects& fx) {
  const TcpConfig before = tcb.config;
  tcb.config = wanted.config;
  if (tcb.state == State::closed || tcb.state == State::listen)
    return fx.note(Rule::configuration_changed, tcb);
  keep_what_syns_settled(tcb.config, before);
  tcb.config.user_timeout = before.user_timeout;
  tcb.snd.mss = std::min(tcb.snd.mss, wanted.config.mss);
  set_keepalive(tcb, before, now);
  fx.note(Rule::configuration_changed, tcb);
  if (wanted.config.user_timeout != tcb.patience.advertised)
    set_user_timeout(tcb, wanted.config.user_timeout, now, fx);
  const bool let_go = (before.nagle && !tcb.config.nagle) || (before.cork && !tcb.config.cork);
  if (let_go) output(tcb, now, fx);  // what was held back may leave
}

}  // namespace engine
