#include "engine/timeline/compare.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "engine/segment/describe.hpp"
#include "engine/timeline/branches.hpp"
#include "tests/support/random_history.hpp"

using namespace engine;
using namespace engine::test;

namespace {

// Two histories of one start that part somewhere.
struct Pair {
  Timeline a, b;
};

Pair parted(std::uint64_t seed) {
  Random dice(seed);
  Timeline stem = random_history(seed, {}, 20 + static_cast<StepIndex>(dice.below(40)));
  const auto at = static_cast<StepIndex>(dice.below(stem.size() + 1));
  Timeline other = stem.fork(at);
  for (int i = 0; i < 60; ++i) random_step(dice, other);
  for (int i = 0; i < 20; ++i) random_step(dice, stem);
  return {std::move(stem), std::move(other)};
}

// ---- the rule of ux 6, word for word, by looking at every pair

struct Key {
  HostId from;
  std::uint8_t flags{};
  std::uint32_t seq{}, ack{}, length{};
  bool operator==(const Key&) const = default;
};

Description said_by(const Timeline& run, std::size_t i) {
  return describe(run.bytes().read(run.flights()[i].bytes));
}

bool announces(const Timeline& run, std::size_t i, Socket from, Socket to) {
  const Description d = said_by(run, i);
  return d.tcp_complete && d.segment.flags.syn && Socket{d.source, d.segment.source_port} == from &&
         Socket{d.destination, d.segment.dest_port} == to;
}

std::uint32_t relative(const Timeline& run, std::size_t i, SeqNum number, Socket from, Socket to) {
  std::optional<SeqNum> initial;
  for (std::size_t k = 0; k <= i; ++k) {
    if (!announces(run, k, from, to)) continue;
    if (!initial || run.flights()[k].provenance == Provenance::stack)
      initial = said_by(run, k).segment.seq;
  }
  return initial ? number.raw - initial->raw : number.raw;
}

std::vector<Key> keys_of(const Timeline& run) {
  std::vector<Key> keys;
  for (std::size_t i = 0; i < run.flights().size(); ++i) {
    const Description d = said_by(run, i);
    const Socket from{d.source, d.segment.source_port}, to{d.destination, d.segment.dest_port};
    keys.push_back({.from = run.flights()[i].from,
                    .flags = to_byte(d.segment.flags),
                    .seq = relative(run, i, d.segment.seq, from, to),
                    .ack = d.segment.flags.ack ? relative(run, i, d.segment.ack, to, from) : 0,
                    .length = d.text_bytes});
  }
  return keys;
}

std::optional<PacketId> brute_match(const std::vector<Key>& here, std::size_t i,
                                    const std::vector<Key>& there, std::size_t known) {
  const auto occurrence = std::count(here.begin(), here.begin() + static_cast<long>(i), here[i]);
  std::ptrdiff_t seen = 0;
  for (std::size_t k = 0; k < known; ++k)
    if (there[k] == here[i] && seen++ == occurrence)
      return PacketId{static_cast<std::uint32_t>(k + 1)};
  return std::nullopt;
}

std::vector<ConnId> made_by(const Timeline& run, HostId host) {
  std::vector<ConnId> made;
  for (const Connection& c : run.at(0).host(host).connections) made.push_back(c.id);
  for (StepIndex i = 0; i < run.size(); ++i)
    for (const Fact& fact : run.step(i).facts)
      if (const auto* c = std::get_if<ConnectionCreated>(&fact); c && c->host == host)
        made.push_back(c->connection);
  return made;
}

const Connection* nth(const World& world, HostId host, const std::vector<ConnId>& made,
                      std::size_t n) {
  return n < made.size() ? find(world.host(host), made[n]) : nullptr;
}

bool lane_differs(const Connection* a, const Connection* b, std::optional<Timer> timer) {
  if (a == nullptr || b == nullptr) {
    const Connection* const only = a != nullptr ? a : b;
    if (only == nullptr) return false;
    return !timer || only->tcb.timers[*timer].running();
  }
  if (!timer) return a->tcb.state != b->tcb.state;
  return a->tcb.timers[*timer].expires_at != b->tcb.timers[*timer].expires_at;
}

Timeline open_connection() {
  Timeline run(two_hosts());
  run.act(DoCall{.host = server, .call = Listen{.port = 80}}, world_start);
  run.act(DoCall{.host = client, .call = Connect{.remote = server_socket()}}, world_start);
  run.advance_to(world_start + 110ms);  // the third segment is under way
  return run;
}

// The lesson's question: the last ACK of the handshake is lost, and the client says something or
// not.
Pair silent_or_not() {
  Timeline a = open_connection();
  a.act(OnPacket{.packet = {3}, .action = DropIt{}}, world_start + 125ms);
  Timeline b = a.fork(a.size());
  b.act(DoCall{.host = client, .call = SendText{.text = "hello"}}, world_start + 200ms);
  a.advance_to(world_start + 5s);
  b.advance_to(world_start + 5s);
  return {std::move(a), std::move(b)};
}

}  // namespace

TEST_SUITE("compare (ux 6)") {
  TEST_CASE("segments match exactly as the rule says, for 150 random pairs of branches") {
    int matched = 0, alone = 0, shifted = 0;
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
      const Pair pair = parted(seed);
      const Comparison c = compare(pair.a, pair.b);
      const std::vector<Key> keys_a = keys_of(pair.a), keys_b = keys_of(pair.b);
      CAPTURE(seed);
      for (std::size_t i = 0; i < c.a.size(); ++i) {
        CAPTURE(i);
        REQUIRE(c.a[i].packet == brute_match(keys_a, i, keys_b, c.b.size()));
        matched += c.a[i].same() ? 1 : 0;
        alone += c.a[i].packet ? 0 : 1;
        shifted += c.a[i].packet && c.a[i].later != Duration{} ? 1 : 0;
      }
      for (std::size_t i = 0; i < c.b.size(); ++i)
        REQUIRE(c.b[i].packet == brute_match(keys_b, i, keys_a, c.a.size()));
    }
    CHECK(matched > 100);
    CHECK(alone > 100);
    CHECK(shifted > 100);
  }

  TEST_CASE("what one says of the other, the other says of it") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
      const Pair pair = parted(seed);
      const Comparison c = compare(pair.a, pair.b);
      CAPTURE(seed);
      for (std::size_t i = 0; i < c.a.size(); ++i) {
        if (!c.a[i].packet) continue;
        const Counterpart& back = c.b[c.a[i].packet->value - 1];
        REQUIRE(back.packet == pair.a.flights()[i].id);
        CHECK(back.later == -c.a[i].later);
        CHECK(back.other_fate == c.a[i].other_fate);
      }
    }
  }

  TEST_CASE("lanes differ exactly where the worlds do, at every event of 60 random pairs") {
    int differing = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
      const Pair pair = parted(seed);
      const Comparison c = compare(pair.a, pair.b);
      std::set<Instant> moments;
      for (const Timeline* run : {&pair.a, &pair.b})
        for (StepIndex i = 0; i <= run->size(); ++i)
          if (run->time_of(i) <= c.until) moments.insert(run->time_of(i));
      CAPTURE(seed);
      for (const Instant t : moments) {
        const World a = pair.a.at(pair.a.steps_until(t)), b = pair.b.at(pair.b.steps_until(t));
        for (const Host& host : a.hosts) {
          const auto made_a = made_by(pair.a, host.id), made_b = made_by(pair.b, host.id);
          for (std::size_t n = 0; n < std::max(made_a.size(), made_b.size()); ++n)
            for (std::size_t lane = 0; lane <= timer_count; ++lane) {
              const auto timer =
                  lane == 0 ? std::nullopt : std::optional(static_cast<Timer>(lane - 1));
              const bool said = std::ranges::any_of(c.lanes, [&](const LaneDifference& d) {
                const bool same_a = n < made_a.size() && d.a == made_a[n];
                const bool same_b = n < made_b.size() && d.b == made_b[n];
                return d.host == host.id && (same_a || same_b) && d.timer == timer && d.from <= t &&
                       (t < d.to || (t == d.to && d.to == c.until));
              });
              const bool is =
                  lane_differs(nth(a, host.id, made_a, n), nth(b, host.id, made_b, n), timer);
              CAPTURE(n);
              CAPTURE(lane);
              REQUIRE(said == is);
              differing += is ? 1 : 0;
            }
        }
      }
    }
    CHECK(differing > 100);
  }

  TEST_CASE("a history compared with itself differs nowhere") {
    const Timeline run = random_history(3, {}, 120);
    const Timeline again = run.fork(run.size());
    const Comparison c = compare(run, again);
    CHECK(c.shared == run.size());
    CHECK(c.forked_at == c.until);
    CHECK(c.lanes.empty());
    CHECK(c.totals_a == c.totals_b);
    for (const Counterpart& counterpart : c.a) CHECK(counterpart.same());
  }

  TEST_CASE("the histories part at the first command that only one of them has") {
    const Pair pair = silent_or_not();
    const Comparison c = compare(pair.a, pair.b);
    CHECK(c.forked_at == world_start + 200ms);
    CHECK(c.shared == 5);
  }

  TEST_CASE("the lost third ACK: data establishes the server 900 ms earlier") {
    const Pair pair = silent_or_not();
    const Comparison c = compare(pair.a, pair.b);
    CHECK(*c.totals_a.ends[1].established_at == world_start + 1150ms);
    CHECK(*c.totals_b.ends[1].established_at == world_start + 250ms);
    CHECK(c.totals_a.retransmissions == 1);
    CHECK(c.totals_b.retransmissions == 0);
    CHECK(c.totals_a.segments == 5);
    CHECK(c.totals_b.segments == 5);
    for (std::size_t i = 0; i < 3; ++i) CHECK(c.a[i].same());
    for (std::size_t i = 3; i < 5; ++i) CHECK_FALSE(c.a[i].packet);
  }

  TEST_CASE("a close that waited and met a RST in LAST-ACK ends unlike one that did not") {
    const auto act = [](Timeline& run, Command command, Duration after) {
      run.advance_to(world_start + after);
      run.act(std::move(command), world_start + after);
    };
    Timeline a = open_connection();
    act(a, DoCall{.host = client, .call = Close{}}, 200ms);
    act(a, DoCall{.host = server, .call = Close{.linger = 10s}}, 300ms);
    Timeline b = a.fork(a.size());
    act(b, Crash{.host = client}, 310ms);
    act(b, Reboot{.host = client}, 320ms);
    a.advance_to(world_start + 1s);
    b.advance_to(world_start + 1s);
    const Comparison c = compare(a, b);
    CHECK(c.totals_a.ends[1].told == Signal::closed);
    CHECK(c.totals_b.ends[1].told == Signal::reset);
  }

  TEST_CASE("a segment that is dropped in one and delivered in the other has another fate") {
    Timeline a = open_connection();
    Timeline b = a.fork(a.size());
    a.act(OnPacket{.packet = {3}, .action = DropIt{}}, world_start + 125ms);
    a.advance_to(world_start + 500ms);
    b.advance_to(world_start + 500ms);
    const Comparison c = compare(a, b);
    CHECK(c.a[2].packet == PacketId{3});
    CHECK(c.a[2].other_fate);
    CHECK_FALSE(c.a[2].same());
  }

  TEST_CASE("what one history does not know yet is not compared") {
    Timeline a = open_connection();
    Timeline b = a.fork(2);  // only the SYN has left
    const Comparison c = compare(a, b);
    CHECK(c.until == world_start + 50ms - 1ns);
    CHECK(c.a.size() == 1);
    CHECK(c.a[0].same());
  }
}
