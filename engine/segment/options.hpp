// The option part of a TCP header (RFC 9293 3.1, 3.2; requirements, table E): cutting it into
// options, reading those we know, and laying out those we send. It knows no state: which options
// a connection may use is the business of tcp/.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/segment/segment.hpp"

namespace engine {

namespace option_kind {
inline constexpr std::uint8_t end = 0, no_op = 1, mss = 2, window_scale = 3, sack_permitted = 4,
                              sack = 5, timestamps = 8, user_timeout = 28, fast_open = 34;
}  // namespace option_kind

inline constexpr std::size_t most_option_bytes = 40;

enum class OptionShape : std::uint8_t {
  single,   // end of list or no-operation: the kind and nothing else
  whole,    // kind, length, value
  damaged,  // the length is missing, below two or beyond the header: nothing after it can be read
};

struct RawOption {
  OptionShape shape{};
  std::uint8_t kind{};
  std::span<const std::uint8_t> bytes;  // with kind and length; if damaged, all that is left
};

// The first option of a non-empty list. Options need no alignment (MUST-64).
constexpr RawOption first_option(std::span<const std::uint8_t> list) {
  const std::uint8_t kind = list[0];
  if (kind == option_kind::end || kind == option_kind::no_op)
    return {OptionShape::single, kind, list.first(1)};
  if (list.size() < 2 || list[1] < 2 || list[1] > list.size())
    return {OptionShape::damaged, kind, list};
  return {OptionShape::whole, kind, list.first(list[1])};
}

enum class OptionsHealth : std::uint8_t { sound, damaged };

// Reads what is known into `options`: the last of two equal kinds wins, a wrong length for the
// kind or a SYN-only option elsewhere is ignored, and a damaged option ends the reading (E.2).
OptionsHealth read_options(std::span<const std::uint8_t> list, bool syn, Options& options);

// Bytes that write_options() needs: a multiple of four, at most 40 (else our own bug).
std::size_t options_size(const Options& options);
bool options_fit(const Options& options);  // into those 40

// Writes into exactly options_size() bytes.
void write_options(const Options& options, std::span<std::uint8_t> out);

}  // namespace engine
