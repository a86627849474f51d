// The tree against the house rules, and every house rule against a snippet that breaks it.
#include "tests/tidy/house_rules.hpp"

#include <doctest/doctest.h>

#include <string>

#include "tests/support/source_dir.hpp"

using namespace tidy;

namespace {

const std::vector<Source>& tree() {
  static const std::vector<Source> files = read_tree(support::source_dir());
  return files;
}

void check_none(const Findings& findings) {
  for (const Finding& f : findings) {
    const std::string place = f.line == 0 ? f.path : f.path + ":" + std::to_string(f.line);
    FAIL_CHECK(place << ": " << f.what);
  }
}

// How often a rule bites in this text.
template <class Rule>
std::size_t bites(Rule rule, const std::string& path, const std::string& text) {
  return rule(source(path, text)).size();
}

std::size_t includes_bite(const std::string& path, const std::string& text) {
  std::vector<Source> files{source(path, text)};
  if (path.ends_with(".cpp"))
    files.insert(files.begin(), source(path.substr(0, path.size() - 3) + "hpp", "// x\n"));
  return check_includes(files.back(), files).size();
}

std::string repeat(const std::string& line, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += line;
  return text;
}

}  // namespace

TEST_SUITE("house rules: the tree") {
  TEST_CASE("the tree was found") { REQUIRE(tree().size() > 50); }

  TEST_CASE("includes point down, own header first, third-party where it may be") {
    for (const Source& file : tree()) check_none(check_includes(file, tree()));
  }

  TEST_CASE("files, functions and lines are short, and names are no drawers") {
    for (const Source& file : tree()) check_none(check_shape(file));
  }

  TEST_CASE("nobody writes what may not be written") {
    for (const Source& file : tree()) check_none(check_words(file));
  }

  TEST_CASE("the top level is fixed and every room has a README") {
    check_none(check_layout(support::source_dir()));
  }

  TEST_CASE("every rule is noted by the engine") { check_none(check_rules(tree())); }
}

TEST_SUITE("house rules: they bite") {
  TEST_CASE("an arrow that points up") {
    CHECK(includes_bite("engine/segment/a.hpp", "#include \"engine/tcp/tcb.hpp\"\n") == 1);
    CHECK(includes_bite("engine/stream/a.hpp", "#include \"engine/control/rtt.hpp\"\n") == 1);
    CHECK(includes_bite("app/scene/a.hpp", "#include \"app/session/session.hpp\"\n") == 1);
    CHECK(includes_bite("app/panels/a.hpp", "#include \"app/platform/window.hpp\"\n") == 1);
    CHECK(includes_bite("tests/engine/tcp/a.hpp", "#include \"app/scene/ladder.hpp\"\n") == 1);
    CHECK(includes_bite("engine/tcp/a.hpp", "#include \"engine/segment/segment.hpp\"\n") == 0);
  }

  TEST_CASE("a room that the map does not know") {
    CHECK(includes_bite("engine/cellar/a.hpp", "#include \"engine/base/time.hpp\"\n") == 1);
  }

  TEST_CASE("a third-party header out of place") {
    CHECK(includes_bite("engine/tcp/a.hpp", "#include <fmt/format.h>\n") == 1);
    CHECK(includes_bite("app/panels/a.cpp",
                        "#include \"app/panels/a.hpp\"\n#include <imgui.h>\n") == 1);
    CHECK(includes_bite("engine/tcp/a.hpp", "#include <boost/asio.hpp>\n") == 1);
    CHECK(includes_bite("engine/base/time.cpp",
                        "#include \"engine/base/time.hpp\"\n\n#include <sys/mman.h>\n") == 1);
    CHECK(includes_bite("engine/tcp/a.hpp", "#include <vector>\n") == 0);
  }

  TEST_CASE("headers in the wrong order") {
    CHECK(includes_bite("app/ui/a.cpp", "#include <vector>\n#include \"app/ui/a.hpp\"\n") == 1);
    CHECK(includes_bite("app/ui/a.cpp", "#include \"app/ui/a.hpp\"\n\n#include <vector>\n") == 0);
    CHECK(includes_bite("app/ui/a.hpp", "#include \"app/ui/b.hpp\"\n#include <vector>\n") == 1);
    CHECK(includes_bite("app/ui/a.cpp", "int x;\n") == 1);
  }

  TEST_CASE("a file of 401 lines") {
    const std::string header = "// x\n#pragma once\n";
    CHECK(bites(check_shape, "engine/a.hpp", header + repeat("int x;\n", 398)) == 0);
    CHECK(bites(check_shape, "engine/a.hpp", header + repeat("int x;\n", 399)) == 1);
  }

  TEST_CASE("a function of 61 lines, wherever it stands") {
    const std::string body = repeat("  x();\n", 59);
    CHECK(bites(check_shape, "a.cpp", "// x\nvoid f() {\n" + repeat("  x();\n", 58) + "}\n") == 0);
    CHECK(bites(check_shape, "a.cpp", "// x\nvoid f() {\n" + body + "}\n") == 1);
    CHECK(bites(check_shape, "a.cpp",
                "// x\nclass A {\n void f(B b = {}) {\n" + body + "}\n};\n") == 1);
    CHECK(bites(check_shape, "a.cpp",
                "// x\nTEST_SUITE(\"s\") {\nTEST_CASE(\"t\") {\n" + body + "}\n}\n") == 1);
    CHECK(bites(check_shape, "a.cpp", "// x\nA::A(int a) : a_{a}, b_(a) {\n" + body + "}\n") == 1);
  }

  TEST_CASE("a scope or a table may be longer than a function") {
    CHECK(bites(check_shape, "a.cpp", "// x\nstruct A {\n" + repeat("int x;\n", 90) + "};\n") == 0);
    CHECK(bites(check_shape, "a.cpp", "// x\nint t[] = {\n" + repeat("f(1),\n", 90) + "};\n") == 0);
  }

  TEST_CASE("braces in comments and literals do not count") {
    const std::string text = "// {\nvoid f() {\n  g(\"{\", '{', R\"({)\");  /* { */\n}\n";
    CHECK(bites(check_shape, "a.cpp", text + repeat("int x = 1'000;\n", 90)) == 0);
  }

  TEST_CASE("a line of 101 columns, where a Chinese character takes two") {
    CHECK(bites(check_shape, "a.cpp", "// " + std::string(97, 'x') + "\n") == 0);
    CHECK(bites(check_shape, "a.cpp", "// " + std::string(98, 'x') + "\n") == 1);
    CHECK(bites(check_shape, "a.cpp", "// " + repeat("\u7A97", 49) + "\n") == 1);
  }

  TEST_CASE("a tab, a blank at the end, no first comment, no pragma") {
    CHECK(bites(check_shape, "a.cpp", "// x\n\tint x;\n") == 1);
    CHECK(bites(check_shape, "a.cpp", "// x\nint x; \n") == 1);
    CHECK(bites(check_shape, "a.cpp", "int x;\n") == 1);
    CHECK(bites(check_shape, "a.hpp", "// x\nint x;\n") == 1);
  }

  TEST_CASE("a drawer") {
    CHECK(bites(check_shape, "engine/tcp/tcp_utils.cpp", "// x\n") == 1);
    CHECK(bites(check_shape, "app/ui/common.hpp", "// x\n#pragma once\n") == 1);
    CHECK(bites(check_shape, "app/ui/commons_lounge.cpp", "// x\n") == 1);
    CHECK(bites(check_shape, "app/ui/baseline.cpp", "// x\n") == 0);
  }

  TEST_CASE("words that may not be written") {
    CHECK(bites(check_words, "app/run", "# TODO\n") == 1);
    CHECK(bites(check_words, "engine/tcp/a.cpp", "// RFC 793 3.4\n") == 1);
    CHECK(bites(check_words, "engine/tcp/a.cpp", "// RFC 7935 and RFC 9293\n") == 0);
    CHECK(bites(check_words, "engine/tcp/a.cpp", "double x;\n") == 1);
    CHECK(bites(check_words, "engine/tcp/a.cpp", "// a double ACK\n") == 0);
    CHECK(bites(check_words, "engine/tcp/a.cpp", "std::function<void()> f;\n") == 1);
    CHECK(bites(check_words, "app/ui/a.cpp", "std::function<void()> f;\n") == 0);
    CHECK(bites(check_words, "engine/host/a.cpp", "std::unordered_map<int, int> m;\n") == 1);
    CHECK(bites(check_words, "engine/world/a.cpp", "if (s == State::listen) return;\n") == 1);
    CHECK(bites(check_words, "engine/tcp/a.cpp", "if (s == State::listen) return;\n") == 0);
    CHECK(bites(check_words, "app/ui/a.cpp", "} catch (...) {\n") == 1);
    CHECK(bites(check_words, "app/main.cpp", "} catch (...) {\n") == 0);
    CHECK(bites(check_words, "app/run", "cp x /home/ada\n") == 1);
    CHECK(bites(check_words, "engine/wire/a.cpp", "chrono::steady_clock::now();\n") == 1);
  }

  TEST_CASE("prose in the protocol") {
    CHECK(bites(check_words, "engine/tcp/a.cpp", "f(\"the peer is gone\");\n") == 1);
    CHECK(bites(check_words, "engine/tcp/a.cpp", "f(\"SND.UNA\", \"RFC 9293 3.4\");\n") == 0);
    CHECK(bites(check_words, "engine/tcp/a.cpp", "static_assert(a, \"the wrap\");\n") == 0);
    CHECK(bites(check_words, "engine/lesson/a.cpp", "f(\"the peer is gone\");\n") == 0);
  }

  TEST_CASE("a rule that the engine never notes") {
    const auto rules = [](const std::string& code) {
      return check_rules({source("engine/rules/rules.def", "RULE(my_rule, \"RFC 1\", ...)\n"),
                          source("engine/tcp/a.cpp", code)})
          .size();
    };
    CHECK(rules("fx.note(Rule::my_rule, tcb);\n") == 0);
    CHECK(rules("// my_rule\nint my_rules;\n") == 1);
    CHECK(check_rules({}).size() == 1);
  }
}
