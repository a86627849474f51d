#include "engine/lesson/knobs.hpp"

#include <array>
#include <limits>
#include <variant>

namespace engine {
namespace {

using Member = std::variant<bool TcpConfig::*, std::uint8_t TcpConfig::*,
                            std::uint16_t TcpConfig::*, std::uint32_t TcpConfig::*,
                            Duration TcpConfig::*, std::optional<std::uint8_t> TcpConfig::*>;

#define KNOB(name) \
  Named<Member> { #name, &TcpConfig::name }
constexpr Named<Member> knobs[] = {
    KNOB(mss),
    KNOB(window_scale),
    KNOB(timestamps),
    KNOB(sack),
    KNOB(ttl),
    KNOB(tos),
    KNOB(receive_buffer),
    KNOB(send_buffer),
    KNOB(nagle),
    KNOB(initial_window),
    KNOB(congestion_control),
    KNOB(delayed_ack),
    KNOB(ack_every),
    KNOB(rto_initial),
    KNOB(rto_min),
    KNOB(rto_max),
    KNOB(rto_min_on_variance),
    KNOB(soft_error_retries),
    KNOB(data_retries),
    KNOB(data_give_up),
    KNOB(syn_retries),
    KNOB(syn_ack_retries),
    KNOB(syn_give_up),
    KNOB(linear_syn_timeouts),
    KNOB(user_timeout),
    KNOB(keepalive),
    KNOB(keepalive_idle),
    KNOB(keepalive_interval),
    KNOB(keepalive_count),
    KNOB(msl),
    KNOB(fin_wait_2_timeout),
    KNOB(reset_on_late_data),
    KNOB(rfc5961),
    KNOB(rfc1337),
    KNOB(rfc6191),
    KNOB(strict_crossing_syn_ack),
    KNOB(drop_syn_fin),
    KNOB(invalid_ack_interval),
    KNOB(challenge_acks_per_window),
    KNOB(challenge_window),
};
#undef KNOB

constexpr auto names_of_knobs = [] {
  std::array<std::string_view, std::size(knobs)> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = knobs[i].name;
  return names;
}();

struct ReadValue {
  LineReader& line;
  TcpConfig& config;

  void operator()(bool TcpConfig::* knob) const { config.*knob = line.on_or_off(); }
  void operator()(Duration TcpConfig::* knob) const { config.*knob = line.duration("a time"); }
  void operator()(std::optional<std::uint8_t> TcpConfig::* knob) const {
    constexpr std::uint64_t largest_shift = 14;  // RFC 7323 2.3
    if (line.accept("off"))
      config.*knob = std::nullopt;
    else
      config.*knob = static_cast<std::uint8_t>(line.number("`off` or a shift", 0, largest_shift));
  }
  template <class Number>
  void operator()(Number TcpConfig::* knob) const {
    config.*knob =
        static_cast<Number>(line.number("a number", 0, std::numeric_limits<Number>::max()));
  }
};

}  // namespace

void read_knob(LineReader& line, TcpConfig& config) {
  const Member knob = line.one_of<Member>(knobs, "a knob of TCP");
  if (!line.failed()) std::visit(ReadValue{line, config}, knob);
}

std::span<const std::string_view> knob_names() { return names_of_knobs; }

}  // namespace engine
