#include "app/panels/glossary.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "engine/tcp/state.hpp"

namespace app::panels {
namespace {

using ui::Rect;
using ui::TextRole;

// In the order of the list; also the middle of the keys.
constexpr auto terms = std::to_array<std::string_view>({"segment",
                                                        "sequence_number",
                                                        "ack_number",
                                                        "isn",
                                                        "three_way_handshake",
                                                        "four_way_close",
                                                        "active_close",
                                                        "half_close",
                                                        "half_open",
                                                        "embryonic",
                                                        "syn_queue",
                                                        "accept_queue",
                                                        "rto",
                                                        "time_wait_timer",
                                                        "persist_timer",
                                                        "keepalive_timer",
                                                        "msl",
                                                        "window",
                                                        "challenge_ack",
                                                        "reset",
                                                        "half_open_scan",
                                                        "syn",
                                                        "ack",
                                                        "fin",
                                                        "rst",
                                                        "psh",
                                                        "urg",
                                                        "closed",
                                                        "listen",
                                                        "syn_sent",
                                                        "syn_rcvd",
                                                        "established",
                                                        "fin_wait_1",
                                                        "fin_wait_2",
                                                        "close_wait",
                                                        "closing",
                                                        "last_ack",
                                                        "time_wait"});

std::string as_term(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool apart = c == ' ' || c == '-' || c == '_';
    out += apart ? '_' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

std::string key_of(std::string_view term, std::string_view part) {
  return "glossary." + std::string(term) + "." + std::string(part);
}

std::optional<engine::State> state_of(std::string_view term) {
  for (const engine::Edge& edge : engine::edges())
    for (const engine::State state : {edge.from, edge.to})
      if (as_term(engine::name(state)) == term) return state;
  return std::nullopt;
}

void draw_term_list(const Frame& frame, GlossaryView& view, const Rect& rect) {
  ui::Ui& ui = frame.ui;
  const float row = ui.px(28);
  const ui::Area area(ui, "glossary.list", rect,
                      {.scrolls = true, .content_height = row * static_cast<float>(terms.size())});
  Rect rest = area.content();
  for (const std::string_view term : terms) {
    const Rect box = ui::take_top(rest, row);
    if (ui.row("glossary.term." + std::string(term), box, ui.say(key_of(term, "name")),
               term == view.term, {.role = TextRole::number})
            .clicked)
      view.term = term;
  }
}

// A state with those that lead to it and those that it leads to, as figure 5 has them.
void draw_neighbours(const Frame& frame, engine::State state, Rect rect) {
  ui::Ui& ui = frame.ui;
  std::vector<engine::State> before, after;
  for (const engine::Edge& edge : engine::edges()) {
    if (!edge.in_figure_5) continue;
    if (edge.to == state) before.push_back(edge.from);
    if (edge.from == state) after.push_back(edge.to);
  }
  ui::Canvas& canvas = ui.canvas();
  const ui::Theme& theme = ui.theme();
  const float width = ui.px(118), height = ui.px(26), step = ui.px(32);
  const Rect own{rect.centre().x - width / 2, rect.centre().y - height / 2, width, height};
  const auto box = [&](const Rect& at, engine::State which, bool chosen) {
    canvas.fill(at, chosen ? theme.selected : theme.panel, ui.px(4));
    canvas.outline(at, theme.ink, ui.px(chosen ? 2.5f : 1.5f), ui.px(4));
    canvas.text_in(at, TextRole::small, engine::name(which), theme.ink, ui::Align::centre);
  };
  const auto column = [&](std::vector<engine::State>& states, bool left) {
    std::ranges::sort(states);
    states.erase(std::unique(states.begin(), states.end()), states.end());
    float y = rect.centre().y - step * (static_cast<float>(states.size()) - 1) / 2;
    for (const engine::State which : states) {
      const float x = left ? rect.x : rect.right() - width;
      const Rect at{x, y - height / 2, width, height};
      const ui::Stroke stroke{.color = theme.ink, .width = ui.px(1.5f)};
      if (left)
        canvas.arrow({at.right(), y}, {own.x, own.centre().y}, stroke, ui.px(8));
      else
        canvas.arrow({own.right(), own.centre().y}, {at.x, y}, stroke, ui.px(8));
      box(at, which, false);
      y += step;
    }
  };
  column(before, true);
  column(after, false);
  box(own, state, true);
}

void draw_term_card(const Frame& frame, const std::string& term, Rect rest) {
  ui::Ui& ui = frame.ui;
  const ui::Strings& strings = ui.strings();
  const Language now = ui.language(), other = ui::other(now);
  const auto line = [&](const std::string& id, const std::string& words, TextRole role,
                        bool secondary, float gap) {
    if (words.empty()) return;
    const float height = ui.text_height(words, rest.w, role);
    ui.text(id, ui::take_top(rest, height), words,
            {.role = role, .secondary = secondary, .wrap = true});
    ui::take_top(rest, ui.px(gap));
  };
  line("glossary.name", strings.text(now, key_of(term, "name")), TextRole::title, false, 2);
  line("glossary.name.other", strings.text(other, key_of(term, "name")), TextRole::caption, true,
       10);
  line("glossary.text", strings.text(now, key_of(term, "text")), TextRole::caption, false, 8);
  line("glossary.text.other", strings.text(other, key_of(term, "text")), TextRole::small, true, 12);
  line("glossary.also",
       ui.say("glossary.also", {{"words", strings.text(now, key_of(term, "also"))}}),
       TextRole::number, false, 6);
  line("glossary.where",
       ui.say("glossary.where", {{"rfc", strings.text(now, key_of(term, "rfc"))}}),
       TextRole::number, false, 12);
  if (const auto state = state_of(term)) draw_neighbours(frame, *state, rest);
}

}  // namespace

std::string glossary_term(std::string_view name) {
  const std::string wanted = as_term(name);
  return std::ranges::find(terms, wanted) == terms.end() ? std::string() : wanted;
}

std::span<const std::string_view> glossary_terms() { return terms; }

void draw_glossary(const Frame& frame, GlossaryView& view) {
  const bool wanted = frame.session.settings().is_shown(Panel::glossary);
  const DialogGate::Turn turn = view.gate.follow(frame, "glossary", wanted);
  if (turn == DialogGate::Turn::closed) frame.wish(ShowPanel{Panel::glossary, false});
  if (turn != DialogGate::Turn::open) return;
  if (view.term.empty()) view.term = terms.front();
  const ui::Dialog dialog(frame.ui, "glossary", frame.ui.say("glossary.title"), {760, 520});
  if (!dialog.open()) return;
  Rect rest = dialog.content();
  draw_term_list(frame, view, ui::take_left(rest, frame.ui.px(230)));
  ui::take_left(rest, frame.ui.px(18));
  draw_term_card(frame, view.term, rest);
}

}  // namespace app::panels
