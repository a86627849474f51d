// What is said beside a packet in a capture: what was done to it on its way, and what the receiver
// made of it. In English, as the rules' own summaries are.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/timeline/timeline.hpp"

namespace engine {

// What was done to the packets on their way, gathered in one walk over the history.
class DepartureRemarks {
 public:
  explicit DepartureRemarks(const Timeline& timeline);
  // Beside this packet as it left.
  std::vector<std::string> of(const Flight& flight) const;

  struct Remark {
    PacketId packet;
    std::size_t order{};  // in which it happened
    std::string words;
  };

 private:
  std::vector<Remark> remarks_;  // by packet, then by order
};

std::vector<std::string> remarks_at_arrival(const Flight& flight, const StepView& arrival);

// The note that decided what became of an arriving segment: the check that failed or the silence,
// else the first action. None = nothing was noted.
std::optional<Note> verdict(const StepView& arrival, PacketId packet);

std::string_view name(DropReason reason);      // stable identifier, e.g. "queue_full"
std::string_view name(Provenance provenance);  // stable identifier, e.g. "forged"

}  // namespace engine
