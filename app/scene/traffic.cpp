// Which stretches of time are waits and which have something in flight: the bookkeeping of
// RunIndex, kept apart because it is the definition of ux 4.3.
#include <algorithm>

#include "app/scene/run_index.hpp"

namespace scene {

using engine::Duration;
using engine::Instant;
using engine::PacketId;

void RunIndex::Traffic::put(PacketId packet, Duration crossing) {
  take(packet);
  crossing = std::max(crossing, Duration{1});  // a link without latency still is no wait
  under_way[packet] = crossing;
  crossings.insert(crossing);
}

void RunIndex::Traffic::take(PacketId packet) {
  const auto found = under_way.find(packet);
  if (found == under_way.end()) return;
  crossings.erase(crossings.find(found->second));
  under_way.erase(found);
}

void RunIndex::Traffic::forget_turns(PacketId packet) {
  std::erase_if(turns, [packet](const Turn& turn) { return turn.packet == packet; });
}

void RunIndex::Traffic::advance(Instant until, std::vector<Stretch>& stretches) {
  const auto pass = [&](Instant to) {
    if (to <= now) return;
    const Duration longest = crossings.empty() ? Duration{} : *crossings.rbegin();
    // Flights of one length after another are one stretch; each wait is its own.
    if (!stretches.empty() && longest.count() != 0 && stretches.back().crossing == longest &&
        stretches.back().to == now)
      stretches.back().to = to;
    else
      stretches.push_back({now, to, longest});
    now = to;
  };
  while (!turns.empty() && turns.front().at <= until) {
    const Turn turn = turns.front();
    turns.erase(turns.begin());
    pass(turn.at);
    if (turn.crossing.count() == 0)
      take(turn.packet);
    else
      put(turn.packet, turn.crossing);
  }
  pass(until);
}

std::vector<Stretch> RunIndex::ahead(Instant until) const {
  std::vector<Stretch> result;
  if (until == engine::never || until <= edge_) return result;
  Traffic copy = traffic_;
  copy.advance(until, result);
  return result;
}

}  // namespace scene
