// Buttons, switches, sliders, tabs, rows.
#include <algorithm>
#include <cmath>

#include "app/ui/ui_state.hpp"

namespace app::ui {
namespace {

void draw_frame(Canvas& canvas, const Rect& rect, const Paint& paint) {
  const float radius = canvas.px(5);
  canvas.fill(rect, paint.fill, radius);
  canvas.outline(rect, paint.line, canvas.px(1), radius);
}

// Icon and words in the middle; false when the words had to be cut.
bool draw_face(Canvas& canvas, const Rect& rect, const Look& look, std::string_view label,
               Color ink) {
  const float icon = look.icon == Icon::none ? 0 : canvas.fonts().em(look.role);
  const float gap = icon > 0 && !label.empty() ? canvas.px(6) : 0;
  const float words = label.empty() ? 0 : canvas.measure(look.role, label).w;
  const float room = rect.w - canvas.px(8);
  const float whole = std::min(room, icon + gap + words);
  Rect line{rect.centre().x - whole / 2, rect.y, whole, rect.h};
  if (icon > 0) {
    const Rect place = take_left(line, icon);
    canvas.icon({place.x, place.centre().y - icon / 2, icon, icon}, look.icon, ink);
    take_left(line, gap);
  }
  return label.empty() || canvas.text_in(line, look.role, label, ink);
}

// A box or a circle with words behind it.
struct Choice {
  Rect mark;
  Rect words;
};
Choice choice_parts(const Canvas& canvas, Rect rect) {
  const float side = std::round(std::min(rect.h, canvas.px(20)));
  const Rect place = take_left(rect, side);
  take_left(rect, canvas.px(8));
  return {{place.x, place.centre().y - side / 2, side, side}, rect};
}

}  // namespace

bool Ui::button(std::string_view id, const Rect& rect, std::string_view label, const Look& look) {
  const Hit done = hit(id, rect, label, look);
  const Paint paint = paint_of(theme(), look, done);
  draw_frame(canvas(), rect, paint);
  if (!draw_face(canvas(), rect, look, label, paint.ink))
    note_text(std::string(id) + ".label", label, rect, false);
  if (done.hovered) set_pointer(platform::Pointer::hand);
  return done.clicked;
}

bool Ui::icon_button(std::string_view id, const Rect& rect, Icon icon, std::string_view label,
                     const Look& look) {
  Look full = look;
  full.icon = icon;
  if (full.tooltip.empty()) full.tooltip = std::string(label);
  const Hit done = hit(id, rect, label, full);
  const Paint paint = paint_of(theme(), full, done);
  draw_frame(canvas(), rect, paint);
  const float side = std::round(std::min(rect.w, rect.h) * 0.46f);
  canvas().icon({rect.centre().x - side / 2, rect.centre().y - side / 2, side, side}, icon,
                paint.ink);
  if (done.hovered) set_pointer(platform::Pointer::hand);
  return done.clicked;
}

bool Ui::checkbox(std::string_view id, const Rect& rect, std::string_view label, bool on,
                  const Look& look) {
  const Hit done = hit(id, rect, label, look);
  Paint paint = paint_of(theme(), look, done);
  const auto [box, words] = choice_parts(canvas(), rect);
  canvas().fill(box, done.hovered ? theme().hovered : theme().panel, px(3));
  canvas().outline(box, look.enabled ? theme().ink : paint.line, px(1.5f), px(3));
  if (on) canvas().icon(inset(box, box.w * 0.18f), Icon::check, paint.ink);
  const bool fits = canvas().text_in(words, look.role, label, paint.ink);
  note_text(std::string(id) + ".label", label, words, fits);
  return done.clicked;
}

bool Ui::radio(std::string_view id, const Rect& rect, std::string_view label, bool on,
               const Look& look) {
  const Hit done = hit(id, rect, label, look);
  const Paint paint = paint_of(theme(), look, done);
  const auto [box, words] = choice_parts(canvas(), rect);
  const float radius = box.w / 2 - px(1);
  canvas().circle(box.centre(), radius, done.hovered ? theme().hovered : theme().panel,
                  look.enabled ? theme().ink : paint.line, px(1.5f));
  if (on) canvas().circle(box.centre(), radius * 0.55f, paint.ink, paint.ink, 0);
  text(std::string(id) + ".label", {words.x, words.y, words.w, words.h}, label,
       {.role = look.role, .wrap = true});
  return done.clicked;
}

std::optional<float> Ui::slider(std::string_view id, const Rect& rect, std::string_view label,
                                float value, float least, float most, const Look& look) {
  const Hit done = hit(id, rect, label, look);
  const float knob = std::min(rect.h * 0.4f, px(9));
  const Rect track{rect.x + knob, rect.centre().y - px(2), rect.w - 2 * knob, px(4)};
  float share = std::clamp((value - least) / std::max(1e-6f, most - least), 0.0f, 1.0f);
  std::optional<float> moved;
  if (done.held)
    share = std::clamp((done.pointer.x - track.x) / std::max(1.0f, track.w), 0.0f, 1.0f);
  const int step = done.focused ? state_->adjust : 0;
  state_->adjusts |= done.focused;
  if (step == 1 || step == -1)
    share = std::clamp(share + 0.05f * static_cast<float>(step), 0.0f, 1.0f);
  if (done.held || step != 0) moved = least + share * (most - least);
  const Paint paint = paint_of(theme(), look, done);
  canvas().fill(track, theme().line, px(2));
  const Point at{track.x + share * track.w, track.centre().y};
  canvas().circle(at, knob, look.enabled ? theme().focus : paint.fill, paint.ink, px(1.5f));
  if (moved && *moved == value) moved.reset();
  return moved;
}

std::optional<std::size_t> Ui::stops(std::string_view id, const Rect& rect, std::string_view label,
                                     std::size_t index, std::size_t count, const Look& look) {
  const auto last = static_cast<float>(std::max<std::size_t>(count, 2) - 1);
  const float margin = std::min(rect.h * 0.4f, px(9));
  for (std::size_t i = 0; i < count; ++i) {
    const float x = rect.x + margin + (rect.w - 2 * margin) * static_cast<float>(i) / last;
    canvas().fill({x - px(1), rect.centre().y - px(6), px(2), px(12)}, theme().line);
  }
  const int step = state_->focus == id ? std::exchange(state_->adjust, 0) : 0;
  const auto moved = slider(id, rect, label, static_cast<float>(index), 0, last, look);
  auto now = static_cast<std::ptrdiff_t>(index);
  if (moved) now = std::lround(*moved);
  if (look.enabled && (step == 1 || step == -1)) now += step;
  now = std::clamp<std::ptrdiff_t>(now, 0, static_cast<std::ptrdiff_t>(count) - 1);
  if (static_cast<std::size_t>(now) == index) return std::nullopt;
  return static_cast<std::size_t>(now);
}

std::optional<std::size_t> Ui::tabs(std::string_view id, const Rect& rect,
                                    std::span<const std::string> labels, std::size_t chosen) {
  std::optional<std::size_t> pressed;
  Rect rest = rect;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const float wanted = canvas().measure(TextRole::caption, labels[i]).w + px(24);
    const Rect tab = take_left(rest, std::min(wanted, rect.w / static_cast<float>(labels.size())));
    const std::string tab_id = std::string(id) + "." + std::to_string(i + 1);
    const Hit done = hit(tab_id, tab, labels[i]);
    if (done.hovered) canvas().fill(tab, theme().hovered);
    const bool on = i == chosen;
    const bool fits =
        canvas().text_in(inset(tab, px(4), 0), on ? TextRole::strong : TextRole::caption, labels[i],
                         theme().ink, Align::centre);
    if (!fits) note_text(tab_id + ".label", labels[i], tab, false);
    if (on) canvas().fill({tab.x, tab.bottom() - px(3), tab.w, px(3)}, theme().focus);
    if (done.clicked && !on) pressed = i;
  }
  canvas().fill({rect.x, rect.bottom() - px(1), rect.w, px(1)}, theme().line);
  return pressed;
}

Hit Ui::row(std::string_view id, const Rect& rect, std::string_view label, bool selected,
            const Look& look) {
  const Hit done = hit(id, rect, label, look);
  if (selected) {
    canvas().fill(rect, theme().selected);
    canvas().fill({rect.x, rect.y, px(3), rect.h}, theme().ink);
  } else if (done.hovered) {
    canvas().fill(rect, theme().hovered);
  }
  const Paint paint = paint_of(theme(), look, {});
  Rect words = inset(rect, px(8), 0);
  if (look.icon != Icon::none) {
    const float side = canvas().fonts().em(look.role);
    const Rect place = take_left(words, side);
    canvas().icon({place.x, place.centre().y - side / 2, side, side}, look.icon, paint.ink);
    take_left(words, px(6));
  }
  if (!label.empty() && !canvas().text_in(words, look.role, label, paint.ink))
    note_text(std::string(id) + ".label", label, words, false);
  return done;
}

// The strip lies over the seam of two areas, so it is an area of its own.
float Ui::splitter(std::string_view id, const Rect& strip, std::string_view label) {
  if (strip.empty()) return 0;
  const bool across = strip.w < strip.h;
  const Area own(*this, std::string(id) + ".strip", strip, {.background = false});
  const Hit done = hit(id, strip, label);
  if (done.hovered || done.held) {
    set_pointer(across ? platform::Pointer::resize_across : platform::Pointer::resize_down);
    canvas().fill(strip, faded(theme().focus, 0.5f));
  }
  const int step = done.focused ? state_->adjust : 0;
  state_->adjusts |= done.focused;
  if (step == 1 || step == -1) return px(8) * static_cast<float>(step);
  if (!done.held) return 0;
  const ImVec2 moved = ImGui::GetIO().MouseDelta;
  return across ? moved.x : moved.y;
}

}  // namespace app::ui
