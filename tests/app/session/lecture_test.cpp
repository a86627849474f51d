#include "app/session/lecture.hpp"

#include <doctest/doctest.h>

#include "tests/app/session/guided.hpp"

using namespace guided;
using app::Language;
using app::LessonStep;

namespace {

app::Lecture told(const app::Session& session) { return *app::lecture(session, Language::en); }

std::string all(const app::Lecture& lecture) {
  std::string text = lecture.answer + "\n";
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
    CHECK(lecture.question->words.find("What goes onto the wire first?") != std::string::npos);
    CHECK(lecture.captions.empty());
  }

  TEST_CASE("the options stand in the order in which the learner would see them") {
    app::Session session = shipped(h2);
    go_to(session, "first-segment");
    const auto& script = session.lesson()->beat().questions[0].options;
    std::vector<std::string> shown, wanted;
    const app::Lecture lecture = told(session);
    for (const app::LectureOption& option : lecture.question->options)
      shown.push_back(option.words);
    for (const std::uint32_t position : record(session).questions[0].order)
      wanted.push_back(
          session.lesson()->texts(Language::en).at("first-segment." + script[position].name));
    CHECK(shown == wanted);
  }

  TEST_CASE("the questions of one beat are answered one press at a time") {
    app::Session session = shipped(h2);
    go_to(session, "numbers");
    for (std::uint32_t question = 0; question < 3; ++question) {
      CHECK(told(session).question->number == question);
      CHECK_FALSE(told(session).question->answered);
      press_next(session);
      const auto answered = *app::lecture(session, Language::en, question)->question;
      CHECK(answered.number == question);
      CHECK(answered.answered);
    }
    press_next(session);
    CHECK(beat(session) == "late");
  }

  TEST_CASE("what was put into order stands in the right order when it is answered") {
    app::Session session = shipped(h2);
    go_to(session, "numbers");
    press_next(session);
    press_next(session);
    const auto options = app::lecture(session, Language::en, 1)->question->options;
    REQUIRE(options.size() == 4);
    CHECK(options[0].words == "client SYN_SENT");
    CHECK(options[1].words == "server SYN_RCVD");
    CHECK(options[2].words == "client ESTABLISHED");
    CHECK(options[3].words == "server ESTABLISHED");
  }

  TEST_CASE("blanks are told by name, with what is right as soon as it is known") {
    app::Session session = shipped(h2);
    go_to(session, "fill-in");
    watch_run(session);
    REQUIRE(told(session).question->options.size() == 4);
    CHECK(told(session).question->options[0].words == "seq of segment 2");
    press_next(session);
    CHECK(told(session).question->options[0].words.starts_with("seq of segment 2  =  "));
  }

  TEST_CASE("what was to be done is not read out again when it is done") {
    app::Session session = shipped(h2);
    go_to(session, "drop-third");
    CHECK(all(told(session)).find("Play it again") != std::string::npos);
    for (int frames = 0; frames < 2000 && !record(session).success; ++frames) {
      if (!session.lesson()->demonstrated) learn(session, LessonStep::reveal);
      session.tick(std::chrono::milliseconds(10));
    }
    CHECK(all(told(session)).find("Play it again") == std::string::npos);
    CHECK(all(told(session)).find("now disagree") != std::string::npos);
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
