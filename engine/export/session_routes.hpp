// Where a call is made from and the way that its packets take, as session files say it:
// "on 10.0.0.1 through strictly 10.0.0.9 10.0.0.2". Nothing is written where nothing is asked for.
#pragma once

#include <string>

#include "engine/lesson/line_reader.hpp"
#include "engine/segment/source_route.hpp"

namespace engine {

std::string on_address(Ipv4Address local);
std::string through_route(const SourceRoute& route);

// What follows the words "on" and "through". A mistake is the line's.
Ipv4Address read_ipv4(LineReader& line);
SourceRoute read_route(LineReader& line);

}  // namespace engine
