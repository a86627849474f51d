// What a caller of `synscope endpoint` may turn: the protocol's configuration keys on the one side,
// the engine's knobs on the other. `hello` lists exactly these keys; every other one is ignored,
// and said to be.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/tcp/config.hpp"

namespace app::command_line::endpoint {

using Json = nlohmann::ordered_json;

// A refusal: Error::where is the protocol's code, Error::what says it in words.
inline std::unexpected<engine::Error> refuse(std::string code, std::string what) {
  return std::unexpected(engine::Error{std::move(code), std::move(what)});
}

struct Settings {
  engine::TcpConfig tcp;
  std::optional<std::uint32_t> iss{};  // for every new connection; none = RFC 6528
  std::uint64_t seed = 1;              // of the secret behind initial sequence numbers
  bool explain = false;                // a `note` event for every decision
  bool operator==(const Settings&) const = default;
};

// Takes all keys of `config`, or none of them. The answer names the keys that mean nothing here.
engine::Result<std::vector<std::string>> apply(const Json& config, Settings& settings);

Json describe(const Settings& settings);

}  // namespace app::command_line::endpoint
