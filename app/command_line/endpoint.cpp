#include "app/command_line/endpoint.hpp"

#include <iostream>
#include <string>

#include "app/command_line/endpoint_requests.hpp"
#include "app/command_line/program.hpp"

namespace app::command_line {
namespace {

enum class Read { line, too_long, end };

// One line, without its end. What is longer than any request is read to its end and forgotten.
Read read_line(std::streambuf& input, std::string& line) {
  constexpr int end = std::char_traits<char>::eof();
  line.clear();
  bool too_long = false;
  int c = input.sbumpc();
  if (c == end) return Read::end;
  for (; c != end && c != '\n'; c = input.sbumpc()) {
    too_long = too_long || line.size() == endpoint::longest_line;
    if (!too_long) line.push_back(static_cast<char>(c));
  }
  return too_long ? Read::too_long : Read::line;
}

}  // namespace

int run_endpoint() {
  std::ios::sync_with_stdio(false);
  endpoint::Endpoint endpoint;
  std::string line;
  for (Read read = read_line(*std::cin.rdbuf(), line); read != Read::end;
       read = read_line(*std::cin.rdbuf(), line)) {
    const bool blank = line.find_first_not_of(" \t\r") == std::string::npos;
    if (read == Read::line && blank) continue;
    const endpoint::Reply reply =
        read == Read::too_long ? endpoint.refuse_long_line() : endpoint.answer(line);
    std::cout << reply.text << std::endl;
    if (reply.quit || !std::cout) break;
  }
  return done;
}

}  // namespace app::command_line
