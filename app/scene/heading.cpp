#include "app/scene/heading.hpp"

#include <algorithm>

#include "engine/base/bytes.hpp"

namespace scene {

Heading heading(std::span<const std::uint8_t> packet) {
  engine::ByteReader in(packet);
  Heading h;
  const std::size_t ip_bytes = std::size_t{4} * (in.u8() & 0x0F);
  in.skip(1);
  const std::size_t total = std::min<std::size_t>(in.u16(), packet.size());
  in.skip(8);
  h.source.address = {in.u32()};
  h.destination.address = {in.u32()};
  h.icmp = engine::icmp_heading(packet);
  if (h.icmp) return h;
  in.skip(ip_bytes < 20 ? 0 : ip_bytes - 20);
  h.source.port = in.u16();
  h.destination.port = in.u16();
  h.seq = {in.u32()};
  h.ack = {in.u32()};
  const std::size_t tcp_bytes = std::size_t{4} * (in.u8() >> 4);
  h.flags = engine::flags_from_byte(in.u8());
  h.window = in.u16();
  in.skip(4);
  h.readable = !in.overran();
  const std::size_t headers = ip_bytes + tcp_bytes;
  if (total > headers) h.text_bytes = static_cast<std::uint32_t>(total - headers);
  return h;
}

Dominant dominant(const Heading& h) {
  if (h.flags.rst) return Dominant::rst;
  if (h.flags.syn) return Dominant::syn;
  if (h.flags.fin) return Dominant::fin;
  if (h.text_bytes > 0) return Dominant::data;
  return h.flags.ack ? Dominant::ack : Dominant::none;
}

}  // namespace scene
