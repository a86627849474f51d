#include "app/session/message_codes.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "app/ui/strings.hpp"
#include "tests/support/source_dir.hpp"

TEST_SUITE("session: codes of messages (ux 11)") {
  TEST_CASE("whatever is refused, stopped or in trouble has a code of its own") {
    const auto strings = app::ui::Strings::load(support::source_dir() + "/assets/strings");
    REQUIRE(strings);
    std::size_t coded = 0;
    for (const std::string& key : strings->keys(app::Language::en)) {
      bool wanted = false;
      for (const char* group : {"refused.", "stopped.limit_", "trouble.", "settings_problem."})
        wanted |= key.starts_with(group);
      CAPTURE(key);
      CHECK(app::code_of(key).empty() == !wanted);
      coded += wanted ? 1 : 0;
    }
    CHECK(coded == app::message_codes().size());
  }
  TEST_CASE("no code means two things") {
    std::set<std::string_view> seen;
    for (const app::MessageCode& row : app::message_codes()) {
      CAPTURE(std::string(row.key));
      CHECK(seen.insert(row.code).second);
      CHECK(row.code.size() == 4);
    }
  }
  TEST_CASE("a code stays with its message") {
    CHECK(app::code_of("refused.arrived") == "E101");
    CHECK(app::code_of("trouble.not_written") == "E303");
    CHECK(app::code_of("done.drop").empty());
  }
}
