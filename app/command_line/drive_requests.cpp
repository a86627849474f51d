#include "app/command_line/drive_requests.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "app/command_line/drive_state.hpp"
#include "app/platform/files.hpp"
#include "app/platform/screenshot.hpp"
#include "engine/export/pcapng.hpp"

namespace app::command_line {
namespace {

using engine::Error;
using nlohmann::json;
using Outcome = engine::Result<json>;  // what to add to {"ok":true}

constexpr engine::Duration frame_time{1'000'000'000 / 60};

std::unexpected<Error> refuse(std::string code, std::string what) {
  return std::unexpected(Error{std::move(code), std::move(what)});
}

// ---- fields of a request, each with its kind checked
engine::Result<std::string> text_field(const json& request, const char* name) {
  const auto it = request.find(name);
  if (it == request.end() || !it->is_string())
    return refuse("bad_field", fmt::format("\"{}\" must be a text", name));
  return it->get<std::string>();
}

engine::Result<std::int64_t> number_field(const json& request, const char* name, std::int64_t least,
                                          std::int64_t most) {
  const auto it = request.find(name);
  if (it == request.end() || !it->is_number_integer() || it->get<std::int64_t>() < least ||
      it->get<std::int64_t>() > most)
    return refuse("bad_field",
                  fmt::format("\"{}\" must be a whole number from {} to {}", name, least, most));
  return it->get<std::int64_t>();
}

platform::MouseButton button_of(const json& request) {
  return request.value("button", json("left")) == "right" ? platform::MouseButton::right
                                                          : platform::MouseButton::left;
}

Outcome click_widget(WindowProgram& program, const std::string& id, platform::MouseButton button) {
  program.settle();
  const ui::Widget* widget = program.ui().registry().find(id);
  if (!widget)
    return refuse("no_such_widget", fmt::format("nothing on the screen is called {}", id));
  if (!widget->operable || !widget->visible())
    return refuse("not_operable", fmt::format("{} is only text, or out of sight", id));
  if (!widget->enabled)
    return refuse("disabled", fmt::format("{} is disabled: {}", id, widget->why_not));
  const ui::Point at = widget->seen.centre();
  program.window().inject(platform::MouseMove{at.x, at.y});
  program.settle();  // hover first, as a hand does
  program.window().inject(platform::MousePress{button, true});
  program.settle();
  program.window().inject(platform::MousePress{button, false});
  program.settle();
  return json::object();
}

Outcome on_click(WindowProgram& program, const json& request) {
  const auto id = text_field(request, "id");
  if (!id) return std::unexpected(id.error());
  return click_widget(program, *id, button_of(request));
}

Outcome on_press_segment(WindowProgram& program, const json& request) {
  const auto packet = number_field(request, "packet", 1, 1'000'000'000);
  if (!packet) return std::unexpected(packet.error());
  program.settle();
  std::string id = fmt::format("wire.segment.{}", *packet);
  if (!program.ui().registry().find(id)) id = fmt::format("wire.siding.{}", *packet);
  return click_widget(program, id, platform::MouseButton::left);
}

// Raw pointer acts, for drags and for holding the button down.
Outcome on_pointer(WindowProgram& program, const json& request) {
  const std::string op = request["op"];
  if (op != "release") {
    const auto x = number_field(request, "x", 0, 100'000);
    const auto y = number_field(request, "y", 0, 100'000);
    if (!x) return std::unexpected(x.error());
    if (!y) return std::unexpected(y.error());
    program.window().inject(platform::MouseMove{static_cast<float>(*x), static_cast<float>(*y)});
    program.settle();
  }
  if (op != "move")
    program.window().inject(platform::MousePress{button_of(request), op == "press"});
  program.settle();
  return json::object();
}

Outcome on_wheel(WindowProgram& program, const json& request) {
  const auto rows = number_field(request, "rows", -1000, 1000);
  if (!rows) return std::unexpected(rows.error());
  const auto ctrl = request.find("ctrl");
  if (ctrl != request.end() && !ctrl->is_boolean())
    return refuse("bad_field", "\"ctrl\" must be true or false");
  const auto hold = [&](bool down) {
    if (ctrl == request.end() || !ctrl->get<bool>()) return;
    program.window().inject(platform::KeyPress{platform::Key::ctrl, {.ctrl = down}, down});
    program.settle();
  };
  hold(true);
  program.window().inject(platform::MouseWheel{0, static_cast<float>(*rows)});
  program.settle();
  hold(false);
  return json::object();
}

// Held down for a while, as a hand does; a key that is held sends no repeats here.
Outcome hold_key(WindowProgram& program, const json& request, const std::string& text) {
  const auto ms = number_field(request, "ms", 1, 60'000);
  if (!ms) return std::unexpected(ms.error());
  const auto chord = platform::parse_chord(text);
  if (!chord) return refuse("bad_field", chord.error().what);
  program.window().inject(platform::KeyPress{.key = chord->key, .mods = chord->mods});
  program.settle();
  const auto frames = std::chrono::milliseconds(*ms) / frame_time;
  for (std::int64_t i = 0; i < frames; ++i) program.frame(frame_time);
  program.window().inject(
      platform::KeyPress{.key = chord->key, .mods = chord->mods, .down = false});
  program.settle();
  return json::object();
}

Outcome on_key(WindowProgram& program, const json& request) {
  const auto chord = text_field(request, "chord");
  if (!chord) return std::unexpected(chord.error());
  if (request.contains("ms")) return hold_key(program, request, *chord);
  const auto pressed = program.window().inject_chord(*chord);
  if (!pressed) return refuse("bad_field", pressed.error().what);
  program.settle();
  return json::object();
}

Outcome on_type(WindowProgram& program, const json& request) {
  const auto text = text_field(request, "text");
  if (!text) return std::unexpected(text.error());
  program.window().inject_text(*text);
  program.settle();
  return json::object();
}

Outcome on_frames(WindowProgram& program, const json& request) {
  const auto count = number_field(request, "n", 0, 100'000);
  if (!count) return std::unexpected(count.error());
  const auto shown = request.find("shown");
  if (shown != request.end() && !shown->is_boolean())
    return refuse("bad_field", "\"shown\" must be true or false");
  program.set_watched(shown != request.end() && shown->get<bool>());
  for (std::int64_t i = 0; i < *count; ++i) program.frame(frame_time);
  return json::object();
}

Outcome on_wait(WindowProgram& program, const json& request) {
  const auto ms = number_field(request, "ms", 0, 600'000);
  if (!ms) return std::unexpected(ms.error());
  program.set_watched(true);
  const auto end = platform::Clock::now() + std::chrono::milliseconds(*ms);
  auto last = platform::Clock::now();
  while (platform::Clock::now() < end) {
    const auto now = platform::Clock::now();
    program.frame(now - last);
    last = now;
    std::this_thread::sleep_for(std::chrono::milliseconds(16) - (platform::Clock::now() - now));
  }
  return json::object();
}

Outcome on_resize(WindowProgram& program, const json& request) {
  const auto width = number_field(request, "width", 320, 16'384);
  const auto height = number_field(request, "height", 240, 16'384);
  if (!width) return std::unexpected(width.error());
  if (!height) return std::unexpected(height.error());
  program.window().resize(static_cast<int>(*width), static_cast<int>(*height));
  // The window system answers in its own time.
  for (int tries = 0;
       tries < 100 && (program.window().width() != *width || program.window().height() != *height);
       ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    program.window().pacing().stir();
    program.wait();
    program.frame({});
  }
  program.settle();
  return json::object();
}

Outcome on_screenshot(WindowProgram& program, const json& request) {
  const auto path = text_field(request, "path");
  if (!path) return std::unexpected(path.error());
  if (path->empty()) return refuse("bad_field", "\"path\" is empty");
  program.settle();
  const auto written = platform::write_png(program.window().read_pixels(), *path);
  if (!written) return refuse("not_writable", written.error().where + ": " + written.error().what);
  return json::object();
}

// The run of the current branch as a capture, whatever the playhead shows.
Outcome on_capture(WindowProgram& program, const json& request) {
  const auto path = text_field(request, "path");
  if (!path) return std::unexpected(path.error());
  if (path->empty()) return refuse("bad_field", "\"path\" is empty");
  const auto bytes = engine::pcapng(program.session().timeline(), program.session().title());
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const auto written = platform::write_file(*path, text);
  if (!written) return refuse("not_writable", written.error().where + ": " + written.error().what);
  return json::object();
}

Outcome on_glyphs(WindowProgram& program, const json& request) {
  const auto text = text_field(request, "text");
  if (!text) return std::unexpected(text.error());
  json missing = json::array();
  for (const char32_t c : program.ui().fonts().without_glyph(*text))
    missing.push_back(fmt::format("U+{:04X}", static_cast<std::uint32_t>(c)));
  return json{{"missing", missing}};
}

Outcome on_state(WindowProgram& program, const json&) { return describe_state(program); }
Outcome on_widgets(WindowProgram& program, const json&) {
  program.settle();
  return json{{"widgets", describe_widgets(program)}};
}

struct Op {
  const char* name;
  Outcome (*run)(WindowProgram&, const json&);
};
constexpr Op ops[] = {
    {"widgets", on_widgets}, {"click", on_click},   {"press_segment", on_press_segment},
    {"move", on_pointer},    {"press", on_pointer}, {"release", on_pointer},
    {"wheel", on_wheel},     {"key", on_key},       {"type", on_type},
    {"frames", on_frames},   {"wait", on_wait},     {"resize", on_resize},
    {"state", on_state},     {"glyphs", on_glyphs}, {"screenshot", on_screenshot},
    {"capture", on_capture}};

Outcome dispatch(WindowProgram& program, const json& request) {
  if (!request.is_object()) return refuse("bad_json", "a request is one JSON object on one line");
  const auto op = text_field(request, "op");
  if (!op) return refuse("missing_field", "a request needs \"op\"");
  for (const Op& row : ops)
    if (*op == row.name) return row.run(program, request);
  return refuse("unknown_op", fmt::format("there is no op \"{}\"", *op));
}

}  // namespace

DriveReply answer(WindowProgram& program, const std::string& line) {
  const json request = json::parse(line, nullptr, false);
  if (request.is_object() && request.value("op", json()) == "quit") return {R"({"ok":true})", true};
  Outcome outcome = request.is_discarded() ? refuse("bad_json", "this line is not JSON")
                                           : dispatch(program, request);
  if (!outcome)
    return {
        json{{"ok", false}, {"err", outcome.error().where}, {"message", outcome.error().what}}.dump(
            -1, ' ', false, json::error_handler_t::replace)};
  (*outcome)["ok"] = true;
  return {outcome->dump(-1, ' ', false, json::error_handler_t::replace)};
}

}  // namespace app::command_line
