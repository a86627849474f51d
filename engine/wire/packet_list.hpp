// The packets under way, in order of id. Reads like a vector. What arrives is mostly what departed
// first, so a gap is kept in front and taking out of the front half moves what lies before it: with
// ten thousand packets under way an arrival would otherwise move a megabyte.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "engine/wire/packet.hpp"

namespace engine {

class PacketList {
 public:
  using value_type = Packet;
  using iterator = Packet*;
  using const_iterator = const Packet*;

  PacketList() = default;
  PacketList(const PacketList& other) : store_(other.begin(), other.end()) {}
  PacketList(PacketList&& other) noexcept
      : store_(std::move(other.store_)), gap_(std::exchange(other.gap_, 0)) {
    other.store_.clear();
  }
  PacketList& operator=(const PacketList& other) {
    if (this == &other) return *this;
    store_.assign(other.begin(), other.end());
    gap_ = 0;
    return *this;
  }
  PacketList& operator=(PacketList&& other) noexcept {
    store_ = std::move(other.store_);
    gap_ = std::exchange(other.gap_, 0);
    other.store_.clear();
    return *this;
  }

  std::size_t size() const { return store_.size() - gap_; }
  bool empty() const { return size() == 0; }
  iterator begin() { return store_.data() + gap_; }
  iterator end() { return store_.data() + store_.size(); }
  const_iterator begin() const { return store_.data() + gap_; }
  const_iterator end() const { return store_.data() + store_.size(); }
  Packet& operator[](std::size_t at) { return begin()[at]; }
  const Packet& operator[](std::size_t at) const { return begin()[at]; }
  Packet& front() { return *begin(); }
  const Packet& front() const { return *begin(); }
  Packet& back() { return store_.back(); }
  const Packet& back() const { return store_.back(); }

  Packet& emplace_back() {
    close_gap();
    return store_.emplace_back();
  }
  void push_back(const Packet& packet) {
    close_gap();
    store_.push_back(packet);
  }
  void erase(const_iterator at) {
    const auto place = static_cast<std::size_t>(at - begin());
    if (2 * place < size()) {
      std::move_backward(begin(), begin() + place, begin() + place + 1);
      ++gap_;
    } else {
      store_.erase(store_.begin() + static_cast<std::ptrdiff_t>(gap_ + place));
    }
    if (empty()) {
      store_.clear();
      gap_ = 0;
    }
  }

  friend bool operator==(const PacketList& a, const PacketList& b) {
    return std::ranges::equal(a, b);
  }

 private:
  // Half of it is gap: worth moving everything once.
  void close_gap() {
    constexpr std::size_t small = 32;
    if (gap_ < small || 2 * gap_ < store_.size()) return;
    store_.erase(store_.begin(), store_.begin() + static_cast<std::ptrdiff_t>(gap_));
    gap_ = 0;
  }

  std::vector<Packet> store_;
  std::size_t gap_{};  // so many at the front are gone
};

}  // namespace engine
