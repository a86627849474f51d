// Memory for histories. What is written once and kept costs its first touch more than its writing:
// the system hands out and clears one small page after the other (0.4 ns a byte, more than the
// protocol work behind that byte). So pieces of two megabytes and more lie on large pages, where
// the system has them to give; smaller ones come from the heap as ever.
#pragma once

#include <algorithm>
#include <cstddef>
#include <new>
#include <vector>

namespace engine {

inline constexpr std::size_t large_page = std::size_t{2} << 20;
// What nearly fills one is worth one.
constexpr bool fills_large_pages(std::size_t bytes) { return bytes > large_page / 16 * 15; }

// Whole large pages: `bytes` is rounded up to them.
void* take_large_pages(std::size_t bytes);
void give_large_pages(void* memory);

// For std::vector.
template <class T>
struct LargePages {
  using value_type = T;

  LargePages() = default;
  template <class U>
  LargePages(const LargePages<U>&) {}

  T* allocate(std::size_t count) {
    const std::size_t bytes = count * sizeof(T);
    return static_cast<T*>(fills_large_pages(bytes) ? take_large_pages(bytes)
                                                    : ::operator new(bytes));
  }
  void deallocate(T* memory, std::size_t count) {
    if (fills_large_pages(count * sizeof(T)))
      give_large_pages(memory);
    else
      ::operator delete(memory);
  }
  friend bool operator==(LargePages, LargePages) { return true; }
};

// For a list that grows for ever: room for one value more. Once it lies on large pages it moves far
// at a time, since moving touches everything again and memory that is not touched costs nothing.
template <class T>
void make_room(std::vector<T, LargePages<T>>& list) {
  constexpr std::size_t first = 64, far = 8;
  const std::size_t has = list.capacity();
  if (list.size() < has) return;
  const bool large = fills_large_pages(2 * has * sizeof(T));
  list.reserve(std::max(first, has * (large ? far : 2)));
}

}  // namespace engine
