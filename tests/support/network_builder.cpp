#include "tests/support/network_builder.hpp"

#include "engine/host/profile.hpp"

namespace engine::test {

World three_hosts() {
  World world = two_hosts();
  Host host;
  host.id = third;
  host.name = "third";
  host.address = third_address();
  host.config = config_of(Profile::teaching);
  world.hosts.push_back(std::move(host));
  return world;
}

World with_box(BoxKind kind) {
  World world = three_hosts();
  std::vector<Ipv4Address> addresses;
  for (const Host& host : world.hosts) addresses.push_back(host.address);
  place(world.wire, {.at = third, .inside = {client}, .kind = std::move(kind)}, addresses);
  return world;
}

World with_attacker(Sight sight) {
  World world = three_hosts();
  Attacker attacker;
  attacker.at = third;
  attacker.sight = sight;
  world.attackers.push_back(std::move(attacker));
  return world;
}

int noted_by_third(const Stage& stage, Rule rule) {
  int count = 0;
  for (const Noted& noted : stage.all<Noted>())
    count += noted.host == third && noted.note.rule == rule ? 1 : 0;
  return count;
}

}  // namespace engine::test
