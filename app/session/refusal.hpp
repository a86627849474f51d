// Why something cannot be done now, in words, and the nearest thing that can: "#3 has already
// arrived at t=150 ms. Step back to drop it?" Panels ask the same question to disable a button.
#pragma once

#include <optional>

#include "app/scene/phrase.hpp"
#include "app/session/intent.hpp"
#include "app/session/toasts.hpp"
#include "engine/timeline/timeline.hpp"

namespace app {

struct Refusal {
  scene::Phrase why;
  std::optional<Toast::Offer> instead;
};

Refusal is_read_only();  // the session is of a newer format

// None: the command can be carried out in this world. `world` is the timeline's at a playhead.
std::optional<Refusal> why_not(const engine::Command& command, const engine::World& world,
                               const engine::Timeline& timeline);

}  // namespace app
