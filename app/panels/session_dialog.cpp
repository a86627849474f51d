#include "app/panels/session_dialog.hpp"

#include <algorithm>

namespace app::panels {
namespace {

using ui::Rect;

constexpr std::string_view extension = ".synscope";

// One of the two dialogs: which it is, and what its words and widgets begin with.
struct Kind {
  Panel panel;
  const char* id;
  const char* title;
  const char* ok;
};
constexpr Kind opening{Panel::open_session, "session.open", "session.open.title",
                       "session.open.ok"};
constexpr Kind saving{Panel::save_session, "session.save", "session.save.title", "session.save.ok"};

std::string folder_with(const Library& library, const std::string& name) {
  return library.session_folder + "/" + name;
}

// A name that is not taken yet: "lost-third-ack", "lost-third-ack-2", ...
std::string free_path(const Library& library, const std::string& title) {
  const auto taken = [&](const std::string& path) {
    return std::ranges::find(library.sessions, path, &SessionCard::path) != library.sessions.end();
  };
  std::string path = folder_with(library, title + std::string(extension));
  for (int number = 2; taken(path); ++number)
    path = folder_with(library, title + "-" + std::to_string(number) + std::string(extension));
  return path;
}

// What a typed path means.
std::string meant(const Library& library, std::string path) {
  if (path.find('/') == std::string::npos) path = folder_with(library, path);
  const bool complete = path.find('.', path.find_last_of('/')) != std::string::npos;
  return complete ? path : path + std::string(extension);
}

void propose_path(const Frame& frame, const Library& library, const Kind& kind,
                  SessionDialogView& view) {
  view.fresh = true;
  const std::string& own = frame.session.saved_as();
  if (kind.panel == Panel::open_session)
    view.path.clear();
  else
    view.path = own.empty() ? free_path(library, frame.session.title()) : own;
}

float session_row_height(const ui::Ui& ui) { return ui.px(30); }

// The known sessions, newest first; a click puts the path into the field, a double click opens.
const SessionCard* draw_session_list(const Frame& frame, const Library& library, const Kind& kind,
                                     SessionDialogView& view, const Rect& box) {
  ui::Ui& ui = frame.ui;
  const SessionCard* opened = nullptr;
  std::vector<const SessionCard*> cards;
  for (const SessionCard& card : library.sessions)
    if (kind.panel == Panel::open_session || !card.automatic) cards.push_back(&card);
  if (cards.empty()) {
    ui.text(std::string(kind.id) + ".none", box, ui.say("session.none"),
            {.secondary = true, .wrap = true});
    return opened;
  }
  const float height = session_row_height(ui) * static_cast<float>(cards.size());
  const ui::Area area(ui, std::string(kind.id) + ".list", box,
                      {.scrolls = height > box.h, .content_height = height, .overlay = true});
  Rect rest = area.content();
  for (std::size_t i = 0; i < cards.size(); ++i) {
    const SessionCard& card = *cards[i];
    const Rect row = ui::take_top(rest, session_row_height(ui));
    const std::string words = ui.say(card.automatic ? "session.row.automatic" : "session.row.saved",
                                     {{"name", card.name}, {"when", card.when}});
    const std::string id = std::string(kind.id) + ".row." + std::to_string(i);
    const ui::Hit hit = ui.row(id, row, words, view.path == card.path);
    if (hit.hovered) ui.tooltip(card.path);
    if (hit.clicked) view.path = card.path;
    if (hit.double_clicked) opened = &card;
  }
  return opened;
}

// Was kept by the program and has no name of its own.
bool is_kept(const Library& library, const std::string& path) {
  const auto card = std::ranges::find(library.sessions, path, &SessionCard::path);
  return card != library.sessions.end() && card->automatic;
}

void open_or_save(const Frame& frame, const Library& library, const Kind& kind,
                  const std::string& path) {
  if (kind.panel == Panel::open_session)
    frame.wish(OpenSession{path, is_kept(library, path)});
  else
    frame.wish(SaveSession{path, false});
}

void draw(const Frame& frame, const Library& library, const Kind& kind, SessionDialogView& view) {
  ui::Ui& ui = frame.ui;
  const bool wanted = frame.session.settings().is_shown(kind.panel);
  const bool up = ui.dialog_open(kind.id);
  const DialogGate::Turn turn = view.gate.follow(frame, kind.id, wanted);
  if (turn == DialogGate::Turn::closed) frame.wish(ShowPanel{kind.panel, false});
  if (turn != DialogGate::Turn::open) return;
  if (!up) propose_path(frame, library, kind, view);
  const float width = std::min(760.0f, ui.width() / ui.scale() - 40);
  const float height = std::min(430.0f, ui.height() / ui.scale() - 40);
  const ui::Dialog dialog(ui, kind.id, ui.say(kind.title), {width, height});
  if (!dialog.open()) return;
  Rect rest = dialog.content();
  ui.text(std::string(kind.id) + ".words", ui::take_top(rest, ui.px(24)), ui.say("session.path"));
  const ui::Edit edit = ui.text_field(
      std::string(kind.id) + ".path", ui::take_top(rest, ui.px(34)), view.path,
      {.label = ui.say("session.path"), .hint = library.session_folder, .focus_now = view.fresh});
  if (ui.typing()) view.fresh = false;
  ui::take_top(rest, ui.px(8));
  const std::string why_not = view.path.empty() ? ui.say("session.no_path") : std::string();
  const Answer answer = ask(frame, kind.id, rest, ui.say(kind.ok), why_not);
  const SessionCard* chosen = draw_session_list(frame, library, kind, view, rest);
  const bool agreed = (answer == Answer::yes || edit == ui::Edit::committed) && why_not.empty();
  if (chosen)
    open_or_save(frame, library, kind, chosen->path);
  else if (agreed)
    open_or_save(frame, library, kind, meant(library, view.path));
  if (chosen || agreed || answer == Answer::no) frame.wish(ShowPanel{kind.panel, false});
}

}  // namespace

void draw_session_dialogs(const Frame& frame, const Library& library, SessionDialogViews& views) {
  draw(frame, library, opening, views.open);
  draw(frame, library, saving, views.save);
}

}  // namespace app::panels
