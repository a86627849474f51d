// Every knob of one TCP, with the RFC's value as default (requirements tables D, E, G; profiles in
// engine/host/profile.hpp set others). Plain data, copied into each TCB.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/base/hash.hpp"
#include "engine/base/time.hpp"
#include "engine/control/congestion.hpp"
#include "engine/control/rtt.hpp"

namespace engine {

// What a peer takes that announces no MSS (MUST-15).
inline constexpr std::uint16_t default_mss = 536;

// In a count of retries or answers: no bound.
inline constexpr std::uint8_t no_limit = 255;

// When a listener answers with a SYN cookie instead of remembering the request (RFC 4987 3.6).
enum class SynCookies : std::uint8_t { off, on, always };  // on = when its SYN queue is full
// How many connections the accept queue of a listener really holds (requirements F.1).
enum class BacklogRule : std::uint8_t { exact, plus_one, plus_half };

// Which SYN is new enough to reopen a record in TIME-WAIT (requirements B.10). RFC 6191 asks the
// timestamps first and the number where they do not help; BSD asks the number alone; Linux is
// content with either, and like BSD answers a SYN that it refuses.
enum class ReopenRule : std::uint8_t { rfc6191, number, either };

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
  std::uint16_t mtu = 65'535;                  // of the interface: no larger packet (MUST-67)
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
  std::uint32_t initial_window = 10;  // segments (RFC 6928); 0 = by RFC 5681, two to four
  CongestionAlgorithm congestion = CongestionAlgorithm::newreno;
  bool hystart = false;            // with timestamps: slow start ends before a loss (RFC 9406)
  bool restart_by_halves = false;  // Linux: idleness halves cwnd once per RTO, not all at once
  EcnUse ecn = EcnUse::off;
  bool rack_tlp = false;           // with SACK: losses are judged by time (RFC 8985)
  bool limited_transmit = true;    // new text for the first two duplicate ACKs (RFC 3042)
  bool proportional_rate = false;  // with SACK: recovery sends as text arrives (PRR, RFC 6937)
  bool undo_by_dsack = false;      // a reduction is taken back if all was sent again needlessly
  // acknowledging
  Duration delayed_ack = 200ms;    // 0 = acknowledge at once; below 500 ms (MUST-40)
  std::uint8_t ack_every = 2;      // full-sized segments
  Duration delayed_ack_most = 0s;  // Linux: the delay follows the peer, up to this; 0 = it is fixed
  std::uint8_t quick_acks = 0;     // Linux: at most so many at once in the beginning, after trouble
  // retransmission (RFC 6298)
  Duration rto_initial = 1s;
  Duration rto_min = 1s;
  Duration rto_max = 120s;
  bool rto_min_on_variance = false;      // Linux: RTO >= SRTT + rto_min
  bool gentle_rttvar = false;            // Linux: a round trip that falls widens RTTVAR an eighth
  std::uint8_t rtt_forgotten_after = 0;  // timeouts in a row (RFC 6298 5, BSD); 0 = never
  std::uint8_t soft_error_retries = 3;   // R1: tell the application
  std::uint8_t data_retries = 15;        // R2, in retransmissions ...
  Duration data_give_up = 100s;          // ... and never earlier than this (SHLD-11)
  std::uint8_t syn_retries = no_limit;   // no_limit = bounded by syn_give_up alone
  std::uint8_t syn_ack_retries = no_limit;  // no_limit = as SYN
  Duration syn_give_up = 180s;              // MUST-23: R2 for a SYN; 0 = by syn_retries alone
  Duration connect_timeout = 0s;            // an opening takes no longer than this; 0 = as above
  std::uint8_t linear_syn_timeouts = 0;     // first expiries that do not double (Linux 6.5)
  Duration syn_again_after_reset = 0s;  // Windows: a refused SYN is repeated; 0 = refused is final
  bool empty_probes = false;            // Linux: a window probe carries no text, SEQ = SND.UNA - 1
  bool soft_reports = true;             // the application hears of what is not fatal (SHLD-20)
  Duration user_timeout = 300s;         // RFC 9293 3.9.1.1; 0 = off
  // keepalive (off by default, MUST-25)
  bool keepalive = false;
  Duration keepalive_idle = 7200s;
  Duration keepalive_interval = 75s;
  std::uint8_t keepalive_count = 9;
  bool keepalive_reset = false;         // giving up is told by a RST, as Linux does
  bool keepalive_minds_unsent = false;  // Linux: no probe while text waits to be sent either
  // closing
  Duration msl = 120s;                     // TIME-WAIT is two of these
  Duration fin_wait_2_timeout = 0s;        // for orphans only; 0 = none
  bool reset_on_late_data = true;          // after close(): data is answered with RST (SHLD-3)
  std::uint8_t orphan_retries = no_limit;  // R2 after close(), in retransmissions; none = as before
  bool reset_acknowledges = false;     // an abort's RST carries the ACK bit, as all stacks send it
  bool reset_keeps_time_wait = false;  // ruling H7: whoever sends a RST stays in TIME-WAIT
  // opening
  bool time_wait_reuse = false;           // an active open may take a pair from TIME-WAIT ...
  Duration time_wait_reuse_delay = 1s;    // ... that has been silent for so long
  bool time_wait_reuse_loopback = false;  // the same, of a connection with oneself (Linux: 2)
  bool reuse_address = true;              // listening where TIME-WAIT records are (SO_REUSEADDR)
  bool timestamp_offset = false;          // our clock begins elsewhere for each pair (RFC 7323 5.4)
  std::uint32_t syn_backlog = 0;          // half-open requests of a listener; 0 = as its backlog
  std::uint32_t somaxconn = 0;            // no backlog counts as more than this; 0 = any does
  std::uint32_t max_syn_backlog = 0;      // what the reserve is a quarter of; 0 = the SYN queue
  std::uint32_t syn_cache = 0;  // BSD: requests of all listeners; the oldest gives way; 0 = none
  bool fewer_syn_acks = false;  // Linux: a SYN queue that is half full repeats them less often
  BacklogRule backlog_rule = BacklogRule::exact;
  bool syn_queue_reserve = false;  // without cookies: a quarter is kept for peers that are known
  bool recycle_oldest_request = false;  // a full SYN queue drops its oldest entry, not the new SYN
  SynCookies syn_cookies = SynCookies::off;
  bool abort_on_overflow = false;  // RST instead of silence when the accept queue is full
  std::uint8_t defer_accept = 0;   // Linux TCP_DEFER_ACCEPT: SYN-ACKs to repeat while no text comes
  FastOpenUse fast_open = FastOpenUse::off;
  std::uint32_t fast_open_limit = 128;  // connections of a listener that began early, at a time
  Duration fast_open_penalty = 60s;     // one that was reset counts for so long (RFC 7413 5.1)
  // user timeout option (RFC 5482)
  bool user_timeout_option = false;  // send it and listen to it
  Duration user_timeout_least = 100s;
  Duration user_timeout_most = 3600s;
  // ICMP (RFC 9293 3.9.2.2)
  bool icmp_hard_errors = true;          // a hard error ends a connection that is being opened ...
  bool icmp_aborts_synchronized = true;  // ... and one that is open (RFC 5927 advises against)
  bool pmtu_discovery = true;            // "fragmentation needed" shrinks the segments
  // hardening and history
  bool rfc5961 = true;                           // challenge ACKs; false = the rules before it
  bool rfc1337 = false;                          // ignore RST in TIME-WAIT
  bool rfc6191 = true;                           // a new SYN may reopen from TIME-WAIT ...
  ReopenRule reopen_rule = ReopenRule::rfc6191;  // ... by this rule
  bool acks_extend_time_wait = false;            // Linux: not only a FIN that comes again
  bool reset_for_new_syn = false;                // Linux: another SYN of a half-open request: RST
  bool strict_options = false;                   // options that cannot be read: RST (MUST-7)
  bool strict_crossing_syn_ack = false;          // true = without ruling H1 (six segments)
  bool drop_syn_fin = false;                     // true = as Linux in LISTEN
  bool wider_resets = false;                     // ruling H8: Linux believes more RSTs
  Duration invalid_ack_interval = 500ms;         // rulings H2, H5: not more often than this
  std::uint8_t challenge_acks_per_window = 10;   // per connection ...
  Duration challenge_window = 5s;                // ... and this long (RFC 5961 section 7)
  Duration challenge_gap = 0s;                   // Linux: the least time between two of them

  bool operator==(const TcpConfig&) const = default;
};

// What a SYN says: no segment that does not fit through the interface (MUST-67).
inline RtoBounds rto_bounds(const TcpConfig& config) {
  return {config.rto_min, config.rto_max, config.rto_min_on_variance, config.gentle_rttvar};
}

constexpr std::uint16_t announced_mss(const TcpConfig& config) {
  constexpr std::uint16_t headers = 40;
  return config.mtu - config.mss < headers ? static_cast<std::uint16_t>(config.mtu - headers)
                                           : config.mss;
}

void hash_append(Hasher& h, const TcpConfig& config);

// Takes back from `config` what the SYNs of a living connection settled under `earlier`.
void keep_what_syns_settled(TcpConfig& config, const TcpConfig& earlier);

}  // namespace engine
