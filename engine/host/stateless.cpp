#include "engine/host/stateless.hpp"

#include "engine/host/isn.hpp"
#include "engine/host/syn_cookie.hpp"
#include "engine/tcp/advance.hpp"

namespace engine {
namespace {

// What of a SYN can come back in a cookie: the options of high speed only if both ends use
// timestamps. Text and FIN of the SYN go with the record that nobody keeps.
SegmentArrives without_what_is_lost(const SegmentArrives& event, const TcpConfig& config) {
  SegmentArrives kept = event;
  Segment& seg = kept.segment;
  seg.options.user_timeout.reset();
  seg.options.fast_open.reset();
  if (seg.options.timestamps && config.timestamps) return kept;
  seg.options.window_scale.reset();
  seg.options.sack_permitted = false;
  seg.flags.ece = seg.flags.cwr = false;
  return kept;
}

CookieOptions offered_by(const Segment& syn, const Segment& syn_ack) {
  return {.window_scale = syn_ack.options.window_scale ? syn.options.window_scale : std::nullopt,
          .sack = syn_ack.options.sack_permitted,
          .ecn = syn_ack.flags.ece};
}

// Cookies are looked for only where some were sent lately.
bool expects_cookies(const Connection& listener, Instant now) {
  if (listener.tcb.config.syn_cookies == SynCookies::off || !listener.last_cookie) return false;
  return now - *listener.last_cookie <= cookie_periods * cookie_period;
}

// The SYN as far as the cookie and the timestamps remember it.
SegmentArrives remembered_syn(const SegmentArrives& event, std::uint16_t mss) {
  const Segment& ack = event.segment;
  SegmentArrives opening{.sockets = event.sockets,
                         .segment = {.source_port = ack.source_port,
                                     .dest_port = ack.dest_port,
                                     .seq = ack.seq - 1,
                                     .flags = {.syn = true},
                                     .window = ack.window,
                                     .options = {.mss = mss}},
                         .fresh_iss = ack.ack - 1};
  if (!ack.options.timestamps) return opening;
  const CookieOptions kept = options_in_stamp(ack.options.timestamps->echo);
  Segment& syn = opening.segment;
  syn.options.timestamps = Timestamps{ack.options.timestamps->value, 0};
  syn.options.window_scale = kept.window_scale;
  syn.options.sack_permitted = kept.sack;
  syn.flags.ece = syn.flags.cwr = kept.ecn;
  return opening;
}

}  // namespace

void answer_with_cookie(Host& host, ConnId listener, const SegmentArrives& event, ByteArena& bytes,
                        HostTurn& turn) {
  Connection& record = host.connections.edit(listener);
  record.last_cookie = turn.now;
  SegmentArrives opening = without_what_is_lost(event, record.tcb.config);
  const Segment& syn = opening.segment;
  const std::uint16_t mss = syn.options.mss.value_or(default_mss);
  opening.fresh_iss = make_syn_cookie(host.isn.secret, event.sockets, syn.seq, mss, turn.now);
  Tcb forgotten = record.tcb;
  set_clock(host, forgotten, event.sockets);
  advance(forgotten, opening, turn.now, turn.fx);
  if (turn.fx.segments.empty())
    return publish_without_record(host, listener, event.sockets, bytes, turn);
  Segment& syn_ack = turn.fx.segments.front().segment;
  if (syn_ack.options.timestamps)
    syn_ack.options.timestamps->value =
        stamp_with(offered_by(syn, syn_ack), syn_ack.options.timestamps->value);
  turn.fx.notes.clear();  // they tell of a record that nobody keeps
  turn.fx.changes.clear();
  note(listener, turn, Rule::cookie_sent, Outcome::done, {opening.fresh_iss.raw, mss});
  publish_without_record(host, listener, event.sockets, bytes, turn);
}

std::optional<Tcb> request_of_cookie(const Host& host, ConnId listener, const SegmentArrives& event,
                                     HostTurn& turn) {
  const Segment& seg = event.segment;
  const Connection& record = *host.connections.find(listener);
  if (!seg.flags.ack || seg.flags.syn || seg.flags.rst) return std::nullopt;
  if (!expects_cookies(record, turn.now)) return std::nullopt;
  const CookieReading reading =
      read_syn_cookie(host.isn.secret, event.sockets, seg.seq - 1, seg.ack - 1, turn.now);
  const bool right = reading.fault == CookieFault::none;
  note(listener, turn, Rule::cookie_is_right, right ? Outcome::passed : Outcome::failed,
       {seg.ack.raw - 1, reading.age});
  if (!right) return std::nullopt;
  Tcb request = record.tcb;
  set_clock(host, request, event.sockets);
  advance(request, remembered_syn(event, reading.mss), turn.now, turn.fx);
  if (request.state != State::syn_received) return std::nullopt;
  request.timers.stop_all();  // nothing waits for this request: its ACK is here
  request.rtt.cancel();
  return request;
}

}  // namespace engine
