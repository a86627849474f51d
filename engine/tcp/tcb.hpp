// Transmission control block (RFC 9293 3.3.1): SND.UNA reads tcb.snd.una. Plain data: copy it,
// compare it, print it. It knows no host, no wire and no clock.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/control/congestion.hpp"
#include "engine/control/rtt.hpp"
#include "engine/stream/receive_buffer.hpp"
#include "engine/stream/sack_report.hpp"
#include "engine/stream/send_buffer.hpp"
#include "engine/tcp/config.hpp"
#include "engine/tcp/ecn_state.hpp"
#include "engine/tcp/effects.hpp"
#include "engine/tcp/fast_open_state.hpp"
#include "engine/tcp/rack_state.hpp"
#include "engine/tcp/recovery_state.hpp"
#include "engine/tcp/state.hpp"
#include "engine/tcp/timers.hpp"

namespace engine {

// How SYN-RECEIVED (and so the connection) came about (MUST-11).
enum class Origin : std::uint8_t { none, passive, active };

// What outlives an incarnation of a connection on the same record: its name, its settings and what
// limits answers over several lives.
struct Lasting {
  State state = State::closed;
  SocketPair sockets;
  SocketPair passive;  // as given to the passive OPEN: the way back to LISTEN
  TcpConfig config;
  std::uint8_t ip_options{};  // octets of our packets, which are missing from their text
  Instant last_received_at{};

  struct Throttle {
    Instant window_start{};
    std::uint8_t challenge_acks{};  // sent in this window
    Instant last_invalid_ack{};     // rulings H2, H5
    bool any_invalid_ack{};
    bool operator==(const Throttle&) const = default;
  } throttle{};

  bool operator==(const Lasting&) const = default;
};

// What begins anew with every incarnation.
struct Incarnation {
  Origin origin = Origin::none;

  struct Send {
    SeqNum una;           // oldest number not yet acknowledged
    SeqNum nxt;           // next number to send
    SeqNum max;           // highest nxt ever: nxt falls back after a timeout, this does not
    std::uint32_t wnd{};  // what the peer grants, already scaled
    SeqNum up;            // number after the last urgent octet; equal to una = none
    SeqNum wl1, wl2;      // SEG.SEQ and SEG.ACK of the last window update
    SeqNum iss;
    std::uint32_t max_wnd{};          // largest window seen (MAX.SND.WND)
    std::uint16_t mss = default_mss;  // Eff.snd.MSS before options are subtracted
    std::uint8_t scale{};             // Snd.Wind.Shift
    bool syn_acknowledged{};          // text begins at una, no longer at iss + 1
    bool fin_queued{};                // CLOSE was called: a FIN follows the queued data
    bool fin_sent{};                  // the FIN has been transmitted at least once
    bool more{};                      // the last SEND promised more
    bool operator==(const Send&) const = default;
  } snd;

  struct Receive {
    SeqNum nxt;           // next number expected
    std::uint32_t wnd{};  // what we offer; nxt + wnd never retreats
    SeqNum up;
    bool urgent{};  // urgent mode: up is ahead of what was read
    SeqNum irs;
    std::uint8_t scale{};      // Rcv.Wind.Shift
    bool fin{};                // the peer's FIN was taken in order
    std::uint16_t mss_seen{};  // largest text received in one segment, for the delayed ACK
    std::uint8_t tos{};        // Diffserv field of the last segment that was believed (MAY-9)
    bool operator==(const Receive&) const = default;
  } rcv;

  struct Clock {             // RFC 7323
    bool on{};               // both ends offered timestamps
    std::uint32_t recent{};  // TS.Recent
    Instant recent_at{};     // when it was taken, for the 24-day rule
    SeqNum last_ack_sent;
    std::uint32_t offset{};  // added to our 1 ms clock
    bool operator==(const Clock&) const = default;
  } ts;

  bool window_scaling{};          // both ends offered it (a shift may be 0)
  bool sack_permitted{};          // both ends offered it
  bool application_left{};        // close() was called: an orphan
  bool reading_shut{};            // shutdown(RD): what arrives is acknowledged and thrown away
  bool syn_timed_out{};           // RFC 6298 5.7
  bool refusal_pending{};         // Windows: a RST came, the SYN is to be repeated
  bool accept_deferred{};         // TCP_DEFER_ACCEPT: the ACK of our SYN was here, without text
  Signal error = Signal::closed;  // why the connection died, for the next call (closed = no error)

  std::uint8_t retransmissions{};  // of the front of the queue since it last advanced
  Instant first_sent_at{};         // of what is now at the front, for R2 in seconds
  std::uint8_t keepalive_probes{};
  Instant last_text_sent_at{};          // for the restart after idle (RFC 5681 4.1)
  std::uint32_t unacknowledged_text{};  // received since our last ACK, for the delayed ACK

  // How quickly text is acknowledged, where that follows the peer (ack_pace.hpp).
  struct Pace {
    Duration delay{};  // 0 = no text has come yet
    Instant last_text_at{};
    std::uint8_t quick{};  // acknowledgments that will not wait
    bool talking{};        // text goes both ways, so ours can carry them
    bool operator==(const Pace&) const = default;
  } pace;

  // The user timeout that the ends tell each other (RFC 5482); config.user_timeout is in effect.
  struct Patience {
    Duration advertised{};   // ADV_UTO: what this end asks for
    bool changeable = true;  // false once the application has set it: the peer is not heard
    bool settled{};          // set or adopted: it alone is R2 then (MUST-21)
    bool announce{};         // the next segment that is no SYN carries the option
    bool operator==(const Patience&) const = default;
  } patience;

  // What TIME-WAIT must know again if the SYN that reopened it was an old duplicate (MAY-2).
  struct Former {
    SeqNum snd_nxt, rcv_nxt, iss, irs;
    std::uint32_t rcv_wnd{}, snd_max_wnd{};
    std::uint8_t rcv_scale{};
    Clock ts;
    Origin origin = Origin::none;
    bool application_left{};
    bool operator==(const Former&) const = default;
  };
  std::optional<Former> former;

  SendBuffer send_buffer;        // from snd.una (or the first data number) onwards
  ReceiveBuffer receive_buffer;  // unread text in order, and text beyond a gap
  RttEstimator rtt;
  Congestion congestion;
  LossRecovery recovery;  // what was lost, and how far it is made good
  RackState rack;
  EcnState ecn;
  FastOpenState fast_open;
  SackReport sack_report;  // what our acknowledgments say about text beyond a gap
  TimerTable timers;

  bool operator==(const Incarnation&) const = default;
};

struct Tcb : Lasting, Incarnation {
  bool operator==(const Tcb&) const = default;
};

void hash_append(Hasher& h, const Tcb& tcb);

}  // namespace engine
