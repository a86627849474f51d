// The two parts of a packet's label: flags, and numbers as the learner wants them.
#include <algorithm>

#include "app/scene/digits.hpp"
#include "app/scene/run_index.hpp"

namespace scene {

using namespace engine;

std::string flag_words(Flags flags) {
  std::string words = to_string(flags);
  std::ranges::replace(words, ',', ' ');
  return words;
}

namespace {

PacketLabel icmp_label(const IcmpHeading& icmp) {
  PacketLabel result{.flags = "ICMP " + digits(icmp.type) + "/" + digits(icmp.code)};
  if (icmp.next_hop_mtu != 0) result.numbers = "mtu " + digits(icmp.next_hop_mtu);
  return result;
}

}  // namespace

PacketLabel label(const RunIndex& index, PacketId packet, const Heading& h, Numbers style) {
  if (h.icmp) return icmp_label(*h.icmp);
  PacketLabel result{.flags = flag_words(h.flags), .dominant = dominant(h), .bits = h.flags};
  if (!h.readable) return result;
  SeqNum seq_base, ack_base;
  if (style == Numbers::relative) {
    seq_base = index.initial(h.source, h.destination, packet).value_or(SeqNum{});
    ack_base = index.initial(h.destination, h.source, packet).value_or(SeqNum{});
  }
  result.numbers = "seq " + digits(distance(seq_base, h.seq));
  if (h.flags.ack) result.numbers += " ack " + digits(distance(ack_base, h.ack));
  if (h.text_bytes > 0) result.numbers += " len " + digits(h.text_bytes);
  return result;
}

}  // namespace scene
