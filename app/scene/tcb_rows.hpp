// The variables of a connection as rows: name, value, and the value before if the last step changed
// it (ux 3.1). Relative numbers count from ISS (SND.*) or IRS (RCV.*), which stay raw themselves.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "app/scene/phrase.hpp"
#include "app/scene/run_index.hpp"
#include "engine/tcp/tcb_fields.hpp"

namespace scene {

struct TcbRow {
  engine::TcbField field{};
  std::string_view name{};           // "SND.UNA": a protocol token
  PhraseValue value{};               // SeqNum (raw), number (relative, or bytes), Duration
  std::optional<PhraseValue> old{};  // when it changed in the last step (or micro-step)
  Phrase meaning{};                  // "tcb.<field>"
};

enum class TcbDetail : std::uint8_t { essential, all };

// `before` is what the variables were one step earlier; equal means nothing changed.
std::vector<TcbRow> tcb_rows(const engine::TcbVariables& now, const engine::TcbVariables& before,
                             TcbDetail detail, Numbers numbers);

// A listener has no peer and no numbers; before the peer's SYN its numbers are not known. The
// record holds zeros there, and zero is a sequence number like any other.
bool is_known(engine::TcbField field, engine::State in);

// One variable as a value to show, by itself (used for the changes that a rule made, too).
PhraseValue tcb_value(engine::TcbField field, std::uint64_t value, const engine::TcbVariables& all,
                      Numbers numbers);
std::string_view key_of(engine::TcbField field);  // "snd_una": identifier for catalogue keys

}  // namespace scene
