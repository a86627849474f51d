// `synscope run`: plays a scenario in virtual time, without a window, and says what happened.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/command_line/words.hpp"
#include "engine/base/time.hpp"

namespace app::command_line {

struct RunArguments {
  std::string scenario;  // an id, a folder or a script
  std::optional<engine::Instant> until;
  std::optional<std::uint64_t> seed;
  bool ladder{};
  bool events{};
  std::string json, pcap;  // files to write; "-" = standard output, empty = no
};

int run_scenario(const RunArguments& arguments, const Words& words);

}  // namespace app::command_line
