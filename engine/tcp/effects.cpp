#include "engine/tcp/effects.hpp"

#include "engine/base/invariant.hpp"
#include "engine/tcp/each_variable.hpp"
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
  if (!keeps_notes) return;
  each_variable(tcb, [this](TcbField field, std::uint64_t value) {
    before_[static_cast<std::size_t>(field)] = value;
  });
}

// Mostly nothing has changed: comparing lies in a straight line here, writing down elsewhere.
void Effects::write_note(Rule rule, Outcome outcome, const Tcb& tcb,
                         std::initializer_list<std::uint32_t> numbers) {
  Note& note = write(rule, outcome, numbers);
  each_variable(tcb, [this] [[gnu::always_inline]] (TcbField field, std::uint64_t value) {
    if (before_[static_cast<std::size_t>(field)] != value) [[unlikely]]
      write_change(field, value);
  });
  note.change_count = static_cast<std::uint32_t>(changes.size()) - note.first_change;
}

[[gnu::noinline]] void Effects::write_change(TcbField field, std::uint64_t value) {
  std::uint64_t& before = before_[static_cast<std::size_t>(field)];
  Change& change = changes.emplace_back();
  change.field = field;
  change.before = before;
  change.after = value;
  before = value;
}

Note& Effects::write(Rule rule, Outcome outcome, std::initializer_list<std::uint32_t> numbers) {
  Note& note = notes.emplace_back();  // built in its place (engine/base/variant_list.hpp)
  note.rule = rule;
  note.outcome = outcome;
  note.number_count = static_cast<std::uint8_t>(numbers.size());
  note.first_change = static_cast<std::uint32_t>(changes.size());
  INVARIANT(numbers.size() <= note.numbers.size());
  std::size_t i = 0;
  for (const std::uint32_t number : numbers) note.numbers[i++] = number;
  return note;
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
