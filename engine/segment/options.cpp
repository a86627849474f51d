#include "engine/segment/options.hpp"

#include <algorithm>

#include "engine/base/bytes.hpp"
#include "engine/base/invariant.hpp"

namespace engine {
namespace {

void read_sack(std::span<const std::uint8_t> bytes, SackBlocks& sack) {
  const std::size_t count = (bytes.size() - 2) / 8;
  if (bytes.size() != 8 * count + 2 || count == 0 || count > sack.blocks.size()) return;
  ByteReader in(bytes.subspan(2));
  sack = {};
  sack.count = static_cast<std::uint8_t>(count);
  for (std::size_t i = 0; i < count; ++i) {
    sack.blocks[i].left = {in.u32()};
    sack.blocks[i].right = {in.u32()};
  }
}

// RFC 5482 3: the value 0 is reserved, so it says nothing.
void read_user_timeout(std::uint16_t field, std::optional<UserTimeoutOption>& user_timeout) {
  const auto value = static_cast<std::uint16_t>(field & 0x7FFF);
  if (value != 0) user_timeout = UserTimeoutOption{(field & 0x8000) != 0, value};
}

// RFC 7413 4.1.1: empty, or 4 to 16 bytes and even.
void read_fast_open(std::span<const std::uint8_t> cookie, std::optional<FastOpenCookie>& out) {
  const std::size_t length = cookie.size();
  if (length != 0 && (length < 4 || length > 16 || length % 2 != 0)) return;
  FastOpenCookie read;
  std::ranges::copy(cookie, read.bytes.begin());
  read.length = static_cast<std::uint8_t>(length);
  out = read;
}

void read_option(const RawOption& raw, bool syn, Options& options) {
  ByteReader in(raw.bytes.subspan(2));
  const std::size_t size = raw.bytes.size();
  switch (raw.kind) {
    case option_kind::mss:
      if (syn && size == 4) options.mss = in.u16();
      break;
    case option_kind::window_scale:
      if (syn && size == 3) options.window_scale = in.u8();
      break;
    case option_kind::sack_permitted:
      if (syn && size == 2) options.sack_permitted = true;
      break;
    case option_kind::sack:
      read_sack(raw.bytes, options.sack);
      break;
    case option_kind::timestamps:
      if (size != 10) break;
      options.timestamps.emplace();
      options.timestamps->value = in.u32();
      options.timestamps->echo = in.u32();
      break;
    case option_kind::user_timeout:
      if (size == 4) read_user_timeout(in.u16(), options.user_timeout);
      break;
    case option_kind::fast_open:
      if (syn) read_fast_open(raw.bytes.subspan(2), options.fast_open);
      break;
    default:
      break;  // MUST-6: an unknown kind is stepped over
  }
}

constexpr std::size_t round_up_to_word(std::size_t size) { return (size + 3) / 4 * 4; }

// Layout: MSS; SACK-permitted in the two bytes that timestamps leave free, or else two NOPs;
// NOP and window scale; NOP NOP SACK; user timeout; Fast Open last, padded with zeros. A SYN with
// the usual four is thus the 20 bytes of table E, every option's value is on a word boundary.
std::size_t laid_out_size(const Options& options) {
  std::size_t size = 0;
  if (options.mss) size += 4;
  if (options.timestamps)
    size += 12;
  else if (options.sack_permitted)
    size += 4;
  if (options.window_scale) size += 4;
  if (options.sack.count != 0) size += 4 + std::size_t{8} * options.sack.count;
  if (options.user_timeout) size += 4;
  if (options.fast_open) size += round_up_to_word(std::size_t{2} + options.fast_open->length);
  return size;
}

}  // namespace

OptionsHealth read_options(std::span<const std::uint8_t> list, bool syn, Options& options) {
  while (!list.empty()) {
    const RawOption raw = first_option(list);
    if (raw.shape == OptionShape::damaged) return OptionsHealth::damaged;
    if (raw.kind == option_kind::end) break;
    if (raw.shape == OptionShape::whole) read_option(raw, syn, options);
    list = list.subspan(raw.bytes.size());
  }
  return OptionsHealth::sound;
}

bool options_fit(const Options& options) { return laid_out_size(options) <= most_option_bytes; }

std::size_t options_size(const Options& options) {
  INVARIANT(options_fit(options));
  return laid_out_size(options);
}

void write_options(const Options& options, std::span<std::uint8_t> out) {
  ByteWriter w(out);
  const auto start = [&w](std::uint8_t kind, unsigned length) { w.u16(kind * 256u + length); };
  const auto two_no_ops = [&start] { start(option_kind::no_op, option_kind::no_op); };
  if (options.mss) {
    start(option_kind::mss, 4);
    w.u16(*options.mss);
  }
  if (options.sack_permitted) {
    if (!options.timestamps) two_no_ops();
    start(option_kind::sack_permitted, 2);
  }
  if (options.timestamps) {
    if (!options.sack_permitted) two_no_ops();
    start(option_kind::timestamps, 10);
    w.u32(options.timestamps->value);
    w.u32(options.timestamps->echo);
  }
  if (options.window_scale) {
    start(option_kind::no_op, option_kind::window_scale);
    start(3, *options.window_scale);
  }
  if (options.sack.count != 0) {
    INVARIANT(options.sack.count <= options.sack.blocks.size());
    two_no_ops();
    start(option_kind::sack, 2u + 8u * options.sack.count);
    for (std::size_t i = 0; i < options.sack.count; ++i) {
      w.u32(options.sack.blocks[i].left.raw);
      w.u32(options.sack.blocks[i].right.raw);
    }
  }
  if (options.user_timeout) {
    start(option_kind::user_timeout, 4);
    w.u16((options.user_timeout->in_minutes ? 0x8000u : 0u) | options.user_timeout->value);
  }
  if (options.fast_open) {
    INVARIANT(options.fast_open->length <= options.fast_open->bytes.size());
    start(option_kind::fast_open, 2u + options.fast_open->length);
    w.put(std::span(options.fast_open->bytes).first(options.fast_open->length));
  }
  std::ranges::fill(out.subspan(w.position()), std::uint8_t{0});  // MUST-69
  INVARIANT(!w.overran());
}

}  // namespace engine
