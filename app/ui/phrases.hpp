// Phrases of the pictures turned into words of a language. Knows no ImGui.
#pragma once

#include <string>

#include "app/scene/phrase.hpp"
#include "app/ui/strings.hpp"
#include "engine/lesson/saying.hpp"

namespace app::ui {

std::string words(const Strings& strings, Language language, const scene::Phrase& phrase);
std::string words(const Strings& strings, Language language, const scene::PhraseValue& value);
// What is wrong with a script: the catalogues hold it under [script].
std::string words(const Strings& strings, Language language, const engine::Saying& saying);

}  // namespace app::ui
