// Who has seen which rule at work: the support code calls this for every note that passes through
// it. At the end of a test program the identifiers are written to the file that SYNSCOPE_WITNESS
// names, if any; the test `rules_seen` then asks whether any program saw each row of rules.def.
#pragma once

#include <span>

#include "engine/rules/note.hpp"
#include "engine/world/step_record.hpp"

namespace support {

void witness(std::span<const engine::Note> notes);
void witness(std::span<const engine::Fact> facts);

}  // namespace support
