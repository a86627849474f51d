// What the names of expressions stand for in a run.
#include <algorithm>

#include "engine/base/invariant.hpp"
#include "engine/host/syn_cookie.hpp"
#include "engine/lesson/forge.hpp"
#include "engine/lesson/knobs.hpp"
#include "engine/lesson/notation.hpp"
#include "engine/lesson/watch.hpp"
#include "engine/segment/describe.hpp"

namespace engine {
namespace {

constexpr int deepest_parameter = 8;  // parameters that are computed from parameters

std::optional<Quantity> of_instant(Instant t) {
  if (t == never) return std::nullopt;
  return span_of(t - world_start);
}

struct Look {
  const Watch& watch;
  int depth{};

  std::optional<Quantity> operator()(const LiveName& name) const {
    if (watch.timeline == nullptr && name.live != Live::parameter) return std::nullopt;
    switch (name.live) {
      case Live::now:
        return of_instant(watch.now);
      case Live::cookie_odds:
        return whole(guesses_per_cookie);
      case Live::parameter:
        return of_parameter(name.number);
      case Live::delay:
        return span_of(latency(name.host, name.other));
      case Live::round_trip:
        return span_of(latency(name.host, name.other) + latency(name.other, name.host));
      case Live::segment_seq:
      case Live::segment_ack:
      case Live::segment_length:
      case Live::segment_sent:
      case Live::segment_ended:
        return of_segment(name);
      case Live::first_time:
      case Live::last_time:
      case Live::count:
        return of_condition(name);
      default:
        return of_host(name);
    }
  }

  std::optional<Quantity> of_parameter(std::uint32_t number) const {
    const Parameter& parameter = watch.scenario->lesson.parameters[number];
    if (parameter.draw)
      return number < watch.drawn.size() ? std::optional(watch.drawn[number]) : std::nullopt;
    if (!parameter.computed || depth >= deepest_parameter) return std::nullopt;
    return evaluate(*parameter.computed);
  }

  std::optional<Quantity> evaluate(const Expression& expression) const;

  World world() const { return watch.timeline->at(watch.upto); }

  template <class Take>
  auto in_world(Take take) const {
    if (watch.upto == watch.timeline->size()) return take(watch.timeline->edge());
    return take(world());
  }

  Duration latency(HostId from, HostId to) const {
    return in_world([&](const World& w) {
      for (const Link& link : w.wire.links)
        if (link.from == from && link.to == to) return link.config.latency;
      return w.wire.defaults.latency;
    });
  }

  std::optional<Quantity> of_segment(const LiveName& name) const {
    if (name.number > watch.timeline->flights().size()) return std::nullopt;
    const Flight& flight = watch.timeline->flights()[name.number - 1];
    if (flight.sent_step >= watch.upto) return std::nullopt;
    if (name.live == Live::segment_sent) return of_instant(flight.sent_at);
    if (name.live == Live::segment_ended)
      return flight.end_step < watch.upto ? of_instant(flight.ended_at) : std::nullopt;
    const Description seen = describe(watch.timeline->bytes().read(flight.bytes));
    if (name.live == Live::segment_length) return whole(seen.text_bytes);
    return sequence_number(name.live == Live::segment_seq ? seen.segment.seq.raw
                                                          : seen.segment.ack.raw);
  }

  std::optional<Quantity> of_condition(const LiveName& name) const {
    const std::vector<Span> spans = spans_of(name.condition, watch);
    if (name.live == Live::count) return whole(static_cast<std::int64_t>(spans.size()));
    if (spans.empty()) return std::nullopt;
    return of_instant(name.live == Live::first_time ? spans.front().begins : spans.back().begins);
  }

  std::optional<Quantity> of_host(const LiveName& name) const {
    return in_world([&](const World& w) { return of_host_in(w, name); });
  }

  std::optional<Quantity> of_host_in(const World& w, const LiveName& name) const {
    const Host& host = w.host(name.host);
    switch (name.live) {
      case Live::knob:
        return knob_value(knob_names()[name.number], host.config);
      case Live::syn_queue:
      case Live::accept_queue:
        return of_queue(host, name.live);
      case Live::bytes_read:
        return bytes_read(name.host);
      case Live::iss:
        if (host.isn.fixed) return sequence_number(*host.isn.fixed);
        break;
      default:
        break;
    }
    for (auto c = host.connections.rbegin(); c != host.connections.rend(); ++c)
      if (c->tcb.state != State::listen) return of_tcb(c->tcb, name);
    return host.gone.empty() ? std::nullopt : of_tcb(host.gone.back().tcb, name);
  }

  static std::optional<Quantity> of_queue(const Host& host, Live which) {
    for (const Connection& c : host.connections)
      if (c.tcb.state == State::listen) {
        const QueueCounts counts = queues(host, c.id);
        return whole(which == Live::syn_queue ? counts.half_open : counts.acceptable);
      }
    return std::nullopt;
  }

  std::optional<Quantity> bytes_read(HostId host) const {
    std::int64_t bytes = 0;
    for (StepIndex i = 0; i < watch.upto; ++i)
      for (const Fact& fact : watch.timeline->step(i).facts)
        if (const auto* const read = std::get_if<DataRead>(&fact); read && read->host == host)
          bytes += read->bytes.length;
    return whole(bytes);
  }

  std::optional<Quantity> of_tcb(const Tcb& tcb, const LiveName& name) const {
    switch (name.live) {
      case Live::iss:
        return sequence_number(tcb.snd.iss.raw);
      case Live::irs:
        return sequence_number(tcb.rcv.irs.raw);
      case Live::snd_una:
        return sequence_number(tcb.snd.una.raw);
      case Live::snd_nxt:
        return sequence_number(tcb.snd.nxt.raw);
      case Live::snd_wnd:
        return whole(tcb.snd.wnd);
      case Live::rcv_nxt:
        return sequence_number(tcb.rcv.nxt.raw);
      case Live::rcv_wnd:
        return whole(tcb.rcv.wnd);
      case Live::rto:
        return span_of(tcb.rtt.rto);
      case Live::srtt:
        return span_of(tcb.rtt.srtt);
      case Live::retransmissions:
        return whole(tcb.retransmissions);
      case Live::timer_left: {
        const RunningTimer& timer = tcb.timers[static_cast<Timer>(name.number)];
        return timer.running() ? std::optional(span_of(timer.expires_at - watch.now))
                               : std::nullopt;
      }
      default:
        return std::nullopt;
    }
  }
};

std::optional<Quantity> Look::evaluate(const Expression& expression) const {
  std::vector<Quantity> stack;
  const auto pop = [&stack] {
    const Quantity top = stack.back();
    stack.pop_back();
    return top;
  };
  for (const ExpressionStep& step : expression.steps) {
    std::optional<Quantity> value = step.constant;
    switch (step.step) {
      case Step::constant:
        break;
      case Step::name:
        value = Look{watch, depth + 1}(step.name);
        break;
      case Step::negate:
        value = subtract({stack.back().measure, 0}, stack.back());
        stack.pop_back();
        break;
      case Step::operation:
      case Step::least:
      case Step::most: {
        const Quantity right = pop(), left = pop();
        if (step.step == Step::operation)
          value = combine(step.operation, left, right);
        else
          value = (left.nano < right.nano) == (step.step == Step::least) ? left : right;
        break;
      }
    }
    if (!value) return std::nullopt;
    stack.push_back(*value);
  }
  if (stack.size() != 1) return std::nullopt;  // of a line that could not be read
  return stack.back();
}

}  // namespace

std::optional<Quantity> value_of(const Expression& expression, const Watch& watch) {
  return Look{watch}.evaluate(expression);
}

}  // namespace engine
