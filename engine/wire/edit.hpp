// Rewriting the bytes of a packet: fields by name, or one bit. The result is new bytes in the
// arena; the checksums are made right again unless the edit is about them or says to keep them.
#pragma once

#include <optional>

#include "engine/base/byte_arena.hpp"
#include "engine/wire/impairment.hpp"

namespace engine {

// None = a field that the packet does not have, or that is no number.
[[nodiscard]] std::optional<ByteRef> edited_copy(ByteRef packet, const EditIt& edit,
                                                 ByteArena& bytes, std::uint64_t& cursor);
// Precondition: the bit is inside the packet. Bit 0 is the first bit on the wire.
[[nodiscard]] ByteRef corrupted_copy(ByteRef packet, std::uint64_t bit, ByteArena& bytes,
                                     std::uint64_t& cursor);

// Precondition: an IPv4 packet that can carry the mark (RFC 3168 5).
[[nodiscard]] ByteRef marked_copy(ByteRef packet, ByteArena& bytes, std::uint64_t& cursor);

}  // namespace engine
