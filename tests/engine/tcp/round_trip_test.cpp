// The round trip measured by the echo of timestamps when much is lost (RFC 7323 4, RFC 6298 5.7).
#include <doctest/doctest.h>

#include "tests/support/duet.hpp"

using namespace support;

namespace {

const TcpConfig selective_and_stamped{
    .timestamps = true, .sack = true, .delayed_ack = 0s, .rto_min = 200ms};

}  // namespace

TEST_SUITE("RFC 7323 4") {
  TEST_CASE("an answer that was lost does not stretch the timeout by the wait for the next one") {
    DUET(duet, {.config = selective_and_stamped});
    duet.establish();
    duet.send(Side::client, "first");
    duet.run(1s);
    const RttEstimator before = duet.client().rtt;
    duet.lose(with_text(Side::client));
    duet.lose(from(Side::server));  // the answer to the second copy; the third one finds it there
    duet.send(Side::client, "second");
    duet.run(5s);
    REQUIRE(duet.client().snd.una == duet.client().snd.max);
    CHECK(duet.client().rtt.srtt == before.srtt);
    CHECK(duet.client().rtt.rto == 4 * before.rto);  // as doubled, until there is a sample
    duet.send(Side::client, "third");
    duet.run(1s);
    CHECK(duet.client().rtt.rto <= before.rto);
  }

  TEST_CASE("an echo of zero says nothing of the round trip") {
    DUET(duet, {.config = selective_and_stamped});
    duet.establish();
    duet.lose(with_text(Side::client));
    duet.send(Side::client, "again");
    duet.hold(from(Side::server));
    duet.run(3s);
    const RttEstimator before = duet.client().rtt;
    REQUIRE(precedes(duet.client().snd.una, duet.client().snd.max));
    Segment ack{.seq = duet.client().rcv.nxt,
                .ack = duet.client().snd.max,
                .flags = {.ack = true},
                .window = 60'000};
    ack.options.timestamps = Timestamps{duet.client().ts.recent, 0};
    duet.forge(Side::client, ack);
    REQUIRE(duet.client().snd.una == duet.client().snd.max);
    CHECK(duet.client().rtt.srtt == before.srtt);
    CHECK(duet.client().rtt.rto == before.rto);
  }
}
