// Commands as words and back: one deed a line, in the vocabulary of the lessons where it has one.
// Every command that can be carried out can be written, and reads back equal. Hosts are called by
// their names, `hosts[id]`; an id without a name is its number.
//
//   call client connect 10.0.0.2:80 from 50000
//   packet 3 delay 250ms
//   arm drop client -> server exactly ACK times 2
#pragma once

#include <span>
#include <string>

#include "engine/lesson/line_reader.hpp"
#include "engine/world/command.hpp"

namespace engine {

std::string deed_text(const Command& command, std::span<const std::string> hosts);

// Reads to the end of the line; mistakes stay in the line reader.
Command read_deed(LineReader& line, std::span<const std::string> hosts);

// Times of any length and sign, exact to the nanosecond.
std::string span_text(Duration span);
Duration read_span(LineReader& line);

// A text between quotes that the line reader takes apart again.
std::string quoted_text(std::string_view text);

}  // namespace engine
