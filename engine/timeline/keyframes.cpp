#include "engine/timeline/keyframes.hpp"

#include <algorithm>

namespace engine {
Keyframes::Keyframes(World start, KeyframeBudget budget) : budget_(budget) {
  frames_.push_back({.index = 0, .world = std::move(start)});
}

void Keyframes::consider(StepIndex index, const World& edge, std::size_t recorded) {
  if (index - frames_.back().index < budget_.min_spacing * stretch_) return;
  const std::size_t cost = footprint(edge);
  if (cost > budget_.bytes || recorded - recorded_at_last_ < cost * budget_.share * stretch_)
    return;
  frames_.push_back({.index = index, .world = edge, .bytes = cost});
  bytes_ += cost;
  recorded_at_last_ = recorded;
  while (bytes_ > budget_.bytes) thin();
}

void Keyframes::thin() {
  std::size_t kept = 1;
  bytes_ = 0;
  for (std::size_t i = 2; i < frames_.size(); i += 2) {
    frames_[kept] = std::move(frames_[i]);
    bytes_ += frames_[kept++].bytes;
  }
  frames_.erase(frames_.begin() + static_cast<std::ptrdiff_t>(kept), frames_.end());
  stretch_ *= 2;
}

const Keyframe& Keyframes::before(StepIndex index) const {
  const auto after = std::ranges::upper_bound(frames_, index, {}, &Keyframe::index);
  return *std::prev(after);
}

Keyframes Keyframes::up_to(StepIndex index) const {
  Keyframes copy = *this;
  std::erase_if(copy.frames_, [index](const Keyframe& frame) { return frame.index > index; });
  copy.bytes_ = 0;
  for (const Keyframe& frame : copy.frames_) copy.bytes_ += frame.bytes;
  copy.recorded_at_last_ = 0;  // the branch counts its recording from its own pools
  return copy;
}

std::size_t footprint(const World& world) {
  std::size_t bytes = sizeof(World) + world.agenda.size() * sizeof(Due);
  bytes += world.wire.packets.size() * sizeof(Packet);
  bytes += world.wire.impairments.size() * sizeof(Impairment);
  bytes += world.wire.links.size() * sizeof(Link);
  bytes += world.wire.boxes.size() * sizeof(Middlebox);
  for (const Attacker& attacker : world.attackers)
    bytes += sizeof(Attacker) + attacker.assaults.size() * sizeof(Assault) +
             attacker.flows.size() * sizeof(SeenFlow) +
             attacker.packets.size() * sizeof(SeenPacket);
  bytes += world.schedule.size() * sizeof(Scheduled);
  for (const Host& host : world.hosts) {
    constexpr std::size_t index_entry = 64;  // what the table keeps beside a record
    const std::size_t records = host.connections.size() + host.gone.size();
    bytes += sizeof(Host) + records * (sizeof(Connection) + index_entry);
  }
  return bytes;
}

}  // namespace engine
