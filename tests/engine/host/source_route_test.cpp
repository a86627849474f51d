// Source routes (RFC 9293 3.9.2.1; MUST-51 to MUST-53, SHLD-24), as bytes: there is no router here
// that could follow one.
#include "engine/segment/source_route.hpp"

#include <doctest/doctest.h>

#include "tests/support/packet_builder.hpp"
#include "tests/support/world_builder.hpp"

using namespace engine;
using namespace engine::test;

namespace {

constexpr Ipv4Address one = ipv4(192, 0, 2, 1), two = ipv4(192, 0, 2, 2),
                      three = ipv4(192, 0, 2, 3);

SourceRoute route_of(std::initializer_list<Ipv4Address> hops) {
  SourceRoute route{.count = static_cast<std::uint8_t>(hops.size())};
  std::ranges::copy(hops, route.hops.begin());
  return route;
}

std::vector<std::uint8_t> with_route(const std::vector<std::uint8_t>& plain,
                                     const SourceRoute& route) {
  std::vector<std::uint8_t> room(option_size(route), 0);
  room.insert(room.end(), plain.begin(), plain.end());
  take_route(route, room);
  return room;
}

Ipv4Address address_at(const std::vector<std::uint8_t>& packet, std::size_t at) {
  return ipv4(packet[at], packet[at + 1], packet[at + 2], packet[at + 3]);
}

void put_address(std::vector<std::uint8_t>& packet, std::size_t at, Ipv4Address address) {
  for (std::size_t i = 0; i < 4; ++i)
    packet[at + i] = static_cast<std::uint8_t>(address.raw >> (24 - 8 * i));
}

// As routers leave it at the last stop: the destination is reached, and each has put down the
// address by which it sent the packet on.
std::vector<std::uint8_t> arrived(std::vector<std::uint8_t> packet, const SourceRoute& route,
                                  Ipv4Address destination) {
  put_address(packet, 16, destination);
  for (std::size_t i = 0; i < route.count; ++i) put_address(packet, 24 + 4 * i, route.hops[i]);
  packet[23] = static_cast<std::uint8_t>(option_size(route));  // beyond the option's end
  seal(packet);
  return packet;
}

std::vector<std::uint8_t> syn_that_came_by(const SourceRoute& route) {
  const Segment syn{
      .source_port = 4000, .dest_port = 80, .seq = {77}, .flags = {.syn = true}, .window = 1000};
  return arrived(with_route(packet_bytes(syn), route), route, server_address);
}

std::vector<std::uint8_t> last_packet(const Stage& stage) {
  const auto bytes = stage.bytes.read(stage.all<PacketSent>().back().bytes);
  return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_SUITE("RFC 791 3.1, source routes") {
  TEST_CASE("a packet leaves for the first hop and names the others, and last its destination") {
    const auto plain = packet_bytes({.source_port = 1, .dest_port = 80, .flags = {.syn = true}});
    const auto packet = with_route(plain, route_of({one, two}));
    CHECK(packet.size() == plain.size() + 12);
    CHECK(packet[0] == 0x48);
    CHECK(address_at(packet, 16) == one);
    CHECK(packet[20] == 1);    // a NOP, so that the option ends on a word
    CHECK(packet[21] == 131);  // loose
    CHECK(packet[22] == 11);
    CHECK(packet[23] == 4);
    CHECK(address_at(packet, 24) == two);
    CHECK(address_at(packet, 28) == server_address);
  }

  TEST_CASE("what arrives complete is turned round; what is on its way says nothing yet") {
    const SourceRoute route = route_of({one, two, three});
    const auto packet = syn_that_came_by(route);
    REQUIRE(decode(packet));
    CHECK(return_route(packet) == route_of({three, two, one}));
    CHECK(!return_route(with_route(packet_bytes({}), route)));
    CHECK(!return_route(packet_bytes({})));
  }

  TEST_CASE("no length of an option makes the reading go astray") {
    const SourceRoute route = route_of({one, two});
    for (unsigned length = 0; length < 256; ++length)
      for (unsigned pointer : {0u, 4u, 12u, 255u}) {
        auto packet = syn_that_came_by(route);
        packet[22] = static_cast<std::uint8_t>(length);
        packet[23] = static_cast<std::uint8_t>(pointer);
        const auto read = return_route(packet);
        CHECK(read.has_value() == ((length == 11 || length == 7) && pointer > length));
      }
  }
}

TEST_SUITE("RFC 9293 3.9.2.1") {
  TEST_CASE("the application gives a route and each packet takes it") {
    Stage stage;
    stage.call(client, Connect{.remote = server_socket(),
                               .local_port = 0,
                               .text = {},
                               .local_address = {},
                               .route = route_of({one, two})});
    const auto packet = last_packet(stage);
    CHECK(address_at(packet, 16) == one);
    CHECK(address_at(packet, 24) == two);
    CHECK(address_at(packet, 28) == server_address);
    stage.run_for(1100ms);
    CHECK(address_at(last_packet(stage), 16) == one);  // the SYN again
    CHECK(stage.newest(client).tcb.ip_options == 12);
  }

  TEST_CASE("a request goes home by the way it came, turned round") {
    Stage stage;
    stage.call(server, Listen{.port = 80});
    stage.apply(
        Forge{.from = client, .to = server, .packet = syn_that_came_by(route_of({one, two}))});
    stage.run_for(60ms);
    CHECK(stage.noted(Rule::source_route_kept));
    CHECK(stage.newest(server).route == route_of({two, one}));
    const auto syn_ack = last_packet(stage);
    CHECK(address_at(syn_ack, 16) == two);
    CHECK(address_at(syn_ack, 24) == one);
    CHECK(address_at(syn_ack, 28) == client_address);
  }

  TEST_CASE("a later and different route overrides an earlier one") {
    Stage stage;
    stage.call(server, Listen{.port = 80});
    for (const auto& route : {route_of({one, two}), route_of({three})}) {
      stage.apply(Forge{.from = client, .to = server, .packet = syn_that_came_by(route)});
      stage.run_for(60ms);
    }
    CHECK(stage.newest(server).route == route_of({three}));
  }

  TEST_CASE("a route that was given is not changed by one that arrives") {
    Stage stage;
    stage.call(client, Connect{.remote = server_socket(),
                               .local_port = 4000,
                               .text = {},
                               .local_address = {},
                               .route = route_of({one})});
    const SourceRoute other = route_of({two, three});
    const Segment syn_ack{.source_port = 80,
                          .dest_port = 4000,
                          .seq = {77},
                          .ack = {1001},
                          .flags = {.ack = true, .syn = true},
                          .window = 1000};
    const auto plain =
        packet_bytes(syn_ack, {}, {.source = server_address, .destination = client_address});
    stage.apply(Forge{.from = server,
                      .to = client,
                      .packet = arrived(with_route(plain, other), other, client_address)});
    stage.run_for(60ms);
    CHECK(stage.state(client) == State::established);
    CHECK(stage.newest(client).route == route_of({one}));
    CHECK(stage.noted(Rule::source_route_overridden));
  }
}
