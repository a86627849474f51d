#include "engine/export/remarks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/base/invariant.hpp"

namespace engine {
namespace {

std::string by_whom(std::optional<ImpairmentId> rule) {
  return rule ? fmt::format("by rule {}", rule->value) : "by hand";
}

std::string why_dropped(const PacketDropped& dropped) {
  switch (dropped.reason) {
    case DropReason::user:
      return "dropped by hand";
    case DropReason::rule:
      return "dropped " + by_whom(dropped.rule);
    case DropReason::loss:
      return "lost by the wire";
    case DropReason::queue_full:
      return "dropped: the queue in front of the wire is full";
    case DropReason::no_such_host:
      return "lost: no host has this address";
    case DropReason::too_big:
      return "dropped: larger than the wire carries";
    case DropReason::link_down:
      return "lost: the cable is out";
    case DropReason::host_down:
      return "lost: the receiver is switched off";
    case DropReason::box:
      return "stopped by a box on the way";
    case DropReason::early:
      return "dropped early: congestion, and it cannot carry the mark";
  }
  unreachable("DropReason");
}

std::string why_edited(const PacketEdited& edited) {
  if (edited.marked) return "marked on the way: congestion experienced";
  return edited.box ? "changed by a box on the way" : "its bytes were changed on the way";
}

std::string seconds(Instant t) {
  const auto ns = t.time_since_epoch().count();
  return fmt::format("{}.{:09} s", ns / 1'000'000'000, ns % 1'000'000'000);
}

// What one fact says of a packet on its way, if anything.
struct OnTheWay {
  std::vector<DepartureRemarks::Remark>& remarks;

  void say(PacketId packet, const std::string& words) const {
    remarks.push_back({packet, remarks.size(), words});
  }
  void operator()(const PacketDropped& f) const { say(f.packet, why_dropped(f)); }
  void operator()(const PacketDelayed& f) const {
    say(f.packet, "delayed " + by_whom(f.rule) + " to " + seconds(f.arrives_at));
  }
  void operator()(const PacketHeld& f) const { say(f.packet, "held " + by_whom(f.rule)); }
  void operator()(const PacketReleased& f) const {
    say(f.packet, "released, arrives at " + seconds(f.arrives_at));
  }
  void operator()(const PacketEdited& f) const { say(f.packet, why_edited(f)); }
  void operator()(const PacketSent& f) const {
    if (f.copy_of.value != 0)
      say(f.copy_of, fmt::format("duplicated as packet {}", f.packet.value));
  }
  template <class Other>
  void operator()(const Other&) const {}
};

}  // namespace

std::string_view name(DropReason reason) {
  switch (reason) {
    case DropReason::user:
      return "user";
    case DropReason::rule:
      return "rule";
    case DropReason::loss:
      return "loss";
    case DropReason::queue_full:
      return "queue_full";
    case DropReason::no_such_host:
      return "no_such_host";
    case DropReason::too_big:
      return "too_big";
    case DropReason::link_down:
      return "link_down";
    case DropReason::host_down:
      return "host_down";
    case DropReason::box:
      return "box";
    case DropReason::early:
      return "early";
  }
  unreachable("DropReason");
}

std::string_view name(Provenance provenance) {
  switch (provenance) {
    case Provenance::stack:
      return "stack";
    case Provenance::forged:
      return "forged";
    case Provenance::edited:
      return "edited";
    case Provenance::duplicate:
      return "duplicate";
  }
  unreachable("Provenance");
}

DepartureRemarks::DepartureRemarks(const Timeline& timeline) {
  for (StepIndex i = 0; i < timeline.size(); ++i)
    for (const Fact& fact : timeline.step(i).facts) {
      if (std::holds_alternative<Noted>(fact)) continue;  // most of them
      std::visit(OnTheWay{remarks_}, fact);
    }
  std::ranges::sort(remarks_, {}, [](const Remark& r) { return std::pair(r.packet, r.order); });
}

std::vector<std::string> DepartureRemarks::of(const Flight& flight) const {
  std::vector<std::string> words{fmt::format("packet {}", flight.id.value)};
  if (flight.retransmission)
    words.push_back(flight.original.value == 0
                        ? "retransmission"
                        : fmt::format("retransmission of packet {}", flight.original.value));
  const auto its_own = std::ranges::equal_range(remarks_, flight.id, {}, &Remark::packet);
  for (const Remark& remark : its_own) words.push_back(remark.words);
  return words;
}

std::vector<std::string> remarks_at_arrival(const Flight& flight, const StepView& arrival) {
  std::vector<std::string> remarks{fmt::format("packet {}", flight.id.value)};
  if (flight.provenance == Provenance::forged) remarks.emplace_back("forged: no host sent it");
  if (flight.provenance == Provenance::duplicate)
    remarks.push_back(fmt::format("copy of packet {} made on the way", flight.copy_of.value));
  if (flight.edited) remarks.emplace_back("its bytes were changed on the way");
  if (const std::optional<Note> note = verdict(arrival, flight.id)) {
    const RuleInfo& rule = info(note->rule);
    remarks.push_back(
        fmt::format("verdict: {} ({} {})", rule.summary, rule.document, rule.section));
  }
  return remarks;
}

std::optional<Note> verdict(const StepView& arrival, PacketId packet) {
  std::optional<Note> first_action;
  bool arrived = false;
  for (const Fact& fact : arrival.facts) {
    if (const auto* const there = std::get_if<PacketArrived>(&fact))
      arrived = there->packet == packet;
    const auto* const noted = std::get_if<Noted>(&fact);
    if (!arrived || noted == nullptr) continue;
    const Outcome outcome = noted->note.outcome;
    if (outcome == Outcome::failed || outcome == Outcome::silent) return noted->note;
    if (outcome == Outcome::done && !first_action) first_action = noted->note;
  }
  return first_action;
}

}  // namespace engine
