#include "engine/tcp/advance.hpp"

#include "engine/base/invariant.hpp"
#include "engine/tcp/arrives.hpp"
#include "engine/tcp/icmp_arrives.hpp"
#include "engine/tcp/reconfigure.hpp"
#include "engine/tcp/sequence.hpp"
#include "engine/tcp/timeouts.hpp"
#include "engine/tcp/user_calls.hpp"

namespace engine {
namespace {

void happen(Tcb& tcb, const SegmentArrives& event, Instant now, Effects& fx) {
  tcb.last_received_at = now;
  switch (tcb.state) {
    case State::closed:
      return arrives_in_closed(tcb, event.segment, fx);
    case State::listen:
      return arrives_in_listen(tcb, event, now, fx);
    case State::syn_sent:
      return arrives_in_syn_sent(tcb, event, now, fx);
    case State::syn_received:
    case State::established:
    case State::fin_wait_1:
    case State::fin_wait_2:
    case State::close_wait:
    case State::closing:
    case State::last_ack:
    case State::time_wait:
      return arrives_synchronized(tcb, event, now, fx);
  }
  unreachable("State");
}

void happen(Tcb& tcb, const IcmpArrives& event, Instant now, Effects& fx) {
  icmp_arrives(tcb, event.error, now, fx);
}

void happen(Tcb& tcb, const TimerFires& event, Instant now, Effects& fx) {
  timer_fires(tcb, event, now, fx);
}

template <class Call>
void happen(Tcb& tcb, const Call& event, Instant now, Effects& fx) {
  call(tcb, event, now, fx);
}

// What holds after every event, whatever it was.
void assert_sound(const Tcb& tcb) {
  INVARIANT(in_flight(tcb) <= unacknowledged(tcb) && unacknowledged(tcb) < 0x8000'0000u);
  const auto running = [&tcb](Timer t) { return tcb.timers[t].running(); };
  INVARIANT(!(running(Timer::retransmit) && running(Timer::persist)));
  INVARIANT(!running(Timer::persist) || unsent(tcb) > 0 || fin_is_due(tcb));
  INVARIANT(running(Timer::time_wait) == (tcb.state == State::time_wait));
  INVARIANT(!running(Timer::fin_wait_2) || tcb.state == State::fin_wait_2);
  INVARIANT(tcb.state != State::closed || !earliest(tcb.timers));
}

}  // namespace

void advance(Tcb& tcb, const TcpEvent& event, Instant now, Effects& fx) {
  fx.begin(tcb);
  std::visit([&](const auto& what) { happen(tcb, what, now, fx); }, event);
  assert_sound(tcb);
}

void advance(Tcb& tcb, const SegmentArrives& event, Instant now, Effects& fx) {
  fx.begin(tcb);
  happen(tcb, event, now, fx);
  assert_sound(tcb);
}

Effects advance(Tcb& tcb, const TcpEvent& event, Instant now) {
  Effects fx;
  advance(tcb, event, now, fx);
  return fx;
}

void refuse_stranger(const SegmentArrives& event, Effects& fx) {
  const Tcb nobody;
  fx.begin(nobody);
  arrives_in_closed(nobody, event.segment, fx);
}

}  // namespace engine
