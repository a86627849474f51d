#include "app/scene/why.hpp"

#include <algorithm>
#include <span>
#include <variant>

#include "app/scene/narration.hpp"
#include "app/scene/tcb_rows.hpp"
#include "engine/base/invariant.hpp"

namespace scene {

using namespace engine;

namespace {

std::string_view outcome_key(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return ".passed";
    case Outcome::failed:
      return ".failed";
    case Outcome::done:
      return ".done";
    case Outcome::silent:
      return ".silent";
  }
  unreachable("Outcome");
}

WhyRow::Kind kind_of_note(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
    case Outcome::failed:
      return WhyRow::Kind::check;
    case Outcome::done:
      return WhyRow::Kind::decision;
    case Outcome::silent:
      return WhyRow::Kind::silence;
  }
  unreachable("Outcome");
}

WhyRow row_of_note(const Noted& noted, const ChangeRange& changes) {
  const Note& note = noted.note;
  WhyRow row{.kind = kind_of_note(note.outcome),
             .outcome = note.outcome,
             .rule = note.rule,
             .words = note_words(note),
             .place = place_of(note.rule)};
  const ChangeRange own = changes.of(note);
  std::optional<State> before;  // if the state moved
  for (const Change& change : own)
    if (change.field == TcbField::state && !before) before = static_cast<State>(change.before);
  for (const Change& change : own) {
    const bool known = !before || is_known(change.field, *before);
    row.changes.push_back({.field = change.field,
                           .name = name(change.field),
                           .before = tcb_value(change.field, change.before, {}, Numbers::raw),
                           .after = tcb_value(change.field, change.after, {}, Numbers::raw)});
    if (!known) row.changes.back().before = Word{"tcb.unknown"};
  }
  return row;
}

std::optional<WhyRow> row_of_fact(const Timeline& timeline, const RunIndex& index,
                                  const StepView& step, const Fact& fact, std::uint32_t number) {
  WhyRow row;
  if (const auto* noted = std::get_if<Noted>(&fact))
    row = row_of_note(*noted, step.changes);
  else if (std::holds_alternative<PacketSent>(fact))
    row.kind = WhyRow::Kind::sent;
  else if (std::holds_alternative<StateChanged>(fact))
    row.kind = WhyRow::Kind::state;
  else if (std::holds_alternative<Notified>(fact))
    row.kind = WhyRow::Kind::signal;
  else if (std::holds_alternative<PacketDropped>(fact))
    row.kind = WhyRow::Kind::dropped;
  else
    return std::nullopt;
  if (!row.rule) row.words = narrate(timeline, index, step.index, number, Numbers::raw).words;
  row.packet = packet_of(fact);
  row.step = step.index;
  row.fact = number;
  return row;
}

// In its own step an arrival is alone, but a drop shares the step with whatever caused it: the
// departure, a person's command.
bool is_about(const Fact& fact, PacketId packet) {
  const auto id = packet_of(fact);
  return id && *id == packet;
}

}  // namespace

Phrase note_words(const Note& note) {
  Phrase phrase;
  phrase.key = "rule." + std::string(info(note.rule).id) + std::string(outcome_key(note.outcome));
  for (std::size_t i = 0; i < note.number_count; ++i)
    phrase.values.emplace_back(std::to_string(i), std::int64_t{note.numbers[i]});
  return phrase;
}

std::string place_of(Rule rule) {
  const RuleInfo& about = info(rule);
  return std::string(about.document) + " " + std::string(about.section);
}

std::vector<WhyRow> why_step(const Timeline& timeline, const RunIndex& index, StepIndex step) {
  const StepView view = timeline.step(step);
  std::vector<WhyRow> rows;
  std::uint32_t number = 0;
  for (const Fact& fact : view.facts)
    if (auto row = row_of_fact(timeline, index, view, fact, number++))
      rows.push_back(std::move(*row));
  return rows;
}

Why why(const Timeline& timeline, const RunIndex& index, PacketId packet,
        const Position& playhead) {
  Why result;
  if (packet.value == 0 || packet.value > timeline.flights().size()) return result;
  const Flight& flight = timeline.flights()[packet.value - 1];
  const bool ended = flight.ended_at != never && has_happened(playhead, flight.end_step, 0);
  const bool delivered = flight.fate == Fate::delivered;
  if (!ended || delivered) result.host = flight.to;
  if (!ended) return result;
  result.at = flight.ended_at;
  result.rows = why_step(timeline, index, flight.end_step);
  const StepView step = timeline.step(flight.end_step);
  std::erase_if(result.rows, [&](const WhyRow& row) {
    if (!has_happened(playhead, row.step, row.fact)) return true;
    return !delivered && !is_about(step.facts[row.fact], packet);
  });
  if (!delivered)
    std::erase_if(result.rows, [](const WhyRow& r) { return r.kind != WhyRow::Kind::dropped; });
  return result;
}

}  // namespace scene
