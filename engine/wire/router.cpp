// A router between the inside hosts and everybody else (RFC 1812): the time to live goes down by
// one, and what cannot go on is reported by ICMP to whoever the packet says has sent it. A router
// that is silent is a black hole (RFC 2923 2.1).
#include "engine/segment/icmp.hpp"
#include "engine/wire/crossing.hpp"

namespace engine {
namespace {

constexpr std::size_t ttl_at = 8, protocol_at = 9, source_address_at = 12, least_quotable = 28;

struct Report {
  std::uint8_t type{}, code{};
  std::uint16_t next_hop_mtu{};
};
constexpr Report host_unreachable{3, 1, 0};
constexpr Report time_exceeded{11, 0, 0};
constexpr Report fragmentation_needed(std::uint16_t mtu) { return {3, 4, mtu}; }

// RFC 1122 3.2.2: never an ICMP error about an ICMP error.
bool may_report(const Router& box, const BoxView& view) {
  const Octets packet = view.packet();
  return !box.silent && packet.size() >= least_quotable && packet[protocol_at] != protocol_icmp;
}

void refuse(const Router& box, const BoxView& view, Report report, Rule rule,
            std::initializer_list<std::uint32_t> numbers) {
  const bool reports = may_report(box, view);
  view.note(rule, reports ? Outcome::done : Outcome::silent, numbers);
  view.stop();
  if (!reports) return;
  const Octets packet = view.packet();
  const Ipv4Address source{std::uint32_t{word_at(packet, source_address_at)} << 16 |
                           word_at(packet, source_address_at + 2)};
  view.crossing.answers.push_back(
      {.from = view.at,
       .to = view.host_with(source),
       .packet = encode_icmp(view.address(), report.type, report.code, report.next_hop_mtu, packet),
       .provenance = Provenance::stack});
}

}  // namespace

void pass_router(const Router& box, const BoxView& view) {
  const Octets packet = view.packet();
  if (packet.size() < least_quotable) {
    view.silence(Rule::no_segment_for_box);
    return view.stop();
  }
  const std::uint8_t ttl = packet[ttl_at];
  if (ttl <= 1) return refuse(box, view, time_exceeded, Rule::time_to_live_over, {ttl});
  if (packet.size() > box.mtu)
    return refuse(box, view, fragmentation_needed(box.mtu), Rule::too_big_for_next_hop,
                  {static_cast<std::uint32_t>(packet.size()), box.mtu});
  if (!view.crossing.to) {
    const std::uint32_t last_octet = packet[19];
    return refuse(box, view, host_unreachable, Rule::nobody_lives_there,
                  {packet[16], packet[17], packet[18], last_octet});
  }
  set_ip_word(packet, ttl_at, static_cast<std::uint16_t>((ttl - 1) << 8 | packet[protocol_at]));
  view.changed();
}

}  // namespace engine
