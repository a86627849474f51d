#include "engine/host/send_text.hpp"

#include <algorithm>

#include "engine/tcp/user_calls.hpp"

namespace engine {

Driven send_text(Host& host, ConnId id, const TextToSend& sending, ByteArena& bytes,
                 HostTurn& turn) {
  Driven sent;
  std::span<const std::uint8_t> rest = sending.text;
  do {  // in pieces: a run of bytes in the arena has a longest length
    const std::size_t wanted = std::min(rest.size(), ByteArena::chunk_size);
    const std::size_t room = room_to_send(host.connections.find(id)->tcb);
    const auto piece = rest.first(std::min(wanted, room));
    const bool cut = piece.size() < wanted, last = wanted == rest.size();
    // A full buffer is asked too, with one octet that it will not take: it need not be there.
    const ByteRef offered =
        cut && piece.empty() ? ByteRef{turn.cursor, 1} : bytes.store(turn.cursor, piece);
    const Driven driven = drive(host, id,
                                SendCall{.bytes = offered,
                                         .urgent = sending.urgent,
                                         .iss = {},
                                         .more = !cut && (sending.more || !last),
                                         .ends_record = !cut && sending.ends_record && last},
                                bytes, turn);
    if (sent.taken == 0 || driven.result != CallResult::would_block) sent.result = driven.result;
    sent.taken += driven.taken;
    if (cut || driven.taken < piece.size()) break;
    rest = rest.subspan(piece.size());
  } while (!rest.empty());
  return sent;
}

}  // namespace engine
