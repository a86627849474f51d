#include "engine/lesson/highlight.hpp"

#include <algorithm>

#include "engine/lesson/expression_names.hpp"
#include "engine/lesson/line_reader.hpp"
#include "engine/lesson/statements_lesson.hpp"
#include "engine/segment/describe.hpp"
#include "engine/tcp/tcb_fields.hpp"

namespace engine {
namespace {

// Short names of header fields, as people say them.
constexpr Named<Field> header_fields[] = {
    {"seq", Field::sequence},       {"ack", Field::acknowledgment},
    {"flags", Field::flag_syn},     {"window", Field::window},
    {"checksum", Field::checksum},  {"options", Field::option_mss},
    {"source", Field::source_port}, {"destination", Field::dest_port},
    {"text", Field::text}};

// Every target without a number in it, and one example of those that have one.
std::vector<std::string> known_targets(const Scenario& scenario) {
  std::vector<std::string> all{"wire.seg(#1)", "ladder.row(#1)", "queue.syn", "queue.accept",
                               "axis.gap(1)"};
  for (const auto& field : header_fields)
    all.push_back("inspector.field(" + std::string(field.name) + ")");
  for (const ScenarioHost& host : scenario.hosts) {
    const std::string end = "ep(" + host.name + ")";
    all.push_back(end + ".state");
    all.push_back(end + ".app");
    for (const std::string_view timer : {"rexmt", "timewait", "persist", "keepalive"})
      all.push_back(end + ".timer(" + std::string(timer) + ")");
    for (std::size_t i = 0; i < tcb_field_count; ++i)
      all.push_back(end + ".tcb(" + std::string(name(static_cast<TcbField>(i))) + ")");
  }
  return all;
}

// What stands between `head` and `tail`, if both fit.
std::optional<std::string_view> between(std::string_view text, std::string_view head,
                                        std::string_view tail) {
  if (!text.starts_with(head) || !text.ends_with(tail)) return std::nullopt;
  if (text.size() < head.size() + tail.size()) return std::nullopt;
  return text.substr(head.size(), text.size() - head.size() - tail.size());
}

bool with_number(std::string_view text, Highlight& highlight) {
  constexpr Named<Target> heads[] = {{"wire.seg(#", Target::wire_segment},
                                     {"ladder.row(#", Target::ladder_row},
                                     {"axis.gap(", Target::axis_gap}};
  for (const auto& head : heads) {
    const auto digits = between(text, head.name, ")");
    const auto number = digits ? read_number(*digits) : std::nullopt;
    if (!number || *number == 0 || *number > 100'000) continue;
    highlight.target = head.value;
    highlight.number = static_cast<std::uint32_t>(*number);
    return true;
  }
  return false;
}

bool of_endpoint(std::string_view rest, Highlight& highlight) {
  if (rest == ".state" || rest == ".app") {
    highlight.target = rest == ".state" ? Target::state : Target::application;
    return true;
  }
  if (const auto wanted = between(rest, ".timer(", ")")) {
    const auto timer = timer_named(*wanted);
    highlight.target = Target::timer;
    highlight.number = static_cast<std::uint32_t>(timer.value_or(Timer{}));
    return timer.has_value();
  }
  const auto wanted = between(rest, ".tcb(", ")");
  for (std::size_t i = 0; wanted && i < tcb_field_count; ++i)
    if (name(static_cast<TcbField>(i)) == *wanted) {
      highlight.target = Target::variable;
      highlight.number = static_cast<std::uint32_t>(i);
      return true;
    }
  return false;
}

bool read_into(std::string_view text, const Scenario& scenario, Highlight& highlight) {
  if (with_number(text, highlight)) return true;
  if (text == "queue.syn" || text == "queue.accept") {
    highlight.target = text == "queue.syn" ? Target::syn_queue : Target::accept_queue;
    return true;
  }
  if (const auto field = between(text, "inspector.field(", ")")) {
    const auto row = std::ranges::find(header_fields, *field, &Named<Field>::name);
    if (row == std::end(header_fields)) return false;
    highlight.target = Target::header_field;
    highlight.number = static_cast<std::uint32_t>(row->value);
    return true;
  }
  for (std::uint32_t i = 0; i < scenario.hosts.size(); ++i) {
    const std::string head = "ep(" + scenario.hosts[i].name + ")";
    if (!text.starts_with(head)) continue;
    highlight.host = {i};
    return of_endpoint(text.substr(head.size()), highlight);
  }
  return false;
}

}  // namespace

std::expected<Highlight, Saying> parse_highlight(std::string_view text, const Scenario& scenario) {
  Highlight highlight;
  highlight.source = text;
  if (read_into(text, scenario, highlight)) return highlight;
  const std::vector<std::string> known = known_targets(scenario);
  const std::vector<std::string_view> names(known.begin(), known.end());
  const Saying what = say(Say::unknown_highlight, "`" + std::string(text) + "`");
  const auto close = nearest(text, names);
  return std::unexpected(close ? say(Say::did_you_mean, what, *close) : what);
}

Highlight read_highlight(LineReader& line, const Scenario& scenario, std::uint32_t line_number) {
  const Token* const token = line.take(Say::highlight);
  if (token == nullptr) return {};
  auto highlight = parse_highlight(token->text, scenario);
  if (!highlight) {
    line.fail(token->column, highlight.error());
    return {};
  }
  highlight->line = line_number;
  return *std::move(highlight);
}

}  // namespace engine
