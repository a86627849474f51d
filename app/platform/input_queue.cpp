#include "app/platform/input_queue.hpp"

#include <set>

namespace app::platform {
namespace {

// What the frame being filled has changed already.
struct Changed {
  std::set<MouseButton> buttons;
  std::set<Key> keys;
  bool struck = false;  // a key that is no modifier went down

  // False when the event must wait for the next frame.
  bool take(const InputEvent& event) {
    if (std::holds_alternative<MouseMove>(event)) return buttons.empty();
    if (const auto* press = std::get_if<MousePress>(&event))
      return buttons.insert(press->button).second;
    if (const auto* key = std::get_if<KeyPress>(&event)) return take(*key);
    return true;
  }

 private:
  // Who is quick lets go of Ctrl while the letter has only just gone down: the chord counts.
  bool take(const KeyPress& key) {
    const bool modifier = key.key == Key::ctrl || key.key == Key::shift || key.key == Key::alt;
    if (modifier && struck) return false;
    struck |= key.down && !modifier;
    return keys.insert(key.key).second;
  }
};

}  // namespace

void InputQueue::push_click(float x, float y, MouseButton button) {
  push(MouseMove{x, y});
  push(MousePress{button, true});
  push(MousePress{button, false});
}

void InputQueue::push_key(Key key, Mods mods) {
  Mods held{};
  const auto change = [&](bool wanted, bool& now, Key which, bool down) {
    if (!wanted) return;
    now = down;
    push(KeyPress{which, held, down});
  };
  change(mods.ctrl, held.ctrl, Key::ctrl, true);
  change(mods.shift, held.shift, Key::shift, true);
  change(mods.alt, held.alt, Key::alt, true);
  push(KeyPress{key, mods, true});
  push(KeyPress{key, mods, false});
  change(mods.alt, held.alt, Key::alt, false);
  change(mods.shift, held.shift, Key::shift, false);
  change(mods.ctrl, held.ctrl, Key::ctrl, false);
}

void InputQueue::push_text(std::string_view utf8) { push(TextTyped{std::string(utf8)}); }

std::vector<InputEvent> InputQueue::take_frame() {
  std::vector<InputEvent> frame;
  Changed changed;
  while (!events_.empty() && changed.take(events_.front())) {
    frame.push_back(std::move(events_.front()));
    events_.pop_front();
  }
  return frame;
}

}  // namespace app::platform
