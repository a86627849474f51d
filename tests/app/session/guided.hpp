// A session with one of the shipped lessons, and what a learner does in it, for the tests.
#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "engine/lesson/parse.hpp"
#include "engine/lesson/right_answer.hpp"
#include "engine/lesson/runner.hpp"
#include "tests/app/session/two_hosts.hpp"
#include "tests/support/source_dir.hpp"

namespace guided {

inline constexpr auto h2 = "h2-three-way-handshake";

inline std::string file(const std::string& name) {
  std::ifstream in(support::source_dir() + "/lessons/" + name);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline app::Opening opening(const std::string& script, const std::string& en = {}) {
  auto scenario = *engine::read_script(script, "test");
  auto prepared = *engine::prepare(scenario, "test");
  app::LessonFile lesson{.scenario = scenario, .texts = {}};
  if (auto texts = engine::read_lesson_texts(en, "en.md")) lesson.texts[0] = *std::move(texts);
  return {.title = scenario.id,
          .start = std::move(prepared.start),
          .bytes = std::move(prepared.bytes),
          .base_delay = {},
          .script = script,
          .seed = scenario.seed,
          .path = "test",
          .lesson = std::move(lesson)};
}

inline app::Session shipped(const std::string& id) {
  return app::Session(opening(file(id + "/script.lesson"), file(id + "/en.md")));
}

inline void learn(app::Session& session, app::LessonStep step, std::uint32_t number = 0) {
  session.apply(app::Learn{step, number, {}});
}
inline void next(app::Session& session) { learn(session, app::LessonStep::next); }

inline const std::string& beat(const app::Session& session) {
  return session.lesson()->beat().name;
}
inline const engine::BeatState& record(const app::Session& session) {
  return session.lesson()->record();
}

// Watches until the run under way has come to its goal.
inline void watch_run(app::Session& session) {
  for (int frames = 0; session.lesson()->state.running && frames < 6'000; ++frames)
    session.tick(std::chrono::milliseconds(10));
}

inline void choose(app::Session& session, std::vector<std::uint32_t> picks,
                   std::uint32_t question = 0) {
  session.apply(app::Learn{app::LessonStep::choose, question, {std::move(picks), {}}});
}
inline void type(app::Session& session, std::vector<std::string> typed,
                 std::uint32_t question = 0) {
  session.apply(app::Learn{app::LessonStep::choose, question, {{}, std::move(typed)}});
}
inline void lock(app::Session& session, std::uint32_t question = 0) {
  learn(session, app::LessonStep::lock, question);
}

// Goes on, answering rightly and doing what is asked for, until the beat of this name is open.
inline void go_to(app::Session& session, const std::string& name) {
  for (int turns = 0; beat(session) != name && turns < 200; ++turns)
    learn(session, app::LessonStep::reveal);
}

}  // namespace guided
