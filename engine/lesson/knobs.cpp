#include "engine/lesson/knobs.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <variant>

#include "engine/lesson/notation.hpp"

namespace engine {
namespace {

using Member =
    std::variant<bool TcpConfig::*, std::uint8_t TcpConfig::*, std::uint16_t TcpConfig::*,
                 std::uint32_t TcpConfig::*, Duration TcpConfig::*,
                 std::optional<std::uint8_t> TcpConfig::*, SynCookies TcpConfig::*,
                 BacklogRule TcpConfig::*, EcnUse TcpConfig::*, ReopenRule TcpConfig::*,
                 CongestionAlgorithm TcpConfig::*, FastOpenUse TcpConfig::*>;

#define KNOB(name) \
  Named<Member> { #name, &TcpConfig::name }
constexpr Named<Member> knobs[] = {
    KNOB(mss),
    KNOB(mtu),
    KNOB(window_scale),
    KNOB(timestamps),
    KNOB(sack),
    KNOB(dsack),
    KNOB(ttl),
    KNOB(tos),
    KNOB(receive_buffer),
    KNOB(send_buffer),
    KNOB(nagle),
    KNOB(cork),
    KNOB(initial_window),
    KNOB(congestion),
    KNOB(hystart),
    KNOB(restart_by_halves),
    KNOB(ecn),
    KNOB(rack_tlp),
    KNOB(limited_transmit),
    KNOB(proportional_rate),
    KNOB(undo_by_dsack),
    KNOB(delayed_ack),
    KNOB(ack_every),
    KNOB(delayed_ack_most),
    KNOB(quick_acks),
    KNOB(rto_initial),
    KNOB(rto_min),
    KNOB(rto_max),
    KNOB(rto_min_on_variance),
    KNOB(gentle_rttvar),
    KNOB(rtt_forgotten_after),
    KNOB(soft_error_retries),
    KNOB(data_retries),
    KNOB(data_give_up),
    KNOB(syn_retries),
    KNOB(syn_ack_retries),
    KNOB(syn_give_up),
    KNOB(connect_timeout),
    KNOB(linear_syn_timeouts),
    KNOB(syn_again_after_reset),
    KNOB(empty_probes),
    KNOB(soft_reports),
    KNOB(user_timeout),
    KNOB(keepalive),
    KNOB(keepalive_idle),
    KNOB(keepalive_interval),
    KNOB(keepalive_count),
    KNOB(keepalive_reset),
    KNOB(keepalive_minds_unsent),
    KNOB(msl),
    KNOB(fin_wait_2_timeout),
    KNOB(reset_on_late_data),
    KNOB(orphan_retries),
    KNOB(reset_acknowledges),
    KNOB(reset_keeps_time_wait),
    KNOB(time_wait_reuse),
    KNOB(time_wait_reuse_delay),
    KNOB(time_wait_reuse_loopback),
    KNOB(reuse_address),
    KNOB(timestamp_offset),
    KNOB(syn_backlog),
    KNOB(somaxconn),
    KNOB(max_syn_backlog),
    KNOB(syn_cache),
    KNOB(fewer_syn_acks),
    KNOB(backlog_rule),
    KNOB(syn_queue_reserve),
    KNOB(syn_cookies),
    KNOB(abort_on_overflow),
    KNOB(defer_accept),
    KNOB(fast_open),
    KNOB(fast_open_limit),
    KNOB(fast_open_penalty),
    KNOB(user_timeout_option),
    KNOB(user_timeout_least),
    KNOB(user_timeout_most),
    KNOB(icmp_hard_errors),
    KNOB(icmp_aborts_synchronized),
    KNOB(pmtu_discovery),
    KNOB(rfc5961),
    KNOB(rfc1337),
    KNOB(rfc6191),
    KNOB(reopen_rule),
    KNOB(acks_extend_time_wait),
    KNOB(reset_for_new_syn),
    KNOB(strict_options),
    KNOB(strict_crossing_syn_ack),
    KNOB(drop_syn_fin),
    KNOB(wider_resets),
    KNOB(invalid_ack_interval),
    KNOB(challenge_acks_per_window),
    KNOB(challenge_window),
    KNOB(challenge_gap),
};
#undef KNOB

constexpr Named<SynCookies> cookie_words[] = {
    {"off", SynCookies::off}, {"on", SynCookies::on}, {"always", SynCookies::always}};
constexpr Named<BacklogRule> backlog_words[] = {{"exact", BacklogRule::exact},
                                                {"plus_one", BacklogRule::plus_one},
                                                {"plus_half", BacklogRule::plus_half}};
constexpr Named<ReopenRule> reopen_words[] = {{"rfc6191", ReopenRule::rfc6191},
                                              {"number", ReopenRule::number},
                                              {"either", ReopenRule::either}};

constexpr Named<CongestionAlgorithm> congestion_words[] = {
    {"none", CongestionAlgorithm::none},
    {"newreno", CongestionAlgorithm::newreno},
    {"cubic", CongestionAlgorithm::cubic}};
constexpr Named<FastOpenUse> fast_open_words[] = {{"off", FastOpenUse::off},
                                                  {"client", FastOpenUse::client},
                                                  {"server", FastOpenUse::server},
                                                  {"both", FastOpenUse::both}};
constexpr Named<EcnUse> ecn_words[] = {
    {"off", EcnUse::off}, {"passive", EcnUse::passive}, {"on", EcnUse::on}};

// The word for a value; every value has one.
template <class T>
std::string word_for(std::span<const Named<T>> words, T value) {
  return std::string(std::ranges::find(words, value, &Named<T>::value)->name);
}

constexpr auto names_of_knobs = [] {
  std::array<std::string_view, std::size(knobs)> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = knobs[i].name;
  return names;
}();

// What a knob may be. A segment has to fit into a packet and to carry something; an acknowledgment
// waits for less than half a second (MUST-40); a timeout of nothing would never let time pass.
template <class T>
struct Limits {
  T least, most;
};

Limits<Duration> bounds(Duration TcpConfig::* knob) {
  constexpr Duration most = std::chrono::hours(24 * 365);
  if (knob == &TcpConfig::delayed_ack || knob == &TcpConfig::delayed_ack_most) return {0s, 499ms};
  const bool above_0 =
      knob == &TcpConfig::rto_initial || knob == &TcpConfig::rto_min || knob == &TcpConfig::rto_max;
  return {above_0 ? 1ms : 0ms, most};
}

Limits<std::uint64_t> bounds(std::uint8_t TcpConfig::* knob) {
  return {knob == &TcpConfig::ack_every ? 1u : 0u, std::numeric_limits<std::uint8_t>::max()};
}

Limits<std::uint64_t> bounds(std::uint16_t TcpConfig::* knob) {
  constexpr std::uint64_t largest_packet = std::numeric_limits<std::uint16_t>::max();
  if (knob == &TcpConfig::mss) return {88, largest_packet - 40};
  if (knob == &TcpConfig::mtu) return {128, largest_packet};
  return {0, largest_packet};
}

Limits<std::uint64_t> bounds(std::uint32_t TcpConfig::*) {
  return {0, std::numeric_limits<std::uint32_t>::max()};
}

struct ReadValue {
  LineReader& line;
  TcpConfig& config;

  void operator()(bool TcpConfig::* knob) const { config.*knob = line.on_or_off(); }
  void operator()(Duration TcpConfig::* knob) const {
    const Token* const token = line.peek();
    config.*knob = line.duration(Say::time);
    const auto [least, most] = bounds(knob);
    if (line.failed() || (least <= config.*knob && config.*knob <= most)) return;
    line.refuse(*token, say(Say::from_to, Say::time, in_script(least), in_script(most)));
  }
  void operator()(std::optional<std::uint8_t> TcpConfig::* knob) const {
    constexpr std::uint64_t largest_shift = 14;  // RFC 7323 2.3
    if (line.accept("off"))
      config.*knob = std::nullopt;
    else
      config.*knob = static_cast<std::uint8_t>(line.number(Say::off_or_shift, 0, largest_shift));
  }
  void operator()(SynCookies TcpConfig::* knob) const {
    config.*knob = line.one_of<SynCookies>(cookie_words, Say::cookie_use);
  }
  void operator()(BacklogRule TcpConfig::* knob) const {
    config.*knob = line.one_of<BacklogRule>(backlog_words, Say::backlog_rule);
  }
  void operator()(ReopenRule TcpConfig::* knob) const {
    config.*knob = line.one_of<ReopenRule>(reopen_words, Say::reopen_rule);
  }
  void operator()(CongestionAlgorithm TcpConfig::* knob) const {
    config.*knob = line.one_of<CongestionAlgorithm>(congestion_words, Say::congestion_algorithm);
  }
  void operator()(EcnUse TcpConfig::* knob) const {
    config.*knob = line.one_of<EcnUse>(ecn_words, Say::ecn_use);
  }
  void operator()(FastOpenUse TcpConfig::* knob) const {
    config.*knob = line.one_of<FastOpenUse>(fast_open_words, Say::fast_open_use);
  }
  template <class Number>
  void operator()(Number TcpConfig::* knob) const {
    const auto [least, most] = bounds(knob);
    config.*knob = static_cast<Number>(line.number(Say::number, least, most));
  }
};

struct WriteValue {
  const TcpConfig& config;

  std::string operator()(bool TcpConfig::* knob) const { return config.*knob ? "on" : "off"; }
  std::string operator()(Duration TcpConfig::* knob) const { return in_script(config.*knob); }
  std::string operator()(std::optional<std::uint8_t> TcpConfig::* knob) const {
    return config.*knob ? std::to_string(*(config.*knob)) : "off";
  }
  std::string operator()(SynCookies TcpConfig::* knob) const {
    return word_for<SynCookies>(cookie_words, config.*knob);
  }
  std::string operator()(BacklogRule TcpConfig::* knob) const {
    return word_for<BacklogRule>(backlog_words, config.*knob);
  }
  std::string operator()(ReopenRule TcpConfig::* knob) const {
    return word_for<ReopenRule>(reopen_words, config.*knob);
  }
  std::string operator()(CongestionAlgorithm TcpConfig::* knob) const {
    return word_for<CongestionAlgorithm>(congestion_words, config.*knob);
  }
  std::string operator()(EcnUse TcpConfig::* knob) const {
    return word_for<EcnUse>(ecn_words, config.*knob);
  }
  std::string operator()(FastOpenUse TcpConfig::* knob) const {
    return word_for<FastOpenUse>(fast_open_words, config.*knob);
  }
  template <class Number>
  std::string operator()(Number TcpConfig::* knob) const {
    return std::to_string(config.*knob);
  }
};

}  // namespace

void read_knob(LineReader& line, TcpConfig& config) {
  const Member knob = line.one_of<Member>(knobs, Say::knob);
  if (!line.failed()) std::visit(ReadValue{line, config}, knob);
}

std::vector<KnobText> changed_knobs(const TcpConfig& config, const TcpConfig& base) {
  std::vector<KnobText> changed;
  for (const Named<Member>& knob : knobs) {
    const bool same =
        std::visit([&](auto member) { return config.*member == base.*member; }, knob.value);
    if (!same) changed.push_back({knob.name, std::visit(WriteValue{config}, knob.value)});
  }
  return changed;
}

std::span<const std::string_view> knob_names() { return names_of_knobs; }

}  // namespace engine
