// The source tree as the house rules see it: every text file with its lines, and for C++ the same
// lines with comments and literals blanked, so that words and braces can be counted safely.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tidy {

struct Literal {
  std::size_t line{};  // from 1
  std::string text;    // as written, without the quotes
};

struct Source {
  std::string path;                // from the root, with slashes
  std::vector<std::string> lines;  // as written
  std::vector<std::string> code;   // C++ only: comments and literals blanked, columns kept
  std::vector<Literal> literals;   // C++ only: string literals

  bool is_header() const { return path.ends_with(".hpp"); }
  bool is_cpp() const { return is_header() || path.ends_with(".cpp"); }
  bool in(std::string_view folder) const { return path.starts_with(folder); }
};

// What is wrong, where; `line` 0 means the whole file.
struct Finding {
  std::string path;
  std::size_t line{};
  std::string what;
};
using Findings = std::vector<Finding>;

// A file from its text; the self-tests make their own.
Source source(std::string path, std::string_view text);

std::string read_file(const std::filesystem::path& file);

// Every text file below the root that is part of the project, in order of path: no build folders,
// no version control, no pictures.
std::vector<Source> read_tree(const std::filesystem::path& root);

// The place of `word` in the line where it stands alone, i.e. not inside a longer identifier.
std::size_t find_word(std::string_view line, std::string_view word, std::size_t from = 0);

}  // namespace tidy
