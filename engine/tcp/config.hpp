// Every knob of one TCP, with the RFC's value as default (requirements tables D, E, G; profiles in
// engine/host/profile.hpp set others). Plain data, copied into each TCB.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/base/hash.hpp"
#include "engine/base/time.hpp"
#include "engine/control/congestion.hpp"

namespace engine {

// When a listener answers with a SYN cookie instead of remembering the request (RFC 4987 3.6).
enum class SynCookies : std::uint8_t { off, on, always };  // on = when its SYN queue is full
// How many connections the accept queue of a listener really holds (requirements F.1).
enum class BacklogRule : std::uint8_t { exact, plus_one, plus_half };

// Explicit congestion notification (RFC 3168): not at all, if the peer asks for it, or always
// asked.
enum class EcnUse : std::uint8_t { off, passive, on };

// TCP Fast Open (RFC 7413): ask for cookies and use them, hand them out and honour them, or both.
enum class FastOpenUse : std::uint8_t { off, client, server, both };
constexpr bool includes_client(FastOpenUse use) {
  return use == FastOpenUse::client || use == FastOpenUse::both;
}
constexpr bool includes_server(FastOpenUse use) {
  return use == FastOpenUse::server || use == FastOpenUse::both;
}

struct TcpConfig {
  // segments
  std::uint16_t mss = 1460;                    // announced, and upper bound of what is sent
  std::optional<std::uint8_t> window_scale{};  // shift 0..14 to offer; none = do not offer
  bool timestamps = false;                     // offer RFC 7323 timestamps (clock of 1 ms)
  bool sack = false;                           // offer SACK-permitted
  bool dsack = true;                           // with SACK: also tell what came twice (RFC 2883)
  std::uint8_t ttl = 64;
  std::uint8_t tos = 0;
  // buffers, in bytes
  std::uint32_t receive_buffer = 65'535;
  std::uint32_t send_buffer = 262'144;
  // sending
  bool nagle = true;
  bool cork = false;                  // only full segments, until it is taken off
  std::uint32_t initial_window = 10;  // segments (RFC 6928)
  CongestionAlgorithm congestion = CongestionAlgorithm::newreno;
  EcnUse ecn = EcnUse::off;
  bool rack_tlp = false;         // with SACK: losses are judged by time (RFC 8985)
  bool limited_transmit = true;  // new text for the first two duplicate ACKs (RFC 3042)
  // acknowledging
  Duration delayed_ack = 200ms;  // 0 = acknowledge at once; below 500 ms (MUST-40)
  std::uint8_t ack_every = 2;    // full-sized segments
  // retransmission (RFC 6298)
  Duration rto_initial = 1s;
  Duration rto_min = 1s;
  Duration rto_max = 120s;
  bool rto_min_on_variance = false;      // Linux: RTO >= SRTT + rto_min
  std::uint8_t soft_error_retries = 3;   // R1: tell the application
  std::uint8_t data_retries = 15;        // R2, in retransmissions ...
  Duration data_give_up = 100s;          // ... and never earlier than this (SHLD-11)
  std::uint8_t syn_retries = 255;        // 255 = bounded by syn_give_up alone
  std::uint8_t syn_ack_retries = 255;    // 255 = as SYN
  Duration syn_give_up = 180s;           // MUST-23: R2 for a SYN; 0 = by syn_retries alone
  Duration connect_timeout = 0s;         // an opening takes no longer than this; 0 = as above
  std::uint8_t linear_syn_timeouts = 0;  // first expiries that do not double (Linux 6.5)
  Duration user_timeout = 300s;          // RFC 9293 3.9.1.1; 0 = off
  // keepalive (off by default, MUST-25)
  bool keepalive = false;
  Duration keepalive_idle = 7200s;
  Duration keepalive_interval = 75s;
  std::uint8_t keepalive_count = 9;
  bool keepalive_reset = false;  // giving up is told by a RST, as Linux does
  // closing
  Duration msl = 120s;                 // TIME-WAIT is two of these
  Duration fin_wait_2_timeout = 0s;    // for orphans only; 0 = none
  bool reset_on_late_data = true;      // after close(): data is answered with RST (SHLD-3)
  std::uint8_t orphan_retries = 255;   // R2 after close(), in retransmissions; 255 = as before it
  bool reset_acknowledges = false;     // an abort's RST carries the ACK bit, as all stacks send it
  bool reset_keeps_time_wait = false;  // ruling H7: whoever sends a RST stays in TIME-WAIT
  // opening
  bool time_wait_reuse = false;         // an active open may take a pair from TIME-WAIT ...
  Duration time_wait_reuse_delay = 1s;  // ... that has been silent for so long
  std::uint32_t syn_backlog = 0;        // half-open requests of a listener; 0 = as its backlog
  BacklogRule backlog_rule = BacklogRule::exact;
  bool syn_queue_reserve = false;  // without cookies: a quarter is kept for peers that are known
  SynCookies syn_cookies = SynCookies::off;
  bool abort_on_overflow = false;  // RST instead of silence when the accept queue is full
  FastOpenUse fast_open = FastOpenUse::off;
  std::uint32_t fast_open_limit = 128;  // connections of a listener that began early, at a time
  // user timeout option (RFC 5482)
  bool user_timeout_option = false;  // send it and listen to it
  Duration user_timeout_least = 100s;
  Duration user_timeout_most = 3600s;
  // ICMP (RFC 9293 3.9.2.2)
  bool icmp_hard_errors = true;          // a hard error ends a connection that is being opened ...
  bool icmp_aborts_synchronized = true;  // ... and one that is open (RFC 5927 advises against)
  bool pmtu_discovery = true;            // "fragmentation needed" shrinks the segments
  // hardening and history
  bool rfc5961 = true;                          // challenge ACKs; false = the rules before it
  bool rfc1337 = false;                         // ignore RST in TIME-WAIT
  bool rfc6191 = true;                          // a new SYN may reopen from TIME-WAIT
  bool strict_crossing_syn_ack = false;         // true = without ruling H1 (six segments)
  bool drop_syn_fin = false;                    // true = as Linux in LISTEN
  bool wider_resets = false;                    // ruling H8: Linux believes more RSTs
  Duration invalid_ack_interval = 500ms;        // rulings H2, H5: not more often than this
  std::uint8_t challenge_acks_per_window = 10;  // per connection ...
  Duration challenge_window = 5s;               // ... and this long (RFC 5961 section 7)

  bool operator==(const TcpConfig&) const = default;
};

void hash_append(Hasher& h, const TcpConfig& config);

// Takes back from `config` what the SYNs of a living connection settled under `earlier`.
void keep_what_syns_settled(TcpConfig& config, const TcpConfig& earlier);

}  // namespace engine
