#include "engine/tcp/launch.hpp"

#include "engine/tcp/ack_pace.hpp"
#include "engine/tcp/ecn.hpp"
#include "engine/tcp/patience.hpp"
#include "engine/tcp/rack.hpp"
#include "engine/tcp/receive_window.hpp"
#include "engine/tcp/report_sack.hpp"
#include "engine/tcp/sequence.hpp"

namespace engine {
namespace {

void start_timers(Tcb& tcb, const Departure& departure, SeqNum end, Instant now) {
  if (!waits_for_ack(tcb)) {  // RFC 6298 5.1
    tcb.timers.arm(Timer::retransmit, now, tcb.rtt.rto);
    if (!departure.retransmission) tcb.first_sent_at = now;
  }
  const bool bounded = !tcb.snd.syn_acknowledged && tcb.config.connect_timeout > 0s;
  const Duration patience = bounded ? tcb.config.connect_timeout : tcb.config.user_timeout;
  if (!tcb.timers[Timer::user_timeout].running() && patience > 0s)
    tcb.timers.arm(Timer::user_timeout, now, patience);
  if (departure.retransmission)
    tcb.rtt.repeated(end, now, tcb.ts.on);  // Karn
  else
    tcb.rtt.begin(end, now);
}

}  // namespace

void transmit(Tcb& tcb, const Departure& departure, Instant now, Effects& fx) {
  if (!departure.flags.syn) offer_window(tcb);
  Departure complete = departure;
  add_ecn_flags(tcb, complete);
  Outgoing out{.segment = make_segment(tcb, complete, now),
               .first_part = static_cast<std::uint32_t>(fx.text_parts.size()),
               .retransmission = departure.retransmission,
               .ecn_capable = is_ecn_capable(tcb, departure)};
  if (departure.text > 0) {
    const SeqNum first = departure.flags.syn ? departure.seq + 1 : departure.seq;
    tcb.send_buffer.slice(distance(text_begin(tcb), first), departure.text, fx.text_parts);
  }
  out.part_count = static_cast<std::uint32_t>(fx.text_parts.size()) - out.first_part;
  fx.segments.push_back(out);
  note_ecn_told(tcb, out.segment.flags, fx);
  if (out.segment.options.user_timeout) user_timeout_was_told(tcb, departure.flags.syn, fx);
  if (!departure.flags.ack) return;
  note_sack_told(tcb, out.segment.options.sack, fx);
  tcb.ts.last_ack_sent = tcb.rcv.nxt;
  pace_was_used(tcb, departure.text > 0, now);
  tcb.unacknowledged_text = 0;
  tcb.timers.stop(Timer::delayed_ack);
}

void launch(Tcb& tcb, const Departure& departure, Instant now, Effects& fx) {
  transmit(tcb, departure, now, fx);
  const SeqNum end = end_of(fx.segments.back().segment);
  tcb.timers.stop(Timer::persist);
  tcb.snd.nxt = later(tcb.snd.nxt, end);
  start_timers(tcb, departure, end, now);
  tcb.snd.max = later(tcb.snd.max, tcb.snd.nxt);
  if (!departure.flags.syn)
    rack_note_departure(tcb, {departure.seq, end}, departure.retransmission, now);
  if (departure.flags.fin) tcb.snd.fin_sent = true;
  if (departure.text > 0) tcb.last_text_sent_at = now;
  tcb.recovery.rate.sent += tcb.recovery.phase == LossPhase::fast_recovery ? departure.text : 0;
}

}  // namespace engine
