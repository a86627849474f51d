#include "engine/tcp/report_sack.hpp"

#include "engine/segment/options.hpp"

namespace engine {
namespace {

constexpr std::size_t head = 4;   // two NOPs, kind and length
constexpr std::size_t block = 8;  // two sequence numbers

std::size_t blocks_that_fit(std::size_t bytes_taken) {
  return most_option_bytes < bytes_taken + head ? 0
                                                : (most_option_bytes - bytes_taken - head) / block;
}

// The lowest stretch of this text that is here already: before RCV.NXT, or beyond a gap.
SeqRange already_here(const Tcb& tcb, SeqRange text) {
  const SeqRange old = overlap(text, {text.left, tcb.rcv.nxt});
  if (!is_empty(old)) return old;
  for (const HeldText& held : tcb.receive_buffer.beyond_gap()) {
    const SeqRange both = overlap(text, range(held));
    if (!is_empty(both)) return overlap(text, tcb.receive_buffer.block_at(both.left));
  }
  return {text.left, text.left};
}

}  // namespace

void report_duplicate(Tcb& tcb, SeqRange text) {
  if (!tcb.sack_permitted || !tcb.config.dsack) return;
  const SeqRange again = already_here(tcb, text);
  if (!is_empty(again)) tcb.sack_report.arrived_again(again);
}

void report_block(Tcb& tcb, SeqNum arrived) {
  if (tcb.sack_permitted) tcb.sack_report.arrived(tcb.receive_buffer.block_at(arrived));
}

SackBlocks sack_option(const Tcb& tcb, std::size_t bytes_taken) {
  if (tcb.sack_report.count() == 0) return {};
  return tcb.sack_report.blocks(blocks_that_fit(bytes_taken));
}

std::uint32_t sack_option_size(const Tcb& tcb) {
  const std::size_t count =
      sack_option(tcb, (tcb.ts.on ? 12u : 0u) + (tcb.patience.announce ? 4u : 0u)).count;
  return count == 0 ? 0 : static_cast<std::uint32_t>(head + block * count);
}

void note_sack_told(Tcb& tcb, const SackBlocks& sack, Effects& fx) {
  if (sack.count == 0) return;
  const SackBlock& first = sack.blocks[0];
  const bool twice = tcb.sack_report.duplicate().has_value();
  tcb.sack_report.duplicate_told();
  fx.note(twice ? Rule::duplicate_told : Rule::sack_told, tcb,
          {first.left.raw, first.right.raw, sack.count});
}

}  // namespace engine
