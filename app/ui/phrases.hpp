// Phrases of the pictures turned into words of a language. Knows no ImGui.
#pragma once

#include <string>

#include "app/scene/phrase.hpp"
#include "app/ui/strings.hpp"

namespace app::ui {

std::string words(const Strings& strings, Language language, const scene::Phrase& phrase);
std::string words(const Strings& strings, Language language, const scene::PhraseValue& value);

}  // namespace app::ui
