// A vector of variants for lists that are written many times a microsecond. Its push_back() makes
// room first and then builds the alternative in its place.
//
// std::vector::push_back() cannot: its growing path takes the new value by reference, so the value
// is built field by field on the stack and copied in wide words right after, which the processor
// answers by waiting until each field has reached its cache. That was a tenth of all time.
#pragma once

#include <vector>

namespace engine {

template <class Variant>
class VariantList : private std::vector<Variant> {
  using Base = std::vector<Variant>;

 public:
  using typename Base::const_iterator;
  using typename Base::const_reference;
  using typename Base::iterator;
  using typename Base::reference;
  using typename Base::size_type;
  using typename Base::value_type;

  using Base::back, Base::front, Base::operator[], Base::data;
  using Base::Base;
  using Base::begin, Base::end;
  using Base::clear, Base::empty, Base::size;

  template <class Alternative>
  void push_back(const Alternative& value) {
    Base::emplace_back().template emplace<Alternative>(value);
  }
};

}  // namespace engine
