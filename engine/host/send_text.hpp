// SEND of a text that is not in the arena yet (RFC 9293 3.10.2).
#pragma once

#include <cstdint>
#include <span>

#include "engine/host/turn.hpp"

namespace engine {

struct TextToSend {
  std::span<const std::uint8_t> text;
  bool urgent{};
  bool more{};         // as SendCall says it
  bool ends_record{};  // likewise
};

// Stores no more of the text than the send buffer has room for: a program that tries again and
// again takes no memory. The result is that of the last piece, unless one before it was taken.
Driven send_text(Host& host, ConnId id, const TextToSend& sending, ByteArena& bytes,
                 HostTurn& turn);

}  // namespace engine
