// What each plan does: its first act, the next one, and how it meets what the attacker hears.
#pragma once

#include <span>

#include "engine/world/forgery.hpp"

namespace engine {

// Sets `due`; a plan without a due time is over, unless it waits for something to pass.
void open_attack(const ForgeDesk& desk, Assault& assault);
void next_move(const ForgeDesk& desk, Assault& assault);
bool waits_for_sight(const Assault& assault);

// A packet has reached the attacker's own host: an answer to a scan?
void hear_answer(const ForgeDesk& desk, Assault& assault, std::span<const std::uint8_t> packet);
// A packet passes before the eyes of an attacker on the path: is it the hijacked end's?
void overhear(const ForgeDesk& desk, Assault& assault, const SeenPacket& seen, SeqNum end,
              SeqNum acknowledged);

}  // namespace engine
