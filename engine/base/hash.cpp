#include "engine/base/hash.hpp"

namespace engine {

void Hasher::add(std::span<const std::uint8_t> bytes) {
  add(bytes.size());
  std::uint64_t word = 0;
  unsigned filled = 0;
  for (const std::uint8_t byte : bytes) {
    word |= std::uint64_t{byte} << (8 * filled);
    if (++filled == 8) {
      add(word);
      word = 0;
      filled = 0;
    }
  }
  if (filled != 0) add(word);
}

void hash_append(Hasher& h, std::string_view text) {
  h.add(text.size());
  for (const char c : text) h.add(static_cast<std::uint8_t>(c));
}

}  // namespace engine
