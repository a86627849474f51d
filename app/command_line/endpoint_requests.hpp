// One line of `synscope endpoint` and its reply (protocol tcp-endpoint/1). Whatever the line is,
// there is exactly one reply, and a mistake changes nothing.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace app::command_line::endpoint {

class Machine;

struct Reply {
  std::string text;  // one line of JSON
  bool quit = false;
};

class Endpoint {
 public:
  Endpoint();
  ~Endpoint();
  Reply answer(std::string_view line);
  // The reply to a line that was too long to be read.
  Reply refuse_long_line();

 private:
  std::unique_ptr<Machine> machine_;
};

inline constexpr std::size_t longest_line = std::size_t{1} << 24;

}  // namespace app::command_line::endpoint
