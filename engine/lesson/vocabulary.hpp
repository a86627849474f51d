// The words that several statements share: hosts, sockets, flags, states, signals, numbers.
#pragma once

#include "engine/lesson/line_reader.hpp"
#include "engine/lesson/scenario.hpp"

namespace engine {

HostId read_host(LineReader& line, const Scenario& scenario);
// `client -> server`
struct Direction {
  HostId from, to;
};
Direction read_direction(LineReader& line, const Scenario& scenario);
// `server:80`, `10.0.0.2:80`
Socket read_socket(LineReader& line, const Scenario& scenario);
// The host that has this address.
std::optional<HostId> host_with(const Scenario& scenario, Ipv4Address address);

Flags read_flags(LineReader& line);  // `SYN,ACK`, `none`
State read_state(LineReader& line);
Signal read_signal(LineReader& line);
Rule read_rule(LineReader& line);
std::uint16_t read_port(LineReader& line);
Instant read_instant(LineReader& line);  // since the start of the world

// `1000`, `client.iss+1`, `server.snd.nxt`; with `base` also `+1`, counted from that host's ISS.
NumberTerm read_term(LineReader& line, const Scenario& scenario, std::optional<HostId> base = {});

// `ESTABLISHED` or `connected`, with `after TIME` behind it.
When read_condition(LineReader& line, HostId host);

// A new name: small letters, digits, `-` and `_`.
std::string read_new_name(LineReader& line, Say expected);

}  // namespace engine
