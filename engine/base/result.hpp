// Bad input from outside is an answer, not an accident.
#pragma once

#include <expected>
#include <string>

namespace engine {

struct Error {
  std::string where;  // file:line:column, field or argument
  std::string what;   // what was found, what was expected, the nearest valid name
  bool operator==(const Error&) const = default;
};

template <class T>
using Result = std::expected<T, Error>;

}  // namespace engine
