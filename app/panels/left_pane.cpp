#include "app/panels/left_pane.hpp"

namespace app::panels {
namespace {

using ui::Icon;
using ui::Rect;
using ui::TextRole;

// Cuts a strip of text of the height it needs off `rest` and draws it.
void paragraph(ui::Ui& ui, std::string_view id, Rect& rest, const std::string& text, TextRole role,
               bool secondary = false) {
  const float height = ui.text_height(text, rest.w, role);
  const Rect box{rest.x, rest.y, rest.w, height};
  ui.text(id, box, text, {.role = role, .secondary = secondary, .wrap = true});
  rest.y += height;
}

// The words of scenarios come from their own files, not from the catalogues.
void tell_both_languages(const ui::Ui& ui, const Library& library) {
  const Language now = ui.language();
  for (const ScenarioCard& card : library.cards) {
    ui.also(card.title(now), card.title(ui::other(now)));
    ui.also(card.text(now), card.text(ui::other(now)));
  }
}

constexpr const char* first_scenario = "first-handshake";  // what the first start holds ready

struct Card {
  const char* id;
  const char* title;
  const char* text;
  Icon icon;
};
constexpr Card start_cards[] = {
    {"left.card.handshake", "left.card.handshake.title", "left.card.handshake.text", Icon::play},
    {"left.card.lessons", "left.card.lessons.title", "left.card.lessons.text", Icon::book},
    {"left.card.sandbox", "left.card.sandbox.title", "left.card.sandbox.text", Icon::gear},
};

float card_height(const ui::Ui& ui, const Card& card, float width) {
  return ui.px(40) + ui.text_height(ui.say(card.text), width, TextRole::number) + ui.px(14);
}

// A button with a paragraph under it, in one frame.
bool draw_start_card(ui::Ui& ui, const Card& card, Rect& rest, bool primary) {
  const float width = rest.w - ui.px(20);
  Rect box{rest.x, rest.y, rest.w, card_height(ui, card, width)};
  rest.y = box.bottom() + ui.px(10);
  ui.canvas().outline(box, ui.theme().line, 1, ui.px(4));
  Rect inner = ui::inset(box, ui.px(8), ui.px(6));
  const Rect button = ui::take_top(inner, ui.px(34));
  const std::string title = ui.say(card.title);
  const float room = button.w - ui.px(48);  // beside the icon
  const bool fits = ui.fonts().measure(TextRole::caption, title).w <= room;
  const bool pressed = ui.button(
      card.id, button, title,
      {.icon = card.icon, .primary = primary, .role = fits ? TextRole::caption : TextRole::small});
  inner.y += ui.px(5);
  paragraph(ui, std::string(card.id) + ".text", inner, ui.say(card.text), TextRole::number, true);
  return pressed;
}

void open_card(const Frame& frame, const Library& library, const std::string& id) {
  if (const ScenarioCard* card = library.find(id)) frame.wish(OpenScenario{card->path});
}

void draw_cards(const Frame& frame, const Library& library, LeftPaneView& view, Rect& rest) {
  if (draw_start_card(frame.ui, start_cards[0], rest, false)) {
    open_card(frame, library, first_scenario);
    frame.wish(Play{});
    view.list_open = true;
  }
  if (draw_start_card(frame.ui, start_cards[1], rest, false)) view.list_open = true;
  if (draw_start_card(frame.ui, start_cards[2], rest, false)) {
    open_card(frame, library, "sandbox");
    view.list_open = true;
  }
}

// How far a lesson has been taken, in a word; else how long it takes and for whom it is.
std::string lesson_words(const Frame& frame, const ScenarioCard& card) {
  const ui::Ui& ui = frame.ui;
  const auto found = frame.session.progress().find(card.id);
  const bool known = found != frame.session.progress().end();
  std::string words = ui.say("left.lesson.about", {{"minutes", std::int64_t{card.minutes}},
                                                   {"level", ui.say("left.level." + card.level)}});
  if (known && found->second.finished)
    words = ui.say("left.lesson.done");
  else if (known && found->second.reached > 0)
    words = ui.say("left.lesson.at", {{"n", std::int64_t{found->second.reached} + 1},
                                      {"all", std::int64_t{found->second.beats}}});
  return words;
}

std::string below_title(const Frame& frame, const ScenarioCard& card) {
  std::string words = card.guided && card.can_open() ? lesson_words(frame, card) : std::string();
  if (card.of_user) words += (words.empty() ? "" : " · ") + frame.ui.say("left.lesson.own");
  return words;
}

float scenario_height(const Frame& frame, const ScenarioCard& card, float width) {
  const ui::Ui& ui = frame.ui;
  const std::string below = below_title(frame, card);
  const float extra = below.empty() ? 0 : ui.text_height(below, width, TextRole::small);
  return ui.text_height(card.title(ui.language()), width, TextRole::caption) + extra + ui.px(12);
}

void draw_scenario_row(const Frame& frame, const Library& library, const ScenarioCard& card,
                       LeftPaneView& view, Rect& rest) {
  ui::Ui& ui = frame.ui;
  const Language language = ui.language();
  const std::string& title = card.title(language);
  const float width = rest.w - ui.px(24);
  const float height = scenario_height(frame, card, width);
  const Rect row{rest.x, rest.y, rest.w, height};
  rest.y += height + ui.px(2);
  const bool open = card.id == library.open;
  const bool can = card.can_open();
  const ui::Hit hit = ui.hit("left.scenario." + card.id, row, title,
                             {.enabled = can, .why_not = card.why_not(language)});
  if (open)
    ui.canvas().fill(row, ui.theme().selected, ui.px(4));
  else if (hit.hovered)
    ui.canvas().fill(row, ui.theme().hovered, ui.px(4));
  if (open) ui.canvas().fill({row.x, row.y, ui.px(4), row.h}, ui.theme().focus);
  Rect words = ui::inset(row, ui.px(12), ui.px(6));
  const float used = ui.text("left.scenario." + card.id + ".title", {words.x, words.y, words.w, 0},
                             title, {.secondary = !can, .wrap = true});
  const std::string below = below_title(frame, card);
  if (!below.empty())
    ui.text("left.scenario." + card.id + ".about", {words.x, words.y + used, words.w, 0}, below,
            {.role = TextRole::small, .secondary = true, .wrap = true});
  if (hit.hovered && !card.text(language).empty())
    ui.tooltip(can ? card.text(language) : card.why_not(language));
  if (!hit.clicked || !can) return;
  view.lesson.list_wanted = false;
  frame.wish(OpenScenario{card.path});
}

// Lessons first, then scenarios alone. The same walk measures (without `rest`) and draws.
float walk_list(const Frame& frame, const Library& library, LeftPaneView& view, float width,
                Rect* rest) {
  ui::Ui& ui = frame.ui;
  float height = 0;
  for (const bool guided : {true, false}) {
    const char* const key = guided ? "left.lessons" : "left.scenarios";
    height += ui.text_height(ui.say(key), width, TextRole::strong) + ui.px(12);
    if (rest) paragraph(ui, key, *rest, ui.say(key), TextRole::strong);
    if (rest) rest->y += ui.px(6);
    for (const ScenarioCard& card : library.cards) {
      if (card.guided != guided) continue;
      height += scenario_height(frame, card, width - ui.px(24)) + ui.px(2);
      if (rest) draw_scenario_row(frame, library, card, view, *rest);
    }
    if (rest) rest->y += ui.px(6);
  }
  return height;
}

// A lesson that waits: because the sandbox is on the screen, or the list.
bool draw_way_back(const Frame& frame, LeftPaneView& view, Rect& rest, bool drawing) {
  ui::Ui& ui = frame.ui;
  if (!frame.session.lesson()) return false;
  const Rect box{rest.x, rest.y, rest.w, ui.px(34)};
  rest.y = box.bottom() + ui.px(12);
  if (!drawing) return true;
  if (ui.button("left.to_lesson", box, ui.say("lesson.back_to_lesson"),
                {.icon = Icon::chevron_left, .primary = true, .role = TextRole::number})) {
    view.lesson.list_wanted = false;
    frame.wish(Learn{LessonStep::to_lesson});
  }
  return true;
}

void draw_library(const Frame& frame, const Library& library, LeftPaneView& view) {
  ui::Ui& ui = frame.ui;
  const float margin = ui.px(12);
  const float width = frame.layout.left.w - 2 * margin - ui.px(12);
  const ScenarioCard* open = library.find(library.open);
  // The height of the content is known only after it was laid out once: measured by a dry sum.
  Rect dry{0, 2 * margin, width, 0};
  draw_way_back(frame, view, dry, false);
  float height = dry.y;
  if (open)
    height += ui.text_height(open->title(ui.language()), width, TextRole::title) +
              ui.text_height(open->text(ui.language()), width, TextRole::caption) + ui.px(24);
  const bool list = view.list_open || library.open != first_scenario;
  if (list)
    height += walk_list(frame, library, view, width, nullptr);
  else
    for (const Card& card : start_cards)
      height += card_height(ui, card, width - ui.px(20)) + ui.px(10);
  if (!list) height -= ui.px(10);  // none below the last

  const ui::Area area(ui, "left", frame.layout.left, {.scrolls = true, .content_height = height});
  Rect rest = ui::inset(area.content(), margin);
  rest.w = width;
  draw_way_back(frame, view, rest, true);
  if (open) {
    paragraph(ui, "left.title", rest, open->title(ui.language()), TextRole::title);
    rest.y += ui.px(8);
    paragraph(ui, "left.text", rest, open->text(ui.language()), TextRole::caption);
    rest.y += ui.px(16);
  }
  if (list)
    walk_list(frame, library, view, width, &rest);
  else
    draw_cards(frame, library, view, rest);
}

}  // namespace

void draw_left_pane(const Frame& frame, const Library& library, LeftPaneView& view) {
  tell_both_languages(frame.ui, library);
  if (frame.session.in_lesson() && !view.lesson.list_wanted)
    draw_lesson_pane(frame, view.lesson, frame.layout.left);
  else
    draw_library(frame, library, view);
}

void draw_caption(const Frame& frame, const Library& library, LeftPaneView& view) {
  ui::Ui& ui = frame.ui;
  tell_both_languages(ui, library);
  const ui::Area area(ui, "caption", frame.layout.caption);
  Rect rest = ui::inset(frame.layout.caption, ui.px(8), ui.px(3));
  if (frame.session.in_lesson()) return draw_lesson_caption(frame, view.lesson, rest);
  const ScenarioCard* open = library.find(library.open);
  Rect side = ui::take_right(rest, ui.px(150));
  const Rect button{side.x, side.y + (side.h - ui.px(34)) / 2, side.w, ui.px(34)};
  if (ui.button("left.scenarios", button, ui.say("left.scenarios"), {.icon = Icon::book}))
    ui.open_menu("left.scenario", {button.x, button.bottom()});
  std::vector<ui::MenuItem> items;
  for (const ScenarioCard& card : library.cards)
    items.push_back({.id = "left.scenario." + card.id,
                     .label = card.title(ui.language()),
                     .enabled = card.can_open(),
                     .why_not = card.why_not(ui.language()),
                     .checked = card.id == library.open});
  if (const auto chosen = ui.menu("left.scenario", items)) {
    frame.wish(OpenScenario{library.cards[*chosen].path});
    view.list_open = true;
  }
  ui::take_right(rest, ui.px(8));
  if (!open) return;
  const std::string& about = open->text(ui.language());
  const bool fits = ui.text_height(about, rest.w, TextRole::small) <= rest.h;
  ui.text("left.text", rest, fits ? about : open->title(ui.language()),
          {.role = fits ? TextRole::small : TextRole::caption, .wrap = fits});
}

}  // namespace app::panels
