// Every mistake in a lesson names its place, what was found, what was expected, and the nearest
// valid name; the same in Chinese is checked by the catalogue test.
#include <algorithm>

#include "engine/lesson/lesson_check.hpp"
#include "tests/engine/lesson/scripts.hpp"

namespace engine {
namespace {

// A lesson of two hosts, a drawn number, two conditions, and a beat of each kind up to line 24.
const std::string lesson_lines =
    "script 2\n"
    "id test\n"
    "title title\n"
    "about about\n"
    "host client 10.0.0.1 profile teaching iss 1000\n"
    "host server 10.0.0.2 profile teaching iss 5000\n"
    "draw x from 1 to 9\n"
    "condition syn sent client -> server exactly SYN\n"
    "condition open server is ESTABLISHED\n";

struct BrokenLine {
  std::string before;  // lines that must come first
  std::string line;
  std::uint32_t column;
  std::string what;
};

const std::vector<BrokenLine> broken_lines{
    // ---- before the beats
    {"", "track handshak", 7,
     "found `handshak`, expected a track such as handshake; did you mean `handshake`?"},
    {"", "level expert", 7, "found `expert`, expected a level such as novice"},
    {"", "minutes 0", 9, "found `0`, expected minutes from 1 to 120"},
    {"", "draw x from 1 to 2", 6, "the number `x` is declared twice"},
    {"", "draw a-b from 1 to 2", 6,
     "found `a-b`, expected a name without `-`, which would be read as a subtraction"},
    {"", "draw y from 9 to 1", 18,
     "the end of the range is below its beginning, or measures something else"},
    {"", "draw y from 1 to 9s", 18,
     "the end of the range is below its beginning, or measures something else"},
    {"", "draw y of many", 11, "found `many`, expected a constant such as 3, 1.5 or 50ms"},
    // ---- expressions
    {"", "let y clint.iss", 7,
     "found `clint.iss`, expected a name such as client.iss or wire.delay(client,server); did you "
     "mean `client.iss`?"},
    {"", "let y client.iss+1s", 17,
     "a sequence number on the circle and a time with its unit do "
     "not go together here"},
    {"", "let y (1+2", 11, "found the end of the expression, expected `)`"},
    {"", "let y 1+", 9,
     "found the end of the expression, expected a name such as client.iss or "
     "wire.delay(client,server)"},
    {"", "let y 1x", 7, "found `1x`, expected a constant such as 3, 1.5 or 50ms"},
    {"", "let y 1)", 8, "found `)`, expected the end of the expression"},
    {"", "let y wire.delay(client,sever)", 7,
     "found `sever`, expected two hosts such as (client,server); did you mean `server`?"},
    {"", "let y seg(0).seq", 7, "found `0`, expected the number of a segment, from 1"},
    {"", "let y count(sin)", 7,
     "found `sin`, expected the name of a condition declared above; did you mean `syn`?"},
    {"", "let y ((((((((((((((((((1))))))))))))))))))", 23, "this expression is nested too deeply"},
    // ---- conditions
    {"", "condition syn client is CLOSED", 11, "the condition `syn` is declared twice"},
    {"", "condition a snet client -> server", 13,
     "found `snet`, expected a condition such as sent, value, all or the name of a host; did you "
     "mean `sent`?"},
    {"", "condition a client iz CLOSED", 20,
     "found `iz`, expected is, becomes, timer, notes, hears, calls, forgets or queue; did you mean "
     "`is`?"},
    {"", "condition a client is CLOSD", 23,
     "found `CLOSD`, expected a state such as ESTABLISHED; did you mean `CLOSED`?"},
    {"", "condition a all syn opne", 21,
     "found `opne`, expected the name of a condition declared above; did you mean `open`?"},
    {"", "condition a count syn 3", 23,
     "found `3`, expected a comparison such as = or >=; did you mean `=`?"},
    {"", "condition a cause open of syn", 24, "what causes must be a condition about a segment"},
    {"", "condition a client timer rexmit expired", 26,
     "found `rexmit`, expected a timer such as rexmt or timewait; did you mean `rexmt`?"},
    {"", "condition a dropped any -> any by usr", 35,
     "found `usr`, expected a reason such as user or rule; did you mean `user`?"},
    {"", "condition a value x = 1s", 19,
     "a plain number and a time with its unit do not go "
     "together here"},
    {"", "condition a since lessons sent any -> any", 19,
     "found `lessons`, expected a scope: beat, lesson or branch; did you mean `lesson`?"},
    {"", "condition a server queue sin >= 3", 26,
     "found `sin`, expected a queue: `syn` or `accept`; did you mean `syn`?"},
    {"beat predict one\n", "suppose fresh", 1,
     "found `suppose`, expected `ask` before it in this beat"},
    {"beat predict one\nask choice\n", "suppose when syn it drop now", 26,
     "found `now`, expected the end of the line"},
    {"", "condition a client calls clsoe", 26,
     "found `clsoe`, expected a call such as connect or close; did you mean `close`?"},
    // ---- beats
    {"", "beat tell hello", 6,
     "found `tell`, expected a kind of beat such as say, run, predict or do"},
    {"beat say one\n", "beat say one", 10, "the beat `one` is there twice"},
    {"beat say one\n", "highlihgt ep(client).state", 1,
     "found `highlihgt`, expected a statement of a beat; did you mean `highlight`?"},
    {"beat say one\n", "highlight ep(sever).state", 11,
     "unknown highlight `ep(sever).state`; did you mean `ep(server).state`?"},
    {"beat say one\n", "highlight ep(client).timer(rexmit)", 11,
     "unknown highlight `ep(client).timer(rexmit)`; did you mean `ep(client).timer(rexmt)`?"},
    {"beat say one\n", "highlight queue.syn queue.accept ep(client).app", 34,
     "found a third highlight, expected at most two in one beat"},
    {"beat say one\n", "open lader", 6,
     "found `lader`, expected a panel such as ladder or inspector; did you mean `ladder`?"},
    {"beat do one\n", "hands dorp", 7,
     "found `dorp`, expected something a learner may do such as drop or call; did you mean "
     "`drop`?"},
    {"beat run one\n", "until opne", 7,
     "found `opne`, expected the name of a condition declared above; did you mean `open`?"},
    {"beat run one\n", "with client iss x", 6, "expected `restart` before what it changes"},
    {"beat run one\n", "deed at 1s it drop", 12,
     "`it` is the packet of a condition: expected `when CONDITION` before it"},
    {"beat run one\nbeat fork two\n", "from end-of on", 13,
     "found `on`, expected the name of an earlier beat; did you mean `one`?"},
    // ---- questions and tasks
    {"beat predict one\n", "option a right", 1,
     "found `option`, expected `ask` before it in this beat"},
    {"beat predict one\n", "ask coice", 5,
     "found `coice`, expected a kind of question such as choice or number; did you mean "
     "`choice`?"},
    {"beat predict one\nask number\n", "option a right", 1,
     "this question asks for numbers, it has no options"},
    {"beat predict one\nask choice\noption a right\n", "option a wrong", 8,
     "the option `a` is there twice"},
    {"beat predict one\nask choice\n", "option a rihgt", 10,
     "found `rihgt`, expected `right`, `wrong`, `when`, `pile` or `card`; did you mean `right`?"},
    {"beat predict one\nask number\nunit ms\n", "answer x", 8,
     "found a plain number, expected a time with its unit"},
    {"beat predict one\nask number\n", "wrong a between 1", 7, "the pattern `a` needs 2 values"},
    {"beat predict one\nask number\n", "unit sec", 6,
     "found `sec`, expected a unit such as ms, s, number or sequence"},
    {"beat do one\nfail lost when syn\n", "mishap last when syn it drop", 8,
     "found `last`, expected the name of a failure of this beat; did you mean `lost`?"},
    {"beat do one\n", "success done whne open", 14, "found `whne`, expected `when`"},
};

std::vector<std::string> told(const std::vector<LessonFinding>& findings) {
  std::vector<std::string> all;
  for (const LessonFinding& finding : findings)
    all.push_back((finding.warning ? "warning " : "") + finding.error.where + " " +
                  finding.error.what);
  return all;
}

}  // namespace

TEST_SUITE("mistakes in lessons") {
  TEST_CASE("each names its place and what was expected") {
    for (const BrokenLine& broken : broken_lines) {
      CAPTURE(broken.line);
      const std::string text = lesson_lines + broken.before;
      const auto line = static_cast<std::uint32_t>(std::ranges::count(text, '\n') + 1);
      const auto scenario = parse_scenario(text + broken.line + "\n", "x.lesson");
      REQUIRE(!scenario.has_value());
      REQUIRE(!scenario.error().empty());
      CHECK(scenario.error()[0].where ==
            "x.lesson:" + std::to_string(line) + ":" + std::to_string(broken.column));
      CHECK(scenario.error()[0].what == broken.what);
    }
  }

  TEST_CASE("a lesson needs the version for lessons") {
    const auto scenario = parse_scenario(two_hosts + "track handshake\n", "x.lesson");
    REQUIRE(!scenario.has_value());
    CHECK(scenario.error()[0].what == "lessons need `script 2` in the first line");
  }

  TEST_CASE("a beat that lacks what its kind needs is told") {
    const Scenario scenario = parsed(lesson_lines +
                                     "beat run go\n"
                                     "beat predict guess\n"
                                     "ask choice\n"
                                     "option a right\n"
                                     "beat do it\n"
                                     "success done when open\n"
                                     "fail lost when syn\n"
                                     "beat why reason\n"
                                     "ask number\n"
                                     "answer x\n");
    CHECK(told(check_beats(scenario, "x")) ==
          std::vector<std::string>{
              "x:10:1 beat `go`: expected a line `until CONDITION` in this beat",
              "x:12:1 beat `guess`: expected at least two options",
              "warning x:12:1 beat `guess`: the answer is typed, not computed or observed",
              "x:14:1 beat `it`: expected a line `solution ...`, the golden path in this beat",
              "x:16:1 beat `it`: the failure `lost` has no `mishap` that shows it",
              "x:18:1 beat `reason`: expected a last line `wrong NAME otherwise` for all other "
              "numbers",
              "warning x:17:1 beat `reason`: found fewer than two things to do"});
  }

  TEST_CASE("prerequisites that do not exist, or lead back, are told") {
    Scenario scenario = parsed(lesson_lines + "needs one tow test\n");
    const Prerequisites all{{"one", {"test"}}, {"two", {}}, {"test", {"one", "tow", "test"}}};
    CHECK(told(check_prerequisites(scenario, "x", all)) ==
          std::vector<std::string>{
              "x:1:1 needing `one` leads back to this lesson",
              "x:1:1 found `tow`, expected the id of a lesson; did you mean `two`?",
              "x:1:1 needing `test` leads back to this lesson"});
  }

  TEST_CASE("texts that are missing, unused, unbalanced, too long or different are told") {
    const Scenario scenario = parsed(lesson_lines + "beat say hello\nbeat say bye\n");
    const auto file = [](const std::string& name, const std::string& text) {
      return LanguageFile{.file = name,
                          .texts = *read_lesson_texts(text, name),
                          .lines = lines_of_sections(text),
                          .chinese = false};
    };
    std::string sixty_one;
    for (int i = 0; i < 61; ++i) sixty_one += "word ";
    const LanguageFile files[] = {
        file("en.md", "## title\nT\n## about\n" + sixty_one +
                          "\n## hello\n**Hi {x}\n## by\nBye\n## bye\n{y}"),
        file("zh.md", "## title\nT\n## about\nA\n## hello\n{x}\n## bye\n"),
    };
    CHECK(told(check_words(scenario, "x", files)) ==
          std::vector<std::string>{
              "en.md:3:1 section `about`: longer than a screen's worth (60 English words, 110 "
              "Chinese characters)",
              "en.md:7:1 section `by`: nothing in the script calls for this text; did you mean "
              "`bye`?",
              "en.md:9:1 section `bye`: found `y`, expected a name such as client.iss or "
              "wire.delay(client,server); did you mean `x`?",
              "en.md:5:1 section `hello`: found a `*` or a backtick without its partner",
              "zh.md:7:1 section `bye`: there is no text",
              "en.md:7:1 section `by`: this section is missing in zh.md",
              "en.md:9:1 section `bye`: the live values are not those of zh.md",
              "zh.md:7:1 section `bye`: the live values are not those of en.md"});
  }

  TEST_CASE("a golden path that fails is told") {
    const Scenario scenario = parsed(lesson_lines +
                                     "beat predict guess\n"
                                     "ask number\n"
                                     "answer x\n"
                                     "observed 0\n"
                                     "wrong same is x\n"
                                     "wrong other otherwise\n"
                                     "beat do it\n"
                                     "success done when open\n"
                                     "fail lost when syn\n"
                                     "solution at 0s client connect server:80\n"
                                     "mishap lost at 0s server listen 81\n");
    const std::vector<std::string> all = told(check_golden_path(scenario, "x", 1));
    REQUIRE(all.size() >= 4);
    CHECK(all[0].starts_with("x:11:1 beat `guess`: the answer is computed as "));
    CHECK(all[1].starts_with("x:14:1 beat `guess`: the right answer "));
    CHECK(all[2] == "x:20:1 beat `it`: the mishap is not recognised as the failure `lost`");
    CHECK(all[3] == "x:16:1 beat `it`: the solution does not succeed");
  }
}

}  // namespace engine
