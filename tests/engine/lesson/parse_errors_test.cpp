// Every mistake names its place, what was found, what was expected, and the nearest valid name.
#include "tests/engine/lesson/scripts.hpp"
#include "tests/support/source_dir.hpp"

namespace engine {
namespace {

struct Broken {
  std::string text;
  std::string where;
  std::string what;
};

// The first mistake of a script of two hosts with one more line, which is line 7.
struct BrokenStatement {
  std::string line;
  std::uint32_t column;
  std::string what;
};

std::vector<Error> mistakes(const std::string& text) {
  const auto scenario = parse_scenario(text, "x.lesson");
  return scenario ? std::vector<Error>{} : scenario.error();
}

const std::vector<BrokenStatement> broken_statements{
    {"at 0 sever listen 80", 6,
     "found `sever`, expected a host (client, server); did you mean `server`?"},
    {"hots third 10.0.0.3", 1, "found `hots`, expected a statement; did you mean `host`?"},
    {"zzzzzz", 1, "found `zzzzzz`, expected a statement"},
    {"host client 10.0.0.3", 6, "the host `client` is declared twice"},
    {"host third 10.0.0.1", 6, "the hosts `client` and `third` have the same address"},
    {"host third 10.0.0.256", 12, "found `10.0.0.256`, expected an IPv4 address"},
    {"host third 10.0.0.3 profile teching", 29,
     "found `teching`, expected a profile such as teaching; did you mean `teaching`?"},
    {"host Third 10.0.0.3", 6,
     "found `Third`, expected a name of small letters, digits, `-` and `_`, beginning with a "
     "letter"},
    {"host third 10.0.0.3 iss 4294967296", 25,
     "found `4294967296`, expected a sequence number from 0 to 4294967295"},
    {"set client msll 30s", 12, "found `msll`, expected a knob of TCP; did you mean `msl`?"},
    {"set client msl 30", 16, "found `30`, expected a time such as 250ms or 1.5s, at most 1000h"},
    {"set client nagle yes", 18, "found `yes`, expected `on` or `off`"},
    {"set client window_scale 15", 25, "found `15`, expected `off` or a shift from 0 to 14"},
    {"set client mss 70000", 16, "found `70000`, expected a number from 88 to 65495"},
    {"wire latency", 13,
     "found the end of the line, expected a time such as 250ms or 1.5s, at most 1000h"},
    {"wire latency 50ms loss 2", 24, "found `2`, expected a chance such as 1%, 0.5% or 20ppm"},
    {"wire latency 50ms jiter 2ms", 19,
     "found `jiter`, expected a property of the wire such as latency; did you mean `jitter`?"},
    {"wire client -> client latency 1ms", 16, "both ends are the same host"},
    {"wire rate 10mb", 11, "found `10mb`, expected a rate such as 64kbit or 10mbit"},
    {"rule r drop client -> server exactly SYM", 38,
     "found `SYM`, expected flags such as SYN or FIN,ACK, or `none`; did you mean `SYN`?"},
    {"rule r drop client server", 20, "found `server`, expected `->`"},
    {"rule r explode client -> server", 8,
     "found `explode`, expected an action such as drop or delay"},
    {"rule r drop client -> server ordinal 0", 38, "found `0`, expected a count from 1 to 1000000"},
    {"rule r edit sequense 5 client -> server", 13,
     "found `sequense`, expected a header field such as sequence; did you mean `sequence`?"},
    {"at 50 client close", 4, "found `50`, expected a time such as 250ms or 1.5s, at most 1000h"},
    {"at 1s client clsoe", 14,
     "found `clsoe`, expected what the host does, such as connect or close; did you mean "
     "`close`?"},
    {"at 1s client connect server", 22,
     "found `server`, expected a socket such as server:80 or 10.0.0.2:80"},
    {"at 1s client connect sever:80", 22,
     "found `sever`, expected an address or a host (client, server); did you mean `server`?"},
    {"at 1s client connect server:80 form 50000", 32, "found `form`, expected the end of the line"},
    {"at 1s client send hello", 19,
     "found `hello`, expected a text in quotes, or bytes from 1 to 1000000000"},
    {"at 1s client send \"hello", 19, "found a quote that is never closed"},
    {"at 1s client send \"\\q\"", 19,
     R"(found an unknown escape, expected \n \r \t \" \\ or \x and two digits)"},
    {"when client ESTABLISED client close", 13,
     "found `ESTABLISED`, expected a state such as ESTABLISHED or a signal such as connected; "
     "did you mean `ESTABLISHED`?"},
    {"set client mss 87", 16, "found `87`, expected a number from 88 to 65495"},
    {"set client ack_every 0", 22, "found `0`, expected a number from 1 to 255"},
    {"set client delayed_ack 500ms", 24, "found `500ms`, expected a time from 0 to 499ms"},
    {"set client rto_initial 0s", 24, "found `0s`, expected a time from 1ms to 31536000s"},
    {"at 1s packet 0 drop", 14, "found `0`, expected a packet from 1 to 1000000"},
    {"at 1s rule lose off", 12, "found `lose`, expected the name of a rule of this script"},
    {"at 1s forge 10.9.9.9:1 -> server:80 SYN seq 5", 13,
     "no host has the address 10.9.9.9: say where the segment enters with `via HOST`"},
    {"at 1s forge client:1 -> 10.9.9.9:80 SYN seq 5", 25,
     "no host of this script has the address 10.9.9.9"},
    {"at 1s forge client:1 -> server:80 SYN seq client.is", 43,
     "found `client.is`, expected a sequence number such as 1000 or client.iss+1; did you mean "
     "`client.iss`?"},
    {"expect at 1s client signal conected", 28,
     "found `conected`, expected a signal such as connected; did you mean `connected`?"},
    {"expect by 1s client reads 5", 8,
     "found `by`, expected `at` or `finally`: this is counted at one moment"},
    {"expect client notes no_recrod 1", 21,
     "found `no_recrod`, expected a rule's name (synscope rules lists them); did you mean "
     "`no_record`?"},
    {"expect client ESTABLISHED 5", 27, "found `5`, expected the end of the line"},
    {"id other", 1, "this was said before, and may be said once"},
    {"script 1", 1, "the version is said in the first line alone"},
    {"at 0 client \"connect\" server:80", 13,
     "found \"connect\", expected what the host does, such as connect or close; did you mean "
     "`connect`?"},
    {"at 0 client send \"中文", 18, "found a quote that is never closed"},
    {"host 中 文", 6,
     "found `中`, expected a name of small letters, digits, `-` and `_`, beginning with a letter"},
    {"at 0 client send \"中文\" x", 23, "found `x`, expected the end of the line"},
    {"# comment only\nset client msl \xFFs", 16, "found bytes that are no UTF-8"},
    {"at 0 client send \"a\x01\"", 20, "found a control character"},
};

const std::vector<Broken> broken_files{
    {"", "x.lesson:1:1", "found the end of the file, expected `script 1` in the first line"},
    {"id test\n", "x.lesson:1:1", "found `id`, expected `script`"},
    {"script 3\n", "x.lesson:1:8", "found version 3, this program reads versions 1 and 2"},
    {"script one\n", "x.lesson:1:8", "found `one`, expected a version from 0 to 4294967295"},
    {"script 1\nid a\ntitle t\nabout b\n", "x.lesson:5:1",
     "found the end of the file, expected at least two hosts"},
    {"script 1\ntitle t\nabout b\nhost a 10.0.0.1\nhost b 10.0.0.2\n", "x.lesson:6:1",
     "found the end of the file, expected a line `id NAME`"},
    {two_hosts + "expect segments\n  client SYN\n", "x.lesson:7:1",
     "found `expect segments`, expected `end` somewhere below it"},
    {two_hosts + "expect segments\n  client SYN lots\nend\n", "x.lesson:8:14",
     "found `lots`, expected seq, ack, len or what became of it; did you mean `lost`?"},
    {two_hosts + std::string(2'001, 'x') + "\n", "x.lesson:7:1",
     "found a line of more than 2000 bytes"},
    {std::string(262'145, '\n'), "x.lesson:1:1", "found more than 262144 bytes"},
};

}  // namespace

TEST_SUITE("engine/lesson/parse") {
  TEST_CASE("a wrong line is answered with its place, what was found and what was expected") {
    for (const BrokenStatement& row : broken_statements) {
      CAPTURE(row.line);
      const std::vector<Error> errors = mistakes(two_hosts + row.line + "\n");
      REQUIRE(errors.size() == 1);
      const auto line = 7 + std::ranges::count(row.line, '\n');
      CHECK(errors[0].where ==
            "x.lesson:" + std::to_string(line) + ":" + std::to_string(row.column));
      CHECK(errors[0].what == row.what);
    }
  }
  TEST_CASE("a wrong file is answered likewise") {
    for (const Broken& row : broken_files) {
      CAPTURE(row.where);
      const std::vector<Error> errors = mistakes(row.text);
      REQUIRE(!errors.empty());
      CHECK(errors[0].where == row.where);
      CHECK(errors[0].what == row.what);
    }
  }
  TEST_CASE("every wrong line is reported, up to twenty") {
    std::string text = two_hosts;
    for (int i = 0; i < 30; ++i) text += "nonsense\n";
    CHECK(mistakes(text).size() == 20);
  }
  TEST_CASE("a wrong version ends the reading at once") {
    CHECK(mistakes("script 9\nnonsense\nnonsense\n").size() == 1);
  }
  TEST_CASE("any prefix of a script is read or refused") {
    const std::string text = read_text(shipped_lessons().front() / "script.lesson");
    REQUIRE(!text.empty());
    for (std::size_t length = 0; length < text.size(); ++length) {
      const auto scenario = parse_scenario(text.substr(0, length), "x");
      if (!scenario) CHECK(!scenario.error().empty());
    }
  }
  TEST_CASE("any replaced byte of a script is read or refused") {
    const std::string text = read_text(std::filesystem::path(support::source_dir()) / "lessons" /
                                       "old-duplicate-syn" / "script.lesson");
    REQUIRE(!text.empty());
    for (std::size_t at = 0; at < text.size(); ++at)
      for (const char c : {'\0', '"', '\\', '-', ':', '9', '\n', '\xC3', '.'}) {
        std::string damaged = text;
        damaged[at] = c;
        const auto scenario = parse_scenario(damaged, "x");
        if (!scenario) CHECK(!scenario.error().empty());
      }
  }
}

}  // namespace engine
