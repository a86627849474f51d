// The command line: which face is asked for, with which arguments. Reads and dispatches; what each
// face does is in its own file. Exit codes: 0 done, 1 something did not come as expected, 2 the
// arguments are wrong, 3 one of our own bugs.
#pragma once

#include <memory>

#include "app/command_line/words.hpp"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace app::command_line {

inline constexpr int done = 0, unexpected_outcome = 1, wrong_arguments = 2, our_own_bug = 3;

class Program {
 public:
  explicit Program(Words words);
  ~Program();

  int run(int argc, const char* const* argv);  // throws CLI::ParseError, also for --help
  int explain(const CLI::ParseError& problem) const;

 private:
  struct Choices;
  void offer_window();
  void offer_run();
  void offer_lint();
  void offer_lesson();
  void offer_tables();
  void offer_endpoint();

  Words words_;
  std::unique_ptr<Choices> choices_;
  std::unique_ptr<CLI::App> app_;
};

}  // namespace app::command_line
