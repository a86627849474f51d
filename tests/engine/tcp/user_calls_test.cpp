// Requirements table C: every call in every state, its result and the state after it.
#include <doctest/doctest.h>

#include <array>

#include "tests/engine/tcp/state_letters.hpp"
#include "tests/support/duet.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

enum class Call : std::uint8_t { open_active, open_passive, send, receive, shutdown, abort };
constexpr std::size_t call_count = 6;
constexpr std::array<std::string_view, call_count> call_names{
    "OPEN active", "OPEN passive", "SEND", "RECEIVE", "CLOSE", "ABORT"};

struct CallCell {
  CallResult result;
  State next;
  std::string_view sends;  // flags of the segment that leaves
};

struct CallMatrix {
  static constexpr CallResult ok = CallResult::ok, exists = CallResult::already_exists,
                              gone = CallResult::does_not_exist, closing = CallResult::closing,
                              nobody = CallResult::remote_unspecified,
                              wait = CallResult::would_block, end = CallResult::end_of_file;
  using Row = std::array<CallCell, call_count>;

  // In the order of Situation and Call. Where ten octets are outstanding, Nagle keeps the one that
  // SEND adds.
  static constexpr std::array<Row, situation_count> rows{{
      {{{ok, SS, "SYN"},
        {ok, LI, ""},
        {gone, CL, ""},
        {gone, CL, ""},
        {gone, CL, ""},
        {gone, CL, ""}}},
      {{{ok, SS, "SYN"},
        {exists, LI, ""},
        {nobody, LI, ""},
        {wait, LI, ""},
        {ok, CL, ""},
        {ok, CL, ""}}},
      {{{exists, SS, ""},
        {exists, SS, ""},
        {ok, SS, ""},
        {wait, SS, ""},
        {ok, CL, ""},
        {ok, CL, ""}}},
      {{{exists, SR, ""},
        {exists, SR, ""},
        {ok, SR, ""},
        {wait, SR, ""},
        {ok, F1, "FIN,ACK"},
        {ok, CL, "RST"}}},
      {{{exists, SR, ""},
        {exists, SR, ""},
        {ok, SR, ""},
        {wait, SR, ""},
        {ok, F1, "FIN,ACK"},
        {ok, CL, "RST"}}},
      {{{exists, ES, ""},
        {exists, ES, ""},
        {ok, ES, ""},
        {wait, ES, ""},
        {ok, F1, "FIN,ACK"},
        {ok, CL, "RST"}}},
      {{{exists, F1, ""},
        {exists, F1, ""},
        {closing, F1, ""},
        {wait, F1, ""},
        {ok, F1, ""},
        {ok, CL, "RST"}}},
      {{{exists, F2, ""},
        {exists, F2, ""},
        {closing, F2, ""},
        {wait, F2, ""},
        {ok, F2, ""},
        {ok, CL, "RST"}}},
      {{{exists, CW, ""},
        {exists, CW, ""},
        {ok, CW, ""},
        {end, CW, ""},
        {ok, LA, "FIN,ACK"},
        {ok, CL, "RST"}}},
      {{{exists, CG, ""},
        {exists, CG, ""},
        {closing, CG, ""},
        {end, CG, ""},
        {closing, CG, ""},
        {ok, CL, ""}}},
      {{{exists, LA, ""},
        {exists, LA, ""},
        {closing, LA, ""},
        {end, LA, ""},
        {closing, LA, ""},
        {ok, CL, ""}}},
      {{{exists, TW, ""},
        {exists, TW, ""},
        {closing, TW, ""},
        {end, TW, ""},
        {closing, TW, ""},
        {ok, CL, ""}}},
  }};
};

TcpEvent event_for(Call call) {
  switch (call) {
    case Call::open_active:
      return ActiveOpen{example_sockets(), {9000}};
    case Call::open_passive:
      return PassiveOpen{example_sockets().local, {}};
    case Call::send:
      return SendCall{.bytes = {0, 1}, .iss = {9000}};
    case Call::receive:
      return ReceiveCall{10};
    case Call::shutdown:
      return ShutdownCall{};
    case Call::abort:
      return AbortCall{};
  }
  return AbortCall{};
}

// A SYN has the number of the OPEN; everything else follows what has been sent.
std::string expected_departure(std::string_view flags, const Tcb& before) {
  const auto n = [](SeqNum s) { return std::to_string(s.raw); };
  if (flags == "SYN") return "SYN 9000";
  if (flags == "RST") return "RST " + n(before.snd.max);
  if (flags == "FIN,ACK") return "FIN,ACK " + n(before.snd.max) + "/" + n(before.rcv.nxt);
  return "";
}

}  // namespace

TEST_SUITE("RFC 9293 3.10.1-6") {
  TEST_CASE("every call in every state") {
    for (const std::uint32_t base : sliding_isns)
      for (std::size_t row = 0; row < situation_count; ++row)
        for (std::size_t column = 0; column < call_count; ++column) {
          const auto situation = static_cast<Situation>(row);
          Tcb tcb = tcb_in(situation, {base}, {base + 4000});
          const Tcb before = tcb;
          const Effects fx = happen(tcb, event_for(static_cast<Call>(column)), world_start);
          CAPTURE(name(situation));
          CAPTURE(call_names[column]);
          const CallCell& cell = CallMatrix::rows[row][column];
          CHECK(name(fx.result) == name(cell.result));
          CHECK(name(tcb.state) == name(cell.next));
          CHECK(fx.segments.size() == (cell.sends.empty() ? 0 : 1));
          const std::string line = fx.segments.empty() ? "" : one_line(fx.segments.front().segment);
          CHECK(line == expected_departure(cell.sends, before));
        }
  }

  TEST_CASE("an active OPEN needs a remote socket") {
    Tcb tcb;
    CHECK(result_of(tcb, ActiveOpen{{example_sockets().local, {}}, {1}}) ==
          CallResult::remote_unspecified);
    CHECK(tcb.state == State::closed);
  }

  TEST_CASE("SEND in a LISTEN that names its remote becomes active") {
    Tcb tcb;
    happen(tcb, PassiveOpen{example_sockets().local, example_sockets().remote}, world_start);
    const Effects fx = happen(tcb, event_for(Call::send), world_start);
    CHECK(tcb.state == State::syn_sent);
    CHECK(fx.taken == 1);
    CHECK(one_line(fx.segments.at(0).segment) == "SYN 9000");
  }

  TEST_CASE("a RST to an ABORT has the next number and nothing to acknowledge") {
    Tcb tcb = tcb_in(Situation::established, {0xFFFF'FFFC}, {5000});
    const Effects fx = happen(tcb, AbortCall{}, world_start);
    CHECK(one_line(fx.segments.at(0).segment) == "RST 7");
  }

  TEST_CASE("calls after the end say why it ended") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    Effects fx;
    arrive(tcb, {.seq = {5001}, .flags = {.rst = true}}, fx);
    CHECK(result_of(tcb, ReceiveCall{1}) == CallResult::reset);
    CHECK(result_of(tcb, SendCall{.bytes = {0, 1}, .iss = {}}) == CallResult::reset);
  }

  TEST_CASE("text that is buffered outlives the peer's FIN") {
    DUET(duet);
    duet.establish();
    duet.send(Side::client, "testament");
    duet.shutdown(Side::client);
    duet.run(1s);
    CHECK(duet.read(Side::server, 4) == "test");
    CHECK(duet.read(Side::server) == "ament");
    duet.read(Side::server);
    CHECK(duet.last(Side::server).result == CallResult::end_of_file);
  }

  TEST_CASE("SEND takes what there is room for") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, {.send_buffer = 15});
    const Effects first = happen(tcb, SendCall{.bytes = {0, 100}, .iss = {}}, world_start);
    CHECK(first.taken == 5);
    CHECK(result_of(tcb, SendCall{.bytes = {0, 100}, .iss = {}}) == CallResult::would_block);
  }

  TEST_CASE("an application leaves once") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    CHECK(result_of(tcb, CloseCall{}) == CallResult::ok);
    CHECK(result_of(tcb, CloseCall{}) == CallResult::closing);
    CHECK(result_of(tcb, ReceiveCall{1}) == CallResult::closing);
  }

  TEST_CASE("close() after shutdown() is no error, however far the closing has come") {
    for (const Situation situation :
         {Situation::fin_wait_1, Situation::fin_wait_2, Situation::closing, Situation::last_ack,
          Situation::time_wait}) {
      Tcb tcb = tcb_in(situation, {1000}, {5000});
      CHECK(result_of(tcb, CloseCall{}) == CallResult::ok);
      CHECK(result_of(tcb, CloseCall{}) == CallResult::closing);
    }
  }
}
