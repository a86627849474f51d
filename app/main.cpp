// The program. One of the two places where exceptions end: a broken invariant is our own bug and is
// said as such; a wrong argument is explained.
#include <span>

#include <fmt/format.h>

#include <CLI/Error.hpp>

#include "app/command_line/program.hpp"
#include "engine/base/invariant.hpp"

namespace {

int run(app::command_line::Program& program, int argc, char** argv) {
  try {
    return program.run(argc, argv);
  } catch (const CLI::ParseError& problem) {
    return program.explain(problem);
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::span<const char* const> arguments(argv, static_cast<std::size_t>(argc));
    auto words = app::command_line::find_words(arguments);
    if (!words) {
      fmt::print(stderr, "synscope: {}: {}\n", words.error().where, words.error().what);
      return app::command_line::unexpected_outcome;
    }
    app::command_line::Program program(*std::move(words));
    return run(program, argc, argv);
  } catch (const engine::BrokenInvariant& broken) {
    fmt::print(stderr, "synscope: a bug of ours: {}\n", broken.what());
    return app::command_line::our_own_bug;
  }
}
