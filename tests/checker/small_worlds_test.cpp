// Everything that up to three faults of the wire can do to an opening, a close, a crash: all ways
// are tried, in each world the invariants hold, and each way comes to a rest that the RFC knows.
// The pairs of states that occur are kept in tests/golden/state_pairs.txt.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "engine/lesson/parse.hpp"
#include "tests/support/small_worlds.hpp"
#include "tests/support/source_dir.hpp"

using namespace engine;
using namespace engine::test;

namespace {

const std::string golden_file = support::source_dir() + "/tests/golden/state_pairs.txt";

// Numbers by RFC 6528, so that a second incarnation does not repeat those of the first.
const std::string two_hosts_script =
    "script 1\nid small-world\ntitle title\nabout about\n"
    "host client 10.0.0.1 profile teaching\nhost server 10.0.0.2 profile teaching\n"
    "wire latency 50ms\n";
const std::string listen_and_connect =
    two_hosts_script + "at 0 server listen 80\nat 0 client connect server:80 from 50000\n";

// Opening, closing and crashing.
const std::vector<Situation>& usual_situations() {
  static const std::vector<Situation> all{
      {.name = "open",
       .script = listen_and_connect,
       .texts = {"", ""},
       .end = "ESTABLISHED ESTABLISHED"},
      {.name = "open-both",
       .script = two_hosts_script + "at 0 client connect server:6000 from 5000\n"
                                    "at 0 server connect client:5000 from 6000\n",
       .texts = {"", ""},
       .end = "ESTABLISHED ESTABLISHED"},
      {.name = "close",
       .script = listen_and_connect + "program server sink\n"
                                      "when client ESTABLISHED after 500ms client send \"abc\"\n"
                                      "when client ESTABLISHED after 900ms client close\n",
       .texts = {"", "abc"},
       .end = "CLOSED LISTEN"},
      {.name = "close-both",
       .script = listen_and_connect + "when server ESTABLISHED after 500ms client close\n"
                                      "when server ESTABLISHED after 500ms server close\n",
       .texts = {"", ""},
       .end = "CLOSED LISTEN"},
      {.name = "half-close",
       .script = listen_and_connect + "when server ESTABLISHED after 500ms client shutdown\n"
                                      "when client FIN_WAIT_2 after 200ms server send \"late\"\n"
                                      "when client FIN_WAIT_2 after 1s client read\n"
                                      "when server CLOSE_WAIT after 4s server close\n",
       .texts = {"late", ""},
       .end = "CLOSED LISTEN"},
      {.name = "crash-and-reconnect",
       .script = listen_and_connect + "at 1s client crash\nat 1.1s client reboot\n"
                                      "at 1.2s client connect server:80 from 50000\n"
                                      "program server sink\n",
       .texts = {"", ""},
       .end = "ESTABLISHED ESTABLISHED"},
      {.name = "server-crash",
       .script = listen_and_connect + "at 1s server crash\nat 1.1s server reboot\n"
                                      "at 1.1s server listen 80\nat 1.5s client send \"abc\"\n"
                                      "when client reset after 100ms "
                                      "client connect server:80 from 50000\n",
       .texts = {"", {}},
       .end = "ESTABLISHED ESTABLISHED"},
  };
  return all;
}

// Data under way, everything at once, and what comes from the past.
const std::vector<Situation>& harder_situations() {
  static const std::vector<Situation> all{
      {.name = "data-both-ways",
       .script = listen_and_connect + "program server echo\nprogram client sink\n"
                                      "when client ESTABLISHED after 200ms client send \"abc\"\n"
                                      "when client ESTABLISHED after 210ms client send \"def\"\n"
                                      "when client ESTABLISHED after 900ms client shutdown\n",
       .texts = {"abcdef", "abcdef"},
       .end = "CLOSED LISTEN"},
      {.name = "abort",
       .script = listen_and_connect + "program server sink\n"
                                      "when server ESTABLISHED after 500ms client send \"abc\"\n"
                                      "when server ESTABLISHED after 510ms client abort\n"
                                      "when server ESTABLISHED after 4s server send \"late\"\n",
       .texts = {"", "abc"},
       .end = "CLOSED LISTEN"},
      {.name = "open-and-close-both",
       .script = two_hosts_script + "at 0 client connect server:6000 from 5000\n"
                                    "at 0 server connect client:5000 from 6000\n"
                                    "when client connected client close\n"
                                    "when server connected server close\n",
       .texts = {"", ""},
       .end = "CLOSED CLOSED"},
      {.name = "reopen-from-time-wait",
       .script = listen_and_connect + "program client sink\n"
                                      "when server ESTABLISHED after 500ms server close\n"
                                      "when client CLOSED after 100ms "
                                      "client connect server:80 from 50000\n",
       .texts = {"", ""},
       .end = "ESTABLISHED ESTABLISHED"},
      {.name = "old-duplicates",
       .script = listen_and_connect +
                 "at 10ms forge client:50000 -> server:80 SYN seq 90\n"
                 "at 220ms forge client:50000 -> server:80 ACK seq 90 ack 300 text \"old\"\n"
                 "at 240ms forge server:80 -> client:50000 SYN,ACK seq 300 ack 91\n"
                 "program server sink\nat 1s client send \"abc\"\n",
       .texts = {"", "abc"},
       .end = "ESTABLISHED ESTABLISHED"},
  };
  return all;
}

std::vector<Situation> situations() {
  std::vector<Situation> all = usual_situations();
  all.insert(all.end(), harder_situations().begin(), harder_situations().end());
  return all;
}

// The same situation with given initial sequence numbers, also for a second incarnation: RFC 9293
// promises nothing if an old duplicate then meets its own numbers again, so old ones are left out.
Situation numbered(Situation situation, const std::string& client, const std::string& server) {
  const auto number = [&](const std::string& host, const std::string& iss) {
    const std::size_t at = situation.script.find("teaching", situation.script.find(host)) + 8;
    situation.script.insert(at, " iss " + iss);
  };
  number("host client", client);
  number("host server", server);
  return situation;
}

Situation situation(std::string_view name) {
  for (const Situation& one : situations())
    if (one.name == name) return one;
  throw std::out_of_range(std::string(name));
}

std::string pairs_now(int faults) {
  std::ostringstream out;
  for (const Situation& situation : situations()) {
    const Explored explored = explore(situation, {.faults = faults});
    MESSAGE(situation.name << ": " << explored.ways << " ways, " << explored.worlds
                           << " worlds with a choice, " << explored.steps << " steps");
    if (explored.violation)
      FAIL_CHECK(situation.name << ": " << explored.violation->what << "\n"
                                << explored.violation->scenario);
    for (const std::string& pair : explored.pairs)
      out << situation.name << ' ' << pair << (explored.rests.contains(pair) ? " rest" : "")
          << '\n';
  }
  return out.str();
}

}  // namespace

TEST_SUITE("small worlds") {
  TEST_CASE("whatever three faults do, the invariants hold and both ends come to a known rest") {
    const std::string now = pairs_now(3);
    if (std::getenv("SYNSCOPE_WRITE_GOLDEN") != nullptr) std::ofstream(golden_file) << now;
    std::ifstream in(golden_file);
    std::ostringstream expected;
    expected << in.rdbuf();
    CHECK(now == expected.str());
  }

  TEST_CASE("the numbers may pass 2^32 and 2^31 anywhere: the same pairs of states occur") {
    for (const char* const name : {"open", "open-both", "close", "close-both", "half-close"})
      for (const auto& [client, server] :
           {std::pair{"4294967295", "2147483647"}, std::pair{"4294967294", "4294967293"}}) {
        CAPTURE(name);
        CAPTURE(client);
        const Bounds two{.faults = 2, .spoils = static_cast<std::size_t>(Spoil::late_copy)};
        const Explored plain = explore(numbered(situation(name), "1000", "5000"), two);
        const Explored wrapped = explore(numbered(situation(name), client, server), two);
        if (wrapped.violation)
          FAIL_CHECK(wrapped.violation->what << "\n" << wrapped.violation->scenario);
        CHECK(wrapped.pairs == plain.pairs);
        CHECK(wrapped.ways == plain.ways);
      }
  }

  TEST_CASE("a violation becomes a scenario file that replays it") {
    const auto never_closing = [](const World& world) -> std::optional<std::string> {
      if (state_pair(world) != "FIN_WAIT_2 CLOSING") return {};
      return "the server is in CLOSING while the client is in FIN_WAIT_2";
    };
    const Explored explored = explore(situation("close-both"), {.faults = 1}, never_closing);
    REQUIRE(explored.violation);
    CAPTURE(explored.violation->scenario);
    const auto scenario = parse_scenario(explored.violation->scenario, "violation");
    REQUIRE(scenario);
    auto prepared = prepare(*scenario, "violation");
    REQUIRE(prepared);
    const std::vector<Finding> findings = check(*scenario, play(*scenario, std::move(*prepared)));
    CHECK(findings.size() == 2);
    for (const Finding& finding : findings) {
      CAPTURE(finding.source);
      CHECK_MESSAGE(finding.held, finding.found);
    }
  }

  TEST_CASE("a storm and a world that never rests are violations") {
    CHECK(explore(situation("close"), {.faults = 0, .steps = 5}).violation);
    CHECK(explore(situation("close"), {.faults = 0, .time = 30s}).violation);
    Situation wrong = situation("open");
    wrong.end = "ESTABLISHED LISTEN";
    CHECK(explore(wrong, {.faults = 0}).violation);
  }
}
