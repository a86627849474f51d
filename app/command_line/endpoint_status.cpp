#include "app/command_line/endpoint_status.hpp"

#include "app/command_line/endpoint_events.hpp"
#include "engine/tcp/sequence.hpp"

namespace app::command_line::endpoint {
namespace {

using engine::Connection;
using engine::Duration;
using engine::Tcb;

std::int64_t microseconds(Duration d) {
  return std::chrono::duration_cast<std::chrono::microseconds>(d).count();
}

Json timers(const Tcb& tcb) {
  Json running = Json::object();
  for (std::size_t i = 0; i < engine::timer_count; ++i) {
    const auto timer = static_cast<engine::Timer>(i);
    if (!tcb.timers[timer].running()) continue;
    const auto tick = tick_at_or_after(tcb.timers[timer].expires_at);
    running[std::string(name(timer))] = engine::microseconds(tick);
  }
  return running;
}

Json options(const Tcb& tcb) {
  Json scale;
  if (tcb.window_scaling) scale = {tcb.snd.scale, tcb.rcv.scale};
  return {{"window_scale", scale},
          {"sack", tcb.sack_permitted},
          {"timestamps", tcb.ts.on},
          {"ecn", tcb.ecn.on}};
}

void add_place(const engine::SocketPair& sockets, Json& to) {
  to["local_port"] = sockets.local.port;
  to["remote"] = to_string(sockets.remote);
  to["remote_port"] = sockets.remote.port;
}

void add_sequence_space(const Tcb& tcb, Json& to) {
  to["iss"] = tcb.snd.iss.raw;
  to["irs"] = tcb.rcv.irs.raw;
  to["snd_una"] = tcb.snd.una.raw;
  to["snd_nxt"] = tcb.snd.max.raw;  // what was sent stays sent, whatever is sent again
  to["snd_wnd"] = tcb.snd.wnd;
  to["snd_up"] = tcb.snd.up.raw;
  to["rcv_nxt"] = tcb.rcv.nxt.raw;
  to["rcv_wnd"] = tcb.rcv.wnd;
  to["rcv_up"] = tcb.rcv.up.raw;
  to["rcv_tos"] = tcb.rcv.tos;
}

void add_pace(const Tcb& tcb, Json& to) {
  to["mss"] = text_per_segment(tcb);
  to["cwnd"] = tcb.congestion.cwnd;
  to["ssthresh"] = tcb.congestion.ssthresh;
  to["flight"] = distance(tcb.snd.una, tcb.snd.max);
  to["srtt_us"] = microseconds(tcb.rtt.srtt);
  to["rttvar_us"] = microseconds(tcb.rtt.rttvar);
  to["rto_us"] = microseconds(tcb.rtt.rto);
  to["backoff"] = tcb.retransmissions;
  to["retransmits"] = tcb.retransmissions;
}

void add_listener(const Machine& machine, const Connection& c, Json& to) {
  const engine::QueueCounts queues = engine::queues(machine.host(), c.id);
  to["local_port"] = c.tcb.sockets.local.port;
  to["backlog"] = c.backlog;
  to["syn_queue"] = queues.half_open;
  to["accept_queue"] = queues.acceptable;
  to["cookies"] = false;
}

Json error_of(const Socket& socket) {
  if (socket.left == Left::aborted) return "aborted";
  if (!socket.last || socket.listens) return {};
  return error_code(socket.last->tcb.error);
}

}  // namespace

Json describe_socket(const Machine& machine, const Socket& socket) {
  const Connection* const living = socket.last ? nullptr : machine.record(socket.record);
  const Connection* const c = living != nullptr ? living : socket.last ? &*socket.last : nullptr;
  Json said = {{"state", state_name(living != nullptr ? c->tcb.state : engine::State::closed)},
               {"error", error_of(socket)}};
  if (c == nullptr) return said;
  if (socket.listens) {
    add_listener(machine, *c, said);
    return said;
  }
  add_place(c->tcb.sockets, said);
  add_sequence_space(c->tcb, said);
  add_pace(c->tcb, said);
  said["rcv_queued"] = living != nullptr ? c->tcb.receive_buffer.unread() : socket.unread.unread();
  said["snd_queued"] = c->tcb.send_buffer.length();
  said["options"] = options(c->tcb);
  said["timers"] = timers(c->tcb);
  return said;
}

Json list_sockets(Machine& machine) {
  Json all = Json::array();
  for (const Connection& c : machine.host().connections) {
    const Socket* const socket = machine.sockets().of(c.id);
    Json row = {{"sock", nullptr}, {"state", state_name(c.tcb.state)}};
    if (socket != nullptr) row["sock"] = socket->number;
    add_place(c.tcb.sockets, row);
    all.push_back(std::move(row));
  }
  return all;
}

}  // namespace app::command_line::endpoint
