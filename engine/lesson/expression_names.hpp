// The names that expressions may use: client.iss, wire.delay(client,server), seg(2).ack,
// count(acks), a parameter of the lesson.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "engine/lesson/saying.hpp"
#include "engine/lesson/scenario.hpp"

namespace engine {

struct FoundName {
  LiveName name;
  Measure measure{};
};
// What is wrong when there is no such name, with the nearest one.
std::expected<FoundName, Saying> find_live_name(std::string_view word, std::string_view arguments,
                                                const Scenario& scenario);

std::optional<Timer> timer_named(std::string_view name);

}  // namespace engine
