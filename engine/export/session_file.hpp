// A session as a text that opens identically elsewhere: the scenario's whole script, the seed, what
// was done on every branch and when, what was taken back, bookmarks and the playhead. Everything
// else is computed again (session_replay.hpp). The format is described in README.md.
// Must not know: files, words of the screen.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/lesson/saying.hpp"
#include "engine/timeline/branches.hpp"

namespace engine {

inline constexpr std::uint32_t session_format = 3;  // 1: no names of branches; 2: no visits

struct SavedSession {
  struct Deed {  // after so many steps of its branch, at this instant
    StepIndex steps{};
    Instant at{};
    Command command{};
    bool refused{};        // only of what was taken back: it came along with the one before it
    std::uint32_t line{};  // of the file it was read from
  };
  struct Place {  // facts: so many facts of the next step are already shown
    BranchId branch;
    StepIndex steps{};
    std::uint32_t facts{};
    Instant at{};
    std::uint32_t line{};
  };
  struct Branch {
    std::optional<BranchId> parent;
    StepIndex fork_step{};
    Instant forked_at{};
    StepIndex computed{};                 // steps of its timeline
    std::vector<Deed> deeds;              // all of them, also those it shares with its parent
    std::vector<Deed> undone;             // newest last, as in engine::Branch
    std::string name{};                   // as a person called it; empty: by its letter
    bool deleted{};                       // off the strip, but not lost
    std::optional<Instant> cut_off_at{};  // here a deed followed that is not understood (left_out)
    std::uint32_t line{};
  };
  std::string title;  // what the scenario was called
  std::uint64_t seed{};
  std::string script;              // of the scenario, every line with its line break
  std::vector<std::string> hosts;  // their names by id; they follow from the script
  std::vector<Branch> branches;
  std::vector<Place> bookmarks;
  Place playhead;  // its branch is the current one
  // Of a newer format: the lines that this program does not know. A deed among them ends its branch
  // just before it, because what came after it can only be told with it.
  std::vector<std::uint32_t> left_out;
};

std::string session_text(const SavedSession& session);

// `file` is the name that errors carry, as "file:line:column". Of a newer format everything that is
// understood can be read: to be looked at, never to be written again.
enum class NewerFormat : std::uint8_t { refused, in_part };
std::expected<SavedSession, ScriptError> read_session(std::string_view text, std::string_view file,
                                                      NewerFormat newer = NewerFormat::refused);

// Which format the first line names; none = this is no session file.
std::optional<std::uint32_t> format_of_session(std::string_view text);

}  // namespace engine
