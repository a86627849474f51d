// A list of variants that is written many times a microsecond and emptied as often. Its places stay
// when it is emptied, so that writing one is no more than building the alternative in its place.
//
// std::vector::push_back() cannot do that: its growing path takes the new value by reference, so
// the value is built field by field on the stack and copied in wide words right after, which the
// processor answers by waiting until each field has reached its cache. That was a tenth of all
// time.
#pragma once

#include <cstddef>
#include <type_traits>
#include <variant>
#include <vector>

namespace engine {

template <class Variant>
class VariantList {
  static_assert(std::is_trivially_destructible_v<Variant>, "what is emptied is not destroyed");

 public:
  using value_type = Variant;
  using iterator = Variant*;
  using const_iterator = const Variant*;

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  iterator begin() { return places_.data(); }
  iterator end() { return places_.data() + size_; }
  const_iterator begin() const { return places_.data(); }
  const_iterator end() const { return places_.data() + size_; }
  Variant& operator[](std::size_t at) { return places_[at]; }
  const Variant& operator[](std::size_t at) const { return places_[at]; }
  const Variant& front() const { return places_[0]; }
  const Variant& back() const { return places_[size_ - 1]; }

  void clear() { size_ = 0; }
  template <class Alternative>
  void push_back(const Alternative& value) {
    if (size_ == places_.size()) [[unlikely]]
      make_places();
    places_[size_++].template emplace<Alternative>(value);
  }

 private:
  [[gnu::noinline]] void make_places() { places_.resize(places_.size() * 2 + 8); }

  std::vector<Variant> places_;
  std::size_t size_{};
};

}  // namespace engine
