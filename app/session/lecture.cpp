#include "app/session/lecture.hpp"

#include <algorithm>

#include "app/session/session.hpp"
#include "engine/lesson/lesson_words.hpp"

namespace app {
namespace {

using engine::TextRole;

struct Reader {
  const Session& session;
  const GuidedLesson& lesson;
  Language language;

  std::string words(const engine::VisibleText& text) const {
    const engine::Scenario& scenario = lesson.file.scenario;
    return engine::plain(engine::words_of(
        lesson.texts(language), text.key, scenario,
        engine::watch_of_beat(scenario, lesson.state, session.lesson_view(), text.beat)));
  }
};

// The question that is asked now; when all are answered the last one stays until the next beat.
std::uint32_t asked_now(const GuidedLesson& lesson) {
  const auto open = open_question(lesson);
  const auto count = static_cast<std::uint32_t>(lesson.beat().questions.size());
  return open.value_or(count > 0 ? count - 1 : 0);
}

void add(std::string& text, const std::string& more, Language language) {
  if (!text.empty() && language == Language::en) text += ' ';
  text += more;
}

void add_option(LectureQuestion& question, const Reader& reader, const engine::VisibleText& text,
                const engine::QuestionState& record) {
  const auto picks = record.right_picks;
  const bool right = record.locked && std::ranges::find(picks, text.number) != picks.end();
  question.options.push_back({reader.words(text), right});
}

// As they are shown: each learner gets an order of their own.
void sort_options(LectureQuestion& question, const std::vector<std::uint32_t>& order) {
  if (order.size() != question.options.size()) return;
  std::vector<LectureOption> shown;
  for (const std::uint32_t position : order) shown.push_back(question.options[position]);
  question.options = std::move(shown);
}

// What was right at the prediction before: it stands there while it is being run.
std::string answer_before(const Reader& reader) {
  const engine::LessonState& state = reader.lesson.state;
  if (state.beat == 0) return {};
  std::string answer;
  for (const engine::QuestionState& record : state.beats[state.beat - 1].questions)
    for (const std::string& truth : record.truth) add(answer, truth, Language::en);
  for (const engine::VisibleText& text :
       engine::visible_texts(reader.lesson.file.scenario, state)) {
    if (text.beat + 1 != state.beat || text.role != TextRole::option) continue;
    const auto& picks = state.beats[text.beat].questions[text.question].right_picks;
    if (std::ranges::find(picks, text.number) != picks.end())
      add(answer, reader.words(text), Language::en);
  }
  return answer;
}

bool follows_a_prediction(const GuidedLesson& lesson) {
  const std::uint32_t beat = lesson.state.beat;
  return beat > 0 && lesson.lesson().beats[beat - 1].kind == engine::BeatKind::predict;
}

// The texts of the present beat that are read out, and what the answer before was worth.
void tell(Lecture& lecture, const Reader& reader) {
  const engine::LessonState& state = reader.lesson.state;
  const bool after = follows_a_prediction(reader.lesson);
  const auto say = [&](const std::string& words) {
    if (!words.empty()) lecture.captions.push_back(words);
  };
  if (after) say(answer_before(reader));
  for (const engine::VisibleText& text :
       engine::visible_texts(reader.lesson.file.scenario, state)) {
    const bool feedback = text.role == TextRole::feedback || text.role == TextRole::praise ||
                          text.role == TextRole::failure;
    const bool of_before = after && text.beat + 1 == state.beat && feedback;
    const bool of_now = text.beat == state.beat && (feedback || text.role == TextRole::narration);
    if (of_before || of_now) say(reader.words(text));
  }
}

void ask(Lecture& lecture, const Reader& reader) {
  const auto& records = reader.lesson.record().questions;
  if (records.empty()) return;
  const std::uint32_t asked = asked_now(reader.lesson);
  LectureQuestion question;
  for (const engine::VisibleText& text :
       engine::visible_texts(reader.lesson.file.scenario, reader.lesson.state)) {
    if (text.beat != reader.lesson.state.beat || text.question != asked) continue;
    if (text.role == TextRole::question) question.words = reader.words(text);
    if (text.role == TextRole::option) add_option(question, reader, text, records[asked]);
  }
  sort_options(question, records[asked].order);
  question.answered = records[asked].locked;
  for (const std::string& truth : records[asked].truth) add(question.answer, truth, Language::en);
  lecture.question = std::move(question);
}

}  // namespace

std::optional<Lecture> lecture(const Session& session, Language language) {
  if (!session.in_lesson()) return std::nullopt;
  const GuidedLesson& lesson = *session.lesson();
  const Reader reader{session, lesson, language};
  Lecture lecture{.beat = lesson.state.beat + 1,
                  .beats = static_cast<std::uint32_t>(lesson.lesson().beats.size()),
                  .demonstrated = lesson.demonstrated || lesson.record().solution_shown};
  tell(lecture, reader);
  ask(lecture, reader);
  return lecture;
}

}  // namespace app
