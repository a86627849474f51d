// Worlds for tests: the two hosts of the lessons (std-2host), and a stage to act on one and to ask
// what has happened.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/world/world.hpp"

namespace engine::test {

inline constexpr HostId client{0};
inline constexpr HostId server{1};

// client 10.0.0.1 (ISN 1000) and server 10.0.0.2 (ISN 5000), teaching profile, 50 ms each way.
World two_hosts(std::uint64_t seed = 1);
inline Socket server_socket(std::uint16_t port = 80) { return {ipv4(10, 0, 0, 2), port}; }

// The newest record that is no listener; null = none.
const Connection* newest_connection(const Host& host);

// Both ends of one incarnation: each knows the number that the other one chose.
bool belong_together(const Tcb& a, const Tcb& b);

class Stage {
 public:
  explicit Stage(World start = two_hosts()) : world(std::move(start)) {}

  World world;
  ByteArena bytes;
  StepRecord record;        // of the latest step
  std::vector<Fact> facts;  // of all steps, in order

  // False = refused.
  bool apply(const Command& command, Duration wait = 0ns);
  bool call(HostId host, const Call& call);
  void step();
  void run_for(Duration time);  // every event due by then
  void run_until_quiet(int limit = 10'000);
  void connect();  // the client, to port 80
  // Listener on port 80, connect, run the handshake to its end.
  void establish();

  // The next packet that departs from this host with exactly these flags is dropped.
  void lose_next(HostId from, Flags flags);

  const Connection& newest(HostId host) const;  // there is one
  CallResult last_result() const;               // of the latest call
  State state(HostId host) const;               // of the newest connection; closed if there is none
  bool noted(Rule rule) const { return times_noted(rule) > 0; }
  int times_noted(Rule rule) const;
  std::string read_by(HostId host) const;  // what its application has read so far

  template <class T>
  std::vector<T> all() const {
    std::vector<T> found;
    for (const Fact& fact : facts)
      if (const T* const one = std::get_if<T>(&fact)) found.push_back(*one);
    return found;
  }

 private:
  void keep();
};

}  // namespace engine::test
