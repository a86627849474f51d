// The part of the fold that acts on the world (ux 5.3, 6): interventions, undo, branches.
#include <utility>

#include "app/scene/moments.hpp"
#include "app/session/phrases.hpp"
#include "app/session/session.hpp"

namespace app {
namespace {

bool is_first_lesson(const engine::Command& command) {
  const auto* on = std::get_if<engine::OnPacket>(&command);
  return on && (std::holds_alternative<engine::DropIt>(on->action) ||
                std::holds_alternative<engine::DelayIt>(on->action) ||
                std::holds_alternative<engine::HoldIt>(on->action));
}

scene::Phrase about_script(std::string key, const engine::ScriptError& error) {
  return {std::move(key), {{"where", error.where}, {"what", script_phrase(error.saying)}}};
}

}  // namespace

std::optional<Refusal> Session::why_not(const engine::Command& command) const {
  if (read_only_) return is_read_only();
  if (auto refusal = why_not_in_lesson(command)) return refusal;
  return app::why_not(command, world(), timeline());
}

void Session::refuse(const Refusal& refusal) {
  toasts_.withdraw(Toast::Kind::refused);
  toasts_.show(Toast::Kind::refused, refusal.why, refusal.instead);
}

// Commands happen between steps: inside one, the rest of it happens first.
void Session::finish_step() {
  if (playhead().facts > 0) player_.shift(scene::position_after(timeline(), playhead().steps + 1));
}

void Session::act(const engine::Command& command) {
  finish_step();
  if (const auto refusal = why_not(command)) return refuse(*refusal);
  const engine::BranchId old = branch();
  const scene::Position here = playhead();
  ++revision_;
  toasts_.withdraw(Toast::Kind::invitation);
  toasts_.withdraw(Toast::Kind::refused);
  const engine::Branches::Acted acted = branches_.act(here.steps, here.at, command);
  if (branch() != old) after_change();
  if (acted.forked)
    say_new_branch(old,
                   {{"offer.back_to_branch", {{"old", branch_words(old)}}}, SelectBranch{old}});
  player_.shift(scene::position_after(timeline(), acted.step + 1));
  if (!acted.done)
    return refuse({{"refused.impossible", {}}, Toast::Offer{{"offer.start", {}}, JumpStart{}}});
  if (is_first_lesson(command)) {
    settings_.hint_seen = true;
    hint_asked_ = false;
  }
  say_done(done_phrase(command, timeline(), acted.step), {{"offer.undo", {}}, app::Undo{}});
}

// What was said before of other acts goes: Undo and Redo are for the latest one alone.
void Session::say_done(scene::Phrase words, Toast::Offer offer) {
  toasts_.withdraw(Toast::Kind::done);
  toasts_.show(Toast::Kind::done, std::move(words), std::move(offer));
}

// Their offers would be made to the branch that is open now.
void Session::withdraw_what_another_branch_said() {
  toasts_.withdraw(Toast::Kind::done);
  toasts_.withdraw(Toast::Kind::refused);
  toasts_.withdraw("toast.new_branch");
}

void Session::say_new_branch(engine::BranchId old, Toast::Offer offer) {
  withdraw_what_another_branch_said();
  toasts_.show(Toast::Kind::news,
               {"toast.new_branch", {{"new", branch_words(branch())}, {"old", branch_words(old)}}},
               std::move(offer));
}

void Session::on(const Do& wish) { act(wish.command); }
void Session::on(const DropPacket& wish) { act(engine::OnPacket{wish.packet, engine::DropIt{}}); }
void Session::on(const DelayPacket& wish) {
  act(engine::OnPacket{wish.packet, engine::DelayIt{wish.by}});
}
void Session::on(const HoldPacket& wish) { act(engine::OnPacket{wish.packet, engine::HoldIt{}}); }
void Session::on(const ReleasePacket& wish) { act(engine::Release{wish.packet}); }
void Session::on(const DuplicatePacket& wish) {
  act(engine::OnPacket{wish.packet, engine::DuplicateIt{wish.gap}});
}
void Session::on(const EditPacket& wish) {
  act(engine::OnPacket{wish.packet, engine::EditIt{wish.edits, wish.keep_checksum}});
}
void Session::on(const DeliverPacket& wish) { act(engine::DeliverNow{wish.packet}); }

void Session::on(const DoAt& wish) {
  seek(wish.at);
  if (playhead().at == wish.at) act(wish.command);
}

// ---- taking back: the playhead goes to just before the intervention, and stays there

void Session::on(const Undo&) {
  if (!may_take_back()) return refuse({{"refused.nothing_to_undo", {}}, {}});
  const auto moment = branches_.undo();
  if (!moment) return refuse({{"refused.nothing_to_undo", {}}, {}});
  after_change();
  player_.put({moment->steps, 0, moment->at});
  say_done(command_phrase("undone", moment->command, timeline()),
           {{"offer.redo", {}}, app::Redo{}});
}
void Session::on(const Redo&) {
  const auto moment = branches_.redo();
  if (!moment) return refuse({{"refused.nothing_to_redo", {}}, {}});
  after_change();
  player_.put({moment->steps, 0, moment->at});
  say_done(command_phrase("redone", moment->command, timeline()),
           {{"offer.undo", {}}, app::Undo{}});
}

// ---- branches

void Session::on(const Fork&) {
  finish_step();
  const engine::BranchId old = branch();
  const scene::Position here = playhead();
  branches_.select(branches_.fork(here.steps, here.at));
  after_change();
  player_.shift(here);
  say_new_branch(old, {{"offer.name_branch", {}}, ShowPanel{Panel::name_branch}});
}

scene::PhraseValue Session::branch_words(engine::BranchId id) const {
  return name_of(id).empty() ? branch_letter(id) : name_of(id);
}

void Session::on(const NameBranch& wish) {
  if (wish.branch.value >= branches_.count() || name_of(wish.branch) == wish.name) return;
  ++revision_;
  labels_[wish.branch.value].name = wish.name;
}

// From a deleted branch one goes to where it came from, or to the first that is left.
void Session::on(const DeleteBranch& wish) {
  if (wish.branch.value >= branches_.count() || is_deleted(wish.branch) == wish.deleted) return;
  if (!wish.deleted) {
    ++revision_;
    toasts_.withdraw("done.branch_deleted");
    return on(SelectBranch{wish.branch});
  }
  std::optional<engine::BranchId> next;
  for (std::uint32_t i = 0; i < branches_.count() && !next; ++i)
    if (!labels_[i].deleted && i != wish.branch.value) next = engine::BranchId{i};
  if (!next) return refuse({{"refused.last_branch", {}}, {}});
  const auto parent = branches_[wish.branch].parent;
  if (wish.branch == branch()) on(SelectBranch{parent && !is_deleted(*parent) ? *parent : *next});
  ++revision_;
  labels_[wish.branch.value].deleted = true;
  say_done({"done.branch_deleted", {{"branch", branch_words(wish.branch)}}},
           {{"offer.undo", {}}, DeleteBranch{wish.branch, false}});
}

// The other history at the same instant.
void Session::on(const SelectBranch& wish) {
  if (wish.branch.value >= branches_.count() || wish.branch == branch()) return;
  labels_[wish.branch.value].deleted = false;  // who goes there wants it
  const engine::Instant at = playhead().at;
  branches_.select(wish.branch);
  withdraw_what_another_branch_said();
  after_change();
  seek(at);
}

void Session::on(const SetBookmark&) {
  const Bookmark here{branch(), playhead()};
  ++revision_;
  if (std::erase(bookmarks_, here) == 0) bookmarks_.push_back(here);
}

// ---- experiments

void Session::on(const Restart& wish) {
  if (asks_before_restart(wish)) return;
  if (in_lesson()) return breakdown_ ? restart_lesson() : rewind_beat();
  toasts_.withdraw(Toast::Kind::refused);
  player_.put(scene::position_after(timeline(), 0));
  if (breakdown_) {
    branches_ = engine::Branches(branches_[engine::BranchId{0}].timeline.fork(0));
    return begin(std::string(title_), pace_.base_delay);
  }
  if (!timeline().commands().empty() && !read_only_) on(Fork{});
}

void Session::on(const OpenScenario& wish) {
  if (!environment_.open) return;
  auto opening = environment_.open(wish.path);
  if (!opening) return tell(about_script("trouble.scenario", opening.error()));
  branches_ =
      engine::Branches(engine::Timeline(std::move(opening->start), std::move(opening->bytes)));
  script_ = std::move(opening->script);
  seed_ = opening->seed;
  scenario_path_ = std::move(opening->path);
  toasts_.clear();
  begin(std::move(opening->title), opening->base_delay);
  if (opening->lesson) start_lesson(*std::move(opening->lesson));
}

// What was said of an earlier version of the file goes; the run goes on with what was read first.
void Session::scenario_unchanged() {
  toasts_.withdraw("toast.scenario_changed");
  toasts_.withdraw("trouble.scenario_changed");
}
void Session::scenario_changed(const std::optional<engine::ScriptError>& wrong) {
  scenario_unchanged();
  if (wrong) return tell(about_script("trouble.scenario_changed", *wrong));
  invite({"toast.scenario_changed", {{"where", scenario_path_}}},
         {{"offer.reload", {}}, OpenScenario{scenario_path_}});
}

}  // namespace app
