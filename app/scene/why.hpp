// Why the receiver did what it did with a packet (ux 3.4): its checks in the order of the RFC, each
// passed or failed with the numbers used, then what came of it. For a packet that never arrived:
// what became of it instead.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/scene/phrase.hpp"
#include "app/scene/run_index.hpp"
#include "engine/rules/note.hpp"
#include "engine/tcp/tcb_fields.hpp"

namespace scene {

struct ChangeRow {
  engine::TcbField field{};
  std::string_view name{};
  PhraseValue before{}, after{};
};

struct WhyRow {
  enum class Kind : std::uint8_t { check, decision, silence, sent, state, signal, dropped } kind{};
  engine::Outcome outcome{};  // of checks and decisions
  std::optional<engine::Rule> rule{};
  Phrase words{};       // "rule.<id>.<outcome>", values "0".."3"; or an event phrase
  std::string place{};  // "RFC 9293 3.10.7.4"
  std::vector<ChangeRow> changes{};
  std::optional<engine::PacketId> packet{};  // of kind sent: the answer
  engine::StepIndex step{};
  std::uint32_t fact{};
};

struct Why {
  std::optional<engine::HostId> host{};  // that decided; none: the wire did
  engine::Instant at{};
  std::vector<WhyRow> rows{};  // empty: it has not arrived yet
};

Why why(const engine::Timeline& timeline, const RunIndex& index, engine::PacketId packet,
        const Position& playhead);
// The same for any step: a timer, a call.
std::vector<WhyRow> why_step(const engine::Timeline& timeline, const RunIndex& index,
                             engine::StepIndex step);

// One note as words: key "rule.<id>.<passed|failed|done|silent>", values "0" .. "3".
Phrase note_words(const engine::Note& note);
std::string place_of(engine::Rule rule);  // "RFC 9293 3.10.7.4"

}  // namespace scene
