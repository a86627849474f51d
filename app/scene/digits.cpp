#include "app/scene/digits.hpp"

#include <fmt/format.h>

namespace scene {

std::string digits(std::uint64_t number) {
  const std::string plain = fmt::format("{}", number);
  std::string result;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    if (i > 0 && (plain.size() - i) % 3 == 0) result += "\u2009";
    result += plain[i];
  }
  return result;
}

engine::Duration in_three_digits(engine::Duration length) {
  std::int64_t step = 1;
  while (length.count() / step >= 1000) step *= 10;
  return engine::Duration{(length.count() + step / 2) / step * step};
}

std::string hex_digits(std::uint64_t number, int nibbles) {
  return fmt::format("0x{:0{}x}", number, nibbles);
}

}  // namespace scene
