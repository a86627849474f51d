// What can happen to a host as a whole: the verbs that the world uses. Each takes the host, the
// arena and a turn that has begun, and leaves everything that came of it in the turn.
#pragma once

#include "engine/host/turn.hpp"

namespace engine {

// A packet has reached the host (requirements B.1, B.2). Returns the record that its segment was
// handed to; none = nobody's, or no segment at all. Precondition: the power is on.
std::optional<ConnId> receive(Host& host, ByteRef packet, ByteArena& bytes, HostTurn& turn);

// The earliest timer of a record is due.
void fire_timer(Host& host, ConnId id, Timer timer, ByteArena& bytes, HostTurn& turn);

// A call of a person or of a scenario (requirements C.7), on the given record or on the newest one
// that fits. False = there is nothing to call on, or no room: nothing has changed.
[[nodiscard]] bool call(Host& host, std::optional<ConnId> id, const Call& call, ByteArena& bytes,
                        HostTurn& turn);

// The newest connection that the application owns: the one that a call without a name is made on.
// Null = none.
const Connection* newest_of_application(const Host& host);

// A program's own hour has come (a slow reader's next read).
void program_wakes(Host& host, ConnId id, ByteArena& bytes, HostTurn& turn);

// New settings of one record; without an id the defaults of connections to come, which also reach
// the listeners and the living connections as far as ConfigureCall carries them. False = no such
// record.
[[nodiscard]] bool set_config(Host& host, std::optional<ConnId> id, const TcpConfig& config,
                              ByteArena& bytes, HostTurn& turn);

// Puts a program on one record; without an id on everything that is to come and on the newest
// accepted connection. False = no such record.
[[nodiscard]] bool set_program(Host& host, std::optional<ConnId> id, const Application& application,
                               ByteArena& bytes, HostTurn& turn);

// The power goes: every record vanishes without a word to anyone.
void power_off(Host& host, HostTurn& turn);
void power_on(Host& host);

}  // namespace engine
