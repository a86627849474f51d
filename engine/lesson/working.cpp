#include "engine/lesson/working.hpp"

#include <optional>
#include <vector>

#include "engine/base/invariant.hpp"

namespace engine {
namespace {

constexpr int deepest_working = 8;  // parameters that are computed from parameters
enum class Tightness : std::uint8_t { sum, product, power, single };

struct Worked {
  std::string words;
  Tightness tightness = Tightness::single;
};

std::string_view sign_of(Operation operation) {
  switch (operation) {
    case Operation::add:
      return " + ";
    case Operation::subtract:
      return " − ";
    case Operation::multiply:
      return " × ";
    case Operation::divide:
      return " / ";
    case Operation::remainder:
      return " mod ";
    case Operation::power:
      return "^";
  }
  unreachable("Operation");
}

Tightness tightness_of(Operation operation) {
  if (operation == Operation::add || operation == Operation::subtract) return Tightness::sum;
  return operation == Operation::power ? Tightness::power : Tightness::product;
}

std::string enclosed(const Worked& worked, bool needed) {
  return needed ? "(" + worked.words + ")" : worked.words;
}

Worked joined(Operation operation, const Worked& left, const Worked& right) {
  const Tightness own = tightness_of(operation);
  const bool regroups = operation != Operation::add && operation != Operation::multiply;
  const bool left_needs =
      left.tightness < own || (own == Tightness::power && left.tightness == own);
  const bool right_needs = right.tightness < own || (regroups && right.tightness == own);
  return {
      enclosed(left, left_needs) + std::string(sign_of(operation)) + enclosed(right, right_needs),
      own};
}

std::optional<Worked> worked_out(const Expression& expression, const Watch& watch, int depth);

std::optional<Worked> worked_name(const LiveName& name, const Watch& watch, int depth) {
  if (name.live == Live::parameter) {
    const Parameter& parameter = watch.scenario->lesson.parameters[name.number];
    if (parameter.computed && depth < deepest_working)
      return worked_out(*parameter.computed, watch, depth + 1);
  }
  const ExpressionStep step{.step = Step::name, .constant = {}, .name = name, .operation = {}};
  const auto value = value_of({.source = {}, .measure = {}, .steps = {step}}, watch);
  return value ? std::optional(Worked{written(*value)}) : std::nullopt;
}

std::optional<Worked> worked_out(const Expression& expression, const Watch& watch, int depth) {
  std::vector<Worked> stack;
  for (const ExpressionStep& step : expression.steps) {
    if (step.step == Step::constant) {
      stack.push_back({written(step.constant)});
    } else if (step.step == Step::name) {
      auto name = worked_name(step.name, watch, depth);
      if (!name) return std::nullopt;
      stack.push_back(*std::move(name));
    } else if (step.step == Step::negate) {
      stack.back() = {"−" + enclosed(stack.back(), stack.back().tightness == Tightness::sum),
                      Tightness::product};
    } else {
      const Worked right = std::move(stack.back());
      stack.pop_back();
      Worked& left = stack.back();
      if (step.step == Step::operation)
        left = joined(step.operation, left, right);
      else
        left = {(step.step == Step::least ? "min(" : "max(") + left.words + ", " + right.words +
                ")"};
    }
  }
  return stack.size() == 1 ? std::optional(std::move(stack.back())) : std::nullopt;
}

}  // namespace

std::string working_of(const Expression& expression, const Watch& watch) {
  const auto worked = worked_out(expression, watch, 0);
  return worked && worked->tightness != Tightness::single ? worked->words : std::string();
}

}  // namespace engine
