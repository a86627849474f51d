#include "app/session/refused_call.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "app/scene/narration.hpp"
#include "app/session/phrases.hpp"
#include "engine/base/invariant.hpp"
#include "engine/host/ports.hpp"
#include "engine/host/stack.hpp"
#include "engine/tcp/user_calls.hpp"

namespace app {
namespace {

using engine::CallResult;
using engine::Connection;
using engine::State;

// The end of a key "refused.call.<reason>", with what the engine would return.
struct Reason {
  std::string_view key;
  CallResult result{};
};
using Verdict = std::optional<Reason>;  // none: the call is legal

constexpr Reason gone(CallResult result) { return {"gone", result}; }

Verdict why_no_sending(const engine::Tcb& tcb) {
  switch (tcb.state) {
    case State::closed:
      return gone(engine::obituary(tcb));
    case State::listen:
      if (!is_unspecified(tcb.sockets.remote.address) && tcb.sockets.remote.port != 0) return {};
      return Reason{"listens", CallResult::remote_unspecified};
    case State::syn_sent:
    case State::syn_received:
    case State::established:
    case State::close_wait:
      if (tcb.snd.fin_queued) return Reason{"fin", CallResult::closing};
      return {};
    case State::fin_wait_1:
    case State::fin_wait_2:
    case State::closing:
    case State::last_ack:
    case State::time_wait:
      return Reason{"fin", CallResult::closing};
  }
  engine::unreachable("State");
}

// RFC 9293 3.10.4: no FIN can be asked for where one is already promised.
Verdict why_no_fin(const engine::Tcb& tcb) {
  switch (tcb.state) {
    case State::closed:
      return gone(CallResult::does_not_exist);
    case State::syn_received:
      if (tcb.snd.fin_queued) return Reason{"fin", CallResult::closing};
      return {};
    case State::closing:
    case State::last_ack:
    case State::time_wait:
      return Reason{"fin", CallResult::closing};
    case State::listen:
    case State::syn_sent:
    case State::established:
    case State::close_wait:
    case State::fin_wait_1:
    case State::fin_wait_2:
      return {};
  }
  engine::unreachable("State");
}

// A call on this record, which is the program's own.
struct OnRecord {
  const Connection& record;

  Verdict operator()(const engine::SendText&) const { return why_no_sending(record.tcb); }
  Verdict operator()(const engine::SendBulk&) const { return why_no_sending(record.tcb); }
  Verdict operator()(const engine::Read&) const {
    if (record.tcb.state == State::closed) return gone(engine::obituary(record.tcb));
    if (record.tcb.application_left) return Reason{"left", CallResult::closing};
    return {};
  }
  Verdict operator()(const engine::Shutdown& shutdown) const {
    if (record.tcb.state == State::closed) return gone(CallResult::does_not_exist);
    const bool reading = shutdown.how != engine::ShutdownHow::write;
    if (reading && record.tcb.state == State::listen)
      return Reason{"listens", CallResult::remote_unspecified};
    if (shutdown.how == engine::ShutdownHow::read) return {};
    return why_no_fin(record.tcb);
  }
  Verdict operator()(const engine::Close& close) const {
    const bool aborts = close.linger == engine::Duration{} && record.tcb.state != State::listen;
    if (aborts) return (*this)(engine::Abort{});
    if (record.tcb.application_left) return Reason{"left", CallResult::closing};
    // After shutdown() it only says that the program reads no more, either.
    const bool finished = record.tcb.state == State::closing ||
                          record.tcb.state == State::last_ack ||
                          record.tcb.state == State::time_wait;
    return finished ? Verdict{} : why_no_fin(record.tcb);
  }
  Verdict operator()(const engine::Abort&) const {
    if (record.tcb.state == State::closed) return gone(CallResult::does_not_exist);
    return {};
  }
  Verdict operator()(const auto&) const { engine::unreachable("a call that needs no record"); }
};

struct Judge {
  const engine::Host& host;
  std::optional<engine::ConnId> id;
  engine::Instant now;

  Verdict operator()(const engine::Listen& listen) const {
    const engine::Socket local{host.address, listen.port};
    const bool taken = std::ranges::any_of(host.connections.listeners(), [&](const auto& row) {
      return host.connections.find(row.id)->tcb.sockets.local == local;
    });
    if (taken) return Reason{"port_listens", CallResult::already_exists};
    return {};
  }
  Verdict operator()(const engine::Connect& connect) const {
    if (is_unspecified(connect.remote.address) || connect.remote.port == 0)
      return Reason{"no_remote", CallResult::remote_unspecified};
    if (is_multicast(connect.remote.address) || is_broadcast(connect.remote.address))
      return Reason{"to_many", CallResult::invalid};
    std::uint16_t port = connect.local_port;
    if (port == 0) {
      const std::optional<std::uint16_t> free =
          choose_port(host, {.local = {host.address, 0}, .remote = connect.remote}, now);
      if (!free) return Reason{"no_port", CallResult::no_resources};
      port = *free;
    }
    switch (use_of(host, {.local = {host.address, port}, .remote = connect.remote}, now)) {
      case engine::PairUse::free:
      case engine::PairUse::reusable:
        return {};
      case engine::PairUse::waits:
        return Reason{"pair_waits", CallResult::already_exists};
      case engine::PairUse::taken:
        return Reason{"pair_taken", CallResult::already_exists};
    }
    engine::unreachable("PairUse");
  }
  Verdict operator()(const engine::Accept&) const {
    const bool listens =
        id ? host.connections.listener(*id) != nullptr : !host.connections.listeners().empty();
    if (!listens) return Reason{"no_listener", CallResult::does_not_exist};
    return {};
  }
  Verdict operator()(const auto& call) const {
    const Connection* const record = id ? host.connections.find(*id) : newest_of_application(host);
    if (record == nullptr) return nothing_there();
    if (!record->accepted && record->tcb.state != State::listen)
      return Reason{"not_accepted", CallResult::does_not_exist};
    return OnRecord{*record}(call);
  }

  // What was there once says how it ended.
  Verdict nothing_there() const {
    for (auto c = host.gone.rbegin(); c != host.gone.rend(); ++c)
      if (!id || c->id == *id) return gone(engine::obituary(c->tcb));
    return Reason{"none", CallResult::does_not_exist};
  }
};

}  // namespace

std::optional<Refusal> why_not_call(const engine::DoCall& call, const engine::World& world,
                                    const engine::Timeline& timeline) {
  const Verdict verdict =
      std::visit(Judge{world.host(call.host), call.connection, world.now}, call.call);
  if (!verdict) return {};
  PhraseValues values = call_values(timeline, call.host, call.call.index());
  values.emplace_back("result", scene::Word{"result." + std::string(name(verdict->result))});
  return Refusal{{"refused.call." + std::string(verdict->key), std::move(values)}, {}};
}

}  // namespace app
