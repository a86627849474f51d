// A departing packet crosses the boxes on its way: each may change it, stop it, send it on to
// another host, answer it, and says what it decided. Outward ones first, in the order in which they
// were put up, then inward ones in the opposite order: the list goes from the inside out.
//
// Simplified: boxes act at the moment of departure, wherever on the way they stand.
#pragma once

#include <initializer_list>
#include <optional>
#include <vector>

#include "engine/wire/rewrite.hpp"
#include "engine/wire/wire.hpp"
#include "engine/wire/wire_facts.hpp"

namespace engine {

enum class Way : std::uint8_t { outward, inward };

struct BoxAnswer {  // a packet that a box sends
  HostId from;
  std::optional<HostId> to;
  std::vector<std::uint8_t> packet;
  Provenance provenance{};  // forged if it speaks in another's name
};

struct Crossing {
  Instant now{};
  HostId from;
  std::optional<HostId> to;
  std::vector<std::uint8_t> packet;
  std::vector<BoxNoted> notes;
  std::optional<HostId> changed_by, stopped_by;
  std::vector<BoxAnswer> answers;
};

// Precondition: there are boxes.
Crossing cross(Wire& wire, const Packet& packet, const ByteArena& bytes, Instant now);

// ---- for the boxes themselves
// What one box sees and may do. `at` is where it stands.
struct BoxView {
  Crossing& crossing;
  const Wire& wire;
  HostId at;
  Way way{};

  Ipv4Address address() const { return wire.addresses[at.value]; }
  std::optional<HostId> host_with(Ipv4Address address) const;
  Octets packet() const { return crossing.packet; }
  void note(Rule rule, Outcome outcome, std::initializer_list<std::uint32_t> numbers = {}) const;
  void silence(Rule rule, std::initializer_list<std::uint32_t> numbers = {}) const {
    note(rule, Outcome::silent, numbers);
  }
  void changed() const { crossing.changed_by = at; }
  void stop() const { crossing.stopped_by = at; }
};

constexpr std::uint32_t whole_seconds(Duration span) {
  return static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(span).count());
}

void pass_firewall(Firewall& box, const BoxView& view);
void pass_translator(Translator& box, const BoxView& view);
void pass_option_stripper(const OptionStripper& box, const BoxView& view);
void pass_mss_clamp(const MssClamp& box, const BoxView& view);
void pass_scale_mangler(const ScaleMangler& box, const BoxView& view);
void pass_router(const Router& box, const BoxView& view);

}  // namespace engine
