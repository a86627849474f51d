#include "engine/lesson/notation.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "engine/base/invariant.hpp"
#include "engine/segment/describe.hpp"

namespace engine {
namespace {

std::string_view fate_word(Fate fate) {
  switch (fate) {
    case Fate::delivered:
      return "";
    case Fate::dropped:
      return " lost";
    case Fate::held:
      return " held";
    case Fate::in_flight:
      return " under-way";
  }
  unreachable("Fate");
}

std::string_view provenance_word(Provenance provenance) {
  switch (provenance) {
    case Provenance::stack:
    case Provenance::edited:
      return "";
    case Provenance::forged:
      return " forged";
    case Provenance::duplicate:
      return " copy";
  }
  unreachable("Provenance");
}

// Small distances read better from the host's own start; others are shown as they are.
std::string number_text(SeqNum number, std::optional<SeqNum> base) {
  constexpr std::uint32_t far = 1'000'000'000;
  if (base && distance(*base, number) < far) return fmt::format("+{}", distance(*base, number));
  return std::to_string(number.raw);
}

}  // namespace

std::string in_script(Duration d) {
  struct Unit {
    std::int64_t nanoseconds;
    std::string_view name;
  };
  constexpr std::array units{Unit{1'000'000'000, "s"}, Unit{1'000'000, "ms"}, Unit{1'000, "us"},
                             Unit{1, "ns"}};
  if (d == Duration{}) return "0";
  for (const Unit unit : units) {
    if (d.count() < unit.nanoseconds) continue;
    std::string text = std::to_string(d.count() / unit.nanoseconds);
    std::int64_t rest = d.count() % unit.nanoseconds;
    if (rest != 0) text += '.';
    for (std::int64_t place = unit.nanoseconds / 10; rest != 0; place /= 10) {
      text += static_cast<char>('0' + rest / place);
      rest %= place;
    }
    return text + std::string(unit.name);
  }
  return fmt::format("-{}", in_script(-d));
}

std::string in_script(Instant t) { return t == never ? "never" : in_script(t.time_since_epoch()); }

std::optional<SeqNum> announced_iss(const Timeline& timeline, HostId host) {
  for (const Flight& flight : timeline.flights()) {
    if (flight.from != host || flight.provenance == Provenance::forged) continue;
    const Segment segment = describe(timeline.bytes().read(flight.bytes)).segment;
    if (segment.flags.syn) return segment.seq;
  }
  return std::nullopt;
}

std::string in_script(const Timeline& timeline, const Flight& flight) {
  const Description seen = describe(timeline.bytes().read(flight.bytes));
  const std::string flags = to_string(seen.segment.flags);
  std::string text =
      fmt::format("at {} {} {} seq {}", in_script(flight.sent_at),
                  timeline.edge().host(flight.from).name, flags.empty() ? "none" : flags,
                  number_text(seen.segment.seq, announced_iss(timeline, flight.from)));
  if (seen.segment.flags.ack) {
    const auto peer = flight.to ? announced_iss(timeline, *flight.to) : std::nullopt;
    text += fmt::format(" ack {}", number_text(seen.segment.ack, peer));
  }
  text += fmt::format(" len {}", seen.text_bytes);
  text += fate_word(flight.fate);
  if (flight.retransmission) text += " again";
  text += provenance_word(flight.provenance);
  return text;
}

}  // namespace engine
