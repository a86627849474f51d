#include "app/panels/branch_strip.hpp"

#include <algorithm>
#include <array>

#include "app/ui/numbers.hpp"

namespace app::panels {
namespace {

using ui::LineStyle;
using ui::Rect;

constexpr std::array patterns{LineStyle::solid, LineStyle::dashed, LineStyle::dotted,
                              LineStyle::dash_dot};
constexpr auto most_rails = static_cast<std::uint32_t>(patterns.size());

std::string name_of(const Frame& frame, engine::BranchId id) {
  return frame.ui.say("top.branch.name", {{"letter", branch_letter(id)}});
}

// Where it comes from, in a sentence.
std::string origin_of(const Frame& frame, engine::BranchId id) {
  const engine::Branch& branch = frame.session.branches()[id];
  if (!branch.parent) return frame.ui.say("top.branch.first", {{"name", name_of(frame, id)}});
  return frame.ui.say("top.branch.from", {{"name", name_of(frame, id)},
                                          {"parent", branch_letter(*branch.parent)},
                                          {"at", ui::clock_text(branch.forked_at)}});
}

void draw_rail(const Frame& frame, engine::BranchId id, const Rect& box) {
  ui::Ui& ui = frame.ui;
  const std::string letter = branch_letter(id);
  const bool chosen = id == frame.session.branch();
  const ui::Hit hit = ui.hit("top.branch." + letter, box, name_of(frame, id));
  ui::Canvas& canvas = ui.canvas();
  const ui::Theme& theme = ui.theme();
  if (chosen || hit.hovered) canvas.fill(box, chosen ? theme.selected : theme.hovered, ui.px(4));
  if (chosen) canvas.outline(box, theme.ink, ui.px(1.5f), ui.px(4));
  Rect rest = ui::inset(box, ui.px(6), 0);
  const ui::TextRole role = chosen ? ui::TextRole::strong : ui::TextRole::caption;
  const Rect place = ui::take_left(rest, canvas.measure(role, letter).w + ui.px(5));
  canvas.text_in(place, role, letter, theme.ink);
  canvas.line({rest.x, rest.centre().y}, {rest.right(), rest.centre().y},
              {.color = theme.ink, .width = ui.px(chosen ? 3 : 2), .style = patterns[id.value]});
  if (hit.hovered) ui.tooltip(origin_of(frame, id));
  if (hit.clicked && !chosen) frame.wish(SelectBranch{id});
}

// Room for the longest name, the arrow of the list and the icon.
float list_width(const Frame& frame, const std::vector<std::string>& names) {
  float width = 0;
  for (const std::string& name : names)
    width = std::max(width, frame.ui.fonts().measure(ui::TextRole::caption, name).w);
  return width + frame.ui.px(64);
}

void draw_list(const Frame& frame, Rect& rest) {
  const engine::Branches& branches = frame.session.branches();
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < branches.count(); ++i) names.push_back(name_of(frame, {i}));
  const Rect box = ui::inset(ui::take_right(rest, list_width(frame, names)), frame.ui.px(3));
  const auto chosen =
      frame.ui.combo("top.branch", box, names, frame.session.branch().value,
                     {.icon = ui::Icon::branch, .tooltip = frame.ui.say("top.branch.tooltip")});
  if (chosen) frame.wish(SelectBranch{{static_cast<std::uint32_t>(*chosen)}});
}

}  // namespace

void draw_branch_strip(const Frame& frame, Rect& rest) {
  const auto count = static_cast<std::uint32_t>(frame.session.branches().count());
  if (count < 2) return;
  if (count > most_rails) draw_list(frame, rest);
  const float width = frame.ui.px(58);
  const std::uint32_t rails = std::min(count, most_rails);
  Rect strip = ui::take_right(rest, width * static_cast<float>(rails));
  for (std::uint32_t i = 0; i < rails; ++i)
    draw_rail(frame, {i}, ui::inset(ui::take_left(strip, width), frame.ui.px(3)));
}

}  // namespace app::panels
