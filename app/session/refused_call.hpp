// Which call of a program TCP would refuse now, why, and what is possible instead (RFC 9293 3.10.1
// to 3.10.5, by state; requirements C.7). It answers what the engine would answer: a test makes
// every call in every state and compares. What is legal but gets nothing ("would block", "end of
// stream") is no refusal: it is worth trying. Must not know: languages, and how a call is made.
#pragma once

#include <optional>

#include "app/session/refusal.hpp"

namespace app {

// `call.host` is there and has power. The phrase's value {result} is the word for the CallResult
// that the call would return.
std::optional<Refusal> why_not_call(const engine::DoCall& call, const engine::World& world,
                                    const engine::Timeline& timeline);

}  // namespace app
