#include "app/panels/queue_cell.hpp"

namespace app::panels {

ui::Hit draw_queue_cell(const Frame& frame, const std::string& id, const ui::Rect& box,
                        const scene::QueueCell& cell) {
  ui::Ui& ui = frame.ui;
  const ui::Hit hit = ui.hit(id, box, cell.remote);
  ui.canvas().fill(box, ui.theme().selected);
  ui.canvas().outline(box, ui.theme().ink, ui.px(1.5f));
  if (hit.hovered)
    ui.tooltip(ui.say(scene::Phrase{
        "queue.cell",
        {{"remote", cell.remote}, {"age", cell.age}, {"retries", std::int64_t{cell.retries}}}}));
  return hit;
}

}  // namespace app::panels
