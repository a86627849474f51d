// A packet reaches a host: is it a segment, is it for us, whose is it (requirements B.1, B.2).
// RFC 9293 3.1, 3.9.2.3, 3.10.7.1.
#include "engine/host/stack.hpp"

#include "engine/host/fast_open.hpp"
#include "engine/host/isn.hpp"
#include "engine/host/listener.hpp"
#include "engine/segment/codec.hpp"
#include "engine/segment/icmp.hpp"
#include "engine/tcp/advance.hpp"

namespace engine {
namespace {

// Bytes that are no segment vanish; the note says at which check.
void refuse_bytes(Malformed why, HostTurn& turn) {
  const auto check = static_cast<std::uint32_t>(why);
  const Rule rule = why == Malformed::tcp_checksum ? Rule::checksum_wrong : Rule::packet_malformed;
  note(std::nullopt, turn, rule, Outcome::silent, {check});
}

bool is_unicast(Ipv4Address a) {
  return !is_unspecified(a) && !is_multicast(a) && !is_broadcast(a);
}

// An address as four numbers for a sentence.
void note_address(HostTurn& turn, Rule rule, Ipv4Address a) {
  note(std::nullopt, turn, rule, Outcome::silent,
       {a.raw >> 24, a.raw >> 16 & 0xFF, a.raw >> 8 & 0xFF, a.raw & 0xFF});
}

// MUST-57 and MUST-63: never answer what was not sent to us alone by somebody alone.
bool addresses_hold(const Host& host, const Ipv4Header& ip, HostTurn& turn) {
  if (!is_mine(host, ip.destination)) {
    note_address(turn, Rule::not_our_address, ip.destination);
    return false;
  }
  if (!is_unicast(ip.source)) {
    note_address(turn, Rule::source_not_unicast, ip.source);
    return false;
  }
  return true;
}

void refuse(Host& host, const SegmentArrives& event, ByteArena& bytes, HostTurn& turn) {
  note(std::nullopt, turn, Rule::no_record, Outcome::done, {event.sockets.local.port});
  refuse_stranger(event, turn.fx);
  publish_without_record(host, std::nullopt, event.sockets, bytes, turn);
}

// MUST-54: an ICMP error reaches the connection that its quotation names; a listener sent nothing
// that could have gone wrong.
std::optional<ConnId> receive_icmp(Host& host, ByteRef packet, ByteArena& bytes, HostTurn& turn) {
  const auto error = decode_icmp(bytes.read(packet));
  if (!error) {
    refuse_bytes(error.error(), turn);
    return std::nullopt;
  }
  if (!addresses_hold(host, {.source = error->reporter, .destination = error->destination}, turn))
    return std::nullopt;
  const std::optional<ConnId> id = host.connections.with_sockets(error->quoted);
  if (id)
    drive(host, *id, IcmpArrives{*error}, bytes, turn);
  else
    note(std::nullopt, turn, Rule::icmp_for_nobody, Outcome::silent,
         {error->type, error->code, error->quoted.local.port});
  settle(host, bytes, turn);
  return id;
}

// RFC 9293 3.9.2.1: the way that a packet came is the way of ours, the latest before those before;
// but nothing changes the one that the application has given.
void hear_route(Host& host, ConnId id, HostTurn& turn) {
  Connection& c = host.connections.edit(id);
  if (c.tcb.state == State::listen || c.route == *turn.way_back) return;
  if (c.route_given)
    return note(id, turn, Rule::source_route_overridden, Outcome::silent, {c.route.count});
  follow_route(c, *turn.way_back);
  note(id, turn, Rule::source_route_kept, Outcome::done, {c.route.count});
}

}  // namespace

std::optional<ConnId> receive(Host& host, ByteRef packet, ByteArena& bytes, HostTurn& turn) {
  const std::span<const std::uint8_t> octets = bytes.read(packet);
  const auto ip = decode_ip(octets);
  if (!ip && ip.error() == Malformed::not_tcp) return receive_icmp(host, packet, bytes, turn);
  if (!ip) {
    refuse_bytes(ip.error(), turn);
    return std::nullopt;
  }
  if (!addresses_hold(host, *ip, turn)) return std::nullopt;
  SegmentArrives event{.congestion_experienced = ip->ecn == Ecn::congestion, .tos = ip->tos};
  const auto options = decode_rest(*ip, octets, packet.offset, event.segment);
  if (!options) {
    refuse_bytes(options.error(), turn);
    return std::nullopt;
  }
  event.options_damaged = *options == OptionsHealth::damaged;
  if (event.options_damaged) note(std::nullopt, turn, Rule::options_cut, Outcome::done);
  event.sockets = {.local = {ip->destination, event.segment.dest_port},
                   .remote = {ip->source, event.segment.source_port}};
  const std::optional<ConnId> id = demultiplex(host, event.sockets);
  turn.way_back = return_route(octets);
  if (id && turn.way_back) hear_route(host, *id, turn);
  if (!id)
    refuse(host, event, bytes, turn);
  else if (host.connections.find(*id)->tcb.state == State::listen)
    arrives_at_listener(host, *id, event, bytes, turn);
  else if (host.connections.find(*id)->tcb.state == State::time_wait)
    arrives_in_time_wait(host, *id, event, bytes, turn);
  else
    arrives_at_connection(host, *id, event, bytes, turn);
  if (event.segment.options.fast_open && id) keep_pass(host, *id, event, turn);
  settle(host, bytes, turn);
  return id;
}

void fire_timer(Host& host, ConnId id, Timer timer, ByteArena& bytes, HostTurn& turn) {
  Connection& c = host.connections.edit(id);
  turn.tell(TimerMoved{.host = host.id,
                       .connection = id,
                       .expires_at = c.tcb.timers[timer].expires_at,
                       .timer = timer,
                       .move = TimerMove::expired,
                       .attempt = c.tcb.retransmissions});
  Before before(c.tcb);
  before.timers.stop(timer);  // it has run out: running again counts as a start
  turn.touched.push_back(id);
  const TimerFires event{.timer = timer, .most_syn_acks = most_syn_acks(host, c)};
  const bool sooner = event.most_syn_acks < c.tcb.config.syn_ack_retries &&
                      c.tcb.retransmissions >= event.most_syn_acks;
  if (timer == Timer::retransmit && sooner)
    note(id, turn, Rule::request_given_up_sooner, Outcome::done, {event.most_syn_acks});
  advance(c.tcb, event, turn.now, turn.fx);
  publish(host, id, before, bytes, turn);
  settle(host, bytes, turn);
}

}  // namespace engine
