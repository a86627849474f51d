// Fields to type into. ImGui edits the text; focus, frame and registry are ours.
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>

#include "app/ui/numbers.hpp"
#include "app/ui/ui_state.hpp"

namespace app::ui {

Edit Ui::text_field(std::string_view id, const Rect& rect, std::string& value,
                    const FieldLook& look) {
  State& s = *state_;
  const TextRole role = look.mono ? TextRole::mono : TextRole::caption;
  const Rect seen = overlap(rect, s.clip());
  s.registry.add({.id = std::string(id),
                  .label = look.label + (look.label.empty() ? "" : ": ") + value,
                  .layer = s.layer(),
                  .rect = rect,
                  .seen = seen,
                  .enabled = look.enabled,
                  .focused = s.focus == id});
  s.fonts.need(role, value);
  canvas().fill(rect, look.enabled ? theme().panel : theme().raised, px(4));
  canvas().outline(rect, look.error.empty() ? theme().line : theme().ink, px(1.5f), px(4));
  ImFont* font = s.fonts.font(role);
  if (value.empty() && !look.hint.empty())
    canvas().text_in(inset(rect, px(8), 0), role, look.hint, theme().secondary);
  ImGui::PushFont(font);
  const float down = std::max(0.0f, (rect.h - font->FontSize) / 2);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {px(8), down});
  ImGui::SetCursorScreenPos({rect.x, rect.y});
  ImGui::SetNextItemWidth(rect.w);
  const bool comes = look.focus_now || s.take_arrival(id, rect) || s.activated == id;
  if (comes && s.usable_layer()) ImGui::SetKeyboardFocusHere();
  ImGuiInputTextFlags flags = ImGuiInputTextFlags_EnterReturnsTrue;
  if (!look.enabled || !s.usable_layer()) flags |= ImGuiInputTextFlags_ReadOnly;
  const std::string before = value;
  const bool entered = ImGui::InputText(("##" + std::string(id)).c_str(), &value, flags);
  const bool left = ImGui::IsItemDeactivated();
  const bool here = ImGui::IsItemActive();
  ImGui::PopStyleVar();
  ImGui::PopFont();
  if (pointer_over(rect)) s.hover_taken = true;
  if (here) {
    s.typing_now = true;
    s.focus = std::string(id);
    s.focus_moved = false;  // it came by the pointer
  }
  if (!look.error.empty())
    note_text(std::string(id) + ".error", look.error,
              {rect.x, rect.bottom(), rect.w, s.fonts.line_height(TextRole::small)});
  if (!look.error.empty())
    canvas().text({rect.x, rect.bottom() + px(2)}, TextRole::small, look.error, theme().ink);
  if (entered) return Edit::committed;
  if (left && value != before) return Edit::cancelled;
  return value != before ? Edit::changed : Edit::none;
}

Edit Ui::number_field(std::string_view id, const Rect& rect, std::int64_t& value,
                      std::int64_t least, std::int64_t most, const FieldLook& look) {
  State& s = *state_;
  // While it is typed into, the field keeps what was typed; otherwise it shows the value.
  const bool editing = s.edited_number == id;
  std::string words = editing ? s.number_words : without_grouping(grouped(value));
  const Edit edit = text_field(id, rect, words, look);
  if (s.focus == id && s.typing_now) {
    s.edited_number = std::string(id);
    s.number_words = words;
  } else if (editing) {
    s.edited_number.clear();
  }
  if (edit == Edit::none || edit == Edit::cancelled) return edit;
  const auto number = parse_number(words);
  if (!number || *number < least || *number > most) return Edit::none;
  value = *number;
  return edit;
}

}  // namespace app::ui
