// What came of one event: segments to send, news for the application, notes. Returned as data;
// the host decides what to do with it. One Effects is reused from event to event.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "engine/rules/note.hpp"
#include "engine/segment/segment.hpp"
#include "engine/tcp/tcb_fields.hpp"

namespace engine {

struct Tcb;

enum class Signal : std::uint8_t {
  connected,    // ESTABLISHED
  readable,     // new bytes in order
  writable,     // room in the send buffer again
  peer_closed,  // FIN: end of file after what is buffered (MUST-12)
  refused,      // RST to our SYN
  reset,        // RST to a live connection
  timed_out,    // retransmissions exhausted (R2)
  user_timeout,
  soft_error,   // R1 reached, or ICMP: still trying (SHLD-9)
  urgent,       // urgent mode begins or advances (MUST-32)
  closed,       // the record is gone, normally
  unreachable,  // a hard ICMP error (SHLD-26)
};
std::string_view name(Signal signal);

enum class CallResult : std::uint8_t {
  ok,
  already_exists,      // "connection already exists"
  does_not_exist,      // "connection does not exist"
  closing,             // "connection closing"
  remote_unspecified,  // "remote socket unspecified"
  would_block,         // nothing to read yet, or no room
  end_of_file,         // RECEIVE after the peer's FIN
  reset,
  refused,
  timed_out,     // the connection's fatal error
  no_resources,  // no free port
  unreachable,   // a hard ICMP error
  invalid,       // OPEN to a broadcast or multicast address (MUST-46)
};
std::string_view name(CallResult result);

struct Outgoing {
  Segment segment;             // text.length is right; text.offset is set when it is encoded
  std::uint32_t first_part{};  // range in Effects::text_parts
  std::uint32_t part_count{};
  bool retransmission{};
  bool ecn_capable{};  // may be marked instead of dropped (RFC 3168 6.1.5)
};

struct Effects {
  std::vector<Outgoing> segments;
  std::vector<ByteRef> text_parts;
  std::vector<ByteRef> received;  // result of a ReceiveCall
  std::vector<Signal> signals;
  std::vector<Note> notes;
  std::vector<Change> changes;
  CallResult result = CallResult::ok;  // of a user call
  std::uint32_t taken{};               // bytes accepted by a SendCall

  // False where nobody will read the notes: then none is made, which is a third of the work.
  bool keeps_notes = true;

  // Forgets everything and remembers the variables of this TCB, against which notes are diffed.
  void begin(const Tcb& tcb);
  // Records a rule, with the variables that changed since the previous note.
  void note(Rule rule, const Tcb& tcb, std::initializer_list<std::uint32_t> numbers = {}) {
    if (keeps_notes) write_note(rule, Outcome::done, tcb, numbers);
  }
  void silence(Rule rule, const Tcb& tcb, std::initializer_list<std::uint32_t> numbers = {}) {
    if (keeps_notes) write_note(rule, Outcome::silent, tcb, numbers);
  }
  // Records one check of an arriving segment; returns `passed` so that it can be the condition.
  bool check(Rule rule, bool passed, std::initializer_list<std::uint32_t> numbers = {}) {
    if (keeps_notes) write(rule, passed ? Outcome::passed : Outcome::failed, numbers);
    return passed;
  }
  void signal(Signal s) { signals.push_back(s); }

 private:
  Note& write(Rule rule, Outcome outcome, std::initializer_list<std::uint32_t> numbers);
  void write_note(Rule rule, Outcome outcome, const Tcb& tcb,
                  std::initializer_list<std::uint32_t> numbers);
  void write_change(TcbField field, std::uint64_t value);
  TcbVariables before_{};
};

}  // namespace engine
