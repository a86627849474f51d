// The glossary (F7): a card for each term that lessons underline, with both languages, the other
// spellings it goes by, and where the RFCs speak of it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "app/panels/dialog_gate.hpp"

namespace app::panels {

// The card that a lesson means by this name: "SYN_SENT", "three-way handshake"; empty: there is
// none.
std::string glossary_term(std::string_view name);
std::span<const std::string_view> glossary_terms();

struct GlossaryView {
  DialogGate gate{};
  std::string term;  // whose card is open
};

void draw_glossary(const Frame& frame, GlossaryView& view);

}  // namespace app::panels
