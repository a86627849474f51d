// What has arrived and the application has not read: text in order, text beyond a gap, and a FIN
// that waits behind a gap (RFC 9293 3.10.7.4, SHLD-31). All of it refers into the arena. The buffer
// knows neither RCV.NXT nor the window: the caller trims to the window and says what is next.
//
// Example: next = 100. Text 110..120 is held. Text 100..110 is appended in order; advance(110)
// then moves 110..120 behind it and answers 10.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/byte_arena.hpp"
#include "engine/stream/seq_ranges.hpp"

namespace engine {

// Text beyond a gap.
struct HeldText {
  SeqNum seq;
  ByteRef text;
  bool operator==(const HeldText&) const = default;
};

constexpr SeqRange range(const HeldText& held) { return {held.seq, held.seq + held.text.length}; }

class ReceiveBuffer {
 public:
  std::uint32_t unread() const { return unread_length_; }  // bytes in order
  std::uint32_t held() const {                             // bytes beyond a gap
    std::uint32_t sum = 0;
    for (const HeldText& piece : held_) sum += piece.text.length;
    return sum;
  }
  std::span<const HeldText> beyond_gap() const { return held_; }  // ascending, not overlapping
  std::optional<SeqNum> fin() const { return fin_; }              // its sequence number
  // The contiguous text beyond a gap that contains this number; empty if there is none.
  SeqRange block_at(SeqNum number) const;

  // Text that starts at the next expected number.
  void append(ByteRef text);
  // Text that may not be delivered yet. What is held already is kept, only the rest is added.
  void hold(SeqNum seq, ByteRef text);
  // Moves held text that now starts at or before `next` into order; returns how many bytes.
  std::uint32_t advance(SeqNum next);
  // The first one counts; what is held beyond it cannot belong to the stream and goes.
  void remember_fin(SeqNum number);
  void forget_fin() { fin_.reset(); }

  // Takes at most `max` bytes from the front into `out`.
  void read(std::uint32_t max, std::vector<ByteRef>& out);
  void clear() { *this = {}; }

  bool operator==(const ReceiveBuffer&) const = default;
  friend void hash_append(Hasher& h, const ReceiveBuffer& b);

 private:
  std::vector<ByteRef> unread_;
  std::uint32_t unread_length_{};
  std::vector<HeldText> held_;
  std::optional<SeqNum> fin_;
};

void hash_append(Hasher& h, const ReceiveBuffer& b);

}  // namespace engine
