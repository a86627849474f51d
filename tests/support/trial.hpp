// A whole world put to the test: two hosts with any settings and programs, people who call, crash
// and connect again, a wire that does anything to any packet until it heals; then everybody is
// asked to finish. The invariants of a Trial are asked after every step. A Plan is plain data, so
// that what breaks one can be made smaller and kept.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/world_builder.hpp"

namespace engine::test {

enum class Mishap : std::uint8_t { none, lost, twice, late, overtaken, corrupt };

// What becomes of the n-th packet. Amounts are shares of what is possible, in 256ths.
struct Fate {
  Mishap mishap{};
  std::uint8_t amount{};
  std::uint8_t courage{};  // it happens only on a wire that is at least so bad
  bool operator==(const Fate&) const = default;
};

enum class Act : std::uint8_t { send, read, shutdown, close, abort, crash, connect };
struct PlannedAct {
  Act act{};
  bool by_server{};
  std::uint16_t at_ms{};
  std::uint16_t amount{};
  bool operator==(const PlannedAct&) const = default;
};

struct PlannedHost {
  std::uint32_t knobs{};   // see trial_plan.cpp; 0 = the teaching profile
  std::uint8_t program{};  // manual, sink, echo, source, slow reader, close first
  std::uint16_t amount{};  // that it writes, or reads at a time
  std::uint8_t numbers{};  // where its sequence numbers begin; 0 = by RFC 6528
  std::uint8_t retries{};  // 0 = for ever
  bool operator==(const PlannedHost&) const = default;
};

struct Plan {
  std::array<PlannedHost, 2> hosts;
  bool both_open{};
  std::uint8_t latency{};  // one of some
  std::uint8_t badness{};  // of the wire: in 256ths
  std::vector<Fate> fates;
  std::vector<PlannedAct> acts;
  bool operator==(const Plan&) const = default;
};

World world_of(const Plan& plan);
std::string words_of(const Plan& plan);
WireAction action_of(const Fate& fate, const Plan& plan);
Duration latency_of(const Plan& plan);
bool crashes(const Plan& plan);

enum class Property : std::uint8_t { prefix, numbers, ending, silence, calm };

class Trial {
 public:
  explicit Trial(Plan plan);

  // Plays everything, once; what was violated first, in words.
  std::optional<std::string> broken(Property property);

  std::size_t steps() const { return steps_; }
  std::size_t packets() const { return packets_; }
  std::uint64_t delivered() const { return delivered_; }  // bytes that programs have read

 private:
  // One life of a connection at one end.
  struct Life {
    HostId host;
    Tcb tcb;  // as it was after the latest step
    std::uint64_t written{}, read{};
    std::optional<std::size_t> peer{};  // the life at the other end
    bool failed{};                      // its program was told of an error
    bool forsaken{};  // its program left before the end of what came, or the machine crashed
  };

  void play();
  void finish();
  void play_until(Instant end);
  void apply(const Command& command);
  std::vector<std::pair<HostId, ConnId>> all_connections() const;
  void step();
  void heed();
  void befall(PacketId packet, std::size_t number);
  void count(const PacketSent& sent);
  void heard(const DataRead& read);
  void called(const CallMade& call);
  bool rises_by_cookie(const Host& host, const Connection& c) const;
  void meet();
  void look();
  void look_at(Life& life, const Tcb& now);
  void look_at_pair(ConnId of_client, ConnId of_server);
  void look_at_way(const Life& from, const Life& to);
  void look_at_silence();
  void judge();
  Life* living(HostId host, ConnId connection);
  void complain(Property property, const std::string& what);

  Plan plan_;
  World world_;
  ByteArena bytes_;
  StepRecord record_;
  Instant heals_at_;
  bool haunted_{};
  std::size_t steps_{}, packets_{};
  std::uint64_t delivered_{};
  std::vector<Life> lives_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> living_;  // host, record: a life
  std::array<std::pair<std::int64_t, std::size_t>, 2> second_{};  // packets of a host in it
  std::optional<std::size_t> may_be_said_;  // packets between two that are both in TIME-WAIT
  std::map<Property, std::string> complaints_;
};

}  // namespace engine::test
