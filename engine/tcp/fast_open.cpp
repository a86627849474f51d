#include "engine/tcp/fast_open.hpp"

#include <algorithm>

#include "engine/segment/options.hpp"
#include "engine/tcp/accept_text.hpp"
#include "engine/tcp/sequence.hpp"
#include "engine/tcp/transition.hpp"

namespace engine {

std::uint32_t text_on_syn(const Tcb& tcb) {
  const FastOpenState& state = tcb.fast_open;
  if (!state.offer || state.offer->length == 0) return 0;
  constexpr std::uint32_t most_options = 40;  // whatever the SYN carries, it fits
  const std::uint16_t mss = std::min(state.peer_mss, announced_mss(tcb.config));
  return std::min(tcb.send_buffer.length(), mss - std::min<std::uint32_t>(mss, most_options));
}

void hear_fate_of_syn_text(Tcb& tcb, Effects& fx) {
  const std::uint32_t taken_along = tcb.fast_open.text_on_syn;
  if (taken_along == 0) return;
  const std::uint32_t missing = distance(tcb.snd.una, tcb.snd.iss + 1 + taken_along);
  if (missing == 0) return fx.note(Rule::fast_open_text_taken, tcb, {taken_along});
  tcb.snd.nxt = tcb.snd.una;
  fx.note(Rule::fast_open_text_not_taken, tcb, {missing});
}

void take_fast_open(Tcb& tcb, const SegmentArrives& event, Instant now, Effects& fx) {
  const std::uint32_t text = event.segment.text.length;
  if (event.fast_open == FastOpenVerdict::accept) {
    tcb.fast_open.early = true;
    begin_sending(tcb);
    fx.note(Rule::fast_open_accepted, tcb, {text});
    fx.signal(Signal::connected);
    return accept_early_text(tcb, without_syn(event.segment), now, fx);
  }
  if (event.fast_open == FastOpenVerdict::grant) {
    tcb.fast_open.grant = event.granted;
    fx.note(Rule::fast_open_cookie_granted, tcb);
  }
  if (text > 0) fx.silence(Rule::fast_open_text_dropped, tcb, {text});
}

void hash_append(Hasher& h, const FastOpenState& state) {
  const auto cookie = [&h](const std::optional<FastOpenCookie>& value) {
    h.add(value.has_value());
    if (!value) return;
    h.add(value->length);
    h.add(std::span<const std::uint8_t>(value->bytes));
  };
  cookie(state.offer);
  h.add(state.peer_mss);
  h.add(state.text_on_syn);
  cookie(state.grant);
  h.add(state.early);
}

}  // namespace engine
