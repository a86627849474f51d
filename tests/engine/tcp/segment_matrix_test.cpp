// Requirements B.7, every cell: which state follows when a segment arrives, and exactly what is
// sent. Where a cell of the table names several cases, each is an event of its own here. Played at
// several initial numbers, so that every comparison crosses 2^32 and 2^31.
#include <doctest/doctest.h>

#include <array>

#include "tests/engine/tcp/state_letters.hpp"
#include "tests/support/duet.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

// The columns. SND and RCV are the receiver's variables; P is the peer's initial number.
enum class Event : std::uint8_t {
  syn_again,          // SEQ = P
  syn_in_window,      // SEQ = RCV.NXT + 5
  syn_outside,        // right of the window
  syn_ack_again,      // SEQ = P, ACK = SND.NXT
  syn_ack_again_bad,  // SEQ = P, ACK = SND.NXT + 1
  syn_ack_in_window,
  syn_ack_outside,
  ack_ok,         // UNA < ACK =< NXT
  ack_duplicate,  // ACK = UNA
  ack_ancient,    // ACK = UNA - MAX.SND.WND - 1
  ack_unsent,     // ACK = NXT + 1
  rst_exact,
  rst_in_window,
  rst_outside,
  rst_ack_ok,  // for SYN-SENT: RST,ACK that acknowledges our SYN
  text,        // in order, ten octets, ACK = NXT
  fin,         // in order, ACK = NXT
  fin_bare,    // in order, ACK = UNA: does not acknowledge what is outstanding
  text_left,   // one octet, before the window
  text_right,  // one octet, after it
  ack_right,   // no text, after the window
  no_flags,
};
constexpr std::size_t event_count = 22;
constexpr std::array<std::string_view, event_count> event_names{"SYN again",
                                                                "SYN in window",
                                                                "SYN outside",
                                                                "SYN,ACK again",
                                                                "SYN,ACK again bad",
                                                                "SYN,ACK in win.",
                                                                "SYN,ACK outs.",
                                                                "ACK ok",
                                                                "ACK duplicate",
                                                                "ACK ancient",
                                                                "ACK unsent",
                                                                "RST exact",
                                                                "RST in window",
                                                                "RST outside",
                                                                "RST,ACK ok",
                                                                "text",
                                                                "FIN",
                                                                "FIN, ACK=UNA",
                                                                "text left",
                                                                "text right",
                                                                "ACK right",
                                                                "no flags"};

// What leaves. ack: <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>; challenge: the same, from the budget.
enum class Reply : std::uint8_t { none, ack, challenge, syn_ack, rst, rst_ack };

struct SegmentCell {
  State next;
  Reply reply;
};

struct SegmentMatrix {
  using enum Reply;
  using Row = std::array<SegmentCell, event_count>;

  // In the order of Event; one line of five, one of six, then the rest.
  static constexpr std::array<Row, situation_count> rows{{
      // CLOSED: everything but a RST earns a RST
      {{{CL, rst_ack}, {CL, rst_ack}, {CL, rst_ack}, {CL, rst},    {CL, rst}, {CL, rst},
        {CL, rst},     {CL, rst},     {CL, rst},     {CL, rst},    {CL, rst}, {CL, none},
        {CL, none},    {CL, none},    {CL, none},    {CL, rst},    {CL, rst}, {CL, rst},
        {CL, rst},     {CL, rst},     {CL, rst},     {CL, rst_ack}}},
      // LISTEN
      {{{SR, syn_ack}, {SR, syn_ack}, {SR, syn_ack}, {LI, rst}, {LI, rst}, {LI, rst},
        {LI, rst},     {LI, rst},     {LI, rst},     {LI, rst}, {LI, rst}, {LI, none},
        {LI, none},    {LI, none},    {LI, none},    {LI, rst}, {LI, rst}, {LI, rst},
        {LI, rst},     {LI, rst},     {LI, rst},     {LI, none}}},
      // SYN-SENT: judged by the acknowledgment
      {{{SR, syn_ack}, {SR, syn_ack}, {SR, syn_ack}, {ES, ack},  {SS, rst},  {ES, ack},
        {ES, ack},     {SS, none},    {SS, rst},     {SS, rst},  {SS, rst},  {SS, none},
        {SS, none},    {SS, none},    {CL, none},    {SS, none}, {SS, none}, {SS, rst},
        {SS, none},    {SS, none},    {SS, none},    {SS, none}}},
      // SYN-RECEIVED after a passive OPEN
      {{{SR, syn_ack},   {LI, none}, {SR, ack},  {SR, ack}, {SR, ack}, {LI, none},
        {SR, ack},       {ES, none}, {SR, rst},  {SR, rst}, {SR, rst}, {LI, none},
        {SR, challenge}, {SR, none}, {LI, none}, {ES, ack}, {CW, ack}, {SR, rst},
        {SR, ack},       {SR, ack},  {SR, ack},  {SR, none}}},
      // SYN-RECEIVED after a simultaneous open
      {{{SR, syn_ack},   {SR, challenge}, {SR, challenge}, {ES, none}, {SR, challenge},
        {SR, challenge}, {SR, challenge}, {ES, none},      {SR, rst},  {SR, rst},
        {SR, rst},       {CL, none},      {SR, challenge}, {SR, none}, {CL, none},
        {ES, ack},       {CW, ack},       {SR, rst},       {SR, ack},  {SR, ack},
        {SR, ack},       {SR, none}}},
      // ESTABLISHED
      {{{ES, challenge}, {ES, challenge}, {ES, challenge}, {ES, challenge}, {ES, challenge},
        {ES, challenge}, {ES, challenge}, {ES, none},      {ES, none},      {ES, challenge},
        {ES, challenge}, {CL, none},      {ES, challenge}, {ES, none},      {CL, none},
        {ES, ack},       {CW, ack},       {CW, ack},       {ES, ack},       {ES, ack},
        {ES, ack},       {ES, none}}},
      // FIN-WAIT-1
      {{{F1, challenge}, {F1, challenge}, {F1, challenge}, {F1, challenge}, {F1, challenge},
        {F1, challenge}, {F1, challenge}, {F2, none},      {F1, none},      {F1, challenge},
        {F1, challenge}, {CL, none},      {F1, challenge}, {F1, none},      {CL, none},
        {F2, ack},       {TW, ack},       {CG, ack},       {F2, ack},       {F1, ack},
        {F1, ack},       {F1, none}}},
      // FIN-WAIT-2
      {{{F2, challenge}, {F2, challenge}, {F2, challenge}, {F2, challenge}, {F2, challenge},
        {F2, challenge}, {F2, challenge}, {F2, none},      {F2, none},      {F2, challenge},
        {F2, challenge}, {CL, none},      {F2, challenge}, {F2, none},      {CL, none},
        {F2, ack},       {TW, ack},       {TW, ack},       {F2, ack},       {F2, ack},
        {F2, ack},       {F2, none}}},
      // CLOSE-WAIT
      {{{CW, challenge}, {CW, challenge}, {CW, challenge}, {CW, challenge}, {CW, challenge},
        {CW, challenge}, {CW, challenge}, {CW, none},      {CW, none},      {CW, challenge},
        {CW, challenge}, {CL, none},      {CW, challenge}, {CW, none},      {CL, none},
        {CW, ack},       {CW, ack},       {CW, ack},       {CW, ack},       {CW, ack},
        {CW, ack},       {CW, none}}},
      // CLOSING
      {{{CG, challenge}, {CG, challenge}, {CG, challenge}, {CG, challenge}, {CG, challenge},
        {CG, challenge}, {CG, challenge}, {TW, none},      {CG, none},      {CG, challenge},
        {CG, challenge}, {CL, none},      {CG, challenge}, {CG, none},      {CL, none},
        {TW, none},      {TW, none},      {CG, ack},       {TW, ack},       {CG, ack},
        {CG, ack},       {CG, none}}},
      // LAST-ACK
      {{{LA, challenge}, {LA, challenge}, {LA, challenge}, {LA, challenge}, {LA, challenge},
        {LA, challenge}, {LA, challenge}, {CL, none},      {LA, none},      {LA, challenge},
        {LA, challenge}, {CL, none},      {LA, challenge}, {LA, none},      {CL, none},
        {CL, none},      {CL, none},      {LA, ack},       {CL, ack},       {LA, ack},
        {LA, ack},       {LA, none}}},
      // TIME-WAIT: a SYN is judged by RFC 6191
      {{{TW, challenge}, {SR, syn_ack},   {SR, syn_ack},   {TW, challenge}, {TW, challenge},
        {TW, challenge}, {TW, challenge}, {TW, none},      {TW, none},      {TW, challenge},
        {TW, challenge}, {CL, none},      {TW, challenge}, {TW, none},      {CL, none},
        {TW, ack},       {TW, ack},       {TW, ack},       {TW, ack},       {TW, ack},
        {TW, ack},       {TW, none}}},
  }};
};

// Where the columns lie, for one receiver.
struct Landmarks {
  SeqNum irs, nxt, right, una, all, ancient;
};

Landmarks landmarks(const Tcb& tcb, SeqNum irs) {
  const bool knows_peer =
      tcb.state != State::closed && tcb.state != State::listen && tcb.state != State::syn_sent;
  const SeqNum nxt = knows_peer ? tcb.rcv.nxt : irs + 1;
  return {.irs = irs,
          .nxt = nxt,
          .right = nxt + tcb.rcv.wnd + 10,
          .una = tcb.snd.una,
          .all = tcb.snd.max,
          .ancient = tcb.snd.una - tcb.snd.max_wnd - 1};
}

struct Header {
  SeqNum seq, ack;
  Flags flags;
  std::uint32_t text = 0;
};

Header header_for(Event event, const Landmarks& at) {
  constexpr Flags syn{.syn = true}, syn_ack{.ack = true, .syn = true}, ack{.ack = true},
      rst{.rst = true}, fin{.ack = true, .fin = true};
  switch (event) {
    case Event::syn_again:
      return {at.irs, {}, syn};
    case Event::syn_in_window:
      return {at.nxt + 5, {}, syn};
    case Event::syn_outside:
      return {at.right, {}, syn};
    case Event::syn_ack_again:
      return {at.irs, at.all, syn_ack};
    case Event::syn_ack_again_bad:
      return {at.irs, at.all + 1, syn_ack};
    case Event::syn_ack_in_window:
      return {at.nxt + 5, at.all, syn_ack};
    case Event::syn_ack_outside:
      return {at.right, at.all, syn_ack};
    case Event::ack_ok:
      return {at.nxt, at.all, ack};
    case Event::ack_duplicate:
      return {at.nxt, at.una, ack};
    case Event::ack_ancient:
      return {at.nxt, at.ancient, ack};
    case Event::ack_unsent:
      return {at.nxt, at.all + 1, ack};
    case Event::rst_exact:
      return {at.nxt, {}, rst};
    case Event::rst_in_window:
      return {at.nxt + 5, {}, rst};
    case Event::rst_outside:
      return {at.right, {}, rst};
    case Event::rst_ack_ok:
      return {at.nxt, at.all, {.ack = true, .rst = true}};
    case Event::text:
      return {at.nxt, at.all, ack, 10};
    case Event::fin:
      return {at.nxt, at.all, fin};
    case Event::fin_bare:
      return {at.nxt, at.una, fin};
    case Event::text_left:
      return {at.nxt - 1, at.all, ack, 1};
    case Event::text_right:
      return {at.right, at.all, ack, 1};
    case Event::ack_right:
      return {at.right, at.all, ack};
    case Event::no_flags:
      return {at.nxt, {}, {}};
  }
  return {};
}

Segment segment_for(Event event, const Tcb& tcb, SeqNum irs) {
  const Header header = header_for(event, landmarks(tcb, irs));
  return {.seq = header.seq,
          .ack = header.ack,
          .flags = header.flags,
          .window = granted,
          .text = {0, header.text}};
}

std::string expected_reply(Reply reply, const Segment& seg, const Tcb& before, const Tcb& after,
                           SeqNum fresh_iss) {
  const auto n = [](SeqNum s) { return std::to_string(s.raw); };
  const SeqNum iss = before.state == State::listen || before.state == State::time_wait
                         ? fresh_iss
                         : before.snd.iss;
  using enum Reply;
  switch (reply) {
    case none:
      return "";
    case ack:
      return "ACK " + n(before.snd.max) + "/" + n(after.rcv.nxt);
    case challenge:
      return "ACK " + n(before.snd.max) + "/" + n(before.rcv.nxt);
    case syn_ack:
      return "SYN,ACK " + n(iss) + "/" +
             n(before.state == State::syn_received ? before.rcv.nxt : seg.seq + 1);
    case rst:
      return "RST " + n(seg.ack);
    case rst_ack:
      return "RST,ACK 0/" + n(end_of(seg));
  }
  return "?";
}

bool is_challenge(const Effects& fx) {
  for (const Note& note : fx.notes)
    if (note.rule == Rule::challenge_for_syn || note.rule == Rule::challenge_for_reset ||
        note.rule == Rule::challenge_for_ack)
      return true;
  return false;
}

}  // namespace

TEST_SUITE("requirements B.7") {
  TEST_CASE("every state meets every kind of segment") {
    for (const std::uint32_t base : sliding_isns)
      for (std::size_t row = 0; row < situation_count; ++row)
        for (std::size_t column = 0; column < event_count; ++column) {
          const auto situation = static_cast<Situation>(row);
          const SeqNum iss{base}, irs{base + 4000}, fresh{base + 100'000};
          Tcb tcb = tcb_in(situation, iss, irs, {.delayed_ack = 0s});
          const Tcb before = tcb;
          const Segment seg = segment_for(static_cast<Event>(column), before, irs);
          Effects fx;
          arrive(tcb, seg, fx, fresh);
          CAPTURE(base);
          CAPTURE(name(situation));
          CAPTURE(event_names[column]);
          const SegmentCell& cell = SegmentMatrix::rows[row][column];
          CHECK(name(tcb.state) == name(cell.next));
          const std::string line = fx.segments.empty() ? "" : one_line(fx.segments.front().segment);
          const Tcb& numbers =
              tcb.state == State::closed || tcb.state == State::listen ? before : tcb;
          CHECK(line == expected_reply(cell.reply, seg, before, numbers, fresh));
          CHECK(fx.segments.size() == (cell.reply == Reply::none ? 0 : 1));
          CHECK(is_challenge(fx) == (cell.reply == Reply::challenge));
          CHECK(!fx.notes.empty());
        }
  }

  TEST_CASE("an acknowledgment of everything moves SND.UNA to SND.NXT") {
    for (const Situation situation : {Situation::established, Situation::close_wait}) {
      Tcb tcb = tcb_in(situation, {0xFFFF'FFFA}, {10});
      Effects fx;
      arrive(tcb, segment_for(Event::ack_ok, tcb, {10}), fx);
      CHECK(tcb.snd.una == tcb.snd.nxt);
      CHECK(tcb.send_buffer.empty());
    }
  }

  TEST_CASE("the user hears what kind of end it was") {
    const auto heard = [](Situation situation, Event event) {
      Tcb tcb = tcb_in(situation, {1000}, {5000});
      Effects fx;
      arrive(tcb, segment_for(event, tcb, {5000}), fx);
      return fx.signals;
    };
    using Signals = std::vector<Signal>;
    CHECK(heard(Situation::syn_sent, Event::rst_ack_ok) == Signals{Signal::refused});
    CHECK(heard(Situation::syn_received_active, Event::rst_exact) == Signals{Signal::refused});
    CHECK(heard(Situation::syn_received_passive, Event::rst_exact) == Signals{});
    CHECK(heard(Situation::established, Event::rst_exact) == Signals{Signal::reset});
    CHECK(heard(Situation::closing, Event::rst_exact) == Signals{Signal::closed});
    CHECK(heard(Situation::last_ack, Event::rst_exact) == Signals{Signal::closed});
    CHECK(heard(Situation::time_wait, Event::rst_exact) == Signals{Signal::closed});
  }
}
