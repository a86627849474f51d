// Words that several deeds of a session file share: sockets, octets, where a call is made from and
// the way that its packets take ("on 10.0.0.1 through strictly 10.0.0.9 10.0.0.2"; nothing is
// written where nothing is asked for).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/lesson/line_reader.hpp"
#include "engine/segment/source_route.hpp"

namespace engine {

std::string on_address(Ipv4Address local);
std::string through_route(const SourceRoute& route);

// A mistake is the line's.
Socket read_plain_socket(LineReader& line);               // 10.0.0.2:80
std::vector<std::uint8_t> read_octets(LineReader& line);  // "4500..."
// What follows the words "on" and "through".
Ipv4Address read_ipv4(LineReader& line);
SourceRoute read_route(LineReader& line);

}  // namespace engine
