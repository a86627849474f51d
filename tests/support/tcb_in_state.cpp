#include "tests/support/tcb_in_state.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/rule_witness.hpp"

namespace support {
namespace {

struct Builder {
  Tcb tcb;
  SeqNum iss, irs;
  Effects fx;

  void call(const TcpEvent& event) { happen(tcb, event, world_start, fx); }
  void segment(SeqNum seq, SeqNum ack, Flags flags) {
    arrive(tcb, {.seq = seq, .ack = ack, .flags = flags, .window = granted}, fx, iss);
  }
  void open() { call(ActiveOpen{example_sockets(), iss}); }
  void synchronize() {
    open();
    segment(irs, iss + 1, {.ack = true, .syn = true});
  }
  void send_ten() { call(SendCall{.bytes = {0, outstanding}, .iss = iss}); }
  // The next octet of the peer, and all of ours acknowledged.
  void fin_from_peer(SeqNum ack) { segment(irs + 1, ack, {.ack = true, .fin = true}); }
  void close() { call(ShutdownCall{}); }
};

// From the peer's port to ours.
Segment addressed(Segment segment) {
  segment.source_port = example_sockets().remote.port;
  segment.dest_port = example_sockets().local.port;
  return segment;
}

}  // namespace

SocketPair example_sockets() { return {{ipv4(10, 0, 0, 1), 50'000}, {ipv4(10, 0, 0, 2), 80}}; }

void happen(Tcb& tcb, const TcpEvent& event, Instant at, Effects& fx) {
  advance(tcb, event, at, fx);
  witness(fx.notes);
}

Effects happen(Tcb& tcb, const TcpEvent& event, Instant at) {
  Effects fx;
  happen(tcb, event, at, fx);
  return fx;
}

void arrive(Tcb& tcb, const Segment& segment, Effects& fx, SeqNum fresh_iss) {
  happen(tcb, SegmentArrives{example_sockets(), addressed(segment), fresh_iss}, world_start, fx);
}

Effects arrive(Tcb& tcb, const Segment& segment) {
  Effects fx;
  arrive(tcb, segment, fx);
  return fx;
}

void arrive_at(Tcb& tcb, const Segment& segment, Instant at, Effects& fx) {
  happen(tcb, SegmentArrives{example_sockets(), addressed(segment), {}}, at, fx);
}

CallResult result_of(Tcb& tcb, const TcpEvent& event) { return happen(tcb, event).result; }

std::optional<Note> note_of(const Effects& fx, Rule rule) {
  const auto found = std::ranges::find(fx.notes, rule, &Note::rule);
  return found == fx.notes.end() ? std::nullopt : std::optional(*found);
}

bool noted(const Effects& fx, Rule rule) { return note_of(fx, rule).has_value(); }

std::string_view name(Situation situation) {
  constexpr std::string_view names[] = {"CLOSED",           "LISTEN",          "SYN-SENT",
                                        "SYN-RCVD passive", "SYN-RCVD active", "ESTABLISHED",
                                        "FIN-WAIT-1",       "FIN-WAIT-2",      "CLOSE-WAIT",
                                        "CLOSING",          "LAST-ACK",        "TIME-WAIT"};
  return names[static_cast<std::size_t>(situation)];
}

Tcb tcb_in(Situation situation, SeqNum iss, SeqNum irs, const TcpConfig& config) {
  Builder b{{}, iss, irs, {}};
  b.tcb.config = config;
  switch (situation) {
    case Situation::closed:
      break;
    case Situation::listen:
      b.call(PassiveOpen{example_sockets().local, {}});
      break;
    case Situation::syn_sent:
      b.open();
      break;
    case Situation::syn_received_passive:
      b.call(PassiveOpen{example_sockets().local, {}});
      b.segment(irs, {}, {.syn = true});
      break;
    case Situation::syn_received_active:
      b.open();
      b.segment(irs, {}, {.syn = true});
      break;
    case Situation::established:
      b.synchronize();
      b.send_ten();
      break;
    case Situation::fin_wait_1:
      b.synchronize();
      b.close();
      break;
    case Situation::fin_wait_2:
      b.synchronize();
      b.close();
      b.segment(irs + 1, iss + 2, {.ack = true});
      break;
    case Situation::close_wait:
      b.synchronize();
      b.fin_from_peer(iss + 1);
      b.send_ten();
      break;
    case Situation::closing:
      b.synchronize();
      b.close();
      b.fin_from_peer(iss + 1);
      break;
    case Situation::last_ack:
      b.synchronize();
      b.fin_from_peer(iss + 1);
      b.close();
      break;
    case Situation::time_wait:
      b.synchronize();
      b.close();
      b.fin_from_peer(iss + 2);
      break;
  }
  return b.tcb;
}

}  // namespace support
