#include "engine/timeline/forecast.hpp"

#include <utility>

namespace engine {
namespace {

constexpr PacketId first_packet{1};

// Hosts as they are, with a wire between them that carries everything at once.
World without_its_wire(const World& world) {
  World copy = world;
  copy.wire = {};
  copy.next_packet = first_packet.value;
  copy.schedule.clear();
  copy.agenda = {};
  return copy;
}

}  // namespace

std::optional<Forecast> forecast(const World& world, const ByteArena& bytes, const Forge& forge,
                                 Instant at) {
  Forecast result{.run = Timeline(without_its_wire(world), bytes.prefix(world.cursor)),
                  .packet = first_packet};
  if (!result.run.act(forge, at)) return std::nullopt;
  result.run.act(DeliverNow{first_packet}, at);
  result.run.advance();  // arrivals come before all else that is due at an instant
  return result;
}

}  // namespace engine
