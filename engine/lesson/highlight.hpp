// What a text points at, as a script writes it: wire.seg(#2), ep(client).timer(rexmt), queue.syn.
#pragma once

#include <expected>

#include "engine/lesson/saying.hpp"
#include "engine/lesson/scenario.hpp"

namespace engine {

// With the nearest valid name if there is no such target.
std::expected<Highlight, Saying> parse_highlight(std::string_view text, const Scenario& scenario);

}  // namespace engine
