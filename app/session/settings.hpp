// What a person has set about the window, not about the experiment: undo never touches it. Kept as
// TOML in the configuration folder of the user. Reading never fails: what cannot be understood is
// reported with file, line and column, and that one setting keeps its default.
// Must not know: files. app/platform/files has the folder and moves the text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/scene/phrase.hpp"
#include "app/scene/run_index.hpp"
#include "app/scene/time_map.hpp"
#include "app/session/appearance.hpp"

namespace app {

// Whose eyes: of both ends, or of one host alone. An attacker is there when a third host is.
enum class PointOfView : std::uint8_t { both, client, server, attacker };

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
  open_session,
  save_session,
  name_branch,
  attack_bench,
};
inline constexpr std::size_t panel_count = 28;
constexpr bool is_remembered(Panel panel) { return panel <= Panel::connections; }
std::string_view name(Panel panel);  // stable identifier, e.g. "event_list"

inline constexpr int smallest_scale = 75, largest_scale = 250, scale_step = 5;  // per cent
int nearest_scale(int percent);

// The chords a person has given a command, as written: apart by blanks, none = no key at all.
// What they mean is for app/ui/shortcuts to say.
struct KeyChoice {
  std::string command;
  std::string chords;
  bool presentation{};  // while presenting; else always, unless said otherwise
  std::string where{};  // "settings.toml:12:8", for complaints; no part of the choice
  bool operator==(const KeyChoice& other) const {
    return command == other.command && chords == other.chords && presentation == other.presentation;
  }
};

struct Settings {
  Language language = Language::en;
  bool language_chosen{};  // false: the first start follows the system
  bool bilingual{};        // the other language under the chosen one
  Theme theme = Theme::light;
  int scale = 100;                        // per cent; of the monitor the window was last on
  std::map<std::string, int> scale_on{};  // by the monitor's name
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
  std::vector<KeyChoice> keys{};  // what differs from the default key map
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
