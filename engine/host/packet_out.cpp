#include "engine/host/packet_out.hpp"

#include <algorithm>
#include <span>

#include "engine/base/invariant.hpp"
#include "engine/segment/codec.hpp"

namespace engine {
namespace {

void gather_text(const Segment& segment, std::span<const ByteRef> parts, ByteArena& bytes,
                 std::span<std::uint8_t> packet) {
  std::span<std::uint8_t> rest = text_part(segment, packet);
  for (const ByteRef part : parts) {
    std::ranges::copy(bytes.read(part), rest.begin());
    rest = rest.subspan(part.length);
  }
  INVARIANT(rest.empty());
}

bool reads_back(const Ipv4Header& ip, Segment meant, ByteRef packet, const ByteArena& bytes) {
  const auto read = decode(bytes.read(packet), packet.offset);
  if (!read) return false;
  meant.text.offset = read->segment.text.offset;  // where it lies is not part of the meaning
  return *read == Datagram{.ip = ip, .segment = meant};
}

}  // namespace

void send_packets(Host& host, const PacketSource& source, ByteArena& bytes, HostTurn& turn) {
  for (const Outgoing& out : turn.fx.segments) {
    const Ipv4Header ip{.source = source.sockets.local.address,
                        .destination = source.sockets.remote.address,
                        .ttl = source.ttl,
                        .tos = source.tos,
                        .ecn = out.ecn_capable ? Ecn::capable_0 : Ecn::not_capable,
                        .identification = host.next_ip_id++,
                        .dont_fragment = source.dont_fragment};
    const std::size_t extra = option_size(source.route);
    const ByteRef whole = bytes.reserve(turn.cursor, extra + encoded_size(out.segment));
    const ByteRef packet = whole.part(static_cast<std::uint32_t>(extra),
                                      whole.length - static_cast<std::uint32_t>(extra));
    const std::span<std::uint8_t> octets = bytes.write(packet);
    encode_headers(ip, out.segment, octets);
    const std::span<const ByteRef> parts(turn.fx.text_parts);
    gather_text(out.segment, parts.subspan(out.first_part, out.part_count), bytes, octets);
    seal(octets);
    INVARIANT(reads_back(ip, out.segment, packet, bytes));
    if (extra > 0) take_route(source.route, bytes.write(whole));
    turn.facts.push_back(PacketOut{.bytes = whole,
                                   .destination = extra > 0 ? source.route.hops[0] : ip.destination,
                                   .connection = source.connection,
                                   .retransmission = out.retransmission});
  }
}

}  // namespace engine
