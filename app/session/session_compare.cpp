// The part of the fold that holds two branches beside each other (ux 6): which one, and that it is
// played as far as the current one, so that one transport drives both.
#include <algorithm>

#include "app/session/session.hpp"

namespace app {

void Session::on(const Compare& wish) {
  compared_ = wish.with;
  if (compared_ && (compared_->value >= branches_.count() || *compared_ == branch()))
    compared_.reset();
}

void Session::on(const ToggleCompare&) {
  if (compared_) return on(Compare{});
  compared_ = likely_partner();
  if (!compared_)
    refuse({{"refused.one_branch", {}}, Toast::Offer{{"offer.fork_here", {}}, Fork{}}});
}

// The branch that this one left; of those that left this one the newest; any other.
std::optional<engine::BranchId> Session::likely_partner() const {
  const auto lives = [this](engine::BranchId id) { return id != branch() && !is_deleted(id); };
  const auto parent = branches_[branch()].parent;
  if (parent && lives(*parent)) return parent;
  std::optional<engine::BranchId> any;
  for (auto i = static_cast<std::uint32_t>(branches_.count()); i-- > 0;) {
    const engine::BranchId id{i};
    if (!lives(id)) continue;
    if (branches_[id].parent == branch()) return id;
    if (!any) any = id;
  }
  return any;
}

void Session::catch_up_compared() {
  if (!compared_) return;
  const engine::BranchId here = branch(), other = *compared_;
  if (other == here || is_deleted(other)) return compared_.reset();
  const engine::Instant until = std::max(playhead().at, timeline().edge().now);
  branches_.select(other);
  branches_.timeline().advance_to(until);
  reel().catch_up();
  branches_.select(here);
}

}  // namespace app
