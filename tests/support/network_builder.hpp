// Worlds with more than two hosts: a box before the client, an attacker.
#pragma once

#include "tests/support/world_builder.hpp"

namespace engine::test {

inline constexpr HostId third{2};  // where the box or the attacker stands
inline Ipv4Address third_address() { return ipv4(10, 0, 0, 66); }

// client, server and a third host with the teaching profile.
World three_hosts();
World with_box(BoxKind kind);  // before the client
World with_attacker(Sight sight);

// How often the third host noted this.
int noted_by_third(const Stage& stage, Rule rule);

}  // namespace engine::test
