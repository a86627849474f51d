// How far lessons have been taken, kept across starts.
#include "app/session/progress.hpp"

#include <doctest/doctest.h>

#include "tests/app/session/guided.hpp"

using namespace app;

TEST_SUITE("progress in lessons") {
  TEST_CASE("what is written is read back") {
    const Progress progress{
        {"h2", {.reached = 5, .beats = 16, .begun = 2, .finished = true, .mastered = false}},
        {"t1", {.reached = 0, .beats = 19, .begun = 1, .finished = false, .mastered = false}}};
    CHECK(read_progress(to_toml(progress)) == progress);
  }

  TEST_CASE("a file that is no such file is no progress") {
    CHECK(read_progress("\x01\xff [[[ = = \n reached 3").empty());
  }

  TEST_CASE("a beat that the lesson does not have is not reached") {
    const Progress progress = read_progress("[h2]\nreached = 99\nbeats = 3\n");
    CHECK(progress.at("h2").reached == 2);
  }

  TEST_CASE("the farthest step counts, also after going back") {
    Session session = guided::shipped(guided::h2);
    guided::go_to(session, "ack-number");
    guided::learn(session, LessonStep::back);
    CHECK(session.progress().at("h2-three-way-handshake").reached == 3);
  }

  TEST_CASE("resuming brings a lesson to the step where it was left") {
    Session session = guided::shipped("t1-lost-third-ack");
    session.apply(Learn{LessonStep::resume, 9, {}});
    CHECK(guided::beat(session) == "data-opens");
    CHECK_FALSE(session.breakdown().has_value());
  }

  TEST_CASE("who begins again gets other numbers, also after a restart of the program") {
    const Session first = guided::shipped(guided::h2);
    const auto opening = [] {
      return guided::opening(guided::file("h2-three-way-handshake/script.lesson"));
    };
    const Session second(opening(), {}, {}, first.progress());
    CHECK(first.lesson()->state.drawn != second.lesson()->state.drawn);
  }
}
