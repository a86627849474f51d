#include "app/scene/forge_presets.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"
#include "engine/host/live_number.hpp"
#include "engine/segment/codec.hpp"

namespace scene {

using namespace engine;

namespace {

constexpr std::uint32_t in_window = 100;  // further than the number expected
constexpr std::uint32_t old_by = 10'000;  // before the first number of the connection that is
constexpr std::uint16_t usual_port = 80, spoofed_port = 40'000, usual_mss = 1460;

// What presets are about: a connection of the receiver.
const Connection* in_state(const Host& host, bool (*wanted)(State)) {
  for (auto c = host.connections.rbegin(); c != host.connections.rend(); ++c)
    if (wanted(c->tcb.state)) return &*c;
  return nullptr;
}
bool has_numbers(State state) { return state != State::listen && state != State::closed; }
bool is_half_open(State state) { return state == State::syn_received; }

std::uint16_t listening_port(const Host& host) {
  for (const Connection& c : host.connections)
    if (c.tcb.state == State::listen) return c.tcb.sockets.local.port;
  return usual_port;
}

struct Filling {
  const World& world;
  ForgePlace place;
  FilledPreset result;

  const Host& receiver() const { return world.host(place.to); }
  std::string name_of(std::string_view number, std::string_view offset = "") const {
    return receiver().name + "." + std::string(number) + std::string(offset);
  }
  void as_from(Socket source, std::uint16_t port) {
    result.draft.source = to_string(source.address);
    result.draft.source_port = std::to_string(source.port);
    result.draft.dest_port = std::to_string(port);
  }
  // In the name of the other end of a connection.
  void within(const Connection* connection) {
    result.fits = connection != nullptr;
    if (connection == nullptr) {
      as_from({world.host(place.from).address, first_ephemeral_port}, listening_port(receiver()));
      return;
    }
    as_from(connection->tcb.sockets.remote, connection->tcb.sockets.local.port);
    const Tcb& tcb = connection->tcb;
    if (!tcb.ts.on) return;
    result.draft.ts_value = std::to_string(tcb.ts.recent);
    result.draft.ts_echo = "0";
  }
  void live() {
    within(in_state(receiver(), has_numbers));
    if (!result.fits) {
      result.draft.seq = result.draft.ack = "1";
      return;
    }
    result.draft.seq = name_of("RCV.NXT");
    result.draft.ack = name_of("SND.NXT");
  }
  void seq_only(Flags flags, std::string_view offset = "") {
    live();
    if (result.fits) result.draft.seq = name_of("RCV.NXT", offset);
    result.draft.flags = flags;
    result.draft.ack = "0";
  }
  void spoofed_syn() {
    as_from({nobody(world), spoofed_port}, listening_port(receiver()));
    result.draft.flags = {.syn = true};
    result.draft.seq = "7000";
    result.draft.mss = std::to_string(usual_mss);
  }
  // As RFC 9293 figure 9: a SYN from before the connection that is.
  void old_syn() {
    const Connection* const now = in_state(receiver(), has_numbers);
    within(now);
    result.fits = true;
    result.draft.ts_value.clear();
    result.draft.ts_echo.clear();
    result.draft.flags = {.syn = true};
    result.draft.mss = std::to_string(usual_mss);
    result.draft.seq = now != nullptr ? name_of("IRS", "-" + std::to_string(old_by)) : "90";
  }
  void third_ack() {
    const Connection* const half_open = in_state(receiver(), is_half_open);
    within(half_open != nullptr ? half_open : in_state(receiver(), has_numbers));
    result.fits = half_open != nullptr;
    result.draft.flags = {.ack = true};
    const bool any = in_state(receiver(), has_numbers) != nullptr;
    result.draft.seq = any ? name_of("RCV.NXT") : "1";
    result.draft.ack = any ? name_of("ISS", "+1") : "1";
  }

  void fill(ForgePreset preset) {
    switch (preset) {
      case ForgePreset::syn_spoofed:
      case ForgePreset::syn_burst:
        return spoofed_syn();
      case ForgePreset::old_duplicate_syn:
        return old_syn();
      case ForgePreset::ack_completes:
        return third_ack();
      case ForgePreset::rst_exact:
        return seq_only({.rst = true});
      case ForgePreset::rst_in_window:
        return seq_only({.rst = true}, "+" + std::to_string(in_window));
      case ForgePreset::rst_out_of_window:
        return seq_only({.rst = true}, "-1");
      case ForgePreset::syn_live:
        return seq_only({.syn = true});
      case ForgePreset::lone_fin:
        return seq_only({.fin = true});
      case ForgePreset::no_flags:
        return seq_only({});
      case ForgePreset::fin_ack:
        live();
        result.draft.flags = {.ack = true, .fin = true};
        return;
      case ForgePreset::inject:
        live();
        result.draft.flags = {.ack = true, .psh = true};
        result.draft.text = "forged text";
        return;
    }
    unreachable("ForgePreset");
  }
};

std::string digits_of(std::optional<std::uint32_t> number) {
  return number ? std::to_string(*number) : std::string();
}

}  // namespace

std::string_view name(ForgePreset preset) {
  switch (preset) {
    case ForgePreset::syn_spoofed:
      return "syn_spoofed";
    case ForgePreset::syn_burst:
      return "syn_burst";
    case ForgePreset::old_duplicate_syn:
      return "old_duplicate_syn";
    case ForgePreset::ack_completes:
      return "ack_completes";
    case ForgePreset::rst_exact:
      return "rst_exact";
    case ForgePreset::rst_in_window:
      return "rst_in_window";
    case ForgePreset::rst_out_of_window:
      return "rst_out_of_window";
    case ForgePreset::syn_live:
      return "syn_live";
    case ForgePreset::lone_fin:
      return "lone_fin";
    case ForgePreset::fin_ack:
      return "fin_ack";
    case ForgePreset::no_flags:
      return "no_flags";
    case ForgePreset::inject:
      return "inject";
  }
  unreachable("ForgePreset");
}

ForgePlace usual_place(const World& world, HostId to) {
  ForgePlace place{.from = {to.value == 0 ? 1u : 0u}, .to = to};
  // Who stands outside is the forger, if anybody does.
  if (world.hosts.size() > 2 && to.value != 2) place.from = HostId{2};
  return place;
}

FilledPreset filled(ForgePreset preset, const World& world, ForgePlace place) {
  Filling filling{.world = world, .place = place, .result = {}};
  filling.result.draft.from = place.from;
  filling.result.draft.to = place.to;
  filling.fill(preset);
  return std::move(filling.result);
}

ForgeDraft copy_of(std::span<const std::uint8_t> packet, const World& world, ForgePlace place) {
  ForgeDraft draft{.from = place.from, .to = place.to};
  const auto read = decode(packet);
  const auto as_bytes = [&] {
    draft.hex = std::vector<std::uint8_t>(packet.begin(), packet.end());
    return draft;
  };
  if (!read) return as_bytes();
  const Segment& s = read->segment;
  const auto text = packet.last(s.text.length);
  draft.source = to_string(read->ip.source);
  draft.source_port = std::to_string(s.source_port);
  draft.dest_port = std::to_string(s.dest_port);
  draft.seq = std::to_string(s.seq.raw);
  draft.ack = std::to_string(s.ack.raw);
  draft.flags = s.flags;
  draft.window = std::to_string(s.window);
  draft.urgent = std::to_string(s.urgent_pointer);
  draft.ttl = std::to_string(read->ip.ttl);
  draft.mss = digits_of(s.options.mss);
  draft.window_scale = digits_of(s.options.window_scale);
  draft.sack_permitted = s.options.sack_permitted;
  if (s.options.timestamps) {
    draft.ts_value = std::to_string(s.options.timestamps->value);
    draft.ts_echo = std::to_string(s.options.timestamps->echo);
  }
  draft.others = s.options;
  draft.ip = read->ip;
  draft.text.assign(text.begin(), text.end());
  // What the fields cannot say (an address that is not the receiver's, an odd header, a text that
  // cannot be typed) stays bytes.
  const bool printable =
      std::ranges::all_of(draft.text, [](char c) { return c >= ' ' && c <= '~'; });
  const bool same = std::ranges::equal(forge_bytes(draft, world).packet, packet);
  return same && printable ? draft : as_bytes();
}

}  // namespace scene
