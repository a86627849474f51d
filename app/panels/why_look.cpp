#include "app/panels/why_look.hpp"

#include "engine/base/invariant.hpp"

namespace app::panels {

ui::Icon why_icon(const scene::WhyRow& row) {
  using enum scene::WhyRow::Kind;
  switch (row.kind) {
    case check:
      return row.outcome == engine::Outcome::passed ? ui::Icon::check : ui::Icon::cross;
    case decision:
      return ui::Icon::chevron_right;
    case silence:
      return ui::Icon::hold;
    case sent:
      return ui::Icon::step_forward;
    case state:
      return ui::Icon::diamond;
    case signal:
      return ui::Icon::flag;
    case dropped:
      return ui::Icon::cross;
  }
  engine::unreachable("WhyRow::Kind");
}

}  // namespace app::panels
