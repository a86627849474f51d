// What a script can do to a world: the commands, and segments that no host sent.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "engine/host/live_number.hpp"
#include "engine/world/command.hpp"

namespace engine {

// ---- sequence numbers as a script writes them: 1000, client.iss+1, server.snd.nxt
struct NumberTerm {
  std::optional<LiveNumber> live;  // none = the offset alone
  HostId of;
  std::uint32_t offset{};  // added modulo 2^32
  bool operator==(const NumberTerm&) const = default;
};

// ---- a segment that no host sent
struct Forgery {
  HostId from, to;  // where it enters the wire and where it goes
  Socket source, destination;
  Flags flags;
  NumberTerm seq, ack;
  std::uint16_t window = 65'535;
  std::optional<std::uint16_t> mss;
  std::uint16_t urgent{};
  std::string text;
  std::uint8_t ttl = 64;
  bool bad_checksum{};
  bool operator==(const Forgery&) const = default;
};

using Deed = std::variant<Command, Forgery>;

}  // namespace engine
