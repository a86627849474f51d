// The attack bench: flood, defence and an honest client beside each other, with every number at
// hand. Lies where the inspector lies otherwise. All that it changes are interventions: they can be
// undone, and in the past they make a branch. Widgets: bench.* (app/README.md).
#pragma once

#include <optional>
#include <span>
#include <string>

#include "app/panels/frame.hpp"
#include "app/panels/library.hpp"
#include "app/scene/attack_bench.hpp"

namespace app::panels {

// A number that can be dragged, typed, and changed by arrow keys. What is dragged or typed counts
// when it is let go: one intervention, not a hundred.
struct BenchNumber {
  std::string typed{};
  std::optional<std::size_t> dragged{};  // which stop
  bool edited{};                         // what stands in the field counts once it is left
  bool refused{};                        // what was typed last is none that can be
};

struct AttackBenchView {
  scene::Rate rate = 2'000;  // of the flood that is not under way: two a second
  engine::Duration visits = std::chrono::seconds(2);
  BenchNumber rate_number{}, backlog_number{}, retries_number{};
  scene::AttemptLog log{};
  bool drawn{};  // in this frame
};

// Drawn while the session shows Panel::attack_bench.
void draw_attack_bench(const Frame& frame, const Library& library, AttackBenchView& view);

// Before each frame: what was being dragged or typed when the bench vanished is forgotten, so that
// it does not happen when the bench comes back.
void forget_if_vanished(AttackBenchView& view);

// ---- its parts
struct BenchPlace {
  const Frame& frame;
  const scene::AttackBench& bench;
};
// A row: its name, a slider among `stops`, and the number itself. The number that was chosen.
struct NumberRow {
  const char* id;     // "bench.rate"
  const char* words;  // key of its name
  std::string shown;  // the number as it stands now
  std::span<const std::string> stops;
  std::size_t at{};          // which stop is nearest
  const char *least, *most;  // what can be typed, as it is written
  bool enabled = true;
  std::string why_not{};
};
// What was chosen, as typed; none = nothing, or not yet.
std::optional<std::string> number_row(ui::Ui& ui, ui::Rect row, const NumberRow& look,
                                      BenchNumber& number);

void draw_bench_queues(const BenchPlace& place, ui::Rect rest);

}  // namespace app::panels
