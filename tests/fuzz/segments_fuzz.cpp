// An endpoint in each of the states of TCP, fed with segments that are nearly right: numbers around
// the edges of its windows, any flags, any options, mixed with calls, timers and changed settings.
// Nothing may break an invariant, every packet that leaves is sound, and no one packet may cause a
// storm.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "app/command_line/endpoint_machine.hpp"
#include "engine/host/stack.hpp"
#include "engine/segment/codec.hpp"
#include "engine/segment/icmp.hpp"

using namespace engine;
using namespace app::command_line::endpoint;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

constexpr Ipv4Address us = ipv4(192, 168, 0, 1), them = ipv4(192, 0, 2, 1);
constexpr std::uint16_t our_port = 8080, their_port = 40'000;

// The fuzzer's bytes as a source of choices; zero when they are used up.
struct Choices {
  const std::uint8_t* at;
  const std::uint8_t* end;
  bool empty() const { return at == end; }
  std::uint8_t byte() { return empty() ? std::uint8_t{0} : *at++; }
  std::uint16_t word() {
    const std::uint8_t high = byte();
    return static_cast<std::uint16_t>(high << 8 | byte());
  }
};

struct Play {
  Machine machine;
  std::optional<ConnId> connection{};

  explicit Play(const Settings& settings) : machine(us, settings) {}

  const Tcb* tcb() {
    if (connection)
      if (const Connection* const c = machine.record(*connection)) return &c->tcb;
    return nullptr;
  }

  // ---- acting
  void call(const Call& what) {
    machine.act(connection, [&](Host& host, ByteArena& bytes, HostTurn& turn) {
      const auto id = std::holds_alternative<Listen>(what) || std::holds_alternative<Connect>(what)
                          ? std::nullopt
                          : connection;
      static_cast<void>(engine::call(host, id, what, bytes, turn));
    });
    adopt();
    check();
  }
  void inject(Segment segment, std::span<const std::uint8_t> text, Ecn ecn = Ecn::not_capable) {
    segment.source_port = their_port;
    segment.dest_port = our_port;
    segment.text.length = static_cast<std::uint32_t>(text.size());
    std::vector<std::uint8_t> packet(encoded_size(segment));
    encode_headers({.source = them, .destination = us, .ecn = ecn}, segment, packet);
    std::ranges::copy(text, text_part(segment, packet).begin());
    seal(packet);
    machine.inject(packet);
    adopt();
    check();
  }
  void wait(Duration length) {
    machine.run(machine.now() + length, false);
    adopt();
    check();
  }

  // The record for our pair of sockets, accepted as soon as that is possible.
  void adopt() {
    const auto id = machine.host().connections.with_sockets(
        {.local = {us, our_port}, .remote = {them, their_port}});
    connection = id;
    if (!id || machine.record(*id)->accepted || !machine.record(*id)->parent) return;
    if (!is_synchronized(machine.record(*id)->tcb.state)) return;
    machine.act(id, [&](Host& host, ByteArena& bytes, HostTurn& turn) {
      static_cast<void>(engine::call(host, machine.record(*id)->parent, Accept{}, bytes, turn));
    });
  }

  // ---- what holds after every event
  void check() {
    require(machine.host().connections.consistent());
    const Happened happened = machine.take_happened();
    require(happened.sent.size() < 20'000);
  }
};

Settings settings_of(Choices& choices) {
  Settings settings;
  const std::uint8_t bits = choices.byte();
  settings.iss = choices.byte() & 1 ? 0xFFFF'FF80u : 1000u;
  settings.tcp.timestamps = bits & 1;
  settings.tcp.sack = bits & 2;
  if (bits & 4) settings.tcp.window_scale = static_cast<std::uint8_t>(bits >> 5);
  settings.tcp.rfc5961 = !(bits & 8);
  settings.tcp.keepalive = bits & 16;
  settings.tcp.receive_buffer = 3000;
  settings.tcp.send_buffer = 5000;
  settings.tcp.msl = 1s;
  return settings;
}

constexpr std::array<std::uint8_t, 8> greeting{'g', 'r', 'e', 'e', 't', 'i', 'n', 'g'};

Segment opening(Flags flags, std::uint32_t seq, SeqNum ack, const Settings& settings) {
  Segment s{.seq = {seq}, .ack = ack, .flags = flags, .window = 2000};
  s.options.mss = 500;
  s.options.sack_permitted = settings.tcp.sack;
  if (settings.tcp.timestamps) s.options.timestamps = Timestamps{1, 0};
  if (settings.tcp.window_scale) s.options.window_scale = 2;
  return s;
}

constexpr std::uint32_t irs = 0xFFFF'FFF0u;

// A segment that fits the connection exactly.
Segment fitting(const Tcb& tcb, Flags flags) {
  Segment s{.seq = tcb.rcv.nxt, .ack = tcb.snd.max, .flags = flags, .window = 2000};
  if (tcb.ts.on) s.options.timestamps = Timestamps{tcb.ts.recent, 0};
  return s;
}

void fits(Play& play, Flags flags) {
  if (const Tcb* const tcb = play.tcb()) play.inject(fitting(*tcb, flags), {});
}

// Leads the endpoint into one of the states.
void reach(Play& play, std::uint8_t which) {
  using enum State;
  const auto state = static_cast<State>(which % state_count);
  const Settings settings = play.machine.settings();
  if (state == closed) return;
  if (state == syn_sent || which & 0x80) {
    play.call(Connect{.remote = {them, their_port}, .local_port = our_port});
    if (state == syn_sent || state == listen) return;
    if (const Tcb* const tcb = play.tcb())
      play.inject(opening({.ack = true, .syn = true}, irs, tcb->snd.max, settings), {});
  } else {
    play.call(Listen{.port = our_port, .backlog = 3});
    if (state == listen) return;
    play.inject(opening({.syn = true}, irs, {}, settings), {});
    if (state == syn_received) return;
    fits(play, {.ack = true});
  }
  const bool they_first = state == close_wait || state == last_ack;
  if (they_first) fits(play, {.ack = true, .fin = true});
  if (state == close_wait || state == established || state == syn_received) return;
  if (which & 0x40) play.call(SendText{.text = "some text before the end"});
  play.call(which & 0x20 ? Call{Close{}} : Call{Shutdown{}});
  if (state == fin_wait_1 || state == last_ack) return;
  if (state == fin_wait_2) return fits(play, {.ack = true});
  if (state == time_wait) return fits(play, {.ack = true, .fin = true});
  if (const Tcb* const tcb = play.tcb()) {
    Segment crossing = fitting(*tcb, {.ack = true, .fin = true});
    crossing.ack = tcb->snd.una;
    play.inject(crossing, {});
  }
}

// A number near an interesting one.
SeqNum near(SeqNum base, std::uint8_t choice) {
  constexpr std::array<std::uint32_t, 16> far{
      0,    1,    0xFFFF'FFFF, 2,      0xFFFF'FFF8, 100,         500,         0xFFFF'FE0C,
      3000, 2999, 0xFFFF'F448, 65'535, 0x7FFF'FFFF, 0x8000'0000, 0x8000'0001, 8};
  return base + far[choice % far.size()];
}

Flags flags_of(std::uint8_t bits) {
  return {.cwr = (bits & 128) != 0,
          .ece = (bits & 64) != 0,
          .urg = (bits & 32) != 0,
          .ack = (bits & 16) != 0,
          .psh = (bits & 8) != 0,
          .rst = (bits & 4) != 0,
          .syn = (bits & 2) != 0,
          .fin = (bits & 1) != 0};
}

void add_options(Segment& s, const Tcb& tcb, Choices& choices) {
  const std::uint8_t bits = choices.byte();
  if (bits & 1) s.options.mss = choices.word();
  if (bits & 2) s.options.window_scale = static_cast<std::uint8_t>(choices.byte() % 15);
  s.options.sack_permitted = (bits & 20) == 4;
  const bool usual = tcb.ts.on && !(bits & 8);
  if (usual) s.options.timestamps = Timestamps{tcb.ts.recent + (bits >> 6), choices.word()};
  if (!tcb.ts.on && bits & 8) s.options.timestamps = Timestamps{choices.word(), choices.word()};
  const bool room = s.options.mss.has_value() + s.options.window_scale.has_value() == 0;
  if (!(bits & 16) || !room) return;  // all of them do not fit into one header
  s.options.sack.count = static_cast<std::uint8_t>(1 + (bits >> 5) % 3);
  for (int i = 0; i < s.options.sack.count; ++i) {
    const SeqNum left = near(tcb.snd.una, choices.byte());
    s.options.sack.blocks[static_cast<std::size_t>(i)] = {left, near(left, choices.byte())};
  }
}

void segment(Play& play, Choices& choices) {
  const Tcb nobody;
  const Tcb tcb = play.tcb() != nullptr ? *play.tcb() : nobody;
  Segment s;
  s.flags = flags_of(choices.byte());
  const std::uint8_t where = choices.byte();
  s.seq = near(where & 0x80 ? tcb.rcv.irs : tcb.rcv.nxt, where);
  const std::uint8_t what = choices.byte();
  s.ack = near(what & 0x80 ? tcb.snd.una : tcb.snd.max, what);
  s.window = choices.byte() & 1 ? choices.word() : std::uint16_t{2000};
  s.urgent_pointer = s.flags.urg ? choices.word() : std::uint16_t{0};
  add_options(s, tcb, choices);
  const std::vector<std::uint8_t> text(choices.byte() * 8u, greeting[choices.byte() % 8]);
  play.inject(s, text, static_cast<Ecn>(choices.byte() % 4));
}

// An ICMP error about something that we may have sent.
void complain(Play& play, Choices& choices) {
  if (play.tcb() == nullptr) return;
  Segment quoted{.source_port = our_port, .dest_port = their_port};
  quoted.seq = near(play.tcb()->snd.una, choices.byte());
  std::vector<std::uint8_t> packet(encoded_size(quoted));
  encode_headers({.source = us, .destination = them}, quoted, packet);
  seal(packet);
  const std::uint8_t type = choices.byte() & 1 ? std::uint8_t{3} : choices.byte();
  const auto code = static_cast<std::uint8_t>(choices.byte() % 16);
  play.machine.inject(encode_icmp(them, type, code, choices.word(), packet));
  play.adopt();
  play.check();
}

// The caller changes its mind about how the connection should behave.
void turn(Play& play, Choices& choices) {
  static const std::array<Json, 10> wishes{
      Json{{"nagle", false}},
      Json{{"keepalive", true}, {"keepalive_idle_us", 1'000'000}},
      Json{{"keepalive", false}},
      Json{{"user_timeout_us", 3'000'000}},
      Json{{"rcv_buf", 100}, {"snd_buf", 10}},
      Json{{"rcv_buf", 100'000}, {"delayed_ack_us", 0}},
      Json{{"mss", 64}, {"congestion", "none"}},
      Json{{"rto_min_us", 1'000}, {"rto_max_us", 50'000}, {"retries", 3}},
      Json{{"msl_us", 0}, {"fin_wait2_timeout_us", 1'000}},
      Json{{"rfc5961", false}, {"timestamps", true}, {"sack", true}, {"window_scale", 14}}};
  play.machine.reconfigure(wishes[choices.byte() % wishes.size()]);
  play.adopt();
  play.check();
}

void deed(Play& play, Choices& choices) {
  switch (choices.byte() % 14) {
    case 0:
      return play.call(SendText{.text = std::string(choices.byte() * 20u, 'x')});
    case 1:
      return play.call(Read{.max = choices.byte() * 20u});
    case 2:
      return play.call(Shutdown{});
    case 3:
      return play.call(Close{});
    case 4:
      return play.call(SendText{.text = "!", .urgent = true});
    case 5:
      return play.wait(std::chrono::milliseconds(choices.byte()));
    case 6:
      return play.wait(std::chrono::seconds(choices.byte()));
    case 7:
      if (choices.byte() % 8 == 0) return play.call(Abort{});
      return fits(play, {.ack = true});
    case 8:
      if (const Tcb* const tcb = play.tcb()) play.inject(fitting(*tcb, {.ack = true}), greeting);
      return;
    case 9:
      return complain(play, choices);
    case 10:
      return turn(play, choices);
    default:
      return segment(play, choices);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Choices choices{data, data + size};
  Play play(settings_of(choices));
  reach(play, choices.byte());
  while (!choices.empty()) deed(play, choices);
  play.wait(1h);
  return 0;
}
