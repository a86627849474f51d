// How fast the engine steps and records, how much memory a history takes and how long a seek does
// (performance goals E1 to E9 of the project). Prints name=value lines; nothing here is a test.
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <vector>

#include "engine/segment/codec.hpp"
#include "engine/timeline/timeline.hpp"
#include "tests/support/world_builder.hpp"

using namespace engine;
using namespace engine::test;

namespace {

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](timeval t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// Of this thread, in nanosecond steps: short enough for a single seek, blind to other programs.
double thread_milliseconds() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) * 1e-6;
}

double peak_mebibytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

void say(const char* name, double value, const char* unit) {
  std::printf("%s=%.3f %s\n", name, value, unit);
}

// One direction, MSS 1460, an ACK for every second segment.
World bulk_world(std::uint64_t bytes) {
  World world = two_hosts();
  for (Host& host : world.hosts) host.config.delayed_ack = 200ms;
  world.host(client).application.program = Source{.bytes = bytes};
  world.host(server).application.program = Sink{};
  world.schedule.push_back(
      {.when = WhenAt{world_start}, .command = DoCall{.host = server, .call = Listen{.port = 80}}});
  world.schedule.push_back(
      {.when = WhenAt{world_start},
       .command = DoCall{.host = client, .call = Connect{.remote = server_socket()}}});
  return world;
}

void bench_unrecorded_bulk() {
  World world = bulk_world(200'000'000);
  ByteArena bytes;
  StepRecord record;
  const std::uint32_t wanted = 150'000;
  const double start = cpu_seconds();
  while (world.next_packet < wanted && world.next_event_at() != never) {
    world.step(bytes, record);
    world.cursor %= std::uint64_t{64} << 20;  // nobody reads the packets later
  }
  say("bulk_unrecorded", wanted / (cpu_seconds() - start), "segments/s");
}

// Connect and close again and again: seven segments a cycle.
void bench_cycles() {
  World world = two_hosts();
  for (Host& host : world.hosts) {
    host.config.msl = 1ms;
    host.application.program = Sink{};
  }
  ByteArena bytes;
  StepRecord record;
  world.apply(DoCall{.host = server, .call = Listen{.port = 80}}, world.now, bytes, record);
  constexpr int cycles = 20'000;
  const double start = cpu_seconds();
  for (int i = 0; i < cycles; ++i) {
    world.apply(DoCall{.host = client, .call = Connect{.remote = server_socket()}}, world.now,
                bytes, record);
    while (newest_connection(world.host(client))->tcb.state != State::established)
      world.step(bytes, record);
    world.apply(DoCall{.host = client, .call = Close{}}, world.now, bytes, record);
    while (world.next_event_at() != never) world.step(bytes, record);
    world.cursor = 0;
  }
  say("cycles_unrecorded", cycles / (cpu_seconds() - start), "cycles/s");
}

Timeline bench_recorded_bulk(StepIndex steps) {
  const double start = cpu_seconds();
  Timeline timeline(bulk_world(200'000'000));
  while (timeline.size() < steps && timeline.advance()) {
  }
  const double seconds = cpu_seconds() - start;
  say("events_recorded", timeline.size(), "steps");
  say("bulk_recorded", static_cast<double>(timeline.flights().size()) / seconds, "segments/s");
  say("recorded_memory", static_cast<double>(timeline.memory()) / (1024 * 1024), "MiB");
  say("keyframes", static_cast<double>(timeline.keyframe_count()), "worlds");
  say("peak_memory", peak_mebibytes(), "MiB");
  return timeline;
}

void bench_seeks(const Timeline& timeline) {
  Random dice(1);
  std::vector<double> milliseconds;
  for (int i = 0; i < 2'000; ++i) {
    const auto to = static_cast<StepIndex>(dice.below(timeline.size() + 1));
    const double start = thread_milliseconds();
    const World world = timeline.at(to);
    milliseconds.push_back(thread_milliseconds() - start);
    if (world.now > timeline.edge().now) std::puts("impossible");
  }
  std::ranges::sort(milliseconds);
  say("seek_median", milliseconds[milliseconds.size() / 2], "ms");
  say("seek_p99", milliseconds[milliseconds.size() * 99 / 100], "ms");
  say("seek_worst", milliseconds.back(), "ms");
}

// SYNs from everywhere; then what one more segment costs beside all the half-opens.
void bench_half_opens(std::uint32_t wanted) {
  World world = two_hosts();
  world.wire.defaults.latency = 1us;  // so that no entry times out before the end
  ByteArena bytes;
  StepRecord record;
  world.apply(DoCall{.host = server, .call = Listen{.port = 80, .backlog = 200'000}}, world.now,
              bytes, record);
  Segment syn{.source_port = 1000, .dest_port = 80, .flags = {.syn = true}, .window = 1000};
  std::vector<std::uint8_t> packet(encoded_size(syn));
  const auto flood = [&](std::uint32_t from) {
    encode_headers({.source = {0x14000000u + from}, .destination = ipv4(10, 0, 0, 2)}, syn, packet);
    seal(packet);
    world.apply(Forge{.from = client, .to = server, .packet = packet}, world.now, bytes, record);
    while (world.next_event_at() <= world.now + 50ms && !world.wire.packets.empty())
      world.step(bytes, record);
  };
  for (std::uint32_t i = 0; i < wanted; ++i) flood(i);
  constexpr std::uint32_t sample = 2'000;
  const double start = cpu_seconds();
  for (std::uint32_t i = 0; i < sample; ++i) flood(wanted + i);
  const double each = (cpu_seconds() - start) / sample;
  std::printf("half_opens=%zu ", world.host(server).connections.size());
  say("cost_of_one_more", each * 1e6, "us");
}

}  // namespace

int main() {
  bench_cycles();
  bench_unrecorded_bulk();
  const Timeline timeline = bench_recorded_bulk(100'000);
  bench_seeks(timeline);
  bench_half_opens(10);
  bench_half_opens(100'000);
}
