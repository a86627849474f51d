// Every recorded fact as one line in words (ux 3.6): the event list, the command line and the text
// equivalent of the picture are made of these. Nothing is said that was not recorded.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/scene/phrase.hpp"
#include "app/scene/run_index.hpp"

namespace scene {

enum class LineKind : std::uint8_t {
  segment,   // sent, arrived
  wire,      // dropped, delayed, held, released, edited; rules and links
  check,     // notes: passed, failed
  decision,  // notes: done, silent
  state,
  timer,
  call,          // calls, signals, data read
  connection,    // created, removed, queues
  intervention,  // what a person did
};

struct Line {
  engine::Instant at{};
  engine::StepIndex step{};
  std::uint32_t fact{};  // the command of a step has the number of its first fact
  LineKind kind{};
  std::optional<engine::HostId> host{};
  std::optional<engine::PacketId> packet{};
  Phrase words{};
  std::string place{};  // of notes: "RFC 9293 3.10.7.4"
  bool refused{};       // a command that could not be carried out
};

// The line of one fact.
Line narrate(const engine::Timeline& timeline, const RunIndex& index, engine::StepIndex step,
             std::uint32_t fact, Numbers numbers);
// Beside a lifeline or in a panel it is clear who reasons. In a list it has to be said.
Line with_subject(const engine::Timeline& timeline, Line line);
// The line of a person's command, if this step was one.
std::optional<Line> narrate_command(const engine::Timeline& timeline, const RunIndex& index,
                                    engine::StepIndex step, Numbers numbers);
// What a command will do or did, for toasts and menus: "drop #3".
Phrase command_words(const engine::Timeline& timeline, const RunIndex& index,
                     const engine::Command& command, Numbers numbers);

// As a program writes it: "listen()". Facts know the index of their call only.
// Under which key its outcome is told: plain, bytes, or under_way: a connect() is accepted at once
// and returns when the connection is open.
std::string_view manner_of_call(const engine::CallMade& made);
std::string call_name(const engine::Call& call);
std::string call_name(std::size_t index_of_call);

// Names of hosts as catalogue words when they have one ("host.client"), else as written.
PhraseValue host_name(const engine::Timeline& timeline, engine::HostId host);

// ---- the list, filtered
struct LineFilter {
  std::uint32_t kinds = 0xFFFF'FFFF;  // bit per LineKind
  std::optional<engine::HostId> host{};
  bool operator==(const LineFilter&) const = default;
  bool has(LineKind kind) const { return kinds >> static_cast<unsigned>(kind) & 1u; }
};

// Which facts pass the filter, so that a list of a million rows can be clipped: extended when the
// run grows, rebuilt when the filter changes.
class LineList {
 public:
  void catch_up(const engine::Timeline& timeline, const RunIndex& index, const LineFilter& filter);
  std::size_t size() const { return rows_.size(); }
  Line line(const engine::Timeline& timeline, const RunIndex& index, std::size_t row,
            Numbers numbers) const;
  // The first row later than the position: rows before it have happened.
  std::size_t rows_until(const Position& playhead) const;

 private:
  struct Row {
    engine::StepIndex step{};
    std::uint32_t fact{};
    bool command{};
  };
  LineFilter filter_;
  std::uint32_t generation_{};
  engine::StepIndex covered_{};
  std::vector<Row> rows_;
};

// Does this fact belong to the filter?
LineKind kind_of(const engine::Fact& fact);
std::optional<engine::HostId> host_of(const engine::Timeline& timeline, const engine::Fact& fact);
std::optional<engine::PacketId> packet_of(const engine::Fact& fact);

}  // namespace scene
