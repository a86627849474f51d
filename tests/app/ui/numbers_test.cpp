#include "app/ui/numbers.hpp"

#include <doctest/doctest.h>

using namespace app::ui;
using namespace std::chrono_literals;

TEST_SUITE("app/ui/numbers") {
  TEST_CASE("large numbers are grouped by thin spaces") {
    CHECK(grouped(0) == "0");
    CHECK(grouped(999) == "999");
    CHECK(grouped(1'415'531'521) == "1\u2009415\u2009531\u2009521");
    CHECK(grouped(-1'000) == "\u22121\u2009000");
    CHECK(grouped(INT64_MIN) == "\u22129\u2009223\u2009372\u2009036\u2009854\u2009775\u2009808");
  }

  TEST_CASE("a grouped number is copied as plain digits") {
    for (const std::int64_t number : {0L, 1'000L, -1'415'531'521L})
      CHECK(without_grouping(grouped(number)) == std::to_string(number));
  }

  TEST_CASE("a clock chooses its unit") {
    CHECK(clock_text(engine::Duration(1'073'400us)) == "1\u2009073.4 ms");
    CHECK(clock_text(engine::Duration(0)) == "0.0 ms");
    CHECK(clock_text(engine::Duration(63'050ms)) == "63.05 s");
    CHECK(clock_text(engine::Duration(17min + 5s)) == "17 min 5 s");
    CHECK(clock_text(engine::Duration(2h + 11min + 30s)) == "2 h 11 min");
    CHECK(clock_text(engine::Duration(30h)) == "1 d 6 h");
  }

  TEST_CASE("a clock never shows a moment that has not come") {
    CHECK(clock_text(engine::Duration(1'073'499'999ns)) == "1\u2009073.4 ms");
    CHECK(clock_text(engine::Duration(63'059'999us)) == "63.05 s");
  }

  TEST_CASE("labels carry no more digits than needed") {
    CHECK(short_text(engine::Duration(50ms)) == "50 ms");
    CHECK(short_text(engine::Duration(1500ms)) == "1.5 s");
    CHECK(short_text(engine::Duration(26'600us)) == "26.6 ms");
    CHECK(short_text(engine::Duration(4us)) == "4 µs");
    CHECK(short_text(engine::Duration(240s)) == "4 min");
    CHECK(short_text(engine::Duration(-900ms)) == "\u2212900 ms");
  }

  TEST_CASE("what people type is read back") {
    CHECK(parse_number("1 415 531 521") == 1'415'531'521);
    CHECK(parse_number(grouped(1'415'531'521)) == 1'415'531'521);
    CHECK(parse_number("0x5460") == 0x5460);
    CHECK(parse_number("-3") == -3);
    CHECK_FALSE(parse_number("12a").has_value());
    CHECK_FALSE(parse_number("").has_value());
    CHECK_FALSE(parse_number("99999999999999999999").has_value());
  }

  TEST_CASE("durations are read in any unit") {
    CHECK(parse_duration("1073.4 ms") == engine::Duration(1'073'400us));
    CHECK(parse_duration("250") == engine::Duration(250ms));
    CHECK(parse_duration("2h 11min") == engine::Duration(2h + 11min));
    CHECK(parse_duration("3 秒") == engine::Duration(3s));
    for (const char* wrong : {"", "ms", "1.2.3 s", "5 parsecs", "99999999999 h", "-4 s"})
      CHECK_MESSAGE(!parse_duration(wrong).has_value(), wrong);
  }

  TEST_CASE("every clock text is read back to what it shows") {
    for (const engine::Duration d :
         {engine::Duration(1'073'400us), engine::Duration(63'050ms), engine::Duration(2h + 11min)})
      CHECK(parse_duration(clock_text(d)) == d);
  }

  TEST_CASE("hexadecimal keeps its leading zeros") {
    CHECK(hex(0x546, 4) == "0x0546");
    CHECK(hex(0xDEADBEEF, 8) == "0xDEADBEEF");
  }
}
