#include "engine/lesson/expression_names.hpp"

#include <algorithm>

#include "engine/lesson/knobs.hpp"
#include "engine/lesson/line_reader.hpp"
#include "engine/lesson/nearest.hpp"
#include "engine/lesson/runner.hpp"

namespace engine {
namespace {

struct NameRow {
  std::string_view name;
  Live live;
  Measure measure;
};
// Behind `HOST.`
constexpr NameRow of_host[] = {
    {"iss", Live::iss, Measure::sequence},
    {"isn", Live::iss, Measure::sequence},
    {"irs", Live::irs, Measure::sequence},
    {"snd.una", Live::snd_una, Measure::sequence},
    {"snd.nxt", Live::snd_nxt, Measure::sequence},
    {"snd.wnd", Live::snd_wnd, Measure::number},
    {"rcv.nxt", Live::rcv_nxt, Measure::sequence},
    {"rcv.wnd", Live::rcv_wnd, Measure::number},
    {"rto", Live::rto, Measure::time},
    {"srtt", Live::srtt, Measure::time},
    {"retransmissions", Live::retransmissions, Measure::number},
    {"bytes_read", Live::bytes_read, Measure::number},
    {"syn_queue", Live::syn_queue, Measure::number},
    {"accept_queue", Live::accept_queue, Measure::number},
};
// Of a packet of this branch: seg(N).
constexpr NameRow of_segment[] = {
    {"seg.seq", Live::segment_seq, Measure::sequence},
    {"seg.ack", Live::segment_ack, Measure::sequence},
    {"seg.len", Live::segment_length, Measure::number},
    {"seg.sent", Live::segment_sent, Measure::time},
    {"seg.ended", Live::segment_ended, Measure::time},
};
// Of a condition.
constexpr NameRow of_condition[] = {
    {"first", Live::first_time, Measure::time},
    {"last", Live::last_time, Measure::time},
    {"count", Live::count, Measure::number},
};
// Of a direction of the wire.
constexpr NameRow of_wire[] = {
    {"wire.delay", Live::delay, Measure::time},
    {"wire.rtt", Live::round_trip, Measure::time},
};
// Of nobody in particular.
constexpr NameRow of_nobody[] = {
    {"now", Live::now, Measure::time},
    {"cookie.odds", Live::cookie_odds, Measure::number},
};

template <std::size_t N>
const NameRow* find_row(const NameRow (&rows)[N], std::string_view name) {
  const auto row = std::ranges::find(rows, name, &NameRow::name);
  return row == std::end(rows) ? nullptr : row;
}

std::vector<std::string> known_names(const Scenario& scenario) {
  std::vector<std::string> names;
  for (const NameRow& row : of_nobody) names.emplace_back(row.name);
  for (const Parameter& parameter : scenario.lesson.parameters) names.push_back(parameter.name);
  for (const ScenarioHost& host : scenario.hosts) {
    for (const NameRow& row : of_host) names.push_back(host.name + "." + std::string(row.name));
    for (const std::string_view knob : knob_names())
      if (knob_measure(knob)) names.push_back(host.name + "." + std::string(knob));
    for (std::size_t i = 0; i < timer_count; ++i)
      names.push_back(host.name + ".timer." + std::string(name(static_cast<Timer>(i))));
  }
  for (const NameRow& row : of_segment) names.emplace_back(row.name);
  for (const NameRow& row : of_condition) names.emplace_back(row.name);
  for (const NameRow& row : of_wire) names.emplace_back(row.name);
  return names;
}

template <class Known>
Saying no_such(std::string_view word, Say expected, const Known& known) {
  const Saying what = say(Say::found_expected, "`" + std::string(word) + "`", expected);
  const std::vector<std::string_view> names(known.begin(), known.end());
  const auto close = nearest(word, names);
  return close ? say(Say::did_you_mean, what, *close) : what;
}

std::optional<FoundName> name_of_host(std::string_view word, const Scenario& scenario) {
  const std::size_t dot = word.find('.');
  const auto host = find_host(scenario, word.substr(0, dot));
  if (dot == std::string_view::npos || !host) return std::nullopt;
  const std::string_view rest = word.substr(dot + 1);
  if (const NameRow* const row = find_row(of_host, rest))
    return FoundName{{.live = row->live, .host = *host, .other = {}, .condition = {}},
                     row->measure};
  if (rest.starts_with("timer."))
    if (const auto timer = timer_named(rest.substr(6)))
      return FoundName{{.live = Live::timer_left,
                        .host = *host,
                        .other = {},
                        .number = static_cast<std::uint32_t>(*timer),
                        .condition = {}},
                       Measure::time};
  const auto knob = std::ranges::find(knob_names(), rest);
  if (knob == knob_names().end() || !knob_measure(rest)) return std::nullopt;
  return FoundName{{.live = Live::knob,
                    .host = *host,
                    .other = {},
                    .number = static_cast<std::uint32_t>(knob - knob_names().begin()),
                    .condition = {}},
                   *knob_measure(rest)};
}

std::expected<FoundName, Saying> of_direction(const NameRow& row, std::string_view arguments,
                                              const Scenario& scenario) {
  const std::size_t comma = std::min(arguments.find(','), arguments.size());
  std::vector<std::string> names;
  for (const ScenarioHost& known : scenario.hosts) names.push_back(known.name);
  const std::string_view from = arguments.substr(0, comma);
  const std::string_view to = arguments.substr(std::min(comma + 1, arguments.size()));
  const auto host = find_host(scenario, from), other = find_host(scenario, to);
  if (!host || !other)
    return std::unexpected(no_such(host ? to : from, Say::two_host_names, names));
  const LiveName name{.live = row.live, .host = *host, .other = *other, .condition = {}};
  return FoundName{name, row.measure};
}

std::expected<FoundName, Saying> of_the_condition(const NameRow& row, std::string_view argument,
                                                  const Scenario& scenario) {
  const auto& conditions = scenario.lesson.conditions;
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < conditions.size(); ++i) {
    if (conditions[i].name == argument)
      return FoundName{{.live = row.live, .host = {}, .other = {}, .condition = {i}}, row.measure};
    names.push_back(conditions[i].name);
  }
  return std::unexpected(no_such(argument, Say::condition_name, names));
}

}  // namespace

std::optional<Timer> timer_named(std::string_view wanted) {
  if (wanted == "rexmt") return Timer::retransmit;
  if (wanted == "timewait") return Timer::time_wait;
  for (std::size_t i = 0; i < timer_count; ++i)
    if (name(static_cast<Timer>(i)) == wanted) return static_cast<Timer>(i);
  return std::nullopt;
}

std::expected<FoundName, Saying> find_live_name(std::string_view word, std::string_view arguments,
                                                const Scenario& scenario) {
  if (const NameRow* const row = find_row(of_nobody, word))
    return FoundName{{.live = row->live, .host = {}, .other = {}, .condition = {}}, row->measure};
  const auto& parameters = scenario.lesson.parameters;
  for (std::uint32_t i = 0; i < parameters.size(); ++i)
    if (parameters[i].name == word)
      return FoundName{
          {.live = Live::parameter, .host = {}, .other = {}, .number = i, .condition = {}},
          parameters[i].measure};
  if (const NameRow* const row = find_row(of_wire, word))
    return of_direction(*row, arguments, scenario);
  if (const NameRow* const row = find_row(of_condition, word))
    return of_the_condition(*row, arguments, scenario);
  if (const NameRow* const row = find_row(of_segment, word)) {
    const auto number = read_number(arguments);
    if (!number || *number == 0 || *number > 100'000)
      return std::unexpected(
          say(Say::found_expected, "`" + std::string(arguments) + "`", Say::segment_number));
    return FoundName{{.live = row->live,
                      .host = {},
                      .other = {},
                      .number = static_cast<std::uint32_t>(*number),
                      .condition = {}},
                     row->measure};
  }
  if (const auto found = name_of_host(word, scenario)) return *found;
  return std::unexpected(no_such(word, Say::live_name, known_names(scenario)));
}

}  // namespace engine
