#include "engine/export/session_file.hpp"

#include <fmt/format.h>

#include "engine/export/session_deeds.hpp"

namespace engine {
namespace {

std::string when_text(StepIndex steps, Instant at) {
  return fmt::format("at {} after {}", span_text(at.time_since_epoch()), steps);
}

std::string place_text(std::string_view word, const SavedSession::Place& place) {
  std::string text =
      fmt::format("{} {} {}", word, letter(place.branch), when_text(place.steps, place.at));
  if (place.facts != 0) text += fmt::format(" facts {}", place.facts);
  return text + '\n';
}

std::string script_lines(std::string_view script) {
  std::string text;
  while (!script.empty()) {
    const std::size_t end = std::min(script.find('\n'), script.size());
    text += fmt::format("|{}{}\n", end == 0 ? "" : " ", script.substr(0, end));
    script.remove_prefix(std::min(end + 1, script.size()));
  }
  return text;
}

std::string branch_lines(BranchId id, const SavedSession& session) {
  const SavedSession::Branch& branch = session.branches[id.value];
  std::string text = fmt::format("\nbranch {}", letter(id));
  if (branch.parent)
    text += fmt::format(" from {} {}", letter(*branch.parent),
                        when_text(branch.fork_step, branch.forked_at));
  text += '\n';
  if (!branch.name.empty()) text += fmt::format("  name {}\n", quoted_text(branch.name));
  if (branch.deleted) text += "  deleted\n";
  for (const SavedSession::Deed& deed : branch.deeds)
    text += fmt::format("  {} {}\n", when_text(deed.steps, deed.at),
                        deed_text(deed.command, session.hosts));
  for (const SavedSession::Deed& deed : branch.undone)
    text += fmt::format("  undone {}{} {}\n", deed.refused ? "refused " : "",
                        when_text(deed.steps, deed.at), deed_text(deed.command, session.hosts));
  return text + fmt::format("  computed {}\n", branch.computed);
}

}  // namespace

std::string session_text(const SavedSession& session) {
  std::string text = fmt::format("synscope-session {}\n", session_format);
  text += fmt::format("scenario {} seed {}\n", quoted_text(session.title), session.seed);
  text += script_lines(session.script);
  for (std::uint32_t i = 0; i < session.branches.size(); ++i) text += branch_lines({i}, session);
  text += '\n';
  for (const SavedSession::Place& bookmark : session.bookmarks)
    text += place_text("bookmark", bookmark);
  text += place_text("playhead", session.playhead);
  return text + "end\n";
}

}  // namespace engine
