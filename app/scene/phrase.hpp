// A sentence before it has a language: a key of the string catalogues and the values to fill in.
// Pictures and event lists are made of these; app/ui/phrases turns them into words.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/time.hpp"
#include "engine/segment/seq_num.hpp"

namespace scene {

// A value that is itself a word of the catalogues, e.g. {"dir.client_to_server"}.
struct Word {
  std::string key;
  bool operator==(const Word&) const = default;
};

// std::string is shown verbatim (protocol tokens such as "SYN ACK", addresses, host names).
// Phrases inside a phrase are put into words one after another, so that all of it changes its
// language together.
struct Phrase;
using PhraseValue = std::variant<std::int64_t, std::string, engine::Duration, engine::Instant,
                                 engine::SeqNum, Word, std::vector<Phrase>>;

struct Phrase {
  std::string key;                                          // e.g. "event.packet_sent"
  std::vector<std::pair<std::string, PhraseValue>> values;  // name in the template, value
  bool operator==(const Phrase&) const = default;
};

}  // namespace scene
