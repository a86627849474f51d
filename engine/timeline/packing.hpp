// Values as octets, one after the other. What is kept for ever is kept packed, because memory that
// nobody has touched before costs more than writing it (base/large_pages.hpp).
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace engine {

template <class T>
concept Plain = std::is_trivially_copyable_v<T>;

class Packer {
 public:
  // Whoever makes it has made room; a significant() needs 8 octets of it, whatever it writes.
  explicit Packer(std::uint8_t* to) : to_(to) {}

  std::uint8_t* place() const { return to_; }
  void octet(unsigned value) { *to_++ = static_cast<std::uint8_t>(value); }
  template <Plain T>
  void whole(const T& value) {
    std::memcpy(to_, &value, sizeof(T));
    to_ += sizeof(T);
  }
  // The first elements of an array. Room is needed for all of it.
  template <Plain T>
  void front(const T& array, std::size_t elements) {
    std::memcpy(to_, &array, sizeof(T));
    to_ += elements * sizeof(array[0]);
  }
  // Small numbers in one octet: seven bits in each, the lowest first, the top bit says "more".
  void count(std::uint32_t value) {
    for (; value > 0x7F; value >>= 7) octet((value & 0x7F) | 0x80);
    octet(value);
  }
  // The lowest octets of a number.
  void significant(std::uint64_t value, unsigned octets) {
    if constexpr (std::endian::native == std::endian::big) value = std::byteswap(value);
    std::memcpy(to_, &value, sizeof value);
    to_ += octets;
  }

 private:
  std::uint8_t* to_;
};

class Unpacker {
 public:
  Unpacker() = default;
  explicit Unpacker(const std::uint8_t* from) : from_(from) {}

  const std::uint8_t* place() const { return from_; }
  void skip(std::size_t octets) { from_ += octets; }
  std::uint8_t octet() { return *from_++; }
  template <Plain T>
  T whole() {
    T value;
    std::memcpy(&value, from_, sizeof(T));
    from_ += sizeof(T);
    return value;
  }
  std::uint32_t count() {
    std::uint32_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      const std::uint8_t next = octet();
      value |= static_cast<std::uint32_t>(next & 0x7F) << shift;
      if (next < 0x80) return value;
    }
  }
  std::uint64_t significant(unsigned octets) {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < octets; ++i) value |= static_cast<std::uint64_t>(octet()) << 8 * i;
    return value;
  }

 private:
  const std::uint8_t* from_{};
};

constexpr unsigned significant_octets(std::uint64_t value) {
  return (static_cast<unsigned>(std::bit_width(value)) + 7) / 8;
}

}  // namespace engine
