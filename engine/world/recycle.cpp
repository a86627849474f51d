#include "engine/world/recycle.hpp"

#include <vector>

namespace engine {
namespace {

constexpr std::uint64_t stretch_size = ByteArena::chunk_size;
// So much is free in front of the cursor: no step writes more than all but one of these.
constexpr std::uint64_t room = 8;

// Which stretches of the arena somebody refers to.
class Occupied {
 public:
  void add(ByteRef bytes) {
    if (bytes.length != 0) mark(bytes.offset / stretch_size);
  }
  void mark(std::uint64_t stretch) {
    if (stretch >= taken_.size()) taken_.resize(stretch + 1);
    taken_[stretch] = true;
  }
  // The lowest stretch from which `room` lie free in a row.
  std::uint64_t lowest_free(std::uint64_t wanted) const {
    std::uint64_t first = 0;
    for (std::uint64_t at = 0; at < taken_.size() && at < first + wanted; ++at)
      if (taken_[at]) first = at + 1;
    return first;
  }

 private:
  std::vector<bool> taken_;
};

void add_buffers(const Connection& c, std::vector<ByteRef>& parts) {
  const SendBuffer& unacknowledged = c.tcb.send_buffer;
  unacknowledged.slice(0, unacknowledged.length(), parts);
  ReceiveBuffer unread = c.tcb.receive_buffer;
  unread.read(unread.unread(), parts);
  for (const HeldText& held : unread.beyond_gap()) parts.push_back(held.text);
}

Occupied occupied(const World& world) {
  Occupied all;
  std::vector<ByteRef> parts;
  for (const Packet& packet : world.wire.packets) all.add(packet.bytes);
  for (const Attacker& attacker : world.attackers)
    for (const SeenPacket& seen : attacker.packets) all.add(seen.bytes);
  for (const Host& host : world.hosts) {
    all.add(host.pattern);
    for (const Connection& c : host.connections) add_buffers(c, parts);
    for (const Connection& c : host.gone) add_buffers(c, parts);
  }
  for (const ByteRef part : parts) all.add(part);
  return all;
}

}  // namespace

void Recycler::recycle(World& world) {
  const std::uint64_t now = world.cursor / stretch_size;
  if (now == stretch_) return;
  Occupied all = occupied(world);
  all.mark(now);  // what the last step wrote there may be in the record
  stretch_ = all.lowest_free(room);
  world.cursor = stretch_ * stretch_size;
}

}  // namespace engine
