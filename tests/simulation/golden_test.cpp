// The same seeds give the same worlds on every machine and with every compiler. When the behaviour
// of the engine changes on purpose, tests/golden/README.md says how to write the file anew.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iomanip>
#include <sstream>

#include "tests/support/random_history.hpp"
#include "tests/support/source_dir.hpp"

using namespace engine;
using namespace engine::test;

namespace {

const std::string golden_file = support::source_dir() + "/tests/golden/fingerprints.txt";

// One line for every tenth step: seed, step, fingerprint.
std::string fingerprints_now() {
  std::ostringstream out;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Timeline timeline = random_history(seed, {}, 150);
    for (StepIndex k = 0; k <= timeline.size(); k += 10)
      out << std::dec << seed << ' ' << k << ' ' << std::hex << std::setw(16) << std::setfill('0')
          << fingerprint(timeline.at(k), timeline.bytes()) << '\n';
  }
  return out.str();
}

}  // namespace

TEST_SUITE("simulation") {
  TEST_CASE("fingerprints equal the golden file") {
    const std::string now = fingerprints_now();
    if (std::getenv("SYNSCOPE_WRITE_GOLDEN") != nullptr) std::ofstream(golden_file) << now;
    std::ifstream in(golden_file);
    std::string line;
    std::istringstream lines(now);
    for (std::string expected; std::getline(in, expected);) {
      REQUIRE(std::getline(lines, line));
      REQUIRE(line == expected);
    }
    CHECK_FALSE(std::getline(lines, line));
  }
}
