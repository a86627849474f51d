// Arithmetic of spans: lists in order that do not overlap.
#pragma once

#include <vector>

#include "engine/lesson/watch.hpp"

namespace engine {

std::vector<Span> intersection(const std::vector<Span>& a, const std::vector<Span>& b);
std::vector<Span> united(const std::vector<Span>& a, const std::vector<Span>& b);
std::vector<Span> outside(const Span& scope, const std::vector<Span>& spans);

}  // namespace engine
