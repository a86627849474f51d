#include "app/command_line/endpoint_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/base/invariant.hpp"

namespace app::command_line::endpoint {
namespace {

using engine::Duration;
using engine::SynCookies;
using engine::TcpConfig;

// One key: how a value is taken (false = of the wrong kind, or out of range), how it is told.
struct Key {
  std::string_view name;
  bool (*take)(const Json& value, Settings& to);
  Json (*tell)(const Settings& of);
};

bool in_range(const Json& value, std::int64_t least, std::int64_t most) {
  if (!value.is_number_integer()) return false;
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t{INT64_MAX})
    return false;
  const auto number = value.get<std::int64_t>();
  return number >= least && number <= most;
}

template <auto Knob>
consteval Key flag(std::string_view name) {
  return {name,
          [](const Json& value, Settings& to) {
            if (!value.is_boolean()) return false;
            to.tcp.*Knob = value.get<bool>();
            return true;
          },
          [](const Settings& of) { return Json(of.tcp.*Knob); }};
}

template <auto Knob, std::int64_t Least, std::int64_t Most>
consteval Key number(std::string_view name) {
  return {name,
          [](const Json& value, Settings& to) {
            if (!in_range(value, Least, Most)) return false;
            auto& knob = to.tcp.*Knob;
            knob = value.get<std::remove_reference_t<decltype(knob)>>();
            return true;
          },
          [](const Settings& of) { return Json(of.tcp.*Knob); }};
}

// Microseconds on this side, finer ones inside. A hundred days are enough for anything.
constexpr std::int64_t longest = 8'640'000'000'000;

template <auto Knob, std::int64_t Least = 0, std::int64_t Most = longest>
consteval Key time(std::string_view name) {
  return {
      name,
      [](const Json& value, Settings& to) {
        if (!in_range(value, Least, Most)) return false;
        to.tcp.*Knob = std::chrono::microseconds(value.get<std::int64_t>());
        return true;
      },
      [](const Settings& of) {
        return Json(std::chrono::duration_cast<std::chrono::microseconds>(of.tcp.*Knob).count());
      }};
}

// How often something is sent again. A number that is given replaces the bound in time that the
// profile has beside it; null is "by time alone".
constexpr std::uint8_t unlimited = 255;

template <auto Count, auto Bound>
consteval Key retries(std::string_view name) {
  return {
      name,
      [](const Json& value, Settings& to) {
        if (value.is_null()) {  // then the other bound has to hold
          to.tcp.*Count = unlimited;
          return to.tcp.*Bound > Duration{0};
        }
        if (!in_range(value, 0, unlimited - 1)) return false;
        to.tcp.*Count = value.get<std::uint8_t>();
        to.tcp.*Bound = Duration{0};
        return true;
      },
      [](const Settings& of) { return of.tcp.*Count == unlimited ? Json() : Json(of.tcp.*Count); }};
}

bool take_window_scale(const Json& value, Settings& to) {
  if (!value.is_null() && !in_range(value, 0, 14)) return false;
  to.tcp.window_scale.reset();
  if (!value.is_null()) to.tcp.window_scale = value.get<std::uint8_t>();
  return true;
}

// Knobs that are one of some words.
template <class T>
struct Word {
  std::string_view name;
  T value;
};

constexpr std::array congestion_words{Word{"newreno", engine::CongestionAlgorithm::newreno},
                                      Word{"cubic", engine::CongestionAlgorithm::cubic},
                                      Word{"none", engine::CongestionAlgorithm::none}};
constexpr std::array ecn_words{Word{"off", engine::EcnUse::off},
                               Word{"passive", engine::EcnUse::passive},
                               Word{"on", engine::EcnUse::on}};
constexpr std::array cookie_words{Word{"off", SynCookies::off}, Word{"on", SynCookies::on},
                                  Word{"always", SynCookies::always}};
constexpr std::array fast_open_words{
    Word{"off", engine::FastOpenUse::off}, Word{"client", engine::FastOpenUse::client},
    Word{"server", engine::FastOpenUse::server}, Word{"both", engine::FastOpenUse::both}};

template <auto Knob, const auto& Words>
consteval Key choice(std::string_view name) {
  return {name,
          [](const Json& value, Settings& to) {
            for (const auto& word : Words) {
              if (value != word.name) continue;
              to.tcp.*Knob = word.value;
              return true;
            }
            return false;
          },
          [](const Settings& of) {
            for (const auto& word : Words)
              if (of.tcp.*Knob == word.value) return Json(word.name);
            engine::unreachable("a knob without a word");
          }};
}

bool take_syn_ack_retries(const Json& value, Settings& to) {
  if (!value.is_null() && !in_range(value, 0, unlimited - 1)) return false;
  to.tcp.syn_ack_retries = value.is_null() ? unlimited : value.get<std::uint8_t>();
  return true;
}

bool take_iss(const Json& value, Settings& to) {
  if (!value.is_null() && !in_range(value, 0, UINT32_MAX)) return false;
  to.iss.reset();
  if (!value.is_null()) to.iss = value.get<std::uint32_t>();
  return true;
}

bool take_seed(const Json& value, Settings& to) {
  if (!in_range(value, 0, INT64_MAX)) return false;
  to.seed = value.get<std::uint64_t>();
  return true;
}

bool take_explain(const Json& value, Settings& to) {
  if (!value.is_boolean()) return false;
  to.explain = value.get<bool>();
  return true;
}

// The key is about opening a connection. Whoever sets it means a stack that leaves an open one
// alone (RFC 5927); without it RFC 9293 is taken by its word (SHLD-26).
bool take_icmp_hard_errors(const Json& value, Settings& to) {
  if (!value.is_boolean()) return false;
  to.tcp.icmp_hard_errors = value.get<bool>();
  to.tcp.icmp_aborts_synchronized = false;
  return true;
}

// Whoever names a delay means this delay, at once and always.
bool take_delayed_ack(const Json& value, Settings& to) {
  if (!in_range(value, 0, 499'999)) return false;
  to.tcp.delayed_ack = std::chrono::microseconds(value.get<std::int64_t>());
  to.tcp.delayed_ack_most = Duration{0};
  to.tcp.quick_acks = 0;
  return true;
}

constexpr std::int64_t largest_buffer = 1 << 30;

constexpr std::array keys{
    number<&TcpConfig::mss, 64, 65'495>("mss"),
    Key{"window_scale", take_window_scale,
        [](const Settings& of) {
          return of.tcp.window_scale ? Json(*of.tcp.window_scale) : Json();
        }},
    flag<&TcpConfig::sack>("sack"),
    flag<&TcpConfig::dsack>("dsack"),
    flag<&TcpConfig::timestamps>("timestamps"),
    number<&TcpConfig::receive_buffer, 0, largest_buffer>("rcv_buf"),
    number<&TcpConfig::send_buffer, 1, largest_buffer>("snd_buf"),
    flag<&TcpConfig::nagle>("nagle"),
    flag<&TcpConfig::cork>("cork"),
    Key{"delayed_ack_us", take_delayed_ack,
        [](const Settings& of) {
          return Json(
              std::chrono::duration_cast<std::chrono::microseconds>(of.tcp.delayed_ack).count());
        }},
    number<&TcpConfig::ack_every, 1, 255>("ack_every"),
    time<&TcpConfig::rto_initial, 1'000>("rto_initial_us"),
    time<&TcpConfig::rto_min, 1'000>("rto_min_us"),
    time<&TcpConfig::rto_max, 1'000>("rto_max_us"),
    number<&TcpConfig::initial_window, 0, 10'000>("initial_cwnd"),
    choice<&TcpConfig::congestion, congestion_words>("congestion"),
    choice<&TcpConfig::ecn, ecn_words>("ecn"),
    flag<&TcpConfig::limited_transmit>("limited_transmit"),
    flag<&TcpConfig::rack_tlp>("rack_tlp"),
    flag<&TcpConfig::rfc5961>("rfc5961"),
    flag<&TcpConfig::rfc1337>("rfc1337"),
    flag<&TcpConfig::reset_acknowledges>("reset_acknowledges"),
    time<&TcpConfig::msl>("msl_us"),
    retries<&TcpConfig::data_retries, &TcpConfig::data_give_up>("retries"),
    retries<&TcpConfig::syn_retries, &TcpConfig::syn_give_up>("syn_retries"),
    Key{"synack_retries", take_syn_ack_retries,
        [](const Settings& of) {
          return of.tcp.syn_ack_retries == unlimited ? Json() : Json(of.tcp.syn_ack_retries);
        }},
    Key{"iss", take_iss, [](const Settings& of) { return of.iss ? Json(*of.iss) : Json(); }},
    Key{"seed", take_seed, [](const Settings& of) { return Json(of.seed); }},
    flag<&TcpConfig::keepalive>("keepalive"),
    time<&TcpConfig::keepalive_idle, 1'000>("keepalive_idle_us"),
    time<&TcpConfig::keepalive_interval, 1'000>("keepalive_interval_us"),
    number<&TcpConfig::keepalive_count, 0, 254>("keepalive_count"),
    time<&TcpConfig::user_timeout>("user_timeout_us"),
    time<&TcpConfig::connect_timeout>("connect_timeout_us"),
    time<&TcpConfig::fin_wait_2_timeout>("fin_wait2_timeout_us"),
    number<&TcpConfig::syn_backlog, 0, 1'000'000>("syn_backlog"),
    choice<&TcpConfig::syn_cookies, cookie_words>("syn_cookies"),
    flag<&TcpConfig::abort_on_overflow>("abort_on_overflow"),
    choice<&TcpConfig::fast_open, fast_open_words>("fast_open"),
    flag<&TcpConfig::time_wait_reuse>("time_wait_reuse"),
    Key{"icmp_hard_errors", take_icmp_hard_errors,
        [](const Settings& of) { return Json(of.tcp.icmp_hard_errors); }},
    flag<&TcpConfig::pmtu_discovery>("pmtu_discovery"),
    number<&TcpConfig::ttl, 1, 255>("ttl"),
    number<&TcpConfig::tos, 0, 255>("tos"),
    Key{"explain", take_explain, [](const Settings& of) { return Json(of.explain); }},
};

}  // namespace

engine::Result<std::vector<std::string>> apply(const Json& config, Settings& settings) {
  Settings wanted = settings;
  std::vector<std::string> ignored;
  for (const auto& [name, value] : config.items()) {
    const auto key = std::ranges::find(keys, std::string_view(name), &Key::name);
    if (key == keys.end())
      ignored.push_back(name);
    else if (!key->take(value, wanted))
      return refuse("bad_field", fmt::format("the value of config.{} is not possible", name));
  }
  if (wanted.tcp.rto_min > wanted.tcp.rto_max)
    return refuse("bad_field", "config.rto_min_us is above config.rto_max_us");
  settings = wanted;
  return ignored;
}

Json describe(const Settings& settings) {
  Json all = Json::object();
  for (const Key& key : keys) all[std::string(key.name)] = key.tell(settings);
  return all;
}

}  // namespace app::command_line::endpoint
