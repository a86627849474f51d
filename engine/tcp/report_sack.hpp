// The receiver's half of selective acknowledgment: which blocks an acknowledgment carries (RFC 2018
// 4) and which text came twice (RFC 2883 4). What the sender makes of it is recovery.
#pragma once

#include "engine/segment/segment.hpp"
#include "engine/tcp/effects.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

// Some of this text has been received before; the lowest such stretch will be told, once.
void report_duplicate(Tcb& tcb, SeqRange text);
// Text beyond a gap arrived and is kept; it contains this number.
void report_block(Tcb& tcb, SeqNum arrived);

// The option for a segment whose other options take this many bytes.
SackBlocks sack_option(const Tcb& tcb, std::size_t bytes_taken);
// How much room for text it takes (MUST-16).
std::uint32_t sack_option_size(const Tcb& tcb);

// The segment with these blocks has left: a duplicate is told only once.
void note_sack_told(Tcb& tcb, const SackBlocks& sack, Effects& fx);

}  // namespace engine
