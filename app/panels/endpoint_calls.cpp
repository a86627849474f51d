// The application's side of an endpoint: what it called last and what came of it, and every call as
// a button in a fixed place. A call that is not legal now is disabled and says why.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <variant>

#include "app/panels/endpoint_parts.hpp"

namespace app::panels {
namespace {

using engine::Call;
using ui::Icon;
using ui::Rect;
using ui::TextRole;

struct Button {
  const char* name;  // end of the widget id and of the string key
  Call call;
};

// The first other host that is listening, else its port 80: where connect() goes.
engine::Socket likely_peer(const engine::World& world, engine::HostId self) {
  for (const engine::Host& host : world.hosts) {
    if (host.id == self) continue;
    for (const engine::Connection& c : host.connections)
      if (c.tcb.state == engine::State::listen) return {host.address, c.tcb.sockets.local.port};
  }
  for (const engine::Host& host : world.hosts)
    if (host.id != self) return {host.address, 80};
  return {world.host(self).address, 80};
}

std::vector<Button> buttons(const engine::World& world, engine::HostId host) {
  return {{"listen", engine::Listen{.port = 80}},
          {"connect", engine::Connect{.remote = likely_peer(world, host)}},
          {"accept", engine::Accept{}},
          {"send", engine::SendText{.text = "hello"}},
          {"read", engine::Read{}},
          {"close", engine::Close{}},
          {"shutdown", engine::Shutdown{}},
          {"abort", engine::Abort{}}};
}

constexpr std::size_t call_rows = 3;  // eight calls and the power menu
constexpr std::size_t per_row = 3;
constexpr float call_row_height = 26, row_gap = 3;

// send opens a menu, and says so.
std::string button_label(const Button& button) {
  std::string label = button.name;
  if (std::holds_alternative<engine::SendText>(button.call)) label += "…";
  return label;
}

// The boxes of one row, each as wide as its words ask for, together as wide as the block.
std::array<Rect, per_row> boxes_of(const ui::Ui& ui, const std::array<std::string, per_row>& words,
                                   const Rect& row) {
  const float gap = ui.px(3);
  std::array<float, per_row> widths{};
  float sum = 0;
  for (std::size_t i = 0; i < per_row; ++i)
    sum += widths[i] = ui.fonts().measure(TextRole::small, words[i]).w;
  const float spare =
      (row.w - sum - gap * static_cast<float>(per_row - 1)) / static_cast<float>(per_row);
  std::array<Rect, per_row> boxes{};
  float x = row.x;
  for (std::size_t i = 0; i < per_row; ++i) {
    boxes[i] = {x, row.y, widths[i] + spare, row.h};
    x = boxes[i].right() + gap;
  }
  return boxes;
}

engine::Command command_for(engine::HostId host, std::optional<engine::ConnId> shown,
                            const Call& call) {
  // accept() is a call on the listener, whichever connection is looked at.
  const bool own = std::holds_alternative<engine::Listen>(call) ||
                   std::holds_alternative<engine::Connect>(call) ||
                   std::holds_alternative<engine::Accept>(call);
  return engine::DoCall{host, own ? std::nullopt : shown, call};
}
engine::Command command_for(const Endpoint& end, const Call& call) {
  return command_for(end.host, end.shown, call);
}

// What send offers: short texts, bulk, or a text of one's own.
void draw_send_menu(const Frame& frame, const Endpoint& end) {
  ui::Ui& ui = frame.ui;
  const std::string id = end.id + ".send";
  const std::array items{
      ui::MenuItem{.id = id + ".hello", .label = ui.say("send.hello")},
      ui::MenuItem{.id = id + ".get", .label = ui.say("send.get")},
      ui::MenuItem{.id = id + ".bulk", .label = ui.say("send.bulk")},
      ui::MenuItem{.id = id + ".own", .label = ui.say("send.own"), .line_before = true}};
  const auto chosen = ui.menu(id, items);
  if (!chosen) return;
  const auto call = [&](Call what) { frame.wish(Do{command_for(end, what)}); };
  if (*chosen == 0) call(engine::SendText{.text = "hello"});
  if (*chosen == 1) call(engine::SendText{.text = "GET /"});
  if (*chosen == 2) call(engine::SendBulk{.bytes = 10'000});
  if (*chosen == 3) ui.open_dialog(id + ".dialog");
}

void draw_send_dialog(const Frame& frame, const Endpoint& end, EndpointView& view) {
  ui::Ui& ui = frame.ui;
  const ui::Dialog dialog(ui, end.id + ".send.dialog", ui.say("send.title"), {380, 170});
  if (!dialog.open()) return;
  Rect rest = dialog.content();
  const auto edit =
      ui.text_field(end.id + ".send.text", ui::take_top(rest, ui.px(34)), view.send_text,
                    {.label = ui.say("send.text"), .focus_now = true});
  ui::take_top(rest, ui.px(6));
  if (ui.checkbox(end.id + ".send.urgent", ui::take_top(rest, ui.px(28)), ui.say("send.urgent"),
                  view.send_urgent))
    view.send_urgent = !view.send_urgent;
  Rect line = ui::take_bottom(rest, ui.px(34));
  const bool pressed = ui.button(
      end.id + ".send.go", ui::take_right(line, ui.px(120)), ui.say("send.go"),
      {.primary = true, .enabled = !view.send_text.empty(), .why_not = ui.say("send.empty")});
  if ((pressed || edit == ui::Edit::committed) && !view.send_text.empty()) {
    frame.wish(Do{command_for(end, engine::SendText{view.send_text, view.send_urgent})});
    ui.close_popup();
  }
}

// Power and cable: things that happen to a host, not calls of its program.
void draw_power(const Frame& frame, const Endpoint& end, const Rect& box) {
  ui::Ui& ui = frame.ui;
  const std::string id = end.id + ".power";
  const engine::World& world = frame.session.world();
  const bool up = world.host(end.host).power == engine::Power::up;
  if (ui.icon_button(id, box, Icon::bolt, ui.say("power.menu")))
    ui.open_menu(id + ".menu", {box.x, box.bottom()});
  const std::array items{
      ui::MenuItem{.id = end.id + ".call.crash",
                   .label = ui.say("power.crash"),
                   .enabled = up,
                   .why_not = ui.say("power.is_down")},
      ui::MenuItem{.id = end.id + ".call.reboot", .label = ui.say("power.reboot")}};
  if (const auto chosen = ui.menu(id + ".menu", items))
    frame.wish(*chosen == 0 ? Intent{Do{engine::Crash{end.host}}}
                            : Intent{Do{engine::Reboot{end.host}}});
}

// The record that the last call was made on: the one that is looked at, else the one that it was
// born of, else the host's newest.
const engine::Connection* last_called(const Frame& frame, const Endpoint& end) {
  const auto& records = frame.session.world().host(end.host).connections;
  if (end.connection && end.connection->last_call) return end.connection;
  if (end.connection && end.connection->parent)
    if (const auto* parent = records.find(*end.connection->parent); parent && parent->last_call)
      return parent;
  for (auto record = records.rbegin(); record != records.rend(); ++record)
    if (record->last_call) return &*record;
  return nullptr;
}

// With what news for its program this connection ended. What a close() that waited for the end was
// told counts more than what TCP says of it.
std::optional<engine::Signal> end_of(const Frame& frame, const Endpoint& end,
                                     const engine::Connection& over) {
  const engine::Timeline& run = frame.session.timeline();
  auto step = std::min(frame.session.playhead().steps, run.steps_until(over.state_since));
  std::optional<engine::Signal> news;
  while (!news && step-- > 0 && run.step(step).at == over.state_since)
    for (const engine::Fact& fact : run.step(step).facts) {
      const auto* const told = std::get_if<engine::Notified>(&fact);
      if (told != nullptr && told->host == end.host && told->connection == over.id && !news)
        news = told->signal;
      const auto* const answer = std::get_if<engine::CallMade>(&fact);
      if (answer != nullptr && answer->host == end.host && answer->connection == over.id &&
          answer->result == engine::CallResult::reset)
        news = engine::Signal::reset;
    }
  return news;
}

}  // namespace

std::string last_call(const Frame& frame, const Endpoint& end) {
  const ui::Ui& ui = frame.ui;
  const engine::Connection* const called = last_called(frame, end);
  if (called == nullptr) return ui.say("call.none");
  constexpr std::array names{"listen", "connect",  "accept", "send", "send",
                             "read",   "shutdown", "close",  "abort"};
  const std::string name = names[*called->last_call];
  const engine::State state = called->tcb.state;
  // What the program heard last is newer than its call, but for the one that ends all itself.
  if (state == engine::State::closed && name != "abort")
    if (const auto news = end_of(frame, end, *called))
      return ui.say("call.told",
                    {{"news", ui.say("compare.told." + std::string(engine::name(*news)))}});
  const bool opens = state == engine::State::syn_sent || state == engine::State::syn_received;
  if (name == "connect" && opens) return ui.say("call.under_way", {{"call", name}});
  const std::string result(engine::name(called->last_result));
  return ui.say("call.last", {{"call", name}, {"result", ui.say("result." + result)}});
}

std::vector<LegalCall> legal_calls(const Frame& frame, engine::HostId host) {
  const engine::World& world = frame.session.world();
  auto shown = frame.session.selection().connection(host);
  if (!shown || !scene::find_shown(world.host(host), *shown))
    shown = scene::default_connection(world.host(host));
  std::vector<LegalCall> result;
  for (const Button& button : buttons(world, host)) {
    engine::Command command = command_for(host, shown, button.call);
    if (!frame.session.why_not(command)) result.push_back({button.name, std::move(command)});
  }
  return result;
}

float calls_height(const ui::Ui& ui) {
  return ui.px(static_cast<float>(call_rows) * (call_row_height + row_gap) + 2);
}

void draw_calls(const Frame& frame, const Endpoint& end, EndpointView& view, Rect& rest) {
  ui::Ui& ui = frame.ui;
  Rect block = ui::take_top(rest, calls_height(ui));
  ui::take_top(block, ui.px(2));
  const std::vector<Button> all = buttons(frame.session.world(), end.host);
  std::vector<Rect> boxes;
  for (std::size_t row = 0; row < call_rows; ++row) {
    std::array<std::string, per_row> words;
    for (std::size_t i = 0; i < per_row; ++i) {
      const std::size_t place = row * per_row + i;
      words[i] = place < all.size() ? button_label(all[place]) : "";
    }
    Rect line = ui::take_top(block, ui.px(call_row_height));
    ui::take_top(block, ui.px(row_gap));
    for (const Rect& box : boxes_of(ui, words, line)) boxes.push_back(box);
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Button& button = all[i];
    const Rect& box = boxes[i];
    const engine::Command command = command_for(end, button.call);
    const auto refusal = frame.session.why_not(command);
    const std::string id = end.id + ".call." + button.name;
    const bool is_send = std::holds_alternative<engine::SendText>(button.call);
    const bool pressed = ui.button(id, box, button_label(button),
                                   {.enabled = !refusal,
                                    .why_not = refusal ? ui.say(refusal->why) : std::string(),
                                    .tooltip = ui.say("call.help." + std::string(button.name)),
                                    .role = TextRole::small});
    if (!pressed) continue;
    if (is_send)
      ui.open_menu(end.id + ".send", {box.x, box.bottom()});
    else
      frame.wish(Do{command});
  }
  draw_power(frame, end, boxes.back());
  draw_send_menu(frame, end);
  draw_send_dialog(frame, end, view);
}

}  // namespace app::panels
