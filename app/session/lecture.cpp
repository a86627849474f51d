#include "app/session/lecture.hpp"

#include <algorithm>

#include "app/session/session.hpp"
#include "engine/base/invariant.hpp"
#include "engine/lesson/lesson_words.hpp"

namespace app {
namespace {

using engine::TextRole;

struct Reader {
  const Session& session;
  const GuidedLesson& lesson;
  Language language;
  std::optional<std::uint32_t> looked_at;

  std::string words(const engine::VisibleText& text) const {
    const engine::Scenario& scenario = lesson.file.scenario;
    return engine::plain(engine::words_of(
        lesson.texts(language), text.key, scenario,
        engine::watch_of_beat(scenario, lesson.state, session.lesson_view(), text.beat)));
  }
};

// The question that is asked now; when all are answered the last one stays until the next beat.
std::uint32_t asked_now(const Reader& reader) {
  const auto count = static_cast<std::uint32_t>(reader.lesson.beat().questions.size());
  if (reader.looked_at && *reader.looked_at < count) return *reader.looked_at;
  return open_question(reader.lesson).value_or(count > 0 ? count - 1 : 0);
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

// What is to be filled in, with what is right as soon as that is known.
void add_blank(LectureQuestion& question, const Reader& reader, const engine::VisibleText& text,
               const engine::QuestionState& record) {
  std::string words = reader.words(text);
  const bool known = text.number < record.truth.size();
  if (known) words += "  =  " + record.truth[text.number];
  question.options.push_back({std::move(words), known});
}

// Options that are to be put into order are written in the right one; each learner is shown
// another.
void put_into_order(LectureQuestion& question, const std::vector<std::uint32_t>& shown) {
  INVARIANT(shown.size() == question.options.size());
  std::vector<LectureOption> options(shown.size());
  for (std::size_t i = 0; i < shown.size(); ++i) options[shown[i]] = std::move(question.options[i]);
  question.options = std::move(options);
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

bool is_feedback(const engine::VisibleText& text) {
  return text.role == TextRole::feedback || text.role == TextRole::praise ||
         text.role == TextRole::failure;
}

void ask(Lecture& lecture, const Reader& reader) {
  const auto& records = reader.lesson.record().questions;
  if (records.empty()) return;
  const std::uint32_t asked = asked_now(reader);
  const engine::QuestionState& record = records[asked];
  const engine::Question& script = reader.lesson.beat().questions[asked];
  const auto open = open_question(reader.lesson);
  LectureQuestion question{
      .number = asked, .answered = record.locked, .last = !open || *open == asked};
  for (const engine::VisibleText& text :
       engine::visible_texts(reader.lesson.file.scenario, reader.lesson.state)) {
    if (text.beat != reader.lesson.state.beat || text.question != asked) continue;
    // One without a name of its own is asked in the words of its beat.
    const TextRole role = script.name.empty() ? TextRole::narration : TextRole::question;
    if (text.role == role) question.words = reader.words(text);
    if (text.role == TextRole::option) add_option(question, reader, text, record);
    if (text.role == TextRole::blank) add_blank(question, reader, text, record);
  }
  if (script.kind == engine::QuestionKind::order && record.locked)
    put_into_order(question, record.order);
  if (script.kind == engine::QuestionKind::number)
    for (const std::string& truth : record.truth) add(question.answer, truth, Language::en);
  lecture.question = std::move(question);
}

// The texts of the present beat that are read out, and why the answer before was right. What was to
// be done or asked is not read out again when it is settled.
void tell(Lecture& lecture, const Reader& reader) {
  const engine::LessonState& state = reader.lesson.state;
  const bool after = follows_a_prediction(reader.lesson);
  const std::uint32_t asked = asked_now(reader);
  const bool in_question = lecture.question && reader.lesson.beat().questions[asked].name.empty();
  const bool settled =
      lecture.question ? lecture.question->answered : reader.lesson.record().success.has_value();
  if (after) lecture.answer = answer_before(reader);
  for (const engine::VisibleText& text :
       engine::visible_texts(reader.lesson.file.scenario, state)) {
    const bool of_before = after && text.beat + 1 == state.beat && is_feedback(text);
    const bool of_now = text.beat == state.beat && is_feedback(text) &&
                        (!lecture.question || text.question == asked);
    const bool narration =
        text.beat == state.beat && text.role == TextRole::narration && !in_question && !settled;
    if (!of_before && !of_now && !narration) continue;
    std::string words = reader.words(text);
    if (!words.empty()) lecture.captions.push_back(std::move(words));
  }
}

}  // namespace

std::optional<Lecture> lecture(const Session& session, Language language,
                               std::optional<std::uint32_t> looked_at) {
  if (!session.in_lesson()) return std::nullopt;
  const GuidedLesson& lesson = *session.lesson();
  const Reader reader{session, lesson, language, looked_at};
  Lecture lecture{.beat = lesson.state.beat + 1,
                  .beats = static_cast<std::uint32_t>(lesson.lesson().beats.size()),
                  .demonstrated = lesson.demonstrated || lesson.record().solution_shown};
  ask(lecture, reader);
  tell(lecture, reader);
  return lecture;
}

}  // namespace app
