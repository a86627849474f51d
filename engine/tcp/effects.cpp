#include "engine/tcp/effects.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"
#include "engine/tcp/tcb.hpp"

namespace engine {

void Effects::begin(const Tcb& tcb) {
  segments.clear();
  text_parts.clear();
  received.clear();
  signals.clear();
  notes.clear();
  changes.clear();
  result = CallResult::ok;
  taken = 0;
  before_ = variables(tcb);
}

void Effects::note(Rule rule, const Tcb& tcb, std::initializer_list<std::uint32_t> numbers) {
  record(rule, Outcome::done, numbers);
  Note& latest = notes.back();
  const TcbVariables after = variables(tcb);
  for (std::size_t i = 0; i < tcb_field_count; ++i) {
    if (before_[i] == after[i]) continue;
    changes.push_back({static_cast<TcbField>(i), before_[i], after[i]});
    ++latest.change_count;
  }
  before_ = after;
}

void Effects::silence(Rule rule, const Tcb& tcb, std::initializer_list<std::uint32_t> numbers) {
  note(rule, tcb, numbers);
  notes.back().outcome = Outcome::silent;
}

bool Effects::check(Rule rule, bool passed, std::initializer_list<std::uint32_t> numbers) {
  record(rule, passed ? Outcome::passed : Outcome::failed, numbers);
  return passed;
}

void Effects::record(Rule rule, Outcome outcome, std::initializer_list<std::uint32_t> numbers) {
  Note note{.rule = rule,
            .outcome = outcome,
            .number_count = static_cast<std::uint8_t>(numbers.size()),
            .first_change = static_cast<std::uint32_t>(changes.size())};
  INVARIANT(numbers.size() <= note.numbers.size());
  std::ranges::copy(numbers, note.numbers.begin());
  notes.push_back(note);
}

std::string_view name(Signal signal) {
  switch (signal) {
    case Signal::connected:
      return "connected";
    case Signal::readable:
      return "readable";
    case Signal::writable:
      return "writable";
    case Signal::peer_closed:
      return "peer_closed";
    case Signal::refused:
      return "refused";
    case Signal::reset:
      return "reset";
    case Signal::timed_out:
      return "timed_out";
    case Signal::user_timeout:
      return "user_timeout";
    case Signal::soft_error:
      return "soft_error";
    case Signal::urgent:
      return "urgent";
    case Signal::closed:
      return "closed";
    case Signal::unreachable:
      return "unreachable";
  }
  unreachable("Signal");
}

std::string_view name(CallResult result) {
  switch (result) {
    case CallResult::ok:
      return "ok";
    case CallResult::already_exists:
      return "already_exists";
    case CallResult::does_not_exist:
      return "does_not_exist";
    case CallResult::closing:
      return "closing";
    case CallResult::remote_unspecified:
      return "remote_unspecified";
    case CallResult::would_block:
      return "would_block";
    case CallResult::end_of_file:
      return "end_of_file";
    case CallResult::reset:
      return "reset";
    case CallResult::refused:
      return "refused";
    case CallResult::timed_out:
      return "timed_out";
    case CallResult::no_resources:
      return "no_resources";
    case CallResult::unreachable:
      return "unreachable";
    case CallResult::invalid:
      return "invalid";
  }
  unreachable("CallResult");
}

}  // namespace engine
