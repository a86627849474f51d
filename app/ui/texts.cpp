// Text: single lines, paragraphs with our own line breaking, running text with several looks.
#include <algorithm>
#include <cmath>

#include "app/ui/line_break.hpp"
#include "app/ui/ui_state.hpp"

namespace app::ui {
namespace {

TextRole role_of(RunStyle style, TextRole plain) {
  switch (style) {
    case RunStyle::plain:
    case RunStyle::term:
      return plain;
    case RunStyle::bold:
      return plain == TextRole::caption ? TextRole::strong : TextRole::title;
    case RunStyle::code:
      return TextRole::mono;
    case RunStyle::key_cap:
      return TextRole::small;
  }
  return plain;
}

// The runs as one text, with the place where each begins.
struct Joined {
  std::string text;
  std::vector<std::size_t> begins;
};

Joined joined(std::span<const TextRun> runs) {
  Joined out;
  for (const TextRun& run : runs) {
    out.begins.push_back(out.text.size());
    // A key cap is never broken: line_break knows its brackets.
    const bool cap = run.style == RunStyle::key_cap;
    out.text += cap ? "⟦" + run.text + "⟧" : run.text;
  }
  return out;
}

// Calls `use(run, piece)` for every stretch of one look inside `part`.
template <class Use>
void each_piece(const Joined& all, std::span<const TextRun> runs, std::string_view part, Use use) {
  const auto begin = static_cast<std::size_t>(part.data() - all.text.data());
  const std::size_t end = begin + part.size();
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const std::size_t next = i + 1 < runs.size() ? all.begins[i + 1] : all.text.size();
    const std::size_t from = std::max(begin, all.begins[i]);
    const std::size_t to = std::min(end, next);
    if (from < to) use(runs[i], std::string_view(all.text).substr(from, to - from));
  }
}

std::string_view without_brackets(std::string_view piece) {
  constexpr std::string_view open = "⟦", close = "⟧";
  if (piece.starts_with(open)) piece.remove_prefix(open.size());
  if (piece.ends_with(close)) piece.remove_suffix(close.size());
  return piece;
}

float cap_padding(const Ui& ui) { return ui.px(5); }

float piece_width(const Ui& ui, const TextRun& run, std::string_view piece, TextRole role) {
  const TextRole mine = role_of(run.style, role);
  if (run.style != RunStyle::key_cap) return ui.fonts().measure(mine, piece).w;
  return ui.fonts().measure(mine, without_brackets(piece)).w + 2 * cap_padding(ui) + ui.px(2);
}

std::vector<std::string_view> rich_lines(const Ui& ui, const Joined& all,
                                         std::span<const TextRun> runs, float width,
                                         TextRole role) {
  return break_lines(all.text, width, [&](std::string_view part) {
    float total = 0;
    each_piece(all, runs, part, [&](const TextRun& run, std::string_view piece) {
      total += piece_width(ui, run, piece, role);
    });
    return total;
  });
}

void draw_piece(Ui& ui, const TextRun& run, std::string_view piece, Point at, float width,
                TextRole role) {
  Canvas& canvas = ui.canvas();
  const Theme& theme = ui.theme();
  const float line = ui.fonts().line_height(role);
  const TextRole mine = role_of(run.style, role);
  const float down = (line - ui.fonts().line_height(mine)) / 2;
  if (run.style == RunStyle::key_cap) {
    const Rect cap{at.x + ui.px(1), at.y + ui.px(2), width - ui.px(2), line - ui.px(4)};
    canvas.fill(cap, theme.raised, ui.px(4));
    canvas.outline(cap, theme.line, ui.px(1), ui.px(4));
    canvas.text_in(cap, mine, without_brackets(piece), theme.ink, Align::centre);
    return;
  }
  if (run.style == RunStyle::code)
    canvas.fill({at.x, at.y + ui.px(2), width, line - ui.px(4)}, theme.raised);
  canvas.text({at.x, at.y + down}, mine, piece, theme.ink);
  if (run.style == RunStyle::term) {
    const float y = at.y + line * 0.5f + ui.fonts().em(role) * 0.52f;
    canvas.line({at.x, y}, {at.x + width, y}, {theme.ink, ui.px(1.5f), LineStyle::dotted});
  }
}

}  // namespace

void Ui::note_text(std::string_view id, std::string_view text, const Rect& rect, bool fits,
                   float em) {
  state_->registry.add({.id = std::string(id),
                        .label = std::string(text),
                        .layer = state_->layer(),
                        .rect = rect,
                        .seen = overlap(rect, state_->clip()),
                        .operable = false,
                        .text_fits = fits,
                        .em = em});
}

std::vector<std::string_view> Ui::State::lines_of(std::string_view words, float wide,
                                                  TextRole role) const {
  BrokenLines::Key key{role, wide, std::string(words)};
  auto known = broken.known.find(key);
  if (known == broken.known.end()) {
    if (broken.known.size() >= BrokenLines::most) broken.known.clear();
    std::vector<BrokenLines::Part> parts;
    const auto measure = [&](std::string_view part) { return fonts.measure(role, part).w; };
    for (const std::string_view line : break_lines(words, wide, measure))
      parts.push_back({static_cast<std::size_t>(line.data() - words.data()), line.size()});
    known = broken.known.emplace(std::move(key), std::move(parts)).first;
  }
  std::vector<std::string_view> lines;
  for (const BrokenLines::Part& part : known->second)
    lines.push_back(words.substr(part.begin, part.length));
  return lines;
}

// One line; in bilingual mode with the other language behind it where there is room.
void Ui::State::draw_line(Ui& ui, std::string_view id, const Rect& rect, std::string_view words,
                          const TextStyle& style) {
  const Color ink = style.secondary ? colors().secondary : colors().ink;
  const bool fits = canvas().text_in(rect, style.role, words, ink, style.align);
  ui.note_text(id, words, rect, fits, fonts.em(style.role));
  const std::string_view other = other_words(words);
  if (other.empty() || style.align != Align::left) return;
  const float used = fonts.measure(style.role, words).w + px(10);
  if (used + fonts.measure(TextRole::small, other).w > rect.w) return;
  const Rect rest{rect.x + used, rect.y, rect.w - used, rect.h};
  canvas().text_in(rest, TextRole::small, other, colors().secondary);
  ui.note_text(std::string(id) + ".other", other, rest, true, fonts.em(TextRole::small));
}

float Ui::text(std::string_view id, const Rect& rect, std::string_view words,
               const TextStyle& style) {
  State& s = *state_;
  if (!style.wrap) {
    s.draw_line(*this, id, rect, words, style);
    return rect.h;
  }
  const auto draw = [&](std::string_view part, TextRole role, float y, Color ink) {
    const float line_height = fonts().line_height(role);
    for (const std::string_view line : s.lines_of(part, rect.w, role)) {
      canvas().text_in({rect.x, y, rect.w, line_height}, role, line, ink, style.align);
      y += line_height;
    }
    return y;
  };
  const float bottom =
      draw(words, style.role, rect.y, style.secondary ? theme().secondary : theme().ink);
  // A rectangle without height grows with its text.
  const float slack = fonts().line_height(style.role) * 0.5f;
  const bool grows = rect.h <= 0;
  note_text(id, words, {rect.x, rect.y, rect.w, bottom - rect.y},
            grows || bottom - rect.y <= rect.h + slack, fonts().em(style.role));
  const std::string_view other = in_other_language(words);
  const bool room = grows || text_height(words, rect.w, style.role) <= rect.h + slack;
  if (other.empty() || !room) return bottom - rect.y;
  const float end = draw(other, TextRole::small, bottom, theme().secondary);
  note_text(std::string(id) + ".other", other, {rect.x, bottom, rect.w, end - bottom}, true,
            fonts().em(TextRole::small));
  return end - rect.y;
}

float Ui::text_height(std::string_view words, float width, TextRole role) const {
  const auto height = [&](std::string_view part, TextRole of) {
    return static_cast<float>(state_->lines_of(part, width, of).size()) * fonts().line_height(of);
  };
  const std::string_view other = in_other_language(words);
  return height(words, role) + (other.empty() ? 0 : height(other, TextRole::small));
}

RichResult Ui::rich_text(std::string_view id, const Rect& rect, std::span<const TextRun> runs,
                         TextRole role) {
  const Joined all = joined(runs);
  const float line_height = fonts().line_height(role);
  RichResult result;
  float y = rect.y;
  int links = 0;
  for (const std::string_view line : rich_lines(*this, all, runs, rect.w, role)) {
    float x = rect.x;
    each_piece(all, runs, line, [&](const TextRun& run, std::string_view piece) {
      const float width = piece_width(*this, run, piece, role);
      if (!run.link.empty()) {
        const std::string link_id = std::string(id) + ".link." + std::to_string(++links);
        const Hit done = hit(link_id, {x, y, width, line_height}, run.text);
        if (done.hovered) {
          set_pointer(platform::Pointer::hand);
          canvas().fill({x, y, width, line_height}, theme().hovered);
        }
        if (done.clicked) result.clicked_link = run.link;
      }
      draw_piece(*this, run, piece, {x, y}, width, role);
      x += width;
    });
    y += line_height;
  }
  result.height = y - rect.y;
  std::string plain;
  for (const TextRun& run : runs) plain += run.text;
  note_text(id, plain, {rect.x, rect.y, rect.w, result.height});
  return result;
}

float Ui::rich_text_height(std::span<const TextRun> runs, float width, TextRole role) const {
  const Joined all = joined(runs);
  return static_cast<float>(rich_lines(*this, all, runs, width, role).size()) *
         fonts().line_height(role);
}

Size Ui::key_cap_size(std::string_view chord) const {
  const float words = fonts().measure(TextRole::small, chord).w;
  return {std::max(px(22), words + px(12)), std::round(fonts().em(TextRole::small) * 1.6f)};
}

void Ui::key_cap(std::string_view id, Point top_left, std::string_view chord) {
  const Size size = key_cap_size(chord);
  const Rect cap{top_left.x, top_left.y, size.w, size.h};
  canvas().fill(cap, theme().raised, px(4));
  canvas().outline(cap, theme().line, px(1), px(4));
  canvas().text_in(cap, TextRole::small, chord, theme().ink, Align::centre);
  note_text(id, chord, cap);
}

}  // namespace app::ui
