#include "tests/support/random_history.hpp"

#include <algorithm>
#include <tuple>

#include "engine/host/profile.hpp"

namespace engine::test {
namespace {

template <class T>
T one_of(Random& dice, std::initializer_list<T> choices) {
  return choices.begin()[dice.below(choices.size())];
}

std::uint32_t ppm(Random& dice) {
  return one_of<std::uint32_t>(dice, {0, 0, 20'000, 100'000, 300'000});
}

LinkConfig random_link(Random& dice) {
  LinkConfig link;
  link.latency = one_of<Duration>(dice, {1ms, 20ms, 50ms, 300ms});
  link.jitter = one_of<Duration>(dice, {0ms, 0ms, 10ms, 100ms});
  link.loss_ppm = ppm(dice);
  link.duplicate_ppm = ppm(dice);
  link.corrupt_ppm = ppm(dice);
  link.reorder_ppm = ppm(dice);
  link.reorder_extra = 60ms;
  link.bits_per_second = one_of<std::uint64_t>(dice, {0, 0, 64'000, 1'000'000});
  link.queue_packets = one_of<std::uint32_t>(dice, {0, 2, 10});
  link.mtu = one_of<std::uint16_t>(dice, {65'535, 65'535, 1500, 576});
  link.mark_ppm = ppm(dice);
  link.mark_queue = one_of<std::uint32_t>(dice, {0, 0, 1});
  link.up = dice.below(20) != 0;
  return link;
}

TcpConfig random_config(Random& dice) {
  TcpConfig config = config_of(all_profiles[dice.below(all_profiles.size())]);
  config.mss = one_of<std::uint16_t>(dice, {1460, 536, 100});
  config.receive_buffer = one_of<std::uint32_t>(dice, {65'535, 4'000, 1'000});
  config.send_buffer = one_of<std::uint32_t>(dice, {262'144, 8'000});
  return config;
}

Application random_application(Random& dice) {
  const auto bytes = static_cast<std::uint32_t>(1 + dice.below(20'000));
  const Program programs[] = {Manual{},
                              Sink{.close_at_end = dice.below(2) == 0},
                              Echo{},
                              Source{.bytes = bytes},
                              SlowReader{.bytes = 1 + bytes / 50, .every = 30ms},
                              CloseFirst{}};
  return {.program = programs[dice.below(std::size(programs))], .auto_accept = dice.below(4) != 0};
}

Call random_call(Random& dice, Socket remote) {
  const auto amount = static_cast<std::uint32_t>(dice.below(9'000));
  const Call calls[] = {
      Listen{.port = one_of<std::uint16_t>(dice, {80, 81}),
             .backlog = static_cast<std::uint32_t>(dice.below(4))},
      Connect{.remote = remote},
      Connect{.remote = remote, .local_port = one_of<std::uint16_t>(dice, {80, 1037, 5000})},
      Accept{},
      SendText{.text = std::string(dice.below(40), 'x'), .urgent = dice.below(4) == 0},
      SendBulk{.bytes = amount},
      Read{.max = amount},
      Shutdown{},
      Close{},
      Abort{}};
  return calls[dice.below(std::size(calls))];
}

WireAction random_action(Random& dice) {
  const WireAction actions[] = {
      DropIt{},
      DelayIt{.by = Duration(static_cast<std::int64_t>(dice.below(400'000'000)))},
      HoldIt{},
      DuplicateIt{.gap = Duration(static_cast<std::int64_t>(dice.below(100'000'000)))},
      SwapIt{},
      EditIt{.edits = {{one_of(dice, {Field::sequence, Field::acknowledgment, Field::window,
                                      Field::flag_rst, Field::flag_syn, Field::ip_source}),
                        dice.next()}},
             .keep_checksum = dice.below(4) == 0},
      CorruptIt{.bit = static_cast<std::uint32_t>(dice.below(400))}};
  return actions[dice.below(std::size(actions))];
}

Impairment random_rule(Random& dice) {
  Impairment rule;
  rule.match.flag_match = one_of(dice, {FlagMatch::any, FlagMatch::exactly, FlagMatch::includes});
  rule.match.flags = flags_from_byte(one_of<std::uint8_t>(dice, {2, 16, 18, 24, 17}));
  rule.match.ordinal = static_cast<std::uint32_t>(dice.below(3));
  rule.action = random_action(dice);
  rule.left = static_cast<std::uint32_t>(1 + dice.below(3));
  return rule;
}

HostId random_host(Random& dice) { return {static_cast<std::uint32_t>(dice.below(2))}; }

PacketId random_packet(Random& dice, const World& world) {
  const auto& packets = world.wire.packets;
  if (packets.empty() || dice.below(10) == 0) return {static_cast<std::uint32_t>(dice.below(50))};
  return packets[dice.below(packets.size())].id;
}

constexpr HostId mallory{2}, box_host{3};

BoxKind random_box(Random& dice) {
  const BoxKind boxes[] = {
      Firewall{.idle_timeout = one_of<Duration>(dice, {50ms, 1s}),
               .resets = dice.below(2) == 0,
               .admits_all = dice.below(2) == 0,
               .most_flows = 2},
      Translator{.idle_timeout = one_of<Duration>(dice, {50ms, 5s})},
      OptionStripper{.window_scale = true, .sack = true, .timestamps = dice.below(2) == 0},
      MssClamp{.most = one_of<std::uint16_t>(dice, {300, 1'000})},
      ScaleMangler{.outward = dice.below(2) == 0},
      Router{.mtu = one_of<std::uint16_t>(dice, {65'535, 800}), .silent = dice.below(4) == 0}};
  return boxes[dice.below(std::size(boxes))];
}

AttackPlan random_plan(Random& dice) {
  const Socket from{ipv4(10, 0, 0, 1), one_of<std::uint16_t>(dice, {50'000, 50'001})};
  const Socket to = server_socket();
  const auto with = static_cast<Ammunition>(dice.below(3));
  const SeqNum first{static_cast<std::uint32_t>(dice.next())};
  const AttackPlan plans[] = {
      Flood{.target = to, .sources = {ipv4(203, 0, 113, 0), 8}, .count = 5, .burst = 2},
      Guess{.source = from,
            .target = to,
            .with = with,
            .first = first,
            .stride = 1u << 30,
            .count = 4,
            .text = "guess"},
      Scan{.target = to.address,
           .first_port = 79,
           .last_port = 81,
           .kind = static_cast<ScanKind>(dice.below(2)),
           .every = 5ms,
           .patience = 300ms},
      Strike{.source = from, .target = to, .with = with, .text = "seen"},
      ReplaySegment{.source = from, .target = to, .flags = {.ack = true, .syn = true}},
      Hijack{.source = from, .target = to, .texts = {"one", "two"}},
      Storm{.source = from, .target = to}};
  return plans[dice.below(std::size(plans))];
}

// What was seen on the wire before, or garbage.
std::vector<std::uint8_t> random_packet_bytes(Random& dice, const Timeline& timeline) {
  const auto flights = timeline.flights();
  if (flights.empty() || dice.below(4) == 0) {
    const std::size_t length = 1 + dice.below(80);  // drawn first: arguments have no order
    return std::vector<std::uint8_t>(length, static_cast<std::uint8_t>(dice.next()));
  }
  const auto seen = timeline.bytes().read(flights[dice.below(flights.size())].bytes);
  return {seen.begin(), seen.end()};
}

// An attacker, and in every other world a box before the client.
void add_others(Random& dice, World& world) {
  std::vector<Ipv4Address> addresses;
  for (const auto& [id, name, address] : {std::tuple{mallory, "mallory", ipv4(10, 0, 0, 66)},
                                          std::tuple{box_host, "box", ipv4(10, 0, 0, 254)}}) {
    Host host;
    host.id = id;
    host.name = name;
    host.address = address;
    world.hosts.push_back(std::move(host));
  }
  for (const Host& host : world.hosts) addresses.push_back(host.address);
  Attacker attacker;
  attacker.at = mallory;
  attacker.sight = static_cast<Sight>(dice.below(2));
  world.attackers.push_back(std::move(attacker));
  const bool boxed = dice.below(2) == 0;
  Middlebox box{.at = box_host, .inside = {client}, .kind = random_box(dice)};
  if (boxed) place(world.wire, std::move(box), addresses);
}

}  // namespace

World random_world(std::uint64_t seed) {
  Random dice(seed);
  World world = two_hosts(dice.next());
  for (Host& host : world.hosts) {
    host.config = random_config(dice);
    host.application = random_application(dice);
    if (dice.below(2) == 0) host.isn.fixed.reset();
  }
  for (const auto& [from, to] : {std::pair{client, server}, std::pair{server, client}})
    world.wire.links.push_back(
        {.from = from, .to = to, .config = random_link(dice), .leaving = {}});
  add_others(dice, world);
  world.schedule.push_back(
      {.when = WhenAt{world_start}, .command = DoCall{.host = server, .call = Listen{.port = 80}}});
  world.schedule.push_back(
      {.when = WhenAt{world_start + 1ms},
       .command = DoCall{.host = client, .call = Connect{.remote = server_socket()}}});
  world.schedule.push_back({.when = WhenState{client, State::established, 5ms},
                            .command = DoCall{.host = client, .call = SendBulk{.bytes = 5'000}}});
  world.schedule.push_back({.when = WhenSignal{server, Signal::readable, 2ms},
                            .command = DoCall{.host = server, .call = Read{}}});
  return world;
}

Command random_command(Random& dice, const Timeline& timeline) {
  const World& world = timeline.edge();
  const HostId host = random_host(dice);
  const HostId other{1 - host.value};
  const Ipv4Address far = dice.below(10) == 0 ? ipv4(203, 0, 113, 1) : world.host(other).address;
  const ImpairmentId rule{static_cast<std::uint32_t>(1 + dice.below(4))};
  switch (dice.below(21)) {
    case 19:
      return Visit{.host = host, .call = {.remote = {far, 80}}, .every = 300ms, .count = 3};
    case 20:
      return EndVisits{host};
    case 17:
      return Attack{mallory, random_plan(dice)};
    case 18:
      if (dice.below(2) == 0) return CeaseFire{mallory};
      return Attack{mallory, random_plan(dice)};
    case 0:
      return Release{random_packet(dice, world)};
    case 1:
      return DeliverNow{random_packet(dice, world)};
    case 2:
      return Forge{.from = host, .to = other, .packet = random_packet_bytes(dice, timeline)};
    case 3: {
      Impairment armed = random_rule(dice);
      if (dice.below(4) == 0) armed.id = rule;  // in the place of another
      return ArmImpairment{armed};
    }
    case 4:
      return DisarmImpairment{rule};
    case 5:
      return SwitchImpairment{.id = rule, .enabled = dice.below(2) == 0};
    case 6:
      return SetLink{.from = host, .to = other, .config = random_link(dice)};
    case 7:
      return SetConfig{.host = host, .config = random_config(dice)};
    case 8:
      return SetProgram{.host = host, .application = random_application(dice)};
    case 9:
      return dice.below(3) == 0 ? Command{Crash{host}} : Command{Reboot{host}};
    case 10:
      return ForgeBurst{.from = host,
                        .to = other,
                        .packet = random_packet_bytes(dice, timeline),
                        .count = 3,
                        .spacing = 10ms,
                        .addresses = 2};
    case 11:
    case 12:
    case 13:
      return OnPacket{random_packet(dice, world), random_action(dice)};
    default:
      return DoCall{.host = host, .call = random_call(dice, {far, 80})};
  }
}

Instant random_moment(Random& dice, const World& edge) {
  const Instant next = std::min(edge.next_event_at(), edge.now + 1s);
  const auto room = static_cast<std::uint64_t>((next - edge.now).count());
  return edge.now + Duration(static_cast<std::int64_t>(dice.below(room + 1)));
}

void random_step(Random& dice, Timeline& timeline) {
  if (dice.below(4) != 0 && timeline.advance()) return;
  const Command command = random_command(dice, timeline);
  timeline.act(command, random_moment(dice, timeline.edge()));
}

Timeline random_history(std::uint64_t seed, KeyframeBudget budget, StepIndex steps) {
  Timeline timeline(random_world(seed), {}, budget);
  Random dice(seed * 31 + 7);
  while (timeline.size() < steps) random_step(dice, timeline);
  return timeline;
}

}  // namespace engine::test
