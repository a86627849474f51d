// What is often said about the handshake, sequence numbers and resets, and is not so.
#include <doctest/doctest.h>

#include "engine/host/isn.hpp"
#include "engine/host/profile.hpp"
#include "tests/support/duet.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

constexpr IsnPolicy secret{.fixed = {}, .secret = {1, 2, 3}};

std::uint32_t isn(const SocketPair& sockets, Duration after_start) {
  return initial_sequence_number(secret, sockets, world_start + after_start).raw;
}

std::vector<std::int64_t> departures_in_ms(const Duet& duet, std::string_view flags) {
  std::vector<std::int64_t> list;
  for (const Duet::Sent& s : duet.sent())
    if (to_string(s.segment.flags) == flags) list.push_back(s.at.time_since_epoch() / 1ms);
  return list;
}

}  // namespace

TEST_SUITE("misconceptions: opening") {
  TEST_CASE("3: the handshake rejects old duplicates; what stops a forger is the number") {
    DUET(duet);
    duet.listen();
    duet.forge(Side::server, {.seq = {90}, .flags = {.syn = true}});  // an old duplicate
    CHECK(duet.server().state == State::syn_received);
    duet.run(100ms);  // the client knows of nothing and refuses: no connection comes of it
    CHECK(duet.server().state == State::listen);
    duet.forge(Side::server, {.seq = {90}, .flags = {.syn = true}});
    duet.forge(Side::server, {.seq = {91}, .ack = {4711}, .flags = {.ack = true}});  // a guess
    CHECK(duet.server().state == State::syn_received);
    CHECK(duet.noted(Rule::reset_for_bad_ack));
  }

  TEST_CASE("4: four segments are sent in truth, when both ends open at once") {
    DUET(duet);
    duet.connect(Side::client);
    duet.connect(Side::server);
    duet.run(1s);
    CHECK(duet.client().state == State::established);
    CHECK(duet.server().state == State::established);
    CHECK(duet.sent().size() == 4);
  }

  TEST_CASE("5: a SYN may carry text, which waits for the handshake") {
    Tcb tcb = tcb_in(Situation::listen, {1000}, {5000});
    arrive(tcb, {.seq = {5000}, .flags = {.syn = true}, .window = 1000, .text = {0, 5}});
    CHECK(tcb.receive_buffer.unread() == 0);
    arrive(tcb, {.seq = {5006}, .ack = tcb.snd.max, .flags = {.ack = true}, .window = 1000});
    CHECK(tcb.receive_buffer.unread() == 5);
  }

  TEST_CASE("6: the third segment may carry text") {
    DUET(duet);
    duet.listen();
    duet.connect();
    duet.send(Side::client, "hello");  // it waits for the SYN-ACK
    duet.run(150ms);
    CHECK(duet.departures(Side::client) ==
          std::vector<std::string>{"SYN 1000", "PSH,ACK 1001/5001 +5"});
    CHECK(duet.server().state == State::established);
    CHECK(duet.read(Side::server) == "hello");
  }

  TEST_CASE("7: SYN and FIN take a number each, a pure ACK takes none") {
    DUET(duet);
    duet.establish();
    CHECK(duet.client().snd.nxt == SeqNum{1001});
    duet.send(Side::server, "hello");
    duet.run(100ms);  // acknowledged by the client
    CHECK(duet.client().snd.nxt == SeqNum{1001});
    duet.shutdown(Side::client);
    CHECK(duet.client().snd.nxt == SeqNum{1002});
  }

  TEST_CASE("8: the first number is neither 0 nor drawn: a clock, and a hash of the pair") {
    const SocketPair one = example_sockets();
    SocketPair other = one;
    other.local.port += 1;
    CHECK(isn(one, 5s) == isn(one, 5s));
    CHECK(isn(one, 6s) - isn(one, 5s) == 250'000);
    CHECK(isn(one, 5s) != 0);
    CHECK(isn(other, 5s) - isn(one, 5s) > 1000);  // not the next one, either
  }

  TEST_CASE("9: the clock ticks every 4 us: 4 ms are a thousand numbers, 4.77 hours are all") {
    const SocketPair pair = example_sockets();
    CHECK(isn(pair, 4us) - isn(pair, 0us) == 1);
    CHECK(isn(pair, 4ms) - isn(pair, 0us) == 1000);
    CHECK(isn(pair, 4us * (1ll << 32)) == isn(pair, 0us));
    CHECK(4us * (1ll << 32) < 5h);
  }

  TEST_CASE("17: a simultaneous open makes one connection, not two") {
    DUET(duet);
    duet.connect(Side::client);
    duet.connect(Side::server);
    duet.run(1s);
    CHECK(duet.client().sockets.local == duet.server().sockets.remote);
    duet.send(Side::client, "to you");
    duet.send(Side::server, "to me");
    duet.run(1s);
    CHECK(duet.read(Side::server) == "to you");
    CHECK(duet.read(Side::client) == "to me");
  }

  TEST_CASE("18: in SYN-SENT a RST is judged by what it acknowledges, not by its number") {
    for (const std::uint32_t seq : {0u, 77u, 0xFFFF'0000u}) {
      Tcb tcb = tcb_in(Situation::syn_sent, {1000}, {5000});
      arrive(tcb, {.seq = {seq}, .ack = {1000}, .flags = {.ack = true, .rst = true}});
      CHECK(tcb.state == State::syn_sent);
      arrive(tcb, {.seq = {seq}, .ack = {1001}, .flags = {.ack = true, .rst = true}});
      CHECK(tcb.state == State::closed);
    }
  }

  TEST_CASE("19: a RST inside the window does not kill, only one at its left edge does") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    const Effects near = arrive(tcb, {.seq = tcb.rcv.nxt + 1, .flags = {.rst = true}});
    CHECK(tcb.state == State::established);
    CHECK(near.segments.size() == 1);  // a challenge
    arrive(tcb, {.seq = tcb.rcv.nxt, .flags = {.rst = true}});
    CHECK(tcb.state == State::closed);
  }

  TEST_CASE("20: a SYN for a living connection earns an ACK and changes nothing") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    const Effects fx = arrive(tcb, {.seq = tcb.rcv.nxt + 5, .flags = {.syn = true}});
    CHECK(tcb.state == State::established);
    REQUIRE(fx.segments.size() == 1);
    CHECK(to_string(fx.segments[0].segment.flags) == "ACK");
  }

  TEST_CASE("21: a closed port answers: RST,ACK with number 0 and the SYN acknowledged") {
    DUET(duet);
    duet.connect();
    duet.run(1s);
    CHECK(duet.departures(Side::server) == std::vector<std::string>{"RST,ACK 0/1001"});
  }

  TEST_CASE("22: a RST is neither acknowledged nor answered, in no state") {
    for (std::size_t i = 0; i < situation_count; ++i) {
      Tcb tcb = tcb_in(static_cast<Situation>(i), {1000}, {5000});
      const Segment rst{
          .seq = tcb.rcv.nxt, .ack = tcb.snd.max, .flags = {.ack = true, .rst = true}};
      CHECK(arrive(tcb, rst).segments.empty());
    }
  }

  TEST_CASE("23: 1, 2, 4, 8 s are the gaps; the SYNs leave at 0, 1, 3, 7, 15 s") {
    DUET(duet);
    duet.lose(from(Side::client), 100);
    duet.connect();
    duet.run(16s);
    CHECK(departures_in_ms(duet, "SYN") == std::vector<std::int64_t>{0, 1000, 3000, 7000, 15'000});
  }

  TEST_CASE("24: after a lost SYN the timeout of text begins at 3 s, not at the doubled value") {
    DUET(duet);
    duet.listen();
    duet.lose(from(Side::client), 2);
    duet.connect();
    duet.run(4s);
    REQUIRE(duet.client().state == State::established);
    CHECK(duet.client().rtt.rto == 3s);
  }

  TEST_CASE("25: the time that systems give to connect() is too short for the RFC") {
    const std::pair<Profile, bool> rows[] = {{Profile::rfc, true},
                                             {Profile::linux_like, false},
                                             {Profile::bsd_like, false},
                                             {Profile::windows_like, false}};
    for (const auto& [profile, long_enough] : rows) {
      DUET(duet, {.config = config_of(profile)});
      duet.lose(from(Side::client), 100);
      duet.connect();
      duet.run(180s);
      CHECK((duet.client().state == State::syn_sent) == long_enough);
    }
  }

  TEST_CASE("38: the window of a SYN is never scaled, and elsewhere only if both offered it") {
    DUET(duet, {.config = {.window_scale = 7, .receive_buffer = 1 << 20, .delayed_ack = 0s}});
    duet.establish();
    CHECK(duet.sent().at(0).segment.window == 65'535);
    CHECK(duet.server().snd.wnd > 65'535);
    Tcb alone = tcb_in(Situation::syn_sent, {1000}, {5000}, {.window_scale = 7});
    arrive(alone, {.seq = {5000},
                   .ack = {1001},
                   .flags = {.ack = true, .syn = true},
                   .window = 500});  // offers no scale
    CHECK(alone.snd.wnd == 500);
    CHECK(alone.snd.scale == 0);
    CHECK(alone.rcv.scale == 0);
  }

  TEST_CASE("39: the MSS is announced, not negotiated: the answer does not take the smaller one") {
    Tcb tcb = tcb_in(Situation::listen, {1000}, {5000}, {.mss = 1460});
    Segment syn{.seq = {5000}, .flags = {.syn = true}, .window = 1000};
    syn.options.mss = 500;
    const Effects fx = arrive(tcb, syn);
    CHECK(fx.segments.at(0).segment.options.mss == 1460);
    CHECK(tcb.snd.mss == 500);
  }

  TEST_CASE("40: an MSS of 1460 is 1448 octets of text, if each segment has timestamps") {
    DUET(duet, {.config = {.timestamps = true, .nagle = false, .delayed_ack = 0s}});
    duet.establish();
    duet.send_bulk(Side::client, 3000);
    CHECK(duet.sent().at(0).segment.options.mss == 1460);
    CHECK(duet.sent().at(3).segment.text.length == 1448);
  }
}
