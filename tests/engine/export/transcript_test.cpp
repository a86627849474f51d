// The ladders against the figures of RFC 9293 (3.5, 3.6): the same lines but for numbers and
// spacing. Figures leave PSH out; our stack sets it on the last segment of a send, and shows it.
#include "engine/export/transcript.hpp"

#include <cctype>

#include "tests/engine/lesson/scripts.hpp"
#include "tests/support/source_dir.hpp"

namespace engine {
namespace {

// Numbers become N, blanks become one, empty lines and the heading go.
std::vector<std::string> bare_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    std::string bare;
    for (const char c : line) {
      if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
        if (bare.empty() || bare.back() != 'N') bare += 'N';
      } else if (c != ' ') {
        bare += c;
      } else if (!bare.empty() && bare.back() != ' ') {
        bare += ' ';
      }
    }
    if (bare.ends_with(' ')) bare.pop_back();
    if (!bare.empty()) lines.push_back(bare);
  }
  return lines;
}

std::vector<std::string> ladder(const std::string& script, TranscriptOptions options = {}) {
  auto lines = bare_lines(transcript(played(parsed(script)), options));
  lines.erase(lines.begin());  // the names of the hosts
  return lines;
}

std::vector<std::string> figure(const std::string& text) { return bare_lines(text); }

Timeline shipped_run(const std::string& id) {
  return played(shipped(std::filesystem::path(support::source_dir()) / "lessons" / id));
}

// The first step that happens at this instant.
StepIndex first_step_at(const Timeline& timeline, Instant at) {
  return timeline.steps_until(at - 1ns);
}

}  // namespace

TEST_SUITE("engine/export/transcript") {
  TEST_CASE("a handshake with data is RFC 9293 figure 6") {
    const auto ours = ladder(two_hosts + opening +
                             "when client ESTABLISHED client send \"x\"\nrun until 150ms\n");
    const auto theirs = figure(R"(
    1.  CLOSED                                               LISTEN
    2.  SYN-SENT    --> <SEQ=100><CTL=SYN>               --> SYN-RECEIVED
    3.  ESTABLISHED <-- <SEQ=300><ACK=101><CTL=SYN,ACK>  <-- SYN-RECEIVED
    4.  ESTABLISHED --> <SEQ=101><ACK=301><CTL=ACK>       --> ESTABLISHED
    5.  ESTABLISHED --> <SEQ=101><ACK=301><CTL=PSH,ACK> --> ESTABLISHED
        <DATA=1>)");
    REQUIRE(ours.size() > theirs.size());  // the figure ends before the acknowledgment of the data
    CHECK(std::vector(ours.begin(), ours.begin() + static_cast<std::ptrdiff_t>(theirs.size())) ==
          theirs);
  }
  TEST_CASE("a close is RFC 9293 figure 12") {
    const Scenario scenario = parsed(two_hosts + opening +
                                     "at 1s client close\n"
                                     "when server CLOSE_WAIT after 1s server close\n");
    const Timeline timeline = played(scenario);
    auto ours =
        bare_lines(transcript(timeline, {.from = first_step_at(timeline, world_start + 1s)}));
    ours.erase(ours.begin());
    CHECK(ours == figure(R"(
    1.  ESTABLISHED                                          ESTABLISHED
    2.  (Close)
        FIN-WAIT-1  --> <SEQ=100><ACK=300><CTL=FIN,ACK>  --> CLOSE-WAIT
    3.  FIN-WAIT-2  <-- <SEQ=300><ACK=101><CTL=ACK>      <-- CLOSE-WAIT
    4.                                                       (Close)
        TIME-WAIT   <-- <SEQ=300><ACK=101><CTL=FIN,ACK>  <-- LAST-ACK
    5.  TIME-WAIT   --> <SEQ=101><ACK=301><CTL=ACK>      --> CLOSED
    6.  (2 MSL)
        CLOSED)"));
  }
  TEST_CASE("a simultaneous open is RFC 9293 figure 7") {
    auto ours = bare_lines(transcript(shipped_run("simultaneous-open")));
    ours.erase(ours.begin());
    CHECK(ours == figure(R"(
    1.  CLOSED                                            CLOSED
    2.  SYN-SENT     --> <SEQ=100><CTL=SYN>              ...
    3.  SYN-RECEIVED <-- <SEQ=300><CTL=SYN>              <-- SYN-SENT
    4.               ... <SEQ=100><CTL=SYN>              --> SYN-RECEIVED
    5.  SYN-RECEIVED --> <SEQ=100><ACK=301><CTL=SYN,ACK> ...
    6.  ESTABLISHED  <-- <SEQ=300><ACK=101><CTL=SYN,ACK> <-- SYN-RECEIVED
    7.               ... <SEQ=100><ACK=301><CTL=SYN,ACK> --> ESTABLISHED)"));
  }
  TEST_CASE("an old duplicate SYN is RFC 9293 figure 8, with the forgery called one") {
    auto ours = bare_lines(transcript(shipped_run("old-duplicate-syn")));
    ours.erase(ours.begin());
    CHECK(ours == figure(R"(
    1.  CLOSED                                               LISTEN
    2.  SYN-SENT    --> <SEQ=100><CTL=SYN>               ...
    3.  (forged)    ... <SEQ=90><CTL=SYN>               --> SYN-RECEIVED
    4.  SYN-SENT    <-- <SEQ=300><ACK=91><CTL=SYN,ACK>  <-- SYN-RECEIVED
    5.  SYN-SENT    --> <SEQ=91><CTL=RST>               --> LISTEN
    6.              ... <SEQ=100><CTL=SYN>               --> SYN-RECEIVED
    7.  ESTABLISHED <-- <SEQ=400><ACK=101><CTL=SYN,ACK>  <-- SYN-RECEIVED
    8.  ESTABLISHED --> <SEQ=101><ACK=401><CTL=ACK>      --> ESTABLISHED)"));
  }
  TEST_CASE("a simultaneous close passes through CLOSING as in RFC 9293 figure 13") {
    const Timeline timeline = shipped_run("simultaneous-close");
    const std::string text =
        transcript(timeline, {.from = first_step_at(timeline, world_start + 1s)});
    CHECK(text.find("CLOSING") != std::string::npos);
    const std::size_t first = text.find("CLOSING");
    CHECK(text.find("TIME-WAIT", first) != std::string::npos);
  }

  TEST_CASE("a lost segment ends in X and changes nothing at the other end") {
    const auto ours =
        ladder(two_hosts + opening + "rule r drop client -> server\nrun until 50ms\n");
    CHECK(ours.back() == "N. SYN-SENT --> <SEQ=N><CTL=SYN> X");
  }
  TEST_CASE("a segment still under way at the end is left open") {
    CHECK(ladder(two_hosts + opening + "run until 40ms\n").back() ==
          "N. SYN-SENT --> <SEQ=N><CTL=SYN> ...");
  }
  TEST_CASE("a copy made on the way is told where it arrives") {
    const auto ours = ladder(two_hosts + opening +
                             "rule r duplicate after 10ms client -> server exactly ACK\n"
                             "run until 300ms\n");
    CHECK(ours.back() == "N. (duplicate) ... <SEQ=N><ACK=N><CTL=ACK> --> ESTABLISHED");
  }
  TEST_CASE("a packet that is overtaken is told in two parts") {
    const auto ours = ladder(two_hosts + opening +
                             "rule r delay 20ms client -> server ordinal 2\n"
                             "at 100ms client send \"x\"\nrun until 160ms\n");
    CHECK(ours[3] == "N. ESTABLISHED --> <SEQ=N><ACK=N><CTL=ACK> ...");
    CHECK(ours[4] == "N. ESTABLISHED --> <SEQ=N><ACK=N><CTL=PSH,ACK> --> ESTABLISHED");
  }
  TEST_CASE("a crash is told") {
    const auto ours = ladder(two_hosts + opening + "at 1s server crash\nrun until 2s\n");
    CHECK(ours[ours.size() - 2] == "N. (Crash)");
    CHECK(ours.back() == "CLOSED");
  }

  TEST_CASE("no line of any shipped scenario is wider than 72 columns") {
    for (const auto& folder : shipped_lessons()) {
      CAPTURE(folder.filename().string());
      std::istringstream text(transcript(played(shipped(folder))));
      for (std::string line; std::getline(text, line);) CHECK(line.size() <= 72);
    }
  }
  TEST_CASE("every packet of a long run is told, in numbers of any width") {
    const Timeline timeline =
        played(parsed("script 1\nid a\ntitle t\nabout b\nhost client 10.0.0.1 profile teaching\n"
                      "host server 10.0.0.2 profile teaching\nset client mss 120\nwire loss 2%\n" +
                      opening.substr(18) + "at 1s client send 200000\nrun until 900s\n"));
    const std::string text = transcript(timeline);
    std::size_t told = 0;
    for (std::size_t at = text.find("<SEQ="); at != std::string::npos;
         at = text.find("<SEQ=", at + 1))
      ++told;
    CHECK(timeline.flights().size() > 1'000);
    CHECK(told >= timeline.flights().size());
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) CHECK(line.size() <= 72);
  }
  TEST_CASE("the same run gives the same text") {
    CHECK(transcript(shipped_run("handshake")) == transcript(shipped_run("handshake")));
  }
}

}  // namespace engine
