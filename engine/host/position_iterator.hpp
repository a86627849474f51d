// A random-access iterator over anything that is read by position, for collections of records that
// keep them in another order than they show.
#pragma once

#include <compare>
#include <cstddef>
#include <iterator>

namespace engine {

template <class Collection>
class PositionIterator {
 public:
  using iterator_concept = std::random_access_iterator_tag;
  using iterator_category = std::random_access_iterator_tag;
  using value_type = typename Collection::value_type;
  using difference_type = std::ptrdiff_t;
  using pointer = const value_type*;
  using reference = const value_type&;

  PositionIterator() = default;
  PositionIterator(const Collection* collection, difference_type at)
      : collection_(collection), at_(at) {}
  reference operator*() const { return (*collection_)[static_cast<std::size_t>(at_)]; }
  pointer operator->() const { return &**this; }
  reference operator[](difference_type n) const { return *(*this + n); }
  PositionIterator& operator+=(difference_type n) {
    at_ += n;
    return *this;
  }
  PositionIterator& operator-=(difference_type n) { return *this += -n; }
  PositionIterator& operator++() { return *this += 1; }
  PositionIterator& operator--() { return *this += -1; }
  PositionIterator operator++(int) { return {collection_, at_++}; }
  PositionIterator operator--(int) { return {collection_, at_--}; }
  friend PositionIterator operator+(PositionIterator i, difference_type n) { return i += n; }
  friend PositionIterator operator+(difference_type n, PositionIterator i) { return i += n; }
  friend PositionIterator operator-(PositionIterator i, difference_type n) { return i -= n; }
  friend difference_type operator-(PositionIterator a, PositionIterator b) { return a.at_ - b.at_; }
  friend bool operator==(PositionIterator a, PositionIterator b) { return a.at_ == b.at_; }
  friend auto operator<=>(PositionIterator a, PositionIterator b) { return a.at_ <=> b.at_; }

 private:
  const Collection* collection_{};
  difference_type at_{};
};

}  // namespace engine
