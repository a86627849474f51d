// How attackers speak: a segment under any name, put on the wire where the attacker stands, marked
// as forged for ever; and a note for every decision.
#pragma once

#include <initializer_list>
#include <string_view>

#include "engine/world/world.hpp"

namespace engine {

Note note_of(Rule rule, Outcome outcome, std::initializer_list<std::uint32_t> numbers);

// What an attacker has at hand in one step.
struct ForgeDesk {
  World& world;
  Attacker& attacker;
  ByteArena& bytes;
  StepRecord& record;

  void note(Rule rule, Outcome outcome, std::initializer_list<std::uint32_t> numbers = {}) const;
  void silence(Rule rule, std::initializer_list<std::uint32_t> numbers = {}) const {
    note(rule, Outcome::silent, numbers);
  }
  // Precondition: the length of segment.text is that of `text`.
  void send(Socket source, Socket target, Segment segment, std::string_view text = {}) const;
  void send_bytes(ByteRef packet, Ipv4Address destination) const;
};

}  // namespace engine
