#include "engine/base/large_pages.hpp"

#include <new>

#if __has_include(<sys/mman.h>)
#include <sys/mman.h>
#endif

namespace engine {
namespace {

constexpr std::align_val_t alignment{large_page};

}  // namespace

// Advice, no more: a system that does not follow it hands out small pages, as it would have.
void* take_large_pages(std::size_t bytes) {
  const std::size_t whole = (bytes + large_page - 1) / large_page * large_page;
  void* const memory = ::operator new(whole, alignment);
#ifdef MADV_HUGEPAGE
  madvise(memory, whole, MADV_HUGEPAGE);
#endif
  return memory;
}

void give_large_pages(void* memory) { ::operator delete(memory, alignment); }

}  // namespace engine
