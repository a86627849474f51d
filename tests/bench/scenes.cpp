#include "tests/bench/scenes.hpp"

#include <vector>

#include "engine/segment/codec.hpp"
#include "tests/support/world_builder.hpp"

namespace engine::bench {

using namespace engine::test;

namespace {

// The first chunk of the arena keeps the pattern that programs send.
constexpr std::uint64_t circle_begin = ByteArena::chunk_size, circle_end = 5 * circle_begin;

DoCall on(HostId host, const Call& call) { return {.host = host, .connection = {}, .call = call}; }

}  // namespace

void Unrecorded::act(const Command& command) {
  world.apply(command, world.now, bytes, record);
  ++events;
}

void Unrecorded::step() {
  world.step(bytes, record);
  if (world.cursor >= circle_end) world.cursor = circle_begin;
  ++events;
}

// The server's application closes when the client has; TIME-WAIT is short, so that ports come back.
Unrecorded cycles_world() {
  Unrecorded run{.world = two_hosts()};
  for (Host& host : run.world.hosts) {
    host.config.msl = 1ms;
    host.application.program = Sink{};
  }
  run.act(on(server, Listen{.port = 80}));
  return run;
}

void cycle(Unrecorded& run) {
  run.act(on(client, Connect{.remote = server_socket()}));
  while (newest_connection(run.world.host(client))->tcb.state != State::established) run.step();
  run.act(on(client, Close{}));
  while (run.world.next_event_at() != never) run.step();
}

void cycle(Timeline& timeline) {
  const auto now = [&timeline] { return timeline.edge().now; };
  timeline.act(on(client, Connect{.remote = server_socket()}), now());
  while (newest_connection(timeline.edge().host(client))->tcb.state != State::established)
    timeline.advance();
  timeline.act(on(client, Close{}), now());
  while (timeline.advance()) {
  }
}

World bulk_world(std::uint32_t loss_ppm) {
  World world = two_hosts();
  world.wire.defaults.loss_ppm = loss_ppm;
  for (Host& host : world.hosts) {
    host.config.delayed_ack = 200ms;
    host.config.sack = loss_ppm > 0;
  }
  world.host(client).application.program = Source{.bytes = std::uint64_t{1} << 40};
  world.host(server).application.program = Sink{};
  world.schedule.push_back(
      {.when = WhenAt{world_start}, .command = on(server, Listen{.port = 80})});
  world.schedule.push_back(
      {.when = WhenAt{world_start}, .command = on(client, Connect{.remote = server_socket()})});
  return world;
}

void carry(Unrecorded& run, std::uint32_t packets) {
  while (run.world.next_packet <= packets) run.step();
}

void carry(Timeline& timeline, std::uint32_t packets) {
  while (timeline.edge().next_packet <= packets) timeline.advance();
}

Flood::Flood(std::uint32_t backlog, SynCookies cookies) : run_{.world = two_hosts()} {
  run_.world.wire.defaults.latency = 1us;  // no request times out before the end
  run_.world.host(server).config.syn_cookies = cookies;
  run_.act(on(server, Listen{.port = 80, .backlog = backlog}));
}

void Flood::syn() {
  const Segment syn{.source_port = 1000, .dest_port = 80, .flags = {.syn = true}, .window = 1000};
  std::vector<std::uint8_t> packet(encoded_size(syn));
  const Ipv4Address source{0x1400'0000u + sent_++};
  encode_headers({.source = source, .destination = ipv4(10, 0, 0, 2)}, syn, packet);
  seal(packet);
  run_.act(Forge{.from = client, .to = server, .packet = packet});
  while (!run_.world.wire.packets.empty()) run_.step();
}

}  // namespace engine::bench
