#include "app/ui/ui.hpp"

#include <algorithm>
#include <utility>

#include "app/ui/phrases.hpp"
#include "app/ui/ui_state.hpp"

namespace app::ui {
namespace {

using platform::Key;

constexpr ImGuiWindowFlags bare_window =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
    ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollWithMouse;

ImVec4 vec4(Color c) {
  return {static_cast<float>(c.r) / 255, static_cast<float>(c.g) / 255,
          static_cast<float>(c.b) / 255, static_cast<float>(c.a) / 255};
}

// The few parts of ImGui's own look that we use: text fields and scroll bars.
void style_imgui(const Theme& theme, float scale) {
  ImGuiStyle& style = ImGui::GetStyle();
  style = ImGuiStyle();
  style.WindowPadding = {0, 0};
  style.WindowBorderSize = 0;
  style.ChildBorderSize = 0;
  style.ItemSpacing = {0, 0};
  style.WindowMinSize = {1, 1};
  style.ScrollbarSize = 10 * scale;
  style.ScrollbarRounding = 4 * scale;
  style.GrabMinSize = 24 * scale;
  style.Colors[ImGuiCol_Text] = vec4(theme.ink);
  style.Colors[ImGuiCol_TextDisabled] = vec4(theme.secondary);
  style.Colors[ImGuiCol_TextSelectedBg] = vec4(theme.selected);
  style.Colors[ImGuiCol_FrameBg] = {0, 0, 0, 0};
  style.Colors[ImGuiCol_FrameBgHovered] = {0, 0, 0, 0};
  style.Colors[ImGuiCol_FrameBgActive] = {0, 0, 0, 0};
  style.Colors[ImGuiCol_ScrollbarBg] = {0, 0, 0, 0};
  style.Colors[ImGuiCol_ScrollbarGrab] = vec4(theme.line);
  style.Colors[ImGuiCol_ScrollbarGrabHovered] = vec4(theme.secondary);
  style.Colors[ImGuiCol_ScrollbarGrabActive] = vec4(theme.ink);
}

}  // namespace

Popup* Ui::State::popup(std::string_view id) {
  const auto found = std::ranges::find(popups, id, &Popup::id);
  return found == popups.end() ? nullptr : &*found;
}

bool Ui::State::take_key(Key key, platform::Mods mods) {
  const auto found = std::ranges::find_if(
      keys, [&](const platform::KeyPress& k) { return k.key == key && k.mods == mods; });
  if (found == keys.end()) return false;
  keys.erase(found);
  return true;
}

Rect Ui::State::clip() const {
  const ImVec2 low = ImGui::GetWindowDrawList()->GetClipRectMin();
  const ImVec2 high = ImGui::GetWindowDrawList()->GetClipRectMax();
  return {low.x, low.y, high.x - low.x, high.y - low.y};
}

void Ui::State::open_popup(std::string_view id, bool is_menu, Point beside) {
  close(id);
  popups.push_back({std::string(id), is_menu, beside, focus, frame, true});
  focus.clear();
  focus_moved = false;
  window.pacing().stir();
}

// Whatever was opened from it closes with it.
void Ui::State::close(std::string_view id) {
  const auto found = std::ranges::find(popups, id, &Popup::id);
  if (found == popups.end()) return;
  focus = found->focus_before;
  listening = false;
  popups.erase(found, popups.end());
  window.pacing().stir();
}

bool Ui::State::begin_layer(std::string_view id) {
  Popup* open = popup(id);
  if (open == nullptr) return false;
  if (open->fresh) ImGui::SetNextWindowFocus();
  open->fresh = false;
  open->drawn_in_frame = frame;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize({width, height});
  ImGui::Begin(("##layer." + open->id).c_str(), nullptr, bare_window);
  layers.push_back(open->id);
  areas.push_back(
      {Canvas(ImGui::GetWindowDrawList(), fonts, colors(), scale), Rect{0, 0, width, height}});
  return true;
}

void Ui::State::end_layer() {
  areas.pop_back();
  layers.pop_back();
  ImGui::End();
}

// Tab, Enter and arrows that belong to the toolkit are taken before any panel sees them. On the
// main screen Tab and the arrows are the panels', except over what arrows adjust.
void Ui::State::take_navigation_keys() {
  activated.clear();
  adjust = 0;
  const bool in_popup = !popups.empty();
  const bool in_menu = in_popup && popups.back().is_menu;
  const bool arrows = in_popup || std::exchange(adjusts, false);
  const bool enter = (typing || in_popup || !focus.empty()) && take_key(Key::enter);
  entered = enter && in_popup && !in_menu && (typing || focus.empty());
  if (typing && !in_popup) take_key(Key::escape);  // leaves the field; a dialog closes at once
  if (!typing) {
    if (enter || (in_popup && take_key(Key::space))) activated = focus;
    if (arrows && take_key(Key::left)) adjust = -1;
    if (arrows && take_key(Key::right)) adjust = 1;
  }
  if (in_menu && take_key(Key::down)) adjust = 2;
  if (in_menu && take_key(Key::up)) adjust = -2;
  if (in_popup && take_key(Key::tab)) adjust = 2;
  if (in_popup && take_key(Key::tab, {.shift = true})) adjust = -2;
}

// Somebody wants to know which key is pressed next: modifiers alone are on their way to a chord.
void Ui::State::hear() {
  heard.reset();
  if (!listening) return;
  for (const platform::KeyPress& press : keys) {
    const bool modifier =
        press.key == Key::ctrl || press.key == Key::shift || press.key == Key::alt;
    if (modifier || press.repeat) continue;
    heard = press;
    listening = false;
    break;
  }
  keys.clear();
}

std::string_view Ui::State::other_words(std::string_view words) const {
  const auto found = others.find(words);
  return found == others.end() ? std::string_view{} : std::string_view(found->second);
}

void Ui::State::remember(std::string_view words, std::string_view other) {
  if (!bilingual || words == other || words.empty()) return;
  others.insert_or_assign(std::string(words), std::string(other));
}

// Scrolls the area so that the control can be seen.
bool Ui::State::take_arrival(std::string_view id, const Rect& rect) {
  if (!focus_moved || focus != id) return false;
  focus_moved = false;
  const Rect shown = clip();
  if (rect.y < shown.y && ImGui::GetScrollMaxY() > 0)
    ImGui::SetScrollY(std::max(0.0f, ImGui::GetScrollY() - (shown.y - rect.y)));
  else if (rect.bottom() > shown.bottom() && ImGui::GetScrollMaxY() > 0)
    ImGui::SetScrollY(ImGui::GetScrollY() + rect.bottom() - shown.bottom());
  window.pacing().stir();
  return true;
}

void Ui::State::draw_focus_ring() {
  for (const Widget& widget : registry.growing()) {
    if (widget.id != focus || !widget.visible()) continue;
    Canvas above(ImGui::GetForegroundDrawList(), fonts, colors(), scale);
    above.push_clip(inset(widget.seen, -px(3)));
    above.outline(inset(widget.rect, -px(2)), colors().focus, px(3), px(6));
    above.pop_clip();
  }
}

Ui::Ui(platform::Window& window, Fonts& fonts, const Strings& strings)
    : state_(std::make_unique<State>(window, fonts, strings)) {}
Ui::~Ui() = default;

void Ui::set_language(Language language) { state_->language = language; }
void Ui::set_theme(ThemeName name) { state_->theme = name; }
void Ui::set_scale(float interface_scale) { state_->interface_scale = interface_scale; }
void Ui::set_mode(ScreenMode mode) { state_->mode = mode; }
void Ui::set_reduced_motion(bool on) { state_->reduced_motion = on; }
void Ui::set_bilingual(bool on) { state_->bilingual = on; }
void Ui::set_keys(const KeyMap& keys) { state_->key_map = keys; }

LayoutRequest Ui::layout_request(const Arrangement& arrangement) const {
  return {.width = state_->width,
          .height = state_->height,
          .scale = state_->interface_scale * state_->window.dpi_scale(),
          .mode = state_->mode,
          .arrangement = arrangement};
}

void Ui::begin_frame() {
  State& s = *state_;
  s.width = static_cast<float>(std::max(1, s.window.width()));
  s.height = static_cast<float>(std::max(1, s.window.height()));
  const LayoutRequest request = layout_request({});
  s.scale = usable_scale(request);
  s.fonts.use(type_sizes(request), s.language);
  if (s.fonts.stale()) {
    s.fonts.build();
    s.broken.known.clear();  // letters have other widths now
    s.window.upload_fonts();
  }
  const Color back = s.colors().window;
  s.window.set_background(static_cast<float>(back.r) / 255, static_cast<float>(back.g) / 255,
                          static_cast<float>(back.b) / 255);
  style_imgui(s.colors(), s.scale);
  s.window.begin_frame();
  ++s.frame;
  s.seconds += static_cast<double>(s.window.frame_seconds());
  s.registry.begin_frame();
  s.keys = s.window.keys_pressed();
  s.hover_taken = false;
  s.hovered.clear();
  s.tooltip.clear();
  s.tooltip_other.clear();
  s.others.clear();
  s.pointer = platform::Pointer::arrow;
  s.typing_now = false;
  s.top_layer = s.popups.empty() ? std::string(main_layer) : s.popups.back().id;
  s.hear();
  s.take_navigation_keys();
  if (s.adjust == 2 || s.adjust == -2) move_focus(s.adjust / 2);
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize({s.width, s.height});
  ImGui::Begin("##root", nullptr, bare_window | ImGuiWindowFlags_NoBringToFrontOnFocus);
  s.layers.assign(1, std::string(main_layer));
  s.areas.clear();
  s.areas.push_back({Canvas(ImGui::GetWindowDrawList(), s.fonts, s.colors(), s.scale),
                     Rect{0, 0, s.width, s.height}});
}

bool Ui::end_frame() {
  State& s = *state_;
  std::erase_if(s.popups, [&](const Popup& p) { return s.frame - p.drawn_in_frame > 1; });
  if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) s.active.clear();
  if (s.hovered != s.hovered_before) s.hovered_since = s.seconds;
  if (!s.active.empty() || s.hovered != s.pressed_last) s.pressed_last = s.active;
  s.hovered_before = s.hovered;
  s.draw_kept_picture();
  s.draw_focus_ring();
  s.draw_tooltip(*this);
  ImGui::End();
  s.areas.clear();
  s.registry.end_frame();
  s.typing = s.typing_now;
  if (!s.focus.empty() && s.registry.find(s.focus) == nullptr && s.popups.empty()) s.focus.clear();
  if (ImGui::GetMouseCursor() == ImGuiMouseCursor_TextInput) s.pointer = platform::Pointer::text;
  s.window.set_pointer(s.pointer);
  const bool complete = !s.fonts.stale();
  s.window.end_frame(complete);
  if (!complete) s.window.pacing().stir();
  return complete;
}

Language Ui::language() const { return state_->language; }
const Strings& Ui::strings() const { return state_->strings; }

std::string Ui::say(std::string_view key, std::initializer_list<Arg> args) const {
  State& s = *state_;
  std::string words = s.strings.text(s.language, key, args);
  if (!s.bilingual) return words;
  // What fills the places may be words too: they were said before.
  std::vector<Arg> others(args);
  for (Arg& arg : others)
    if (const auto other_value = s.other_words(arg.value); !other_value.empty())
      arg.value = std::string(other_value);
  s.remember(words, s.strings.text(other(s.language), key, others));
  return words;
}
std::string Ui::say_plural(std::string_view key, std::int64_t n,
                           std::initializer_list<Arg> args) const {
  State& s = *state_;
  std::string words = s.strings.plural(s.language, key, n, args);
  if (s.bilingual) s.remember(words, s.strings.plural(other(s.language), key, n, args));
  return words;
}
std::string Ui::say(const scene::Phrase& phrase) const {
  State& s = *state_;
  std::string words = ui::words(s.strings, s.language, phrase);
  if (s.bilingual) s.remember(words, ui::words(s.strings, other(s.language), phrase));
  return words;
}
bool Ui::bilingual() const { return state_->bilingual; }
void Ui::also(std::string_view words, std::string_view in_other_language) const {
  state_->remember(words, in_other_language);
}
std::string_view Ui::in_other_language(std::string_view words) const {
  return state_->other_words(words);
}

float Ui::width() const { return state_->width; }
float Ui::height() const { return state_->height; }
float Ui::scale() const { return state_->scale; }
double Ui::seconds() const { return state_->seconds; }
bool Ui::reduced_motion() const { return state_->reduced_motion; }
ScreenMode Ui::mode() const { return state_->mode; }
const Theme& Ui::theme() const { return state_->colors(); }
const Fonts& Ui::fonts() const { return state_->fonts; }
Canvas& Ui::canvas() { return state_->canvas(); }
Rect Ui::area_rect() const { return state_->areas.back().rect; }
platform::Window& Ui::window() { return state_->window; }
platform::Pacing& Ui::pacing() { return state_->window.pacing(); }
const WidgetRegistry& Ui::registry() const { return state_->registry; }
const std::vector<platform::KeyPress>& Ui::keys() const { return state_->keys; }
const KeyMap& Ui::key_map() const { return state_->key_map; }
std::string Ui::chord(Command command) const {
  const bool presenting = state_->mode == ScreenMode::presentation;
  return state_->key_map.text_for(command, presenting ? KeyMode::presentation : KeyMode::normal);
}
bool Ui::entered() const { return state_->entered && state_->usable_layer(); }
void Ui::listen_for_key(bool on) { state_->listening = on; }
bool Ui::listening() const { return state_->listening; }
std::optional<platform::KeyPress> Ui::heard() const { return state_->heard; }
bool Ui::typing() const { return state_->typing; }
bool Ui::popup_open() const { return !state_->popups.empty(); }

bool Ui::take_escape() {
  if (!state_->popups.empty()) {
    close_popup();
    return true;
  }
  const bool had_focus = !state_->focus.empty();
  state_->focus.clear();
  return had_focus;
}

Point Ui::pointer() const {
  const ImVec2 at = ImGui::GetIO().MousePos;
  return {at.x, at.y};
}

bool Ui::pointer_over(const Rect& rect) const {
  return state_->usable_layer() && overlap(rect, state_->clip()).holds(pointer()) &&
         ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
}

bool Ui::pointer_pressed() const {
  return state_->usable_layer() && ImGui::IsMouseClicked(ImGuiMouseButton_Left);
}

bool Ui::holding(std::string_view id) const { return state_->active == id; }

float Ui::wheel() const { return pointer_over(area_rect()) ? ImGui::GetIO().MouseWheel : 0.0f; }

platform::Mods Ui::mods() const {
  return {.ctrl = state_->window.key_held(Key::ctrl),
          .shift = state_->window.key_held(Key::shift),
          .alt = state_->window.key_held(Key::alt)};
}

void Ui::set_pointer(platform::Pointer pointer) { state_->pointer = pointer; }
const std::string& Ui::focus() const { return state_->focus; }

void Ui::set_focus(std::string_view id) {
  if (state_->focus == id) return;
  if (state_->typing) ImGui::SetWindowFocus(nullptr);  // the field lets the keyboard go
  state_->focus_moved = !id.empty();
  state_->focus = id;
}

void Ui::move_focus(int steps) {
  std::vector<std::string_view> ids;
  for (const Widget& widget : state_->registry.widgets())
    if (widget.operable && widget.layer == state_->top_layer) ids.push_back(widget.id);
  if (ids.empty()) return;
  const auto count = static_cast<std::ptrdiff_t>(ids.size());
  const auto now = std::ranges::find(ids, state_->focus) - ids.begin();
  const std::ptrdiff_t start = now == count ? (steps > 0 ? -1 : 0) : now;
  set_focus(std::string(ids[static_cast<std::size_t>((start + steps + count) % count)]));
}

}  // namespace app::ui
