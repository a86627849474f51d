#include "app/panels/endpoint_blocks.hpp"

#include <algorithm>

#include "app/panels/endpoint_panel.hpp"

namespace app::panels {
namespace {

using ui::Rect;
using ui::TextRole;

// The minimum first: what runs and what is remembered, then what can be done, then the pictures.
constexpr std::uint8_t importance(Panel block) {
  constexpr std::array order{Panel::timers,        Panel::variables, Panel::calls,
                             Panel::small_diagram, Panel::queues,    Panel::connections};
  return static_cast<std::uint8_t>(std::ranges::find(order, block) - order.begin());
}

// From the beat on that opens the queues they are what the lesson is about.
bool is_about_queues(const Session& session) {
  if (!session.in_lesson()) return false;
  const auto& beats = session.lesson()->lesson().beats;
  return std::any_of(beats.begin(), beats.begin() + session.lesson()->state.beat + 1,
                     [](const engine::Beat& beat) {
                       const auto& panels = beat.camera.panels;
                       return std::ranges::find(panels, engine::ShownPanel::queues) != panels.end();
                     });
}

}  // namespace

void fold_blocks(const Frame& frame, const EndpointView& view, float room, BlockPlan& plan) {
  const ui::Ui& ui = frame.ui;
  std::vector<scene::Block> blocks;
  float gaps = 0;
  for (std::size_t i = 0; i < endpoint_block_count; ++i) {
    // What only a listener has gets its title's room on both ends, so that they fold alike.
    const bool listeners =
        endpoint_blocks[i] == Panel::queues || endpoint_blocks[i] == Panel::connections;
    if (!plan.present[i] && listeners) gaps += ui.px(block_title_height + block_gap);
    if (!plan.present[i]) continue;
    if (!blocks.empty()) gaps += ui.px(block_gap);
    blocks.push_back({.title = ui.px(block_title_height),
                      .body = plan.body[i],
                      .importance = importance(endpoint_blocks[i]),
                      .wanted = frame.session.settings().is_shown(endpoint_blocks[i]),
                      .pinned = view.pinned[i] || (endpoint_blocks[i] == Panel::queues &&
                                                   is_about_queues(frame.session))});
  }
  const std::vector<bool> open = scene::open_blocks(blocks, room - gaps);
  std::size_t next = 0;
  float used = gaps;
  for (std::size_t i = 0; i < endpoint_block_count; ++i) {
    if (!plan.present[i]) continue;
    plan.open[i] = open[next++];
    used += ui.px(block_title_height) + (plan.open[i] ? plan.body[i] : 0);
  }
  for (std::size_t i = 0; i < endpoint_block_count; ++i)
    if (endpoint_blocks[i] == Panel::small_diagram && plan.open[i])
      plan.body[i] += std::clamp(room - used, 0.0f, ui.px(190));
}

void draw_block_title(const Frame& frame, const Endpoint& end, EndpointView& view,
                      const BlockPlan& plan, std::size_t block, const Rect& line,
                      const std::string& summary) {
  ui::Ui& ui = frame.ui;
  const Panel panel = endpoint_blocks[block];
  const std::string name(app::name(panel));
  const std::string title = ui.say("block." + name);
  const bool open = plan.open[block];
  const std::string id = end.id + ".fold." + name;
  const float width = ui.fonts().measure(TextRole::small, title).w + ui.px(6);
  const float wanted = ui.fonts().measure(TextRole::small, summary).w + ui.px(4);
  const bool fits = ui.px(13) + width + wanted <= line.w;  // else the summary is in the tooltip
  const std::string verb = ui.say(open ? "block.fold" : "block.unfold");
  const ui::Hit hit = ui.hit(id, line, title, {.tooltip = fits ? verb : summary});
  if (hit.hovered) ui.canvas().fill(line, ui.theme().hovered, ui.px(3));
  if (hit.hovered) ui.set_pointer(platform::Pointer::hand);
  Rect rest = line;
  const float side = ui.px(9);
  const Rect mark = ui::take_left(rest, side + ui.px(4));
  ui.canvas().icon({mark.x, mark.centre().y - side / 2, side, side},
                   open ? ui::Icon::chevron_down : ui::Icon::chevron_right, ui.theme().secondary);
  ui.canvas().text_in(ui::take_left(rest, width), TextRole::small, title, ui.theme().secondary);
  if (!summary.empty() && fits) {
    ui.text(end.id + "." + name + ".summary", ui::take_right(rest, wanted), summary,
            {.role = TextRole::small, .align = ui::Align::right});
    ui::take_right(rest, ui.px(4));
  }
  ui.canvas().fill({rest.x, rest.centre().y, rest.w, std::max(1.0f, ui.px(0.75f))},
                   ui::faded(ui.theme().line, 0.5f));
  if (!hit.clicked) return;
  view.pinned[block] = !open;
  if (open || !frame.session.settings().is_shown(panel)) frame.wish(ShowPanel{panel, !open});
}

}  // namespace app::panels
