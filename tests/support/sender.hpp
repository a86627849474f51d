// A sender whose every acknowledgment the test itself writes. Its segments carry 1000 octets;
// numbers and blocks are counted from the first of them.
#pragma once

#include <vector>

#include "tests/support/tcb_in_state.hpp"

namespace support {

using Which = std::vector<std::uint32_t>;  // segments, the first one is 0

inline SackBlock block(std::uint32_t left, std::uint32_t right) { return {{left}, {right}}; }

struct Sender {
  Tcb tcb;
  Effects fx;  // of the latest event

  // The peer has opened, and acknowledges our SYN at this instant.
  explicit Sender(const TcpConfig& config, Instant opened = world_start)
      : tcb(tcb_in(Situation::closed, {999}, {5000}, config)) {
    happen(tcb, PassiveOpen{example_sockets().local, {}}, world_start, fx);
    Segment syn{.seq = {5000}, .flags = {.syn = true}, .window = 60'000};
    syn.options.mss = 1000;
    syn.options.sack_permitted = config.sack;
    arrive(tcb, syn, fx, {999});
    ack_at(opened, 0);
  }

  void send(std::uint32_t octets, Instant at = world_start) {
    happen(tcb, SendCall{.bytes = {0, octets}, .iss = {}}, at, fx);
  }
  void ack_at(Instant at, std::uint32_t number, const std::vector<SackBlock>& blocks = {},
              std::uint16_t window = 60'000) {
    Segment s{.seq = tcb.rcv.nxt, .ack = SeqNum{1000} + number, .flags = {.ack = true}};
    s.window = window;
    for (const SackBlock& b : blocks)
      s.options.sack.blocks[s.options.sack.count++] = {b.left + 1000, b.right + 1000};
    arrive_at(tcb, s, at, fx);
  }
  void ack(std::uint32_t number, const std::vector<SackBlock>& blocks = {},
           std::uint16_t window = 60'000) {
    ack_at(world_start, number, blocks, window);
  }

  Which sent() const {
    Which list;
    for (const Outgoing& out : fx.segments)
      list.push_back(distance({1000}, out.segment.seq) / 1000);
    return list;
  }
  bool noted(Rule rule) const { return support::noted(fx, rule); }
};

}  // namespace support
