// Statements that say what must come of a run: `expect`, and the rows of its block of segments.
#include "engine/lesson/parse.hpp"
#include "engine/lesson/statements.hpp"
#include "engine/lesson/vocabulary.hpp"

namespace engine {
namespace {

Timing read_timing(LineReader& line) {
  if (line.accept("at")) return {Moment::at, read_instant(line)};
  if (line.accept("by")) return {Moment::by, read_instant(line)};
  line.accept("finally");
  return {};
}

Claim read_claim_on_host(LineReader& line, const Scenario& scenario) {
  enum class Kind : std::uint8_t { signal, reads, notes, retransmits };
  constexpr Named<Kind> kinds[] = {{"signal", Kind::signal},
                                   {"reads", Kind::reads},
                                   {"notes", Kind::notes},
                                   {"retransmits", Kind::retransmits}};
  const HostId host = read_host(line, scenario);
  const Token* const next = line.peek();
  const bool is_state = next != nullptr && next->text[0] >= 'A' && next->text[0] <= 'Z';
  if (is_state) return StateIs{host, read_state(line)};
  switch (line.one_of<Kind>(kinds, Say::claim)) {
    case Kind::signal:
      return SignalGiven{host, read_signal(line)};
    case Kind::reads:
      return BytesRead{host, line.number(Say::bytes, 0, 1'000'000'000'000)};
    case Kind::notes: {
      const Rule rule = read_rule(line);
      const auto times = static_cast<std::uint32_t>(line.number(Say::count, 0, 1'000'000));
      return RuleNoted{host, rule, times};
    }
    case Kind::retransmits: {
      Retransmits claim{.host = host, .instants = {}};
      if (line.accept("never")) return claim;
      do claim.instants.push_back(read_instant(line));
      while (!line.failed() && !line.at_end());
      return claim;
    }
  }
  return StateIs{};
}

// `by` means "at some moment until then": it needs something that happens at a moment.
bool may_be_by(const Claim& claim) {
  return std::holds_alternative<StateIs>(claim) || std::holds_alternative<SignalGiven>(claim);
}

}  // namespace

void read_expect_statement(LineReader& line, Scenario& scenario, std::uint32_t line_number,
                           std::string_view source) {
  const std::uint32_t column = line.column();
  Expectation expectation{
      .line = line_number, .source = std::string(source), .timing = {}, .claim = SegmentsAre{}};
  if (line.accept("quiet")) {
    line.require("after");
    expectation.claim = QuietAfter{read_instant(line)};
  } else if (!line.accept("segments")) {
    expectation.timing = read_timing(line);
    expectation.claim = read_claim_on_host(line, scenario);
    if (expectation.timing.moment == Moment::by && !may_be_by(expectation.claim))
      line.fail(column, Say::not_by);
  }
  line.end();
  if (scenario.expectations.size() == ScriptLimits::expectations)
    line.fail(column, say(Say::too_many_expectations, ScriptLimits::expectations));
  if (!line.failed()) scenario.expectations.push_back(std::move(expectation));
}

SegmentRow read_segment_row(LineReader& line, const Scenario& scenario, std::uint32_t line_number,
                            std::string_view source) {
  enum class Word : std::uint8_t { seq, ack, length, lost, held, under_way, again, forged, copy };
  constexpr Named<Word> words[] = {
      {"seq", Word::seq},     {"ack", Word::ack},       {"len", Word::length},
      {"lost", Word::lost},   {"held", Word::held},     {"under-way", Word::under_way},
      {"again", Word::again}, {"forged", Word::forged}, {"copy", Word::copy},
  };
  SegmentRow row;
  row.line = line_number;
  row.source = source;
  if (line.accept("at")) row.at = read_instant(line);
  row.from = read_host(line, scenario);
  row.flags = read_flags(line);
  // Relative acknowledgment numbers count from the other end's ISS; with more than two hosts the
  // other end is not known, so only `HOST.iss` will do.
  const auto other = scenario.hosts.size() == 2 ? std::optional(HostId{1 - row.from.value})
                                                : std::optional<HostId>{};
  while (!line.failed() && !line.at_end()) {
    switch (line.one_of<Word>(words, Say::row_word)) {
      case Word::seq:
        row.seq = read_term(line, scenario, row.from);
        break;
      case Word::ack:
        row.ack = read_term(line, scenario, other);
        break;
      case Word::length:
        row.length = static_cast<std::uint32_t>(line.number(Say::bytes, 0, 65'535));
        break;
      case Word::lost:
        row.fate = Fate::dropped;
        break;
      case Word::held:
        row.fate = Fate::held;
        break;
      case Word::under_way:
        row.fate = Fate::in_flight;
        break;
      case Word::again:
        row.again = true;
        break;
      case Word::forged:
        row.provenance = Provenance::forged;
        break;
      case Word::copy:
        row.provenance = Provenance::duplicate;
        break;
    }
  }
  return row;
}

}  // namespace engine
