// Who accepts, reads and writes: programs as values. They act through the same calls as a person.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/segment/address.hpp"
#include "engine/segment/source_route.hpp"
#include "engine/tcp/effects.hpp"
#include "engine/tcp/event.hpp"
#include "engine/tcp/state.hpp"

namespace engine {

// ---- the calls, as the screen offers them (requirements C.7)
struct Listen {
  std::uint16_t port{};
  std::uint32_t backlog = 4;
  Ipv4Address local_address{};  // none: the first one of the host
  bool operator==(const Listen&) const = default;
};
struct Connect {
  Socket remote{};
  std::uint16_t local_port = 0;
  std::string text{};  // to be sent at once: with Fast Open on the SYN, otherwise behind it
  Ipv4Address local_address{};  // none: the first one of the host
  SourceRoute route{};          // the way that its packets are to take
  bool operator==(const Connect&) const = default;
};
struct Accept {
  bool operator==(const Accept&) const = default;
};
struct SendText {
  std::string text{};
  bool urgent{};
  bool operator==(const SendText&) const = default;
};
struct SendBulk {
  std::uint32_t bytes{};
  bool operator==(const SendBulk&) const = default;
};  // a pattern
struct Read {
  std::uint32_t max = 65'535;
  bool operator==(const Read&) const = default;
};
struct Shutdown {
  ShutdownHow how = ShutdownHow::write;
  bool operator==(const Shutdown&) const = default;
};
struct Close {
  std::optional<Duration> linger{};  // wait so long for the last ACK; 0 = abort, none = no waiting
  bool operator==(const Close&) const = default;
};
struct Abort {
  bool operator==(const Abort&) const = default;
};

using Call =
    std::variant<Listen, Connect, Accept, SendText, SendBulk, Read, Shutdown, Close, Abort>;

// ---- behaviours of a program that owns one connection
struct Manual {
  bool operator==(const Manual&) const = default;
};  // a person decides
struct Sink {
  bool close_at_end = true;
  bool operator==(const Sink&) const = default;
};  // reads all
struct Echo {
  bool operator==(const Echo&) const = default;
};  // writes back, closes at end
struct Source {
  std::uint64_t bytes{};
  std::uint64_t sent{};
  bool close_after = true;
  bool operator==(const Source&) const = default;
};  // writes a pattern
struct SlowReader {
  std::uint32_t bytes{};
  Duration every{};
  Instant next = never;
  bool operator==(const SlowReader&) const = default;
};
struct CloseFirst {
  bool operator==(const CloseFirst&) const = default;
};  // closes on the first data

using Program = std::variant<Manual, Sink, Echo, Source, SlowReader, CloseFirst>;

struct Application {
  Program program{};
  bool auto_accept = true;  // of a listener: accept at once, or leave it to a call
  std::uint64_t bytes_read{}, bytes_written{};
  bool operator==(const Application&) const = default;
};

// ---- calls that a scenario makes by time or by event
struct WhenAt {
  Instant at{};
  bool operator==(const WhenAt&) const = default;
};
struct WhenState {
  HostId host{};
  State state{};
  Duration after{};
  bool operator==(const WhenState&) const = default;
};
struct WhenSignal {
  HostId host{};
  Signal signal{};
  Duration after{};
  bool operator==(const WhenSignal&) const = default;
};
using When = std::variant<WhenAt, WhenState, WhenSignal>;

}  // namespace engine
