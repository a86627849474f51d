// What the engine says about a decision: which rule, how it went, with which numbers, and which
// TCB variables changed since the previous note. Data only; words are made when a row is visible.
#pragma once

#include <array>
#include <cstdint>

#include "engine/base/hash.hpp"
#include "engine/rules/rules.hpp"

namespace engine {

enum class TcbField : std::uint8_t;  // engine/tcp/tcb_fields.hpp

enum class Outcome : std::uint8_t {
  passed,  // a check of an arriving segment, in order: the next one follows
  failed,  // a check that ended the processing, or turned it
  done,    // an action or a decision
  silent,  // nothing was sent or done, and this is why
};

struct Change {
  TcbField field{};
  std::uint64_t before{}, after{};
  bool operator==(const Change&) const = default;
};

struct Note {
  Rule rule{};
  Outcome outcome = Outcome::done;
  std::uint8_t number_count{};
  std::array<std::uint32_t, 4> numbers{};  // what {0}..{3} in the sentence stand for
  std::uint32_t first_change{};            // range in the change list of the same record
  std::uint32_t change_count{};
  bool operator==(const Note&) const = default;
};

}  // namespace engine
