// Plays every shipped scenario, once for a test program.
#pragma once

#include "engine/lesson/shown_rules.hpp"

namespace tidy {

const engine::ShownBy& shown_by_lessons();

}  // namespace tidy
