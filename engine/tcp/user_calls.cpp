#include "engine/tcp/user_calls.hpp"

#include <algorithm>
#include <vector>

#include "engine/base/invariant.hpp"
#include "engine/tcp/output.hpp"
#include "engine/tcp/receive_window.hpp"
#include "engine/tcp/sequence.hpp"
#include "engine/tcp/urgent.hpp"

namespace engine {
namespace {

bool is_unspecified(const Socket& socket) {
  return engine::is_unspecified(socket.address) || socket.port == 0;
}

void refuse(CallResult result, const Tcb& tcb, Effects& fx) {
  fx.result = result;
  fx.silence(Rule::call_refused, tcb, {static_cast<std::uint32_t>(result)});
}

// As much as there is room for.
void take_into_buffer(Tcb& tcb, ByteRef text, Effects& fx) {
  fx.taken = std::min(room_to_send(tcb), text.length);
  tcb.send_buffer.append(text.part(0, fx.taken));
}

void open_actively(Tcb& tcb, const ActiveOpen& open, Instant now, Effects& fx) {
  const SeqNum iss = open.iss;
  tcb.sockets = open.sockets;
  begin_incarnation(tcb, iss);
  tcb.fast_open.offer = open.cookie;
  tcb.fast_open.peer_mss = open.peer_mss;
  take_into_buffer(tcb, open.text, fx);
  change_state(tcb, State::syn_sent, Rule::active_open, fx, {iss.raw});
  send_syn(tcb, Rule::syn_sent, now, fx, false);
}

// Takes what there is room for; whether any of it may leave is the business of output().
void queue_text(Tcb& tcb, const SendCall& send, Instant now, Effects& fx) {
  take_into_buffer(tcb, send.bytes, fx);
  if (fx.taken == 0 && send.bytes.length > 0) return refuse(CallResult::would_block, tcb, fx);
  if (send.urgent) tcb.snd.up = text_end(tcb);
  const bool whole = fx.taken == send.bytes.length;
  if (send.ends_record && whole) tcb.send_buffer.end_record();
  tcb.snd.more = send.more && whole;
  fx.note(Rule::text_queued, tcb, {fx.taken, tcb.send_buffer.length()});
  output(tcb, now, fx);
}

// No more to send. In ESTABLISHED the state changes at once, even while text still waits.
void queue_fin(Tcb& tcb, State next, Instant now, Effects& fx) {
  tcb.snd.fin_queued = true;
  change_state(tcb, next, Rule::close_queues_fin, fx, {text_end(tcb).raw});
  output(tcb, now, fx);
}

void close_in_syn_received(Tcb& tcb, Instant now, Effects& fx) {
  if (tcb.snd.fin_queued) return refuse(CallResult::closing, tcb, fx);
  if (tcb.send_buffer.empty()) return queue_fin(tcb, State::fin_wait_1, now, fx);
  tcb.snd.fin_queued = true;
  fx.note(Rule::close_waits_for_handshake, tcb, {tcb.send_buffer.length()});
}

// RFC 9293 3.10.4, by state.
void close_sending_side(Tcb& tcb, Instant now, Effects& fx) {
  switch (tcb.state) {
    case State::closed:
      return refuse(CallResult::does_not_exist, tcb, fx);
    case State::listen:
    case State::syn_sent:
      return close_record(tcb, Signal::closed, Rule::closed_before_connected, fx);
    case State::syn_received:
      return close_in_syn_received(tcb, now, fx);
    case State::established:
      return queue_fin(tcb, State::fin_wait_1, now, fx);
    case State::close_wait:
      return queue_fin(tcb, State::last_ack, now, fx);
    case State::fin_wait_1:
    case State::fin_wait_2:
      return fx.silence(Rule::no_second_fin, tcb);
    case State::closing:
    case State::last_ack:
    case State::time_wait:
      return refuse(CallResult::closing, tcb, fx);
  }
  unreachable("State");
}

void take_text(Tcb& tcb, std::uint32_t max, Instant now, Effects& fx) {
  tcb.receive_buffer.read(max, fx.received);
  fx.note(Rule::text_read, tcb, {tcb.receive_buffer.unread()});
  leave_urgent_mode(tcb, fx);
  const bool more_may_come = tcb.state == State::established || tcb.state == State::fin_wait_1 ||
                             tcb.state == State::fin_wait_2;
  if (more_may_come && window_update_is_due(tcb))
    send_ack(tcb, Rule::window_update_sent, now, fx, {tcb.receive_buffer.unread()});
}

// Local only: nothing goes onto the wire, and the peer may send on (requirements C.7).
void stop_reading(Tcb& tcb, Effects& fx) {
  tcb.reading_shut = true;
  const std::uint32_t unread = tcb.receive_buffer.unread();
  std::vector<ByteRef> thrown_away;
  tcb.receive_buffer.read(unread, thrown_away);
  fx.note(Rule::reading_ends, tcb, {unread});
}

}  // namespace

std::uint32_t room_to_send(const Tcb& tcb) {
  return tcb.config.send_buffer - std::min(tcb.config.send_buffer, tcb.send_buffer.length());
}

CallResult obituary(const Tcb& tcb) {
  switch (tcb.error) {
    case Signal::reset:
      return CallResult::reset;
    case Signal::refused:
      return CallResult::refused;
    case Signal::timed_out:
    case Signal::user_timeout:
      return CallResult::timed_out;
    case Signal::unreachable:
      return CallResult::unreachable;
    case Signal::connected:
    case Signal::readable:
    case Signal::writable:
    case Signal::peer_closed:
    case Signal::soft_error:
    case Signal::urgent:
    case Signal::closed:
      return CallResult::does_not_exist;
  }
  unreachable("Signal");
}

void call(Tcb& tcb, const ActiveOpen& open, Instant now, Effects& fx) {
  if (tcb.state != State::closed && tcb.state != State::listen)
    return refuse(CallResult::already_exists, tcb, fx);
  if (is_unspecified(open.sockets.remote)) return refuse(CallResult::remote_unspecified, tcb, fx);
  open_actively(tcb, open, now, fx);
}

void call(Tcb& tcb, const PassiveOpen& open, Instant, Effects& fx) {
  if (tcb.state != State::closed) return refuse(CallResult::already_exists, tcb, fx);
  tcb.sockets = tcb.passive = {open.local, open.remote};
  change_state(tcb, State::listen, Rule::passive_open, fx, {open.local.port});
}

void call(Tcb& tcb, const SendCall& send, Instant now, Effects& fx) {
  switch (tcb.state) {
    case State::closed:
      return refuse(obituary(tcb), tcb, fx);
    case State::listen:
      if (is_unspecified(tcb.sockets.remote))
        return refuse(CallResult::remote_unspecified, tcb, fx);
      open_actively(tcb, {.sockets = tcb.sockets, .iss = send.iss}, now, fx);
      return queue_text(tcb, send, now, fx);
    case State::syn_sent:
    case State::syn_received:
    case State::established:
    case State::close_wait:
      if (tcb.snd.fin_queued) return refuse(CallResult::closing, tcb, fx);
      return queue_text(tcb, send, now, fx);
    case State::fin_wait_1:
    case State::fin_wait_2:
    case State::closing:
    case State::last_ack:
    case State::time_wait:
      return refuse(CallResult::closing, tcb, fx);
  }
  unreachable("State");
}

void call(Tcb& tcb, const ReceiveCall& receive, Instant now, Effects& fx) {
  if (tcb.state == State::closed) return refuse(obituary(tcb), tcb, fx);
  if (tcb.application_left) return refuse(CallResult::closing, tcb, fx);
  if (tcb.receive_buffer.unread() > 0) return take_text(tcb, receive.max, now, fx);
  const bool ended = tcb.rcv.fin || tcb.reading_shut;
  refuse(ended ? CallResult::end_of_file : CallResult::would_block, tcb, fx);
}

void call(Tcb& tcb, const ShutdownCall& shutdown, Instant now, Effects& fx) {
  if (tcb.state == State::closed) return refuse(CallResult::does_not_exist, tcb, fx);
  if (shutdown.how != ShutdownHow::write) {
    if (tcb.state == State::listen) return refuse(CallResult::remote_unspecified, tcb, fx);
    stop_reading(tcb, fx);
  }
  if (shutdown.how != ShutdownHow::read) close_sending_side(tcb, now, fx);
}

// The application leaves: nothing can be read any more, so unread text is a reason to reset
// (requirements C.7, SHLD-3).
void call(Tcb& tcb, const CloseCall&, Instant now, Effects& fx) {
  if (tcb.application_left) return refuse(CallResult::closing, tcb, fx);
  tcb.application_left = tcb.state != State::closed;
  const bool resets = tcb.receive_buffer.unread() > 0 && tcb.config.reset_on_late_data &&
                      (tcb.state == State::syn_received || tcb.state == State::established ||
                       tcb.state == State::fin_wait_1 || tcb.state == State::fin_wait_2 ||
                       tcb.state == State::close_wait);
  if (resets) {
    send_reset(tcb, make_abort(tcb, now), Rule::unread_text_reset, fx,
               {tcb.receive_buffer.unread()});
    return end_by_reset(tcb, Signal::closed, Rule::closed_with_unread_text, now, fx);
  }
  // After shutdown() this is no error: the application only says that it reads no more, either.
  const bool closed_already =
      tcb.state == State::closing || tcb.state == State::last_ack || tcb.state == State::time_wait;
  if (closed_already) return fx.silence(Rule::no_second_fin, tcb);
  close_sending_side(tcb, now, fx);
  if (tcb.state == State::fin_wait_2 && tcb.config.fin_wait_2_timeout > 0s) {
    tcb.timers.arm(Timer::fin_wait_2, now, tcb.config.fin_wait_2_timeout);
    fx.note(Rule::orphan_timer_started, tcb);
  }
}

void call(Tcb& tcb, const AbortCall&, Instant now, Effects& fx) {
  switch (tcb.state) {
    case State::closed:
      return refuse(CallResult::does_not_exist, tcb, fx);
    case State::syn_received:
    case State::established:
    case State::fin_wait_1:
    case State::fin_wait_2:
    case State::close_wait:
      send_reset(tcb, make_abort(tcb, now), Rule::abort_sends_reset, fx, {bare_sequence(tcb).raw});
      return end_by_reset(tcb, Signal::reset, Rule::aborted, now, fx);
    case State::listen:
    case State::syn_sent:
    case State::closing:
    case State::last_ack:
    case State::time_wait:
      fx.silence(Rule::abort_needs_no_reset, tcb);
      break;
  }
  close_record(tcb, Signal::reset, Rule::aborted, fx);
}

}  // namespace engine
