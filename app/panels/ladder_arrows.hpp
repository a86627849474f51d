// Arrows of the sequence diagram (ux.md 3.3): the line says the fate (solid delivered, cross
// dropped, wavy repeated, double duplicated, striped forged, resting bar delayed or held), the
// label says flags and numbers, the colour only repeats the flags.
#pragma once

#include "app/panels/ladder_place.hpp"

namespace app::panels {

// Lines and ends; the caller clips past from future.
void draw_arrows(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder);
// Labels lie above all lines. With `future` false, only those of packets that have departed.
void draw_arrow_labels(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder,
                       bool future);
// Ties a selected retransmission to its original.
void draw_same_seq(const Frame& frame, const LadderPlace& place, const scene::Ladder& ladder);

}  // namespace app::panels
