// How a value comes about, for who is to see it worked out: the expression with what its names are
// worth here, "8 / (1 s × (2^(5 + 1) − 1))".
#pragma once

#include <string>

#include "engine/lesson/watch.hpp"

namespace engine {

// Empty where nothing is worked out (a single value), or something in it is not known.
std::string working_of(const Expression& expression, const Watch& watch);

}  // namespace engine
