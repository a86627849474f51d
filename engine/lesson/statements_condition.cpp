// `condition NAME ...`: what must happen or be true (condition.hpp).
#include <algorithm>
#include <utility>

#include "engine/lesson/expression_names.hpp"
#include "engine/lesson/expression_reader.hpp"
#include "engine/lesson/statements.hpp"
#include "engine/lesson/statements_lesson.hpp"
#include "engine/lesson/vocabulary.hpp"

namespace engine {
namespace {

constexpr Named<PacketFact> packet_facts[] = {
    {"sent", PacketFact::sent},       {"delivered", PacketFact::delivered},
    {"dropped", PacketFact::dropped}, {"delayed", PacketFact::delayed},
    {"held", PacketFact::held},       {"edited", PacketFact::edited},
};
constexpr Named<Joint> joints[] = {
    {"all", Joint::all},         {"any", Joint::any},           {"not", Joint::not_now},
    {"never", Joint::never_yet}, {"sequence", Joint::sequence}, {"before", Joint::before},
    {"after", Joint::after},     {"between", Joint::between},   {"lasts", Joint::lasts},
    {"count", Joint::counts},    {"cause", Joint::causes},
};
enum class Plain : std::uint8_t { value, time };
using Head = std::variant<PacketFact, Joint, Plain>;

std::vector<Named<Head>> heads() {
  std::vector<Named<Head>> all{{"value", Plain::value}, {"time", Plain::time}};
  for (const auto& row : packet_facts) all.push_back({row.name, row.value});
  for (const auto& row : joints) all.push_back({row.name, row.value});
  return all;
}

constexpr Named<Provenance> origins[] = {{"stack", Provenance::stack},
                                         {"forged", Provenance::forged},
                                         {"edited", Provenance::edited},
                                         {"copy", Provenance::duplicate}};
constexpr Named<DropReason> drop_reasons[] = {
    {"user", DropReason::user},
    {"rule", DropReason::rule},
    {"loss", DropReason::loss},
    {"queue-full", DropReason::queue_full},
    {"no-such-host", DropReason::no_such_host},
    {"too-big", DropReason::too_big},
    {"link-down", DropReason::link_down},
    {"host-down", DropReason::host_down},
};

void read_segment_word(LineReader& line, const Scenario& scenario, SegmentDoes& wanted) {
  enum class Word : std::uint8_t { seq, ack, origin, again, fresh, by, source };
  constexpr Named<Word> words[] = {
      {"seq", Word::seq},     {"ack", Word::ack}, {"origin", Word::origin}, {"again", Word::again},
      {"fresh", Word::fresh}, {"by", Word::by},   {"source", Word::source}};
  switch (line.one_of<Word>(words, Say::segment_word)) {
    case Word::seq:
      wanted.seq = read_expression(line, scenario, Measure::sequence);
      return;
    case Word::ack:
      wanted.ack = read_expression(line, scenario, Measure::sequence);
      return;
    case Word::origin:
      wanted.origin = line.one_of<Provenance>(origins, Say::origin);
      return;
    case Word::again:
      wanted.again = true;
      return;
    case Word::fresh:
      wanted.again = false;
      return;
    case Word::by:
      wanted.reason = line.one_of<DropReason>(drop_reasons, Say::drop_reason);
      return;
    case Word::source: {
      const Token* const token = line.take(Say::ipv4);
      if (token == nullptr) return;
      wanted.source = parse_ipv4(token->text);
      if (!wanted.source) line.refuse(*token, Say::ipv4);
      return;
    }
  }
}

SegmentDoes read_segment(LineReader& line, const Scenario& scenario, PacketFact fact) {
  SegmentDoes wanted;
  wanted.fact = fact;
  wanted.match = read_match(line, scenario);
  wanted.again = std::exchange(wanted.match.again, std::nullopt);
  while (!line.failed() && !line.at_end()) read_segment_word(line, scenario, wanted);
  return wanted;
}

Timer read_timer(LineReader& line) {
  std::vector<Named<Timer>> names{{"rexmt", Timer::retransmit}, {"timewait", Timer::time_wait}};
  for (std::size_t i = 0; i < timer_count; ++i)
    names.push_back({name(static_cast<Timer>(i)), static_cast<Timer>(i)});
  return line.one_of<Timer>(names, Say::timer_name);
}

std::uint8_t read_call(LineReader& line) {
  constexpr Named<std::uint8_t> calls[] = {{"listen", 0},   {"connect", 1},   {"accept", 2},
                                           {"send", 3},     {"send-bulk", 4}, {"read", 5},
                                           {"shutdown", 6}, {"close", 7},     {"abort", 8}};
  return line.one_of<std::uint8_t>(calls, Say::call);
}

CallResult read_result(LineReader& line) {
  std::vector<Named<CallResult>> names;
  for (auto i = std::uint8_t{}; i <= static_cast<std::uint8_t>(CallResult::invalid); ++i)
    names.push_back({name(static_cast<CallResult>(i)), static_cast<CallResult>(i)});
  return line.one_of<CallResult>(names, Say::call_result);
}

std::vector<State> read_states(LineReader& line) {
  std::vector<State> states{read_state(line)};
  while (line.accept("or")) states.push_back(read_state(line));
  return states;
}

QueueIs read_queue(LineReader& line, const Scenario& scenario, HostId host) {
  constexpr Named<ListenerQueue> which[] = {{"syn", ListenerQueue::syn},
                                            {"accept", ListenerQueue::accept}};
  QueueIs wanted;
  wanted.host = host;
  wanted.queue = line.one_of<ListenerQueue>(which, Say::which_queue);
  wanted.relation = read_relation(line);
  wanted.number = read_expression(line, scenario, Measure::number);
  return wanted;
}

ConditionTest read_of_host(LineReader& line, const Scenario& scenario) {
  enum class Verb : std::uint8_t { is, becomes, timer, notes, hears, calls, forgets, queue };
  constexpr Named<Verb> verbs[] = {{"is", Verb::is},           {"becomes", Verb::becomes},
                                   {"timer", Verb::timer},     {"notes", Verb::notes},
                                   {"hears", Verb::hears},     {"calls", Verb::calls},
                                   {"forgets", Verb::forgets}, {"queue", Verb::queue}};
  constexpr Named<TimerMove> moves[] = {{"started", TimerMove::started},
                                        {"restarted", TimerMove::restarted},
                                        {"stopped", TimerMove::stopped},
                                        {"expired", TimerMove::expired}};
  const HostId host = read_host(line, scenario);
  switch (line.one_of<Verb>(verbs, Say::host_verb)) {
    case Verb::is:
      return StateOf{host, read_states(line)};
    case Verb::becomes: {
      Becomes wanted{.host = host, .from = {}, .to = read_state(line)};
      if (line.accept("from")) wanted.from = read_state(line);
      return wanted;
    }
    case Verb::timer: {
      const Timer timer = read_timer(line);
      return TimerDoes{host, timer, line.one_of<TimerMove>(moves, Say::timer_move)};
    }
    case Verb::notes:
      return Decides{host, read_rule(line)};
    case Verb::hears:
      return Hears{host, read_signal(line)};
    case Verb::calls: {
      CallsFor wanted{.host = host, .call = read_call(line), .result = {}};
      if (!line.at_end()) wanted.result = read_result(line);
      return wanted;
    }
    case Verb::forgets:
      return ConnectionGone{host};
    case Verb::queue:
      return read_queue(line, scenario, host);
  }
  return ConnectionGone{host};
}

ConditionTest read_joined(LineReader& line, const Scenario& scenario, Joint joint) {
  Joined wanted;
  wanted.joint = joint;
  const auto name = [&] { wanted.of.push_back(read_condition_name(line, scenario)); };
  name();
  switch (joint) {
    case Joint::not_now:
    case Joint::never_yet:
      break;
    case Joint::before:
    case Joint::after:
      name();
      break;
    case Joint::between:
      name();
      name();
      break;
    case Joint::lasts:
      wanted.within = line.duration(Say::time);
      break;
    case Joint::counts:
      wanted.relation = read_relation(line);
      wanted.number = static_cast<std::uint32_t>(line.number(Say::count, 0, 100'000));
      break;
    case Joint::causes: {
      const std::uint32_t column = line.column();
      line.require("of");
      name();
      const auto& conditions = scenario.lesson.conditions;
      if (!line.failed() &&
          !std::holds_alternative<SegmentDoes>(conditions[wanted.of[0].value].test))
        line.fail(column, Say::cause_is_segment);
      break;
    }
    case Joint::all:
    case Joint::any:
    case Joint::sequence:
      while (!line.failed() && !line.at_end() && !line.next_is("within")) name();
      if (joint == Joint::sequence && line.accept("within"))
        wanted.within = line.duration(Say::time);
      break;
  }
  return wanted;
}

ConditionTest read_test(LineReader& line, const Scenario& scenario) {
  const Token* const first = line.peek();
  const auto named = [&](const ScenarioHost& host) {
    return first != nullptr && host.name == first->text;
  };
  if (std::ranges::any_of(scenario.hosts, named)) return read_of_host(line, scenario);
  const std::vector<Named<Head>> known = heads();
  const Head head = line.one_of<Head>(known, Say::condition_shape);
  if (line.failed()) return Joined{};
  if (const auto* const fact = std::get_if<PacketFact>(&head))
    return read_segment(line, scenario, *fact);
  if (const auto* const joint = std::get_if<Joint>(&head))
    return read_joined(line, scenario, *joint);
  if (std::get<Plain>(head) == Plain::time)
    return TimeComes{read_expression(line, scenario, Measure::time)};
  Compares wanted;
  const std::uint32_t column = line.column();
  wanted.left = read_expression(line, scenario);
  wanted.relation = read_relation(line);
  wanted.right = read_expression(line, scenario);
  if (!line.failed() && wanted.left.measure != wanted.right.measure &&
      measure_of(Operation::add, wanted.left.measure, wanted.right.measure) == std::nullopt)
    line.fail(column, say(Say::measures_differ, saying_of(wanted.left.measure),
                          saying_of(wanted.right.measure)));
  return wanted;
}

}  // namespace

Relation read_relation(LineReader& line) {
  constexpr Named<Relation> relations[] = {{"=", Relation::equal}, {"!=", Relation::unequal},
                                           {"<", Relation::less},  {"<=", Relation::at_most},
                                           {">", Relation::more},  {">=", Relation::at_least}};
  return line.one_of<Relation>(relations, Say::relation);
}

ConditionId read_condition_name(LineReader& line, const Scenario& scenario) {
  std::vector<Named<ConditionId>> names;
  for (std::uint32_t i = 0; i < scenario.lesson.conditions.size(); ++i)
    names.push_back({scenario.lesson.conditions[i].name, ConditionId{i}});
  return line.one_of<ConditionId>(names, Say::condition_name);
}

void read_condition_statement(LineReader& line, Scenario& scenario, std::uint32_t line_number) {
  const std::uint32_t column = line.column();
  Condition condition;
  condition.line = line_number;
  condition.name = read_new_name(line, Say::name);
  constexpr Named<Scope> scopes[] = {
      {"lesson", Scope::lesson}, {"beat", Scope::beat}, {"branch", Scope::branch}};
  if (line.accept("since")) condition.scope = line.one_of<Scope>(scopes, Say::scope);
  if (line.accept("on-any-branch")) condition.scope = Scope::any_branch;
  condition.test = read_test(line, scenario);
  line.end();
  for (const Condition& other : scenario.lesson.conditions)
    if (other.name == condition.name) line.fail(column, say(Say::condition_twice, other.name));
  add_to(scenario.lesson.conditions, std::move(condition), line, column, LessonLimits::conditions);
}

}  // namespace engine
