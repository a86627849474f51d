#include "engine/tcp/config.hpp"

namespace engine {
namespace {

template <class... Values>
void add(Hasher& h, const Values&... values) {
  (hash_append(h, values), ...);
}

}  // namespace

void hash_append(Hasher& h, const TcpConfig& c) {
  add(h, c.mss, c.window_scale, c.timestamps, c.sack, c.dsack, c.ttl, c.tos);
  add(h, c.receive_buffer, c.send_buffer);
  add(h, c.nagle, c.cork, c.initial_window, c.congestion, c.ecn, c.rack_tlp, c.limited_transmit);
  add(h, c.fast_open, c.fast_open_limit);
  add(h, c.delayed_ack, c.ack_every);
  add(h, c.rto_initial, c.rto_min, c.rto_max, c.rto_min_on_variance, c.gentle_rttvar);
  add(h, c.rtt_forgotten_after, c.syn_again_after_reset, c.empty_probes, c.soft_reports);
  add(h, c.keepalive_minds_unsent, c.defer_accept, c.reopen_rule, c.acks_extend_time_wait);
  add(h, c.reset_for_new_syn, c.strict_options, c.challenge_gap);
  add(h, c.mtu, c.proportional_rate, c.undo_by_dsack, c.delayed_ack_most, c.quick_acks);
  add(h, c.time_wait_reuse_loopback, c.reuse_address, c.timestamp_offset, c.somaxconn);
  add(h, c.max_syn_backlog, c.syn_cache, c.fewer_syn_acks, c.fast_open_penalty);
  add(h, c.hystart, c.restart_by_halves);
  add(h, c.soft_error_retries, c.data_retries, c.data_give_up);
  add(h, c.syn_retries, c.syn_ack_retries, c.syn_give_up, c.connect_timeout);
  add(h, c.linear_syn_timeouts, c.user_timeout);
  add(h, c.keepalive, c.keepalive_idle, c.keepalive_interval, c.keepalive_count, c.keepalive_reset);
  add(h, c.msl, c.fin_wait_2_timeout, c.reset_on_late_data);
  add(h, c.orphan_retries, c.reset_acknowledges, c.reset_keeps_time_wait, c.time_wait_reuse,
      c.time_wait_reuse_delay);
  add(h, c.syn_backlog, c.backlog_rule, c.syn_queue_reserve, c.syn_cookies, c.abort_on_overflow);
  add(h, c.user_timeout_option, c.user_timeout_least, c.user_timeout_most);
  add(h, c.icmp_hard_errors, c.icmp_aborts_synchronized, c.pmtu_discovery, c.wider_resets);
  add(h, c.rfc5961, c.rfc1337, c.rfc6191, c.strict_crossing_syn_ack, c.drop_syn_fin);
  add(h, c.invalid_ack_interval, c.challenge_acks_per_window, c.challenge_window);
}

void keep_what_syns_settled(TcpConfig& config, const TcpConfig& earlier) {
  config.mss = earlier.mss;
  config.window_scale = earlier.window_scale;
  config.timestamps = earlier.timestamps;
  config.sack = earlier.sack;
  config.initial_window = earlier.initial_window;
  config.congestion = earlier.congestion;
  config.ecn = earlier.ecn;
  config.rack_tlp = earlier.rack_tlp;
  config.mtu = earlier.mtu;
  config.timestamp_offset = earlier.timestamp_offset;
}

}  // namespace engine
