#include "tests/support/duet.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <utility>

#include "tests/support/rule_witness.hpp"

namespace support {
namespace {

const Socket client_socket{ipv4(10, 0, 0, 1), 50'000};
const Socket server_socket{ipv4(10, 0, 0, 2), 80};

std::string seconds(Instant t) {
  const auto ms = t.time_since_epoch() / 1ms;
  std::string fraction = std::to_string(ms % 1000);
  return std::to_string(ms / 1000) + "." + std::string(3 - fraction.size(), '0') + fraction;
}

char letter(Side side) { return side == Side::client ? 'C' : 'S'; }

}  // namespace

bool may_run(State s, Timer t) {
  using enum State;
  const bool opening = s == syn_sent || s == syn_received;
  const bool sending =
      s == established || s == fin_wait_1 || s == close_wait || s == closing || s == last_ack;
  switch (t) {
    case Timer::reorder:
    case Timer::tail_loss_probe:
      return sending;
    case Timer::retransmit:
    case Timer::user_timeout:
      return opening || sending;
    case Timer::persist:
      return sending;
    case Timer::delayed_ack:
      return s == established || s == fin_wait_1 || s == fin_wait_2;
    case Timer::keepalive:
      return s == established || s == fin_wait_2 || s == close_wait;
    case Timer::fin_wait_2:
      return s == fin_wait_2;
    case Timer::time_wait:
      return s == time_wait;
  }
  return false;
}

Duet::Duet(const DuetSetup& setup) : setup_(setup) {
  const Socket right = setup.alone ? client_socket : server_socket;
  ends_[0].sockets = {client_socket, right};
  ends_[1].sockets = {right, client_socket};
  ends_[0].iss = {setup.client_iss};
  ends_[1].iss = {setup.server_iss};
  for (End& e : ends_) e.tcb.config = e.config = setup.config;
}

void Duet::listen() { happen(Side::server, PassiveOpen{end(Side::server).sockets.local, {}}); }

void Duet::connect(Side side) { happen(side, ActiveOpen{end(side).sockets, end(side).iss}); }

void Duet::connect_with(Side side, std::uint32_t iss) {
  end(side).iss = {iss};
  connect(side);
}

void Duet::send(Side side, std::string_view text, bool urgent) {
  happen(side, SendCall{store(text), urgent, end(side).iss});
}

void Duet::send_bulk(Side side, std::uint32_t bytes) {
  std::string text(bytes, '\0');
  for (std::uint32_t i = 0; i < bytes; ++i) text[i] = static_cast<char>('a' + i % 23);
  send(side, text);
}

std::string Duet::read(Side side, std::uint32_t max) {
  happen(side, ReceiveCall{max});
  std::string text;
  for (const ByteRef part : last(side).received) text += memory_.substr(part.offset, part.length);
  return text;
}

void Duet::crash(Side side) {
  say(std::string{letter(side)} + " crashes and restarts");
  end(side).tcb = {};
  end(side).tcb.config = end(side).config;
}

void Duet::lose(Match match, int count) { losses_.push_back({std::move(match), count}); }
void Duet::hold(Match match) { holds_.push_back(std::move(match)); }

void Duet::release() {
  holds_.clear();
  for (Flying& flying : held_) {
    flying.arrives = now_ + setup_.delay;
    wire_.push_back(flying);
  }
  held_.clear();
}

void Duet::duplicate_next() { duplicate_ = true; }

void Duet::forge(Side to, Segment segment) {
  say("  forged to " + std::string{letter(to)} + ": " + one_line(segment));
  segment.source_port = end(to).sockets.remote.port;
  segment.dest_port = end(to).sockets.local.port;
  arrive(to, segment);
}

void Duet::establish() {
  listen();
  connect();
  run(4 * setup_.delay);
}

Instant Duet::next_event_at() {
  Instant next = never;
  for (const Flying& flying : wire_) next = std::min(next, flying.arrives);
  for (Side side : {Side::client, Side::server})
    if (const auto timer = earliest(tcb(side).timers)) next = std::min(next, timer->at);
  return next;
}

bool Duet::step() {
  const Instant next = next_event_at();
  if (next == never) return false;
  now_ = next;
  const auto flying =
      std::ranges::find_if(wire_, [next](const Flying& f) { return f.arrives == next; });
  if (flying != wire_.end()) {
    const Flying arriving = *flying;
    wire_.erase(flying);
    arrive(arriving.to, arriving.segment);
    return true;
  }
  for (Side side : {Side::client, Side::server}) {
    const auto due = earliest(tcb(side).timers);
    if (!due || due->at != next) continue;
    say(std::string{letter(side)} + " timer " + std::string{name(due->timer)});
    happen(side, TimerFires{due->timer});
    return true;
  }
  return false;
}

void Duet::run(Duration span) {
  const Instant until = now_ + span;
  int steps = 0;
  while (next_event_at() <= until) {
    REQUIRE(++steps < 100'000);  // two ends that never fall silent
    step();
  }
  now_ = until;
}

int Duet::count(Rule rule) const { return static_cast<int>(std::ranges::count(rules_, rule)); }

int Duet::signalled(Side side, Signal signal) const {
  return static_cast<int>(
      std::ranges::count(ends_[static_cast<std::size_t>(side)].signals, signal));
}

std::vector<std::string> Duet::departures(Side from) const {
  std::vector<std::string> lines;
  for (const Sent& s : sent_)
    if (s.from == from) lines.push_back(one_line(s.segment));
  return lines;
}

void Duet::happen(Side side, const TcpEvent& event) {
  End& e = end(side);
  const State before = e.tcb.state;
  advance(e.tcb, event, now_, e.last);
  if (e.tcb.state != before)
    say(std::string{letter(side)} + " " + std::string{name(before)} + " -> " +
        std::string{name(e.tcb.state)});
  for (const Note& note : e.last.notes) rules_.push_back(note.rule);
  witness(e.last.notes);
  for (const Signal signal : e.last.signals) {
    e.signals.push_back(signal);
    say(std::string{letter(side)} + " hears " + std::string{name(signal)});
  }
  check_timers(e.tcb);
  const Effects fx = e.last;  // what departs may come back before this is over
  for (const Outgoing& out : fx.segments) depart(side, out, fx);
}

void Duet::depart(Side from, const Outgoing& out, const Effects& fx) {
  Segment segment = out.segment;
  std::string text;
  for (std::uint32_t i = 0; i < out.part_count; ++i) {
    const ByteRef part = fx.text_parts[out.first_part + i];
    text += memory_.substr(part.offset, part.length);
  }
  REQUIRE(text.size() == segment.text.length);
  segment.text = store(text);
  sent_.push_back({from, now_, segment, out.retransmission});
  const std::string line = std::string{letter(from)} + " sends " + one_line(segment);
  for (Loss& loss : losses_) {
    if (loss.count == 0 || !loss.match(from, segment)) continue;
    --loss.count;
    return say(line + "   lost");
  }
  const Flying flying{setup_.alone ? from : other(from), segment, now_ + setup_.delay};
  if (std::ranges::any_of(holds_, [&](const Match& m) { return m(from, segment); })) {
    held_.push_back(flying);
    return say(line + "   held");
  }
  wire_.push_back(flying);
  if (std::exchange(duplicate_, false)) wire_.push_back(flying);
  say(line);
}

void Duet::arrive(Side to, const Segment& segment) {
  say("  " + std::string{letter(to)} + " gets " + one_line(segment));
  happen(to, SegmentArrives{end(to).sockets, segment, end(to).iss});
}

ByteRef Duet::store(std::string_view bytes) {
  const ByteRef ref{memory_.size(), static_cast<std::uint32_t>(bytes.size())};
  memory_ += bytes;
  return ref;
}

void Duet::check_timers(const Tcb& tcb) {
  for (std::size_t i = 0; i < timer_count; ++i) {
    const auto timer = static_cast<Timer>(i);
    CAPTURE(name(timer));
    CAPTURE(name(tcb.state));
    if (tcb.timers[timer].running()) CHECK(may_run(tcb.state, timer));
  }
}

void Duet::say(const std::string& line) { transcript_ += "\n" + seconds(now_) + "  " + line; }

Duet::Match from(Side side) {
  return [side](Side who, const Segment&) { return who == side; };
}
Duet::Match with_flags(Side side, std::string_view flags) {
  return [side, flags = std::string{flags}](Side who, const Segment& s) {
    return who == side && to_string(s.flags) == flags;
  };
}
Duet::Match with_text(Side side) {
  return [side](Side who, const Segment& s) { return who == side && s.text.length > 0; };
}

std::string one_line(const Segment& s) {
  std::string line = to_string(s.flags) + " " + std::to_string(s.seq.raw);
  if (s.flags.ack) line += "/" + std::to_string(s.ack.raw);
  if (s.text.length > 0) line += " +" + std::to_string(s.text.length);
  return line;
}

}  // namespace support
