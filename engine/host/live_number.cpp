#include "engine/host/live_number.hpp"

#include "engine/base/invariant.hpp"

namespace engine {

SeqNum live_number(LiveNumber which, const Tcb& tcb) {
  switch (which) {
    case LiveNumber::iss:
      return tcb.snd.iss;
    case LiveNumber::irs:
      return tcb.rcv.irs;
    case LiveNumber::snd_una:
      return tcb.snd.una;
    case LiveNumber::snd_nxt:
      return tcb.snd.nxt;
    case LiveNumber::rcv_nxt:
      return tcb.rcv.nxt;
  }
  unreachable("LiveNumber");
}

const Connection* latest_connection(const Host& host) {
  for (auto c = host.connections.rbegin(); c != host.connections.rend(); ++c)
    if (c->tcb.state != State::listen) return &*c;
  return host.gone.empty() ? nullptr : &host.gone.back();
}

}  // namespace engine
