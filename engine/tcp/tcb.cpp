#include "engine/tcp/tcb.hpp"

namespace engine {
namespace {

template <class... Values>
void add(Hasher& h, const Values&... values) {
  (hash_append(h, values), ...);
}

void hash_append(Hasher& h, const Tcb::Send& s) {
  add(h, s.una, s.nxt, s.max, s.wnd, s.up, s.wl1, s.wl2, s.iss);
  add(h, s.max_wnd, s.mss, s.scale, s.syn_acknowledged, s.fin_queued, s.fin_sent, s.more);
}

void hash_append(Hasher& h, const Tcb::Receive& r) {
  add(h, r.nxt, r.wnd, r.up, r.urgent, r.irs, r.scale, r.fin, r.mss_seen, r.tos);
}

void hash_append(Hasher& h, const Tcb::Clock& c) {
  add(h, c.on, c.recent, c.recent_at, c.last_ack_sent, c.offset);
}

void hash_append(Hasher& h, const Tcb::Throttle& t) {
  add(h, t.window_start, t.challenge_acks, t.last_invalid_ack, t.any_invalid_ack);
}

void hash_append(Hasher& h, const Tcb::Pace& p) {
  add(h, p.delay, p.last_text_at, p.quick, p.talking);
}

void hash_append(Hasher& h, const Tcb::Patience& p) {
  add(h, p.advertised, p.changeable, p.settled, p.announce);
}

void hash_append(Hasher& h, const Tcb::Former& f) {
  add(h, f.snd_nxt, f.rcv_nxt, f.iss, f.irs, f.rcv_wnd, f.snd_max_wnd, f.rcv_scale, f.origin);
  add(h, f.application_left);
  hash_append(h, f.ts);
}

}  // namespace

void hash_append(Hasher& h, const Tcb& t) {
  add(h, t.state, t.origin, t.sockets, t.passive, t.config);
  hash_append(h, t.snd);
  hash_append(h, t.rcv);
  hash_append(h, t.ts);
  add(h, t.ip_options, t.window_scaling, t.sack_permitted, t.application_left, t.reading_shut);
  add(h, t.syn_timed_out, t.refusal_pending, t.accept_deferred, t.error);
  add(h, t.retransmissions, t.first_sent_at, t.keepalive_probes, t.last_received_at);
  add(h, t.last_text_sent_at, t.unacknowledged_text);
  hash_append(h, t.throttle);
  hash_append(h, t.pace);
  hash_append(h, t.patience);
  add(h, t.former.has_value());
  if (t.former) hash_append(h, *t.former);
  add(h, t.send_buffer, t.receive_buffer, t.rtt, t.congestion, t.recovery, t.rack, t.ecn,
      t.fast_open, t.sack_report, t.timers);
}

}  // namespace engine
