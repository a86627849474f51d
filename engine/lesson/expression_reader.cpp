#include "engine/lesson/expression_reader.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"
#include "engine/lesson/expression_names.hpp"
#include "engine/lesson/line_reader.hpp"

namespace engine {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

// Recursive descent, one function for each strength of binding; gives up at the first mistake.
class ExpressionReader {
 public:
  ExpressionReader(std::string_view text, const Scenario& scenario)
      : text_(text), scenario_(&scenario) {
    expression_.source = text;
  }

  std::expected<Expression, Mistake> read() {
    expression_.measure = sum();
    if (!failed() && at_ < text_.size())
      fail(at_, say(Say::found_expected, quoted(text_.substr(at_, 1)), Say::end_of_expression));
    if (failed()) return std::unexpected(*mistake_);
    return std::move(expression_);
  }

 private:
  Measure sum() {
    Measure left = product();
    while (!failed() && (next_is('+') || next_is('-'))) {
      const Operation operation = next_is('+') ? Operation::add : Operation::subtract;
      left = combined(operation, left, &ExpressionReader::product);
    }
    return left;
  }

  Measure product() {
    Measure left = power();
    while (!failed() && (next_is('*') || next_is('/') || next_is('%'))) {
      Operation operation = Operation::multiply;
      if (next_is('/')) operation = Operation::divide;
      if (next_is('%')) operation = Operation::remainder;
      left = combined(operation, left, &ExpressionReader::power);
    }
    return left;
  }

  Measure power() {
    const Measure base = atom();
    return !failed() && next_is('^') ? combined(Operation::power, base, &ExpressionReader::power)
                                     : base;
  }

  Measure combined(Operation operation, Measure left, Measure (ExpressionReader::*right_side)()) {
    const std::size_t place = at_++;
    if (++depth_ > ExpressionLimits::depth) {
      fail(place, Say::expression_too_deep);
      return left;
    }
    const Measure right = (this->*right_side)();
    --depth_;
    if (failed()) return left;
    const auto measure = measure_of(operation, left, right);
    if (!measure) fail(place, say(Say::measures_differ, saying_of(left), saying_of(right)));
    push({.step = Step::operation, .constant = {}, .name = {}, .operation = operation});
    return measure.value_or(left);
  }

  Measure atom() {
    if (failed() || ++depth_ > ExpressionLimits::depth) {
      fail(at_, Say::expression_too_deep);
      return {};
    }
    const Measure measure = bare_atom();
    --depth_;
    return measure;
  }

  Measure bare_atom() {
    if (at_ >= text_.size()) {
      fail(at_, say(Say::found_expected, Say::end_of_expression, Say::live_name));
      return {};
    }
    if (next_is('-')) {
      ++at_;
      const Measure measure = atom();
      push({.step = Step::negate, .constant = {}, .name = {}, .operation = {}});
      return measure;
    }
    if (next_is('(')) {
      ++at_;
      const Measure measure = sum();
      require(')');
      return measure;
    }
    if (is_digit(text_[at_])) return constant();
    return name();
  }

  Measure constant() {
    const std::size_t from = at_;
    while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) ++at_;
    const std::size_t digits = at_;
    while (at_ < text_.size() && is_letter(text_[at_])) ++at_;
    const std::string_view word = text_.substr(from, at_ - from);
    const auto unit = digits == at_ ? AnswerUnit::number : AnswerUnit::s;
    const auto value = read_quantity(word, unit);
    if (!value) {
      fail(from, say(Say::found_expected, quoted(word), Say::constant));
      return {};
    }
    push({.step = Step::constant, .constant = *value, .name = {}, .operation = {}});
    return value->measure;
  }

  Measure name() {
    const std::size_t from = at_;
    while (at_ < text_.size() &&
           (is_letter(text_[at_]) || is_digit(text_[at_]) || text_[at_] == '.'))
      ++at_;
    const std::string_view word = text_.substr(from, at_ - from);
    if (word == "min" || word == "max") return extreme(word == "min" ? Step::least : Step::most);
    std::string_view arguments;
    if (next_is('(')) {
      const std::size_t end = std::min(text_.find(')', at_), text_.size());
      arguments = text_.substr(at_ + 1, end - at_ - 1);
      at_ = end;
      require(')');
      if (text_.substr(at_).starts_with('.')) {  // seg(2).ack
        const std::size_t behind = at_;
        while (at_ < text_.size() && (is_letter(text_[at_]) || text_[at_] == '.')) ++at_;
        return looked_up(from, std::string(word) + std::string(text_.substr(behind, at_ - behind)),
                         arguments);
      }
    }
    return looked_up(from, std::string(word), arguments);
  }

  Measure looked_up(std::size_t from, const std::string& word, std::string_view arguments) {
    if (failed()) return {};
    if (word.empty()) {
      fail(from, say(Say::found_expected, quoted(text_.substr(from, 1)), Say::live_name));
      return {};
    }
    const auto found = find_live_name(word, arguments, *scenario_);
    if (!found) {
      fail(from, found.error());
      return {};
    }
    push({.step = Step::name, .constant = {}, .name = found->name, .operation = {}});
    return found->measure;
  }

  Measure extreme(Step step) {
    const std::size_t place = at_;
    require('(');
    const Measure left = sum();
    require(',');
    const Measure right = sum();
    require(')');
    if (!failed() && left != right)
      fail(place, say(Say::measures_differ, saying_of(left), saying_of(right)));
    push({.step = step, .constant = {}, .name = {}, .operation = {}});
    return left;
  }

  bool next_is(char c) const { return at_ < text_.size() && text_[at_] == c; }
  void require(char c) {
    if (failed()) return;
    if (next_is(c)) {
      ++at_;
      return;
    }
    const Saying found = at_ < text_.size() ? as_saying(quoted(text_.substr(at_, 1)))
                                            : as_saying(Say::end_of_expression);
    fail(at_, say(Say::found_expected, found, quoted(std::string_view(&c, 1))));
  }
  static std::string quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

  void push(ExpressionStep step) {
    if (expression_.steps.size() == ExpressionLimits::steps)
      fail(at_, say(Say::expression_too_long, ExpressionLimits::steps));
    if (!failed()) expression_.steps.push_back(step);
  }
  bool failed() const { return mistake_.has_value(); }
  void fail(std::size_t at, Saying what) {
    if (!failed()) mistake_ = Mistake{static_cast<std::uint32_t>(at + 1), std::move(what)};
  }

  std::string_view text_;
  const Scenario* scenario_;
  std::size_t at_{};
  std::size_t depth_{};
  Expression expression_;
  std::optional<Mistake> mistake_;
};

}  // namespace

Saying saying_of(Measure measure) {
  switch (measure) {
    case Measure::number:
      return Say::a_number;
    case Measure::time:
      return Say::a_time;
    case Measure::rate:
      return Say::a_rate;
    case Measure::sequence:
      return Say::a_sequence_number;
  }
  unreachable("Measure");
}

std::expected<Expression, Mistake> parse_expression(std::string_view text,
                                                    const Scenario& scenario) {
  return ExpressionReader(text, scenario).read();
}

Expression read_expression(LineReader& line, const Scenario& scenario,
                           std::optional<Measure> measure) {
  const Token* const token = line.take(Say::expression);
  if (token == nullptr) return {};
  if (token->quoted) {
    line.refuse(*token, Say::expression);
    return {};
  }
  auto expression = parse_expression(token->text, scenario);
  if (!expression) {
    line.fail(token->column + expression.error().column - 1, expression.error().what);
    return {};
  }
  // A plain number may stand for a sequence number.
  const bool as_number = measure == Measure::sequence && expression->measure == Measure::number;
  if (measure && expression->measure != *measure && !as_number)
    line.fail(token->column,
              say(Say::found_expected, saying_of(expression->measure), saying_of(*measure)));
  return *std::move(expression);
}

}  // namespace engine
