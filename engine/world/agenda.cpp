#include "engine/world/agenda.hpp"

#include <algorithm>

namespace engine {

namespace {

// Mostly the instants differ.
constexpr auto later_than = [](const Due& a, const Due& b) {
  return a.at != b.at ? a.at > b.at : a > b;
};

}  // namespace

// By hand, because std::push_heap() copies the new entry in wide words right after its fields were
// written, which the processor answers by waiting (base/variant_list.hpp).
void Agenda::add(const Due& due) {
  std::size_t hole = heap_.size();
  heap_.emplace_back();
  while (hole > 0) {
    const std::size_t parent = (hole - 1) / 2;
    if (!later_than(heap_[parent], due)) break;
    heap_[hole] = heap_[parent];
    hole = parent;
  }
  Due& place = heap_[hole];
  place.at = due.at;
  place.kind = due.kind;
  place.id = due.id;
  place.host = due.host;
}

void Agenda::drop_top() {
  std::ranges::pop_heap(heap_, later_than);
  heap_.pop_back();
}

}  // namespace engine
