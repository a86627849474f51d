#include "engine/tcp/config.hpp"

namespace engine {
void hash_append(Hasher& h, const TcpConfig& c) {
  hash_all(h, c.mss, c.window_scale, c.timestamps, c.sack, c.dsack, c.ttl, c.tos);
  hash_all(h, c.receive_buffer, c.send_buffer);
  hash_all(h, c.nagle, c.cork, c.initial_window, c.congestion, c.ecn, c.rack_tlp,
           c.limited_transmit);
  hash_all(h, c.fast_open, c.fast_open_limit);
  hash_all(h, c.delayed_ack, c.ack_every);
  hash_all(h, c.rto_initial, c.rto_min, c.rto_max, c.rto_min_on_variance, c.gentle_rttvar);
  hash_all(h, c.rtt_forgotten_after, c.syn_again_after_reset, c.empty_probes, c.soft_reports);
  hash_all(h, c.keepalive_minds_unsent, c.defer_accept, c.reopen_rule, c.acks_extend_time_wait);
  hash_all(h, c.reset_for_new_syn, c.strict_options, c.challenge_gap);
  hash_all(h, c.mtu, c.proportional_rate, c.undo_by_dsack, c.delayed_ack_most, c.quick_acks);
  hash_all(h, c.time_wait_reuse_loopback, c.reuse_address, c.timestamp_offset, c.somaxconn);
  hash_all(h, c.max_syn_backlog, c.syn_cache, c.fewer_syn_acks, c.fast_open_penalty);
  hash_all(h, c.hystart, c.restart_by_halves);
  hash_all(h, c.soft_error_retries, c.data_retries, c.data_give_up);
  hash_all(h, c.syn_retries, c.syn_ack_retries, c.syn_give_up, c.connect_timeout);
  hash_all(h, c.linear_syn_timeouts, c.user_timeout);
  hash_all(h, c.keepalive, c.keepalive_idle, c.keepalive_interval, c.keepalive_count,
           c.keepalive_reset);
  hash_all(h, c.msl, c.fin_wait_2_timeout, c.reset_on_late_data);
  hash_all(h, c.orphan_retries, c.reset_acknowledges, c.reset_keeps_time_wait, c.time_wait_reuse,
           c.time_wait_reuse_delay);
  hash_all(h, c.syn_backlog, c.backlog_rule, c.syn_queue_reserve, c.recycle_oldest_request,
           c.syn_cookies, c.abort_on_overflow);
  hash_all(h, c.user_timeout_option, c.user_timeout_least, c.user_timeout_most);
  hash_all(h, c.icmp_hard_errors, c.icmp_aborts_synchronized, c.pmtu_discovery, c.wider_resets);
  hash_all(h, c.rfc5961, c.rfc1337, c.rfc6191, c.strict_crossing_syn_ack, c.drop_syn_fin);
  hash_all(h, c.invalid_ack_interval, c.challenge_acks_per_window, c.challenge_window);
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
