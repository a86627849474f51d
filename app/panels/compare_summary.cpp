// The sums of two compared branches: figures that differ are bold and carry the difference.
#include <algorithm>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "app/panels/compare_view.hpp"
#include "app/panels/segment_look.hpp"
#include "app/ui/phrases.hpp"

namespace app::panels {
namespace {

using ui::Rect;
using ui::TextRole;

std::string value_words(const Frame& frame, const std::optional<scene::PhraseValue>& value) {
  if (!value) return frame.ui.say("compare.sum.never");
  return ui::words(frame.ui.strings(), frame.ui.language(), *value);
}

// "B −900 ms": by how much the second differs, where that is a number.
std::string difference_words(const Frame& frame, const scene::SummaryRow& row, engine::BranchId b) {
  std::string by;
  const auto* here = row.a ? std::get_if<std::int64_t>(&*row.a) : nullptr;
  const auto* there = row.b ? std::get_if<std::int64_t>(&*row.b) : nullptr;
  if (row.later) {
    const bool sooner = *row.later < engine::Duration{};
    by = (sooner ? "−" : "+") + about(sooner ? -*row.later : *row.later);
  } else if (here != nullptr && there != nullptr) {
    by = (*there < *here ? "−" : "+") +
         std::to_string(std::max(*here, *there) - std::min(*here, *there));
  }
  if (by.empty()) return {};
  return frame.ui.say("compare.sum.difference", {{"branch", branch_letter(b)}, {"by", by}});
}

std::string summary_words(const Frame& frame, const scene::SummaryRow& row, engine::BranchId a,
                          engine::BranchId b) {
  const ui::Ui& ui = frame.ui;
  std::string title = ui.say(row.key);
  if (row.of)
    title = ui.say("compare.sum.at_host",
                   {{"host", ui::words(ui.strings(), ui.language(), *row.of)}, {"what", title}});
  const std::string difference = row.differs ? difference_words(frame, row, b) : std::string();
  if (!row.differs)
    return ui.say("compare.sum.equal", {{"what", title}, {"value", value_words(frame, row.a)}});
  return ui.say(difference.empty() ? "compare.sum.row" : "compare.sum.row_by",
                {{"what", title},
                 {"a", branch_letter(a)},
                 {"here", value_words(frame, row.a)},
                 {"b", branch_letter(b)},
                 {"there", value_words(frame, row.b)},
                 {"by", difference}});
}

}  // namespace

void draw_compare_summary(const Frame& frame, const engine::Comparison& comparison,
                          engine::BranchId a, engine::BranchId b, Rect strip) {
  ui::Ui& ui = frame.ui;
  ui.canvas().fill(strip, ui.theme().window, ui.px(4));
  ui.canvas().outline(strip, ui.theme().line, ui.px(1), ui.px(4));
  strip = ui::inset(strip, ui.px(8), ui.px(3));
  const auto all = scene::summary(comparison, frame.session.timeline());
  // What differs comes first; the rest is filled in as far as there is room.
  std::vector<scene::SummaryRow> rows;
  std::ranges::copy_if(all, std::back_inserter(rows), &scene::SummaryRow::differs);
  std::ranges::copy_if(all, std::back_inserter(rows), std::not_fn(&scene::SummaryRow::differs));
  const float height = ui.fonts().line_height(TextRole::number) + ui.px(2);
  Rect line = ui::take_top(strip, height);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const TextRole role = rows[i].differs ? TextRole::strong : TextRole::number;
    const std::string words = summary_words(frame, rows[i], a, b);
    const float width = ui.fonts().measure(role, words).w + ui.px(6);
    if (line.w < width) line = ui::take_top(strip, height);
    if (line.h < height || line.w < width) return;
    ui.text("compare.sum." + std::to_string(i), ui::take_left(line, width), words,
            {.role = role, .secondary = !rows[i].differs});
    ui::take_left(line, ui.px(22));
  }
}

}  // namespace app::panels
