#include "app/platform/plain_message.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vector>

namespace app::platform {
namespace {

constexpr int not_found = 127;  // what a shell answers, and some posix_spawnp too

bool run(std::vector<std::string> words) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t child = 0;
  if (posix_spawnp(&child, arguments[0], nullptr, nullptr, arguments.data(), environ) != 0)
    return false;
  int status = 0;
  if (waitpid(child, &status, 0) != child) return false;
  return WIFEXITED(status) && WEXITSTATUS(status) != not_found;
}

}  // namespace

bool show_plain_message(const std::string& title, const std::string& text) {
  // Where nobody is to dismiss it the program must end all the same.
  const std::string seconds = "300";
  return run({"zenity", "--error", "--no-markup", "--no-wrap", "--timeout=" + seconds,
              "--title=" + title, "--text=" + text}) ||
         run({"kdialog", "--title", title, "--error", text}) ||
         run({"xmessage", "-center", "-timeout", seconds, "-title", title, text});
}

bool has_terminal() { return isatty(STDERR_FILENO) == 1; }

}  // namespace app::platform
