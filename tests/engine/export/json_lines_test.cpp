#include "engine/export/json_lines.hpp"

#include "engine/export/json_writer.hpp"
#include "tests/engine/lesson/scripts.hpp"

namespace engine {
namespace {

std::vector<std::string> lines_of(const std::string& script) {
  std::vector<std::string> lines;
  std::istringstream text(json_lines(played(parsed(script)), "a \"title\""));
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

}  // namespace

TEST_SUITE("engine/export/json_lines") {
  TEST_CASE("any bytes are valid JSON between quotes") {
    CHECK(json_quoted("a\"b\\c") == R"("a\"b\\c")");
    CHECK(json_quoted("\n\x01\x7F") == R"("\u000a\u0001\u007f")");
    CHECK(json_quoted("端") == "\"端\"");
    CHECK(json_quoted("\xFF\xC3x\xED\xA0\x80") == R"("\ufffd\ufffdx\ufffd\ufffd\ufffd")");
    CHECK(json_quoted("\xE7\xAB") == R"("\ufffd\ufffd")");
  }
  TEST_CASE("an object keeps the order of its keys") {
    JsonObject json;
    json.add("b", 1u).add("a", true).add("c", "x").add_null("d").add_raw("e", "[]");
    CHECK(json.text() == R"({"b":1,"a":true,"c":"x","d":null,"e":[]})");
  }
  TEST_CASE("the first line describes the run") {
    CHECK(lines_of(two_hosts)[0] ==
          R"({"format":"synscope-events","version":1,"title":"a \"title\"","start":0,)"
          R"("hosts":[{"name":"client","address":"10.0.0.1"},)"
          R"({"name":"server","address":"10.0.0.2"}]})");
  }
  TEST_CASE("there is one line per fact") {
    const Timeline timeline = played(parsed(two_hosts + opening + "run until 1s\n"));
    std::size_t facts = 0;
    for (StepIndex i = 0; i < timeline.size(); ++i) facts += timeline.step(i).facts.size();
    CHECK(lines_of(two_hosts + opening + "run until 1s\n").size() == facts + 1);
  }
  TEST_CASE("a departure says what its bytes say") {
    const auto lines = lines_of(two_hosts + opening + "run until 0\n");
    CHECK(lines.back() ==
          R"({"step":1,"t":0,"cause":"schedule","fact":"packet_sent","packet":1,"from":"client",)"
          R"("to":"server","src":"10.0.0.1:50000","dst":"10.0.0.2:80","flags":"SYN","seq":1000,)"
          R"("ack":0,"len":0,"window":65535,"checksum_right":true,"arrives":50000000,)"
          R"("origin":"stack","retransmission":false,"connection":2})");
  }
  TEST_CASE("a call that cannot be made is said to be refused") {
    const auto lines = lines_of(two_hosts + "at 1s client close\n");
    CHECK(lines[1] == R"({"step":0,"t":1000000000,"cause":"schedule","fact":"refused"})");
  }
  TEST_CASE("the same run gives the same text") {
    CHECK(lines_of(two_hosts + opening) == lines_of(two_hosts + opening));
  }
}

}  // namespace engine
