#include "tests/tidy/source.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>

namespace tidy {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// Blanks comments and literals of C++ in place and collects the string literals.
class Blanker {
 public:
  Blanker(std::string_view text, std::vector<Literal>& literals)
      : code_(text), literals_(literals) {}

  std::string run() {
    while (at_ < code_.size()) {
      if (next_is("//"))
        blank_until("\n", 0);
      else if (next_is("/*"))
        blank_until("*/", 2);
      else if (next_is("R\"") && !follows_word())
        raw_literal();
      else if (code_[at_] == '"')
        literal('"');
      else if (code_[at_] == '\'' && !follows_word())  // 1'000 has a digit before it
        literal('\'');
      else
        step();
    }
    return std::move(code_);
  }

 private:
  bool next_is(std::string_view token) const {
    return code_.compare(at_, token.size(), token) == 0;
  }
  bool follows_word() const { return at_ > 0 && is_word(code_[at_ - 1]); }
  void step() {
    if (code_[at_] == '\n') ++line_;
    ++at_;
  }
  void blank() {
    if (code_[at_] != '\n') code_[at_] = ' ';
    step();
  }
  void blank_until(std::string_view end, std::size_t with) {
    const std::size_t stop = std::min(code_.find(end, at_), code_.size() - with) + with;
    while (at_ < stop) blank();
  }
  void literal(char quote) {
    const std::size_t start = ++at_, line = line_;
    std::string text;
    while (at_ < code_.size() && code_[at_] != quote && code_[at_] != '\n') {
      if (code_[at_] == '\\') {
        text += code_[at_];
        blank();
      }
      if (at_ < code_.size()) {
        text += code_[at_];
        blank();
      }
    }
    if (quote == '"') literals_.push_back({line, std::move(text)});
    if (at_ < code_.size() && at_ >= start) step();
  }
  void raw_literal() {
    const std::size_t open = code_.find('(', at_), line = line_;
    if (open == std::string::npos) return step();
    const std::string end = ")" + code_.substr(at_ + 2, open - at_ - 2) + "\"";
    const std::size_t close = std::min(code_.find(end, open), code_.size());
    literals_.push_back({line, code_.substr(open + 1, close - open - 1)});
    while (at_ < std::min(close + end.size(), code_.size())) blank();
  }

  std::string code_;
  std::vector<Literal>& literals_;
  std::size_t at_{}, line_ = 1;
};

bool is_project_text(const std::string& path) {
  static constexpr std::array endings{".cpp", ".hpp", ".def",   ".md",     ".toml",   ".py",
                                      ".sh",  ".txt", ".cmake", ".lesson", ".desktop"};
  const std::string_view name = std::string_view(path).substr(path.rfind('/') + 1);
  return name == "run" || name == "install" || name == "tour" || name.starts_with(".clang-") ||
         std::ranges::any_of(endings, [&](const char* e) { return path.ends_with(e); });
}

}  // namespace

Source source(std::string path, std::string_view text) {
  Source file;
  file.path = std::move(path);
  file.lines = split(text);
  if (file.is_cpp()) file.code = split(Blanker(text, file.literals).run());
  return file;
}

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<Source> read_tree(const std::filesystem::path& root) {
  std::vector<Source> files;
  std::filesystem::recursive_directory_iterator walk(root), end;
  for (; walk != end; ++walk) {
    const std::string name = walk->path().filename().string();
    if (walk->is_directory()) {
      const bool ours = walk.depth() > 0 || (!name.starts_with("build") && name != ".git");
      if (!ours || name == "__pycache__") walk.disable_recursion_pending();
      continue;
    }
    const std::string path = walk->path().lexically_relative(root).generic_string();
    if (!is_project_text(path)) continue;
    files.push_back(source(path, read_file(walk->path())));
  }
  std::ranges::sort(files, {}, &Source::path);
  return files;
}

std::size_t find_word(std::string_view line, std::string_view word, std::size_t from) {
  for (std::size_t at = line.find(word, from); at != line.npos; at = line.find(word, at + 1)) {
    const std::size_t after = at + word.size();
    const bool left = at == 0 || !is_word(line[at - 1]) || !is_word(word.front());
    const bool right = after == line.size() || !is_word(line[after]) || !is_word(word.back());
    if (left && right) return at;
  }
  return line.npos;
}

}  // namespace tidy
