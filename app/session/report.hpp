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
// Would a session that is saved afterwards say something else, or is it the saving itself?
bool changes_what_is_saved(const Intent& intent);
std::string report_text(const Session& session);
// The session that a report carries, with empty lines for what stands before it, so that lines keep
// their numbers; any other text as it is.
std::string session_in(std::string text);

}  // namespace app
