// From a plan to a world.
#include <sstream>

#include "engine/host/pattern.hpp"
#include "engine/host/profile.hpp"
#include "tests/support/trial.hpp"

namespace engine::test {
namespace {

// The lowest bits first: a plan made smaller has fewer of them.
struct Bits {
  std::uint32_t left;
  std::uint32_t take(std::uint32_t choices) {
    const std::uint32_t chosen = left % choices;
    left /= choices;
    return chosen;
  }
  bool flip() { return take(2) != 0; }
};

TcpConfig settings_of(const PlannedHost& host) {
  Bits bits{host.knobs};
  TcpConfig config =
      engine::config_of(std::array{Profile::teaching, Profile::rfc, Profile::linux_like,
                                   Profile::bsd_like, Profile::windows_like}[bits.take(5)]);
  if (bits.flip()) config.sack = !config.sack;
  if (bits.flip()) config.timestamps = !config.timestamps;
  if (bits.flip()) config.window_scale = static_cast<std::uint8_t>(bits.take(2) ? 7 : 2);
  config.ecn = static_cast<EcnUse>(bits.take(3));
  if (bits.flip()) config.nagle = !config.nagle;
  if (bits.flip()) config.delayed_ack = config.delayed_ack > 0s ? Duration{0} : 40ms;
  if (bits.flip()) config.rack_tlp = !config.rack_tlp;
  config.congestion = static_cast<CongestionAlgorithm>(bits.take(3));
  config.syn_cookies = static_cast<SynCookies>(bits.take(3));
  config.fast_open = bits.flip() ? FastOpenUse::both : FastOpenUse::off;
  config.receive_buffer = std::array{65'535u, 4'000u, 700u}[bits.take(3)];
  config.mss = std::array<std::uint16_t, 3>{1460, 536, 100}[bits.take(3)];
  config.msl = std::array<Duration, 3>{30s, 120s, 2s}[bits.take(3)];
  if (bits.flip()) config.limited_transmit = !config.limited_transmit;
  if (bits.flip()) config.keepalive = !config.keepalive;
  if (bits.flip()) config.time_wait_reuse = !config.time_wait_reuse;
  if (bits.flip()) config.send_buffer = 3'000;
  config.keepalive_idle = 20s;
  config.keepalive_interval = 5s;
  return config;
}

// Does nobody disappear before the other one has finished? An acknowledgment that comes again
// passes for a SYN cookie and makes a connection with somebody who is through with it.
bool everybody_stays(const Plan& plan) {
  for (const PlannedAct& act : plan.acts)
    if (act.act == Act::crash || act.act == Act::abort || act.act == Act::close) return false;
  for (const PlannedHost& host : plan.hosts)
    if (host.retries != 0 || host.program % 6 == 5 ||
        settings_of(host).syn_cookies != SynCookies::off)
      return false;
  return true;
}

void set_patience(TcpConfig& config, const Plan& plan, std::uint8_t retries) {
  config.data_retries = retries == 0 ? 255 : retries;
  config.syn_retries = config.syn_ack_retries = config.data_retries;
  config.orphan_retries = config.data_retries;
  config.data_give_up = config.syn_give_up = config.user_timeout = 0s;
  // Who waits for the FIN of somebody who is gone must be told to stop.
  if (!everybody_stays(plan)) config.fin_wait_2_timeout = 60s;
  if (!everybody_stays(plan) && retries == 0)
    config.data_retries = config.syn_ack_retries = config.syn_retries = config.orphan_retries = 8;
}

// An echo writes what it has read, so nobody else may write there, and two of them never end.
bool is_echo(const Plan& plan, HostId host) {
  return plan.hosts[host.value].program % 6 == 2 && host == server;
}

Application application_of(const Plan& plan, HostId id) {
  const PlannedHost& host = plan.hosts[id.value];
  if (host.program % 6 == 2 && !is_echo(plan, id)) return {.program = Manual{}};
  const std::uint32_t some = 1u + host.amount / 16u;
  const Program programs[] = {Manual{},
                              Sink{},
                              Echo{},
                              Source{.bytes = host.amount},
                              SlowReader{.bytes = some, .every = 30ms},
                              CloseFirst{}};
  return {.program = programs[host.program % std::size(programs)]};
}

std::string pattern(std::size_t length) {
  std::string text(length, ' ');
  for (std::size_t i = 0; i < length; ++i) text[i] = static_cast<char>(pattern_octet(i));
  return text;
}

// The pair of sockets may come again where its numbers do not.
std::uint16_t port_again(const PlannedAct& act, const Plan& plan) {
  const bool by_clock = plan.hosts[0].numbers == 0 && plan.hosts[1].numbers == 0;
  return by_clock && act.amount % 2 == 1 ? 50'000
                                         : static_cast<std::uint16_t>(40'000 + act.at_ms % 5'000u);
}

std::vector<Command> commands_of(const PlannedAct& act, const Plan& plan) {
  const HostId host = act.by_server ? server : client;
  const auto call = [host](Call what) { return DoCall{.host = host, .call = std::move(what)}; };
  switch (act.act) {
    case Act::send:
      if (is_echo(plan, host)) return {};
      return {call(SendBulk{.bytes = act.amount})};
    case Act::read:
      if (is_echo(plan, host)) return {};
      return {call(Read{.max = act.amount})};
    case Act::shutdown:
      return {call(Shutdown{})};
    case Act::close:
      return {call(Close{})};
    case Act::abort:
      return {call(Abort{})};
    case Act::crash:
      return {Crash{host}};
    case Act::connect:
      return {DoCall{.host = client,
                     .call = Connect{.remote = server_socket(),
                                     .local_port = port_again(act, plan),
                                     .text = pattern(act.amount % 200u)}}};
  }
  return {};
}

void plan_call(World& world, Instant at, Command command) {
  world.schedule.push_back({.when = WhenAt{at}, .command = std::move(command)});
}

void open(World& world, bool both) {
  const Socket c{ipv4(10, 0, 0, 1), 5'000}, s = server_socket(6'000);
  if (both) {
    plan_call(world, world_start,
              DoCall{.host = client, .call = Connect{.remote = s, .local_port = c.port}});
    plan_call(world, world_start,
              DoCall{.host = server, .call = Connect{.remote = c, .local_port = s.port}});
    return;
  }
  plan_call(world, world_start, DoCall{.host = server, .call = Listen{.port = 80}});
  plan_call(
      world, world_start,
      DoCall{.host = client, .call = Connect{.remote = server_socket(), .local_port = 50'000}});
}

}  // namespace

bool crashes(const Plan& plan) {
  for (const PlannedAct& act : plan.acts)
    if (act.act == Act::crash) return true;
  return false;
}

Duration latency_of(const Plan& plan) {
  return std::array<Duration, 3>{50ms, 5ms, 300ms}[plan.latency % 3];
}

World world_of(const Plan& plan) {
  constexpr std::array<std::optional<std::uint32_t>, 6> beginnings{
      std::nullopt, 1'000u, 0xFFFF'FFFFu, 0xFFFF'FF80u, 0x7FFF'FFC0u, 0u};
  World world = two_hosts(1);
  for (std::size_t i = 0; i < 2; ++i) {
    const PlannedHost& planned = plan.hosts[i];
    Host& host = world.hosts[i];
    host.config = settings_of(planned);
    set_patience(host.config, plan, planned.retries);
    host.application = application_of(plan, host.id);
    // Numbers of a second life must not be those of the first.
    host.isn.fixed = crashes(plan) ? std::nullopt : beginnings[planned.numbers % 6];
    host.isn.secret.fill(static_cast<std::uint8_t>(17 + i));
  }
  world.wire.defaults.latency = latency_of(plan);
  open(world, plan.both_open);
  for (const PlannedAct& act : plan.acts) {
    const Instant at = world_start + std::chrono::milliseconds(act.at_ms);
    for (Command& command : commands_of(act, plan)) plan_call(world, at, std::move(command));
    if (act.act != Act::crash) continue;
    const HostId host = act.by_server ? server : client;
    plan_call(world, at + 1s, Reboot{host});
    if (act.by_server) plan_call(world, at + 1s, DoCall{.host = host, .call = Listen{.port = 80}});
  }
  return world;
}

WireAction action_of(const Fate& fate, const Plan& plan) {
  const Duration lifetime =
      std::max(settings_of(plan.hosts[0]).msl, settings_of(plan.hosts[1]).msl);  // both may send it
  switch (fate.mishap) {
    case Mishap::none:
    case Mishap::lost:
      return DropIt{};
    case Mishap::twice:
      return DuplicateIt{.gap = latency_of(plan) * fate.amount / 16};
    case Mishap::late:
      return DelayIt{.by = lifetime * 2 * fate.amount / 256};
    case Mishap::overtaken:
      return DelayIt{.by = latency_of(plan) * fate.amount / 64};
    case Mishap::corrupt:
      return CorruptIt{.bit = fate.amount * 320u / 256u};  // somewhere in the headers
  }
  return DropIt{};
}

std::string words_of(const Plan& plan) {
  std::ostringstream out;
  for (const PlannedHost& host : plan.hosts)
    out << "{.knobs = " << host.knobs << ", .program = " << int{host.program}
        << ", .amount = " << host.amount << ", .numbers = " << int{host.numbers}
        << ", .retries = " << int{host.retries} << "},\n";
  out << ".both_open = " << plan.both_open << ", .latency = " << int{plan.latency}
      << ", .badness = " << int{plan.badness} << ",\n.fates = {";
  for (const Fate& fate : plan.fates)
    out << "{Mishap(" << static_cast<int>(fate.mishap) << "), " << int{fate.amount} << ", "
        << int{fate.courage} << "}, ";
  out << "},\n.acts = {";
  for (const PlannedAct& act : plan.acts)
    out << "{Act(" << static_cast<int>(act.act) << "), " << act.by_server << ", " << act.at_ms
        << ", " << act.amount << "}, ";
  out << "}";
  return out.str();
}

}  // namespace engine::test
