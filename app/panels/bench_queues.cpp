// The listener's two queues on the attack bench: cells large enough to say how old each request is
// and how often its SYN-ACK was repeated.
#include <algorithm>
#include <cmath>

#include "app/panels/attack_bench.hpp"
#include "app/panels/queue_cell.hpp"
#include "app/panels/segment_look.hpp"

namespace app::panels {
namespace {

using ui::Rect;
using ui::TextRole;

struct Shelf {
  std::string id;  // "bench.queue.syn"
  const char* words;
  const scene::Queue& queue;
};

// As large as they fit, in as few lines as possible.
struct ShelfGrid {
  std::size_t across{};
  float width{}, height{};
};
ShelfGrid grid_for(const ui::Ui& ui, std::size_t cells, const Rect& room) {
  const float least = ui.px(10), widest = ui.px(72), highest = ui.px(42);
  for (std::size_t lines = 1;; ++lines) {
    const std::size_t across = (cells + lines - 1) / lines;
    const float width = std::min(widest, room.w / static_cast<float>(across));
    const float height = std::min(highest, room.h / static_cast<float>(lines));
    if (width >= ui.px(44) || width >= height || height <= least)
      return {across, std::max(width, ui.px(3)), height};
  }
}

void draw_bench_cell(const BenchPlace& place, const Shelf& shelf, const scene::QueueCell& cell,
                     const Rect& box) {
  const Frame& frame = place.frame;
  ui::Ui& ui = frame.ui;
  const std::string id = shelf.id + "." + std::to_string(cell.connection.value);
  const ui::Hit hit = draw_queue_cell(frame, id, box, cell);
  if (hit.clicked) frame.wish(Select{ConnectionRef{place.bench.target, cell.connection}});
  const std::string age =
      ui.say("bench.age",
             {{"s", std::to_string(std::chrono::floor<std::chrono::seconds>(cell.age).count())}});
  const std::string again = ui.say("bench.again", {{"n", std::to_string(cell.retries)}});
  const ui::Fonts& fonts = ui.fonts();
  const float widest =
      std::max(fonts.measure(TextRole::small, age).w, fonts.measure(TextRole::small, again).w);
  if (widest > box.w - ui.px(4) || box.h < 1.9f * fonts.line_height(TextRole::small)) return;
  Rect lower = box;
  const Rect upper = ui::take_top(lower, box.h / 2);
  ui.text(id + ".age", upper, age, {.role = TextRole::small, .align = ui::Align::centre});
  ui.text(id + ".again", lower, again, {.role = TextRole::small, .align = ui::Align::centre});
}

void draw_shelf(const BenchPlace& place, const Shelf& shelf, Rect rest) {
  ui::Ui& ui = place.frame.ui;
  const scene::Queue& queue = shelf.queue;
  std::string count = std::to_string(queue.count) + "/" + std::to_string(queue.capacity);
  if (queue.full()) count = ui.say("queue.full", {{"count", count}});
  Rect line = ui::take_top(rest, ui.px(20));
  ui.text(shelf.id + ".count", ui::take_right(line, ui.px(110)), count,
          {.role = TextRole::number, .align = ui::Align::right});
  ui.text(shelf.id, line, ui.say(shelf.words), {.role = TextRole::small});
  const std::size_t places = std::min<std::size_t>(queue.capacity, scene::shown_at_most);
  if (places == 0) return;
  const ShelfGrid grid = grid_for(ui, places, rest);
  for (std::size_t i = 0; i < places; ++i) {
    const Rect whole{rest.x + static_cast<float>(i % grid.across) * grid.width,
                     rest.y + static_cast<float>(i / grid.across) * grid.height, grid.width,
                     grid.height};
    const Rect box = ui::inset(whole, ui.px(1));
    if (i < queue.cells.size())
      draw_bench_cell(place, shelf, queue.cells[i], box);
    else
      ui.canvas().outline(box, ui.theme().line, ui.px(1));
  }
}

}  // namespace

void draw_bench_queues(const BenchPlace& place, Rect rest) {
  ui::Ui& ui = place.frame.ui;
  if (!place.bench.queues) {
    ui.text("bench.no_listener", rest, ui.say("bench.no_listener"),
            {.secondary = true, .wrap = true});
    return;
  }
  const scene::ListenerQueues& queues = *place.bench.queues;
  if (queues.cookie_age) {
    Rect line = ui::take_bottom(rest, ui.px(20));
    ui.text("bench.cookie", line, ui.say("bench.cookie", {{"age", about(*queues.cookie_age)}}),
            {.role = TextRole::small, .secondary = true});
  }
  Rect upper = ui::take_top(rest, rest.h * 0.6f);
  ui::take_bottom(upper, ui.px(4));
  draw_shelf(place, {"bench.queue.syn", "queue.syn", queues.half_open}, upper);
  draw_shelf(place, {"bench.queue.accept", "queue.accept", queues.acceptable}, rest);
}

}  // namespace app::panels
