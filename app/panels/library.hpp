// The prepared scenarios as the left pane lists them: where each is and what it is called, in both
// languages. Filled once at the start by the program; a scenario that cannot be read is listed with
// its error instead of being left out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/session/appearance.hpp"

namespace app::panels {

struct ScenarioCard {
  std::string id;                   // the folder's name: "handshake-and-close"
  std::string path;                 // of its script
  std::string titles[2], texts[2];  // by Language
  bool of_user{};                   // one of the user's own lessons
  bool guided{};                    // a lesson with beats, not a scenario alone
  std::string level{};              // of a lesson: novice, intermediate, advanced
  std::uint32_t minutes{};          // of a lesson: about how long it takes
  std::string errors[2];            // why it cannot be opened, by Language; empty = it can

  bool can_open() const { return errors[0].empty(); }
  const std::string& why_not(Language l) const { return errors[static_cast<std::size_t>(l)]; }
  const std::string& title(Language l) const { return titles[static_cast<std::size_t>(l)]; }
  const std::string& text(Language l) const { return texts[static_cast<std::size_t>(l)]; }
};

// A session that can be opened again.
struct SessionCard {
  std::string path;
  std::string name;  // without folder and extension; of a kept one: its scenario
  std::string when;  // it was written last: "2026-03-01 09:30"
  bool automatic{};  // kept by the program, not saved by the person
};

struct Library {
  std::vector<ScenarioCard> cards;
  std::string open;                   // id of the one that is open; empty: from elsewhere
  std::vector<SessionCard> sessions;  // newest first; read when a dialog asks for them
  std::string session_folder;         // where they are saved unless said otherwise

  const ScenarioCard* find(const std::string& id) const {
    for (const ScenarioCard& card : cards)
      if (card.id == id) return &card;
    return nullptr;
  }
};

}  // namespace app::panels
