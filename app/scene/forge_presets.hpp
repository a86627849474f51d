// Segments that are worth forging (ux 8), filled in for the run as it stands: numbers by name, so
// that they stay right until the segment is sent. A preset never invents what the run does not
// have: where it needs a connection and there is none, it says so.
#pragma once

#include <array>

#include "app/scene/forging.hpp"
#include "engine/timeline/timeline.hpp"

namespace scene {

enum class ForgePreset : std::uint8_t {
  syn_spoofed,
  syn_burst,  // the same segment, many times: how many is not the draft's business
  old_duplicate_syn,
  ack_completes,
  rst_exact,
  rst_in_window,
  rst_out_of_window,
  syn_live,
  lone_fin,
  fin_ack,
  no_flags,
  inject,
};
inline constexpr std::array forge_presets{
    ForgePreset::syn_spoofed,       ForgePreset::syn_burst, ForgePreset::old_duplicate_syn,
    ForgePreset::ack_completes,     ForgePreset::rst_exact, ForgePreset::rst_in_window,
    ForgePreset::rst_out_of_window, ForgePreset::syn_live,  ForgePreset::lone_fin,
    ForgePreset::fin_ack,           ForgePreset::no_flags,  ForgePreset::inject};
std::string_view name(ForgePreset preset);  // "rst_exact"

// Towards which host, and where the forger stands.
struct ForgePlace {
  engine::HostId from{}, to{1};
};
// The end that has something to lose: the server, if it is there.
ForgePlace usual_place(const engine::World& world, engine::HostId to);

struct FilledPreset {
  ForgeDraft draft;
  bool fits = true;  // false: the run has no connection that it is about
};
FilledPreset filled(ForgePreset preset, const engine::World& world, ForgePlace place);

// A segment seen before, with all its fields; bytes that are no segment stay bytes.
ForgeDraft copy_of(std::span<const std::uint8_t> packet, const engine::World& world,
                   ForgePlace place);

}  // namespace scene
