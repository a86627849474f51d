// What the pointer and the keyboard do to a control. Everything operable goes through hit().
#include <algorithm>

#include "app/ui/ui_state.hpp"

namespace app::ui {
namespace {

constexpr double tooltip_delay = 0.35;  // seconds over a control before it explains itself

}  // namespace

// A control without a tooltip still tells its name in the other language, in bilingual mode.
void Ui::State::note_hover(std::string_view id, std::string_view label, const Look& look) {
  const std::string& words = look.enabled ? look.tooltip : look.why_not;
  const std::string_view other = other_words(words.empty() ? label : std::string_view(words));
  if (words.empty() && look.chord.empty() && other.empty()) return;
  const bool focused = focus == id && !look.enabled;
  const bool rested = hovered_before == id && seconds - hovered_since >= tooltip_delay;
  if (hovered == id && !rested)
    window.pacing().frame_at(platform::Clock::now() + std::chrono::milliseconds(60));
  if (!focused && (hovered != id || !rested || pressed_last == id)) return;
  tooltip = words.empty() && !other.empty() ? std::string(label) : words;
  if (look.enabled && !look.chord.empty())
    tooltip += (tooltip.empty() ? "" : "  ") + ("\u27E6" + look.chord + "\u27E7");
  tooltip_other = other;
}

Hit Ui::hit(std::string_view id, const Rect& rect, std::string_view label, const Look& look) {
  State& s = *state_;
  Hit hit;
  const Rect seen = overlap(rect, s.clip());
  hit.focused = s.focus == id;
  hit.pointer = pointer();
  hit.mods = mods();
  s.registry.add({.id = std::string(id),
                  .label = std::string(label),
                  .layer = s.layer(),
                  .rect = rect,
                  .seen = seen,
                  .enabled = look.enabled,
                  .focused = hit.focused,
                  .why_not = look.why_not});
  const bool free_pointer = s.active.empty() || s.active == id;
  const bool over = !s.hover_taken && free_pointer && pointer_over(rect);
  if (over) {
    s.hover_taken = true;
    s.hovered = std::string(id);
  }
  s.note_hover(id, label, look);
  s.take_arrival(id, rect);
  if (!look.enabled) return hit;
  hit.hovered = over;
  if (over && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
    s.active = std::string(id);
    s.pressed_at = hit.pointer;
    if (!s.typing) s.focus.clear();
    hit.pressed = true;
  }
  if (s.active == id) {
    hit.held = ImGui::IsMouseDown(ImGuiMouseButton_Left);
    hit.released = ImGui::IsMouseReleased(ImGuiMouseButton_Left);
    hit.dragged = hit.pointer - s.pressed_at;
    hit.clicked = hit.released && over;
  }
  hit.double_clicked = over && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
  hit.context = over && ImGui::IsMouseClicked(ImGuiMouseButton_Right);
  if (s.activated == id && s.usable_layer()) hit.clicked = true;
  return hit;
}

Paint paint_of(const Theme& theme, const Look& look, const Hit& hit) {
  Paint paint{theme.raised, theme.ink, faded(theme.line, 0.8f)};
  if (look.quiet) paint.fill = paint.line = faded(theme.panel, 0);
  if (look.selected) {
    paint.fill = theme.selected;
    paint.line = theme.ink;
  }
  if (look.primary) {
    paint.fill = theme.focus;
    paint.line = theme.ink;
    paint.ink = theme.name == ThemeName::dark ? rgb(0x000000) : rgb(0xFFFFFF);
  }
  if (!look.enabled) {
    paint.fill = faded(theme.raised, look.quiet ? 0.0f : 0.35f);
    paint.ink = mixed(theme.secondary, theme.panel, 0.25f);
    paint.line = faded(theme.line, look.quiet ? 0.0f : 0.4f);
  } else if (hit.held && hit.hovered) {
    paint.fill = look.primary ? mixed(theme.focus, theme.ink, 0.25f) : theme.selected;
  } else if (hit.hovered) {
    paint.fill = look.primary ? mixed(theme.focus, theme.panel, 0.15f) : theme.hovered;
  }
  return paint;
}

}  // namespace app::ui
