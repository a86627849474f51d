#include "app/session/lecture.hpp"

#include <doctest/doctest.h>

#include "tests/app/session/guided.hpp"

using namespace guided;
using app::Language;
using app::LessonStep;

namespace {

const std::string h2 = "h2-three-way-handshake";

app::Lecture told(const app::Session& session) { return *app::lecture(session, Language::en); }

std::string all(const app::Lecture& lecture) {
  std::string text;
  for (const std::string& caption : lecture.captions) text += caption + "\n";
  return text;
}

// As a remote does.
void press_next(app::Session& session) {
  learn(session, LessonStep::reveal);
  watch_run(session);
}

}  // namespace

TEST_SUITE("app/session/lecture") {
  TEST_CASE("without a lesson there is nothing to read out") {
    CHECK_FALSE(app::lecture(two_hosts::session(), Language::en).has_value());
  }

  TEST_CASE("the first beat is said, and counted from one") {
    app::Session session = shipped(h2);
    const app::Lecture lecture = told(session);
    CHECK(lecture.beat == 1);
    CHECK(lecture.beats == session.lesson()->lesson().beats.size());
    CHECK(all(lecture).find("A server program") != std::string::npos);
    CHECK_FALSE(lecture.question.has_value());
  }

  TEST_CASE("an open question is asked with its options, and none of them is marked") {
    app::Session session = shipped(h2);
    go_to(session, "first-segment");
    const app::Lecture lecture = told(session);
    REQUIRE(lecture.question.has_value());
    CHECK(lecture.question->options.size() == 4);
    CHECK_FALSE(lecture.question->answered);
    CHECK(std::ranges::none_of(lecture.question->options, &app::LectureOption::right));
    CHECK(lecture.captions.empty());
  }

  TEST_CASE("the options stand in the order in which the learner would see them") {
    app::Session session = shipped(h2);
    go_to(session, "first-segment");
    const auto& order = record(session).questions[0].order;
    const app::Lecture lecture = told(session);
    const std::size_t last = 3;  // "nothing" is always last
    CHECK(order.back() == last);
    CHECK(lecture.question->options.back().words.starts_with("nothing"));
  }

  TEST_CASE("a next press answers by running it, and says what was right") {
    app::Session session = shipped(h2);
    go_to(session, "first-segment");
    press_next(session);
    const app::Lecture lecture = told(session);
    CHECK_FALSE(lecture.question.has_value());
    CHECK(all(lecture).find("a SYN carrying") != std::string::npos);
    CHECK(all(lecture).find("Right.") != std::string::npos);
  }

  TEST_CASE("a number that was asked for is told when it is answered") {
    app::Session session = shipped(h2);
    go_to(session, "ack-number");
    press_next(session);
    CHECK(all(told(session)).find("1001") != std::string::npos);
  }

  TEST_CASE("a remote alone goes through the whole lesson to its last beat") {
    app::Session session = shipped(h2);
    const auto beats = session.lesson()->lesson().beats.size();
    for (std::size_t presses = 0; presses < 6 * beats; ++presses) press_next(session);
    CHECK(told(session).beat == beats);
    CHECK(session.lesson()->record().done);
  }

  TEST_CASE("what is to be done is shown as a demonstration") {
    app::Session session = shipped(h2);
    const auto& beats = session.lesson()->lesson().beats;
    const auto task = std::ranges::find_if(
        beats, [](const engine::Beat& b) { return !b.task.successes.empty(); });
    REQUIRE(task != beats.end());
    go_to(session, task->name);
    CHECK_FALSE(told(session).demonstrated);
    learn(session, LessonStep::reveal);
    CHECK(told(session).demonstrated);
  }

  TEST_CASE("going back leads to the beat before") {
    app::Session session = shipped(h2);
    go_to(session, "first-segment");
    learn(session, LessonStep::back);
    CHECK(told(session).beat == 1);
  }
}
