// Expressions of a lesson: `client.iss+1`, `server.rto*(2^(server.syn_ack_retries+1)-1)`. No loops,
// no side effects, a bounded number of operations; written without blanks. Here they are data and
// are read; lesson_values.hpp knows what the names stand for in a run.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/lesson/quantity.hpp"

namespace engine {

using ConditionId = Id<struct ConditionTag>;  // position in Lesson::conditions

enum class Live : std::uint8_t {
  now,        // of the playhead
  parameter,  // drawn or computed once: position in Lesson::parameters
  iss,
  irs,
  snd_una,
  snd_nxt,
  snd_wnd,
  rcv_nxt,
  rcv_wnd,
  rto,
  srtt,
  retransmissions,
  bytes_read,
  knob,        // position in knob_names()
  timer_left,  // position in Timer
  syn_queue,   // entries
  accept_queue,
  cookie_odds,  // of a SYN cookie, once clock and size are known
  delay,        // of one direction of the wire
  round_trip,
  segment_seq,  // of the n-th packet of this branch
  segment_ack,
  segment_length,
  segment_sent,
  segment_ended,
  first_time,  // of a condition
  last_time,
  count,
};

struct LiveName {
  Live live{};
  HostId host, other;
  std::uint32_t number{};  // which parameter, knob, timer, packet
  ConditionId condition;
  bool operator==(const LiveName&) const = default;
};

enum class Step : std::uint8_t { constant, name, operation, negate, least, most };

struct ExpressionStep {  // in the order of a calculator that has a stack
  Step step{};
  Quantity constant;
  LiveName name;
  Operation operation{};
  bool operator==(const ExpressionStep&) const = default;
};

struct Expression {
  std::string source;
  Measure measure{};  // of what it yields
  std::vector<ExpressionStep> steps;
  bool operator==(const Expression&) const = default;
};

}  // namespace engine
