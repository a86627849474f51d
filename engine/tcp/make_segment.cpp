#include "engine/tcp/make_segment.hpp"

#include <algorithm>

#include "engine/segment/options.hpp"
#include "engine/tcp/patience.hpp"
#include "engine/tcp/report_sack.hpp"
#include "engine/tcp/sequence.hpp"

namespace engine {
namespace {

// The window of a SYN is never scaled (RFC 7323 2.2).
std::uint16_t window_field(const Tcb& tcb, bool syn) {
  const std::uint32_t shifted = syn ? tcb.rcv.wnd : tcb.rcv.wnd >> tcb.rcv.scale;
  return static_cast<std::uint16_t>(std::min(shifted, 65'535u));
}

// A SYN offers what the configuration says; a SYN-ACK only what the SYN offered too (E.1).
void add_syn_options(const Tcb& tcb, bool answer, Options& options) {
  options.mss = announced_mss(tcb.config);
  if (!answer || tcb.window_scaling) options.window_scale = tcb.config.window_scale;
  options.sack_permitted = answer ? tcb.sack_permitted : tcb.config.sack;
}

// SND.UP is one past the urgent octets, as is the pointer on the wire (MUST-62). What is farther
// away than the field can say is announced as far as it can.
void add_urgent(const Tcb& tcb, const Departure& departure, Segment& segment) {
  const bool urgent = precedes(tcb.snd.una, tcb.snd.up) && precedes(departure.seq, tcb.snd.up);
  if (departure.flags.syn || !urgent) return;
  segment.flags.urg = true;
  segment.urgent_pointer =
      static_cast<std::uint16_t>(std::min(distance(departure.seq, tcb.snd.up), 65'535u));
}

}  // namespace

std::uint32_t timestamp_clock(const Tcb& tcb, Instant now) {
  return static_cast<std::uint32_t>(now.time_since_epoch() / 1ms) + tcb.ts.offset;
}

Segment make_segment(const Tcb& tcb, const Departure& departure, Instant now) {
  const Flags flags = departure.flags;
  Segment segment{.source_port = tcb.sockets.local.port,
                  .dest_port = tcb.sockets.remote.port,
                  .seq = departure.seq,
                  .ack = flags.ack ? tcb.rcv.nxt : SeqNum{},
                  .flags = flags,
                  .window = window_field(tcb, flags.syn),
                  .text = {.length = departure.text}};
  if (flags.syn) add_syn_options(tcb, flags.ack, segment.options);
  if (departure.fast_open)
    segment.options.fast_open = flags.ack ? tcb.fast_open.grant : tcb.fast_open.offer;
  const bool offers_timestamps = flags.syn && !flags.ack && tcb.config.timestamps;
  if (tcb.ts.on || offers_timestamps)
    segment.options.timestamps = {timestamp_clock(tcb, now), flags.ack ? tcb.ts.recent : 0};
  if (tcb.patience.announce && !flags.rst)
    segment.options.user_timeout = user_timeout_option(tcb.patience.advertised);
  if (flags.ack && !flags.syn && !flags.rst)
    segment.options.sack = sack_option(tcb, options_size(segment.options));
  if (flags.ack) add_urgent(tcb, departure, segment);
  return segment;
}

Segment make_abort(const Tcb& tcb, Instant now) {
  const Flags flags{.ack = tcb.config.reset_acknowledges, .rst = true};
  return make_segment(tcb, {.seq = bare_sequence(tcb), .flags = flags}, now);
}

Segment make_refusal(const Segment& offending) {
  Segment reset{.source_port = offending.dest_port, .dest_port = offending.source_port};
  reset.flags.rst = true;
  if (offending.flags.ack) {
    reset.seq = offending.ack;
  } else {
    reset.flags.ack = true;
    reset.ack = end_of(offending);
  }
  // RFC 7323 5.2: a reset echoes the timestamp of what it answers.
  if (offending.options.timestamps)
    reset.options.timestamps = Timestamps{0, offending.options.timestamps->value};
  return reset;
}

}  // namespace engine
