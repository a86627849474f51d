#include "engine/lesson/quantity.hpp"

#include <algorithm>
#include <limits>

#include "engine/base/invariant.hpp"
#include "engine/lesson/line_reader.hpp"

namespace engine {
namespace {

__extension__ using Wide = __int128;

constexpr std::int64_t one_whole = 1'000'000'000;
constexpr Wide circle = Wide{1} << 32;
constexpr std::string_view thin_space = "\u2009";

bool is_decimal_digit(char c) { return c >= '0' && c <= '9'; }

// "1 001" as the screen shows it, or with plain blanks.
std::string without_gaps(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t gap = text.starts_with(thin_space) ? thin_space.size()
                            : text.starts_with(' ')      ? 1
                                                         : 0;
    const bool between = gap > 0 && !result.empty() && is_decimal_digit(result.back()) &&
                         text.size() > gap && is_decimal_digit(text[gap]);
    const std::size_t taken = std::max<std::size_t>(gap, 1);
    if (!between) result += text.substr(0, taken);
    text.remove_prefix(taken);
  }
  return result;
}

std::optional<Quantity> fits(Measure measure, Wide nano) {
  if (measure == Measure::sequence) {
    nano = (nano / one_whole) % circle;
    nano = (nano < 0 ? nano + circle : nano) * one_whole;
  }
  if (nano > std::numeric_limits<std::int64_t>::max() ||
      nano < std::numeric_limits<std::int64_t>::min())
    return std::nullopt;
  return Quantity{measure, static_cast<std::int64_t>(nano)};
}

std::optional<Measure> measure_of_sum(Measure a, Measure b, bool minus) {
  if (a == Measure::sequence && b == Measure::sequence)
    return minus ? std::optional(Measure::number) : std::nullopt;
  if (a == b) return a;
  const auto either = [&](Measure m) { return a == m || b == m; };
  if (either(Measure::sequence) && either(Measure::number)) return Measure::sequence;
  return std::nullopt;
}

std::optional<Measure> measure_of_product(Measure a, Measure b) {
  if (b == Measure::number) return a == Measure::sequence ? Measure::number : a;
  if (a == Measure::number) return measure_of_product(b, a);
  const bool cancels =
      (a == Measure::time && b == Measure::rate) || (a == Measure::rate && b == Measure::time);
  return cancels ? std::optional(Measure::number) : std::nullopt;
}

std::optional<Measure> measure_of_quotient(Measure a, Measure b) {
  if (b == Measure::number) return a == Measure::sequence ? Measure::number : a;
  if (a == b && a != Measure::sequence) return Measure::number;
  if (a == Measure::number && b == Measure::time) return Measure::rate;
  if (a == Measure::number && b == Measure::rate) return Measure::time;
  return std::nullopt;
}

std::optional<Quantity> power_of(Quantity base, std::int64_t exponent) {
  Wide value = one_whole;
  for (std::int64_t i = 0; i < exponent; ++i) {
    value = value * base.nano / one_whole;
    if (value > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  }
  return fits(Measure::number, value);
}

// Digits with at most nine decimals, as billionths.
std::optional<std::int64_t> read_decimal(std::string_view text) {
  const std::size_t dot = text.find('.');
  const auto head = read_number(text.substr(0, dot));
  if (!head || *head > 0xFFFF'FFFFull * 2) return std::nullopt;
  std::int64_t nano = static_cast<std::int64_t>(*head) * one_whole;
  if (dot == std::string_view::npos) return nano;
  std::int64_t place = one_whole;
  for (const char c : text.substr(dot + 1)) {
    place /= 10;
    if (c < '0' || c > '9' || place == 0) return std::nullopt;
    nano += (c - '0') * place;
  }
  return dot + 1 == text.size() ? std::nullopt : std::optional(nano);
}

std::string decimal(std::int64_t nano) {
  constexpr std::int64_t thousandth = one_whole / 1'000;
  const bool negative = nano < 0;
  const std::int64_t rounded = ((negative ? -nano : nano) + thousandth / 2) / thousandth;
  std::string text = std::to_string(rounded / 1'000);
  std::string decimals = std::to_string(1'000 + rounded % 1'000).substr(1);
  while (!decimals.empty() && decimals.back() == '0') decimals.pop_back();
  if (!decimals.empty()) text += "." + decimals;
  return negative && rounded != 0 ? "-" + text : text;
}

}  // namespace

Quantity whole(std::int64_t number) { return {Measure::number, number * one_whole}; }
Quantity sequence_number(std::uint32_t raw) {
  return {Measure::sequence, static_cast<std::int64_t>(raw) * one_whole};
}
Quantity span_of(Duration d) { return {Measure::time, d.count()}; }
Duration duration_of(Quantity time) { return Duration(time.nano); }
std::int64_t whole_part(Quantity q) { return q.nano / one_whole; }

std::optional<Measure> measure_of(Operation operation, Measure a, Measure b) {
  switch (operation) {
    case Operation::add:
      return measure_of_sum(a, b, false);
    case Operation::subtract:
      return measure_of_sum(a, b, true);
    case Operation::multiply:
      return measure_of_product(a, b);
    case Operation::divide:
      return measure_of_quotient(a, b);
    case Operation::remainder:
    case Operation::power:
      return a == Measure::number && b == Measure::number ? std::optional(a) : std::nullopt;
  }
  unreachable("Operation");
}

std::optional<Quantity> combine(Operation operation, Quantity a, Quantity b) {
  const auto measure = measure_of(operation, a.measure, b.measure);
  if (!measure) return std::nullopt;
  switch (operation) {
    case Operation::add:
      return fits(*measure, Wide{a.nano} + b.nano);
    case Operation::subtract: {
      const Wide difference = Wide{a.nano} - b.nano;
      const bool around = a.measure == Measure::sequence && b.measure == Measure::sequence;
      return fits(*measure,
                  around && difference < 0 ? difference + circle * one_whole : difference);
    }
    case Operation::multiply:
      return fits(*measure, Wide{a.nano} * b.nano / one_whole);
    case Operation::divide:
      if (b.nano == 0) return std::nullopt;
      return fits(*measure, Wide{a.nano} * one_whole / b.nano);
    case Operation::remainder:
      if (whole_part(b) == 0) return std::nullopt;
      return whole(whole_part(a) % whole_part(b));
    case Operation::power:
      if (b.nano < 0 || whole_part(b) > 64 || b.nano % one_whole != 0 || a.nano < 0)
        return std::nullopt;
      return power_of(a, whole_part(b));
  }
  unreachable("Operation");
}

std::optional<Quantity> add(Quantity a, Quantity b) { return combine(Operation::add, a, b); }
std::optional<Quantity> subtract(Quantity a, Quantity b) {
  return combine(Operation::subtract, a, b);
}

Measure measure_of(AnswerUnit unit) {
  switch (unit) {
    case AnswerUnit::number:
      return Measure::number;
    case AnswerUnit::sequence:
      return Measure::sequence;
    case AnswerUnit::ms:
    case AnswerUnit::s:
      return Measure::time;
    case AnswerUnit::per_second:
      return Measure::rate;
  }
  unreachable("AnswerUnit");
}

namespace {

// "8/63", "1 per 7.9 s", "1/7.9s": so many in so many seconds.
std::optional<Quantity> read_rate(std::string_view typed) {
  const std::size_t slash = typed.find('/'), per = typed.find(" per ");
  const std::size_t cut = std::min(slash, per);
  if (cut == std::string_view::npos) return std::nullopt;
  std::string_view span = trimmed(typed.substr(cut + (cut == slash ? 1 : 5)));
  if (span.ends_with('s')) span = trimmed(span.substr(0, span.size() - 1));
  const auto many = read_decimal(trimmed(typed.substr(0, cut))), seconds = read_decimal(span);
  if (!many || !seconds) return std::nullopt;
  return combine(Operation::divide, {Measure::number, *many}, {Measure::time, *seconds});
}

}  // namespace

std::optional<Quantity> read_quantity(std::string_view text, AnswerUnit unit) {
  const std::string typed = without_gaps(trimmed(text));
  const Measure measure = measure_of(unit);
  if (measure == Measure::rate)
    if (const auto rate = read_rate(typed)) return rate;
  if (measure == Measure::time)
    if (const auto d = read_duration(typed); d && typed != "0") return span_of(*d);
  auto nano = read_decimal(typed);
  if (!nano) return std::nullopt;
  if (unit == AnswerUnit::ms) *nano /= 1'000;
  if (unit == AnswerUnit::sequence && *nano % one_whole != 0) return std::nullopt;
  return fits(measure, *nano);
}

std::string written(Quantity quantity, AnswerUnit unit) {
  const bool in_ms = unit == AnswerUnit::ms && quantity.measure == Measure::time;
  return decimal(in_ms ? quantity.nano * 1'000 : quantity.nano);
}

std::string with_gaps(std::string number) {
  const std::size_t sign = number.starts_with('-') ? 1 : 0;
  for (std::size_t at = std::min(number.find('.'), number.size()); at > sign + 3;)
    number.insert(at -= 3, thin_space);
  return number;
}

std::string written(Quantity quantity) {
  if (quantity.measure != Measure::time) return with_gaps(decimal(quantity.nano));
  constexpr std::int64_t longest_in_ms = 10 * one_whole;
  const bool in_ms = quantity.nano % one_whole != 0 && quantity.nano < longest_in_ms;
  return in_ms ? with_gaps(written(quantity, AnswerUnit::ms)) + " ms"
               : with_gaps(decimal(quantity.nano)) + " s";
}

}  // namespace engine
