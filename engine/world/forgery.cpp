#include "engine/world/forgery.hpp"

#include <algorithm>

#include "engine/segment/codec.hpp"
#include "engine/world/turns.hpp"

namespace engine {

Note note_of(Rule rule, Outcome outcome, std::initializer_list<std::uint32_t> numbers) {
  Note note{.rule = rule, .outcome = outcome};
  for (const std::uint32_t number : numbers) note.numbers[note.number_count++] = number;
  return note;
}

void ForgeDesk::note(Rule rule, Outcome outcome,
                     std::initializer_list<std::uint32_t> numbers) const {
  if (!record.keeps_notes()) return;
  record.facts.push_back(
      Noted{.host = attacker.at, .connection = {}, .note = note_of(rule, outcome, numbers)});
}

void ForgeDesk::send(Socket source, Socket target, Segment segment, std::string_view text) const {
  segment.source_port = source.port;
  segment.dest_port = target.port;
  const ByteRef packet = bytes.reserve(world.cursor, encoded_size(segment));
  const auto octets = bytes.write(packet);
  encode_headers({.source = source.address, .destination = target.address}, segment, octets);
  std::ranges::copy(text, text_part(segment, octets).begin());
  seal(octets);
  send_bytes(packet, target.address);
}

void ForgeDesk::send_bytes(ByteRef packet, Ipv4Address destination) const {
  const Departing departing{.bytes = packet,
                            .from = attacker.at,
                            .to = host_with(world, destination),
                            .provenance = Provenance::forged,
                            .retransmission = false,
                            .connection = std::nullopt};
  depart(world.wire, departing, bytes, lend_to_wire(world, record));
  take_back_from_wire(world, record);
}

}  // namespace engine
