// Two TCBs joined by a wire in memory: virtual time, and a wire that can lose, hold, duplicate and
// forge. Every event is written into a transcript that a failing test prints. After every event the
// Duet itself checks that only timers run which the state may have (requirements D.11).
//
//   DUET(duet);                       // declares it and arranges for the transcript
//   duet.listen(); duet.connect(); duet.run();
//   CHECK(duet.client().state == State::established);
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/tcp/advance.hpp"

namespace support {

using namespace engine;

enum class Side : std::uint8_t { client, server };
constexpr Side other(Side side) { return side == Side::client ? Side::server : Side::client; }

struct DuetSetup {
  std::uint32_t client_iss = 1000;
  std::uint32_t server_iss = 5000;
  TcpConfig config{.delayed_ack = 0s};  // of both
  Duration delay = 50ms;                // one way
  bool alone = false;                   // client and server are one socket (self-connect)
};

class Duet {
 public:
  using Match = std::function<bool(Side from, const Segment&)>;

  explicit Duet(const DuetSetup& setup = {});

  // ---- the two ends
  Tcb& client() { return ends_[0].tcb; }
  Tcb& server() { return ends_[1].tcb; }
  Tcb& tcb(Side side) { return ends_[static_cast<std::size_t>(side)].tcb; }

  // ---- calls, which take effect at once
  void listen();  // the server
  void connect(Side side = Side::client);
  void connect_with(Side side, std::uint32_t iss);
  void send(Side side, std::string_view text, bool urgent = false);
  void send_bulk(Side side, std::uint32_t bytes);
  std::string read(Side side, std::uint32_t max = 65'535);
  void shutdown(Side side) { happen(side, ShutdownCall{}); }
  void close(Side side) { happen(side, CloseCall{}); }
  void abort(Side side) { happen(side, AbortCall{}); }
  void crash(Side side);  // and restart: everything is forgotten

  // ---- the wire
  void lose(Match match, int count = 1);  // the next `count` that match
  void hold(Match match);                 // keep aside until release()
  void release();                         // what is held goes on, in order
  void duplicate_next();                  // the next segment that departs arrives twice
  void forge(Side to, Segment segment);   // arrives now, as if from the other side

  // ---- time
  Instant now() const { return now_; }
  void run(Duration span = 10s);  // until the span is over
  bool step();                    // the next event, if any
  void establish();               // listen, connect and run the handshake

  // ---- questions
  const Effects& last(Side side) const { return ends_[static_cast<std::size_t>(side)].last; }
  bool noted(Rule rule) const { return count(rule) > 0; }
  int count(Rule rule) const;
  int signalled(Side side, Signal signal) const;
  bool wire_is_empty() const { return wire_.empty(); }
  struct Sent {
    Side from;
    Instant at;
    Segment segment;
    bool retransmission;
  };
  const std::vector<Sent>& sent() const { return sent_; }
  // The departures as text: "C SYN 1000" or "S SYN,ACK 5000/1001 +len", numbers relative to
  // nothing: exactly as on the wire.
  std::vector<std::string> departures(Side from) const;
  std::string transcript() const { return transcript_; }

 private:
  struct End {
    Tcb tcb;
    SocketPair sockets;
    SeqNum iss;
    TcpConfig config;
    Effects last;
    std::vector<Signal> signals;
  };
  struct Flying {
    Side to;
    Segment segment;
    Instant arrives;
  };
  struct Loss {
    Match match;
    int count;
  };

  Instant next_event_at();
  End& end(Side side) { return ends_[static_cast<std::size_t>(side)]; }
  void happen(Side side, const TcpEvent& event);
  void depart(Side from, const Outgoing& out, const Effects& fx);
  void arrive(Side to, const Segment& segment);
  ByteRef store(std::string_view bytes);
  void check_timers(const Tcb& tcb);
  void say(const std::string& line);

  DuetSetup setup_;
  End ends_[2];
  Instant now_ = world_start;
  std::vector<Flying> wire_;  // in order of departure
  std::vector<Flying> held_;
  std::vector<Loss> losses_;
  std::vector<Match> holds_;
  bool duplicate_{};
  std::string memory_;  // what ByteRefs refer to
  std::vector<Rule> rules_;
  std::vector<Sent> sent_;
  std::string transcript_;
};

// May this timer run in this state (requirements D.11)?
bool may_run(State state, Timer timer);

// Matches for lose() and hold().
Duet::Match from(Side side);
Duet::Match with_flags(Side side, std::string_view flags);  // exactly these, e.g. "SYN,ACK"
Duet::Match with_text(Side side);

std::string one_line(const Segment& segment);

// Initial sequence numbers at which every scenario is played: in the middle, and so that 2^32 and
// 2^31 are crossed by the SYN, by the first octet and by the text.
inline constexpr std::uint32_t sliding_isns[] = {1000,        0xFFFF'FFFF, 0xFFFF'FFFE, 0xFFFF'FFF0,
                                                 0x7FFF'FFFF, 0x7FFF'FFFE, 0x7FFF'FFF8};
// On the circle of numbers the farthest away: neither before nor after.
inline constexpr std::uint32_t half_turn = 0x8000'0000;

}  // namespace support

#define DUET(name, ...)              \
  ::support::Duet name{__VA_ARGS__}; \
  INFO(name.transcript())
