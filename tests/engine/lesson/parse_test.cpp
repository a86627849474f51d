#include <regex>

#include "engine/lesson/knobs.hpp"
#include "tests/engine/lesson/scripts.hpp"
#include "tests/support/source_dir.hpp"

namespace engine {
namespace {

Scenario hosts_with(const std::string& lines) { return parsed(two_hosts + lines); }

template <class C>
C only_command(const std::string& line) {
  const Scenario scenario = hosts_with(line + "\n");
  REQUIRE(scenario.entries.size() == 1);
  const auto* const command = std::get_if<Command>(&scenario.entries[0].deed);
  REQUIRE(command != nullptr);
  REQUIRE(std::holds_alternative<C>(*command));
  return std::get<C>(*command);
}

template <class CallType>
CallType only_call(const std::string& line) {
  const DoCall done = only_command<DoCall>(line);
  REQUIRE(std::holds_alternative<CallType>(done.call));
  return std::get<CallType>(done.call);
}

}  // namespace

TEST_SUITE("engine/lesson/parse") {
  TEST_CASE("comments, blank lines, tabs, carriage returns and a byte order mark mean nothing") {
    const Scenario plain = hosts_with("at 1s client close\n");
    Scenario decorated = parsed("\xEF\xBB\xBF" + two_hosts + "\tat  1s\tclient close  # bye\r\n\n");
    CHECK(decorated == plain);
  }
  TEST_CASE("the last line needs no line break") {
    CHECK(hosts_with("at 1s client close").entries.size() == 1);
  }

  TEST_CASE("times are exact to the nanosecond") {
    CHECK(hosts_with("run until 4.155441s").run_until == world_start + 4'155'441us);
    CHECK(hosts_with("run until 0.000000001s").run_until == world_start + 1ns);
    CHECK(hosts_with("run until 1.5min").run_until == world_start + 90s);
    CHECK_FALSE(parse_scenario(two_hosts + "run until 0.5ns", "x").has_value());
  }
  TEST_CASE("a profile and single knobs make a host's configuration") {
    const Scenario scenario =
        hosts_with("set client msl 2min\nset client window_scale 7\nset server nagle on\n");
    CHECK(scenario.hosts[0].config.msl == 2min);
    CHECK(scenario.hosts[0].config.window_scale == 7);
    CHECK(scenario.hosts[1].config.nagle);
    CHECK(scenario.hosts[1].config.msl == 30s);
  }
  TEST_CASE("the wire is set for all directions, then for one") {
    const Scenario scenario = hosts_with(
        "wire latency 20ms loss 1%\nwire client -> server rate 10mbit queue 3 reorder 5% by 7ms\n");
    CHECK(scenario.wire.latency == 20ms);
    CHECK(scenario.wire.loss_ppm == 10'000);
    REQUIRE(scenario.links.size() == 1);
    CHECK(scenario.links[0].from == HostId{0});
    CHECK(scenario.links[0].config.latency == 20ms);
    CHECK(scenario.links[0].config.bits_per_second == 10'000'000);
    CHECK(scenario.links[0].config.queue_packets == 3);
    CHECK(scenario.links[0].config.reorder_extra == 7ms);
  }
  TEST_CASE("a wire statement in mid-run changes both directions") {
    CHECK(hosts_with("at 1s wire latency 1ms\n").entries.size() == 2);
  }

  TEST_CASE("every call can be made") {
    CHECK(only_call<Listen>("at 0 server listen 80 backlog 9") == Listen{80, 9});
    CHECK(only_call<Connect>("at 0 client connect server:80 from 1037") ==
          Connect{{ipv4(10, 0, 0, 2), 80}, 1037});
    CHECK(only_call<SendText>(R"(at 0 client send "a\n\x41" urgent)") == SendText{"a\nA", true});
    CHECK(only_call<SendBulk>("at 0 client send 3000") == SendBulk{3000});
    CHECK(only_call<Read>("at 0 client read 10") == Read{10});
    only_call<Accept>("at 0 server accept");
    only_call<Shutdown>("at 0 client shutdown");
    only_call<Close>("at 0 client close");
    only_call<Abort>("at 0 client abort");
    CHECK(only_command<Crash>("at 0 server crash").host == HostId{1});
    CHECK(only_command<Reboot>("at 0 server reboot").host == HostId{1});
    CHECK(only_command<SetConfig>("at 0 client set delayed_ack 40ms").config.delayed_ack == 40ms);
    only_command<SetProgram>("at 0 client program echo");
  }
  TEST_CASE("every action on a packet can be taken") {
    CHECK(only_command<OnPacket>("at 0 packet 3 drop") == OnPacket{{3}, DropIt{}});
    CHECK(only_command<OnPacket>("at 0 packet 3 delay 1s") == OnPacket{{3}, DelayIt{1s}});
    CHECK(only_command<OnPacket>("at 0 packet 3 hold") == OnPacket{{3}, HoldIt{}});
    CHECK(only_command<OnPacket>("at 0 packet 3 duplicate after 5ms") ==
          OnPacket{{3}, DuplicateIt{5ms}});
    CHECK(only_command<OnPacket>("at 0 packet 3 corrupt 200") == OnPacket{{3}, CorruptIt{200}});
    CHECK(only_command<OnPacket>("at 0 packet 3 swap") == OnPacket{{3}, SwapIt{}});
    CHECK(only_command<OnPacket>("at 0 packet 3 edit sequence 5 and window 0 keep-checksum") ==
          OnPacket{{3}, EditIt{{{Field::sequence, 5}, {Field::window, 0}}, true}});
    CHECK(only_command<Release>("at 0 packet 3 release") == Release{{3}});
    CHECK(only_command<DeliverNow>("at 0 packet 3 deliver") == DeliverNow{{3}});
  }
  TEST_CASE("a rule says what it meets and how often it acts") {
    const Scenario scenario =
        hosts_with("rule r drop any -> server including SYN length 0 to 9 ordinal 2 always off\n");
    REQUIRE(scenario.rules.size() == 1);
    const Impairment& rule = scenario.rules[0];
    CHECK(rule.match == PacketMatch{.from = {},
                                    .to = HostId{1},
                                    .flag_match = FlagMatch::includes,
                                    .flags = {.syn = true},
                                    .ordinal = 2,
                                    .min_text = 0,
                                    .max_text = 9});
    CHECK(rule.unlimited);
    CHECK_FALSE(rule.enabled);
    CHECK(only_command<SwitchImpairment>("rule r hold client -> server\nat 1s rule r on") ==
          SwitchImpairment{{1}, true});
  }
  TEST_CASE("things happen at a time, in a state or after a signal") {
    const Scenario scenario = hosts_with(
        "when client ESTABLISHED after 5ms client close\nwhen server peer_closed server close\n");
    CHECK(scenario.entries[0].when == When(WhenState{{0}, State::established, 5ms}));
    CHECK(scenario.entries[1].when == When(WhenSignal{{1}, Signal::peer_closed, 0ms}));
  }
  TEST_CASE("a name can be found") {
    const Scenario scenario = hosts_with("");
    CHECK(find_host(scenario, "server") == HostId{1});
    CHECK_FALSE(find_host(scenario, "nobody").has_value());
  }
  TEST_CASE("every member of TcpConfig is a knob") {
    std::istringstream header(
        read_text(std::filesystem::path(support::source_dir()) / "engine/tcp/config.hpp"));
    const std::regex member(R"(^  (?:[A-Z]\w+|bool|std::\S+) (\w+)(?: = [^;]+|\{\})?;.*)");
    std::vector<std::string> members;
    std::smatch found;
    for (std::string line; std::getline(header, line);)
      if (std::regex_match(line, found, member)) members.push_back(found[1]);
    const auto names = knob_names();
    CHECK(members == std::vector<std::string>(names.begin(), names.end()));
  }
}

}  // namespace engine
