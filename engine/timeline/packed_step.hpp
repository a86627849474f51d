// What one step said, packed: a note in some ten octets instead of sixty. Reading gives back
// exactly the values that were written, one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <ranges>
#include <span>
#include <vector>

#include "engine/timeline/packing.hpp"
#include "engine/world/step_record.hpp"

namespace engine {

// The changes of a step, or those of one of its notes. Valid as long as the timeline they are of.
class ChangeRange {
 public:
  class Iterator {
   public:
    using value_type = Change;
    using difference_type = std::ptrdiff_t;

    Iterator() = default;
    Iterator(Unpacker from, std::uint32_t count);
    const Change& operator*() const { return change_; }
    Iterator& operator++();
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return left_ == 0; }

   private:
    void read();

    Unpacker from_;
    std::uint32_t left_{};  // this one included
    Change change_;
  };

  ChangeRange() = default;
  ChangeRange(Unpacker from, std::uint32_t count) : from_(from), count_(count) {}

  std::size_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  Iterator begin() const { return {from_, count_}; }
  std::default_sentinel_t end() const { return {}; }
  Change operator[](std::size_t at) const;  // at < size()
  // Those of this note of the same step.
  ChangeRange of(const Note& note) const;

 private:
  Unpacker from_;
  std::uint32_t count_{};
};

// The facts of a step. An iterator holds the fact that it stands at: a reference to it is good
// until the iterator moves. Valid as long as the timeline they are of.
class FactRange {
 public:
  class Iterator {
   public:
    using value_type = Fact;
    using difference_type = std::ptrdiff_t;

    Iterator() = default;
    Iterator(Unpacker from, std::uint32_t count);
    const Fact& operator*() const { return fact_; }
    Iterator& operator++();
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return left_ == 0; }

   private:
    void read();
    Noted read_note();

    Unpacker from_;
    std::uint32_t left_{};          // this one included
    std::uint32_t first_change_{};  // of the next note, if nothing else is said
    HostId host_{};                 // who said the last note
    std::optional<ConnId> connection_;
    Fact fact_;
  };

  FactRange() = default;
  FactRange(Unpacker from, std::uint32_t count) : from_(from), count_(count) {}

  std::size_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  Iterator begin() const { return {from_, count_}; }
  std::default_sentinel_t end() const { return {}; }
  Fact operator[](std::size_t at) const;  // at < size(); walks there

 private:
  Unpacker from_;
  std::uint32_t count_{};
};

struct UnpackedStep {
  StepCause cause;
  bool refused{};
  FactRange facts;
  ChangeRange changes;
};

// Writes the record into `room`, which only ever grows, and says which part of it that is.
std::span<const std::uint8_t> pack(const StepRecord& record, std::vector<std::uint8_t>& room);
UnpackedStep unpack(std::span<const std::uint8_t> packed);

}  // namespace engine

// Iterators point at the packed octets, not at the range.
template <>
inline constexpr bool std::ranges::enable_borrowed_range<engine::FactRange> = true;
template <>
inline constexpr bool std::ranges::enable_view<engine::FactRange> = true;
template <>
inline constexpr bool std::ranges::enable_borrowed_range<engine::ChangeRange> = true;
template <>
inline constexpr bool std::ranges::enable_view<engine::ChangeRange> = true;
