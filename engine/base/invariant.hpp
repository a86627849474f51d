// Our own bugs. An INVARIANT is checked in every build and throws; the session and main catch.
#pragma once

#include <stdexcept>
#include <string>

namespace engine {

struct BrokenInvariant : std::logic_error {
  using std::logic_error::logic_error;
};

[[noreturn]] void broken_invariant(const char* condition, const char* file, int line);

// For the end of a switch over every enumerator.
[[noreturn]] void unreachable(const char* what);

}  // namespace engine

#define INVARIANT(condition) \
  ((condition) ? void() : ::engine::broken_invariant(#condition, __FILE__, __LINE__))
