#include "engine/world/agenda.hpp"

#include <algorithm>
#include <functional>

namespace engine {

void Agenda::add(const Due& due) {
  heap_.push_back(due);
  std::ranges::push_heap(heap_, std::greater{});
}

void Agenda::drop_top() {
  std::ranges::pop_heap(heap_, std::greater{});
  heap_.pop_back();
}

}  // namespace engine
