// When the world was so: states of connections and queues of listeners, from the changes recorded.
#pragma once

#include "engine/lesson/watch.hpp"

namespace engine {

bool related(std::int64_t left, Relation relation, std::int64_t right);

std::vector<Span> spans_of_state(const StateOf& wanted, const Watch& watch, StepIndex since);
std::vector<Span> spans_of_queue(const QueueIs& wanted, const Watch& watch, StepIndex since);

}  // namespace engine
