#include "engine/segment/checksum.hpp"

#include <bit>
#include <cstddef>
#include <cstring>

namespace engine {
namespace {

// Ends the carries: 64 bits, or any part of them, down to 16.
constexpr std::uint16_t fold(std::uint64_t sum) {
  sum = (sum >> 32) + (sum & 0xFFFF'FFFF);
  sum = (sum >> 32) + (sum & 0xFFFF'FFFF);
  sum = (sum >> 16) + (sum & 0xFFFF);
  sum = (sum >> 16) + (sum & 0xFFFF);
  return static_cast<std::uint16_t>(sum);
}

constexpr std::uint16_t to_big_endian(std::uint16_t native) {
  if constexpr (std::endian::native == std::endian::big) return native;
  return static_cast<std::uint16_t>(native << 8 | native >> 8);
}

// A header: so few words that adding each carry at once is quicker than gathering them.
std::uint64_t sum_of_few(const std::uint8_t* at, std::size_t words) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i + 1 < words; i += 2) {
    std::uint64_t pair;
    std::memcpy(&pair, at + 4 * i, 8);
    sum += pair;
    sum += sum < pair ? 1 : 0;
  }
  if (words % 2 == 0) return sum;
  std::uint32_t last;
  std::memcpy(&last, at + 4 * (words - 1), 4);
  sum += last;
  return sum + (sum < last ? 1 : 0);
}

std::uint64_t sum_of_many(const std::uint8_t* at, std::size_t words) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < words; ++i) {
    std::uint32_t word;
    std::memcpy(&word, at + 4 * i, 4);
    sum += word;
  }
  return sum;
}

}  // namespace

// RFC 1071 2(B): the sum does not care about byte order, so the words are added as the machine
// reads them and only the 16-bit result is turned. RFC 1071 2(C): it does not care about the width
// of the words either, so 32 bits at a time go into 64, whose upper half gathers the carries.
// Example: 00 01 f2 03 -> f203'0001 + ... -> fold -> turn.
std::uint16_t ones_complement_sum(std::span<const std::uint8_t> bytes, std::uint32_t start) {
  const std::uint8_t* at = bytes.data();
  const std::size_t words = bytes.size() / 4;
  constexpr std::size_t few = 20;
  std::uint64_t sum = words <= few ? sum_of_few(at, words) : sum_of_many(at, words);
  if (const std::size_t rest = bytes.size() % 4; rest != 0) {
    std::uint32_t word = 0;
    std::memcpy(&word, at + 4 * words, rest);
    sum += word;
    sum += sum < word ? 1 : 0;
  }
  return fold(std::uint64_t{to_big_endian(fold(sum))} + start);
}

std::uint16_t tcp_checksum(Ipv4Address source, Ipv4Address destination,
                           std::span<const std::uint8_t> segment) {
  constexpr std::uint32_t tcp = 6;
  const std::uint32_t pseudo_header = (source.raw >> 16) + (source.raw & 0xFFFF) +
                                      (destination.raw >> 16) + (destination.raw & 0xFFFF) + tcp +
                                      static_cast<std::uint32_t>(segment.size());
  return static_cast<std::uint16_t>(~ones_complement_sum(segment, pseudo_header));
}

}  // namespace engine
