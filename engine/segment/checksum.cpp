#include "engine/segment/checksum.hpp"

#include <bit>
#include <cstddef>
#include <cstring>

namespace engine {
namespace {

// Ends the carries. Adding a sum to itself turned by half of its width puts both halves together
// in the upper half, with the carry that the lower one has brought.
constexpr std::uint16_t fold(std::uint64_t sum) {
  sum += std::rotr(sum, 32);
  auto upper = static_cast<std::uint32_t>(sum >> 32);
  upper += std::rotr(upper, 16);
  return static_cast<std::uint16_t>(upper >> 16);
}

template <class Word>
constexpr Word to_big_endian(Word native) {
  if constexpr (std::endian::native == std::endian::big) return native;
  return std::byteswap(native);
}

std::uint64_t add_with_carry(std::uint64_t sum, std::uint64_t more) {
  sum += more;
  return sum + (sum < more ? 1 : 0);
}

template <class Word>
Word word_at(const std::uint8_t* at) {
  Word word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

// A header without options: five words.
std::uint64_t sum_of_header(const std::uint8_t* at) {
  const std::uint64_t sum =
      add_with_carry(word_at<std::uint64_t>(at), word_at<std::uint64_t>(at + 8));
  return add_with_carry(sum, word_at<std::uint32_t>(at + 16));
}

// One with options: so few words that adding each carry at once is quicker than gathering them.
std::uint64_t sum_of_few(const std::uint8_t* at, std::size_t words) {
  std::uint64_t sum = 0;
  for (; words > 1; words -= 2, at += 8) sum = add_with_carry(sum, word_at<std::uint64_t>(at));
  return words == 0 ? sum : add_with_carry(sum, word_at<std::uint32_t>(at));
}

std::uint64_t sum_of_many(const std::uint8_t* at, std::size_t words) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < words; ++i) sum += word_at<std::uint32_t>(at + 4 * i);
  return sum;
}

// In the order of the machine's bytes, carries not yet ended.
inline std::uint64_t sum_of(std::span<const std::uint8_t> bytes) {
  const std::uint8_t* const at = bytes.data();
  if (bytes.size() == 20) [[likely]]
    return sum_of_header(at);
  const std::size_t words = bytes.size() / 4;
  constexpr std::size_t few = 20;
  const std::uint64_t sum = words <= few ? sum_of_few(at, words) : sum_of_many(at, words);
  const std::size_t rest = bytes.size() % 4;
  if (rest == 0) return sum;
  std::uint32_t word = 0;
  std::memcpy(&word, at + 4 * words, rest);
  return add_with_carry(sum, word);
}

}  // namespace

// RFC 1071 2(B): the sum does not care about byte order, so the words are added as the machine
// reads them and only the 16-bit result is turned. RFC 1071 2(C): it does not care about the width
// of the words either, so 32 bits at a time go into 64, whose upper half gathers the carries.
// Example: 00 01 f2 03 -> 03f2'0100 + ... -> fold -> turn.
std::uint16_t ones_complement_sum(std::span<const std::uint8_t> bytes, std::uint32_t start) {
  return to_big_endian(fold(add_with_carry(sum_of(bytes), to_big_endian(start))));
}

std::uint16_t tcp_checksum(Ipv4Address source, Ipv4Address destination,
                           std::span<const std::uint8_t> segment) {
  constexpr std::uint32_t tcp = 6;
  const std::uint64_t pseudo_header =
      std::uint64_t{to_big_endian(source.raw)} + to_big_endian(destination.raw) +
      to_big_endian(tcp + static_cast<std::uint32_t>(segment.size()));
  return static_cast<std::uint16_t>(
      ~to_big_endian(fold(add_with_carry(sum_of(segment), pseudo_header))));
}

}  // namespace engine
