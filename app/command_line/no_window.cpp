// Stands in for the faces with a window in a build without one (SYNSCOPE_WINDOW=OFF).
#include <fmt/format.h>

#include "app/command_line/program.hpp"
#include "app/command_line/window.hpp"

namespace app::command_line {
namespace {

int say_so() {
  if (const auto words = find_words())
    fmt::print(stderr, "synscope: {}\n", (*words)("cli.no_window"));
  return unexpected_outcome;
}

}  // namespace

int run_window(const WindowArguments&) { return say_so(); }
int drive_window(const WindowArguments&) { return say_so(); }

}  // namespace app::command_line
