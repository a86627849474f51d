#include "app/panels/event_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "app/panels/context_menu.hpp"
#include "app/panels/segment_look.hpp"
#include "app/ui/numbers.hpp"

namespace app::panels {
namespace {

using scene::LineKind;
using ui::Icon;
using ui::Rect;
using ui::TextRole;

// Rows are as high as their words. How far the list is scrolled is counted in rows of this height,
// the highest that there should be: so only rows on the screen are ever put into words.
constexpr float one_line_from = 900;
float nominal_height(const ui::Ui& ui, float width) {
  const float lines = width < ui.px(one_line_from) ? 2 : 1;
  const float other = ui.bilingual() ? ui.fonts().line_height(TextRole::small) : 0;
  return lines * (ui.fonts().line_height(TextRole::number) + other) + ui.px(5);
}

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

// From the point of view of one end only what happens there is told.
scene::LineFilter filter_of(const Frame& frame, const EventListView& view) {
  scene::LineFilter filter = view.filter;
  if (const auto eye = frame.session.seen_from()) filter.host = *eye;
  return filter;
}

scene::Line line_at(const Frame& frame, const EventListView& view, std::size_t row) {
  return view.list.line(frame.session.timeline(), frame.session.index(), row,
                        frame.session.settings().numbers);
}

// While a question is open only what has happened is told, searched and copied.
std::size_t told_rows(const Frame& frame, const EventListView& view) {
  return frame.session.guarded() ? view.list.rows_until(frame.session.playhead())
                                 : view.list.size();
}

std::string event_words(const Frame& frame, const scene::Line& line) {
  const std::string time = ui::clock_text(line.at);
  const std::string words = frame.ui.say(line.words);
  const std::string place = line.place.empty() ? "" : "  (" + line.place + ")";
  const std::string all = time + "   " + words + place;
  frame.ui.also(all, frame.ui.in_other_language(words));
  return all;
}

// As words are compared: capitals as small letters, and digits without their groups, however the
// groups were written.
std::string as_compared(const std::string& words) {
  const std::string plain = ui::without_grouping(words);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  std::string result;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const char c = plain[i];
    const bool inside = i > 0 && i + 1 < plain.size() && is_digit(plain[i - 1]);
    if (c == ' ' && inside && is_digit(plain[i + 1])) continue;
    result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return result;
}

constexpr std::size_t read_at_most = 20'000;  // rows

// Looks through the rows that were not yet read for these words.
void look_further(const Frame& frame, EventListView& view) {
  EventHits now{.words = as_compared(view.search),
                .rows = {},
                .filter = filter_of(frame, view),
                .run = frame.session.index().generation(),
                .language = frame.ui.language(),
                .numbers = frame.session.settings().numbers};
  EventHits& hits = view.hits;
  const bool same = hits.words == now.words && hits.filter == now.filter && hits.run == now.run &&
                    hits.language == now.language && hits.numbers == now.numbers;
  if (!same) {
    hits = now;
    view.found.reset();
  }
  if (hits.words.empty()) return;
  for (; hits.read < std::min(told_rows(frame, view), read_at_most); ++hits.read)
    if (as_compared(event_words(frame, line_at(frame, view, hits.read))).find(hits.words) !=
        std::string::npos)
      hits.rows.push_back(hits.read);
  if (!same && !hits.rows.empty()) view.found = hits.rows.front();
}

// The next hit, going round.
void go_on(EventListView& view) {
  if (view.hits.rows.empty()) return;
  const auto next = std::ranges::upper_bound(view.hits.rows, view.found.value_or(0));
  view.found = next == view.hits.rows.end() ? view.hits.rows.front() : *next;
}

std::string hits_in_words(const Frame& frame, const EventListView& view) {
  if (view.hits.words.empty()) return {};
  if (view.hits.rows.empty() || !view.found) return frame.ui.say("events.not_found");
  const auto at = std::ranges::lower_bound(view.hits.rows, *view.found) - view.hits.rows.begin();
  return frame.ui.say("events.found", {{"at", static_cast<std::int64_t>(at + 1)},
                                       {"n", static_cast<std::int64_t>(view.hits.rows.size())}});
}

void copy_all(const Frame& frame, const EventListView& view) {
  std::string text;
  for (std::size_t row = 0; row < told_rows(frame, view); ++row)
    text += event_words(frame, line_at(frame, view, row)) + "\n";
  frame.ui.window().set_clipboard(ui::without_grouping(text));  // numbers as others read them
}

// Which kinds of lines, and of which host.
void draw_filters(const Frame& frame, EventListView& view, Rect& line) {
  ui::Ui& ui = frame.ui;
  std::vector<std::string> names;
  std::size_t chosen = 0;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    names.push_back(ui.say("events.filter." + std::string(choices[i].name)));
    if (view.filter.kinds == choices[i].kinds) chosen = i;
  }
  const auto kind = ui.combo("events.filter", ui::take_left(line, ui.px(172)), names, chosen,
                             {.role = TextRole::small});
  if (kind) view.filter.kinds = choices[*kind].kinds;
  ui::take_left(line, ui.px(4));
  std::vector<std::string> hosts{ui.say("events.both_ends")};
  for (const engine::Host& host : frame.session.world().hosts)
    hosts.push_back(host_words(frame, host.id));
  const auto shown = filter_of(frame, view).host;
  const std::size_t of = shown ? shown->value + 1 : 0;
  const auto host = ui.combo("events.host", ui::take_left(line, ui.px(124)), hosts,
                             std::min(of, hosts.size() - 1),
                             {.enabled = !frame.session.seen_from(),
                              .why_not = ui.say("view.tooltip"),
                              .role = TextRole::small});
  if (host && *host == 0) view.filter.host.reset();
  if (host && *host > 0) view.filter.host = frame.session.world().hosts[*host - 1].id;
  ui::take_left(line, ui.px(6));
}

void draw_list_tools(const Frame& frame, EventListView& view, Rect line) {
  ui::Ui& ui = frame.ui;
  if (ui.icon_button("events.close", ui::take_right(line, line.h), Icon::close,
                     ui.say("panel.close"),
                     {.quiet = true, .chord = ui.chord(ui::Command::toggle_event_list)}))
    frame.wish(ShowPanel{Panel::event_list, false});
  if (ui.icon_button("events.copy", ui::take_right(line, line.h), Icon::duplicate,
                     ui.say("events.copy"), {.quiet = true}))
    copy_all(frame, view);
  draw_filters(frame, view, line);
  view.list.catch_up(frame.session.timeline(), frame.session.index(), filter_of(frame, view));
  const std::string told = hits_in_words(frame, view);
  if (!told.empty()) {
    const float width = ui.fonts().measure(TextRole::small, told).w + ui.px(10);
    ui.text("events.hits", ui::take_right(line, width), told,
            {.role = TextRole::small, .align = ui::Align::right});
    ui::take_right(line, ui.px(4));
  }
  const auto edit = ui.text_field("events.search", line, view.search,
                                  {.label = ui.say("events.search"),
                                   .hint = ui.say("events.search"),
                                   .focus_now = std::exchange(view.search_wanted, false)});
  look_further(frame, view);
  if (edit == ui::Edit::committed) go_on(view);
}

Intents go_to(const scene::Line& line) {
  Intents wishes{SeekStep{line.step, line.fact + 1}};
  if (line.packet) wishes.emplace_back(Select{*line.packet});
  wishes.emplace_back(Select{EventRef{line.step, line.fact}});
  return wishes;
}

void row_menu(const Frame& frame, const std::string& id, const Rect& box, const scene::Line& line,
              const std::string& words) {
  open_context_menu(frame, id, box,
                    {{.name = "go",
                      .words = {"context.go_to_line", {}},
                      .icon = Icon::step_forward,
                      .wishes = go_to(line)},
                     {.name = "copy",
                      .words = {"context.copy_line", {}},
                      .icon = Icon::duplicate,
                      .copies = ui::without_grouping(words)}});
}

Rect words_box(const ui::Ui& ui, const Rect& box) { return ui::inset(box, ui.px(8), ui.px(2)); }

// Returns where the next one begins. Of the first row a share may be gone above the edge.
float draw_event_row(const Frame& frame, EventListView& view, std::size_t row, Rect box, float gone,
                     bool future) {
  ui::Ui& ui = frame.ui;
  const scene::Line line = line_at(frame, view, row);
  const std::string words = event_words(frame, line);
  box.h = ui.text_height(words, words_box(ui, box).w, TextRole::number) + ui.px(5);
  box.y -= gone * box.h;
  const Selection& selection = frame.session.selection();
  const bool chosen = selection.event == EventRef{line.step, line.fact};
  const bool selected = chosen || (line.packet && line.packet == selection.packet);
  const bool is_hit = std::ranges::binary_search(view.hits.rows, row);
  const std::string id = fmt::format("events.row.{}", row);
  const ui::Hit hit = ui.hit(id, box, words);
  const ui::Theme& theme = ui.theme();
  if (selected || hit.hovered) ui.canvas().fill(box, selected ? theme.selected : theme.hovered);
  const Rect inner = ui::inset(box, ui.px(4), ui.px(1));
  if (is_hit) ui.canvas().fill(inner, theme.attention, ui.px(3));
  if (chosen) ui.canvas().fill({box.x, box.y, ui.px(4), box.h}, theme.focus);
  if (view.found == row) ui.canvas().outline(inner, theme.ink, ui.px(2), ui.px(3));
  const float before = ui.canvas().set_opacity(future ? 0.45f : 1.0f);
  ui.text(id + ".words", words_box(ui, box), words, {.role = TextRole::number, .wrap = true});
  ui.canvas().set_opacity(before);
  if (hit.hovered && line.packet) frame.wish(Hover{Target{*line.packet}, false});
  if (asks_for_menu(hit))
    row_menu(frame, id, box, line, words);
  else if (hit.clicked)
    for (const Intent& wish : go_to(line)) frame.wish(wish);
  return box.bottom();
}

void draw_rows(const Frame& frame, EventListView& view, const Rect& rest, float scrolled,
               std::size_t happened) {
  const float rows = std::max(0.0f, scrolled) / nominal_height(frame.ui, rest.w);
  auto row = static_cast<std::size_t>(rows);
  float gone = rows - static_cast<float>(row);
  for (float y = rest.y; row < told_rows(frame, view) && y < rest.bottom(); ++row, gone = 0)
    y = draw_event_row(frame, view, row, {rest.x, y, frame.ui.area_rect().w, 0}, gone,
                       row >= happened);
}

}  // namespace

void copy_selected_line(const Frame& frame, const EventListView& view) {
  scene::Position place = frame.session.playhead();
  if (const auto event = frame.session.selection().event)
    place = {.steps = event->step, .facts = event->fact + 1, .at = {}};
  const std::size_t until = view.list.rows_until(place);
  if (until == 0) return;
  const std::string words = event_words(frame, line_at(frame, view, until - 1));
  frame.ui.window().set_clipboard(ui::without_grouping(words));
}

void draw_event_list(const Frame& frame, const Rect& rect, EventListView& view) {
  ui::Ui& ui = frame.ui;
  if (view.branch != frame.session.branch()) {
    view.list = {};
    view.hits = {};
    view.found.reset();
    view.branch = frame.session.branch();
  }
  view.list.catch_up(frame.session.timeline(), frame.session.index(), filter_of(frame, view));
  Rect rest = rect;
  const Rect tools = ui::take_top(rest, ui.px(34));
  {
    const ui::Area area(ui, "events", tools, {.overlay = true});
    draw_list_tools(frame, view, ui::inset(tools, ui.px(4)));
  }
  // Toasts take room from the list, down to one line: they are dismissed or go by themselves.
  rest.h = std::max(nominal_height(ui, rest.w), std::min(rest.bottom(), ui.toasts_top()) - rest.y);
  const auto count = told_rows(frame, view);
  const float height = nominal_height(ui, rest.w);
  ui::Area area(
      ui, "events.rows", rest,
      {.scrolls = true, .content_height = static_cast<float>(count) * height, .overlay = true});
  const std::size_t happened = view.list.rows_until(frame.session.playhead());
  const std::size_t wanted = view.found.value_or(happened == 0 ? 0 : happened - 1);
  if (view.shown_row != wanted || rest.h < view.shown_height)
    area.show({rest.x, area.content().y + static_cast<float>(wanted) * height, rest.w, height});
  view.shown_row = wanted;
  view.shown_height = rest.h;
  draw_rows(frame, view, rest, area.scroll(), happened);
  if (count == 0) ui.text("events.none", ui::inset(rest, ui.px(12)), ui.say("events.none"));
}

}  // namespace app::panels
