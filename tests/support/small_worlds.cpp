#include "tests/support/small_worlds.hpp"

#include <array>
#include <stdexcept>
#include <unordered_set>

#include "engine/lesson/parse.hpp"
#include "tests/support/world_builder.hpp"

namespace engine::test {
namespace {

struct SpoilRow {
  WireAction action;
  const char* words;  // in the language of scenarios
};

const std::array<SpoilRow, spoil_count>& spoil_rows() {
  static const std::array<SpoilRow, spoil_count> rows{{
      {DropIt{}, "drop"},
      {DuplicateIt{10ms}, "duplicate after 10ms"},
      {DelayIt{75ms}, "delay 75ms"},
      {DelayIt{1500ms}, "delay 1.5s"},
      {DuplicateIt{2500ms}, "duplicate after 2.5s"},
      {DelayIt{20s}, "delay 20s"},
  }};
  return rows;
}

std::string state_of(const Host& host) {
  if (const Connection* const c = newest_connection(host)) return std::string(name(c->tcb.state));
  return std::string(name(host.connections.empty() ? State::closed : State::listen));
}

// ---- what must be true of every world

std::optional<std::string> disordered(const Tcb& tcb) {
  if (tcb.state == State::closed || tcb.state == State::listen) return {};
  if (precedes(tcb.snd.nxt, tcb.snd.una) || precedes(tcb.snd.max, tcb.snd.nxt))
    return "SND.UNA =< SND.NXT =< SND.MAX does not hold";
  return {};
}

std::optional<std::string> disagree(const Tcb& sender, const Tcb& receiver) {
  if (precedes(sender.snd.max, receiver.rcv.nxt)) return "RCV.NXT is beyond what was ever sent";
  if (precedes(receiver.rcv.nxt, sender.snd.una)) return "SND.UNA is beyond what was ever received";
  return {};
}

std::optional<std::string> broken(const World& world) {
  for (const Host& host : world.hosts)
    for (const Connection& c : host.connections)
      if (auto what = disordered(c.tcb)) return what;
  for (const Connection& a : world.hosts[0].connections)
    for (const Connection& b : world.hosts[1].connections) {
      if (!belong_together(a.tcb, b.tcb)) continue;
      if (auto what = disagree(a.tcb, b.tcb)) return what;
      if (auto what = disagree(b.tcb, a.tcb)) return what;
    }
  return {};
}

// ---- trying every way

struct Node {
  World world;
  std::array<std::string, 2> read;
  std::vector<Spoilt> spoilt;
  std::vector<PacketId> open;  // departed at this instant, not yet decided about
  std::size_t steps = 0;
};

class Explorer {
 public:
  Explorer(const Situation& situation, const Bounds& bounds, const Invariant& invariant)
      : situation_(situation), bounds_(bounds), invariant_(invariant) {}

  Explored run() {
    const auto scenario = parse_scenario(situation_.script, situation_.name);
    if (!scenario) throw std::runtime_error(scenario.error().front().what);
    auto prepared = prepare(*scenario, situation_.name);
    if (!prepared) throw std::runtime_error(prepared.error().what);
    bytes_ = std::move(prepared->bytes);
    follow({.world = std::move(prepared->start), .read = {}, .spoilt = {}, .open = {}, .steps = 0});
    return std::move(result_);
  }

 private:
  // Plays one way to its end; wherever packets depart, the other ways are taken first.
  void follow(Node node) {
    while (!result_.violation) {
      if (node.world.next_event_at() != node.world.now && !node.open.empty()) decide(node);
      if (result_.violation) return;
      if (node.world.next_event_at() == never) return rest(node);
      if (!step(node)) return;
    }
  }

  // Everything at this instant has happened: what departed may now be spoilt, one after the other,
  // as a scenario's entries of this instant would do it.
  void decide(Node& node) {
    std::vector<PacketId> open;
    std::swap(open, node.open);
    if (static_cast<int>(node.spoilt.size()) >= bounds_.faults) return;
    if (seen_.insert(fingerprint(node.world, bytes_)).second) ++result_.worlds;
    for (std::size_t i = 0; i < open.size(); ++i)
      for (std::size_t kind = 0; kind < bounds_.spoils && !result_.violation; ++kind) {
        Node other = node;
        other.open.assign(open.begin() + static_cast<std::ptrdiff_t>(i) + 1, open.end());
        spoil(other, open[i], static_cast<Spoil>(kind));
        follow(std::move(other));
      }
  }

  void spoil(Node& node, PacketId packet, Spoil kind) {
    const WireAction& action = spoil_rows()[static_cast<std::size_t>(kind)].action;
    node.world.apply(OnPacket{.packet = packet, .action = action}, node.world.now, bytes_, record_);
    node.spoilt.push_back({.at = node.world.now, .packet = packet, .spoil = kind});
  }

  bool step(Node& node) {
    if (++node.steps > bounds_.steps) return violated(node, "there is no end of segments");
    if (node.world.next_event_at() > world_start + bounds_.time)
      return violated(
          node, "something still happens after " + std::to_string(bounds_.time / 1s) + " seconds");
    node.world.step(bytes_, record_);
    ++result_.steps;
    for (const Fact& fact : record_.facts) {
      if (const auto* const sent = std::get_if<PacketSent>(&fact)) departed(node, *sent);
      if (const auto* const read = std::get_if<DataRead>(&fact))
        for (const std::uint8_t octet : bytes_.read(read->bytes))
          node.read[read->host.value] += static_cast<char>(octet);
    }
    result_.pairs.insert(state_pair(node.world));
    return holds(node);
  }

  // Copies are not spoilt again: the copying was the fault.
  void departed(Node& node, const PacketSent& sent) {
    const Packet* const packet = find(node.world.wire, sent.packet);
    if (packet != nullptr && packet->provenance == Provenance::stack)
      node.open.push_back(sent.packet);
  }

  bool holds(const Node& node) {
    if (const auto what = broken(node.world)) return violated(node, *what);
    for (std::size_t host = 0; host < 2; ++host)
      if (situation_.texts[host] && !situation_.texts[host]->starts_with(node.read[host]))
        return violated(node, "host " + std::to_string(host) + " read what was not sent: \"" +
                                  node.read[host] + "\"");
    if (invariant_)
      if (const auto what = invariant_(node.world)) return violated(node, *what);
    return true;
  }

  void rest(const Node& node) {
    ++result_.ways;
    const std::string pair = state_pair(node.world);
    result_.rests.insert(pair);
    if (pair != situation_.end) violated(node, "it comes to rest as " + pair);
  }

  bool violated(const Node& node, const std::string& what) {
    std::string file = situation_.script;
    file += "# Violated: " + what + "\n";
    for (const Spoilt& s : node.spoilt)
      file += "at " + time_words(s.at) + " packet " + std::to_string(s.packet.value) + ' ' +
              spoil_rows()[static_cast<std::size_t>(s.spoil)].words + '\n';
    for (std::size_t host = 0; host < 2; ++host)
      file += "expect at " + time_words(node.world.now) + ' ' + node.world.hosts[host].name + ' ' +
              state_of(node.world.hosts[host]) + '\n';
    result_.violation = Violation{.what = what, .scenario = std::move(file)};
    return false;
  }

  static std::string time_words(Instant at) {
    return std::to_string((at - world_start).count()) + "ns";
  }

  const Situation& situation_;
  const Bounds& bounds_;
  const Invariant& invariant_;
  ByteArena bytes_;
  StepRecord record_;
  Explored result_;
  std::unordered_set<std::uint64_t> seen_;
};

}  // namespace

Explored explore(const Situation& situation, const Bounds& bounds, const Invariant& invariant) {
  return Explorer(situation, bounds, invariant).run();
}

std::string state_pair(const World& world) {
  return state_of(world.hosts[0]) + ' ' + state_of(world.hosts[1]);
}

}  // namespace engine::test
