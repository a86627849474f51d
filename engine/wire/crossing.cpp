#include "engine/wire/crossing.hpp"

#include <algorithm>
#include <ranges>

namespace engine {
namespace {

struct Pass {
  const BoxView& view;
  void operator()(Firewall& box) const { pass_firewall(box, view); }
  void operator()(Translator& box) const { pass_translator(box, view); }
  void operator()(const OptionStripper& box) const { pass_option_stripper(box, view); }
  void operator()(const MssClamp& box) const { pass_mss_clamp(box, view); }
  void operator()(const ScaleMangler& box) const { pass_scale_mangler(box, view); }
  void operator()(const Router& box) const { pass_router(box, view); }
};

// Which way a packet crosses this box; none = it does not. What the box itself sends or is sent
// does not cross it, but for what a translator is sent in the name of its inside.
std::optional<Way> way_through(const Middlebox& box, const Crossing& crossing) {
  const auto is_inside = [&box](HostId host) {
    return std::ranges::find(box.inside, host) != box.inside.end();
  };
  const bool translates = std::holds_alternative<Translator>(box.kind);
  if (crossing.from == box.at) return std::nullopt;
  const bool from_inside = is_inside(crossing.from);
  if (crossing.to == box.at)
    return translates && !from_inside ? std::optional(Way::inward) : std::nullopt;
  const bool to_inside = crossing.to && is_inside(*crossing.to);
  if (from_inside == to_inside) return std::nullopt;
  return from_inside ? Way::outward : Way::inward;
}

}  // namespace

Crossing cross(Wire& wire, const Packet& packet, const ByteArena& bytes, Instant now) {
  const auto octets = bytes.read(packet.bytes);
  Crossing crossing{.now = now,
                    .from = packet.from,
                    .to = packet.to,
                    .packet = {octets.begin(), octets.end()},
                    .notes = {},
                    .changed_by = {},
                    .stopped_by = {},
                    .answers = {}};
  const auto pass = [&](Middlebox& box, Way wanted) {
    if (crossing.stopped_by || way_through(box, crossing) != wanted) return;
    const BoxView view{.crossing = crossing, .wire = wire, .at = box.at, .way = wanted};
    if (box.up)
      std::visit(Pass{view}, box.kind);
    else
      view.stop();
  };
  for (Middlebox& box : wire.boxes) pass(box, Way::outward);
  for (Middlebox& box : wire.boxes | std::views::reverse) pass(box, Way::inward);
  return crossing;
}

std::optional<HostId> BoxView::host_with(Ipv4Address wanted) const {
  const auto found = std::ranges::find(wire.addresses, wanted);
  if (found == wire.addresses.end()) return std::nullopt;
  return HostId{static_cast<std::uint32_t>(found - wire.addresses.begin())};
}

void BoxView::note(Rule rule, Outcome outcome, std::initializer_list<std::uint32_t> numbers) const {
  Note said{.rule = rule, .outcome = outcome};
  for (const std::uint32_t number : numbers) said.numbers[said.number_count++] = number;
  crossing.notes.push_back({.at = at, .note = said});
}

}  // namespace engine
