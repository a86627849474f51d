// A stateful firewall: who inside opens a connection may be answered, as long as the box remembers
// the flow (RFC 2979; idle times are the subject of RFC 5382 5). It judges flows, not sequence
// numbers. Simplified: a RST ends a flow, a FIN does not; a flow that ended in FINs ages away.
#include <algorithm>

#include "engine/segment/codec.hpp"
#include "engine/wire/crossing.hpp"

namespace engine {
namespace {

SocketPair from_inside(Socket source, Socket destination, Way way) {
  return way == Way::outward ? SocketPair{source, destination} : SocketPair{destination, source};
}

// The flow if it is remembered; a flow that was silent for too long is forgotten at this moment.
Flow* recall(Firewall& box, const SocketPair& pair, const BoxView& view) {
  const auto flow = std::ranges::find(box.flows, pair, &Flow::pair);
  if (flow == box.flows.end()) return nullptr;
  const Duration silent = view.crossing.now - flow->last_seen;
  if (silent <= box.idle_timeout) return &*flow;
  view.note(Rule::flow_forgotten, Outcome::done,
            {whole_seconds(silent), whole_seconds(box.idle_timeout)});
  box.flows.erase(flow);
  return nullptr;
}

bool admits(const Firewall& box, std::uint16_t port) {
  return box.admits_all || std::ranges::find(box.admits, port) != box.admits.end();
}

// A RST in the name of the host that the segment was for (RFC 9293 3.10.7.1).
std::vector<std::uint8_t> reset_for(const TcpGlance& seen) {
  Segment reset{.source_port = seen.destination.port, .dest_port = seen.source.port};
  reset.flags.rst = true;
  if (seen.flags.ack) {
    reset.seq = seen.ack;
  } else {
    reset.flags.ack = true;
    reset.ack = seen.seq + seen.sequence_length;
  }
  std::vector<std::uint8_t> packet(encoded_size(reset));
  encode_headers({.source = seen.destination.address, .destination = seen.source.address}, reset,
                 packet);
  seal(packet);
  return packet;
}

void refuse(const Firewall& box, const TcpGlance& seen, Rule rule, const BoxView& view) {
  const bool answers = box.resets && !seen.flags.rst;
  view.note(rule, answers ? Outcome::done : Outcome::silent,
            {seen.source.port, seen.destination.port});
  view.stop();
  if (answers)
    view.crossing.answers.push_back({.from = view.at,
                                     .to = view.host_with(seen.source.address),
                                     .packet = reset_for(seen),
                                     .provenance = Provenance::forged});
}

void open_flow(Firewall& box, const SocketPair& pair, const TcpGlance& seen, const BoxView& view) {
  const Instant now = view.crossing.now;
  if (box.flows.size() >= box.most_flows)
    std::erase_if(box.flows, [&](const Flow& f) { return now - f.last_seen > box.idle_timeout; });
  if (box.flows.size() >= box.most_flows) return refuse(box, seen, Rule::flow_table_full, view);
  box.flows.push_back({.pair = pair, .last_seen = now});
  view.note(Rule::flow_opened, Outcome::done,
            {pair.local.port, pair.remote.port, static_cast<std::uint32_t>(box.flows.size())});
}

// An ICMP error is let in if it is about a flow that is known.
void judge_icmp(Firewall& box, const BoxView& view) {
  if (const auto icmp = glance_icmp(view.packet())) {
    const SocketPair pair = view.way == Way::inward
                                ? icmp->quoted
                                : SocketPair{icmp->quoted.remote, icmp->quoted.local};
    if (recall(box, pair, view) != nullptr) return;
  }
  view.silence(Rule::no_segment_for_box);
  view.stop();
}

}  // namespace

void pass_firewall(Firewall& box, const BoxView& view) {
  const auto seen = glance(view.packet());
  if (!seen) return judge_icmp(box, view);
  const SocketPair pair = from_inside(seen->source, seen->destination, view.way);
  if (Flow* const flow = recall(box, pair, view)) {
    flow->last_seen = view.crossing.now;
    if (seen->flags.rst) box.flows.erase(box.flows.begin() + (flow - box.flows.data()));
    return;
  }
  const bool opens = seen->flags.syn && !seen->flags.ack && !seen->flags.rst;
  if (!opens) return refuse(box, *seen, Rule::no_flow, view);
  if (view.way == Way::inward && !admits(box, seen->destination.port))
    return refuse(box, *seen, Rule::port_not_admitted, view);
  open_flow(box, pair, *seen, view);
}

}  // namespace engine
