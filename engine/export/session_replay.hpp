// From running branches to what is saved of them, and back: everything that was computed is
// computed again, step by step, and everything that was done is done again at its instant. Nothing
// throws: a file that cannot have come from a run is refused with the line that is wrong.
#pragma once

#include <vector>

#include "engine/export/session_file.hpp"
#include "engine/lesson/scenario.hpp"

namespace engine {

// The branches of a session, ready to be written; its other members are the caller's.
std::vector<SavedSession::Branch> saved_branches(const Branches& branches);
std::vector<std::string> host_names(const World& world);

// May the playhead stand there?
bool stands(const Timeline& timeline, const SavedSession::Place& place);

struct ReplayLimits {
  std::uint64_t steps = 4'000'000;  // of all branches together
};
struct ReplayedSession {
  Branches branches;
  Scenario scenario;
};
std::expected<ReplayedSession, ScriptError> replay(const SavedSession& session,
                                                   std::string_view file, ReplayLimits limits = {});

}  // namespace engine
