// Each guided lesson played by its own script, without a window, in both languages.
#include <regex>

#include "engine/lesson/expression_reader.hpp"
#include "engine/lesson/lesson_check.hpp"
#include "engine/lesson/lesson_player.hpp"
#include "engine/lesson/lesson_words.hpp"
#include "engine/lesson/question.hpp"
#include "tests/engine/lesson/scripts.hpp"

namespace engine {
namespace {

constexpr std::uint64_t seeds = 20;

struct Guided {
  std::string id;
  Scenario scenario;
  LessonTexts texts[2];  // en, zh
};

std::vector<Guided> guided_lessons() {
  std::vector<Guided> lessons;
  for (const auto& folder : shipped_lessons()) {
    Scenario scenario = shipped(folder);
    if (scenario.lesson.beats.empty()) continue;
    lessons.push_back({scenario.id,
                       std::move(scenario),
                       {*read_lesson_texts(read_text(folder / "en.md"), "en.md"),
                        *read_lesson_texts(read_text(folder / "zh.md"), "zh.md")}});
  }
  return lessons;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The number as a word of its own: 50 is not in 1050 and not in 5.50.
bool contains_number(std::string_view text, std::string_view number) {
  for (std::size_t at = text.find(number); at != text.npos; at = text.find(number, at + 1)) {
    const std::size_t end = at + number.size();
    const bool begins = at == 0 || !(is_digit(text[at - 1]) || text[at - 1] == '.');
    const bool goes_on = end < text.size() &&
                         (is_digit(text[end]) ||
                          (text[end] == '.' && end + 1 < text.size() && is_digit(text[end + 1])));
    if (begins && !goes_on) return true;
  }
  return false;
}

struct Student {
  const Guided& lesson;
  LessonPlayer player;

  std::string words(const LessonTexts& texts, const VisibleText& text) const {
    return plain(
        words_of(texts, text.key, lesson.scenario,
                 watch_of_beat(lesson.scenario, player.state(), player.view(), text.beat)));
  }

  // Nothing that may be read while a question is open tells its answer.
  void look_for_spoilers(std::uint32_t q) const {
    const Question& question = player.beat().questions[q];
    const Answer right = player.right_answer(q);
    for (const VisibleText& text : visible_texts(lesson.scenario, player.state())) {
      CAPTURE(text.key);
      if (text.role == TextRole::feedback)
        CHECK(!(text.beat == player.state().beat && text.question == q));
      for (const LessonTexts& texts : lesson.texts) {
        const std::string shown = words(texts, text);
        for (std::size_t i = 0; i < question.blanks.size(); ++i)
          if (!question.blanks[i].given && !right.typed[i].empty())
            CHECK_MESSAGE(!contains_number(shown, right.typed[i]), right.typed[i], " in ", shown);
      }
    }
  }

  // How an answer comes about leads to it, computed by whoever sees only that.
  void compute_again(const Question& question, const QuestionState& given) const {
    for (std::size_t i = 0; i < question.blanks.size(); ++i) {
      if (given.working[i].empty()) continue;
      std::string how = std::regex_replace(given.working[i], std::regex(" |\u2009"), "");
      how = std::regex_replace(how, std::regex("×"), "*");
      how = std::regex_replace(how, std::regex("−"), "-");
      CAPTURE(how);
      const auto read = parse_expression(how, lesson.scenario);
      REQUIRE(read.has_value());
      auto value = value_of(*read, {});
      REQUIRE(value.has_value());
      if (question.blanks[i].unit == AnswerUnit::sequence)
        value = sequence_number(static_cast<std::uint32_t>(whole_part(*value)));
      CHECK(written(*value, question.blanks[i].unit) == given.truth[i]);
    }
  }

  void answer_all() {
    const std::uint32_t beat = player.state().beat;
    const std::size_t questions = player.record().questions.size();
    for (std::uint32_t q = 0; q < questions && player.state().beat == beat; ++q) {
      look_for_spoilers(q);
      player.give(Choose{q, player.right_answer(q)});
      player.give(LockAnswer{q});
      const QuestionState& given = player.state().beats[beat].questions[q];
      CHECK_MESSAGE(given.right, q);
      compute_again(lesson.scenario.lesson.beats[beat].questions[q], given);
    }
    if (player.state().beat != beat) answer_all();
  }

  void go_wrong_and_back() {
    for (const Mishap& mishap : player.beat().task.mishaps) {
      CHECK_MESSAGE(player.go_wrong(mishap), mishap.failure);
      player.give(Rewind{});
      CHECK(!player.record().failure);
    }
  }

  void play() {
    player.give(Next{});
    for (std::size_t turn = 0; turn < lesson.scenario.lesson.beats.size(); ++turn) {
      CAPTURE(player.beat().name);
      answer_all();
      if (!player.beat().task.successes.empty()) {
        go_wrong_and_back();
        CHECK(player.solve());
      }
      CHECK(player.record().done);
      if (is_finished(lesson.scenario, player.state())) return;
      player.give(Next{});
    }
  }
};

}  // namespace

TEST_SUITE("guided lessons") {
  TEST_CASE("the golden path reaches every beat, with every task done and every mishap seen") {
    for (const Guided& lesson : guided_lessons())
      for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        CAPTURE(lesson.id);
        CAPTURE(seed);
        Student student{lesson, LessonPlayer(lesson.scenario, seed)};
        student.play();
        CHECK(is_finished(lesson.scenario, student.player.state()));
        CHECK(is_mastered(lesson.scenario, student.player.state()));
      }
  }

  TEST_CASE("every number is as observed, and never among the wrong ones") {
    for (const Guided& lesson : guided_lessons())
      for (std::uint64_t seed = 1; seed <= seeds; ++seed)
        for (const LessonFinding& finding : check_golden_path(lesson.scenario, lesson.id, seed))
          FAIL_CHECK(finding.error.where << " " << finding.error.what << " seed " << seed);
  }

  TEST_CASE("beats have what they need") {
    for (const Guided& lesson : guided_lessons())
      for (const LessonFinding& finding : check_beats(lesson.scenario, lesson.id))
        CHECK_MESSAGE(finding.warning, finding.error.where << " " << finding.error.what);
  }

  TEST_CASE("the texts fit the script and each other") {
    for (const auto& folder : shipped_lessons()) {
      const Scenario scenario = shipped(folder);
      std::vector<LanguageFile> languages;
      for (const char* const name : {"en.md", "zh.md"}) {
        const std::string text = read_text(folder / name);
        languages.push_back({.file = folder.filename().string() + "/" + name,
                             .texts = *read_lesson_texts(text, name),
                             .lines = lines_of_sections(text),
                             .chinese = name[0] == 'z'});
      }
      for (const LessonFinding& finding : check_words(scenario, "script.lesson", languages))
        FAIL_CHECK(finding.error.where << " " << finding.error.what);
    }
  }
}

}  // namespace engine
