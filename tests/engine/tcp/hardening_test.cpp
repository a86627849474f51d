// What protects a connection from strangers, from the past and from endless talk: RFC 5961,
// RFC 7323 PAWS, and the rulings H1-H11 of requirements B.11.
#include <doctest/doctest.h>

#include "tests/support/duet.hpp"
#include "tests/support/tcb_in_state.hpp"

using namespace support;

namespace {

const TcpConfig stamped{.timestamps = true, .delayed_ack = 0s};

// ESTABLISHED with timestamps: TS.Recent is 500, the peer's next number 5001.
Tcb stamped_connection() {
  Tcb tcb = tcb_in(Situation::syn_sent, {1000}, {5000}, stamped);
  Effects fx;
  arrive(tcb,
         {.seq = {5000},
          .ack = {1001},
          .flags = {.ack = true, .syn = true},
          .window = granted,
          .options = {.timestamps = Timestamps{500, 0}}},
         fx);
  return tcb;
}

Segment stamped_text(std::uint32_t seq, std::uint32_t value) {
  return {.seq = {seq},
          .ack = {1001},
          .flags = {.ack = true},
          .window = granted,
          .options = {.timestamps = Timestamps{value, 0}},
          .text = {0, 10}};
}

}  // namespace

TEST_SUITE("RFC 5961") {
  TEST_CASE("a blind sweep of SYNs or of text changes nothing") {
    for (const std::uint32_t irs : sliding_isns)
      for (const bool syn : {true, false}) {
        Tcb tcb = tcb_in(Situation::established, {1000}, {irs});
        const Tcb before = tcb;
        Effects fx;
        std::size_t answers = 0;
        for (std::uint32_t guess = 1; guess < 4096; ++guess) {
          const SeqNum seq = tcb.rcv.nxt + guess * 0x0010'0001;
          // The attacker knows no number: the acknowledgment is a guess as well.
          arrive(tcb,
                 {.seq = seq,
                  .ack = SeqNum{guess * 0x0100'0000},
                  .flags = {.ack = !syn, .syn = syn},
                  .window = granted,
                  .text = {0, syn ? 0u : 4u}},
                 fx);
          answers += syn ? fx.segments.size() : 0;
        }
        CHECK(tcb.rcv.nxt == before.rcv.nxt);
        CHECK(tcb.snd == before.snd);
        CHECK(tcb.receive_buffer == before.receive_buffer);
        CHECK(tcb.state == State::established);
        if (syn) CHECK(answers == 10);
      }
  }

  TEST_CASE("a blind sweep of RSTs earns only rationed challenges") {
    for (const std::uint32_t irs : sliding_isns) {
      Tcb tcb = tcb_in(Situation::established, {1000}, {irs});
      Effects fx;
      int challenges = 0;
      bool rationed = false;
      for (std::uint32_t guess = 1; guess < 100; ++guess) {
        arrive(tcb, {.seq = tcb.rcv.nxt + guess * 600, .flags = {.rst = true}}, fx);
        challenges += static_cast<int>(fx.segments.size());
        rationed = rationed || noted(fx, Rule::challenge_budget_spent);
      }
      CHECK(tcb.state == State::established);
      CHECK(challenges == 10);
      CHECK(rationed);
      arrive_at(tcb, {.seq = tcb.rcv.nxt + 1, .flags = {.rst = true}}, world_start + 5s, fx);
      CHECK(fx.segments.size() == 1);  // the next ration
    }
  }

  TEST_CASE("by the older rules any RST in the window resets") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, {.rfc5961 = false});
    Effects fx;
    arrive(tcb, {.seq = {5900}, .flags = {.rst = true}}, fx);
    CHECK(tcb.state == State::closed);
  }

  TEST_CASE("by the older rules a SYN in the window resets both") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000}, {.rfc5961 = false});
    const std::string next = std::to_string(tcb.snd.nxt.raw);
    Effects fx;
    arrive(tcb, {.seq = {5900}, .flags = {.syn = true}}, fx);
    CHECK(tcb.state == State::closed);
    CHECK(one_line(fx.segments.at(0).segment) == "RST " + next);  // as after ABORT
    CHECK(fx.signals == std::vector<Signal>{Signal::reset});
  }

  TEST_CASE("by the older rules an ancient ACK is a duplicate and one of unsent text gets an ACK") {
    Tcb tcb = tcb_in(Situation::established, {5'000'000}, {5000}, {.rfc5961 = false});
    Effects fx;
    arrive(tcb, {.seq = {5001}, .ack = {4'000'000}, .flags = {.ack = true}, .text = {0, 4}}, fx);
    CHECK(tcb.rcv.nxt == SeqNum{5005});
    arrive(tcb, {.seq = {5005}, .ack = tcb.snd.max + 1, .flags = {.ack = true}}, fx);
    CHECK(noted(fx, Rule::ack_for_unsent));
  }

  TEST_CASE("an old but not ancient ACK does not keep its text from being taken") {
    for (const std::uint32_t iss : sliding_isns) {
      Tcb tcb = tcb_in(Situation::established, {iss}, {5000});
      Effects fx;
      arrive(tcb,
             {.seq = {5001}, .ack = tcb.snd.una - granted, .flags = {.ack = true}, .text = {0, 4}},
             fx);
      CHECK(tcb.rcv.nxt == SeqNum{5005});
    }
  }

  TEST_CASE("a RST may carry text and is judged by its first number") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    Effects fx;
    arrive(tcb, {.seq = {5001}, .flags = {.rst = true}, .text = {0, 20}}, fx);
    CHECK(tcb.state == State::closed);
  }
}

TEST_SUITE("RFC 7323 5") {
  TEST_CASE("PAWS: a segment from the past is dropped and answered") {
    Tcb tcb = stamped_connection();
    Effects fx;
    arrive(tcb, stamped_text(5001, 499), fx);
    CHECK(tcb.rcv.nxt == SeqNum{5001});
    CHECK(noted(fx, Rule::ack_for_old_timestamp));
    CHECK(fx.segments.size() == 1);
    arrive(tcb, stamped_text(5001, 500), fx);
    CHECK(tcb.rcv.nxt == SeqNum{5011});
  }

  TEST_CASE("the timestamp is compared on its own circle") {
    Tcb tcb = stamped_connection();
    tcb.ts.recent = 0xFFFF'FFF0;
    Effects fx;
    arrive(tcb, stamped_text(5001, 3), fx);
    CHECK(tcb.ts.recent == 3);
    arrive(tcb, stamped_text(5011, 0xFFFF'FFFF), fx);
    CHECK(noted(fx, Rule::ack_for_old_timestamp));
  }

  TEST_CASE("after 24 days the remembered timestamp is no longer believed") {
    Tcb tcb = stamped_connection();
    Effects fx;
    const Instant late = world_start + std::chrono::hours(24 * 24) + 1s;
    tcb.timers.stop_all();
    arrive_at(tcb, stamped_text(5001, 1), late, fx);
    CHECK(tcb.rcv.nxt == SeqNum{5011});
    CHECK(noted(fx, Rule::timestamp_outdated));
    CHECK(!noted(fx, Rule::timestamp_not_old));
    CHECK(tcb.ts.recent == 1);
    arrive_at(tcb, stamped_text(5011, 0), late, fx);  // the new one counts at once
    CHECK(tcb.rcv.nxt == SeqNum{5011});
    CHECK(noted(fx, Rule::ack_for_old_timestamp));
  }

  TEST_CASE("a RST leaves TS.Recent as it is, even one that is ignored") {
    Tcb tcb = tcb_in(Situation::time_wait, {1000}, {5000}, {.timestamps = true, .rfc1337 = true});
    tcb.ts.on = true;
    tcb.ts.recent = 500;
    Segment reset{.seq = tcb.rcv.nxt, .flags = {.rst = true}};
    reset.options.timestamps = Timestamps{0x7000'0000, 0};
    Effects fx;
    arrive(tcb, reset, fx);
    CHECK(noted(fx, Rule::reset_in_time_wait_ignored));
    CHECK(tcb.ts.recent == 500);
  }

  TEST_CASE("old timestamps without text are not answered for ever") {
    Tcb tcb = stamped_connection();
    Effects fx;
    std::size_t answers = 0;
    for (int i = 0; i < 100; ++i) {
      Segment bare = stamped_text(5001, 400);
      bare.text = {};
      arrive(tcb, bare, fx);
      answers += fx.segments.size();
    }
    CHECK(answers == 1);
    CHECK(noted(fx, Rule::invalid_ack_throttled));
    arrive(tcb, stamped_text(5001, 400), fx);  // text that came again is always answered
    CHECK(fx.segments.size() == 1);
  }

  TEST_CASE("a missing timestamp is met with silence, except on RST and SYN") {
    Tcb tcb = stamped_connection();
    Effects fx;
    Segment bare = stamped_text(5001, 0);
    bare.options.timestamps.reset();
    arrive(tcb, bare, fx);
    CHECK(fx.segments.empty());
    CHECK(noted(fx, Rule::timestamp_missing));
    arrive(tcb, {.seq = {5003}, .flags = {.syn = true}}, fx);
    CHECK(noted(fx, Rule::challenge_for_syn));
    arrive(tcb, {.seq = {5001}, .flags = {.rst = true}}, fx);
    CHECK(tcb.state == State::closed);
  }

  TEST_CASE("a segment beyond a gap does not move TS.Recent, the one that fills it does") {
    Tcb tcb = stamped_connection();
    Effects fx;
    arrive(tcb, stamped_text(5011, 600), fx);
    CHECK(tcb.ts.recent == 500);
    arrive(tcb, stamped_text(5001, 590), fx);
    CHECK(tcb.ts.recent == 590);
  }

  TEST_CASE("a refusal echoes the timestamp of what it refuses") {
    Effects fx;
    refuse_stranger({example_sockets(), stamped_text(5001, 77), {}}, fx);
    CHECK(fx.segments.at(0).segment.options.timestamps == Timestamps{0, 77});
    CHECK(noted(fx, Rule::reset_for_stranger));
  }
}

TEST_SUITE("requirements B.11") {
  TEST_CASE(
      "H2: our SYN-ACK is repeated for the same SYN, but not more often than twice a second") {
    for (const std::uint32_t irs : sliding_isns) {
      Tcb tcb = tcb_in(Situation::syn_received_passive, {1000}, {irs});
      Effects fx;
      const Segment again{.seq = {irs}, .flags = {.syn = true}};
      arrive(tcb, again, fx);
      CHECK(to_string(fx.segments.at(0).segment.flags) == "SYN,ACK");
      CHECK(fx.segments.at(0).retransmission);
      arrive_at(tcb, again, world_start + 499ms, fx);
      CHECK(fx.segments.empty());
      CHECK(noted(fx, Rule::invalid_ack_throttled));
      arrive_at(tcb, again, world_start + 500ms, fx);
      CHECK(fx.segments.size() == 1);
    }
  }

  TEST_CASE("H3: what a retransmitted FIN acknowledges is used in CLOSING and LAST-ACK") {
    for (const std::uint32_t base : sliding_isns) {
      const auto after = [base](Situation situation) {
        Tcb tcb = tcb_in(situation, {base}, {base + 4000});
        Effects fx;
        arrive(tcb,
               {.seq = tcb.rcv.nxt - 1,
                .ack = tcb.snd.max,
                .flags = {.ack = true, .fin = true},
                .window = granted},
               fx);
        CHECK(noted(fx, Rule::ack_of_misfit_used));
        CHECK(fx.segments.size() == 1);
        return tcb.state;
      };
      CHECK(after(Situation::closing) == State::time_wait);
      CHECK(after(Situation::last_ack) == State::closed);
    }
  }

  TEST_CASE("H3: a segment left of the window never counts as a duplicate ACK") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    Effects fx;
    arrive(tcb, {.seq = {5000}, .ack = {1001}, .flags = {.ack = true}, .window = granted}, fx);
    CHECK(!noted(fx, Rule::ack_of_misfit_used));  // it says nothing new
    CHECK(!noted(fx, Rule::duplicate_ack));
    arrive(tcb, {.seq = {5001}, .ack = {1001}, .flags = {.ack = true}, .window = granted}, fx);
    CHECK(noted(fx, Rule::duplicate_ack));
  }

  TEST_CASE("H5: two ends that disagree do not acknowledge each other for ever") {
    DUET(duet);
    duet.establish();
    duet.client().rcv.nxt += 5000;
    duet.client().snd.una = duet.client().snd.nxt = duet.client().snd.max += 5000;
    const std::size_t before = duet.sent().size();
    duet.forge(Side::server, {.seq = {77}, .ack = {5001}, .flags = {.ack = true}});
    duet.run(10s);
    CHECK(duet.sent().size() - before <= 2 * 21);
    CHECK(duet.noted(Rule::invalid_ack_throttled));
  }

  TEST_CASE("H10: a bare ACK in TIME-WAIT is not answered") {
    Tcb tcb = tcb_in(Situation::time_wait, {1000}, {5000});
    Effects fx;
    const Instant until = tcb.timers[Timer::time_wait].expires_at;
    arrive_at(tcb, {.seq = tcb.rcv.nxt, .ack = tcb.snd.nxt, .flags = {.ack = true}},
              world_start + 1s, fx);
    CHECK(fx.segments.empty());
    CHECK(tcb.timers[Timer::time_wait].expires_at == until);
  }

  TEST_CASE("H10: only a FIN restarts 2MSL") {
    Tcb tcb = tcb_in(Situation::time_wait, {1000}, {5000});
    Effects fx;
    const Instant until = tcb.timers[Timer::time_wait].expires_at;
    const Segment old_text{
        .seq = tcb.rcv.nxt - 3, .ack = tcb.snd.nxt, .flags = {.ack = true}, .text = {0, 2}};
    arrive_at(tcb, old_text, world_start + 1s, fx);
    CHECK(fx.segments.size() == 1);
    CHECK(tcb.timers[Timer::time_wait].expires_at == until);
    Segment older_fin = old_text;
    older_fin.flags.fin = true;
    older_fin.text.length = 1;  // ends one before the FIN that we took
    arrive_at(tcb, older_fin, world_start + 1s, fx);
    CHECK(tcb.timers[Timer::time_wait].expires_at == until);
    const Segment fin{
        .seq = tcb.rcv.nxt - 1, .ack = tcb.snd.nxt, .flags = {.ack = true, .fin = true}};
    arrive_at(tcb, fin, world_start + 2s, fx);
    CHECK(tcb.timers[Timer::time_wait].expires_at == until + 2s);
  }

  TEST_CASE("some stacks drop SYN and FIN together; by default the FIN waits") {
    Tcb strict = tcb_in(Situation::listen, {1000}, {5000}, {.drop_syn_fin = true});
    Effects fx;
    arrive(strict, {.seq = {5000}, .flags = {.syn = true, .fin = true}}, fx);
    CHECK(strict.state == State::listen);
    CHECK(fx.segments.empty());
    Tcb lenient = tcb_in(Situation::listen, {1000}, {5000});
    arrive(lenient, {.seq = {5000}, .flags = {.syn = true, .fin = true}}, fx);
    CHECK(lenient.receive_buffer.fin() == SeqNum{5001});
  }

  TEST_CASE("a segment that covers the window on both sides is trimmed, not refused") {
    for (const std::uint32_t irs : sliding_isns) {
      Tcb tcb = tcb_in(Situation::established, {1000}, {irs}, {.receive_buffer = 8});
      Effects fx;
      arrive(tcb, {.seq = tcb.rcv.nxt - 20, .ack = {1001}, .flags = {.ack = true}, .text = {0, 60}},
             fx);
      CHECK(tcb.rcv.nxt == SeqNum{irs} + 9);
    }
  }
}

TEST_SUITE("the checks of a segment") {
  TEST_CASE("are noted in order, with the numbers they used") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    Effects fx;
    arrive(
        tcb,
        {.seq = {5001}, .ack = {1011}, .flags = {.ack = true}, .window = granted, .text = {0, 4}},
        fx);
    std::vector<Rule> order;
    for (const Note& note : fx.notes)
      if (note.outcome == Outcome::passed) order.push_back(note.rule);
    CHECK(order == std::vector<Rule>{Rule::sequence_in_window, Rule::no_reset, Rule::no_syn,
                                     Rule::ack_present, Rule::ack_in_range});
    CHECK(fx.notes.at(0).numbers == std::array<std::uint32_t, 4>{5001, 4, 5001, 65'535});
    CHECK(fx.notes.at(0).number_count == 4);
  }

  TEST_CASE("end in silence if nothing needs an answer") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    Effects fx;
    arrive(tcb, {.seq = {5001}, .ack = {1011}, .flags = {.ack = true}, .window = granted}, fx);
    CHECK(fx.notes.back().rule == Rule::bare_ack_not_answered);
    CHECK(fx.notes.back().outcome == Outcome::silent);
  }

  TEST_CASE("end with the one that failed") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    Effects fx;
    arrive(tcb, {.seq = {5000}, .ack = {1011}, .flags = {.ack = true}, .text = {0, 1}}, fx);
    CHECK(fx.notes.at(0).rule == Rule::sequence_in_window);
    CHECK(fx.notes.at(0).outcome == Outcome::failed);
    CHECK(fx.notes.at(1).rule == Rule::ack_for_unacceptable);
  }

  TEST_CASE("an action carries the variables it changed") {
    Tcb tcb = tcb_in(Situation::established, {1000}, {5000});
    Effects fx;
    arrive(tcb, {.seq = {5001}, .ack = {1011}, .flags = {.ack = true}, .window = granted}, fx);
    for (const Note& note : fx.notes) {
      if (note.rule != Rule::new_data_acknowledged) continue;
      REQUIRE(note.change_count >= 1);
      CHECK(fx.changes.at(note.first_change) == Change{TcbField::snd_una, 1001, 1011});
      return;
    }
    FAIL("not noted");
  }
}
