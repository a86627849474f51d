// A run as a ladder of text in the manner of the figures of RFC 9293 (3.5, 3.6): numbered lines,
// states left and right, `<SEQ=..><ACK=..><CTL=..>`, `...` for a segment still under way, `X` for
// a lost one; 72 columns. Between two hosts.
#pragma once

#include <string>

#include "engine/timeline/timeline.hpp"

namespace engine {

struct TranscriptOptions {
  HostId left{0}, right{1};
  StepIndex from = 0;               // the first step that is shown
  StepIndex until = ~StepIndex{0};  // and the one after the last
};

std::string transcript(const Timeline& timeline, const TranscriptOptions& options = {});

}  // namespace engine
