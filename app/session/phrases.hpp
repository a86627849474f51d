// What the session has to say, as phrases of assets/strings/*/session.toml.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/scene/phrase.hpp"
#include "engine/lesson/saying.hpp"
#include "engine/timeline/timeline.hpp"
#include "engine/world/command.hpp"

namespace app {

// {id}, {flags}, {from} and {to} of a packet: "#3 SYN ACK, client → server".
using PhraseValues = std::vector<std::pair<std::string, scene::PhraseValue>>;
PhraseValues packet_values(const engine::Timeline& timeline, engine::PacketId packet);

// "Dropped #3 ACK, client → server": key "<prefix>.drop" and so on, with prefixes "done" (the toast
// of an intervention), "undone" and "redone".
scene::Phrase command_phrase(std::string_view prefix, const engine::Command& command,
                             const engine::Timeline& timeline);

// {host} and {call}: "client", "send()"; `call` is an index in engine::Call.
PhraseValues call_values(const engine::Timeline& timeline, engine::HostId host, std::size_t call);

// The toast of an intervention that is step `step`. Of a call it says what came of it: "client
// calls send() = ok, 5 bytes".
scene::Phrase done_phrase(const engine::Command& command, const engine::Timeline& timeline,
                          engine::StepIndex step);

// What is wrong with a script, in whatever language it will be read.
scene::PhraseValue script_phrase(const engine::Saying& saying);

// The end of a run that would not end, with what keeps repeating: "keepalive timer, client".
scene::Phrase limit_phrase(const engine::Timeline& timeline, engine::StepIndex events,
                           engine::Duration time);

}  // namespace app
