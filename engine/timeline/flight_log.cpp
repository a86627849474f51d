#include "engine/timeline/flight_log.hpp"

#include <ranges>

#include "engine/base/invariant.hpp"
#include "engine/segment/codec.hpp"

namespace engine {
namespace {

struct Apply {
  std::vector<Flight, LargePages<Flight>>& flights;
  StepIndex step;
  Instant at;

  Flight& flight(PacketId id) const { return flights[id.value - 1]; }

  void turn(PacketId id, Instant due) const {
    flight(id).turns.push_back({.at = at, .due = due, .step = step});
  }
  void end(PacketId id, Fate fate) const {
    flight(id).fate = fate;
    flight(id).ended_at = at;
    flight(id).end_step = step;
  }

  void operator()(const PacketSent& sent) const {
    INVARIANT(sent.packet.value == flights.size() + 1);
    make_room(flights);
    Flight& f = flights.emplace_back();
    f.id = sent.packet;
    f.from = sent.from;
    f.to = sent.to;
    f.connection = sent.connection;
    if (sent.copy_of.value != 0) f.connection = flight(sent.copy_of).connection;
    f.sent_at = at;
    f.due = sent.arrives_at;
    f.sent_step = step;
    f.provenance = sent.provenance;
    f.copy_of = sent.copy_of;
    f.retransmission = sent.retransmission;
    f.bytes = sent.bytes;
    f.final_bytes = sent.bytes;
  }
  void operator()(const PacketArrived& arrived) const { end(arrived.packet, Fate::delivered); }
  void operator()(const PacketDropped& dropped) const {
    end(dropped.packet, Fate::dropped);
    flight(dropped.packet).drop_reason = dropped.reason;
  }
  void operator()(const PacketDelayed& delayed) const { turn(delayed.packet, delayed.arrives_at); }
  void operator()(const PacketHeld& held) const {
    flight(held.packet).fate = Fate::held;
    turn(held.packet, never);
  }
  void operator()(const PacketReleased& released) const {
    flight(released.packet).fate = Fate::in_flight;
    turn(released.packet, released.arrives_at);
  }
  void operator()(const PacketEdited& edited) const {
    flight(edited.packet).final_bytes = edited.bytes;
    flight(edited.packet).edited = true;
  }
  template <class Other>
  void operator()(const Other&) const {}
};

struct Numbers {
  SeqNum from, to;
};

std::optional<Numbers> numbers_of(ByteRef packet, const ByteArena& bytes) {
  const auto read = decode(bytes.read(packet));
  if (!read) return std::nullopt;
  return Numbers{read->segment.seq, end_of(read->segment)};
}

}  // namespace

void FlightLog::record(StepIndex index, Instant at, const Fact& fact, const ByteArena& bytes) {
  if (std::holds_alternative<Noted>(fact)) return;  // most of them
  std::visit(Apply{flights_, index, at}, fact);
  const auto* const sent = std::get_if<PacketSent>(&fact);
  if (sent == nullptr || !sent->retransmission) return;
  Flight& again = flights_.back();
  again.original = first_with_these_numbers(again, bytes);
}

// Backwards from the latest: what is sent again was sent not long ago. A repeat of a repeat has the
// same original.
PacketId FlightLog::first_with_these_numbers(const Flight& again, const ByteArena& bytes) const {
  const std::optional<Numbers> wanted = numbers_of(again.bytes, bytes);
  if (!wanted) return {};
  const auto before = flights_ | std::views::take(again.id.value - 1) | std::views::reverse;
  for (const Flight& f : before) {
    const bool same_sender = f.from == again.from && f.connection == again.connection;
    if (!same_sender || f.provenance != Provenance::stack) continue;
    const std::optional<Numbers> had = numbers_of(f.bytes, bytes);
    if (!had || had->from == had->to) continue;
    if (precedes(wanted->from, had->from) || !precedes(wanted->from, had->to)) continue;
    return f.original.value == 0 ? f.id : f.original;
  }
  return {};
}

}  // namespace engine
