#include "app/scene/forge_verdict.hpp"

#include <algorithm>
#include <array>
#include <variant>

#include "app/scene/moments.hpp"

namespace scene {

using namespace engine;

namespace {

// What has passed its checks and is thrown away whole all the same.
bool throws_away(Rule rule) {
  constexpr std::array rules{Rule::syn_queue_full,        Rule::syn_queue_reserved,
                             Rule::accept_queue_full_syn, Rule::accept_queue_full_ack,
                             Rule::accept_deferred,       Rule::syn_fin_dropped};
  return std::ranges::find(rules, rule) != rules.end();
}

// What the step of the arrival did, as far as the line tells it.
struct Reaction {
  bool arrived{};
  std::optional<ConnId> connection{};
  std::optional<State> before{}, after{};
  std::optional<PacketId> answer{};
  bool created{};
  bool refused{};  // the last of its checks has failed, or it was thrown away after them
  // That check, or what threw it away, else the last word before the state changed.
  std::optional<Note> decisive{};
};

Reaction reaction_in(const StepView& step, bool is_reset) {
  Reaction r;
  std::optional<Note> latest, check, moved, thrown;
  for (const Fact& fact : step.facts) {
    if (const auto* arrived = std::get_if<PacketArrived>(&fact)) {
      r.arrived = true;
      r.connection = arrived->connection;
    } else if (const auto* noted = std::get_if<Noted>(&fact)) {
      latest = noted->note;
      if (latest->outcome == Outcome::passed || latest->outcome == Outcome::failed) check = latest;
      if (throws_away(latest->rule)) thrown = latest;
    } else if (const auto* changed = std::get_if<StateChanged>(&fact)) {
      if (!r.before) r.before = changed->from;
      r.after = changed->to;
      moved = latest;
    } else if (const auto* sent = std::get_if<PacketSent>(&fact)) {
      if (!r.answer) r.answer = sent->packet;
    } else if (std::holds_alternative<ConnectionCreated>(fact)) {
      r.created = true;
    }
  }
  // A check that fails may hand over to another: of a RST the second check of RFC 9293 asks RFC
  // 5961.
  // Where it need not be exact, a RST that is obeyed has failed the check that there is none.
  const bool obeyed = is_reset && moved;
  const bool failed = check && check->outcome == Outcome::failed && !obeyed;
  r.refused = failed || thrown;
  r.decisive = thrown ? thrown : failed ? check : moved ? moved : latest;
  return r;
}

std::string flags_of(const Timeline& timeline, PacketId packet) {
  const Flight& flight = timeline.flights()[packet.value - 1];
  return flag_words(heading(timeline.bytes().read(flight.bytes)).flags);
}

std::string state_words(std::optional<State> state) {
  return state ? std::string(engine::name(*state)) : std::string();
}

// The state of the record that the packet met, where no fact tells of a change.
std::optional<State> state_at(const Timeline& timeline, const Flight& flight, const Reaction& r) {
  if (r.after || !r.connection || !flight.to) return r.after;
  const World world = timeline.at(flight.end_step + 1);
  const Connection* const record = find(world.host(*flight.to), *r.connection);
  return record == nullptr ? std::nullopt : std::optional(record->tcb.state);
}

}  // namespace

ForgeVerdict verdict_on(const Timeline& timeline, const RunIndex& index, PacketId packet) {
  ForgeVerdict verdict;
  const Flight& flight = timeline.flights()[packet.value - 1];
  verdict.why = why(timeline, index, packet, position_after(timeline, timeline.size()));
  if (flight.ended_at == never) return verdict;
  const bool is_reset = heading(timeline.bytes().read(flight.final_bytes)).flags.rst;
  const Reaction r = reaction_in(timeline.step(flight.end_step), is_reset);
  if (!r.arrived) {
    verdict.words = {"forge.verdict.lost", {}};
    return verdict;
  }
  if (r.decisive) verdict.place = place_of(r.decisive->rule);
  const bool moves = r.before && r.after && *r.before != *r.after;
  std::string kind = r.refused ? "refused" : r.connection || r.created ? "accepted" : "stranger";
  if (r.answer) kind += "_answered";
  if (moves) kind += "_moves";
  verdict.words = {"forge.verdict." + kind,
                   {{"state", state_words(state_at(timeline, flight, r))},
                    {"before", state_words(r.before)},
                    {"answer", r.answer ? flags_of(timeline, *r.answer) : std::string()}}};
  return verdict;
}

ForgeVerdict forge_verdict(const World& world, const ByteArena& bytes, const Forge& forge,
                           Instant at) {
  const auto foreseen = forecast(world, bytes, forge, at);
  if (!foreseen) return {};
  RunIndex index;
  index.catch_up(foreseen->run);
  return verdict_on(foreseen->run, index, foreseen->packet);
}

}  // namespace scene
