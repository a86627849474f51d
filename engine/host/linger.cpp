#include "engine/host/linger.hpp"

namespace engine {
namespace {

constexpr bool waits_for_ack_of_fin(State s) {
  return s == State::fin_wait_1 || s == State::closing || s == State::last_ack;
}

std::uint32_t in_milliseconds(Duration d) { return static_cast<std::uint32_t>(d / 1ms); }

}  // namespace

void begin_linger(Host& host, ConnId id, Duration linger, HostTurn& turn) {
  Connection& c = host.connections.edit(id);
  if (!waits_for_ack_of_fin(c.tcb.state)) return;
  c.linger_until = turn.now + linger;
  turn.touched.push_back(id);
  note(id, turn, Rule::linger_begins, Outcome::done, {in_milliseconds(linger)});
}

void linger_meets_state(Connection& c, HostTurn& turn) {
  if (c.linger_until == never || waits_for_ack_of_fin(c.tcb.state)) return;
  const bool acknowledged = c.tcb.state != State::closed ||
                            (c.tcb.error == Signal::closed && c.tcb.snd.una == c.tcb.snd.nxt);
  c.linger_until = never;
  if (acknowledged) return note(c.id, turn, Rule::linger_satisfied, Outcome::done);
  c.last_result = CallResult::reset;  // a reset took the place of the acknowledgment of the FIN
}

void end_linger(Connection& c, HostTurn& turn) {
  c.linger_until = never;
  note(c.id, turn, Rule::linger_over, Outcome::done);
}

}  // namespace engine
