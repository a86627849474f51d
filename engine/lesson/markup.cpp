// md4c reads Markdown; what is not in our list is refused. Live values are taken out first, because
// a `*` in an expression is no emphasis.
#include "engine/lesson/markup.hpp"

#include <md4c.h>

#include <algorithm>
#include <optional>

#include "engine/tcp/state.hpp"

namespace engine {
namespace {

// Stands for the n-th live value while md4c reads: U+E000 + n, from the private use area.
constexpr std::size_t most_values = 64;
constexpr std::string_view live_value = "{expression}";  // as lessons write it
constexpr std::string_view chips[] = {"SYN", "ACK", "FIN", "RST", "PSH", "URG", "ECE", "CWR"};

std::string stand_in(std::size_t number) {
  return {'\xEE', static_cast<char>(0x80), static_cast<char>(0x80 + number)};
}

bool is_chip(std::string_view word) {
  if (std::ranges::find(chips, word) != std::end(chips)) return true;
  for (std::size_t i = 0; i < state_count; ++i)
    if (name(static_cast<State>(i)) == word) return true;
  return false;
}

struct Taken {
  std::string text;
  std::vector<InkSpan> values;
  std::optional<Saying> mistake;
};

Taken take_values(std::string_view text) {
  Taken taken;
  while (!text.empty()) {
    const std::size_t open = std::min(text.find_first_of("{}"), text.size());
    taken.text += text.substr(0, open);
    text.remove_prefix(open);
    if (text.empty()) break;
    const std::size_t close = text.find('}');
    if (text[0] == '}' || close == std::string_view::npos) {
      taken.mistake = say(Say::open_brace, live_value);
      return taken;
    }
    const std::string_view inside = text.substr(1, close - 1);
    const std::size_t bar = std::min(inside.find('|'), inside.size());
    const std::string_view format = bar < inside.size() ? inside.substr(bar + 1) : "";
    if (taken.values.size() == most_values) {
      taken.mistake = say(Say::too_many_items, most_values);
      return taken;
    }
    taken.text += stand_in(taken.values.size());
    taken.values.push_back({Ink::live, std::string(inside.substr(0, bar)), std::string(format)});
    text.remove_prefix(close + 1);
  }
  return taken;
}

class Reading {
 public:
  explicit Reading(std::vector<InkSpan> values) : values_(std::move(values)) {}

  int enter_block(MD_BLOCKTYPE type) {
    if (type == MD_BLOCK_P) text_.emplace_back();
    return type == MD_BLOCK_DOC || type == MD_BLOCK_P ? 0 : refuse();
  }
  int enter_span(MD_SPANTYPE type, const void* detail) {
    switch (type) {
      case MD_SPAN_STRONG:
        ink_ = Ink::bold;
        return 0;
      case MD_SPAN_EM:
        ink_ = Ink::emphasis;
        return 0;
      case MD_SPAN_CODE:
        ink_ = Ink::code;
        return 0;
      case MD_SPAN_A: {
        const MD_ATTRIBUTE& href = static_cast<const MD_SPAN_A_DETAIL*>(detail)->href;
        const std::string_view where(href.text, href.size);
        if (!where.starts_with("term:")) return refuse();
        ink_ = Ink::term;
        term_ = where.substr(5);
        return 0;
      }
      default:
        return refuse();
    }
  }
  int leave_span() {
    ink_ = Ink::plain;
    return 0;
  }
  int text(MD_TEXTTYPE type, std::string_view piece) {
    if (type == MD_TEXT_HTML || type == MD_TEXT_NULLCHAR) return refuse();
    if (text_.empty()) text_.emplace_back();
    if (type == MD_TEXT_SOFTBR || type == MD_TEXT_BR) piece = " ";
    split_values(piece);
    return 0;
  }

  std::optional<Saying> mistake;
  RichText take() { return std::move(text_); }

 private:
  int refuse() {
    mistake = say(Say::unknown_markup, live_value);
    return 1;
  }

  void add(Ink ink, std::string_view piece) {
    if (piece.empty()) return;
    Paragraph& paragraph = text_.back();
    const std::string detail = ink == Ink::term ? term_ : std::string();
    if (!paragraph.empty() && paragraph.back().ink == ink && ink == Ink::plain)
      paragraph.back().text += piece;
    else
      paragraph.push_back({ink, std::string(piece), detail});
  }

  void split_values(std::string_view piece) {
    constexpr std::string_view lead = "\xEE\x80";
    while (!piece.empty()) {
      const std::size_t at = std::min(piece.find(lead), piece.size());
      split_marks(piece.substr(0, at));
      piece.remove_prefix(at);
      if (piece.size() < 3) return;
      const auto number = static_cast<std::size_t>(static_cast<unsigned char>(piece[2]) - 0x80);
      if (number < values_.size()) text_.back().push_back(values_[number]);
      piece.remove_prefix(3);
    }
  }

  // [SYN_SENT] and <Ctrl+Z>, which Markdown leaves as they are.
  void split_marks(std::string_view piece) {
    if (ink_ != Ink::plain) return add(ink_, piece);
    while (!piece.empty()) {
      const std::size_t open = std::min(piece.find_first_of("[<"), piece.size());
      add(Ink::plain, piece.substr(0, open));
      piece.remove_prefix(open);
      if (piece.empty()) return;
      const bool key = piece[0] == '<';
      const std::size_t close = piece.find(key ? '>' : ']');
      const std::string_view inside =
          close == std::string_view::npos ? std::string_view{} : piece.substr(1, close - 1);
      const bool is_key = key && !inside.empty() && inside.size() <= 20 && inside[0] != ' ';
      if (is_key || (!key && is_chip(inside))) {
        add(is_key ? Ink::key : Ink::chip, inside);
        piece.remove_prefix(close + 1);
      } else {
        add(Ink::plain, piece.substr(0, 1));
        piece.remove_prefix(1);
      }
    }
  }

  std::vector<InkSpan> values_;
  RichText text_;
  Ink ink_ = Ink::plain;
  std::string term_;
};

bool has_stray_marks(const RichText& text) {
  for (const Paragraph& paragraph : text)
    for (const InkSpan& span : paragraph)
      if (span.ink != Ink::code && span.ink != Ink::live &&
          (span.text.find('*') != std::string::npos || span.text.find('`') != std::string::npos))
        return true;
  return false;
}

}  // namespace

std::expected<RichText, Saying> read_markup(std::string_view text) {
  Taken taken = take_values(text);
  if (taken.mistake) return std::unexpected(*taken.mistake);
  Reading reading(std::move(taken.values));
  MD_PARSER parser{};
  parser.flags = MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS;
  parser.enter_block = [](MD_BLOCKTYPE type, void*, void* to) {
    return static_cast<Reading*>(to)->enter_block(type);
  };
  parser.leave_block = [](MD_BLOCKTYPE, void*, void*) { return 0; };
  parser.enter_span = [](MD_SPANTYPE type, void* detail, void* to) {
    return static_cast<Reading*>(to)->enter_span(type, detail);
  };
  parser.leave_span = [](MD_SPANTYPE, void*, void* to) {
    return static_cast<Reading*>(to)->leave_span();
  };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* from, MD_SIZE size, void* to) {
    return static_cast<Reading*>(to)->text(type, {from, size});
  };
  const int outcome =
      md_parse(taken.text.data(), static_cast<MD_SIZE>(taken.text.size()), &parser, &reading);
  if (reading.mistake) return std::unexpected(*reading.mistake);
  if (outcome != 0) return std::unexpected(say(Say::unknown_markup, live_value));
  RichText rich = reading.take();
  if (has_stray_marks(rich)) return std::unexpected(Saying(Say::unbalanced_markup));
  return rich;
}

std::string plain(const RichText& text) {
  std::string all;
  for (const Paragraph& paragraph : text) {
    if (!all.empty()) all += "\n\n";
    for (const InkSpan& span : paragraph) all += span.text;
  }
  return all;
}

}  // namespace engine
