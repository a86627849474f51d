#include "app/panels/event_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/ui/numbers.hpp"

namespace app::panels {
namespace {

using scene::LineKind;
using ui::Icon;
using ui::Rect;
using ui::TextRole;

constexpr float one_language = 23, two_languages = 42;
float row_height(const ui::Ui& ui) { return ui.px(ui.bilingual() ? two_languages : one_language); }

struct FilterChoice {
  const char* name;
  std::uint32_t kinds;
};
constexpr std::uint32_t bit(LineKind kind) { return 1u << static_cast<unsigned>(kind); }
constexpr std::array<FilterChoice, 5> choices{{
    {"all", 0xFFFF'FFFF},
    {"segments", bit(LineKind::segment) | bit(LineKind::wire) | bit(LineKind::intervention)},
    {"reasons", bit(LineKind::check) | bit(LineKind::decision) | bit(LineKind::segment)},
    {"states", bit(LineKind::state) | bit(LineKind::timer) | bit(LineKind::connection)},
    {"calls", bit(LineKind::call) | bit(LineKind::intervention)},
}};

scene::Line line_at(const Frame& frame, const EventListView& view, std::size_t row) {
  return view.list.line(frame.session.timeline(), frame.session.index(), row,
                        frame.session.settings().numbers);
}

std::string row_words(const Frame& frame, const scene::Line& line) {
  const std::string time = ui::clock_text(line.at);
  const std::string words = frame.ui.say(line.words);
  const std::string place = line.place.empty() ? "" : "  (" + line.place + ")";
  const std::string all = time + "   " + words + place;
  frame.ui.also(all, frame.ui.in_other_language(words));
  return all;
}

// The next row after `from` whose words contain the search, going round once.
std::optional<std::size_t> find_row(const Frame& frame, const EventListView& view,
                                    std::size_t from) {
  if (view.search.empty()) return std::nullopt;
  const std::size_t count = view.list.size();
  for (std::size_t i = 1; i <= std::min<std::size_t>(count, 20'000); ++i) {
    const std::size_t row = (from + i) % count;
    if (row_words(frame, line_at(frame, view, row)).find(view.search) != std::string::npos)
      return row;
  }
  return std::nullopt;
}

void copy_all(const Frame& frame, const EventListView& view) {
  std::string text;
  for (std::size_t row = 0; row < view.list.size(); ++row)
    text += row_words(frame, line_at(frame, view, row)) + "\n";
  frame.ui.window().set_clipboard(ui::without_grouping(text));  // numbers as others read them
}

void draw_tools(const Frame& frame, EventListView& view, Rect line) {
  ui::Ui& ui = frame.ui;
  if (ui.icon_button("events.close", ui::take_right(line, line.h), Icon::close,
                     ui.say("panel.close"),
                     {.quiet = true, .chord = ui.chord(ui::Command::toggle_event_list)}))
    frame.wish(ShowPanel{Panel::event_list, false});
  if (ui.icon_button("events.copy", ui::take_right(line, line.h), Icon::duplicate,
                     ui.say("events.copy"), {.quiet = true}))
    copy_all(frame, view);
  std::vector<std::string> names;
  std::size_t chosen = 0;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    names.push_back(ui.say("events.filter." + std::string(choices[i].name)));
    if (view.filter.kinds == choices[i].kinds) chosen = i;
  }
  if (const auto picked = ui.combo("events.filter", ui::take_left(line, ui.px(150)), names, chosen))
    view.filter.kinds = choices[*picked].kinds;
  ui::take_left(line, ui.px(6));
  const auto edit = ui.text_field("events.search", line, view.search,
                                  {.label = ui.say("events.search"),
                                   .hint = ui.say("events.search"),
                                   .focus_now = std::exchange(view.search_wanted, false)});
  if (edit == ui::Edit::committed || edit == ui::Edit::changed)
    view.found = find_row(frame, view, edit == ui::Edit::committed ? view.found.value_or(0) : 0);
}

void draw_row(const Frame& frame, EventListView& view, std::size_t row, const Rect& box,
              bool future) {
  ui::Ui& ui = frame.ui;
  const scene::Line line = line_at(frame, view, row);
  const std::string words = row_words(frame, line);
  const bool selected =
      view.found == row || (line.packet && line.packet == frame.session.selection().packet);
  const ui::Hit hit = ui.hit(fmt::format("events.row.{}", row), box, words);
  if (selected || hit.hovered)
    ui.canvas().fill(box, selected ? ui.theme().selected : ui.theme().hovered);
  const float before = ui.canvas().set_opacity(future ? 0.45f : 1.0f);
  Rect place = ui::inset(box, ui.px(8), 0);
  if (ui.bilingual()) {
    const Rect under = ui::take_bottom(place, place.h * 0.45f);
    ui.canvas().text_in(under, TextRole::small, ui.in_other_language(words), ui.theme().secondary);
  }
  ui.canvas().text_in(place, TextRole::number, words, ui.theme().ink);
  ui.canvas().set_opacity(before);
  if (hit.hovered) {
    if (ui.fonts().measure(TextRole::number, words).w > box.w - ui.px(16)) ui.tooltip(words);
    if (line.packet) frame.wish(Hover{Target{*line.packet}, false});
  }
  if (!hit.clicked) return;
  frame.wish(SeekStep{line.step, line.fact + 1});
  if (line.packet) frame.wish(Select{*line.packet});
  frame.wish(Select{EventRef{line.step, line.fact}});
}

}  // namespace

void draw_event_list(const Frame& frame, const Rect& rect, EventListView& view) {
  ui::Ui& ui = frame.ui;
  if (view.branch != frame.session.branch()) {
    view.list = {};
    view.found.reset();
    view.branch = frame.session.branch();
  }
  view.list.catch_up(frame.session.timeline(), frame.session.index(), view.filter);
  Rect rest = rect;
  const Rect tools = ui::take_top(rest, ui.px(34));
  {
    const ui::Area area(ui, "events", tools, {.overlay = true});
    draw_tools(frame, view, ui::inset(tools, ui.px(4)));
  }
  const auto count = view.list.size();
  const float height = row_height(ui);
  ui::Area area(
      ui, "events.rows", rest,
      {.scrolls = true, .content_height = static_cast<float>(count) * height, .overlay = true});
  const std::size_t happened = view.list.rows_until(frame.session.playhead());
  const std::size_t wanted = view.found.value_or(happened == 0 ? 0 : happened - 1);
  if (view.shown_row != wanted)
    area.show({rest.x, area.content().y + static_cast<float>(wanted) * height, rest.w, height});
  view.shown_row = wanted;
  const auto first = static_cast<std::size_t>(std::max(0.0f, area.scroll() / height));
  const auto shown = static_cast<std::size_t>(rest.h / height) + 2;
  for (std::size_t row = first; row < std::min(count, first + shown); ++row)
    draw_row(frame, view, row,
             {area.content().x, area.content().y + static_cast<float>(row) * height,
              ui.area_rect().w, height},
             row >= happened);
  if (count == 0) ui.text("events.none", ui::inset(rest, ui.px(12)), ui.say("events.none"));
}

}  // namespace app::panels
