// Bytes the application has handed over and the peer has not yet acknowledged, as references into
// the arena. Position 0 is the oldest unacknowledged octet; which sequence number that is, the TCB
// knows and this buffer does not.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/base/byte_arena.hpp"

namespace engine {

class SendBuffer {
 public:
  std::uint32_t length() const { return length_; }
  bool empty() const { return length_ == 0; }

  void append(ByteRef bytes);
  // Forgets the first `count` bytes: they are acknowledged.
  void drop_front(std::uint32_t count);
  // Appends to `parts` what lies at [offset, offset + count), which must be in the buffer.
  void slice(std::uint32_t offset, std::uint32_t count, std::vector<ByteRef>& parts) const;
  // What is queued so far is a record, or several: no segment is to run across this place.
  void end_record();
  // Bytes from `offset` to the end of its record, or of the buffer.
  std::uint32_t left_of_record(std::uint32_t offset) const;
  void clear() { *this = {}; }

  bool operator==(const SendBuffer&) const = default;
  friend void hash_append(Hasher& h, const SendBuffer& b);

 private:
  std::vector<ByteRef> parts_;
  std::uint32_t length_{};
  std::vector<std::uint32_t> record_ends_;  // offsets, ascending
};

void hash_append(Hasher& h, const SendBuffer& b);

}  // namespace engine
