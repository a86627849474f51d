#include "engine/segment/codec.hpp"
#include "tests/engine/lesson/scripts.hpp"

namespace engine {
namespace {

Scenario opening_with(const std::string& lines) { return parsed(two_hosts + opening + lines); }

Segment segment_of(const Timeline& timeline, std::uint32_t packet) {
  const Flight& flight = timeline.flights()[packet - 1];
  const auto read = decode(timeline.bytes().read(flight.bytes));
  REQUIRE(read.has_value());
  return read->segment;
}

Error failure(const Scenario& scenario) {
  const auto prepared = prepare(scenario, "x.lesson");
  REQUIRE_FALSE(prepared.has_value());
  return prepared.error();
}

}  // namespace

TEST_SUITE("engine/lesson/runner") {
  TEST_CASE("a run without an end goes on until nothing happens any more") {
    const Timeline timeline =
        played(opening_with("at 1s client close\nwhen server CLOSE_WAIT server close\n"));
    CHECK(timeline.edge().next_event_at() == never);
    CHECK(timeline.edge().now > world_start + 60s);
  }
  TEST_CASE("a run ends where the script says") {
    const Timeline timeline = played(opening_with("run until 120ms\n"));
    CHECK(timeline.edge().now == world_start + 100ms);
  }
  TEST_CASE("a run ends where the caller says") {
    const Scenario scenario = opening_with("");
    const Timeline timeline = play(scenario, *prepare(scenario, "x"), world_start + 60ms);
    CHECK(timeline.flights().size() == 2);
  }

  TEST_CASE("forged numbers follow the live ones at the moment at which they are due") {
    const Timeline timeline = played(opening_with(
        "at 1s client send \"abc\"\n"
        "at 2s forge client:50000 -> server:80 RST seq client.snd.nxt ack server.iss+1\n"
        "run until 3s\n"));
    const std::uint32_t last = static_cast<std::uint32_t>(timeline.flights().size());
    CHECK(timeline.flights()[last - 1].provenance == Provenance::forged);
    CHECK(segment_of(timeline, last).seq == SeqNum{1004});
    CHECK(segment_of(timeline, last).ack == SeqNum{5001});
  }
  TEST_CASE("forged numbers may wait for a state") {
    const Timeline timeline = played(
        opening_with("when server ESTABLISHED after 1s forge server:80 -> client:50000 RST seq "
                     "client.rcv.nxt\n"));
    const std::uint32_t last = static_cast<std::uint32_t>(timeline.flights().size());
    CHECK(segment_of(timeline, last).seq == SeqNum{5001});
    CHECK(timeline.edge().hosts[0].connections.empty());
  }
  TEST_CASE("a forged segment carries what the script says") {
    const Timeline timeline = played(opening_with(
        "at 1s forge 10.9.9.9:7 -> server:80 via client PSH,ACK seq 7 ack 8 window 9 urgent 5 text "
        "\"hi\"\nrun until 2s\n"));
    const Segment forged = segment_of(timeline, 4);
    CHECK(forged.source_port == 7);
    CHECK(forged.window == 9);
    CHECK(forged.urgent_pointer == 5);
    CHECK(forged.text.length == 2);
    CHECK(forged.flags == Flags{.ack = true, .psh = true});
  }
  TEST_CASE("a bad checksum on purpose is refused by the receiver") {
    const Scenario scenario = opening_with(
        "at 1s forge client:50000 -> server:80 RST seq 1001 bad-checksum\n"
        "expect server notes checksum_wrong 1\nexpect server ESTABLISHED\n");
    for (const Finding& finding : check(scenario, played(scenario))) CHECK(finding.held);
  }
  TEST_CASE("live numbers of a segment that is never due are an error with its line") {
    const Error error = failure(opening_with(
        "when client CLOSING forge client:50000 -> server:80 RST seq client.snd.nxt\n"));
    CHECK(error.where == "x.lesson:10:1");
    CHECK(error.what == "this is never due, so its numbers are not known");
  }
  TEST_CASE("live numbers of a host without a connection are an error") {
    const Error error =
        failure(parsed(two_hosts + "at 1s forge client:5 -> server:80 SYN seq client.snd.nxt\n"));
    CHECK(error.what == "a number of this segment is not known when it is due");
  }

  TEST_CASE("a start point is reached silently") {
    const Scenario scenario =
        opening_with("start when server ESTABLISHED after 10ms\nat 1s client close\n");
    const auto prepared = prepare(scenario, "x");
    REQUIRE(prepared.has_value());
    CHECK(prepared->start.now == world_start + 160ms);
    CHECK(prepared->start.host({0}).connections.front().tcb.state == State::established);
    const Timeline timeline = play(scenario, *prepare(scenario, "x"));
    CHECK(timeline.flights().front().sent_at == world_start + 1s);
  }
  TEST_CASE("what is due in the instant of a start point without delay belongs to the run") {
    const Scenario scenario = opening_with("start when server LISTEN\nrun until 1s\n");
    const auto prepared = prepare(scenario, "x");
    REQUIRE(prepared.has_value());
    CHECK(prepared->start.now == world_start);
    CHECK(prepared->start.host({0}).connections.empty());
    const Timeline timeline = play(scenario, *prepare(scenario, "x"));
    CHECK(timeline.flights().front().sent_at == world_start);
    CHECK(timeline.edge().host({0}).connections.front().tcb.state == State::established);
  }
  TEST_CASE("a start point with segments under way is an error") {
    CHECK(failure(opening_with("start at 120ms\n")).what ==
          "segments are under way at the start point");
  }
  TEST_CASE("a start point that never comes is an error") {
    CHECK(failure(opening_with("start when client CLOSING\n")).what ==
          "the start point is never reached");
  }

  TEST_CASE("the seed decides what the wire does") {
    const Scenario scenario =
        opening_with("wire loss 40%\nat 1s client send 20000\nrun until 100s\n");
    const auto lost = [&](std::uint64_t seed) {
      std::vector<std::uint32_t> ids;
      const Timeline timeline = play(scenario, *prepare(scenario, "x", seed));
      for (const Flight& flight : timeline.flights())
        if (flight.fate == Fate::dropped) ids.push_back(flight.id.value);
      return ids;
    };
    CHECK(lost(1) == lost(1));
    CHECK(lost(1) != lost(2));
  }
  TEST_CASE("without a fixed ISS the numbers follow RFC 6528 and the seed") {
    const Scenario scenario =
        parsed("script 1\nid a\ntitle t\nabout b\nhost client 10.0.0.1\nhost server 10.0.0.2\n" +
               opening + "run until 1s\n");
    const Timeline timeline = play(scenario, *prepare(scenario, "x", 1));
    const Timeline other = play(scenario, *prepare(scenario, "x", 2));
    CHECK(segment_of(timeline, 1).seq != segment_of(other, 1).seq);
  }
}

}  // namespace engine
