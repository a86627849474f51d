#include "engine/host/linger.hpp"

#include "engine/tcp/user_calls.hpp"

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

void linger_meets_state(const Host& host, Connection& c, HostTurn& turn) {
  if (c.linger_until == never || waits_for_ack_of_fin(c.tcb.state)) return;
  c.linger_until = never;
  if (c.tcb.snd.una == c.tcb.snd.max)
    return note(c.id, turn, Rule::linger_satisfied, Outcome::done);
  const CallResult known = obituary(c.tcb);
  turn.facts.push_back(
      CallMade{.host = host.id,
               .connection = c.id,
               .call = static_cast<std::uint8_t>(Call(Close{}).index()),
               .result = known == CallResult::does_not_exist ? CallResult::reset : known});
}

void end_linger(Connection& c, HostTurn& turn) {
  c.linger_until = never;
  note(c.id, turn, Rule::linger_over, Outcome::done);
}

}  // namespace engine
