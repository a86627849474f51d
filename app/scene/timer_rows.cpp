#include "app/scene/timer_rows.hpp"

#include <algorithm>
#include <string>

#include "engine/base/invariant.hpp"

namespace scene {

using namespace engine;

namespace {

// What goes out again when the retransmission timer expires: the front of the queue.
std::string_view what_is_resent(const Tcb& tcb) {
  if (tcb.state == State::syn_sent) return "syn";
  if (tcb.state == State::syn_received) return "syn_ack";
  const bool only_fin = tcb.snd.fin_sent && tcb.snd.una + 1 == tcb.snd.max;
  return only_fin ? "fin" : "data";
}

Phrase resend_words(const Tcb& tcb, const RunningTimer& row) {
  const std::uint32_t attempt = tcb.retransmissions + 1u;
  const std::optional<std::uint32_t> of = retries_allowed(tcb);
  const std::string what(what_is_resent(tcb));
  if (of && attempt > *of) return {"timer.then.give_up", {{"attempt", std::int64_t{*of}}}};
  const Duration doubled = 2 * (row.expires_at - row.armed_at);
  Phrase phrase{
      "timer.then.resend." + what + (of ? ".counted" : ".plain"),
      {{"attempt", std::int64_t{attempt}}, {"next", std::min(doubled, tcb.config.rto_max)}}};
  if (of) phrase.values.emplace_back("of", std::int64_t{*of});
  return phrase;
}

Phrase keepalive_words(const Tcb& tcb) {
  const std::uint32_t probe = tcb.keepalive_probes + 1u;
  const std::uint32_t of = tcb.config.keepalive_count;
  if (probe > of) return {"timer.then.keepalive_give_up", {{"attempt", std::int64_t{of}}}};
  return {"timer.then.keepalive_probe",
          {{"attempt", std::int64_t{probe}}, {"of", std::int64_t{of}}}};
}

Phrase consequence(const Tcb& tcb, Timer timer, const RunningTimer& row) {
  switch (timer) {
    case Timer::retransmit:
      return resend_words(tcb, row);
    case Timer::reorder:
      return {"timer.then.call_it_lost", {}};
    case Timer::tail_loss_probe:
      return {"timer.then.probe_the_tail", {}};
    case Timer::persist:
      return {"timer.then.window_probe", {}};
    case Timer::delayed_ack:
      return {"timer.then.send_ack", {}};
    case Timer::keepalive:
      return keepalive_words(tcb);
    case Timer::fin_wait_2:
      return {"timer.then.stop_waiting", {}};
    case Timer::time_wait:
      return {"timer.then.forget", {}};
    case Timer::user_timeout:
      return {"timer.then.abort", {}};
  }
  unreachable("Timer");
}

Phrase name_of(Timer timer) { return {"timer." + std::string(name(timer)), {}}; }

double left_of(const RunningTimer& row, Instant now) {
  const auto whole = static_cast<double>((row.expires_at - row.armed_at).count());
  const auto left = static_cast<double>((row.expires_at - now).count());
  return whole <= 0 ? 0.0 : std::clamp(left / whole, 0.0, 1.0);
}

}  // namespace

std::optional<std::uint32_t> retries_allowed(const Tcb& tcb) {
  constexpr std::uint8_t by_time_alone = 255;
  const TcpConfig& config = tcb.config;
  std::uint8_t allowed = config.data_retries;
  if (tcb.state == State::syn_sent) allowed = config.syn_retries;
  if (tcb.state == State::syn_received)
    allowed = config.syn_ack_retries == by_time_alone ? config.syn_retries : config.syn_ack_retries;
  if (allowed == by_time_alone) return std::nullopt;
  return allowed;
}

std::vector<TimerRow> timer_rows(const RunIndex& index, const Connection& connection,
                                 const Position& playhead, const TimeMap& map) {
  std::vector<TimerRow> rows;
  const Instant now = playhead.at;
  for (std::size_t i = 0; i < timer_count; ++i) {
    const auto timer = static_cast<Timer>(i);
    const RunningTimer& running = connection.tcb.timers[timer];
    if (!running.running()) continue;
    rows.push_back({.timer = timer,
                    .armed_at = running.armed_at,
                    .deadline = running.expires_at,
                    .left = std::max(running.expires_at - now, Duration{}),
                    .fraction = left_of(running, now),
                    .name = name_of(timer),
                    .consequence = consequence(connection.tcb, timer, running)});
  }
  // The recorded spans know what the table does not: who was restarted, who fired just now.
  const Instant recent = map.to_virtual(map.to_screen(now) - std::chrono::seconds{1});
  index.timer_times().touching(recent, now, [&](std::size_t i) {
    const TimerSpan& span = index.timers()[i];
    if (span.connection != connection.id || !has_happened(playhead, span.step, span.fact)) return;
    const bool over =
        span.end != TimerSpan::End::running && has_happened(playhead, span.end_step, span.end_fact);
    const auto row = std::ranges::find(rows, span.timer, &TimerRow::timer);
    if (!over && row != rows.end()) row->restarted = span.restarted;
    if (!over || span.end != TimerSpan::End::expired || row != rows.end()) return;
    rows.push_back({.timer = span.timer,
                    .armed_at = index.timer_times().from(i),
                    .deadline = span.planned,
                    .just_fired = true,
                    .name = name_of(span.timer),
                    .consequence = {"timer.then.fired", {}}});
  });
  return rows;
}

}  // namespace scene
