// Boxes, attackers and plans in scripts: read as written, and refused with the nearest name.
#include "engine/lesson/attack_words.hpp"
#include "tests/engine/lesson/scripts.hpp"

namespace engine {
namespace {

const std::string third = two_hosts + "host mallory 10.0.0.66\n";

BoxKind box(const std::string& words) {
  const Scenario scenario = parsed(third + "box mallory before client " + words + "\n");
  REQUIRE(scenario.boxes.size() == 1);
  CHECK(scenario.boxes[0].at == HostId{2});
  CHECK(scenario.boxes[0].inside == std::vector{HostId{0}});
  return scenario.boxes[0].kind;
}

AttackPlan plan(const std::string& words) {
  const Scenario scenario =
      parsed(third + "attacker mallory on-path\nat 1s attack mallory " + words + "\n");
  const auto& command = std::get<Command>(scenario.entries[0].deed);
  return std::get<Attack>(command).plan;
}

// Of the line behind the declaration of the attacker.
std::string mistake(const std::string& line) {
  const auto scenario = parse_scenario(third + "attacker mallory blind\n" + line + "\n", "x");
  return scenario ? "" : scenario.error()[0].what;
}

constexpr Socket client_end{ipv4(10, 0, 0, 1), 50'000}, server_end{ipv4(10, 0, 0, 2), 80};

}  // namespace

TEST_SUITE("engine/lesson: network") {
  TEST_CASE("every kind of box is read with its properties") {
    CHECK(box("firewall") == BoxKind(Firewall{}));
    CHECK(box("firewall idle 5s resets admit 80 admit 443 flows 7") ==
          BoxKind(
              Firewall{.idle_timeout = 5s, .resets = true, .admits = {80, 443}, .most_flows = 7}));
    CHECK(box("firewall admit all") == BoxKind(Firewall{.admits_all = true}));
    CHECK(box("translator idle 2min") == BoxKind(Translator{.idle_timeout = 2min}));
    CHECK(box("strip sack timestamps") ==
          BoxKind(OptionStripper{.sack = true, .timestamps = true}));
    CHECK(box("clamp-mss 1200") == BoxKind(MssClamp{1'200}));
    CHECK(box("window-scale both becomes 0") ==
          BoxKind(ScaleMangler{.outward = true, .inward = true, .becomes = 0}));
    CHECK(box("window-scale inward removed") == BoxKind(ScaleMangler{}));
    CHECK(box("router mtu 1400 silent") == BoxKind(Router{.mtu = 1'400, .silent = true}));
  }

  TEST_CASE("a box may stand before several hosts, and the world has it") {
    const Scenario scenario =
        parsed(third + "box mallory before client and server router\nattacker mallory blind\n");
    const auto prepared = prepare(scenario, "test");
    REQUIRE(prepared);
    REQUIRE(prepared->start.wire.boxes.size() == 1);
    CHECK(prepared->start.wire.boxes[0].inside.size() == 2);
    CHECK(prepared->start.wire.addresses.size() == 3);
    CHECK(prepared->start.attackers.size() == 1);
  }

  TEST_CASE("congestion marks are properties of the wire") {
    const Scenario scenario = parsed(two_hosts + "wire mark 3% mark-queue 4\n");
    CHECK(scenario.wire.mark_ppm == 30'000);
    CHECK(scenario.wire.mark_queue == 4);
  }

  TEST_CASE("every plan is read with its numbers") {
    CHECK(plan("flood server:80 from 203.0.113.0/24 count 9 burst 3 every 2ms") ==
          AttackPlan(Flood{server_end, {ipv4(203, 0, 113, 0), 256}, 9, 3, 2ms}));
    CHECK(plan("guess text \"x\" client:50000 -> server:80 from 7 stride 9 count 2 every 1s") ==
          AttackPlan(Guess{client_end, server_end, Ammunition::text, {7}, 9, 2, 1s, "x"}));
    CHECK(plan("scan fin server ports 80 to 82 every 5ms patience 2s") ==
          AttackPlan(Scan{server_end.address, 80, 82, ScanKind::fin, 5ms, 2s}));
    CHECK(plan("scan syn 10.0.0.2 ports 80") ==
          AttackPlan(Scan{.target = server_end.address, .first_port = 80, .last_port = 80}));
    CHECK(plan("strike reset client:50000 -> server:80") ==
          AttackPlan(Strike{client_end, server_end, Ammunition::reset, ""}));
    CHECK(plan("replay SYN client:50000 -> server:80") ==
          AttackPlan(ReplaySegment{client_end, server_end, {.syn = true}}));
    CHECK(plan("hijack client:50000 -> server:80 say \"a\" \"b\"") ==
          AttackPlan(Hijack{client_end, server_end, {"a", "b"}}));
    CHECK(plan("storm client:50000 -> server:80") == AttackPlan(Storm{client_end, server_end}));
  }

  TEST_CASE("a plan in words reads back equal") {
    for (const std::string words :
         {"flood 10.0.0.2:80 from 203.0.113.0/24 count 9 burst 3 every 2ms",
          "guess syn 10.0.0.1:50000 -> 10.0.0.2:80 from 7 stride 9 count 2 every 1s",
          "scan fin 10.0.0.2 ports 80 to 82 every 5ms patience 2s",
          "strike text \"a b\" 10.0.0.1:50000 -> 10.0.0.2:80",
          "replay FIN,ACK 10.0.0.1:50000 -> 10.0.0.2:80",
          "hijack 10.0.0.1:50000 -> 10.0.0.2:80 say \"a\" \"b\"",
          "storm 10.0.0.1:50000 -> 10.0.0.2:80"})
      CHECK(plan_text(plan(words)) == words);
  }

  TEST_CASE("mistakes name what is known") {
    CHECK(mistake("box mallory before client firewal") ==
          "found `firewal`, expected a kind of box such as firewall or router; did you mean "
          "`firewall`?");
    CHECK(mistake("box mallory before mallory router") ==
          "a box stands before other hosts, not before its own");
    CHECK(mistake("box mallory before client strip sak") ==
          "found `sak`, expected an option such as window-scale; did you mean `sack`?");
    CHECK(mistake("attacker mallory blind") == "`mallory` is an attacker already");
    CHECK(mistake("attacker server blnd") ==
          "found `blnd`, expected what the attacker sees: `blind` or `on-path`; did you mean "
          "`blind`?");
    CHECK(mistake("at 1s attack client storm client:1 -> server:80") ==
          "`client` is no attacker: say `attacker client blind` or `attacker client on-path` "
          "before");
    CHECK(mistake("at 1s attack mallory flod server:80") ==
          "found `flod`, expected a plan such as flood, scan or guess; did you mean `flood`?");
    CHECK(mistake("at 1s attack mallory flood server:80 from 203.0.113.0/7 count 1 every 1ms") ==
          "found `203.0.113.0/7`, expected an address or a block such as 203.0.113.0/24");
    CHECK(mistake("at 1s attack mallory flood server:80 from 203.0.113.1 count 1 every 0") ==
          "found 0, expected a time above 0");
  }
}

}  // namespace engine
