#include "app/scene/told.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <variant>

namespace scene {

using namespace engine;

namespace {

constexpr int heavy = 3, middle = 2, light = 1;

// The sentences of the event list name the packet and its numbers; these do not.
constexpr std::array shorter{
    std::pair{"event.sent.plain", "told.sent"},
    std::pair{"event.sent.again", "told.again"},
    std::pair{"event.sent.copy", "told.copy"},
    std::pair{"event.sent.forged", "told.forged"},
    std::pair{"event.sent.nowhere", "told.nowhere"},
    std::pair{"event.arrived", "told.arrived"},
    std::pair{"event.state", "told.state"},
    std::pair{"event.timer.expired", "told.expired"},
};

Phrase in_short(Phrase words) {
  constexpr std::string_view dropped = "event.dropped.";
  if (words.key.starts_with(dropped)) {
    words.key = "told.dropped." + words.key.substr(dropped.size());
    return words;
  }
  for (const auto& [whole, brief] : shorter)
    if (words.key == whole) {
      words.key = brief;
      return words;
    }
  return {"told.fact", {{"words", std::vector<Phrase>{std::move(words)}}}};
}

struct Weight {
  using Answer = std::optional<int>;
  Answer operator()(const PacketSent& f) const {
    return f.retransmission || f.provenance != Provenance::stack ? heavy : middle;
  }
  Answer operator()(const PacketArrived&) const { return heavy; }
  Answer operator()(const PacketDropped&) const { return heavy; }
  Answer operator()(const PacketHeld&) const { return heavy; }
  Answer operator()(const PacketEdited&) const { return heavy; }
  Answer operator()(const StateChanged&) const { return middle; }
  Answer operator()(const Noted& f) const {
    if (f.note.outcome == Outcome::silent) return middle;
    return std::nullopt;
  }
  Answer operator()(const TimerMoved& f) const {
    return f.move == TimerMove::expired ? Answer(heavy) : std::nullopt;
  }
  Answer operator()(const Notified& f) const {
    if (f.signal == Signal::writable) return std::nullopt;
    return light;
  }
  Answer operator()(const CallMade&) const { return light; }
  Answer operator()(const HostChanged&) const { return heavy; }
  Answer operator()(const LinkChanged&) const { return middle; }
  Answer operator()(const auto&) const { return std::nullopt; }
};

// The step that is being told: the one inside which the playhead stands, else the last one.
struct ToldStep {
  StepIndex step{};
  std::uint32_t facts{};
};
std::optional<ToldStep> last_step(const Timeline& timeline, const Position& playhead) {
  if (playhead.facts > 0) return ToldStep{playhead.steps, playhead.facts};
  if (playhead.steps == 0) return std::nullopt;
  const StepIndex step = playhead.steps - 1;
  return ToldStep{step, static_cast<std::uint32_t>(timeline.step(step).facts.size())};
}

}  // namespace

std::vector<Told> told(const Timeline& timeline, const RunIndex& index, const Position& playhead,
                       Numbers numbers, std::optional<HostId> eye) {
  const auto last = last_step(timeline, playhead);
  if (!last) return {};
  std::vector<Told> sentences;
  const StepView step = timeline.step(last->step);
  std::uint32_t number = 0;
  for (const Fact& fact : step.facts | std::views::take(last->facts)) {
    const std::uint32_t at = number++;
    const auto weight = std::visit(Weight{}, fact);
    if (!weight) continue;
    const Line line = narrate(timeline, index, last->step, at, numbers);
    if (eye && (line.host != eye || line.kind == LineKind::wire)) continue;
    const bool is_sentence = std::holds_alternative<Noted>(fact);
    sentences.push_back({is_sentence ? line.words : in_short(line.words), *weight});
  }
  return sentences;
}

}  // namespace scene
