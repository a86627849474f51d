#include <algorithm>

#include "engine/lesson/texts.hpp"
#include "tests/engine/lesson/scripts.hpp"

namespace engine {

TEST_SUITE("lessons") {
  TEST_CASE("every shipped scenario comes as it expects") {
    for (const auto& folder : shipped_lessons()) {
      CAPTURE(folder.filename().string());
      const Scenario scenario = shipped(folder);
      const Timeline timeline = played(scenario);
      CHECK(scenario.id == folder.filename().string());
      CHECK(scenario.expectations.size() >= 2);
      for (const Finding& finding : check(scenario, timeline))
        CHECK_MESSAGE(finding.held,
                      finding.line << ": " << finding.source << " | found " << finding.found);
    }
  }
}

}  // namespace engine
