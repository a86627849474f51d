#include "engine/world/attack_moves.hpp"

#include <algorithm>
#include <optional>

#include "engine/base/invariant.hpp"
#include "engine/segment/describe.hpp"

namespace engine {
namespace {

constexpr std::uint16_t first_scanning_port = 40'000;

std::uint32_t length_of(std::string_view text) { return static_cast<std::uint32_t>(text.size()); }

Segment bare(Ammunition with, SeqNum seq, std::string_view text) {
  Segment segment{.seq = seq, .window = 65'535};
  switch (with) {
    case Ammunition::reset:
      segment.flags.rst = true;
      return segment;
    case Ammunition::syn:
      segment.flags.syn = true;
      return segment;
    case Ammunition::text:
      segment.flags.ack = segment.flags.psh = true;
      segment.text.length = length_of(text);
      return segment;
  }
  unreachable("Ammunition");
}

std::uint32_t microseconds_of(Duration span) {
  return static_cast<std::uint32_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(span).count());
}

// What one end of a connection expects next, and what its peer does; by sight alone.
struct Numbers {
  SeqNum seq, ack;
};
std::optional<Numbers> numbers_by_sight(const ForgeDesk& desk, Socket source, Socket target) {
  const SeenFlow* const there = seen_flow(desk.attacker, source, target);
  const SeenFlow* const back = seen_flow(desk.attacker, target, source);
  if (there == nullptr || back == nullptr) {
    desk.silence(Rule::sight_is_needed, {source.port, target.port});
    return std::nullopt;
  }
  desk.note(Rule::numbers_seen, Outcome::done, {there->next.raw, back->next.raw});
  return Numbers{there->next, back->next};
}

Segment text_segment(Numbers numbers, std::string_view text) {
  Segment segment = bare(Ammunition::text, numbers.seq, text);
  segment.ack = numbers.ack;
  return segment;
}

// ---- the first act
struct Open {
  const ForgeDesk& desk;
  Assault& assault;

  void now() const { assault.due = desk.world.now; }

  void operator()(const Flood& plan) const {
    desk.note(Rule::flood_begins, Outcome::done,
              {plan.count, plan.target.port, plan.burst, microseconds_of(plan.every)});
    now();
  }
  void operator()(const Guess& plan) const {
    desk.note(Rule::guessing_begins, Outcome::done, {plan.count, plan.stride});
    now();
  }
  void operator()(const Scan&) const { now(); }
  void operator()(const Strike& plan) const {
    const auto numbers = numbers_by_sight(desk, plan.source, plan.target);
    if (!numbers) return;
    Segment segment = bare(plan.with, numbers->seq, plan.text);
    if (plan.with == Ammunition::text) segment.ack = numbers->ack;
    desk.send(plan.source, plan.target, segment,
              plan.with == Ammunition::text ? std::string_view(plan.text) : std::string_view());
  }
  void operator()(const ReplaySegment& plan) const {
    const auto& seen = desk.attacker.packets;
    const auto is_it = [&plan](const SeenPacket& packet) {
      return packet.source == plan.source && packet.target == plan.target &&
             packet.flags == plan.flags;
    };
    const auto found = std::find_if(seen.rbegin(), seen.rend(), is_it);
    if (found == seen.rend()) return desk.silence(Rule::nothing_to_replay);
    desk.note(Rule::segment_replayed, Outcome::done, {plan.source.port, plan.target.port});
    desk.send_bytes(found->bytes, plan.target.address);
  }
  void operator()(const Hijack& plan) const {
    const auto numbers = numbers_by_sight(desk, plan.source, plan.target);
    if (!numbers) {
      assault.sent = static_cast<std::uint32_t>(plan.texts.size());  // nothing to wait for
      return;
    }
    assault.next = numbers->seq;
    assault.answered = numbers->ack;
    now();
  }
  void operator()(const Storm& plan) const {
    const auto numbers = numbers_by_sight(desk, plan.source, plan.target);
    if (!numbers) return;
    constexpr std::string_view octet = ".";
    desk.note(Rule::storm_provoked, Outcome::done, {plan.source.port, plan.target.port});
    desk.send(plan.source, plan.target, text_segment(*numbers, octet), octet);
    desk.send(plan.target, plan.source, text_segment({numbers->ack, numbers->seq}, octet), octet);
  }
};

// ---- every act after it
struct Move {
  const ForgeDesk& desk;
  Assault& assault;

  void again_after(Duration span) const { assault.due = desk.world.now + span; }
  void over() const {
    desk.note(Rule::attack_over, Outcome::done, {assault.sent});
    assault.due = never;
  }

  void operator()(const Flood& plan) const {
    Random& dice = desk.world.random;
    const std::uint32_t burst = std::min(plan.burst, plan.count - assault.sent);
    for (std::uint32_t i = 0; i < burst; ++i) {
      const auto offset = static_cast<std::uint32_t>(dice.below(plan.sources.count));
      const auto port = static_cast<std::uint16_t>(1'024 + dice.below(64'512));
      const SeqNum seq{static_cast<std::uint32_t>(dice.next())};
      desk.send({{plan.sources.first.raw + offset}, port}, plan.target,
                bare(Ammunition::syn, seq, {}));
    }
    assault.sent += burst;
    assault.sent < plan.count ? again_after(plan.every) : over();
  }
  void operator()(const Guess& plan) const {
    const SeqNum seq = plan.first + assault.sent * plan.stride;
    ++assault.sent;
    desk.note(Rule::guess_sent, Outcome::done, {seq.raw, assault.sent, plan.count});
    desk.send(plan.source, plan.target, bare(plan.with, seq, plan.text),
              plan.with == Ammunition::text ? std::string_view(plan.text) : std::string_view());
    assault.sent < plan.count ? again_after(plan.every) : over();
  }
  // Verdicts by silence first, then the next port; what comes first is due first.
  void operator()(const Scan& plan) const {
    const Instant now = desk.world.now;
    const auto silent = [&](const Probe& probe) { return probe.until <= now; };
    for (const Probe& probe : assault.waiting)
      if (silent(probe))
        desk.note(
            plan.kind == ScanKind::syn ? Rule::port_is_filtered : Rule::port_is_open_or_filtered,
            Outcome::done, {probe.port});
    std::erase_if(assault.waiting, silent);
    const std::uint32_t ports = plan.last_port - plan.first_port + 1u;
    if (assault.sent < ports && now >= assault.probe_at) probe(plan);
    assault.due = never;
    if (assault.sent < ports) assault.due = assault.probe_at;
    for (const Probe& probe : assault.waiting) assault.due = std::min(assault.due, probe.until);
    if (assault.due == never) over();
  }
  void probe(const Scan& plan) const {
    const auto port = static_cast<std::uint16_t>(plan.first_port + assault.sent);
    const auto own = static_cast<std::uint16_t>(first_scanning_port + assault.sent % 10'000);
    ++assault.sent;
    Segment segment{.window = 1'024};
    segment.seq = {static_cast<std::uint32_t>(desk.world.random.next())};
    (plan.kind == ScanKind::syn ? segment.flags.syn : segment.flags.fin) = true;
    desk.note(plan.kind == ScanKind::syn ? Rule::probe_sent : Rule::fin_probe_sent, Outcome::done,
              {port});
    desk.send({desk.world.host(desk.attacker.at).address, own}, {plan.target, port}, segment);
    assault.waiting.push_back({.port = port, .until = desk.world.now + plan.patience});
    assault.probe_at = desk.world.now + plan.every;
  }
  void operator()(const Strike&) const { unreachable("a strike is over at once"); }
  void operator()(const ReplaySegment&) const { unreachable("a replay is over at once"); }
  void operator()(const Storm&) const { unreachable("a storm feeds itself"); }
  // The answer is acknowledged in the name of the source; then it is our turn to speak.
  void operator()(const Hijack& plan) const {
    assault.due = never;
    const SeenFlow* const back = seen_flow(desk.attacker, plan.target, plan.source);
    if (precedes(assault.answered, back->next)) {
      assault.answered = back->next;
      Segment ack{.seq = assault.next, .ack = assault.answered, .window = 65'535};
      ack.flags.ack = true;
      desk.note(Rule::hijacker_acknowledges, Outcome::done, {assault.answered.raw});
      desk.send(plan.source, plan.target, ack);
    }
    if (assault.sent > 0 && assault.acknowledged != assault.next) return;
    if (assault.sent == plan.texts.size()) return;
    const std::string& text = plan.texts[assault.sent++];
    desk.note(Rule::hijacker_speaks, Outcome::done, {length_of(text), assault.next.raw});
    desk.send(plan.source, plan.target, text_segment({assault.next, assault.answered}, text), text);
    assault.next += length_of(text);
  }
};

// Which port answers this packet; none = it is no answer to this scan.
std::vector<Probe>::iterator probe_of(const Scan& plan, Assault& assault, const Description& seen) {
  if (seen.source != plan.target) return assault.waiting.end();
  return std::ranges::find(assault.waiting, seen.segment.source_port, &Probe::port);
}

}  // namespace

void open_attack(const ForgeDesk& desk, Assault& assault) {
  const AttackPlan plan = assault.plan;
  std::visit(Open{desk, assault}, plan);
}

void next_move(const ForgeDesk& desk, Assault& assault) {
  std::visit(Move{desk, assault}, assault.plan);
}

bool waits_for_sight(const Assault& assault) {
  return std::holds_alternative<Hijack>(assault.plan) && assault.next != SeqNum{};
}

void hear_answer(const ForgeDesk& desk, Assault& assault, std::span<const std::uint8_t> packet) {
  const auto* const plan = std::get_if<Scan>(&assault.plan);
  if (plan == nullptr) return;
  const Description seen = describe(packet);
  if (!seen.tcp_complete) return;
  const auto probe = probe_of(*plan, assault, seen);
  if (probe == assault.waiting.end()) return;
  const Flags flags = seen.segment.flags;
  if (!flags.rst && !(flags.syn && flags.ack)) return;
  desk.note(flags.rst ? Rule::port_is_closed : Rule::port_is_open, Outcome::done, {probe->port});
  assault.waiting.erase(probe);
}

void overhear(const ForgeDesk& desk, Assault& assault, const SeenPacket& seen, SeqNum end,
              SeqNum acknowledged) {
  const auto* const plan = std::get_if<Hijack>(&assault.plan);
  if (plan == nullptr || seen.source != plan->target || seen.target != plan->source) return;
  const bool answer = precedes(assault.answered, end);
  const bool heard = seen.flags.ack && assault.acknowledged != acknowledged;
  if (seen.flags.ack) assault.acknowledged = acknowledged;
  const bool my_turn = heard && acknowledged == assault.next && assault.sent < plan->texts.size();
  if (assault.due == never && (answer || my_turn)) {
    assault.due = desk.world.now;
    desk.world.agenda.add({assault.due, DueKind::attack, assault.id, desk.attacker.at});
  }
}

}  // namespace engine
