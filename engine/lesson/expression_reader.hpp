// Reading expressions: one word of a line, or what stands between the braces of a text.
#pragma once

#include <string_view>

#include "engine/lesson/line_reader.hpp"
#include "engine/lesson/scenario.hpp"

namespace engine {

struct ExpressionLimits {
  static constexpr std::size_t steps = 64;
  static constexpr std::size_t depth = 16;
};

// The column of a mistake counts from 1 at the beginning of `text`.
std::expected<Expression, Mistake> parse_expression(std::string_view text,
                                                    const Scenario& scenario);

// The next word; it must be of this measure (none = any).
Expression read_expression(LineReader& line, const Scenario& scenario,
                           std::optional<Measure> measure = {});

Saying saying_of(Measure measure);

}  // namespace engine
