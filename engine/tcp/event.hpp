// What can happen to one connection: user calls (RFC 9293 3.10.1-6), a segment (3.10.7), a timer
// (3.10.8). The only input of the door besides the TCB and the time.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "engine/segment/icmp.hpp"
#include "engine/segment/segment.hpp"
#include "engine/tcp/config.hpp"
#include "engine/tcp/timers.hpp"

namespace engine {

struct ActiveOpen {
  SocketPair sockets;
  SeqNum iss;
  ByteRef text{};  // to be sent; at most what the buffer has room for is taken: Effects::taken
  std::optional<FastOpenCookie> cookie{};  // RFC 7413: for the SYN; length 0 asks for one
  std::uint16_t peer_mss = default_mss;    // as kept with the cookie
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
// What the host found out about a SYN's Fast Open option: nothing to find out; the SYN-ACK hands
// out a cookie; the text waits for a full handshake; the cookie is good.
enum class FastOpenVerdict : std::uint8_t { none, grant, fall_back, accept };

struct SegmentArrives {
  SocketPair sockets{};  // seen from this end: local = destination
  Segment segment{};
  SeqNum fresh_iss{};  // to use if this segment opens a connection (LISTEN, TIME-WAIT)
  bool congestion_experienced{};
  std::uint8_t tos{};      // Diffserv field, as it came
  bool options_damaged{};  // what could not be read of them is left out (requirements E.2)
  FastOpenVerdict fast_open = FastOpenVerdict::none;  // only of a SYN that meets a listener
  FastOpenCookie granted{};                           // with FastOpenVerdict::grant
};
struct IcmpArrives {  // an ICMP error whose quoted header names this connection
  IcmpError error;
};
struct TimerFires {
  Timer timer{};
  std::uint8_t most_syn_acks = 255;  // the host's queue is so full that it lowers the count
};

using TcpEvent =
    std::variant<ActiveOpen, PassiveOpen, SendCall, ReceiveCall, ShutdownCall, CloseCall, AbortCall,
                 ConfigureCall, SegmentArrives, IcmpArrives, TimerFires>;

}  // namespace engine
