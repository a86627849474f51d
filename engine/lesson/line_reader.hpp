// One line of a script: cut into words, then read from left to right. The first mistake is kept and
// everything read after it yields a default, so that one question at the end covers the whole line
// (as ByteReader does for bytes). Knows the shapes of values, not what statements mean.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/time.hpp"
#include "engine/lesson/nearest.hpp"
#include "engine/lesson/saying.hpp"

namespace engine {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Without the blanks at both ends.
std::string_view trimmed(std::string_view text);

struct Token {
  std::string text;  // of a quoted word: what the quotes hold, escapes resolved
  bool quoted{};
  std::uint32_t column{};  // in characters, from 1
};

struct Mistake {
  std::uint32_t column{};
  Saying what;
};

template <class T>
struct Named {
  std::string_view name;
  T value;
};

class LineReader {
 public:
  explicit LineReader(std::string_view line);

  // ---- looking
  bool at_end() const { return next_ == tokens_.size(); }
  bool next_is(std::string_view word) const;
  const Token* peek() const { return at_end() ? nullptr : &tokens_[next_]; }
  std::uint32_t column() const;  // of the next word

  // ---- words
  bool accept(std::string_view word);  // read only if it comes next
  void require(std::string_view word);
  std::string word(const Saying& expected);  // any word without quotes
  std::string quoted(const Saying& expected);
  template <class T>
  T one_of(std::span<const Named<T>> names, const Saying& expected) {
    const Token* const token = take(expected);
    if (token == nullptr) return T{};
    if (!token->quoted)
      for (const Named<T>& row : names)
        if (row.name == token->text) return row.value;
    std::vector<std::string_view> all;
    for (const Named<T>& row : names) all.push_back(row.name);
    refuse(*token, expected, all);
    return T{};
  }

  // ---- values
  std::uint64_t number(const Saying& expected, std::uint64_t least, std::uint64_t most);
  Duration duration(const Saying& expected);
  std::uint32_t chance(const Saying& expected);  // 1%, 20ppm -> parts per million
  std::uint64_t rate(const Saying& expected);    // 10mbit -> bits per second
  bool on_or_off();

  // ---- mistakes
  void end();  // nothing may follow
  // The word just read is not what was expected; names nearby are offered.
  void refuse(const Token& token, const Saying& expected,
              std::span<const std::string_view> names = {});
  void fail(std::uint32_t column, Saying what);
  bool failed() const { return mistake_.has_value(); }
  const std::optional<Mistake>& mistake() const { return mistake_; }
  // The next word; null (and a mistake) at the end of the line or after an earlier mistake.
  const Token* take(const Saying& expected);

 private:
  void cut(std::string_view line);
  std::size_t cut_quoted(std::string_view line, std::size_t at, Token& token);

  std::vector<Token> tokens_;
  std::size_t next_{};
  std::uint32_t end_column_ = 1;
  std::optional<Mistake> mistake_;
};

// Is this whole text one of the shapes? None = no. Used by LineReader and for parts of words.
std::optional<std::uint64_t> read_number(std::string_view text);
std::optional<Duration> read_duration(std::string_view text);

}  // namespace engine
