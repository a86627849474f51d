#include "engine/host/profile.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"

namespace engine {
namespace {

// The RFC's values, with the extensions that RFCs recommend to everybody.
TcpConfig rfc_config() {
  TcpConfig c;
  c.timestamps = true;
  c.sack = true;
  c.ecn = EcnUse::passive;
  return c;
}

// The numbers are from Linux 5.x to 6.x (requirements section 10).
TcpConfig linux_config() {
  TcpConfig c;
  c.window_scale = 7;
  c.timestamps = true;
  c.sack = true;
  c.delayed_ack = 40ms;
  c.rto_min = 200ms;
  c.rto_min_on_variance = true;
  c.reset_acknowledges = true;
  c.data_give_up = 0s;
  c.syn_retries = 6;
  c.syn_ack_retries = 5;
  c.syn_give_up = 0s;
  c.linear_syn_timeouts = 4;
  c.user_timeout = 0s;
  c.msl = 30s;  // TIME-WAIT is 60 s, fixed
  c.fin_wait_2_timeout = 60s;
  c.drop_syn_fin = true;
  c.congestion = CongestionAlgorithm::cubic;
  c.ecn = EcnUse::passive;
  c.rack_tlp = true;
  c.fast_open = FastOpenUse::client;
  c.keepalive_reset = true;
  c.wider_resets = true;
  c.orphan_retries = 8;
  c.backlog_rule = BacklogRule::plus_one;
  c.syn_queue_reserve = true;
  c.syn_cookies = SynCookies::on;
  c.gentle_rttvar = true;
  c.delayed_ack_most = 200ms;
  c.quick_acks = 16;
  c.proportional_rate = true;
  c.hystart = true;
  c.restart_by_halves = true;
  c.undo_by_dsack = true;
  c.timestamp_offset = true;
  c.time_wait_reuse_loopback = true;
  c.somaxconn = 4096;
  c.max_syn_backlog = 1024;  // of a machine with some gigabytes
  c.fewer_syn_acks = true;
  c.empty_probes = true;
  c.keepalive_minds_unsent = true;
  c.reopen_rule = ReopenRule::either;
  c.acks_extend_time_wait = true;
  c.reset_for_new_syn = true;
  c.challenge_acks_per_window = 255;  // no budget any more ...
  c.challenge_gap = 500ms;            // ... but tcp_invalid_ratelimit
  c.icmp_aborts_synchronized = false;
  return c;
}

TcpConfig bsd_config() {
  TcpConfig c;
  c.window_scale = 6;
  c.timestamps = true;
  c.sack = true;
  c.rto_min = 200ms;
  c.rto_max = 64s;
  c.linear_syn_timeouts = 4;  // 0, 1, 2, 3, 4, 5, 7, 11 s ... until 75 s
  c.data_retries = 12;
  c.reset_acknowledges = true;
  c.data_give_up = 0s;
  c.syn_give_up = 75s;
  c.syn_ack_retries = 3;
  c.user_timeout = 0s;
  c.keepalive_count = 8;
  c.msl = 30s;
  c.fin_wait_2_timeout = 60s;
  c.congestion = CongestionAlgorithm::cubic;
  c.ecn = EcnUse::passive;
  c.backlog_rule = BacklogRule::plus_half;
  c.somaxconn = 128;          // kern.ipc.soacceptqueue
  c.syn_cache = 15'360;       // 512 buckets of 30
  c.rtt_forgotten_after = 4;  // TCP_MAXRXTSHIFT / 4, and one more
  c.reopen_rule = ReopenRule::number;
  c.syn_cookies = SynCookies::on;
  c.icmp_aborts_synchronized = false;
  return c;
}

// NT to 7 where the versions differ.
TcpConfig windows_config() {
  TcpConfig c;
  c.window_scale = 8;
  c.sack = true;
  c.rto_initial = 3s;
  c.rto_min = 300ms;
  c.data_retries = 5;
  c.reset_acknowledges = true;
  c.data_give_up = 0s;
  c.syn_retries = 2;
  c.syn_ack_retries = 2;
  c.syn_again_after_reset = 500ms;
  c.syn_give_up = 0s;
  c.user_timeout = 0s;
  c.keepalive_interval = 1s;
  c.fin_wait_2_timeout = 60s;
  c.congestion = CongestionAlgorithm::cubic;
  c.abort_on_overflow = true;
  c.icmp_aborts_synchronized = false;
  return c;
}

// Counts like Linux, times like the RFC, nothing that blurs the picture.
TcpConfig teaching_config() {
  TcpConfig c;
  c.nagle = false;
  c.delayed_ack = 0s;
  c.syn_retries = 6;
  c.syn_ack_retries = 5;
  c.syn_give_up = 0s;
  c.user_timeout = 0s;
  c.msl = 30s;
  c.fin_wait_2_timeout = 60s;
  return c;
}

}  // namespace

TcpConfig config_of(Profile profile) {
  switch (profile) {
    case Profile::rfc:
      return rfc_config();
    case Profile::linux_like:
      return linux_config();
    case Profile::bsd_like:
      return bsd_config();
    case Profile::windows_like:
      return windows_config();
    case Profile::teaching:
      return teaching_config();
  }
  unreachable("Profile");
}

std::string_view name(Profile profile) {
  switch (profile) {
    case Profile::rfc:
      return "rfc";
    case Profile::linux_like:
      return "linux";
    case Profile::bsd_like:
      return "bsd";
    case Profile::windows_like:
      return "windows";
    case Profile::teaching:
      return "teaching";
  }
  unreachable("Profile");
}

std::optional<Profile> find_profile(std::string_view wanted) {
  const auto found = std::ranges::find_if(
      all_profiles, [wanted](Profile profile) { return name(profile) == wanted; });
  if (found == all_profiles.end()) return std::nullopt;
  return *found;
}

}  // namespace engine
