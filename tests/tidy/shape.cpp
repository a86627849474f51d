// The size and look of files, functions and lines, and what files are called.
#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "tests/tidy/house_rules.hpp"

namespace tidy {
namespace {

constexpr std::size_t most_lines = 400, most_function_lines = 60, most_columns = 100;

// Columns as a person counts them: one per code point, two for wide East Asian characters.
std::size_t columns(std::string_view line) {
  std::size_t count = 0;
  for (const char c : line) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) count += byte >= 0xE3 && byte < 0xF0 ? 2 : 1;
  }
  return count;
}

// A block of braces: where the text that leads to it begins, and whether it is a function's body.
struct Block {
  enum class Kind { scope, function, inner } kind{};
  std::size_t line{};
  std::string head;  // what goes on after it: an argument such as `Options o = {}` ends no function
};

bool is_scope(std::string_view head) {
  for (const auto* word : {"namespace", "class", "struct", "union", "enum", "TEST_SUITE", "extern"})
    if (find_word(head, word) != head.npos) return true;
  return false;
}

// In a scope, braces behind a parenthesis belong to a function (or to a lambda, which is one);
// other braces are initialisers. `struct F f(...) {` is a function all the same.
Block::Kind kind_of(std::string_view head, const std::vector<Block>& open) {
  if (!open.empty() && open.back().kind != Block::Kind::scope) return Block::Kind::inner;
  const bool called = head.find('(') != head.npos;
  const bool suite = find_word(head, "TEST_SUITE") != head.npos;
  if (is_scope(head) && (!called || suite)) return Block::Kind::scope;
  return called ? Block::Kind::function : Block::Kind::inner;
}

bool parenthesis_open(std::string_view head) {
  return std::ranges::count(head, '(') > std::ranges::count(head, ')');
}

// Walks the braces of a file and reports every function that is too long.
class FunctionLengths {
 public:
  explicit FunctionLengths(const Source& file) : file_(file) {}

  Findings run() {
    bool macro = false;
    for (line_ = 1; line_ <= file_.code.size(); ++line_) {
      const std::string& code = file_.code[line_ - 1];
      macro = macro || code.starts_with('#');
      if (!macro)
        for (const char c : code + ' ') read(c);
      macro = macro && code.ends_with('\\');
    }
    return std::move(findings_);
  }

 private:
  void read(char c) {
    if (c == '{') {
      const bool argument = parenthesis_open(head_);
      const auto kind = argument ? Block::Kind::inner : kind_of(head_, open_);
      open_.push_back({kind, head_line_, argument ? head_ : std::string()});
      head_.clear();
    } else if (c == '}') {
      if (!open_.empty()) close();
    } else if (c == ';') {
      if (!parenthesis_open(head_)) head_.clear();
    } else {
      if (head_.empty() && c != ' ') head_line_ = line_;
      if (!head_.empty() || c != ' ') head_ += c;
    }
  }
  void close() {
    const Block block = std::move(open_.back());
    open_.pop_back();
    head_ = block.head;
    head_line_ = block.line;
    const std::size_t length = line_ - block.line + 1;
    if (block.kind == Block::Kind::function && length > most_function_lines)
      findings_.push_back({file_.path, block.line,
                           "function of " + std::to_string(length) + " lines, 60 are allowed"});
  }

  const Source& file_;
  Findings findings_;
  std::vector<Block> open_;
  std::string head_;
  std::size_t head_line_{}, line_{};
};

// The words of a file name; a plural is no excuse.
std::string check_name(std::string_view path) {
  std::string word;
  for (const char c : std::string(path.substr(path.rfind('/') + 1)) + '.') {
    if (c != '_' && c != '-' && c != '.') {
      word += c;
      continue;
    }
    for (const std::string drawer : {"util", "helper", "common", "misc", "manager", "base"})
      if (word == drawer || word == drawer + 's') return "is a drawer called " + word;
    word.clear();
  }
  return {};
}

// A header, and a .cpp without one, says in its first lines what lives there. A test may leave that
// to the names of its suites.
std::string check_opening(const Source& file) {
  if (file.lines.empty()) return "is empty";
  const std::string& first = file.lines.front();
  if (first.starts_with("// ")) return {};
  const bool named_elsewhere = file.in("tests/") || first.starts_with("#include \"");
  if (!file.is_header() && named_elsewhere && first.starts_with("#include ")) return {};
  return "does not say in its first line what lives here";
}

}  // namespace

Findings check_shape(const Source& file) {
  Findings findings;
  const auto add = [&](std::size_t line, std::string what) {
    if (!what.empty()) findings.push_back({file.path, line, std::move(what)});
  };
  add(0, check_name(file.path));
  const bool script = file.path.ends_with(".py") || file.path.ends_with("run");
  if (!file.is_cpp() && !script) return findings;
  if (file.lines.size() > most_lines)
    add(0, std::to_string(file.lines.size()) + " lines, 400 are allowed");
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    if (columns(file.lines[i]) > most_columns) add(i + 1, "is longer than 100 columns");
    if (file.lines[i].ends_with(' ') || file.lines[i].find('\t') != std::string::npos)
      add(i + 1, "has a tab or a blank at its end");
  }
  if (!file.is_cpp()) return findings;
  add(1, check_opening(file));
  if (file.is_header() && std::ranges::find(file.lines, "#pragma once") == file.lines.end())
    add(1, "is a header without #pragma once");
  std::ranges::move(FunctionLengths(file).run(), std::back_inserter(findings));
  return findings;
}

}  // namespace tidy
