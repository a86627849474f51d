// What the engine costs, as name=value lines; README.md says which goal each belongs to. Arguments
// name the groups to run: cycles bulk loss flood parts half_opens seek keyframes session.
#include <sys/resource.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "engine/export/pcapng.hpp"
#include "engine/segment/checksum.hpp"
#include "engine/segment/codec.hpp"
#include "engine/tcp/effects.hpp"
#include "engine/tcp/tcb.hpp"
#include "tests/bench/measure.hpp"
#include "tests/bench/scenes.hpp"

namespace engine::bench {
namespace {

constexpr KeyframeBudget no_keyframes{.bytes = 0};
constexpr double mebibyte = 1024 * 1024;

double peak_mebibytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

// Stepping alone: nobody will read the notes, so none is made, as on the way to a moment in the
// past.
void cycles() {
  constexpr std::uint32_t warm_up = 1'000, wanted = 100'000;
  Unrecorded run = cycles_world();
  run.record.only_change_the_world();
  for (std::uint32_t i = 0; i < warm_up; ++i) cycle(run);
  const std::uint64_t events = run.events;
  const std::uint32_t packets = run.world.next_packet;
  const Stopwatch watch;
  for (std::uint32_t i = 0; i < wanted; ++i) {
    cycle(run);
    run.world.cursor = 0;
  }
  const double took = watch.nanoseconds();
  say("cycles_unrecorded", wanted / (took * 1e-9), "cycles/s");
  say("cycle", took / wanted, "ns");
  say("cycle_per_segment", took / (run.world.next_packet - packets), "ns");
  say("cycle_per_event", took / static_cast<double>(run.events - events), "ns");
}

// The same with every note made and thrown away.
void noted_cycles() {
  constexpr std::uint32_t wanted = 50'000;
  Unrecorded run = cycles_world();
  const Stopwatch watch;
  for (std::uint32_t i = 0; i < wanted; ++i) {
    cycle(run);
    run.world.cursor = 0;
  }
  say("cycles_noted", wanted / watch.seconds(), "cycles/s");
}

void recorded_cycles() {
  constexpr std::uint32_t wanted = 10'000;
  Unrecorded start = cycles_world();
  const Stopwatch watch;
  Timeline timeline(std::move(start.world), std::move(start.bytes));
  for (std::uint32_t i = 0; i < wanted; ++i) cycle(timeline);
  const double took = watch.nanoseconds();
  say("cycles_recorded", wanted / (took * 1e-9), "cycles/s");
  say("cycle_memory", static_cast<double>(timeline.memory()) / wanted, "bytes");
}

// Two of three packets of a bulk transfer carry text; the third acknowledges them.
double with_text(std::uint32_t packets) { return 2.0 / 3.0 * packets; }

void bulk() {
  constexpr std::uint32_t warm_up = 1'000, wanted = 300'000;
  Unrecorded run{.world = bulk_world()};
  run.record.only_change_the_world();
  carry(run, warm_up);
  const std::uint64_t events = run.events;
  const Stopwatch watch;
  carry(run, warm_up + wanted);
  const double took = watch.nanoseconds();
  say("bulk_unrecorded", wanted / (took * 1e-9), "packets/s");
  say("bulk_unrecorded_data", with_text(wanted) / (took * 1e-9), "segments/s");
  say("bulk_per_segment", took / wanted, "ns");
  say("bulk_per_event", took / static_cast<double>(run.events - events), "ns");
}

void recorded_bulk() {
  constexpr std::uint32_t wanted = 100'000;
  const Stopwatch watch;
  Timeline timeline(bulk_world());
  carry(timeline, wanted);
  const double took = watch.seconds();
  say("bulk_recorded", wanted / took, "packets/s");
  say("bulk_recorded_data", with_text(wanted) / took, "segments/s");
}

void loss() {
  constexpr std::uint32_t wanted = 100'000, one_percent = 10'000;
  Unrecorded run{.world = bulk_world(one_percent)};
  run.record.only_change_the_world();
  carry(run, 1'000);
  const Stopwatch watch;
  carry(run, 1'000 + wanted);
  say("lossy_bulk_unrecorded", wanted / watch.seconds(), "packets/s");
  const Stopwatch recording;
  Timeline timeline(bulk_world(one_percent));
  carry(timeline, wanted);
  say("lossy_bulk_recorded", wanted / recording.seconds(), "packets/s");
}

void flood(const char* name, SynCookies cookies) {
  constexpr std::uint32_t warm_up = 2'000, wanted = 200'000;
  Flood attack(1'024, cookies);
  for (std::uint32_t i = 0; i < warm_up; ++i) attack.syn();
  const Stopwatch watch;
  for (std::uint32_t i = 0; i < wanted; ++i) attack.syn();
  say(name, wanted / watch.seconds(), "SYNs/s");
}

void floods() {
  flood("flood_without_cookies", SynCookies::off);
  flood("flood_with_cookies", SynCookies::on);
}

// One packet of 1,500 bytes through each part of its way.
void parts() {
  const Segment segment{.source_port = 50'000,
                        .dest_port = 80,
                        .seq = {1'000},
                        .ack = {5'000},
                        .flags = {.ack = true},
                        .window = 65'535,
                        .urgent_pointer = 0,
                        .options = {},
                        .text = {.offset = 0, .length = 1'460}};
  const Ipv4Header ip{.source = ipv4(10, 0, 0, 1), .destination = ipv4(10, 0, 0, 2)};
  std::vector<std::uint8_t> packet(encoded_size(segment));
  const auto bytes = std::span<const std::uint8_t>(packet).first(1'480);
  say("checksum_1480", nanoseconds_of([&] { keep(ones_complement_sum(bytes)); }), "ns");
  say("encode_1500", nanoseconds_of([&] {
        encode_headers(ip, segment, packet);
        seal(packet);
        keep(packet);
      }),
      "ns");
  say("decode_1500", nanoseconds_of([&] { keep(decode(packet)); }), "ns");

  Effects fx;
  Tcb tcb;
  fx.begin(tcb);
  say("note_of_one_change", nanoseconds_of([&] {
        ++tcb.snd.nxt.raw;
        fx.note(Rule::text_sent, tcb, {1, 2, 3, 4});
        if (fx.notes.size() == 32) fx.begin(tcb);
      }),
      "ns");

  Unrecorded run{.world = bulk_world()};
  carry(run, 10'000);
  say("world_copy", nanoseconds_of([&] { keep(World(run.world)); }), "ns");
  say("world_fingerprint", nanoseconds_of([&] { keep(fingerprint(run.world, run.bytes)); }), "ns");
}

// What one SYN more costs beside all the others, with its SYN-ACK.
void half_opens() {
  const auto cost_beside = [](std::uint32_t others) {
    constexpr std::uint32_t sample = 5'000;
    Flood attack(200'000, SynCookies::off);
    for (std::uint32_t i = 0; i < others; ++i) attack.syn();
    const Stopwatch watch;
    for (std::uint32_t i = 0; i < sample; ++i) attack.syn();
    return watch.nanoseconds() / sample;
  };
  const double few = cost_beside(10), many = cost_beside(100'000);
  say("syn_beside_10", few, "ns");
  say("syn_beside_100000", many, "ns");
  say("half_open_ratio", many / few, "times");
}

void seek() {
  constexpr StepIndex steps = 100'000;
  Timeline timeline(bulk_world());
  while (timeline.size() < steps && timeline.advance()) {
  }
  Unrecorded again{.world = bulk_world()};
  again.record.only_change_the_world();
  const Stopwatch rerun;
  while (again.events < steps) again.step();
  const double all = rerun.nanoseconds();
  Random dice(1);
  std::vector<double> took;
  for (int i = 0; i < 2'000; ++i) {
    const auto to = static_cast<StepIndex>(dice.below(steps + 1));
    const Stopwatch watch;
    keep(timeline.at(to));
    took.push_back(watch.nanoseconds());
  }
  std::ranges::sort(took);
  const double p99 = took[took.size() * 99 / 100];
  say("seek_median", took[took.size() / 2] * 1e-3, "us");
  say("seek_p99", p99 * 1e-3, "us");
  say("seek_p99_of_rerun", 100 * p99 / all, "%");
}

// What recording takes, its memory included, and given back before anything else is measured.
struct Recorded {
  double seconds{}, memory{};
};
Recorded record_bulk(std::uint32_t packets, KeyframeBudget budget) {
  const Stopwatch watch;
  Timeline timeline(bulk_world(), {}, budget);
  carry(timeline, packets);
  return {watch.seconds(), static_cast<double>(timeline.memory())};
}

// The same run with and without, one after the other and in both orders, because neither a noisy
// neighbour nor memory that somebody else has warmed may be taken for a keyframe. Medians.
void keyframes() {
  constexpr std::uint32_t packets = 50'000;
  constexpr int rounds = 20;
  std::vector<double> ratios;
  double memory_with = 0, memory_without = 0;
  record_bulk(packets, {});
  for (int round = 0; round < rounds; ++round) {
    const bool plain_first = round % 2 == 0;
    const Recorded first = record_bulk(packets, plain_first ? no_keyframes : KeyframeBudget{});
    const Recorded second = record_bulk(packets, plain_first ? KeyframeBudget{} : no_keyframes);
    const Recorded &plain = plain_first ? first : second, &kept = plain_first ? second : first;
    ratios.push_back(kept.seconds / plain.seconds);
    memory_with = kept.memory;
    memory_without = plain.memory;
  }
  std::ranges::sort(ratios);
  say("keyframe_time", 100 * ((ratios[rounds / 2 - 1] + ratios[rounds / 2]) / 2 - 1), "%");
  say("keyframe_memory", 100 * (memory_with / memory_without - 1), "%");
}

// A session as Wireshark and tshark would be given it: simulated, kept, written as a capture.
void session() {
  constexpr std::uint32_t packets = 100'000;
  const Stopwatch watch;
  Timeline timeline(bulk_world());
  carry(timeline, packets);
  say("session_memory", static_cast<double>(timeline.memory()) / mebibyte, "MiB");
  say("session_peak", peak_mebibytes(), "MiB");
  keep(pcapng(timeline, "session"));
  say("simulate_and_capture", watch.seconds(), "s");
}

struct Group {
  std::string_view name;
  void (*run)();
};
constexpr Group groups[] = {
    {"session", session}, {"cycles", cycles},         {"cycles", noted_cycles},
    {"bulk", bulk},       {"bulk", recorded_bulk},    {"cycles", recorded_cycles},
    {"loss", loss},       {"flood", floods},          {"parts", parts},
    {"seek", seek},       {"half_opens", half_opens}, {"keyframes", keyframes}};

}  // namespace
}  // namespace engine::bench

int main(int argc, char** argv) {
  const std::vector<std::string_view> wanted(argv + 1, argv + argc);
  for (const auto& group : engine::bench::groups)
    if (wanted.empty() || std::ranges::find(wanted, group.name) != wanted.end()) group.run();
}
