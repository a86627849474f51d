// Every command as words and back.
#include <doctest/doctest.h>

#include "engine/export/session_deeds.hpp"
#include "engine/host/profile.hpp"
#include "tests/support/random_history.hpp"

using namespace engine;

namespace {

const std::vector<std::string> hosts{"client", "server"};

Command read_back(const std::string& text) {
  LineReader line(text);
  Command command = read_deed(line, hosts);
  REQUIRE_MESSAGE(!line.failed(), text << ": " << in_english(line.mistake()->what));
  return command;
}

std::string mistake_in(const std::string& text) {
  LineReader line(text);
  read_deed(line, hosts);
  return line.failed() ? in_english(line.mistake()->what) : "";
}

// Values from the whole width of each field, most of which no run will ever see.
struct Wild {
  Random dice;

  std::uint32_t u32() { return static_cast<std::uint32_t>(dice.next()); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(dice.next()); }
  bool coin() { return dice.below(2) == 0; }
  template <class T>
  std::optional<T> maybe(T value) {
    return coin() ? std::optional(value) : std::nullopt;
  }
  HostId host() { return {static_cast<std::uint32_t>(dice.below(4))}; }
  Duration span() {
    const auto size = static_cast<std::int64_t>(dice.next() >> (4 + dice.below(50)));
    return Duration(coin() ? size : -size);
  }
  std::string text() {
    std::string text(dice.below(30), ' ');
    for (char& c : text) c = static_cast<char>(dice.next());
    return text;
  }
  WireAction action() {
    EditIt edit{.edits = {}, .keep_checksum = coin()};
    for (std::uint64_t i = dice.below(4); i > 0; --i) {
      constexpr auto fields = static_cast<std::uint64_t>(Field::trailing) + 1;
      edit.edits.push_back({static_cast<Field>(dice.below(fields)), dice.next()});
    }
    const WireAction actions[] = {DropIt{}, DelayIt{span()},  HoldIt{}, DuplicateIt{span()},
                                  edit,     CorruptIt{u32()}, SwapIt{}};
    return actions[dice.below(std::size(actions))];
  }
  Call call() {
    const Socket remote{{u32()}, u16()};
    SourceRoute route{.strict = coin()};
    for (std::uint64_t i = 1 + dice.below(SourceRoute::most_hops); i > 0; --i)
      route.hops[route.count++] = {u32()};
    const Ipv4Address local{coin() ? u32() : 0};
    const Call calls[] = {
        Listen{u16(), u32(), local},
        Connect{remote, u16(), coin() ? text() : "", local, coin() ? route : SourceRoute{}},
        Accept{},
        SendText{text(), coin()},
        SendBulk{u32()},
        Read{u32()},
        Shutdown{static_cast<ShutdownHow>(dice.below(3))},
        Close{maybe(span())},
        Abort{}};
    return calls[dice.below(std::size(calls))];
  }
  Impairment rule() {
    return {.id = {u32()},
            .match = {.from = maybe(host()),
                      .to = maybe(host()),
                      .flag_match = static_cast<FlagMatch>(dice.below(4)),
                      .flags = flags_from_byte(static_cast<std::uint8_t>(dice.next())),
                      .ordinal = u32(),
                      .min_text = maybe(u32()),
                      .max_text = maybe(u32()),
                      .again = maybe(coin())},
            .action = action(),
            .left = u32(),
            .unlimited = coin(),
            .enabled = coin(),
            .seen = u32(),
            .from_scenario = coin()};
  }
  AttackPlan plan() {
    const auto socket = [this] {
      return Socket{{u32()}, static_cast<std::uint16_t>(1 + u16() / 2)};
    };
    const Socket from = socket(), to = socket();
    const auto with = static_cast<Ammunition>(dice.below(3));
    const std::string text = with == Ammunition::text ? "rm -rf \"/\"\n" : "";
    const AttackPlan plans[] = {
        Flood{.target = to, .sources = {{u32()}, 1u << dice.below(24)}, .count = 7, .burst = 3},
        Guess{from, to, with, {u32()}, 1 + u16() * 1u, 9, 3ms, text},
        Scan{.target = to.address,
             .first_port = 80,
             .last_port = 90,
             .kind = static_cast<ScanKind>(dice.below(2))},
        Strike{from, to, with, text},
        ReplaySegment{from, to, flags_from_byte(static_cast<std::uint8_t>(u16()))},
        Hijack{from, to, {"a \x01", "b"}},
        Storm{from, to}};
    return plans[dice.below(std::size(plans))];
  }
  Command command() {
    std::vector<std::uint8_t> packet(dice.below(100));
    for (std::uint8_t& octet : packet) octet = static_cast<std::uint8_t>(dice.next());
    TcpConfig config = config_of(all_profiles[dice.below(all_profiles.size())]);
    config.mss =
        static_cast<std::uint16_t>(88 + dice.below(65'496 - 88));  // as a script may set it
    config.msl = Duration(static_cast<std::int64_t>(dice.next() >> 20));
    config.nagle = coin();
    const LinkConfig link{.latency = Duration(static_cast<std::int64_t>(dice.next() >> 20)),
                          .loss_ppm = static_cast<std::uint32_t>(dice.below(1'000'001)),
                          .reorder_extra = 3ms,
                          .bits_per_second = dice.below(1'000'000),
                          .queue_packets = static_cast<std::uint32_t>(dice.below(9)),
                          .mark_ppm = static_cast<std::uint32_t>(dice.below(1'000'001)),
                          .mark_queue = static_cast<std::uint32_t>(dice.below(9)),
                          .up = coin()};
    const Application source{.program = Source{1 + dice.below(1000), dice.next(), coin()},
                             .auto_accept = coin(),
                             .bytes_read = dice.next(),
                             .bytes_written = dice.next()};
    const Application slow{.program =
                               SlowReader{std::uint32_t{1} + u16(), 1ms, Instant(Duration(u32()))}};
    const Command commands[] = {DoCall{host(), maybe(ConnId{u32()}), call()},
                                OnPacket{{u32()}, action()},
                                Release{{u32()}},
                                DeliverNow{{u32()}},
                                Forge{host(), host(), packet},
                                ArmImpairment{rule()},
                                DisarmImpairment{{u32()}},
                                SwitchImpairment{{u32()}, coin()},
                                SetLink{host(), host(), link},
                                SetConfig{host(), config, maybe(ConnId{u32()})},
                                SetProgram{host(), maybe(ConnId{u32()}), coin() ? source : slow},
                                Crash{host()},
                                Reboot{host()},
                                Attack{host(), plan(), coin()},
                                CeaseFire{host()},
                                ForgeBurst{host(), host(), packet, u32(), span(), u32()},
                                Visit{host(), {.remote = {{u32()}, 80}}, span(), u32()},
                                EndVisits{host()}};
    static_assert(std::size(commands) == std::variant_size_v<Command>);
    return commands[dice.below(std::size(commands))];
  }
};

}  // namespace

TEST_SUITE("session_deeds") {
  TEST_CASE("deeds read like the lessons") {
    const std::pair<Command, std::string> rows[] = {
        {DoCall{{0}, {}, Connect{{ipv4(10, 0, 0, 2), 80}, 50'000}},
         "call client connect 10.0.0.2:80 from 50000"},
        {DoCall{{0}, {}, Connect{{ipv4(10, 0, 0, 2), 80}, 0, "GET /"}},
         R"(call client connect 10.0.0.2:80 from 0 with "GET /")"},
        {DoCall{{1}, ConnId{3}, Close{}}, "call server connection 3 close"},
        {DoCall{{0}, {}, SendText{"GET /\r\n", true}}, R"(call client send "GET /\x0d\n" urgent)"},
        {OnPacket{{3}, DelayIt{250ms}}, "packet 3 delay 250ms"},
        {OnPacket{{3}, EditIt{{{Field::window, 0}, {Field::flag_rst, 1}}, true}},
         "packet 3 edit window=0 flag_rst=1 keep-checksum"},
        {ArmImpairment{{.match = {.from = HostId{0},
                                  .to = HostId{1},
                                  .flag_match = FlagMatch::exactly,
                                  .flags = {.ack = true}},
                        .action = DropIt{},
                        .left = 2}},
         "arm drop client -> server exactly ACK times 2"},
        {ArmImpairment{{.id = {3}, .action = HoldIt{}, .left = 1}},
         "arm hold any -> any times 1 id 3"},
        {Forge{{0}, {1}, {0x45, 0x00}}, R"(forge client -> server "4500")"},
        {ForgeBurst{{0}, {1}, {0x45}, 100, 1ms, 8},
         R"(burst client -> server "45" count 100 every 1ms addresses 8)"},
        {OnPacket{{3}, SwapIt{}}, "packet 3 swap"},
        {Attack{{1}, Storm{{ipv4(10, 0, 0, 1), 9}, {ipv4(10, 0, 0, 2), 80}}, true},
         "attack server instead storm 10.0.0.1:9 -> 10.0.0.2:80"},
        {Visit{{0}, {.remote = {ipv4(10, 0, 0, 2), 80}}, 2s, 10},
         "visit client connect 10.0.0.2:80 from 0 every 2s count 10"},
        {EndVisits{{0}}, "end-visits client"},
        {SetConfig{{0}, {.mss = 536, .nagle = false}}, "config client mss=536 nagle=off"},
        {SetLink{{0}, {1}, {.latency = 20ms, .loss_ppm = 10'000}},
         "link client -> server latency 20ms loss 10000ppm"},
        {SetProgram{{1}, {}, {.program = Source{.bytes = 10}, .auto_accept = false}},
         "program server source 10 accept-by-hand"},
    };
    for (const auto& [command, text] : rows) {
      CHECK(deed_text(command, hosts) == text);
      CHECK(read_back(text) == command);
    }
  }

  TEST_CASE("every command reads back as it was, whatever its values") {
    Wild wild{Random(7)};
    std::array<int, std::variant_size_v<Command>> met{};
    for (int i = 0; i < 5'000; ++i) {
      const Command command = wild.command();
      ++met[command.index()];
      const std::string text = deed_text(command, hosts);
      REQUIRE_MESSAGE(read_back(text) == command, text);
    }
    for (const int times : met) CHECK(times > 0);
  }

  // Not a check at run time: a member that is added to one of these does not compile here, until
  // deed_text, read_deed and Wild know it.
  [[maybe_unused]] void every_member_is_written() {
    [[maybe_unused]] const auto& [call_host, call_connection, call] = DoCall{};
    [[maybe_unused]] const auto& [port, backlog, listen_at] = Listen{};
    [[maybe_unused]] const auto& [remote, local_port, text_at_once, connect_from, route] =
        Connect{};
    [[maybe_unused]] const auto& [text, urgent] = SendText{};
    [[maybe_unused]] const auto& [bytes] = SendBulk{};
    [[maybe_unused]] const auto& [max] = Read{};
    [[maybe_unused]] const auto& [how] = Shutdown{};
    [[maybe_unused]] const auto& [linger] = Close{};
    [[maybe_unused]] const auto& [packet, action] = OnPacket{};
    [[maybe_unused]] const auto& [by] = DelayIt{};
    [[maybe_unused]] const auto& [gap] = DuplicateIt{};
    [[maybe_unused]] const auto& [edits, keep_checksum] = EditIt{};
    [[maybe_unused]] const auto& [field, value] = FieldEdit{};
    [[maybe_unused]] const auto& [bit] = CorruptIt{};
    [[maybe_unused]] const auto& [id, match, rule_action, left, unlimited, enabled, seen, locked] =
        Impairment{};
    [[maybe_unused]] const auto& [from, to, way, flags, ordinal, least, most, again] =
        PacketMatch{};
    [[maybe_unused]] const auto& [forged_from, forged_to, forged] = Forge{};
    [[maybe_unused]] const auto& [burst_from, burst_to, first, burst_count, spacing, addresses] =
        ForgeBurst{};
    [[maybe_unused]] const auto& [attacker, plan, instead] = Attack{};
    [[maybe_unused]] const auto& [visitor, visit, pause, visits] = Visit{};
    [[maybe_unused]] const auto& [link_from, link_to, link] = SetLink{};
    [[maybe_unused]] const auto& [latency, jitter, loss, copies, damage, reorder, extra, rate,
                                  queue, mtu, mark, mark_queue, up] = LinkConfig{};
    [[maybe_unused]] const auto& [config_host, config, config_connection] = SetConfig{};
    [[maybe_unused]] const auto& [program_host, program_connection, application] = SetProgram{};
    [[maybe_unused]] const auto& [program, auto_accept, read, written] = Application{};
    [[maybe_unused]] const auto& [source_bytes, sent, close_after] = Source{};
    [[maybe_unused]] const auto& [slow_bytes, every, next] = SlowReader{};
  }

  TEST_CASE("a mistake says what was found and what is expected") {
    CHECK(mistake_in("call cleint close").find("did you mean `client`") != std::string::npos);
    CHECK(mistake_in("packet 3 drop it").find("the end of the line") != std::string::npos);
    CHECK(mistake_in("config client mss").find("such as mss=536") != std::string::npos);
    CHECK(mistake_in("config client mss=many").find("`many`") != std::string::npos);
    CHECK(mistake_in(R"(forge client -> server "4g")").find("hexadecimal") != std::string::npos);
    CHECK(mistake_in(R"(forge client -> server "450")").find("hexadecimal") != std::string::npos);
    CHECK(mistake_in("call client connect 10.0.0.2 from 1").find("port") != std::string::npos);
    CHECK(mistake_in("program server sink sent=3").find("never does") != std::string::npos);
  }
}
