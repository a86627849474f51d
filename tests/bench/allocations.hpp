// Counts what the program asks the heap for. Linked into bench_tests alone: it replaces operator
// new.
#pragma once

#include <cstdint>

namespace engine::bench {

std::uint64_t allocations();  // since the program began

}  // namespace engine::bench
