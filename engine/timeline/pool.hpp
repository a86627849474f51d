// Many short runs of values, kept for ever: what all steps said. A run lies in one piece, so it
// can be read as a span; nothing ever moves, so growing costs no copy and no peak of memory.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/large_pages.hpp"

namespace engine {

template <class T>
class Pool {
 public:
  struct Run {
    std::uint32_t chunk{}, first{}, count{};
  };

  Run append(std::span<const T> values) {
    if (values.empty()) return {};
    if (chunks_.empty() || chunks_.back().capacity() - chunks_.back().size() < values.size()) {
      chunks_.emplace_back();
      chunks_.back().reserve(std::max(next_capacity(), values.size()));
    }
    Chunk& chunk = chunks_.back();
    const Run run{static_cast<std::uint32_t>(chunks_.size() - 1),
                  static_cast<std::uint32_t>(chunk.size()),
                  static_cast<std::uint32_t>(values.size())};
    chunk.insert(chunk.end(), values.begin(), values.end());
    size_ += values.size();
    return run;
  }

  std::span<const T> read(Run run) const {
    if (run.count == 0) return {};
    return std::span<const T>(chunks_[run.chunk]).subspan(run.first, run.count);
  }

  // A copy of everything up to and including this run, which is not empty.
  Pool up_to(Run last) const {
    Pool copy;
    for (std::uint32_t i = 0; i <= last.chunk; ++i) {
      const std::size_t count = i == last.chunk ? last.first + last.count : chunks_[i].size();
      Chunk& chunk = copy.chunks_.emplace_back();
      chunk.reserve(chunks_[i].capacity());
      chunk.insert(chunk.end(), chunks_[i].begin(),
                   chunks_[i].begin() + static_cast<std::ptrdiff_t>(count));
      copy.size_ += count;
    }
    return copy;
  }

  std::size_t size() const { return size_; }
  std::size_t memory() const {
    std::size_t sum = 0;
    for (const Chunk& chunk : chunks_) sum += chunk.capacity() * sizeof(T);
    return sum;
  }

 private:
  using Chunk = std::vector<T, LargePages<T>>;

  // As much again as there is: a short history takes little, a long one lies on large pages.
  std::size_t next_capacity() const {
    constexpr std::size_t least = 64u << 10, worth_a_page = 512u << 10;
    const std::size_t has = memory();
    return (has < worth_a_page ? std::max(least, has) : large_page) / sizeof(T);
  }

  std::vector<Chunk> chunks_;
  std::size_t size_{};  // values in them
};

}  // namespace engine
