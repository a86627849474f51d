#include "engine/export/session_replay.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/export/session_deeds.hpp"
#include "engine/lesson/parse.hpp"
#include "engine/lesson/runner.hpp"

namespace engine {
namespace {

template <class T>
using Answer = std::expected<T, ScriptError>;

// Is the part before `end` the same on both branches?
bool share_deeds(const SavedSession::Branch& a, const SavedSession::Branch& b, StepIndex end) {
  const auto before = [end](const SavedSession::Branch& branch) {
    const auto last = std::ranges::find_if(
        branch.deeds, [end](const SavedSession::Deed& deed) { return deed.steps >= end; });
    return std::span(branch.deeds.begin(), last);
  };
  return std::ranges::equal(before(a), before(b), [](const auto& x, const auto& y) {
    return x.steps == y.steps && x.at == y.at && x.command == y.command;
  });
}

Saying wrong_instant(const World& edge, const SavedSession::Deed& deed) {
  const auto text = [](Instant t) { return span_text(t.time_since_epoch()); };
  const Instant next = edge.next_event_at();
  const Saying latest = next == never ? Say::for_ever : verbatim(text(next));
  return say(Say::wrong_instant, deed.steps, text(edge.now), latest, text(deed.at));
}

class Replay {
 public:
  Replay(const SavedSession& session, std::string_view file, ReplayLimits limits)
      : session_(session), file_(file), steps_left_(limits.steps) {}

  Answer<ReplayedSession> run() {
    const std::string script_name = file_ + " (scenario)";
    auto scenario = read_script(session_.script, script_name);
    if (!scenario) return std::unexpected(scenario.error().front());
    auto prepared = prepare(*scenario, script_name, session_.seed);
    if (!prepared) return std::unexpected(prepared.error());
    const Timeline start(std::move(prepared->start), std::move(prepared->bytes));
    std::vector<Branch> branches;
    for (const SavedSession::Branch& saved : session_.branches) {
      auto timeline = timeline_of(saved, start, branches);
      if (!timeline) return std::unexpected(timeline.error());
      auto redo = redo_of(saved, *timeline);
      if (!redo) return std::unexpected(redo.error());
      branches.push_back({.timeline = *std::move(timeline),
                          .parent = saved.parent,
                          .fork_step = saved.fork_step,
                          .forked_at = saved.forked_at,
                          .redo = *std::move(redo)});
    }
    if (branches.empty()) return failure(1, Say::no_branch);
    for (const SavedSession::Place& place : session_.bookmarks)
      if (auto stood = check(place, branches); !stood) return std::unexpected(stood.error());
    if (auto stood = check(session_.playhead, branches); !stood)
      return std::unexpected(stood.error());
    return ReplayedSession{.branches = Branches(std::move(branches), session_.playhead.branch),
                           .scenario = *std::move(scenario)};
  }

 private:
  std::unexpected<ScriptError> failure(std::uint32_t line, Saying what) const {
    return std::unexpected(ScriptError(fmt::format("{}:{}:1", file_, line), std::move(what)));
  }

  // Shares what it can with its parent; the rest is played.
  Answer<Timeline> timeline_of(const SavedSession::Branch& saved, const Timeline& start,
                               const std::vector<Branch>& earlier) {
    const bool shares = saved.parent &&
                        earlier[saved.parent->value].timeline.size() >= saved.fork_step &&
                        share_deeds(session_.branches[saved.parent->value], saved, saved.fork_step);
    Timeline timeline =
        shares ? earlier[saved.parent->value].timeline.fork(saved.fork_step) : start.fork(0);
    for (const SavedSession::Deed& deed : saved.deeds) {
      if (shares && deed.steps < saved.fork_step) continue;
      if (auto done = do_again(timeline, deed); !done) return std::unexpected(done.error());
    }
    if (auto done = play_to(timeline, saved.computed, saved.line); !done)
      return std::unexpected(done.error());
    if (saved.fork_step > timeline.size())
      return failure(saved.line, say(Say::branch_too_short, timeline.size(), saved.fork_step));
    return timeline;
  }

  Answer<void> play_to(Timeline& timeline, StepIndex steps, std::uint32_t line) {
    if (timeline.size() > steps)
      return failure(line, say(Say::steps_passed, steps, timeline.size()));
    while (timeline.size() < steps) {
      if (steps_left_-- == 0) return failure(line, Say::too_many_steps);
      if (!timeline.advance()) return failure(line, say(Say::nothing_more, timeline.size(), steps));
    }
    return {};
  }

  Answer<bool> do_again(Timeline& timeline, const SavedSession::Deed& deed) {
    if (auto done = play_to(timeline, deed.steps, deed.line); !done)
      return std::unexpected(done.error());
    const World& edge = timeline.edge();
    if (deed.at < edge.now || deed.at > edge.next_event_at() || deed.at == never)
      return failure(deed.line, wrong_instant(edge, deed));
    return timeline.act(deed.command, deed.at);
  }

  // What was taken back is tried on a copy, as redo will do it.
  Answer<std::vector<Branch::Undone>> redo_of(const SavedSession::Branch& saved,
                                              const Timeline& timeline) {
    std::vector<Branch::Undone> redo;
    if (saved.undone.empty()) return redo;
    const auto commands = timeline.commands();
    const StepIndex first = saved.undone.back().steps;
    if (!commands.empty() && commands.back() >= first)
      return failure(saved.undone.back().line, Say::later_not_undone);
    Timeline copy = timeline.fork(std::min(first, timeline.size()));
    for (auto deed = saved.undone.rbegin(); deed != saved.undone.rend(); ++deed) {
      const Answer<bool> done = do_again(copy, *deed);
      if (!done) return std::unexpected(done.error());
      if (*done == deed->refused)
        return failure(deed->line, *done ? Say::was_not_refused : Say::was_refused);
    }
    for (const SavedSession::Deed& deed : saved.undone)
      redo.push_back(
          {.command = deed.command, .at = deed.at, .steps = deed.steps, .refused = deed.refused});
    return redo;
  }

  Answer<void> check(const SavedSession::Place& place, const std::vector<Branch>& branches) const {
    if (stands(branches[place.branch.value].timeline, place)) return {};
    return failure(place.line, Say::no_such_place);
  }

  const SavedSession& session_;
  std::string file_;
  std::uint64_t steps_left_;
};

}  // namespace

bool stands(const Timeline& timeline, const SavedSession::Place& place) {
  if (place.steps > timeline.size() || place.at < timeline.time_of(place.steps)) return false;
  if (place.steps == timeline.size())
    return place.facts == 0 && place.at <= timeline.edge().next_event_at() && place.at != never;
  const StepView next = timeline.step(place.steps);
  if (place.facts > 0) return place.facts <= next.facts.size() && place.at == next.at;
  return place.at <= next.at;
}

std::vector<std::string> host_names(const World& world) {
  std::vector<std::string> names;
  for (const Host& host : world.hosts) names.push_back(host.name);
  return names;
}

// A command that broke an invariant has no step of its own and is left out.
std::vector<SavedSession::Branch> saved_branches(const Branches& branches) {
  std::vector<SavedSession::Branch> saved;
  for (std::uint32_t i = 0; i < branches.count(); ++i) {
    const Branch& branch = branches[BranchId{i}];
    SavedSession::Branch out{.parent = branch.parent,
                             .fork_step = branch.fork_step,
                             .forked_at = branch.forked_at,
                             .computed = branch.timeline.size(),
                             .deeds = {},
                             .undone = {}};
    for (const StepIndex index : branch.timeline.commands()) {
      if (index >= branch.timeline.size()) continue;
      const StepView step = branch.timeline.step(index);
      out.deeds.push_back({.steps = index, .at = step.at, .command = *step.command});
    }
    for (const Branch::Undone& undone : branch.redo)
      out.undone.push_back({.steps = undone.steps,
                            .at = undone.at,
                            .command = undone.command,
                            .refused = undone.refused});
    saved.push_back(std::move(out));
  }
  return saved;
}

std::expected<ReplayedSession, ScriptError> replay(const SavedSession& session,
                                                   std::string_view file, ReplayLimits limits) {
  return Replay(session, file, limits).run();
}

}  // namespace engine
