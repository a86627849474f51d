// The writing half of session_deeds.hpp.
#include <fmt/format.h>

#include "engine/base/invariant.hpp"
#include "engine/export/session_deeds.hpp"
#include "engine/export/session_words.hpp"
#include "engine/lesson/attack_words.hpp"
#include "engine/lesson/knobs.hpp"
#include "engine/lesson/notation.hpp"

namespace engine {
namespace {

std::string flags_text(Flags flags) {
  const std::string text = to_string(flags);
  return text.empty() ? "none" : text;
}

struct CallText {
  std::string operator()(const Listen& c) const {
    return fmt::format("listen {} backlog {}{}", c.port, c.backlog, on_address(c.local_address));
  }
  std::string operator()(const Connect& c) const {
    const std::string text = c.text.empty() ? "" : " with " + quoted_text(c.text);
    return fmt::format("connect {} from {}{}{}{}", to_string(c.remote), c.local_port, text,
                       on_address(c.local_address), through_route(c.route));
  }
  std::string operator()(const Accept&) const { return "accept"; }
  std::string operator()(const SendText& c) const {
    return fmt::format("send {}{}", quoted_text(c.text), c.urgent ? " urgent" : "");
  }
  std::string operator()(const SendBulk& c) const { return fmt::format("send {}", c.bytes); }
  std::string operator()(const Read& c) const { return fmt::format("read {}", c.max); }
  std::string operator()(const Shutdown& c) const {
    switch (c.how) {
      case ShutdownHow::write:
        return "shutdown write";
      case ShutdownHow::read:
        return "shutdown read";
      case ShutdownHow::both:
        return "shutdown both";
    }
    unreachable("ShutdownHow");
  }
  std::string operator()(const Close& c) const {
    return c.linger ? fmt::format("close linger {}", span_text(*c.linger)) : "close";
  }
  std::string operator()(const Abort&) const { return "abort"; }
};

struct ActionText {
  std::string operator()(const DropIt&) const { return "drop"; }
  std::string operator()(const DelayIt& a) const {
    return fmt::format("delay {}", span_text(a.by));
  }
  std::string operator()(const HoldIt&) const { return "hold"; }
  std::string operator()(const DuplicateIt& a) const {
    return fmt::format("duplicate after {}", span_text(a.gap));
  }
  std::string operator()(const EditIt& a) const {
    std::string text = "edit";
    for (const FieldEdit& edit : a.edits)
      text += fmt::format(" {}={}", name(edit.field), edit.value);
    return text + (a.keep_checksum ? " keep-checksum" : "");
  }
  std::string operator()(const SwapIt&) const { return "swap"; }
  std::string operator()(const CorruptIt& a) const { return fmt::format("corrupt {}", a.bit); }
};

// The part of a flag match before the flags.
std::string_view way_word(FlagMatch way) {
  switch (way) {
    case FlagMatch::any:
      return "ignoring";
    case FlagMatch::exactly:
      return "exactly";
    case FlagMatch::includes:
      return "including";
    case FlagMatch::excludes:
      return "excluding";
  }
  unreachable("FlagMatch");
}

std::string link_text(const LinkConfig& link) {
  const LinkConfig plain;
  std::string text = fmt::format("latency {}", in_script(link.latency));
  const auto add = [&](bool differs, std::string_view word, const auto& value) {
    if (differs) text += fmt::format(" {} {}", word, value);
  };
  const auto chance = [](std::uint32_t ppm) { return fmt::format("{}ppm", ppm); };
  add(link.jitter != plain.jitter, "jitter", in_script(link.jitter));
  add(link.loss_ppm != 0, "loss", chance(link.loss_ppm));
  add(link.duplicate_ppm != 0, "duplicate", chance(link.duplicate_ppm));
  add(link.corrupt_ppm != 0, "corrupt", chance(link.corrupt_ppm));
  if (link.reorder_ppm != 0 || link.reorder_extra != plain.reorder_extra)
    text +=
        fmt::format(" reorder {} by {}", chance(link.reorder_ppm), in_script(link.reorder_extra));
  add(link.bits_per_second != 0, "rate", fmt::format("{}bit", link.bits_per_second));
  add(link.queue_packets != 0, "queue", link.queue_packets);
  add(link.mtu != plain.mtu, "mtu", link.mtu);
  add(link.mark_ppm != 0, "mark", chance(link.mark_ppm));
  add(link.mark_queue != 0, "mark-queue", link.mark_queue);
  return text + (link.up ? "" : " down");
}

struct ProgramText {
  std::string operator()(const Manual&) const { return "manual"; }
  std::string operator()(const Sink& p) const { return p.close_at_end ? "sink" : "sink stay-open"; }
  std::string operator()(const Echo&) const { return "echo"; }
  std::string operator()(const Source& p) const {
    return fmt::format("source {}{}", p.bytes, p.close_after ? "" : " stay-open");
  }
  std::string operator()(const SlowReader& p) const {
    return fmt::format("slow-reader {} every {}", p.bytes, in_script(p.every));
  }
  std::string operator()(const CloseFirst&) const { return "close-first"; }
};

// What a program has done so far comes after what it is.
std::string application_text(const Application& application) {
  std::string text = std::visit(ProgramText{}, application.program);
  if (!application.auto_accept) text += " accept-by-hand";
  if (const auto* source = std::get_if<Source>(&application.program); source && source->sent != 0)
    text += fmt::format(" sent={}", source->sent);
  if (const auto* slow = std::get_if<SlowReader>(&application.program); slow && slow->next != never)
    text += fmt::format(" next={}", slow->next.time_since_epoch().count());
  if (application.bytes_read != 0) text += fmt::format(" read={}", application.bytes_read);
  if (application.bytes_written != 0) text += fmt::format(" written={}", application.bytes_written);
  return text;
}

struct DeedText {
  std::span<const std::string> hosts;

  std::string host(HostId id) const {
    return id.value < hosts.size() ? hosts[id.value] : std::to_string(id.value);
  }
  std::string host_or_any(std::optional<HostId> id) const { return id ? host(*id) : "any"; }
  static std::string connection(std::optional<ConnId> id) {
    return id ? fmt::format(" connection {}", id->value) : std::string();
  }

  std::string operator()(const DoCall& c) const {
    return fmt::format("call {}{} {}", host(c.host), connection(c.connection),
                       std::visit(CallText{}, c.call));
  }
  std::string operator()(const OnPacket& c) const {
    return fmt::format("packet {} {}", c.packet.value, std::visit(ActionText{}, c.action));
  }
  std::string operator()(const Release& c) const {
    return fmt::format("release {}", c.packet.value);
  }
  std::string operator()(const DeliverNow& c) const {
    return fmt::format("deliver {}", c.packet.value);
  }
  static std::string hex_text(std::span<const std::uint8_t> packet) {
    std::string hex;
    for (const std::uint8_t octet : packet) hex += fmt::format("{:02x}", octet);
    return quoted_text(hex);
  }
  std::string operator()(const Forge& c) const {
    return fmt::format("forge {} -> {} {}", host(c.from), host(c.to), hex_text(c.packet));
  }
  std::string operator()(const ForgeBurst& c) const {
    return fmt::format("burst {} -> {} {} count {} every {} addresses {}", host(c.from), host(c.to),
                       hex_text(c.packet), c.count, span_text(c.spacing), c.addresses);
  }
  std::string operator()(const ArmImpairment& c) const {
    const Impairment& rule = c.impairment;
    const PacketMatch& match = rule.match;
    std::string text = fmt::format("arm {} {} -> {}", std::visit(ActionText{}, rule.action),
                                   host_or_any(match.from), host_or_any(match.to));
    if (match.flag_match != FlagMatch::any || match.flags != Flags{})
      text += fmt::format(" {} {}", way_word(match.flag_match), flags_text(match.flags));
    if (match.min_text) text += fmt::format(" length-from {}", *match.min_text);
    if (match.max_text) text += fmt::format(" length-to {}", *match.max_text);
    if (match.again) text += *match.again ? " again" : " fresh";
    if (match.ordinal != 0) text += fmt::format(" ordinal {}", match.ordinal);
    text += fmt::format(" times {}", rule.left);
    if (rule.unlimited) text += " always";
    if (!rule.enabled) text += " off";
    if (rule.from_scenario) text += " locked";
    if (rule.seen != 0) text += fmt::format(" seen {}", rule.seen);
    if (rule.id.value != 0) text += fmt::format(" id {}", rule.id.value);
    return text;
  }
  std::string operator()(const DisarmImpairment& c) const {
    return fmt::format("disarm {}", c.id.value);
  }
  std::string operator()(const SwitchImpairment& c) const {
    return fmt::format("switch {} {}", c.id.value, c.enabled ? "on" : "off");
  }
  std::string operator()(const SetLink& c) const {
    return fmt::format("link {} -> {} {}", host(c.from), host(c.to), link_text(c.config));
  }
  std::string operator()(const SetConfig& c) const {
    std::string text = fmt::format("config {}{}", host(c.host), connection(c.connection));
    for (const KnobText& knob : changed_knobs(c.config))
      text += fmt::format(" {}={}", knob.name, knob.value);
    return text;
  }
  std::string operator()(const SetProgram& c) const {
    return fmt::format("program {}{} {}", host(c.host), connection(c.connection),
                       application_text(c.application));
  }
  std::string operator()(const Crash& c) const { return fmt::format("crash {}", host(c.host)); }
  std::string operator()(const Reboot& c) const { return fmt::format("reboot {}", host(c.host)); }
  std::string operator()(const Attack& c) const {
    return fmt::format("attack {}{} {}", host(c.host), c.instead ? " instead" : "",
                       plan_text(c.plan));
  }
  std::string operator()(const CeaseFire& c) const {
    return fmt::format("cease-fire {}", host(c.host));
  }
  std::string operator()(const Visit& c) const {
    return fmt::format("visit {} {} every {} count {}", host(c.host), CallText{}(c.call),
                       span_text(c.every), c.count);
  }
  std::string operator()(const EndVisits& c) const {
    return fmt::format("end-visits {}", host(c.host));
  }
};

}  // namespace

std::string deed_text(const Command& command, std::span<const std::string> hosts) {
  return std::visit(DeedText{hosts}, command);
}

// Up to a thousand hours as scripts write them, else in nanoseconds.
std::string span_text(Duration span) {
  const std::string text = in_script(span);
  return read_duration(text) ? text : fmt::format("{}ns", span.count());
}

std::string quoted_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      out += fmt::format("\\{}", c);
    else if (c == '\n')
      out += "\\n";
    else if (octet < 0x20 || octet >= 0x7F)
      out += fmt::format("\\x{:02x}", octet);
    else
      out += c;
  }
  return out + '"';
}

}  // namespace engine
