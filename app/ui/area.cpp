// Areas and dialogs: rectangles that clip, scroll and lie above one another.
#include <algorithm>

#include "app/ui/ui_state.hpp"

namespace app::ui {

Area::Area(Ui& ui, std::string_view id, const Rect& rect, const AreaLook& look) : ui_(&ui) {
  Ui::State& s = *ui.state_;
  ImGuiWindowFlags flags = ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoNav |
                           ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoSavedSettings;
  if (!look.scrolls) flags |= ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
  if (look.untouchable) flags |= ImGuiWindowFlags_NoInputs;
  const Theme& theme = s.colors();
  ImGui::SetCursorScreenPos({rect.x, rect.y});
  ImGui::BeginChild(std::string(id).c_str(), {std::max(1.0f, rect.w), std::max(1.0f, rect.h)},
                    false, flags);
  s.areas.push_back({Canvas(ImGui::GetWindowDrawList(), s.fonts, theme, s.scale), rect});
  if (look.background) {
    s.canvas().fill(rect, theme.panel);
    s.canvas().outline(rect, faded(theme.line, 0.55f), std::max(1.0f, s.px(theme.thin * 0.5f)));
  }
  content_ = rect;
  if (!look.scrolls) return;
  ImGui::SetCursorPos({0, 0});
  ImGui::Dummy({1, look.content_height});
  content_.y -= ImGui::GetScrollY();
  content_.h = std::max(rect.h, look.content_height);
  if (look.content_height > rect.h) content_.w -= ImGui::GetStyle().ScrollbarSize;
  s.areas.back().rect.w = content_.w;
}

Area::~Area() {
  ui_->state_->areas.pop_back();
  ImGui::EndChild();
}

float Area::scroll() const { return ImGui::GetScrollY(); }
float Area::scroll_most() const { return ImGui::GetScrollMaxY(); }
void Area::scroll_to(float y) { ImGui::SetScrollY(y); }

void Area::show(const Rect& inside) {
  const Rect& seen = ui_->state_->areas.back().rect;
  if (inside.y < seen.y)
    ImGui::SetScrollY(std::max(0.0f, scroll() - (seen.y - inside.y)));
  else if (inside.bottom() > seen.bottom())
    ImGui::SetScrollY(scroll() + inside.bottom() - seen.bottom());
  else
    return;
  ui_->state_->window.pacing().stir();  // it is the next frame that scrolls
}

Dialog::Dialog(Ui& ui, std::string_view id, std::string_view title, Size logical_size) : ui_(&ui) {
  Ui::State& s = *ui.state_;
  open_ = s.begin_layer(id);
  if (!open_) return;
  const float margin = s.px(12);
  const Size size{std::min(s.px(logical_size.w), s.width - 2 * margin),
                  std::min(s.px(logical_size.h), s.height - 2 * margin)};
  const Rect frame{(s.width - size.w) / 2, (s.height - size.h) / 2, size.w, size.h};
  const Theme& theme = s.colors();
  Canvas& canvas = s.canvas();
  canvas.fill({0, 0, s.width, s.height}, theme.shade);
  canvas.fill(frame, theme.panel, s.px(6));
  canvas.outline(frame, theme.ink, s.px(1.5f), s.px(6));
  content_ = inset(frame, s.px(14), s.px(10));
  Rect head = take_top(content_, s.px(36));
  const Rect close = take_right(head, s.px(32));
  ui.text(std::string(id) + ".title", head, title, {.role = TextRole::title});
  const bool dismissed =
      ui.icon_button(std::string(id) + ".close", inset(close, 0, s.px(2)), Icon::close,
                     ui.say("ui.close"), {.quiet = true, .chord = "Esc"});
  take_top(content_, s.px(8));
  if (dismissed) s.close(id);
}

Dialog::~Dialog() {
  if (open_) ui_->state_->end_layer();
}

}  // namespace app::ui
