// What can happen to one connection: user calls (RFC 9293 3.10.1-6), a segment (3.10.7), a timer
// (3.10.8). The only input of the door besides the TCB and the time.
#pragma once

#include <cstdint>
#include <variant>

#include "engine/segment/icmp.hpp"
#include "engine/segment/segment.hpp"
#include "engine/tcp/config.hpp"
#include "engine/tcp/timers.hpp"

namespace engine {

struct ActiveOpen {
  SocketPair sockets;
  SeqNum iss;
};
struct PassiveOpen {
  Socket local;
  Socket remote;  // unspecified address and port: anyone
};
struct SendCall {
  ByteRef bytes;  // at most what the buffer has room for is taken: Effects::taken
  bool urgent{};
  SeqNum iss;          // used only by SEND in LISTEN, which becomes active
  bool more{};         // more follows at once: a small segment waits for it
  bool ends_record{};  // no segment runs across this place, unless it is sent again
};
struct ReceiveCall {
  std::uint32_t max{};  // bytes
};
enum class ShutdownHow : std::uint8_t { write, read, both };
struct ShutdownCall {  // write: RFC CLOSE, reading goes on; read: local only (requirements C.7)
  ShutdownHow how = ShutdownHow::write;
};
struct CloseCall {};  // the application leaves: RFC CLOSE and half-duplex (requirements C.7)
struct AbortCall {};
struct ConfigureCall {  // new knobs for a living connection; what the SYNs settled stays
  TcpConfig config;
};
struct SegmentArrives {
  SocketPair sockets;  // seen from this end: local = destination
  Segment segment;
  SeqNum fresh_iss;  // to use if this segment opens a connection (LISTEN, TIME-WAIT)
  bool congestion_experienced{};
};
struct IcmpArrives {  // an ICMP error whose quoted header names this connection
  IcmpError error;
};
struct TimerFires {
  Timer timer{};
};

using TcpEvent =
    std::variant<ActiveOpen, PassiveOpen, SendCall, ReceiveCall, ShutdownCall, CloseCall, AbortCall,
                 ConfigureCall, SegmentArrives, IcmpArrives, TimerFires>;

}  // namespace engine
