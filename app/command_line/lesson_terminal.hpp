// One learner at a terminal: what is to be read is printed, what is typed becomes the lesson's
// input.
#pragma once

#include <iosfwd>
#include <set>
#include <string>

#include "app/command_line/words.hpp"
#include "engine/lesson/lesson_player.hpp"
#include "engine/lesson/lesson_words.hpp"

namespace app::command_line {

class LessonTerminal {
 public:
  LessonTerminal(const engine::Scenario& scenario, const engine::LessonTexts& texts,
                 const Words& words, std::istream& typed, std::uint64_t seed);

  int run();  // to the end of the lesson or of what is typed

 private:
  // ---- showing
  void show_news();
  void show(const engine::VisibleText& text);
  void show_segments();
  std::string worded(const std::string& key, std::uint32_t beat) const;

  // ---- asking
  bool ask();  // false = nothing more is typed
  bool answer(std::uint32_t question, const std::string& line);
  void obey(const std::string& line);
  void act(const std::string& line);
  std::optional<std::uint32_t> open_question() const;

  const engine::Scenario& scenario_;
  const engine::LessonTexts& texts_;
  const Words& words_;
  std::istream& typed_;
  engine::LessonPlayer player_;
  std::set<std::string> shown_;
  std::uint32_t stage_{};
  engine::BranchId branch_{};
  std::size_t segments_{};  // of this branch, printed already
};

}  // namespace app::command_line
