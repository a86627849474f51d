// The markup of lesson texts: small and closed. **bold**, *emphasis*, `code`, [text](term:NAME) for
// a glossary card, <Ctrl+Z> for a key, [SYN_SENT] or [ACK] for a chip of a state or flag, and
// {expression} or {expression|format} for a live value. No HTML, no links elsewhere, no images.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "engine/lesson/saying.hpp"

namespace engine {

enum class Ink : std::uint8_t { plain, bold, emphasis, code, term, key, chip, live };

struct InkSpan {
  Ink ink{};
  std::string text;    // of live: the expression
  std::string detail;  // of term: the card's name; of live: the format (s, ms, number) or empty
  bool operator==(const InkSpan&) const = default;
};
using Paragraph = std::vector<InkSpan>;
using RichText = std::vector<Paragraph>;

std::expected<RichText, Saying> read_markup(std::string_view text);

// Without its looks; paragraphs are separated by an empty line.
std::string plain(const RichText& text);

}  // namespace engine
