#include "app/scene/forging.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "app/scene/forge_presets.hpp"
#include "app/scene/forge_verdict.hpp"
#include "engine/segment/codec.hpp"
#include "engine/segment/options.hpp"
#include "tests/app/scene/recorded.hpp"

using namespace scene;
using namespace scene::test;
using engine::SeqNum;

namespace {

// Both ends open, the client has sent five bytes; 400 ms have passed.
Recorded talking() {
  Recorded run;
  run.call(server, engine::Listen{.port = 80}, 0ns);
  run.call(client, engine::Connect{.remote = engine::test::server_socket()}, 0ns);
  run.call(client, engine::SendText{.text = "hello"}, 200ms);
  run.run_to(400ms);
  return run;
}

ForgeDraft towards_server(const engine::World& world) {
  return filled(ForgePreset::fin_ack, world, {.from = client, .to = server}).draft;
}

std::optional<ForgeNumber> number(const Recorded& run, std::string_view typed,
                                  NumberUse use = NumberUse::seq) {
  const engine::World& world = run.timeline.edge();
  return forge_number(typed, use, towards_server(world), world);
}

ForgeVerdict preview(const engine::Timeline& run, const std::vector<std::uint8_t>& packet) {
  return forge_verdict(run.edge(), run.bytes(), {.from = client, .to = server, .packet = packet},
                       run.edge().now);
}

ForgeVerdict preview(const Recorded& run, ForgePreset preset) {
  const engine::World& world = run.timeline.edge();
  const FilledPreset ready = filled(preset, world, {.from = client, .to = server});
  return preview(run.timeline, forge_bytes(ready.draft, world).packet);
}

bool says(const std::vector<Phrase>& found, std::string_view which) {
  return std::ranges::find(found, "forge.odd." + std::string(which), &Phrase::key) != found.end();
}

std::vector<Phrase> oddities_of(ForgeDraft draft) {
  const engine::World world = engine::test::two_hosts();
  return oddities(engine::describe(forge_bytes(draft, world).packet));
}

// ---- random forgeries

struct Dice {
  engine::Random random;
  std::uint64_t below(std::uint64_t n) { return random.below(n); }
  bool rarely() { return below(8) == 0; }
};

std::string near(Dice& dice, std::string_view name) {
  constexpr const char* offsets[] = {"", "", "", "+1", "-1", "+100", "-5", "+70000", "+2000000000"};
  if (dice.rarely()) return std::to_string(dice.below(0xFFFF'FFFF));
  return std::string(name) + offsets[dice.below(std::size(offsets))];
}

ForgeDraft random_draft(Dice& dice, const engine::World& world) {
  ForgeDraft draft = towards_server(world);
  draft.flags = engine::flags_from_byte(static_cast<std::uint8_t>(
      dice.below(2) == 0 ? dice.below(256) : std::uint64_t{1} << dice.below(5)));
  if (dice.below(3) != 0) draft.flags.ack = true;
  const bool named = forge_target(draft, world) != nullptr;
  draft.seq = named ? near(dice, "server.RCV.NXT") : std::to_string(dice.below(10'000));
  draft.ack = named ? near(dice, "server.SND.NXT") : std::to_string(dice.below(10'000));
  draft.window = std::to_string(dice.below(65'536));
  if (dice.rarely()) draft.urgent = std::to_string(dice.below(2'000));
  if (dice.rarely()) draft.mss = std::to_string(dice.below(3'000));
  if (dice.rarely()) draft.ts_value = std::to_string(dice.below(0xFFFF'FFFF));
  if (dice.rarely()) draft.source = "203.0.113.7";
  if (dice.rarely()) draft.dest_port = "81";
  if (dice.below(3) == 0) draft.text = std::string(dice.below(900), 'x');
  draft.wrong_checksum = dice.below(20) == 0;
  return draft;
}

// A run in which the server has been in every state that lasts.
engine::Timeline run_until(std::uint64_t number) {
  Recorded run;
  run.call(server, engine::Listen{.port = 80}, 0ns);
  run.call(client, engine::Connect{.remote = engine::test::server_socket()}, 10ms);
  run.call(client, engine::SendText{.text = "hello"}, 300ms);
  run.call(server, engine::SendText{.text = "good day"}, 350ms);
  if (number % 2 == 0) run.call(server, engine::Close{}, 600ms);
  run.call(client, engine::Close{}, 800ms);
  if (number % 2 == 1) run.call(server, engine::Close{}, 900ms);
  run.run_to(1200ms);
  const auto until = at(std::chrono::milliseconds(20 + 37 * (number % 31)));
  return run.timeline.fork(run.timeline.steps_until(until));
}

std::string told(const ForgeVerdict& verdict) {
  std::string text = verdict.words.key + " " + verdict.place;
  for (const auto& [name, value] : verdict.words.values)
    if (const auto* words = std::get_if<std::string>(&value)) text += " " + *words;
  for (const WhyRow& row : verdict.why.rows) {
    text += "\n" + row.words.key + " " + row.place;
    if (!row.rule) continue;
    for (const auto& [name, value] : row.words.values)
      if (const auto* n = std::get_if<std::int64_t>(&value)) text += " " + std::to_string(*n);
  }
  return text;
}

}  // namespace

TEST_SUITE("scene: forging (ux 8)") {
  TEST_CASE("options that do not fit into their 40 bytes make no packet") {
    const engine::World world = engine::test::two_hosts();
    ForgeDraft draft{.from = client, .to = server};
    draft.others.sack.count = 3;
    draft.ts_value = "1";
    CHECK(forge_bytes(draft, world).wrong.empty());
    draft.mss = "1460";
    CHECK(forge_bytes(draft, world).wrong == std::vector{ForgeField::options});
  }

  TEST_CASE("bytes whose options would not fit when written our way stay bytes") {
    const engine::World world = engine::test::two_hosts();
    ForgeDraft draft{.from = client, .to = server, .flags = {.syn = true}};
    draft.others.sack.count = 4;
    draft.mss = "1460";
    std::vector<std::uint8_t> packet = forge_bytes(draft, world).packet;
    REQUIRE(packet.size() == 80);
    // MSS, SACK with three blocks, timestamps: 40 bytes without padding.
    packet[44] = engine::option_kind::sack;
    packet[45] = 26;
    packet[70] = engine::option_kind::timestamps;
    packet[71] = 10;
    engine::seal(packet);
    REQUIRE(engine::decode(packet));
    CHECK(copy_of(packet, world, {.from = client, .to = server}).hex == packet);
  }

  TEST_CASE("A14: preview, receiver and Why agree for 1,000 random segments") {
    int accepted = 0;
    for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
      Dice dice{engine::Random(seed)};
      engine::Timeline real = run_until(seed);
      const engine::Instant now = real.edge().now;
      const ForgeDraft draft = random_draft(dice, real.edge());
      const ForgeBytes made = forge_bytes(draft, real.edge());
      CAPTURE(seed);
      REQUIRE(made.wrong.empty());
      const engine::Forge forge{.from = client, .to = server, .packet = made.packet};
      const auto foreseen = engine::forecast(real.edge(), real.bytes(), forge, now);
      REQUIRE(foreseen);
      const ForgeVerdict before = forge_verdict(real.edge(), real.bytes(), forge, now);

      REQUIRE(real.act(forge, now));
      const engine::PacketId packet{static_cast<std::uint32_t>(real.flights().size())};
      REQUIRE(real.act(engine::DeliverNow{packet}, now));
      while (real.flights()[packet.value - 1].ended_at == engine::never) REQUIRE(real.advance());
      RunIndex index;
      index.catch_up(real);
      const ForgeVerdict after = verdict_on(real, index, packet);
      CHECK(told(before) == told(after));
      CHECK(foreseen->run.edge().host(server).connections == real.edge().host(server).connections);
      accepted += before.words.key.starts_with("forge.verdict.accepted") ? 1 : 0;
    }
    CHECK(accepted > 100);
    CHECK(accepted < 700);
  }

  TEST_CASE("trying it on a copy changes nothing") {
    const Recorded run = talking();
    const auto before = fingerprint(run.timeline.edge(), run.timeline.bytes());
    preview(run, ForgePreset::rst_exact);
    CHECK(fingerprint(run.timeline.edge(), run.timeline.bytes()) == before);
  }

  TEST_CASE("an exact RST closes, one in the window is challenged, one outside is thrown away") {
    const Recorded run = talking();
    const ForgeVerdict exact = preview(run, ForgePreset::rst_exact);
    CHECK(told(exact).starts_with("forge.verdict.accepted_moves"));
    CHECK(told(exact).find("CLOSED") != std::string::npos);
    CHECK(preview(run, ForgePreset::rst_in_window).words.key == "forge.verdict.refused_answered");
    CHECK(preview(run, ForgePreset::rst_out_of_window).words.key == "forge.verdict.refused");
  }

  TEST_CASE("the line names the check that decided") {
    const Recorded run = talking();
    CHECK(preview(run, ForgePreset::rst_exact).place == "RFC 9293 3.10.7.4");
    CHECK(preview(run, ForgePreset::rst_in_window).place == "RFC 5961 3.2");
  }

  TEST_CASE("injected text is read by the server") {
    const Recorded run = talking();
    CHECK(preview(run, ForgePreset::inject).words.key.starts_with("forge.verdict.accepted"));
  }

  TEST_CASE("a number raw, relative or by name is one number") {
    const Recorded run = talking();  // client ISN 1000, server ISN 5000, five bytes came
    struct Row {
      const char* typed;
      std::uint32_t value;
      NumberStyle style;
    };
    for (const Row& row :
         {Row{"1006", 1006, NumberStyle::raw}, Row{"0x3EE", 1006, NumberStyle::raw},
          Row{"1\u2009006", 1006, NumberStyle::raw}, Row{"+6", 1006, NumberStyle::relative},
          Row{"-10", 990, NumberStyle::relative}, Row{"\u22121\u2009000", 0, NumberStyle::relative},
          Row{"server.RCV.NXT", 1006, NumberStyle::by_name},
          Row{" server.rcv.nxt + 100", 1106, NumberStyle::by_name},
          Row{"client.SND.NXT-1", 1005, NumberStyle::by_name},
          Row{"SERVER.ISS", 5000, NumberStyle::by_name},
          Row{"server.IRS+1", 1001, NumberStyle::by_name}}) {
      CAPTURE(row.typed);
      const auto read = number(run, row.typed);
      REQUIRE(read);
      CHECK(read->value == SeqNum{row.value});
      CHECK(read->style == row.style);
    }
    CHECK(number(run, "+6", NumberUse::ack)->value == SeqNum{5006});
    CHECK(number(run, "1006")->relative == 6u);
  }

  TEST_CASE("what is no number is not guessed at") {
    const Recorded run = talking();
    for (const char* typed : {"", "x", "5000 bytes", "nobody.RCV.NXT", "server.XYZ", "server.ISS*2",
                              "server.ISS+", "4294967296", "server"})
      CHECK_FALSE(number(run, typed));
  }

  TEST_CASE("a name stands for what is true when the segment is sent") {
    Recorded run = talking();
    ForgeDraft draft = towards_server(run.timeline.edge());
    const auto first = forge_bytes(draft, run.timeline.edge()).packet;
    run.call(client, engine::SendText{.text = "more"}, 500ms).run_to(700ms);
    const auto later = forge_bytes(draft, run.timeline.edge()).packet;
    CHECK(engine::describe(first).segment.seq == SeqNum{1006});
    CHECK(engine::describe(later).segment.seq == SeqNum{1010});
  }

  TEST_CASE("a relative number without a connection is unknown") {
    Recorded run;
    run.call(server, engine::Listen{.port = 80}, 0ns).run_to(10ms);
    CHECK_FALSE(number(run, "+1"));
    CHECK(number(run, "90"));
  }

  TEST_CASE("a copy of a segment seen is the same bytes") {
    const Recorded run = talking();
    for (const engine::Flight& flight : run.timeline.flights()) {
      const auto bytes = run.timeline.bytes().read(flight.bytes);
      const ForgeDraft draft =
          copy_of(bytes, run.timeline.edge(), {.from = flight.from, .to = *flight.to});
      CAPTURE(flight.id.value);
      CHECK_FALSE(draft.hex);
      CHECK(std::ranges::equal(forge_bytes(draft, run.timeline.edge()).packet, bytes));
    }
  }

  TEST_CASE("bytes that are no segment stay bytes") {
    const std::vector<std::uint8_t> torn{0x45, 0, 0, 9, 1, 2, 3, 4, 5};
    const engine::World world = engine::test::two_hosts();
    const ForgeDraft draft = copy_of(torn, world, {});
    CHECK(draft.hex == torn);
    CHECK(forge_bytes(draft, world).packet == torn);
    CHECK(says(oddities(engine::describe(torn)), "torn"));
  }

  TEST_CASE("every preset of a live connection can be sent") {
    const Recorded run = talking();
    for (const ForgePreset preset : forge_presets) {
      const FilledPreset ready =
          filled(preset, run.timeline.edge(), {.from = client, .to = server});
      CAPTURE(std::string(name(preset)));
      CHECK_FALSE(forge_bytes(ready.draft, run.timeline.edge()).packet.empty());
      CHECK(ready.fits == (preset != ForgePreset::ack_completes));
    }
  }

  TEST_CASE("without a connection the presets that need one say so, and can be sent all the same") {
    const engine::World world = engine::test::two_hosts();
    for (const ForgePreset preset : forge_presets) {
      const FilledPreset ready = filled(preset, world, {.from = client, .to = server});
      const bool free = preset == ForgePreset::syn_spoofed || preset == ForgePreset::syn_burst ||
                        preset == ForgePreset::old_duplicate_syn;
      CAPTURE(std::string(name(preset)));
      CHECK(ready.fits == free);
      CHECK_FALSE(forge_bytes(ready.draft, world).packet.empty());
    }
  }

  TEST_CASE("a third ACK for a half-open connection establishes it") {
    Recorded run;
    run.call(server, engine::Listen{.port = 80}, 0ns);
    run.call(client, engine::Connect{.remote = engine::test::server_socket()}, 0ns).run_to(60ms);
    const ForgeVerdict verdict = preview(run, ForgePreset::ack_completes);
    CHECK(told(verdict).find("ESTABLISHED") != std::string::npos);
  }

  TEST_CASE("fields that make no sense are named and nothing is made") {
    const engine::World world = engine::test::two_hosts();
    ForgeDraft draft = towards_server(world);
    draft.source = "10.0.0";
    draft.source_port = "70000";
    draft.mss = "x";
    const ForgeBytes made = forge_bytes(draft, world);
    CHECK(made.packet.empty());
    for (const ForgeField field : {ForgeField::source, ForgeField::source_port, ForgeField::mss})
      CHECK(std::ranges::find(made.wrong, field) != made.wrong.end());
    CHECK(made.wrong.size() == 3);
  }

  TEST_CASE("the first field that makes no sense says what it can hold") {
    const engine::World world = engine::test::two_hosts();
    struct Row {
      std::string ForgeDraft::* field;
      const char *name, *sentence;
    };
    for (const Row& row :
         {Row{&ForgeDraft::source, "forge.source", "forge.wrong.address"},
          Row{&ForgeDraft::source_port, "forge.source_port", "forge.wrong.number"},
          Row{&ForgeDraft::dest_port, "forge.dest_port", "forge.wrong.number"},
          Row{&ForgeDraft::seq, "forge.seq", "forge.wrong.place"},
          Row{&ForgeDraft::ack, "forge.ack", "forge.wrong.place"},
          Row{&ForgeDraft::window, "forge.window", "forge.wrong.number"},
          Row{&ForgeDraft::urgent, "forge.urgent", "forge.wrong.number"},
          Row{&ForgeDraft::ttl, "forge.ttl", "forge.wrong.number"},
          Row{&ForgeDraft::mss, "forge.mss", "forge.wrong.maybe"},
          Row{&ForgeDraft::window_scale, "forge.window_scale", "forge.wrong.maybe"},
          Row{&ForgeDraft::ts_value, "forge.ts_value", "forge.wrong.maybe"},
          Row{&ForgeDraft::ts_echo, "forge.ts_echo", "forge.wrong.maybe"}}) {
      ForgeDraft draft = towards_server(world);
      draft.*row.field = "nonsense";
      const Phrase why = why_no_packet(forge_bytes(draft, world));
      CHECK(why.key == row.sentence);
      CHECK(why.values.front().second == PhraseValue{Word{row.name}});
    }
  }

  TEST_CASE("what no TCP would send is labelled, what one would is not") {
    ForgeDraft draft = towards_server(engine::test::two_hosts());
    draft.seq = draft.ack = "1";
    CHECK(oddities_of(draft).empty());
    draft.flags = {.syn = true, .fin = true};
    CHECK(says(oddities_of(draft), "syn_fin"));
    CHECK(says(oddities_of(draft), "ack_unused"));
    draft.flags = {};
    CHECK(says(oddities_of(draft), "no_flags"));
    draft.flags = {.fin = true};
    CHECK(says(oddities_of(draft), "lone_fin"));
    draft.flags = {.ack = true};
    draft.wrong_checksum = true;
    CHECK(says(oddities_of(draft), "checksum"));
    draft.wrong_checksum = false;
    draft.source = "10.0.0.2";
    draft.source_port = draft.dest_port;
    CHECK(says(oddities_of(draft), "land"));
  }

  TEST_CASE("who stands on the way sees the numbers, who stands beside it must guess") {
    const Recorded run = talking();
    ForgeDraft draft = towards_server(run.timeline.edge());
    CHECK(sight(draft, run.timeline.edge()) == Sight::on_path);
    engine::World three = run.timeline.edge();
    engine::Host attacker;
    attacker.id = {2};
    attacker.name = "attacker";
    attacker.address = engine::ipv4(10, 0, 0, 9);
    three.hosts.push_back(attacker);
    CHECK(usual_place(three, server).from == engine::HostId{2});
    draft.from = {2};
    CHECK(sight(draft, three) == Sight::blind);
  }

  TEST_CASE("the address where nobody lives is nobody's") {
    engine::World world = engine::test::two_hosts();
    world.hosts[1].address = nobody(world);
    CHECK_FALSE(host_at(world, nobody(world)));
  }
}
