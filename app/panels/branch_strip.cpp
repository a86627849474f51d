#include "app/panels/branch_strip.hpp"

#include <algorithm>
#include <array>

#include "app/ui/numbers.hpp"

namespace app::panels {
namespace {

using ui::LineStyle;
using ui::Rect;

// Colour, letter and pattern say the same; the colours are those of the tokens (ux 9.1).
struct Rail {
  LineStyle pattern;
  ui::TokenKind color;
};
constexpr std::array rails{
    Rail{LineStyle::solid, ui::TokenKind::syn}, Rail{LineStyle::dashed, ui::TokenKind::fin},
    Rail{LineStyle::dotted, ui::TokenKind::data}, Rail{LineStyle::dash_dot, ui::TokenKind::rst}};
constexpr std::string_view branch_menu_id = "top.branch.menu";
constexpr std::string_view branch_dialog_id = "branch";
constexpr std::size_t longest_name = 60;  // bytes

// Where it comes from, in a sentence.
std::string origin_of(const Frame& frame, engine::BranchId id) {
  const engine::Branch& branch = frame.session.branches()[id];
  if (!branch.parent) return frame.ui.say("top.branch.first", {{"name", branch_words(frame, id)}});
  return frame.ui.say("top.branch.from", {{"name", branch_words(frame, id)},
                                          {"parent", branch_letter(*branch.parent)},
                                          {"at", ui::clock_text(branch.forked_at)}});
}

// What can be done with the current branch, and the deleted ones.
void draw_branch_menu(const Frame& frame) {
  ui::Ui& ui = frame.ui;
  if (!ui.menu_open(branch_menu_id)) return;
  const Session& session = frame.session;
  std::vector<ui::MenuItem> items{
      {.id = "top.branch.menu.name", .label = ui.say("branch.name"), .icon = ui::Icon::pencil},
      {.id = "top.branch.menu.delete", .label = ui.say("branch.delete"), .icon = ui::Icon::cross}};
  std::vector<Intent> intents{ShowPanel{Panel::name_branch}, DeleteBranch{session.branch()}};
  for (std::uint32_t i = 0; i < session.branches().count(); ++i) {
    if (!session.is_deleted({i})) continue;
    items.push_back({.id = "top.branch.menu.restore." + branch_letter({i}),
                     .label = ui.say("branch.restore", {{"name", branch_words(frame, {i})}}),
                     .line_before = items.size() == 2});
    intents.push_back(DeleteBranch{{i}, false});
  }
  if (const auto chosen = ui.menu(branch_menu_id, items)) frame.wish(intents[*chosen]);
}

// The name a person gave stands beside the letter when it is short enough to be whole.
float rail_width(const Frame& frame, engine::BranchId id) {
  const std::string& name = frame.session.name_of(id);
  const float plain = frame.ui.px(58);
  if (name.empty() || frame.layout.compact) return plain;
  const float words = frame.ui.fonts().measure(ui::TextRole::caption, name).w;
  return words > frame.ui.px(110) ? plain : plain + words + frame.ui.px(14);
}

void draw_rail(const Frame& frame, engine::BranchId id, const Rail& rail, const Rect& box) {
  ui::Ui& ui = frame.ui;
  const std::string letter = branch_letter(id);
  const bool chosen = id == frame.session.branch();
  const ui::Hit hit = ui.hit("top.branch." + letter, box, branch_words(frame, id));
  ui::Canvas& canvas = ui.canvas();
  const ui::Theme& theme = ui.theme();
  if (chosen || hit.hovered) canvas.fill(box, chosen ? theme.selected : theme.hovered, ui.px(4));
  if (chosen) canvas.outline(box, theme.ink, ui.px(1.5f), ui.px(4));
  Rect rest = ui::inset(box, ui.px(6), 0);
  const ui::TextRole role = chosen ? ui::TextRole::strong : ui::TextRole::caption;
  const ui::Color ink = chosen ? theme.ink : theme.secondary;
  const Rect place = ui::take_left(rest, canvas.measure(role, letter).w + ui.px(5));
  canvas.text_in(place, role, letter, ink);
  if (const std::string& name = frame.session.name_of(id); !name.empty() && box.w > ui.px(60)) {
    const Rect words = ui::take_left(rest, rest.w - ui.px(30));
    ui.text("top.branch." + letter + ".name", words, name,
            {.role = ui::TextRole::caption, .secondary = !chosen});
    ui::take_left(rest, ui.px(4));
  }
  constexpr float dimmed = 0.6f;  // what the current world is not
  const ui::Color fill = theme.token(rail.color).fill;
  canvas.line({rest.x, rest.centre().y}, {rest.right(), rest.centre().y},
              {.color = chosen ? fill : ui::faded(fill, dimmed),
               .width = ui.px(chosen ? 4 : 3),
               .style = rail.pattern,
               .casing = chosen ? theme.ink : ui::Color{0, 0, 0, 0}});
  if (hit.hovered) {
    std::string words = origin_of(frame, id);
    if (chosen) words += " " + ui.say("top.branch.menu");
    ui.tooltip(words);
  }
  if (!hit.clicked) return;
  if (chosen)
    ui.open_menu(branch_menu_id, {box.x, box.bottom()});
  else
    frame.wish(SelectBranch{id});
}

// Room for the longest name, the arrow of the list and the icon.
float list_width(const Frame& frame, const std::vector<std::string>& names) {
  float width = 0;
  for (const std::string& name : names)
    width = std::max(width, frame.ui.fonts().measure(ui::TextRole::caption, name).w);
  return std::min(width, frame.ui.px(150)) + frame.ui.px(64);
}

void draw_branch_list(const Frame& frame, std::span<const engine::BranchId> branches, Rect& rest) {
  std::vector<std::string> names;
  std::size_t current = 0;
  for (std::size_t i = 0; i < branches.size(); ++i) {
    names.push_back(branch_words(frame, branches[i]));
    if (branches[i] == frame.session.branch()) current = i;
  }
  const Rect box = ui::inset(ui::take_right(rest, list_width(frame, names)), frame.ui.px(3));
  const auto chosen =
      frame.ui.combo("top.branch", box, names, current,
                     {.icon = ui::Icon::branch, .tooltip = frame.ui.say("top.branch.tooltip")});
  if (chosen) frame.wish(SelectBranch{branches[*chosen]});
}

}  // namespace

std::vector<engine::BranchId> shown_branches(const Session& session) {
  std::vector<engine::BranchId> shown;
  for (std::uint32_t i = 0; i < session.branches().count(); ++i)
    if (!session.is_deleted({i})) shown.push_back({i});
  return shown;
}

std::string branch_words(const Frame& frame, engine::BranchId id) {
  const std::string letter = branch_letter(id);
  const std::string& name = frame.session.name_of(id);
  if (name.empty()) return frame.ui.say("top.branch.name", {{"letter", letter}});
  return frame.ui.say("top.branch.named", {{"letter", letter}, {"name", name}});
}

ui::Stroke branch_stroke(const Frame& frame, engine::BranchId id) {
  const Rail& rail = rails[id.value % rails.size()];
  const ui::Theme& theme = frame.ui.theme();
  return {.color = theme.token(rail.color).fill, .style = rail.pattern, .casing = theme.ink};
}

void draw_branch_strip(const Frame& frame, Rect& rest) {
  const std::vector<engine::BranchId> shown = shown_branches(frame.session);
  if (frame.session.branches().count() < 2) return;
  if (shown.size() > rails.size()) draw_branch_list(frame, shown, rest);
  const std::size_t count = std::min(shown.size(), rails.size());
  float width = 0;
  for (std::size_t i = 0; i < count; ++i) width += rail_width(frame, shown[i]);
  Rect strip = ui::take_right(rest, width);
  for (std::size_t i = 0; i < count; ++i)
    draw_rail(frame, shown[i], rails[shown[i].value % rails.size()],
              ui::inset(ui::take_left(strip, rail_width(frame, shown[i])), frame.ui.px(3)));
  draw_branch_menu(frame);
}

void draw_branch_name(const Frame& frame, BranchNameView& view) {
  ui::Ui& ui = frame.ui;
  const engine::BranchId branch = frame.session.branch();
  const bool wanted = frame.session.settings().is_shown(Panel::name_branch);
  const bool up = ui.dialog_open(branch_dialog_id);
  const DialogGate::Turn turn = view.gate.follow(frame, branch_dialog_id, wanted);
  if (turn == DialogGate::Turn::closed) frame.wish(ShowPanel{Panel::name_branch, false});
  if (turn != DialogGate::Turn::open) return;
  if (!up) {
    view.name = frame.session.name_of(branch);
    view.fresh = true;
  }
  const std::string letter = branch_letter(branch);
  const ui::Dialog dialog(ui, branch_dialog_id, ui.say("branch.title", {{"letter", letter}}),
                          {440, 170});
  if (!dialog.open()) return;
  Rect rest = dialog.content();
  ui.text("branch.words", ui::take_top(rest, ui.px(24)), ui.say("branch.words"));
  const ui::Edit edit = ui.text_field("branch.field", ui::take_top(rest, ui.px(34)), view.name,
                                      {.label = ui.say("branch.words"),
                                       .hint = ui.say("branch.hint", {{"letter", letter}}),
                                       .focus_now = view.fresh});
  if (ui.typing()) view.fresh = false;
  const std::string why_not =
      view.name.size() > longest_name ? ui.say("branch.too_long") : std::string();
  const Answer answer = ask(frame, branch_dialog_id, rest, ui.say("branch.ok"), why_not);
  const bool agreed = (answer == Answer::yes || edit == ui::Edit::committed) && why_not.empty();
  if (agreed) frame.wish(NameBranch{branch, view.name});
  if (agreed || answer == Answer::no || edit == ui::Edit::cancelled)
    frame.wish(ShowPanel{Panel::name_branch, false});
}

}  // namespace app::panels
