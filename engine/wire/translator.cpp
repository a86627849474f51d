// Network address and port translation (RFC 3022, RFC 5382): what comes from inside leaves in the
// name of the box, from a port of the box; what is sent to that port goes back inside. Checksums
// follow. Without a mapping nothing comes in: the box cannot know for whom it would be.
#include <algorithm>

#include "engine/wire/crossing.hpp"

namespace engine {
namespace {

void forget_idle(Translator& box, const BoxView& view) {
  const auto is_idle = [&](const Mapping& mapping) {
    const Duration silent = view.crossing.now - mapping.last_seen;
    if (silent <= box.idle_timeout) return false;
    view.note(Rule::mapping_forgotten, Outcome::done,
              {mapping.port, whole_seconds(silent), whole_seconds(box.idle_timeout)});
    return true;
  };
  std::erase_if(box.mappings, is_idle);
}

std::optional<std::uint16_t> free_port(Translator& box) {
  constexpr std::uint32_t all = last_translated_port - first_translated_port + 1u;
  for (std::uint32_t tried = 0; tried < all; ++tried) {
    const std::uint16_t port = box.next_port;
    box.next_port =
        port == last_translated_port ? first_translated_port : static_cast<std::uint16_t>(port + 1);
    if (std::ranges::find(box.mappings, port, &Mapping::port) == box.mappings.end()) return port;
  }
  return std::nullopt;
}

Mapping* map(Translator& box, Socket inside, const BoxView& view) {
  const auto known = std::ranges::find(box.mappings, inside, &Mapping::inside);
  if (known != box.mappings.end()) return &*known;
  const auto port = free_port(box);
  if (!port) return nullptr;
  view.note(Rule::mapping_made, Outcome::done, {inside.port, *port});
  return &box.mappings.emplace_back(Mapping{.inside = inside, .port = *port, .last_seen = {}});
}

Mapping* mapping_of(Translator& box, Socket public_side, const BoxView& view) {
  if (public_side.address != view.address()) return nullptr;
  const auto found = std::ranges::find(box.mappings, public_side.port, &Mapping::port);
  return found == box.mappings.end() ? nullptr : &*found;
}

void stop(const BoxView& view, std::uint16_t port) {
  view.silence(Rule::no_mapping, {port});
  view.stop();
}

void send_inside(Mapping& mapping, const BoxView& view) {
  mapping.last_seen = view.crossing.now;
  view.crossing.to = view.host_with(mapping.inside.address);
  view.changed();
}

void translate_icmp(Translator& box, const BoxView& view) {
  const auto icmp = glance_icmp(view.packet());
  if (icmp && view.way == Way::inward) {
    if (Mapping* const mapping = mapping_of(box, icmp->quoted.local, view)) {
      redirect_icmp(view.packet(), *icmp, mapping->inside);
      return send_inside(*mapping, view);
    }
  }
  view.silence(Rule::no_segment_for_box);
  view.stop();
}

}  // namespace

void pass_translator(Translator& box, const BoxView& view) {
  forget_idle(box, view);
  const auto seen = glance(view.packet());
  if (!seen) return translate_icmp(box, view);
  if (view.way == Way::inward) {
    Mapping* const mapping = mapping_of(box, seen->destination, view);
    if (mapping == nullptr) return stop(view, seen->destination.port);
    set_destination(view.packet(), *seen, mapping->inside);
    return send_inside(*mapping, view);
  }
  Mapping* const mapping = map(box, seen->source, view);
  if (mapping == nullptr) return stop(view, seen->source.port);
  mapping->last_seen = view.crossing.now;
  set_source(view.packet(), *seen, {view.address(), mapping->port});
  view.changed();
}

}  // namespace engine
