// What a person has set about the window, not about the experiment: undo never touches it. Kept as
// TOML in the configuration folder of the user. Reading never fails: what cannot be understood is
// reported with file, line and column, and that one setting keeps its default.
// Must not know: files. app/platform/files has the folder and moves the text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/scene/phrase.hpp"
#include "app/scene/run_index.hpp"
#include "app/scene/time_map.hpp"
#include "app/session/appearance.hpp"

namespace app {

enum class PointOfView : std::uint8_t { both, client, server };

// What can be shown or hidden. The first group is remembered, the second starts closed.
enum class Panel : std::uint8_t {
  left_pane,
  client,
  server,
  ladder,
  inspector,
  transport,
  event_list,
  calls,  // from here the blocks of the endpoint panels: folded or open, alike on both ends
  small_diagram,
  variables,
  timers,
  queues,
  connections,
  state_diagram,  // the big one
  help,
  settings,
  glossary,
  go_to_time,
  search,
  forge,
  add_rule,
  wire_settings,
  scenarios,
  about,
};
inline constexpr std::size_t panel_count = 24;
constexpr bool is_remembered(Panel panel) { return panel <= Panel::connections; }
std::string_view name(Panel panel);  // stable identifier, e.g. "event_list"

inline constexpr int smallest_scale = 75, largest_scale = 250, scale_step = 5;  // per cent
int nearest_scale(int percent);

struct Settings {
  Language language = Language::en;
  bool language_chosen{};  // false: the first start follows the system
  Theme theme = Theme::light;
  int scale = 100;  // per cent
  engine::Duration flight_time = scene::default_flight_time;
  scene::Waits waits = scene::Waits::compressed;
  scene::Numbers numbers = scene::Numbers::raw;
  bool reduced_motion{};
  bool true_scale{};
  bool hide_future{};
  bool show_words{};
  bool hint_seen{};  // the first drop or delay has been made: the first-run line never returns
  std::array<bool, panel_count> shown = default_panels();
  std::array<float, splitter_count> splitters{};
  bool operator==(const Settings&) const = default;

  bool is_shown(Panel panel) const { return shown[static_cast<std::size_t>(panel)]; }
  float splitter(Splitter s) const { return splitters[static_cast<std::size_t>(s)]; }

  static constexpr std::array<bool, panel_count> default_panels() {
    // all but inspector and event list
    return {true, true, true, true, false, true, false, true, true, true, true, true, true};
  }
};

std::string to_toml(const Settings& settings);

struct ReadSettings {
  Settings settings;
  std::vector<scene::Phrase> problems;  // {where} = "settings.toml:3:9", and what can be written
};
ReadSettings read_settings(std::string_view toml, std::string_view file_name);

// XDG: $XDG_CONFIG_HOME/synscope/settings.toml, or below $HOME/.config. Empty: there is no home.
std::string settings_path(const char* xdg_config_home, const char* home);

}  // namespace app
