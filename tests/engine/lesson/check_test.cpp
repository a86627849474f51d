// An expectation that cannot fail proves nothing: each shipped one is spoiled and must then fail.
#include "tests/engine/lesson/scripts.hpp"

namespace engine {
namespace {

struct Spoil {
  void operator()(StateIs& claim) const {
    claim.state = claim.state == State::closing ? State::listen : State::closing;
  }
  void operator()(SignalGiven& claim) const { claim.signal = Signal::user_timeout; }
  void operator()(BytesRead& claim) const { ++claim.bytes; }
  void operator()(RuleNoted& claim) const { ++claim.times; }
  void operator()(Retransmits& claim) const { claim.instants.push_back(world_start + 1ns); }
  void operator()(QuietAfter& claim) const { claim.instant -= 1ns; }
  void operator()(SegmentsAre&) const {}
};

// Every way in which a block of segments can be wrong about one row.
std::vector<SegmentsAre> spoiled_blocks(const SegmentsAre& block) {
  std::vector<SegmentsAre> all;
  for (std::size_t i = 0; i < block.rows.size(); ++i) {
    const auto with = [&](auto change) {
      all.push_back(block);
      change(all.back().rows[i]);
    };
    with([](SegmentRow& row) { row.flags.urg = !row.flags.urg; });
    with([](SegmentRow& row) { row.from = HostId{1 - row.from.value}; });
    with([](SegmentRow& row) { row.again = !row.again; });
    with([](SegmentRow& row) { row.fate = row.fate == Fate::held ? Fate::dropped : Fate::held; });
    with([](SegmentRow& row) { row.provenance = Provenance::duplicate; });
    if (block.rows[i].at) with([](SegmentRow& row) { *row.at += 1ns; });
    if (block.rows[i].seq) with([](SegmentRow& row) { ++row.seq->offset; });
    if (block.rows[i].ack) with([](SegmentRow& row) { ++row.ack->offset; });
    if (block.rows[i].length) with([](SegmentRow& row) { ++*row.length; });
    all.push_back(block);
    all.back().rows.erase(all.back().rows.begin() + static_cast<std::ptrdiff_t>(i));
  }
  all.push_back(block);
  all.back().rows.emplace_back();
  return all;
}

std::string found_for(const Scenario& scenario, std::size_t expectation) {
  return check(scenario, played(scenario))[expectation].found;
}

}  // namespace

TEST_SUITE("engine/lesson/check") {
  TEST_CASE("every expectation of every shipped scenario can fail") {
    for (const auto& folder : shipped_lessons()) {
      const Scenario scenario = shipped(folder);
      const Timeline timeline = played(scenario);
      for (std::size_t i = 0; i < scenario.expectations.size(); ++i) {
        CAPTURE(folder.filename().string());
        CAPTURE(scenario.expectations[i].source);
        Scenario spoiled = scenario;
        std::visit(Spoil{}, spoiled.expectations[i].claim);
        const auto* const block = std::get_if<SegmentsAre>(&scenario.expectations[i].claim);
        if (block == nullptr) {
          const auto* const quiet = std::get_if<QuietAfter>(&scenario.expectations[i].claim);
          if (quiet && timeline.size() == 0) continue;  // the sandbox is quiet from the start
          CHECK_FALSE(check(spoiled, timeline)[i].held);
          continue;
        }
        for (const SegmentsAre& wrong : spoiled_blocks(*block)) {
          spoiled.expectations[i].claim = wrong;
          CHECK_FALSE(check(spoiled, timeline)[i].held);
        }
      }
    }
  }
  TEST_CASE("what was found is said in the script's own words") {
    const std::string run =
        "wire latency 50ms\nat 0 server listen 80\nat 0 client connect server:80 from 50000\n"
        "run until 1s\n";
    CHECK(found_for(parsed(two_hosts + run + "expect client CLOSING\n"), 0) == "ESTABLISHED");
    CHECK(found_for(parsed(two_hosts + run + "expect client signal closed\n"), 0) ==
          "connected at 100ms");
    CHECK(found_for(parsed(two_hosts + run + "expect client retransmits 1s\n"), 0) == "-");
    CHECK(found_for(parsed(two_hosts + run + "expect segments\nclient SYN\nclient ACK\nend\n"),
                    0) == "at 50ms server SYN,ACK seq +0 ack +1 len 0");
  }
  TEST_CASE("a row that differs is reported with its own line") {
    const Scenario scenario = parsed(two_hosts + "expect segments\n  client SYN\nend\n");
    const Finding finding = check(scenario, played(scenario))[0];
    CHECK(finding.line == 8);
    CHECK(finding.source == "client SYN");
    CHECK(finding.found == "-");
  }
}

}  // namespace engine
