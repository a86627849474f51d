// What an expression of a lesson yields: a number with nine decimals and what it measures. Integers
// only, so that every machine computes the same; sequence numbers are counted modulo 2^32.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/time.hpp"

namespace engine {

enum class Measure : std::uint8_t { number, time, rate, sequence };  // rate: per second

struct Quantity {
  Measure measure = Measure::number;
  std::int64_t nano{};  // billionths: of one, of a second, of one per second
  bool operator==(const Quantity&) const = default;
};

Quantity whole(std::int64_t number);
Quantity sequence_number(std::uint32_t raw);
Quantity span_of(Duration d);
Duration duration_of(Quantity time);
std::int64_t whole_part(Quantity q);

// None = it does not fit, the measures cannot be combined (a time and a number, say), or it is
// divided by 0.
std::optional<Quantity> add(Quantity a, Quantity b);
std::optional<Quantity> subtract(Quantity a, Quantity b);

// What the measure of a result would be; none = they cannot be combined.
enum class Operation : std::uint8_t { add, subtract, multiply, divide, remainder, power };
std::optional<Measure> measure_of(Operation operation, Measure a, Measure b);
std::optional<Quantity> combine(Operation operation, Quantity a, Quantity b);

// ---- as people write them
enum class AnswerUnit : std::uint8_t { number, sequence, ms, s, per_second };
Measure measure_of(AnswerUnit unit);
// "50" in ms is 50 ms; "50ms" and "0.05s" are too; "1/8" and "1 per 8 s" are 0.125 per second.
// Blanks around it, and gaps between digits, are ignored.
std::optional<Quantity> read_quantity(std::string_view text, AnswerUnit unit);
// "1001", "50", "61.3": in this unit, without its name, at most three decimals.
std::string written(Quantity quantity, AnswerUnit unit);
// As the text of a lesson shows a value: 1 001 (with a gap between each three digits), 50 ms, 63 s.
std::string written(Quantity quantity);
std::string with_gaps(std::string number);

}  // namespace engine
