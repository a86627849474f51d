// The last few records that a host has removed, oldest first: the screen still shows them, and a
// call on one of them is answered with how it ended. A ring, because a record is a thousand bytes:
// moving all of them up by one at each removal was a tenth of a connect-and-close cycle.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

#include "engine/host/connection.hpp"
#include "engine/host/position_iterator.hpp"

namespace engine {

class Gone {
 public:
  static constexpr std::size_t most = 8;
  using value_type = Connection;
  using iterator = PositionIterator<Gone>;
  using const_iterator = iterator;

  std::size_t size() const { return records_.size(); }
  bool empty() const { return records_.empty(); }
  const Connection& operator[](std::size_t age) const { return records_[(oldest_ + age) % most]; }
  const Connection& back() const { return (*this)[size() - 1]; }
  iterator begin() const { return {this, 0}; }
  iterator end() const { return {this, static_cast<std::ptrdiff_t>(size())}; }
  auto rbegin() const { return std::reverse_iterator(end()); }
  auto rend() const { return std::reverse_iterator(begin()); }

  void remember(Connection&& record) {
    if (size() < most) {
      records_.push_back(std::move(record));
    } else {
      records_[oldest_] = std::move(record);
      oldest_ = (oldest_ + 1) % most;
    }
  }
  void clear() { *this = {}; }

  friend bool operator==(const Gone& a, const Gone& b) { return std::ranges::equal(a, b); }

 private:
  std::vector<Connection> records_;
  std::size_t oldest_{};  // where the ring begins; 0 until it is full
};

}  // namespace engine
