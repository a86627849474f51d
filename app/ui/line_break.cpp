// How it works: the text is cut into parts that stay together, then parts are laid on lines as long
// as they fit. "收到 SYN-ACK。" is the parts 收 / 到 / SYN-ACK。 with one blank in between: a line
// may end after 收, after 到, but the full stop stays with its word.
#include "app/ui/line_break.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace app::ui {
namespace {

enum class Kind : std::uint8_t { blank, newline, han, latin, digit, opening, closing, joiner };

struct Sign {
  std::size_t begin{};
  std::size_t end{};
  char32_t code{};
  Kind kind{};
  bool glued = false;  // no line begins here, whatever its kind
};

struct Part {
  std::size_t begin{};
  std::size_t end{};
  bool ends_line = false;  // a newline follows
};

constexpr std::u32string_view openings = U"（《「『【〈〔〖“‘([{｛［";
constexpr std::u32string_view closings = U"，。、；：？！）》」』】％〉〕〗”’)]},.;:?!%…—～·｝］‰°";
constexpr std::u32string_view joiners = U"\u00A0\u2009\u202F\u2060\u200D";
constexpr char32_t cap_begin = U'⟦';
constexpr char32_t cap_end = U'⟧';

// A number and the unit behind it stay together, with or without a blank between them.
constexpr std::array<std::u32string_view, 33> units = {
    U"ns",  U"us",   U"µs",    U"μs",     U"ms",     U"s",      U"min",   U"h",   U"d",
    U"B",   U"kB",   U"KB",    U"MB",     U"GB",     U"KiB",    U"MiB",   U"bit", U"bits",
    U"px",  U"byte", U"bytes", U"kbit/s", U"Mbit/s", U"Gbit/s", U"bit/s", U"%",   U"RTT",
    U"MSL", U"Hz",   U"字节",  U"毫秒",   U"微秒",   U"分钟"};
constexpr std::u32string_view han_units = U"秒毫微纳分小天字位次个倍条段步行项种";

bool has(std::u32string_view set, char32_t c) { return set.find(c) != std::u32string_view::npos; }

bool is_wide_sign(char32_t c) {
  return is_han(c) || (c >= 0x3000 && c <= 0x30FF) || (c >= 0xFF00 && c <= 0xFFEF);
}

Kind kind_of(char32_t c) {
  if (c == U'\n') return Kind::newline;
  if (c == U' ' || c == U'\t' || c == 0x3000) return Kind::blank;
  if (has(joiners, c)) return Kind::joiner;
  if (c >= U'0' && c <= U'9') return Kind::digit;
  if (has(openings, c)) return Kind::opening;
  if (has(closings, c)) return Kind::closing;
  return is_wide_sign(c) ? Kind::han : Kind::latin;
}

bool is_lower(char32_t c) { return c >= U'a' && c <= U'z'; }

std::vector<Sign> signs_of(std::string_view text) {
  std::vector<Sign> signs;
  for (std::size_t at = 0; at < text.size();) {
    Sign sign{.begin = at};
    sign.code = next_code_point(text, at);
    sign.end = at;
    sign.kind = kind_of(sign.code);
    signs.push_back(sign);
  }
  return signs;
}

// Everything from ⟦ to ⟧ is one key cap, blanks and all.
void join_key_caps(std::vector<Sign>& signs) {
  bool within = false;
  for (Sign& sign : signs) {
    if (sign.code == cap_begin) within = true;
    if (within) sign.kind = sign.code == cap_end ? Kind::latin : Kind::joiner;
    if (sign.code == cap_begin) sign.kind = Kind::latin;
    if (sign.code == cap_end) within = false;
  }
}

bool is_word(const Sign& sign) { return sign.kind == Kind::latin || sign.kind == Kind::digit; }

// How many signs of a unit stand at `at`; 0 when it is no unit.
std::size_t unit_length(const std::vector<Sign>& signs, std::size_t at) {
  std::u32string word;
  std::size_t longest = 0;
  for (std::size_t i = at; i < signs.size() && word.size() < 8; ++i) {
    const bool percent = signs[i].code == U'%' || signs[i].code == U'％';
    if (signs[i].kind != Kind::latin && signs[i].kind != Kind::han && !percent) break;
    word += signs[i].code;
    const bool ends =
        i + 1 == signs.size() || signs[i].kind != Kind::latin || signs[i + 1].kind != Kind::latin;
    if (ends && std::ranges::find(units, word) != units.end()) longest = word.size();
  }
  if (longest == 0 && !word.empty() && has(han_units, word[0])) return 1;
  return longest;
}

// A number, the blank behind it and its unit stay together.
void join_units(std::vector<Sign>& signs) {
  for (std::size_t i = 1; i < signs.size(); ++i) {
    if (signs[i - 1].kind != Kind::digit) continue;
    const bool blank = signs[i].kind == Kind::blank;
    const std::size_t start = blank ? i + 1 : i;
    const std::size_t length = unit_length(signs, start);
    if (length > 0 && blank) signs[i].kind = Kind::joiner;
    for (std::size_t u = start; u < start + length; ++u) signs[u].glued = true;
  }
}

bool hyphen_between_words(const std::vector<Sign>& signs, std::size_t next) {
  return next >= 2 && signs[next - 1].code == U'-' && is_lower(signs[next - 2].code) &&
         is_lower(signs[next].code);
}

// May a line end before sign `next` (no blank on either side)?
bool may_break(const std::vector<Sign>& signs, std::size_t next) {
  const Sign& before = signs[next - 1];
  const Sign& after = signs[next];
  if (after.glued || before.kind == Kind::joiner || after.kind == Kind::joiner) return false;
  if (after.kind == Kind::closing || before.kind == Kind::opening) return false;
  if (before.kind == Kind::han || after.kind == Kind::han) return true;
  if (is_word(before) && is_word(after)) return hyphen_between_words(signs, next);
  // Wide closing signs end a word even when a letter follows at once; ASCII ones do not (3.10.7).
  if (before.kind == Kind::closing) return is_wide_sign(before.code) || before.code == U'—';
  return after.kind == Kind::opening && is_wide_sign(after.code);
}

std::vector<Part> parts_of(std::string_view text) {
  std::vector<Sign> signs = signs_of(text);
  join_key_caps(signs);
  join_units(signs);
  std::vector<Part> parts;
  bool joins = false;    // the part before may grow
  bool on_line = false;  // the line has a part already
  for (std::size_t i = 0; i < signs.size(); ++i) {
    const Sign& sign = signs[i];
    if (sign.kind == Kind::newline) {
      if (!on_line) parts.push_back({sign.begin, sign.begin});
      parts.back().ends_line = true;
      joins = on_line = false;
    } else if (sign.kind == Kind::blank) {
      joins = false;
    } else if (joins && !may_break(signs, i)) {
      parts.back().end = sign.end;
    } else {
      parts.push_back({sign.begin, sign.end});
      joins = on_line = true;
    }
  }
  return parts;
}

std::size_t start_of_last_sign(std::string_view text, std::size_t begin, std::size_t end) {
  std::size_t at = end - 1;
  while (at > begin && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

// One Han character, perhaps with its punctuation.
bool is_one_character(std::string_view part) {
  int characters = 0;
  for (std::size_t at = 0; at < part.size();) {
    const Kind kind = kind_of(next_code_point(part, at));
    if (kind == Kind::han)
      ++characters;
    else if (kind != Kind::opening && kind != Kind::closing)
      return false;
  }
  return characters == 1;
}

class Lines {
 public:
  Lines(std::string_view text, float width, const MeasureText& measure)
      : text_(text), width_(width), measure_(measure) {}

  void add(Part part) {
    if (has_line_ && !fits(begin_, part.end)) flush();
    if (!has_line_) begin_ = part.begin;
    before_last_ = has_line_ ? end_ : begin_;
    last_ = part.begin;
    has_line_ = true;
    end_ = part.end;
    while (!fits(begin_, end_) && cut_once()) continue;
    if (part.ends_line) end_paragraph();
  }

  std::vector<std::string_view> finish() {
    if (has_line_) end_paragraph();
    return std::move(lines_);
  }

 private:
  std::string_view piece(std::size_t begin, std::size_t end) const {
    return text_.substr(begin, end - begin);
  }

  bool fits(std::size_t begin, std::size_t end) const {
    return measure_(piece(begin, end)) <= width_;
  }

  void flush() {
    lines_.push_back(piece(begin_, end_));
    above_ = Above{begin_, before_last_, last_, end_};
    has_line_ = false;
  }

  // A character alone on the last line gets the one before it for company.
  void end_paragraph() {
    if (above_ && last_ == begin_ && is_one_character(piece(begin_, end_)) &&
        is_one_character(piece(above_->last, above_->end)) && fits(above_->last, end_) &&
        above_->before_last > above_->begin &&
        !is_one_character(piece(above_->begin, above_->before_last))) {
      lines_.back() = piece(above_->begin, above_->before_last);
      begin_ = above_->last;
    }
    flush();
    above_.reset();
  }

  // The line is one part that is too wide: its longest beginning that fits becomes a line.
  bool cut_once() {
    std::size_t cut = end_;
    do {
      cut = start_of_last_sign(text_, begin_, cut);
    } while (cut > begin_ && !fits(begin_, cut));
    if (cut == begin_) next_code_point(text_, cut);
    if (cut >= end_) return false;
    lines_.push_back(piece(begin_, cut));
    above_.reset();
    begin_ = last_ = cut;
    return true;
  }

  std::string_view text_;
  float width_;
  const MeasureText& measure_;
  std::vector<std::string_view> lines_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t before_last_ = 0;  // where the part before the last one ends; begin_: there is none
  std::size_t last_ = 0;         // where the last part begins
  bool has_line_ = false;
  struct Above {
    std::size_t begin, before_last, last, end;
  };
  std::optional<Above> above_;  // the line above in the same paragraph
};

}  // namespace

std::vector<std::string_view> break_lines(std::string_view text, float width,
                                          const MeasureText& measure) {
  Lines lines(text, width, measure);
  for (const Part& part : parts_of(text)) lines.add(part);
  return lines.finish();
}

std::vector<std::string_view> unbreakable_parts(std::string_view text) {
  std::vector<std::string_view> out;
  for (const Part& part : parts_of(text))
    if (part.end > part.begin) out.push_back(text.substr(part.begin, part.end - part.begin));
  return out;
}

bool is_han(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3134F);
}

}  // namespace app::ui
