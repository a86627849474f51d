// What the session has to say, as phrases of assets/strings/*/session.toml.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/scene/phrase.hpp"
#include "engine/timeline/timeline.hpp"
#include "engine/world/command.hpp"

namespace app {

// "#3 ACK, client→server": the name of a packet in sentences.
std::vector<std::pair<std::string, scene::PhraseValue>> packet_values(
    const engine::Timeline& timeline, engine::PacketId packet);

// "Dropped #3 ACK, client→server", for the toast of an intervention.
scene::Phrase done_phrase(const engine::Command& command, const engine::Timeline& timeline);
// "Undone: drop #3 ACK, client→server", for the toasts of undo and redo.
scene::Phrase undone_phrase(const engine::Command& command, const engine::Timeline& timeline);
scene::Phrase redone_phrase(const engine::Command& command, const engine::Timeline& timeline);
// What keeps repeating at the end of an endless run: "keepalive probes from the client".
scene::Phrase repeats_phrase(const engine::Timeline& timeline);

}  // namespace app
