// What a person sends when one of our invariants broke: the experiment, the step, and the intents
// that led there, as text. English, because it is for us.
#pragma once

#include <string>
#include <string_view>

#include "app/session/intent.hpp"

namespace app {

class Session;

std::string_view name(const Intent& intent);  // stable identifier, e.g. "drop_packet"
// May it change the experiment, or only how it is looked at?
bool changes_the_experiment(const Intent& intent);
std::string report_text(const Session& session);

}  // namespace app
