// Boxes that read and write the options of segments that are not theirs: a stripper, a clamp for
// the segment size, and one that spoils the window scale. They keep the length of the header: what
// they take away becomes no-operations.
#include "engine/segment/options.hpp"
#include "engine/wire/crossing.hpp"

namespace engine {
namespace {

// Calls see(kind, offset in the packet, length) for every whole option with a value.
template <class See>
void each_option(ConstOctets packet, const TcpGlance& seen, See see) {
  std::uint32_t at = seen.options_at;
  while (at < seen.options_end) {
    const RawOption option = first_option(packet.subspan(at, seen.options_end - at));
    if (option.shape == OptionShape::damaged || option.kind == option_kind::end) return;
    const auto length = static_cast<std::uint32_t>(option.bytes.size());
    if (option.shape == OptionShape::whole) see(option.kind, at, length);
    at += length;
  }
}

void blank(const BoxView& view, const TcpGlance& seen, std::uint32_t at, std::uint32_t length) {
  for (std::uint32_t i = 0; i < length; ++i)
    set_tcp_octet(view.packet(), seen.tcp_at, at + i, option_kind::no_op);
  view.changed();
}

bool is_unwanted(const OptionStripper& box, std::uint8_t kind) {
  switch (kind) {
    case option_kind::window_scale:
      return box.window_scale;
    case option_kind::sack_permitted:
    case option_kind::sack:
      return box.sack;
    case option_kind::timestamps:
      return box.timestamps;
    case option_kind::user_timeout:
      return box.user_timeout;
    case option_kind::fast_open:
      return box.fast_open;
    default:
      return false;
  }
}

}  // namespace

void pass_option_stripper(const OptionStripper& box, const BoxView& view) {
  const auto seen = glance(view.packet());
  if (!seen) return;
  each_option(view.packet(), *seen, [&](std::uint8_t kind, std::uint32_t at, std::uint32_t length) {
    if (!is_unwanted(box, kind)) return;
    blank(view, *seen, at, length);
    view.note(Rule::option_stripped, Outcome::done, {kind});
  });
}

void pass_mss_clamp(const MssClamp& box, const BoxView& view) {
  const auto seen = glance(view.packet());
  if (!seen || !seen->flags.syn) return;
  each_option(view.packet(), *seen, [&](std::uint8_t kind, std::uint32_t at, std::uint32_t length) {
    if (kind != option_kind::mss || length != 4) return;
    const std::uint16_t announced = word_at(view.packet(), at + 2);
    if (announced <= box.most) return;
    set_tcp_word(view.packet(), seen->tcp_at, at + 2, box.most);
    view.changed();
    view.note(Rule::mss_clamped, Outcome::done, {announced, box.most});
  });
}

void pass_scale_mangler(const ScaleMangler& box, const BoxView& view) {
  if (!(view.way == Way::outward ? box.outward : box.inward)) return;
  const auto seen = glance(view.packet());
  if (!seen || !seen->flags.syn) return;
  each_option(view.packet(), *seen, [&](std::uint8_t kind, std::uint32_t at, std::uint32_t length) {
    if (kind != option_kind::window_scale || length != 3) return;
    const std::uint32_t shift = view.packet()[at + 2];
    if (!box.becomes) {
      blank(view, *seen, at, length);
      view.note(Rule::window_scale_removed, Outcome::done, {shift});
    } else if (shift != *box.becomes) {
      set_tcp_octet(view.packet(), seen->tcp_at, at + 2, *box.becomes);
      view.changed();
      view.note(Rule::window_scale_replaced, Outcome::done, {shift, *box.becomes});
    }
  });
}

}  // namespace engine
