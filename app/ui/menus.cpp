// Menus, drop-down lists, tooltips and toasts: what lies above the areas for a while.
#include <algorithm>
#include <cmath>

#include "app/ui/line_break.hpp"
#include "app/ui/ui_state.hpp"

namespace app::ui {
namespace {

constexpr float row_height = 32, least_menu_width = 180;

struct MenuSize {
  float width{};
  float row{};
};

MenuSize menu_size(Ui& ui, std::span<const MenuItem> items) {
  const Canvas& canvas = ui.canvas();
  float width = ui.px(least_menu_width);
  for (const MenuItem& item : items) {
    const float chord = item.chord.empty() ? 0 : ui.key_cap_size(item.chord).w + ui.px(20);
    const float words = canvas.measure(TextRole::caption, item.label).w;
    width = std::max(width, ui.px(52) + words + chord);
  }
  const float row = std::max(ui.px(row_height), canvas.fonts().line_height(TextRole::caption));
  return {std::min(width, ui.width() - ui.px(8)), std::round(row)};
}

void draw_item(Ui& ui, const MenuItem& item, const Rect& row, const Hit& hit) {
  Canvas& canvas = ui.canvas();
  const Theme& theme = ui.theme();
  const Color ink = item.enabled ? theme.ink : mixed(theme.secondary, theme.panel, 0.25f);
  if (hit.hovered) canvas.fill(row, theme.hovered);
  if (item.line_before)
    canvas.fill({row.x + ui.px(6), row.y, row.w - ui.px(12), ui.px(1)}, theme.line);
  Rect rest = inset(row, ui.px(10), 0);
  const Rect mark = take_left(rest, ui.px(18));
  const float side = ui.px(15);
  const Rect icon{mark.x, mark.centre().y - side / 2, side, side};
  canvas.icon(icon, item.checked ? Icon::check : item.icon, ink);
  take_left(rest, ui.px(8));
  if (!item.chord.empty()) {
    const Size cap = ui.key_cap_size(item.chord);
    const Rect place = take_right(rest, cap.w);
    ui.key_cap(item.id + ".chord", {place.x, place.centre().y - cap.h / 2}, item.chord);
  }
  if (!canvas.text_in(rest, TextRole::caption, item.label, ink))
    ui.note_text(item.id + ".label", item.label, rest, false);
}

// A line whose keys stand between ⟦ and ⟧: each is a cap, as wide as the brackets make it.
void draw_with_caps(Canvas& canvas, Point at, std::string_view line, Color ink) {
  constexpr std::string_view open = "\u27E6", close = "\u27E7";
  const auto width = [&](std::string_view part) { return canvas.measure(TextRole::small, part).w; };
  const auto draw = [&](std::string_view part) {
    canvas.text(at, TextRole::small, part, ink);
    at.x += width(part);
  };
  const float high = canvas.fonts().line_height(TextRole::small);
  while (!line.empty()) {
    const std::size_t begin = std::min(line.find(open), line.size());
    draw(line.substr(0, begin));
    line.remove_prefix(begin);
    const std::size_t end = line.find(close);
    if (line.empty() || end == std::string_view::npos) return draw(line);
    const std::string_view chord = line.substr(open.size(), end - open.size());
    const Rect cap{at.x, at.y, width(line.substr(0, end + close.size())), high};
    canvas.fill(cap, canvas.theme().raised, canvas.px(4));
    canvas.outline(cap, canvas.theme().line, canvas.px(1), canvas.px(4));
    canvas.text({cap.centre().x - width(chord) / 2, at.y}, TextRole::small, chord, ink);
    at.x = cap.right();
    line.remove_prefix(end + close.size());
  }
}

}  // namespace

void Ui::open_menu(std::string_view id, Point beside) { state_->open_popup(id, true, beside); }
void Ui::open_dialog(std::string_view id) { state_->open_popup(id, false, {}); }

bool Ui::menu_open(std::string_view id) const { return state_->popup(id) != nullptr; }
bool Ui::dialog_open(std::string_view id) const { return state_->popup(id) != nullptr; }

void Ui::close_popup() {
  if (!state_->popups.empty()) state_->close(state_->popups.back().id);
}

std::optional<std::size_t> Ui::menu(std::string_view id, std::span<const MenuItem> items) {
  State& s = *state_;
  if (!s.begin_layer(id)) return std::nullopt;
  const Point beside = s.popup(id)->beside;
  const auto [width, row] = menu_size(*this, items);
  const float pad = px(4);
  const float height = row * static_cast<float>(items.size()) + 2 * pad;
  const Rect screen = inset({0, 0, s.width, s.height}, px(4));
  const Rect frame = moved_inside({beside.x, beside.y, width, height}, screen);
  canvas().fill({frame.x + px(2), frame.y + px(3), frame.w, frame.h}, faded(theme().shade, 0.6f),
                px(5));
  canvas().fill(frame, theme().panel, px(5));
  canvas().outline(frame, theme().ink, px(1.5f), px(5));
  std::optional<std::size_t> chosen;
  Rect rest = inset(frame, 0, pad);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Rect place = take_top(rest, row);
    const Hit done = hit(items[i].id, place, items[i].label,
                         {.enabled = items[i].enabled, .why_not = items[i].why_not});
    draw_item(*this, items[i], place, done);
    if (done.clicked) chosen = i;
  }
  const bool outside = pointer_pressed() && !frame.holds(pointer());
  s.end_layer();
  if (chosen || outside) s.close(id);
  return chosen;
}

std::optional<std::size_t> Ui::combo(std::string_view id, const Rect& rect,
                                     std::span<const std::string> options, std::size_t chosen,
                                     const Look& look) {
  const std::string label = chosen < options.size() ? options[chosen] : std::string();
  const Hit done = hit(id, rect, label, look);
  const Paint paint = paint_of(theme(), look, done);
  canvas().fill(rect, paint.fill, px(5));
  canvas().outline(rect, paint.line, px(1), px(5));
  Rect words = inset(rect, px(8), 0);
  const float side = px(11);
  const Rect mark = take_right(words, side);
  canvas().icon({mark.x, mark.centre().y - side / 2, side, side}, Icon::chevron_down, paint.ink);
  take_right(words, px(4));
  if (!canvas().text_in(words, look.role, label, paint.ink))
    note_text(std::string(id) + ".label", label, words, false);
  const std::string list = std::string(id) + ".list";
  if (done.clicked) open_menu(list, {rect.x, rect.bottom() + px(2)});
  if (!menu_open(list)) return std::nullopt;
  std::vector<MenuItem> items;
  for (std::size_t i = 0; i < options.size(); ++i)
    items.push_back(
        {.id = list + "." + std::to_string(i + 1), .label = options[i], .checked = i == chosen});
  const auto picked = menu(list, items);
  return picked == chosen ? std::nullopt : picked;
}

void Ui::tooltip(std::string_view text) {
  state_->tooltip = std::string(text);
  state_->tooltip_other = std::string(in_other_language(text));
}

void Ui::State::draw_tooltip(Ui& ui) {
  if (tooltip.empty()) return;
  const auto measure = [&](std::string_view part) {
    return fonts.measure(TextRole::small, part).w;
  };
  auto lines = break_lines(tooltip, px(300), measure);
  const auto under = break_lines(tooltip_other, px(300), measure);
  if (!tooltip_other.empty()) lines.insert(lines.end(), under.begin(), under.end());
  float widest = 0;
  for (const auto line : lines) widest = std::max(widest, measure(line));
  const float line_height = fonts.line_height(TextRole::small);
  const float pad = px(6);
  const Point at = ui.pointer();
  const Size size{widest + 2 * pad, line_height * static_cast<float>(lines.size()) + 2 * pad};
  Rect plate{at.x + px(12), at.y + px(18), size.w, size.h};
  if (const Widget* focused = registry.find(focus); focused != nullptr && hovered.empty())
    plate = {focused->rect.x, focused->rect.bottom() + px(4), size.w, size.h};
  const Rect screen = inset({0, 0, width, height}, px(4));
  if (plate.bottom() > screen.bottom()) plate.y = at.y - size.h - px(6);
  plate = moved_inside(plate, screen);
  Canvas above(ImGui::GetForegroundDrawList(), fonts, colors(), scale);
  above.fill(plate, colors().panel, px(4));
  above.outline(plate, colors().ink, px(1), px(4));
  float y = plate.y + pad;
  for (const auto line : lines) {
    const bool other = line.data() >= tooltip_other.data() &&
                       line.data() < tooltip_other.data() + tooltip_other.size();
    draw_with_caps(above, {plate.x + pad, y}, line, other ? colors().secondary : colors().ink);
    y += line_height;
  }
  registry.add({.id = "tooltip",
                .label = tooltip,
                .layer = top_layer,
                .rect = plate,
                .seen = plate,
                .operable = false});
}

std::optional<ToastHit> Ui::toasts(const Rect& strip, std::span<const ToastLook> toasts) {
  std::optional<ToastHit> done;
  float bottom = strip.bottom() - px(8);
  const float icon = px(28);
  state_->toasts_top = FLT_MAX;
  for (std::size_t i = toasts.size(); i-- > 0;) {
    const ToastLook& toast = toasts[i];
    const float action =
        toast.action.empty() ? 0 : canvas().measure(TextRole::strong, toast.action).w + px(28);
    const float natural = canvas().measure(TextRole::caption, toast.text).w;
    const float room = std::max(px(80), strip.w - action - icon - px(40));
    const float words = std::min(natural + 1, room);
    const float tall = std::max(px(44), text_height(toast.text, words, TextRole::caption) + px(12));
    const float gap = px(8);
    const float width = words + gap + action + icon + 2 * px(10);
    const Rect plate{strip.centre().x - width / 2, bottom - tall, width, tall};
    const Area own(*this, "toast." + toast.id, plate, {.background = false, .overlay = true});
    canvas().fill(plate, toast.trouble ? theme().attention : theme().panel, px(6));
    canvas().outline(plate, theme().ink, px(1.5f), px(6));
    Rect rest = inset(plate, px(10), px(6));
    const Rect close = take_right(rest, icon);
    if (icon_button("toast." + toast.id + ".close",
                    {close.x, close.centre().y - icon / 2, icon, icon}, Icon::close,
                    say("ui.dismiss"), {.quiet = true}))
      done = ToastHit{i, true};
    if (action > 0) {
      const Rect place = inset(take_right(rest, action), px(4), 0);
      const float high = std::min(place.h, px(32));
      if (button("toast." + toast.id + ".action",
                 {place.x, place.centre().y - high / 2, place.w, high}, toast.action,
                 {.role = TextRole::strong}))
        done = ToastHit{i, false};
    }
    const float lines = text_height(toast.text, words, TextRole::caption);
    text("toast." + toast.id, {rest.x, rest.centre().y - lines / 2, words, lines}, toast.text,
         {.wrap = true});
    bottom -= tall + px(6);
    state_->toasts_top = bottom;
  }
  return done;
}

float Ui::toasts_top() const { return state_->toasts_top; }

}  // namespace app::ui
