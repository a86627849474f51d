// Any lines into `synscope endpoint`: each gets exactly one reply, a JSON object on one line that
// says ok or why not, and time never runs backwards except by a reset.
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

#include "app/command_line/endpoint_requests.hpp"

using namespace app::command_line::endpoint;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

// A listener, a SYN to it and an active open, so that there is something to call on.
constexpr std::string_view beginning[] = {
    R"({"op":"reset","config":{"iss":0,"explain":true}})",
    R"({"op":"open","mode":"passive","local_port":8080,"backlog":2})",
    R"({"op":"inject","bytes":"450000280000400040060000c0000201c0a80001)"
    R"(9c401f9000000000000000005002ffff00000000"})",
    R"({"op":"open","mode":"active","remote":"192.0.2.1:80","local_port":5000})",
};

struct Checked {
  std::int64_t time{};

  void operator()(Endpoint& endpoint, std::string_view line) {
    const Reply reply = endpoint.answer(line);
    require(reply.text.find('\n') == std::string::npos);
    const auto said = nlohmann::json::parse(reply.text, nullptr, false);
    require(said.is_object() && said.contains("ok") && said["ok"].is_boolean());
    require(said.contains("t") && said["t"].is_number_integer());
    const auto now = said["t"].get<std::int64_t>();
    const bool reset = said["ok"] == true && now == 0;
    require(reset || now >= time);
    time = now;
    if (said["ok"] == false) require(said["err"].is_string() && said["message"].is_string());
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Endpoint endpoint;
  Checked check;
  for (const std::string_view line : beginning) check(endpoint, line);
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    check(endpoint, rest.substr(0, end));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return 0;
}
