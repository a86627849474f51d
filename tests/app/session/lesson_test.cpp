// Guided lessons in the window's session: what the learner does, how time and branches follow.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/app/session/guided.hpp"

using namespace app;
using namespace guided;
using namespace std::chrono_literals;
using engine::PacketId;
using two_hosts::client;
using two_hosts::server;
using two_hosts::shows;

namespace {

constexpr auto t1 = "t1-lost-third-ack";
constexpr auto c3 = "c3-time-wait-lost-last-ack";

std::int64_t milliseconds(const Session& session) {
  return (session.playhead().at - engine::world_start) / 1ms;
}

std::uint32_t right_option(const Session& session) {
  return engine::right_answer(session.lesson()->file.scenario, session.lesson()->state,
                              session.lesson_view(), 0)
      .picks.front();
}

}  // namespace

TEST_SUITE("a guided lesson in the session") {
  TEST_CASE("a lesson that is opened stands at its first beat") {
    const Session session = shipped(h2);
    REQUIRE(session.in_lesson());
    CHECK(beat(session) == "before");
  }

  TEST_CASE("choosing an answer does not lock it") {
    Session session = shipped(h2);
    next(session);
    choose(session, {0});
    CHECK_FALSE(record(session).questions[0].locked);
  }

  TEST_CASE("an answer that is not complete cannot be locked, and that is said") {
    Session session = shipped(h2);
    next(session);
    lock(session);
    CHECK(shows(session, "refused.lesson.choose_first"));
  }

  TEST_CASE("a locked prediction plays the run that shows the answer") {
    Session session = shipped(h2);
    go_to(session, "ack-number");
    type(session, {"1000"});
    lock(session);
    CHECK(beat(session) == "syn-received");
    CHECK(session.playing());
  }

  TEST_CASE("a run ends paused at its goal") {
    Session session = shipped(h2);
    go_to(session, "ack-number");
    type(session, {"1001"});
    lock(session);
    watch_run(session);
    CHECK(milliseconds(session) == 50);
    CHECK_FALSE(session.playing());
    CHECK(record(session).done);
  }

  TEST_CASE("feedback of a prediction waits for the run") {
    Session session = shipped(h2);
    go_to(session, "ack-number");
    type(session, {"1000"});
    lock(session);
    const auto& lesson = *session.lesson();
    CHECK_FALSE(engine::may_show_feedback(lesson.file.scenario, lesson.state, 3));
    watch_run(session);
    CHECK(engine::may_show_feedback(lesson.file.scenario, lesson.state, 3));
    CHECK(lesson.state.beats[3].questions[0].feedback == "ack-number.same");
  }

  TEST_CASE("time does not pass an open question") {
    Session session = shipped(h2);
    go_to(session, "ack-number");
    const auto here = session.playhead();
    session.apply(Play{});
    two_hosts::watch(session, 3s);
    session.apply(StepForward{});
    two_hosts::watch(session, 3s);
    two_hosts::seek(session, 10s);
    session.apply(RunUntil{RunGoal::quiet});
    two_hosts::finish(session);
    CHECK(session.playhead() == here);
    CHECK(shows(session, "refused.lesson.answer_first"));
  }

  TEST_CASE("what was looked at meanwhile does not change where the beat stands") {
    Session session = shipped(h2);
    go_to(session, "how-late");
    const auto here = session.playhead();
    session.apply(JumpStart{});
    type(session, {"50"});
    lock(session);
    CHECK(beat(session) == "server-open");
    CHECK(session.playhead().at == here.at);
  }

  TEST_CASE("back and forward restore the timeline of each beat") {
    Session session = shipped(h2);
    go_to(session, "client-open");
    watch_run(session);
    const auto here = two_hosts::fingerprint(session);
    for (int i = 0; i < 3; ++i) learn(session, LessonStep::back);
    CHECK(beat(session) == "ack-number");
    CHECK(milliseconds(session) == 0);
    for (int i = 0; i < 3; ++i) next(session);
    CHECK(beat(session) == "client-open");
    CHECK(two_hosts::fingerprint(session) == here);
  }

  TEST_CASE("going back across a fresh start brings the world before it") {
    Session session = shipped(h2);
    go_to(session, "what-is-new");
    const auto here = two_hosts::fingerprint(session);
    go_to(session, "drop-third");
    CHECK(two_hosts::fingerprint(session) != here);
    learn(session, LessonStep::jump, 9);
    CHECK(two_hosts::fingerprint(session) == here);
  }

  TEST_CASE("next during a run completes it and stays") {
    Session session = shipped(h2);
    go_to(session, "first-segment");
    choose(session, {right_option(session)});
    lock(session);
    REQUIRE(session.lesson()->state.running);
    next(session);
    CHECK(beat(session) == "syn-sent");
    CHECK(record(session).done);
  }

  TEST_CASE("next before the answer says what is missing") {
    Session session = shipped(h2);
    go_to(session, "first-segment");
    next(session);
    CHECK(beat(session) == "first-segment");
    CHECK(shows(session, "refused.lesson.answer_first"));
  }

  TEST_CASE("where only something is to be seen, nothing can be done to the wire") {
    Session session = shipped(h2);
    go_to(session, "ack-number");
    session.apply(DropPacket{PacketId{1}});
    CHECK(shows(session, "refused.lesson.no_hands"));
    CHECK(session.timeline().commands().empty());
  }

  TEST_CASE("a task allows what the lesson says, and nothing else") {
    Session session = shipped(h2);
    go_to(session, "drop-third");
    two_hosts::seek(session, 10ms);
    session.apply(DelayPacket{PacketId{1}, 5ms});
    CHECK(shows(session, "refused.lesson.other_hands"));
    CHECK_FALSE(session.why_not(engine::OnPacket{PacketId{1}, engine::DropIt{}}).has_value());
  }

  TEST_CASE("dropping the third segment is recognised") {
    Session session = shipped(h2);
    go_to(session, "drop-third");
    two_hosts::seek(session, 125ms);
    session.apply(DropPacket{PacketId{3}});
    CHECK(record(session).success == "by-hand");
    next(session);
    CHECK(beat(session) == "numbers");
  }

  TEST_CASE("a wrong turn is recognised, and rewinding takes it back") {
    Session session = shipped(h2);
    go_to(session, "drop-third");
    two_hosts::seek(session, 10ms);
    session.apply(DropPacket{PacketId{1}});
    CHECK(record(session).failure == "first");
    learn(session, LessonStep::rewind);
    CHECK_FALSE(record(session).failure.has_value());
    CHECK(milliseconds(session) == 0);
    two_hosts::seek(session, 125ms);
    session.apply(DropPacket{PacketId{3}});
    CHECK(record(session).success == "by-hand");
  }

  TEST_CASE("taking back a wrong turn takes back that it was recognised") {
    Session session = shipped(h2);
    go_to(session, "drop-third");
    two_hosts::seek(session, 10ms);
    session.apply(DropPacket{PacketId{1}});
    session.apply(Undo{});
    CHECK_FALSE(record(session).failure.has_value());
  }

  TEST_CASE("what a task was solved with outlives its undo") {
    Session session = shipped(t1);
    go_to(session, "drop-it");
    session.apply(DropPacket{PacketId{3}});
    REQUIRE(record(session).done);
    session.apply(Undo{});
    two_hosts::seek(session, 5s);
    next(session);
    CHECK(beat(session) == "two-worlds");
    CHECK(two_hosts::state(session, server) == engine::State::syn_received);
    CHECK(milliseconds(session) == 125);
  }

  TEST_CASE("the solution is shown on a scratch branch, and rewinding returns") {
    Session session = shipped(h2);
    go_to(session, "drop-third");
    two_hosts::seek(session, 30ms);
    const auto mine = session.branch();
    learn(session, LessonStep::show_solution);
    CHECK(session.branch() != mine);
    watch_run(session);
    CHECK(two_hosts::state(session, server) == engine::State::syn_received);
    CHECK_FALSE(record(session).success.has_value());
    learn(session, LessonStep::rewind);
    CHECK(session.branch() == mine);
    CHECK(milliseconds(session) == 30);
  }

  TEST_CASE("a hint is not given before its time") {
    Session session = shipped(h2);
    go_to(session, "drop-third");
    learn(session, LessonStep::hint);
    CHECK(record(session).hints == 0);
    session.tick(20s);
    learn(session, LessonStep::hint);
    CHECK(record(session).hints == 1);
  }

  TEST_CASE("the window wakes when a hint may be taken") {
    Session session = shipped(h2);
    go_to(session, "drop-third");
    session.tick(5s);
    REQUIRE(session.next_wakeup().has_value());
    CHECK(*session.next_wakeup() == 15s);
  }

  TEST_CASE("the run that was just seen plays again") {
    Session session = shipped(h2);
    go_to(session, "who-is-open");
    learn(session, LessonStep::back);
    REQUIRE(may_replay(*session.lesson()));
    learn(session, LessonStep::replay);
    CHECK(milliseconds(session) == 0);
    watch_run(session);
    CHECK(milliseconds(session) == 50);
  }

  TEST_CASE("a question with a run of its own stands where that has come to") {
    Session session = shipped(h2);
    go_to(session, "who-is-open");
    watch_run(session);
    CHECK(milliseconds(session) == 75);
    learn(session, LessonStep::back);
    next(session);
    CHECK(beat(session) == "who-is-open");
    CHECK(milliseconds(session) == 75);
  }

  TEST_CASE("the sandbox is a copy: what is done there does not reach the lesson") {
    Session session = shipped(h2);
    go_to(session, "who-is-open");
    watch_run(session);
    const auto here = two_hosts::fingerprint(session);
    learn(session, LessonStep::to_sandbox);
    CHECK_FALSE(session.guarded());
    CHECK(two_hosts::fingerprint(session) == here);
    session.apply(DropPacket{PacketId{2}});
    two_hosts::seek(session, 5s);
    learn(session, LessonStep::to_lesson);
    CHECK(beat(session) == "who-is-open");
    CHECK(two_hosts::fingerprint(session) == here);
    CHECK(session.branches().count() == 1);
  }

  TEST_CASE("a lesson that is begun again draws other numbers") {
    Session session = shipped(h2);
    const auto first = session.lesson()->state.drawn;
    learn(session, LessonStep::restart);
    CHECK(beat(session) == "before");
    CHECK(session.lesson()->state.drawn != first);
  }

  TEST_CASE("a fork has the name that the lesson gives it") {
    Session session = shipped(t1);
    go_to(session, "fate-of-data");
    CHECK_FALSE(session.name_of(session.branch()).empty());
  }

  TEST_CASE("two branches are compared where the lesson says so") {
    Session session = shipped(t1);
    go_to(session, "data-opens");
    CHECK(session.branch() == engine::BranchId{1});
    CHECK(session.compared() == engine::BranchId{0});
    go_to(session, "worst-case");
    CHECK_FALSE(session.compared().has_value());
  }

  TEST_CASE("a lesson looks with the eyes that it names") {
    Session session = shipped(t1);
    go_to(session, "two-worlds");
    CHECK(session.point_of_view() == PointOfView::server);
  }

  TEST_CASE("a teacher's one key leads through each lesson") {
    for (const auto* id : {h2, t1, c3}) {
      CAPTURE(id);
      Session session = shipped(id);
      const auto finished = [&] {
        return engine::is_finished(session.lesson()->file.scenario, session.lesson()->state);
      };
      for (int presses = 0; presses < 200 && !finished(); ++presses) {
        CAPTURE(beat(session));
        learn(session, LessonStep::reveal);
        REQUIRE_FALSE(session.breakdown().has_value());
      }
      CHECK(finished());
      for (const engine::BeatState& record : session.lesson()->state.beats) CHECK(record.done);
    }
  }
}

namespace {

// A lesson in memory that its author writes while it is open.
struct Written {
  std::string script = file(std::string(h2) + "/script.lesson");
  std::string words = file(std::string(h2) + "/en.md");

  Session session() {
    return Session(
        opening(script, words), {},
        {.read = {},
         .write = {},
         .open = [this](const std::string&) -> std::expected<Opening, engine::ScriptError> {
           return opening(script, words);
         }});
  }
};

}  // namespace

TEST_SUITE("a lesson that is being written") {
  TEST_CASE("new words are shown at once, and the learner stays where they are") {
    Written files;
    Session session = files.session();
    go_to(session, "ack-number");
    const auto here = session.playhead();
    files.words = "## ack-number\nAnother question?\n";
    learn(session, LessonStep::reload);
    CHECK(beat(session) == "ack-number");
    CHECK(session.playhead() == here);
    CHECK(session.lesson()->texts(Language::en).at("ack-number") == "Another question?");
  }

  TEST_CASE("another script goes on at the step of the same name") {
    Written files;
    Session session = files.session();
    go_to(session, "client-open");
    const std::size_t before = session.lesson()->lesson().beats.size();
    files.script.replace(files.script.find("beat predict first-segment"), 0, "beat say extra\n\n");
    learn(session, LessonStep::reload);
    CHECK(session.lesson()->lesson().beats.size() == before + 1);
    CHECK(beat(session) == "client-open");
  }

  TEST_CASE("what was explored behind a solved task does not reach the next step") {
    for (const bool acts : {false, true}) {  // a run without a deed would answer the next question
      Session session = shipped(t1);
      go_to(session, "drop-it");
      session.apply(DropPacket{PacketId{3}});
      two_hosts::seek(session, 1060ms);
      if (acts) session.apply(DropPacket{PacketId{4}});
      next(session);
      CHECK(milliseconds(session) == 125);
      CHECK(session.at_edge());
      CHECK(session.branches().count() == (acts ? 2 : 1));
    }
  }
}
