#include "engine/tcp/tcb.hpp"

namespace engine {
namespace {

void hash_append(Hasher& h, const Tcb::Send& s) {
  hash_all(h, s.una, s.nxt, s.max, s.wnd, s.up, s.wl1, s.wl2, s.iss);
  hash_all(h, s.max_wnd, s.mss, s.scale, s.syn_acknowledged, s.fin_queued, s.fin_sent, s.more);
}

void hash_append(Hasher& h, const Tcb::Receive& r) {
  hash_all(h, r.nxt, r.wnd, r.up, r.urgent, r.irs, r.scale, r.fin, r.mss_seen, r.tos);
}

void hash_append(Hasher& h, const Tcb::Clock& c) {
  hash_all(h, c.on, c.recent, c.recent_at, c.last_ack_sent, c.offset);
}

void hash_append(Hasher& h, const Tcb::Throttle& t) {
  hash_all(h, t.window_start, t.challenge_acks, t.last_invalid_ack, t.any_invalid_ack);
}

void hash_append(Hasher& h, const Tcb::Pace& p) {
  hash_all(h, p.delay, p.last_text_at, p.quick, p.talking);
}

void hash_append(Hasher& h, const Tcb::Patience& p) {
  hash_all(h, p.advertised, p.changeable, p.settled, p.announce);
}

void hash_append(Hasher& h, const Tcb::Former& f) {
  hash_all(h, f.snd_nxt, f.rcv_nxt, f.iss, f.irs, f.rcv_wnd, f.snd_max_wnd, f.rcv_scale, f.origin);
  hash_all(h, f.application_left);
  hash_append(h, f.ts);
}

}  // namespace

void hash_append(Hasher& h, const Tcb& t) {
  hash_all(h, t.state, t.origin, t.sockets, t.passive, t.config);
  hash_append(h, t.snd);
  hash_append(h, t.rcv);
  hash_append(h, t.ts);
  hash_all(h, t.ip_options, t.window_scaling, t.sack_permitted, t.application_left, t.reading_shut);
  hash_all(h, t.syn_timed_out, t.refusal_pending, t.accept_deferred, t.error);
  hash_all(h, t.retransmissions, t.first_sent_at, t.keepalive_probes, t.last_received_at);
  hash_all(h, t.last_text_sent_at, t.unacknowledged_text);
  hash_append(h, t.throttle);
  hash_append(h, t.pace);
  hash_append(h, t.patience);
  hash_all(h, t.former.has_value());
  if (t.former) hash_append(h, *t.former);
  hash_all(h, t.send_buffer, t.receive_buffer, t.rtt, t.congestion, t.recovery, t.rack, t.ecn,
           t.fast_open, t.sack_report, t.timers);
}

}  // namespace engine
