#include "engine/world/upkeep.hpp"

namespace engine {

// The commands of the schedule are input and never change; when they are due, does.
std::uint64_t fingerprint(const World& world, const ByteArena& bytes) {
  Hasher h;
  hash_append(h, world.now);
  h.add(world.random.state());
  h.add(world.hosts.size());
  for (const Host& host : world.hosts) {
    hash_append(h, host);
    hash_buffers(h, host, bytes);
  }
  hash_append(h, world.wire, bytes);
  h.add(world.schedule.size());
  for (const Scheduled& entry : world.schedule) {
    h.add(entry.when.index());
    h.add(entry.command.index());
    h.add(entry.done);
    hash_append(h, due_at(entry));
    if (entry.every != Duration{}) h.add(entry.left);
  }
  hash_append(h, world.attackers);
  h.add(world.next_connection);
  h.add(world.next_packet);
  h.add(world.cursor);
  return h.digest();
}

}  // namespace engine
