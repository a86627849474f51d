// A scenario as read from a file: who is there, what the wire does, who calls what and when, and
// what must come of it. Plain data; parse.hpp makes it from text, runner.hpp makes a World of it.
// Hosts are known by their position, as in World::hosts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/host/live_number.hpp"
#include "engine/rules/rules.hpp"
#include "engine/timeline/flight.hpp"
#include "engine/world/command.hpp"

namespace engine {

struct ScenarioHost {
  std::string name;
  Ipv4Address address;
  TcpConfig config;
  std::optional<std::uint32_t> iss;  // none = RFC 6528 with a secret drawn from the seed
  Application application;
  bool operator==(const ScenarioHost&) const = default;
};

struct ScenarioLink {  // one direction that differs from the wire's defaults
  HostId from, to;
  LinkConfig config;
  bool operator==(const ScenarioLink&) const = default;
};

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

struct Entry {  // `at TIME ...` or `when HOST STATE|SIGNAL ...`
  std::uint32_t line{};
  When when;
  std::variant<Command, Forgery> deed;
  bool operator==(const Entry&) const = default;
};

// ---- what must be true of the run
enum class Moment : std::uint8_t { at, by, finally };

struct Timing {
  Moment moment = Moment::finally;
  Instant instant{};  // of at and by
  bool operator==(const Timing&) const = default;
};

struct StateIs {  // of the host's newest connection; else LISTEN or CLOSED
  HostId host;
  State state{};
  bool operator==(const StateIs&) const = default;
};
struct SignalGiven {
  HostId host;
  Signal signal{};
  bool operator==(const SignalGiven&) const = default;
};
struct BytesRead {  // by the host's programs, in all
  HostId host;
  std::uint64_t bytes{};
  bool operator==(const BytesRead&) const = default;
};
struct RuleNoted {
  HostId host;
  Rule rule{};
  std::uint32_t times{};
  bool operator==(const RuleNoted&) const = default;
};
struct Retransmits {  // exactly at these instants
  HostId host;
  std::vector<Instant> instants;
  bool operator==(const Retransmits&) const = default;
};
struct QuietAfter {  // nothing more happens
  Instant instant{};
  bool operator==(const QuietAfter&) const = default;
};

struct SegmentRow {  // one packet, in order of departure; what is not given is not compared
  std::uint32_t line{};
  std::string source;  // as written
  std::optional<Instant> at;
  HostId from;
  Flags flags;
  std::optional<NumberTerm> seq, ack;
  std::optional<std::uint32_t> length;
  Fate fate = Fate::delivered;
  Provenance provenance = Provenance::stack;
  bool again{};  // a retransmission
  bool operator==(const SegmentRow&) const = default;
};
struct SegmentsAre {  // exactly these
  std::vector<SegmentRow> rows;
  bool operator==(const SegmentsAre&) const = default;
};

using Claim =
    std::variant<StateIs, SignalGiven, BytesRead, RuleNoted, Retransmits, QuietAfter, SegmentsAre>;

struct Expectation {
  std::uint32_t line{};
  std::string source;  // as written
  Timing timing;
  Claim claim;
  bool operator==(const Expectation&) const = default;
};

// ---- where the learner's clock begins: everything before is played silently
struct ColdStart {
  bool operator==(const ColdStart&) const = default;
};
using Start = std::variant<ColdStart, WhenAt, WhenState, WhenSignal>;

struct Scenario {
  std::string id;
  std::string title_key, about_key;  // in the text files of each language
  std::uint32_t order = 1'000;       // place in the list, smallest first
  std::uint64_t seed = 1;
  Start start;
  std::optional<Instant> run_until;  // none = until nothing happens any more
  std::vector<ScenarioHost> hosts;
  LinkConfig wire;
  std::vector<ScenarioLink> links;
  std::vector<Impairment> rules;
  std::vector<std::string> rule_names;  // beside rules; may be empty
  std::vector<Entry> entries;
  std::vector<Expectation> expectations;
  bool operator==(const Scenario&) const = default;
};

}  // namespace engine
