#include "app/ui/line_break.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace app::ui;

namespace {

// A Han character is two columns wide, everything else one.
float columns(std::string_view part) {
  float width = 0;
  for (std::size_t at = 0; at < part.size();)
    width += next_code_point(part, at) >= 0x2E80 ? 2.0f : 1.0f;
  return width;
}

std::vector<std::string> lines(std::string_view text, float width) {
  std::vector<std::string> out;
  for (const auto line : break_lines(text, width, columns)) out.emplace_back(line);
  return out;
}

char32_t first(std::string_view line) {
  std::size_t at = 0;
  return next_code_point(line, at);
}

char32_t last(std::string_view line) {
  char32_t code = 0;
  for (std::size_t at = 0; at < line.size();) code = next_code_point(line, at);
  return code;
}

using Lines = std::vector<std::string>;

constexpr std::string_view paragraph =
    "服务器收到第三个 ACK（确认号 5001）之后，才进入 ESTABLISHED；在此之前它处于 SYN_RCVD。"
    "若等待 1 s 仍未收到，它就重传同一个 SYN-ACK：“序号不变”！然后是 FIN_WAIT_2、TIME_WAIT……"
    "等待 240 秒（2MSL），占用 1\u2009460 字节，按 ⟦Ctrl + Z⟧ 撤销。《RFC 9293》说得很清楚，是吗？";

constexpr std::u32string_view never_first = U"，。、；：？！）》」』】％”…";
constexpr std::u32string_view never_last = U"（《「『【“";

}  // namespace

TEST_SUITE("app/ui/line_break") {
  TEST_CASE("Latin text breaks at blanks") {
    CHECK(lines("the same numbers again", 9) == Lines{"the same", "numbers", "again"});
  }

  TEST_CASE("Han text breaks between any two characters") {
    CHECK(lines("三次握手过程", 6) == Lines{"三次握", "手过程"});
  }

  TEST_CASE("a comma never begins a line") {
    CHECK(lines("三次握，手", 6) == Lines{"三次", "握，手"});
  }

  TEST_CASE("an opening bracket never ends a line") {
    CHECK(lines("握手（次", 6) == Lines{"握手", "（次"});
  }

  TEST_CASE("a line feed always breaks and an empty line stays") {
    CHECK(lines("a\n\nb", 10) == Lines{"a", "", "b"});
    CHECK(lines("a \nb", 10) == Lines{"a", "b"});
  }

  TEST_CASE("a word wider than the line is cut as a last resort") {
    CHECK(lines("ESTABLISHED", 4) == Lines{"ESTA", "BLIS", "HED"});
    CHECK(lines("to ESTABLISHED", 5) == Lines{"to", "ESTAB", "LISHE", "D"});
  }

  TEST_CASE("a width of nothing still ends") {
    CHECK(lines("握手", 0) == Lines{"握", "手"});
    CHECK(lines("", 0).empty());
  }

  TEST_CASE("protocol words, numbers with units and key caps stay whole") {
    const auto parts = unbreakable_parts(paragraph);
    for (const std::string_view whole :
         {"SYN-ACK：", "FIN_WAIT_2、", "TIME_WAIT……", "1 s", "240 秒", "1\u2009460 字节",
          "⟦Ctrl + Z⟧", "ESTABLISHED；"}) {
      const bool found =
          std::ranges::any_of(parts, [&](std::string_view p) { return p.find(whole) != p.npos; });
      CHECK_MESSAGE(found, whole);
    }
  }

  TEST_CASE("no character is left alone on the last line") {
    CHECK(lines("以防报文段丢失。", 12) == Lines{"以防报文段", "丢失。"});
    CHECK(lines("以防报文段丢失。", 10) == Lines{"以防报文段", "丢失。"});
    CHECK(lines("以防报文段丢失。", 14) == Lines{"以防报文段", "丢失。"});
    CHECK(lines("以防丢失。\n好。", 8) == Lines{"以防", "丢失。", "好。"});
    CHECK(lines("丢失。", 4) == Lines{"丢", "失。"});
    CHECK(lines("收到的是 ACK 吗", 12) == Lines{"收到的是 ACK", "吗"});
  }

  TEST_CASE("lower-case compounds may break behind the hyphen, SYN-ACK may not") {
    CHECK(lines("three-way", 7) == Lines{"three-", "way"});
    CHECK(unbreakable_parts("SYN-ACK").size() == 1);
  }

  TEST_CASE("at no width does a line begin or end with the wrong sign") {
    for (int width = 20; width <= 80; ++width)
      for (const std::string& line : lines(paragraph, static_cast<float>(width))) {
        CHECK(columns(line) <= static_cast<float>(width));
        CHECK_MESSAGE(never_first.find(first(line)) == never_first.npos, line);
        CHECK_MESSAGE(never_last.find(last(line)) == never_last.npos, line);
      }
  }

  TEST_CASE("at no width is a character lost") {
    std::string wanted(paragraph);
    std::erase(wanted, ' ');
    for (int width = 1; width <= 80; ++width) {
      std::string got;
      for (const std::string& line : lines(paragraph, static_cast<float>(width))) got += line;
      std::erase(got, ' ');
      CHECK(got == wanted);
    }
  }

  TEST_CASE("wrong UTF-8 becomes replacement characters and ends") {
    std::size_t at = 0;
    CHECK(next_code_point("\xFFz", at) == 0xFFFD);
    CHECK(at == 1);
    at = 0;
    CHECK(next_code_point("\xE6\x9C", at) == 0xFFFD);
    CHECK(at == 2);
  }

  TEST_CASE("code points survive writing and reading") {
    for (const char32_t c : {U'A', U'é', U'握', U'\U0001F600'}) {
      std::string text;
      append_utf8(text, c);
      std::size_t at = 0;
      CHECK(next_code_point(text, at) == c);
      CHECK(at == text.size());
    }
  }
}
