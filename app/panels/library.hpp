// The prepared scenarios as the left pane lists them: where each is and what it is called, in both
// languages. Filled once at the start by the program; a scenario that cannot be read is listed with
// its error instead of being left out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/session/appearance.hpp"

namespace app::panels {

struct ScenarioCard {
  std::string id;                   // the folder's name: "handshake-and-close"
  std::string path;                 // of its script
  std::string titles[2], texts[2];  // by Language
  std::string error;                // why it cannot be opened; empty = it can

  const std::string& title(Language l) const { return titles[static_cast<std::size_t>(l)]; }
  const std::string& text(Language l) const { return texts[static_cast<std::size_t>(l)]; }
};

struct Library {
  std::vector<ScenarioCard> cards;
  std::string open;  // id of the one that is open

  const ScenarioCard* find(const std::string& id) const {
    for (const ScenarioCard& card : cards)
      if (card.id == id) return &card;
    return nullptr;
  }
};

}  // namespace app::panels
