#include "app/command_line/endpoint_events.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"
#include "engine/tcp/tcb_fields.hpp"

namespace app::command_line::endpoint {
namespace {

using engine::ConnId;
using engine::Note;
using engine::Rule;
using engine::Signal;
using engine::TcbField;

std::string text(std::string_view view) { return std::string(view); }

// What did not happen, and why, is a silence too; but these are about sending, not about the packet
// that came.
bool is_about_sending(Rule rule) {
  using enum Rule;
  constexpr std::array rules{more_follows,
                             bare_ack_not_answered,
                             ack_delayed,
                             nagle_waits,
                             cwnd_exhausted,
                             congestion_already_answered,
                             no_second_fast_retransmit,
                             window_closed,
                             sender_avoids_silly_window,
                             keepalive_not_needed,
                             no_second_fin,
                             call_refused};
  return std::ranges::find(rules, rule) != rules.end();
}

Json field_value(TcbField field, std::uint64_t value) {
  if (field == TcbField::state) return state_name(static_cast<engine::State>(value));
  const bool deadline =
      field >= TcbField::timer_retransmit && field <= TcbField::timer_user_timeout;
  if (deadline && value == ~std::uint64_t{0}) return {};
  const bool time =
      deadline || field == TcbField::srtt || field == TcbField::rttvar || field == TcbField::rto;
  return time ? value / 1000 : value;
}

std::string_view word(engine::TimerMove move) {
  switch (move) {
    case engine::TimerMove::started:
      return "armed";
    case engine::TimerMove::restarted:
      return "restarted";
    case engine::TimerMove::stopped:
      return "stopped";
    case engine::TimerMove::expired:
      return "fired";
  }
  engine::unreachable("TimerMove");
}

// Turns the facts of one turn into packets and events, in order.
struct Teller {
  Machine& machine;
  const engine::HostTurn& turn;
  Happened& happened;
  Rule latest_state_rule{};  // that changed the state of a record
  Rule latest_rule{};

  Json event(std::string_view kind) const {
    return {{"t", engine::microseconds(turn.now)}, {"kind", kind}};
  }
  // A record for which the application holds no number is told by its remote socket.
  Json event(std::string_view kind, ConnId record) const {
    Json made = event(kind);
    const Socket* const socket = machine.sockets().of(record);
    if (socket != nullptr) {
      made["sock"] = socket->number;
      return made;
    }
    made["sock"] = nullptr;
    if (const auto* const c = machine.record(record))
      made["remote"] = to_string(c->tcb.sockets.remote);
    return made;
  }
  void add(Json event) const { happened.events.push_back(std::move(event)); }

  void operator()(const engine::PacketOut& out) const {
    happened.sent.push_back(
        {{"t", engine::microseconds(turn.now)}, {"bytes", hex(machine.read(out.bytes))}});
  }

  void operator()(const engine::NotesSaid& said) {
    for (std::uint32_t i = said.first; i < said.first + said.count; ++i) {
      const Note& note = turn.notes[i];
      const auto changes = std::span(turn.changes).subspan(note.first_change, note.change_count);
      if (std::ranges::find(changes, TcbField::state, &engine::Change::field) != changes.end())
        latest_state_rule = note.rule;
      latest_rule = note.rule;
      if (machine.settings().explain) explain(said.connection, note, changes);
    }
  }
  void explain(std::optional<ConnId> record, const Note& note,
               std::span<const engine::Change> changes) const {
    const engine::RuleInfo& rule = engine::info(note.rule);
    Json made = record ? event("note", *record) : event("note");
    made["rule"] = text(rule.id);
    made["document"] = text(rule.document);
    made["section"] = text(rule.section);
    Json changed = Json::object();
    for (const engine::Change& c : changes)
      changed[text(name(c.field))] = {field_value(c.field, c.before),
                                      field_value(c.field, c.after)};
    made["changed"] = std::move(changed);
    add(std::move(made));
  }

  void operator()(const engine::StateChanged& changed) const {
    Json made = event("state", changed.connection);
    made["from"] = state_name(changed.from);
    made["to"] = state_name(changed.to);
    made["rule"] = text(engine::info(latest_state_rule).id);
    add(std::move(made));
  }

  void operator()(const engine::TimerMoved& moved) const {
    Json made = event("timer", moved.connection);
    made["name"] = text(name(moved.timer));
    made["what"] = text(word(moved.move));
    if (moved.move == engine::TimerMove::started || moved.move == engine::TimerMove::restarted)
      made["at"] = engine::microseconds(tick_at_or_after(moved.expires_at));
    add(std::move(made));
  }

  void operator()(const engine::QueueChanged& changed) const {
    if (!machine.grew(changed.listener, changed.acceptable)) return;
    add(event("accept_ready", changed.listener));
  }

  void operator()(const engine::Notified& news) const {
    const ConnId id = news.connection;
    const auto* const record = machine.record(id);
    switch (news.signal) {
      case Signal::connected:
        return add(event("connected", id));
      case Signal::readable: {
        Json made = event("readable", id);
        made["n"] = record != nullptr ? record->tcb.receive_buffer.unread() : 0;
        return add(std::move(made));
      }
      case Signal::writable:
        return add(event("writable", id));
      case Signal::peer_closed:
        return add(event("eof", id));
      case Signal::urgent: {
        Json made = event("urgent", id);
        made["up"] = record != nullptr ? record->tcb.rcv.up.raw : 0;
        return add(std::move(made));
      }
      case Signal::soft_error:
        return add_error(id, latest_rule == Rule::icmp_soft_error ? "unreachable" : "timed_out",
                         true);
      case Signal::refused:
      case Signal::reset:
      case Signal::timed_out:
      case Signal::user_timeout:
      case Signal::unreachable:
        return add_error(id, error_code(news.signal), false);
      case Signal::closed:
        return;
    }
    engine::unreachable("Signal");
  }
  void add_error(ConnId id, Json code, bool soft) const {
    const Socket* const socket = machine.sockets().of(id);
    if (socket != nullptr && socket->left == Left::aborted) return;  // by the caller's own wish
    Json made = event("error", id);
    made["err"] = std::move(code);
    made["soft"] = soft;
    add(std::move(made));
  }

  void operator()(const engine::CallMade&) const {}
  void operator()(const engine::DataRead&) const {}
  void operator()(const engine::ConnectionCreated&) const {}
  void operator()(const engine::ConnectionRemoved&) const {}
};

}  // namespace

void tell(Machine& machine, const engine::HostTurn& turn, Happened& happened) {
  Teller teller{machine, turn, happened};
  for (const engine::HostFact& fact : turn.facts) std::visit(teller, fact);
}

std::optional<Json> describe_drop(const engine::HostTurn& turn) {
  const bool answered = std::ranges::any_of(turn.facts, [](const engine::HostFact& fact) {
    return !std::holds_alternative<engine::NotesSaid>(fact) &&
           !std::holds_alternative<engine::TimerMoved>(fact);
  });
  if (answered) return std::nullopt;
  const auto silence = std::ranges::find_if(turn.notes, [](const Note& note) {
    return note.outcome == engine::Outcome::silent && !is_about_sending(note.rule);
  });
  if (silence == turn.notes.end()) return std::nullopt;
  const engine::RuleInfo& rule = engine::info(silence->rule);
  return Json{{"t", engine::microseconds(turn.now)},
              {"kind", "dropped"},
              {"rule", text(rule.id)},
              {"why", text(rule.summary)}};
}

std::string state_name(engine::State state) {
  std::string written(rfc_name(state));
  std::ranges::replace(written, '-', '_');
  return written;
}

Json error_code(Signal news) {
  switch (news) {
    case Signal::refused:
      return "refused";
    case Signal::reset:
      return "reset";
    case Signal::timed_out:
    case Signal::user_timeout:
      return "timed_out";
    case Signal::unreachable:
      return "unreachable";
    case Signal::connected:
    case Signal::readable:
    case Signal::writable:
    case Signal::peer_closed:
    case Signal::soft_error:
    case Signal::urgent:
    case Signal::closed:
      return {};
  }
  engine::unreachable("Signal");
}

std::string hex(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string written;
  written.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    written += digits[byte >> 4];
    written += digits[byte & 0xF];
  }
  return written;
}

}  // namespace app::command_line::endpoint
