#include "tests/support/trial.hpp"

#include <algorithm>

#include "engine/host/pattern.hpp"

namespace engine::test {
namespace {

constexpr std::size_t most_steps = 100'000;
constexpr Duration longest_ending = std::chrono::hours(3);  // by then everything is over

bool is_error(Signal signal) {
  return signal == Signal::refused || signal == Signal::reset || signal == Signal::timed_out ||
         signal == Signal::user_timeout || signal == Signal::unreachable;
}

bool lives_on_wire(State state) { return state != State::closed && state != State::listen; }

SeqNum right_edge(const Tcb& tcb) { return tcb.rcv.nxt + tcb.rcv.wnd; }

// So many packets of one host in one second are more than two windows of segments each round trip,
// an answer to everything that came, and some more.
std::size_t storm_of(const World& world, Duration latency) {
  std::size_t window = 0;
  for (const Host& host : world.hosts)
    window = std::max<std::size_t>(window, host.config.receive_buffer);
  std::size_t mss = 1'460;
  for (const Host& host : world.hosts) mss = std::min<std::size_t>(mss, host.config.mss);
  const auto trips = static_cast<std::size_t>(1s / (2 * latency)) + 1;
  return 100 + trips * 4 * (window / (mss - 40) + 10);
}

}  // namespace

Trial::Trial(Plan plan)
    : plan_(std::move(plan)), world_(world_of(plan_)), heals_at_(world_start + 20s) {
  play();
}

std::optional<std::string> Trial::broken(Property property) {
  const auto found = complaints_.find(property);
  if (found == complaints_.end()) return {};
  return found->second;
}

void Trial::play() {
  play_until(heals_at_);
  finish();
  judge();
}

// The wire is whole again: everybody reads what still comes and says what he had to say; who has
// not ended after twenty minutes then leaves.
void Trial::finish() {
  constexpr Application reader{.program = Sink{}};
  for (const HostId host : {client, server})
    apply(SetProgram{.host = host, .connection = {}, .application = reader});
  for (const auto& [host, connection] : all_connections()) {
    apply(SetProgram{.host = host, .connection = connection, .application = reader});
    apply(DoCall{.host = host, .connection = connection, .call = Shutdown{}});
  }
  play_until(world_.now + 20min);
  for (const auto& [host, connection] : all_connections())
    apply(DoCall{.host = host, .connection = connection, .call = Close{}});
  play_until(world_.now + longest_ending);
}

std::vector<std::pair<HostId, ConnId>> Trial::all_connections() const {
  std::vector<std::pair<HostId, ConnId>> all;
  for (const Host& host : world_.hosts)
    for (const Connection& c : host.connections)
      if (c.tcb.state != State::listen) all.emplace_back(host.id, c.id);
  return all;
}

void Trial::play_until(Instant end) {
  while (world_.next_event_at() <= end) {
    if (++steps_ > most_steps) return complain(Property::calm, "there is no end of events");
    step();
  }
  world_.now = std::max(world_.now, std::min(end, world_.next_event_at()));
}

void Trial::apply(const Command& command) {
  world_.apply(command, world_.now, bytes_, record_);
  heed();
}

void Trial::step() {
  world_.step(bytes_, record_);
  heed();
}

// What has happened, to the trial's own books; then the invariants.
void Trial::heed() {
  std::vector<std::pair<PacketId, std::size_t>> departed;
  meet();
  for (const Fact& fact : record_.facts) {
    if (const auto* const read = std::get_if<DataRead>(&fact)) heard(*read);
    if (const auto* const call = std::get_if<CallMade>(&fact)) called(*call);
    if (const auto* const told = std::get_if<Notified>(&fact))
      if (Life* const life = living(told->host, told->connection))
        life->failed |= is_error(told->signal);
    if (const auto* const sent = std::get_if<PacketSent>(&fact)) {
      if (sent->provenance != Provenance::stack) continue;
      departed.emplace_back(sent->packet, packets_++);
      count(*sent);
    }
    if (const auto* const power = std::get_if<HostChanged>(&fact))
      for (Life& life : lives_)
        if (life.host == power->host) life.forsaken = life.failed = true;
  }
  look();
  for (const auto& [packet, number] : departed) befall(packet, number);
}

void Trial::befall(PacketId packet, std::size_t number) {
  if (world_.now >= heals_at_ || number >= plan_.fates.size()) return;
  const Fate& fate = plan_.fates[number];
  if (fate.mishap == Mishap::none || fate.courage >= plan_.badness) return;
  world_.apply(OnPacket{.packet = packet, .action = action_of(fate, plan_)}, world_.now, bytes_,
               record_);
}

void Trial::count(const PacketSent& sent) {
  auto& [second, packets] = second_[sent.from.value];
  const std::int64_t now = (world_.now - world_start) / 1s;
  if (now != second) packets = 0;
  second = now;
  if (++packets > storm_of(world_, latency_of(plan_)))
    complain(Property::calm, std::to_string(packets) + " packets in one second");
  if (may_be_said_ && (*may_be_said_)-- == 0) {
    complain(Property::silence, "two in TIME-WAIT go on talking");
    may_be_said_.reset();
  }
}

void Trial::heard(const DataRead& read) {
  Life* const life = living(read.host, read.connection);
  if (life == nullptr) return complain(Property::prefix, "bytes from nowhere");
  for (const std::uint8_t octet : bytes_.read(read.bytes)) {
    if (octet != pattern_octet(life->read))
      complain(Property::prefix, "byte " + std::to_string(life->read) + " is not what was sent");
    ++life->read;
    ++delivered_;
  }
}

void Trial::called(const CallMade& call) {
  Life* const life = call.connection ? living(call.host, *call.connection) : nullptr;
  if (life == nullptr || call.result != CallResult::ok) return;
  const auto is = [&](const Call& kind) { return call.call == kind.index(); };
  if (is(SendText{}) || is(SendBulk{}) || is(Connect{})) life->written += call.bytes;
  if (is(Abort{})) life->forsaken = life->failed = true;
  // Most programs leave at the end only; people leave when they like, and so does one program.
  const bool all_read = life->tcb.rcv.fin && life->tcb.receive_buffer.unread() == 0;
  const bool by_program = !std::holds_alternative<BySchedule>(record_.cause) &&
                          !std::holds_alternative<ByCommand>(record_.cause) &&
                          plan_.hosts[call.host.value].program % 6 != 5;
  if (is(Close{}) && !by_program && !all_read) life->forsaken = true;
}

Trial::Life* Trial::living(HostId host, ConnId connection) {
  const auto found = living_.find({host.value, connection.value});
  return found == living_.end() ? nullptr : &lives_[found->second];
}

// A cookie is added to the client's number (RFC 4987 appendix A), so an acknowledgment from the
// middle of a connection that is over passes for one if both ends had sent as much, and one that
// comes late anyway: the dead rise with the wrong place in the stream. What is read of them proves
// nothing about TCP without cookies.
bool Trial::rises_by_cookie(const Host& host, const Connection& c) const {
  return c.parent && host.config.syn_cookies != SynCookies::off &&
         std::ranges::any_of(lives_, [&](const Life& life) {
           return life.host == host.id && life.tcb.sockets == c.tcb.sockets;
         });
}

// Every record that is new, or that has begun anew from TIME-WAIT, is a life of its own.
void Trial::meet() {
  for (const Host& host : world_.hosts)
    for (const Connection& c : host.connections) {
      if (!lives_on_wire(c.tcb.state)) continue;
      const Life* const life = living(host.id, c.id);
      if (life != nullptr && life->tcb.snd.iss == c.tcb.snd.iss) continue;
      haunted_ |= rises_by_cookie(host, c);
      lives_.push_back({.host = host.id, .tcb = c.tcb});
      living_[{host.id.value, c.id.value}] = lives_.size() - 1;
    }
}

void Trial::look() {
  for (const Host& host : world_.hosts)
    for (const Connection& c : host.connections)
      if (lives_on_wire(c.tcb.state)) look_at(*living(host.id, c.id), c.tcb);
  for (const Connection& a : world_.hosts[0].connections)
    for (const Connection& b : world_.hosts[1].connections)
      if (belong_together(a.tcb, b.tcb)) look_at_pair(a.id, b.id);
  look_at_silence();
}

// Once everybody is in TIME-WAIT, each packet under way may be answered, and that is all.
void Trial::look_at_silence() {
  bool all = true;
  for (const Host& host : world_.hosts) {
    bool some = false;
    for (const Connection& c : host.connections) {
      some |= c.tcb.state == State::time_wait;
      all &= c.tcb.state == State::time_wait || !lives_on_wire(c.tcb.state);
    }
    all &= some;
  }
  if (!all) may_be_said_.reset();
  if (all && !may_be_said_) may_be_said_ = 2 * world_.wire.packets.size() + 4;
}

// RFC 9293 3.4: the numbers of one end among themselves, and against what they were.
void Trial::look_at(Life& life, const Tcb& now) {
  const Tcb& before = life.tcb;
  const auto wrong = [&](const char* what) { complain(Property::numbers, what); };
  if (precedes(now.snd.nxt, now.snd.una)) wrong("SND.NXT is below SND.UNA");
  if (precedes(now.snd.max, now.snd.nxt)) wrong("SND.NXT is beyond what was ever sent");
  if (is_synchronized(before.state) && before.snd.iss == now.snd.iss &&
      before.rcv.irs == now.rcv.irs) {
    if (precedes(now.snd.una, before.snd.una)) wrong("SND.UNA goes back");
    if (precedes(now.snd.max, before.snd.max)) wrong("what was sent is forgotten");
    if (precedes(now.rcv.nxt, before.rcv.nxt)) wrong("RCV.NXT goes back");
    if (precedes(right_edge(now), right_edge(before))) wrong("the window shrinks from the right");
  }
  life.tcb = now;
}

// A SYN cookie that comes twice can make two connections of one (RFC 4987 3.6): the first counts.
void Trial::look_at_pair(ConnId of_client, ConnId of_server) {
  const std::array<std::size_t, 2> two{living_.at({client.value, of_client.value}),
                                       living_.at({server.value, of_server.value})};
  for (const std::size_t one : two)
    if (!lives_[one].peer) lives_[one].peer = two[0] + two[1] - one;
  if (lives_[two[0]].peer != two[1] || lives_[two[1]].peer != two[0]) return;
  look_at_way(lives_[two[0]], lives_[two[1]]);
  look_at_way(lives_[two[1]], lives_[two[0]]);
}

void Trial::look_at_way(const Life& from, const Life& to) {
  const auto wrong = [&](const char* what) { complain(Property::numbers, what); };
  if (precedes(from.tcb.snd.max, to.tcb.rcv.nxt)) wrong("RCV.NXT is beyond what was ever sent");
  if (precedes(to.tcb.rcv.nxt, from.tcb.snd.una)) wrong("SND.UNA is beyond what ever arrived");
  if (to.read > from.written) complain(Property::prefix, "more was read than was written");
  // One octet of a window probe and the FIN may lie beyond what was offered.
  const SeqNum last = right_edge(to.tcb) + 2;
  if (precedes(last, from.tcb.snd.max))
    complain(Property::numbers, std::to_string(distance(last, from.tcb.snd.max)) +
                                    " octets more were sent than the window offered");
}

// Everybody has finished, or his program knows why not; and nothing was lost on the way.
void Trial::judge() {
  for (const Host& host : world_.hosts)
    for (const Connection& c : host.connections)
      if (c.tcb.state != State::listen)
        complain(Property::ending, host.name + " is still in " + std::string(name(c.tcb.state)));
  if (world_.next_event_at() != never) complain(Property::ending, "something goes on for ever");
  for (const Life& to : lives_) {
    if (!to.peer) continue;
    const Life& from = lives_[*to.peer];
    const std::uint64_t arrived = to.read + to.tcb.receive_buffer.unread();
    if (from.failed || to.failed || to.forsaken || arrived == from.written) continue;
    complain(Property::ending, std::to_string(from.written) + " bytes were written, " +
                                   std::to_string(arrived) + " arrived, and nobody was told why");
  }
}

void Trial::complain(Property property, const std::string& what) {
  if (haunted_ && property != Property::calm && property != Property::silence) return;
  const auto at = std::to_string((world_.now - world_start) / 1ms);
  complaints_.emplace(property,
                      what + " (at " + at + " ms, packet " + std::to_string(packets_) + ")");
}

}  // namespace engine::test
