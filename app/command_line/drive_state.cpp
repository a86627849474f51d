#include "app/command_line/drive_state.hpp"

#include <fmt/format.h>

#include "app/scene/heading.hpp"
#include "app/scene/queues.hpp"

namespace app::command_line {
namespace {

using nlohmann::json;

json host_state(const engine::Host& host, const Selection& selection) {
  json connections = json::array();
  for (const engine::Connection& c : host.connections)
    connections.push_back({{"id", c.id.value},
                           {"state", engine::name(c.tcb.state)},
                           {"local", to_string(c.tcb.sockets.local)},
                           {"remote", to_string(c.tcb.sockets.remote)}});
  auto shown = selection.connection(host.id);
  if (!shown) shown = scene::default_connection(host);
  const engine::Connection* found = shown ? find(host, *shown) : nullptr;
  return {{"name", host.name},
          {"state", engine::name(found ? found->tcb.state : engine::State::closed)},
          {"connections", connections}};
}

json packets_in_flight(const Session& session) {
  json packets = json::array();
  const engine::World& world = session.world();
  for (const engine::Packet& p : world.wire.packets) {
    const auto heading = scene::heading(session.timeline().bytes().read(p.bytes));
    packets.push_back({{"id", p.id.value},
                       {"from", world.host(p.from).name},
                       {"to", p.to ? json(world.host(*p.to).name) : json()},
                       {"flags", to_string(heading.flags)},
                       {"seq", heading.seq.raw},
                       {"ack", heading.ack.raw},
                       {"held", p.held_since.has_value()},
                       {"retransmission", p.retransmission}});
  }
  return packets;
}

// Of the lesson that is open; null without one.
json lesson_state(const Session& session) {
  const GuidedLesson* const lesson = session.lesson();
  if (!lesson) return {};
  return {{"beat", lesson->beat().name},
          {"number", lesson->state.beat + 1},
          {"beats", lesson->state.beats.size()},
          {"done", lesson->record().done},
          {"running", lesson->state.running},
          {"guarded", session.guarded()},
          {"away", lesson->away},
          {"hints", lesson->record().hints},
          {"finished", engine::is_finished(lesson->file.scenario, lesson->state)}};
}

json rectangle(const ui::Rect& r) { return {r.x, r.y, r.w, r.h}; }

const char* name_of(FreezeReason reason) {
  switch (reason) {
    case FreezeReason::press:
      return "press";
    case FreezeReason::menu:
      return "menu";
    case FreezeReason::dialog:
      return "dialog";
    case FreezeReason::scrub:
      return "scrub";
    case FreezeReason::blank:
      return "blank";
  }
  return "";
}

}  // namespace

json describe_widgets(WindowProgram& program) {
  json rows = json::array();
  for (const ui::Widget& w : program.ui().registry().widgets())
    rows.push_back({{"id", w.id},
                    {"label", w.label},
                    {"layer", w.layer},
                    {"rect", rectangle(w.rect)},
                    {"seen", rectangle(w.seen)},
                    {"operable", w.operable},
                    {"enabled", w.enabled},
                    {"visible", w.visible()},
                    {"focused", w.focused},
                    {"fits", w.text_fits},
                    {"em", w.em},
                    {"why_not", w.why_not}});
  return rows;
}

json describe_state(WindowProgram& program) {
  const Session& session = program.session();
  const Settings& settings = session.settings();
  const scene::Position& at = session.playhead();
  json hosts = json::array();
  for (const engine::Host& host : session.world().hosts)
    hosts.push_back(host_state(host, session.selection()));
  json branches = json::array();
  for (std::uint32_t i = 0; i < session.branches().count(); ++i)
    branches.push_back(branch_letter({i}));
  json toasts = json::array();
  for (const Toast& toast : session.toasts())
    toasts.push_back(
        {{"id", toast.id},
         {"text", program.ui().say(toast.text)},
         {"offer", toast.offer ? json(program.ui().say(toast.offer->label)) : json()}});
  json texts = json::array();
  for (const ui::Widget& w : program.ui().registry().widgets())
    if (w.visible() && !w.label.empty()) texts.push_back(w.label);
  const auto packet = session.selection().packet;
  constexpr const char* themes[] = {"light", "dark", "projector"};
  return {{"playhead_ns", at.at.time_since_epoch().count()},
          {"position", {at.steps, at.facts}},
          {"steps", session.timeline().size()},
          {"fingerprint",
           fmt::format("{:016x}", fingerprint(session.world(), session.timeline().bytes()))},
          {"playing", session.playing()},
          {"animating", session.animating()},
          {"computing", session.computing()},
          {"frozen", session.frozen() ? json(name_of(*session.frozen())) : json()},
          {"quiet", session.quiet()},
          {"branch", branch_letter(session.branch())},
          {"branches", branches},
          {"scenario", program.library().open},
          {"lesson", lesson_state(session)},
          {"hosts", hosts},
          {"in_flight", packets_in_flight(session)},
          {"selection", {{"packet", packet ? json(packet->value) : json()}}},
          {"toasts", toasts},
          {"language", ui::code(settings.language)},
          {"theme", themes[static_cast<std::size_t>(settings.theme)]},
          {"scale", settings.scale},
          {"bilingual", settings.bilingual},
          {"mode", session.presenting() ? "present" : "normal"},
          {"blank", session.presenting() && session.presenting()->blank},
          {"full_screen", program.window().full_screen()},
          {"focus", program.ui().focus()},
          {"window", {program.window().width(), program.window().height()}},
          {"missing_glyphs", program.ui().fonts().uncovered().size()},
          {"missing_strings", program.ui().strings().missing()},
          {"frame_cpu_us", program.last_frame_cpu().count() / 1000},
          {"visible_text", texts}};
}

}  // namespace app::command_line
