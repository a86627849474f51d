// Reading and writing network byte order. The reader yields zeros past the end and remembers it,
// so one question at the close covers every field.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace engine {

class ByteReader {
 public:
  constexpr explicit ByteReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  constexpr std::uint8_t u8() {
    if (at_ >= bytes_.size()) {
      overran_ = true;
      return 0;
    }
    return bytes_[at_++];
  }
  constexpr std::uint16_t u16() {
    const std::uint8_t high = u8();
    return static_cast<std::uint16_t>(high << 8 | u8());
  }
  constexpr std::uint32_t u32() {
    const std::uint32_t high = u16();
    return high << 16 | u16();
  }
  constexpr void skip(std::size_t count) {
    if (count > bytes_.size() - at_) {
      overran_ = true;
      count = bytes_.size() - at_;
    }
    at_ += count;
  }
  constexpr std::size_t position() const { return at_; }
  constexpr std::size_t remaining() const { return bytes_.size() - at_; }
  constexpr bool overran() const { return overran_; }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t at_{};
  bool overran_{};
};

// Where the caller knows that the octets are there.
constexpr std::uint16_t u16_at(std::span<const std::uint8_t> bytes, std::size_t at) {
  return static_cast<std::uint16_t>(bytes[at] << 8 | bytes[at + 1]);
}
constexpr std::uint32_t u32_at(std::span<const std::uint8_t> bytes, std::size_t at) {
  return std::uint32_t{u16_at(bytes, at)} << 16 | u16_at(bytes, at + 2);
}

// Writes into a buffer that the caller has measured; what does not fit is remembered, not written.
class ByteWriter {
 public:
  constexpr explicit ByteWriter(std::span<std::uint8_t> bytes) : bytes_(bytes) {}

  constexpr void u8(unsigned value) {
    if (at_ >= bytes_.size()) {
      overran_ = true;
      return;
    }
    bytes_[at_++] = static_cast<std::uint8_t>(value);
  }
  constexpr void u16(unsigned value) {
    u8(value >> 8 & 0xFF);
    u8(value & 0xFF);
  }
  constexpr void u32(std::uint32_t value) {
    u16(value >> 16);
    u16(value & 0xFFFF);
  }
  constexpr void put(std::span<const std::uint8_t> bytes) {
    for (const std::uint8_t byte : bytes) u8(byte);
  }
  constexpr std::size_t position() const { return at_; }
  constexpr bool overran() const { return overran_; }

 private:
  std::span<std::uint8_t> bytes_;
  std::size_t at_{};
  bool overran_{};
};

}  // namespace engine
