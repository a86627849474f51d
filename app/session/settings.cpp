#include "app/session/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <span>
#include <utility>

// The packaged library throws from its parser; compiled in here it returns the error instead.
#undef TOML_HEADER_ONLY
#undef TOML_SHARED_LIB
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include "app/session/safe_toml.hpp"

namespace app {
namespace {

template <class E>
using Names = std::span<const std::pair<std::string_view, E>>;

constexpr std::pair<std::string_view, Language> language_names[] = {{"en", Language::en},
                                                                    {"zh", Language::zh}};
constexpr std::pair<std::string_view, Theme> theme_names[] = {
    {"light", Theme::light}, {"dark", Theme::dark}, {"projector", Theme::projector}};
constexpr std::pair<std::string_view, scene::Waits> waits_names[] = {
    {"compressed", scene::Waits::compressed},
    {"real_proportion", scene::Waits::real_proportion},
    {"skip", scene::Waits::skip}};
constexpr std::pair<std::string_view, scene::Numbers> number_names[] = {
    {"raw", scene::Numbers::raw}, {"relative", scene::Numbers::relative}};
constexpr std::string_view panel_names[panel_count] = {
    "left_pane",    "client",        "server",        "ladder",        "inspector", "transport",
    "event_list",   "calls",         "small_diagram", "variables",     "timers",    "queues",
    "connections",  "state_diagram", "help",          "settings",      "glossary",  "go_to_time",
    "search",       "forge",         "add_rule",      "wire_settings", "scenarios", "about",
    "open_session", "save_session",  "name_branch",   "attack_bench"};
constexpr std::string_view splitter_names[splitter_count] = {"left_pane", "client", "server",
                                                             "wire", "inspector"};
constexpr std::pair<std::string_view, bool Settings::*> flags[] = {
    {"reduced_motion", &Settings::reduced_motion}, {"true_scale", &Settings::true_scale},
    {"hide_future", &Settings::hide_future},       {"show_words", &Settings::show_words},
    {"bilingual", &Settings::bilingual},           {"hint_seen", &Settings::hint_seen}};
// The tables of key choices: those for always, those for presenting.
constexpr std::string_view key_tables[] = {"keys", "keys_presentation"};

template <class E>
std::string_view name_of(E value, const auto& names) {
  return std::ranges::find(names, value, &std::pair<std::string_view, E>::second)->first;
}

// How many letters must be changed, added or taken away to make one word of the other.
std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row[b.size()];
}

std::string scale_range() { return fmt::format("{}..{}", smallest_scale, largest_scale); }

// As TOML writes a text between quotes.
std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    const bool shown = static_cast<unsigned char>(c) >= 32 && c != 127;
    out += shown ? std::string(1, c) : fmt::format("\\u{:04X}", static_cast<unsigned char>(c));
  }
  return out + '"';
}

// A name that a person may have written in any way; TOML wants it between quotes unless it is
// plain.
std::string key_text(std::string_view name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  };
  const bool bare = !name.empty() && std::ranges::all_of(name, plain);
  return bare ? std::string(name) : in_quotes(name);
}

std::string place(std::string_view file, const toml::source_region& at) {
  return fmt::format("{}:{}:{}", file, at.begin.line, at.begin.column);
}

// Takes settings out of a table, one name at a time; what is left over at the end is unknown.
class TableReader {
 public:
  TableReader(const toml::table& table, std::string_view file, ReadSettings& out)
      : table_(table), file_(file), out_(out) {}

  template <class E>
  bool word(std::string_view key, E& value, const auto& names) {
    const toml::node* node = take(key);
    if (!node) return false;
    const auto text = node->value_exact<std::string_view>();
    for (const auto& [written, meant] : names)
      if (text == written) return value = meant, true;
    std::string wanted;
    for (const auto& [written, meant] : names)
      wanted += fmt::format("{}\"{}\"", wanted.empty() ? "" : ", ", written);
    wrong(*node, key, wanted);
    return false;
  }
  void flag(std::string_view key, bool& value) {
    const toml::node* node = take(key);
    if (!node) return;
    if (const auto found = node->value_exact<bool>())
      value = *found;
    else
      wrong(*node, key, "true, false");
  }
  std::optional<std::int64_t> whole(std::string_view key, std::int64_t least, std::int64_t most) {
    const toml::node* node = take(key);
    if (!node) return {};
    const auto found = node->value_exact<std::int64_t>();
    if (found && *found >= least && *found <= most) return found;
    wrong(*node, key, fmt::format("{}..{}", least, most));
    return {};
  }
  void share(std::string_view key, float& value) {
    const toml::node* node = take(key);
    if (!node) return;
    const auto found = node->value<double>();
    if (found && *found >= 0 && *found <= 1)
      value = static_cast<float>(*found);
    else
      wrong(*node, key, "0.0..1.0");
  }
  // Every text of a table, whatever its names: chords by command.
  void chords(const toml::table& table, bool presentation) {
    for (const auto& [key, node] : table) {
      if (const auto text = node.value_exact<std::string>())
        out_.settings.keys.push_back({.command = std::string(key.str()),
                                      .chords = *text,
                                      .presentation = presentation,
                                      .where = place(file_, key.source())});
      else
        wrong(node, key.str(), "\"Ctrl+K\", \"F8 Shift+K\", \"\"");
    }
  }
  // Every percentage of a table: scales by monitor.
  void scales(const toml::table& table) {
    for (const auto& [key, node] : table) {
      const auto found = node.value_exact<std::int64_t>();
      if (found && *found >= smallest_scale && *found <= largest_scale)
        out_.settings.scale_on[std::string(key.str())] = nearest_scale(static_cast<int>(*found));
      else
        wrong(node, key.str(), scale_range());
    }
  }
  const toml::table* table(std::string_view key) {
    const toml::node* node = take(key);
    if (node && !node->is_table()) wrong(*node, key, fmt::format("[{}]", key));
    return node ? node->as_table() : nullptr;
  }
  void report_unknown() const {
    for (const auto& [key, node] : table_) {
      if (std::ranges::find(known_, key.str()) != known_.end()) continue;
      const auto nearest = std::ranges::min_element(
          known_, {}, [&](std::string_view name) { return edits_between(name, key.str()); });
      report(key.source(),
             {"settings_problem.unknown",
              {{"name", std::string(key.str())}, {"nearest", std::string(*nearest)}}});
    }
  }

 private:
  const toml::node* take(std::string_view key) {
    known_.push_back(key);
    return table_.get(key);
  }
  void wrong(const toml::node& node, std::string_view key, std::string wanted) const {
    report(node.source(),
           {"settings_problem.value", {{"name", std::string(key)}, {"wanted", std::move(wanted)}}});
  }
  void report(const toml::source_region& at, scene::Phrase what) const {
    what.values.emplace_back("where", place(file_, at));
    out_.problems.push_back(std::move(what));
  }

  const toml::table& table_;
  std::string_view file_;
  ReadSettings& out_;
  std::vector<std::string_view> known_;
};

// Leaves the line there, so that the numbers of the others stay, but nothing on it.
void blank_line(std::string& text, std::size_t number) {
  std::size_t begin = 0;
  for (std::size_t line = 1; line < number && begin != std::string::npos; ++line)
    begin = text.find('\n', begin) == std::string::npos ? text.size() : text.find('\n', begin) + 1;
  const std::size_t end = std::min(text.find('\n', begin), text.size());
  text.replace(begin, end - begin, end - begin, ' ');
}

void read(const toml::table& root, std::string_view file, ReadSettings& out) {
  Settings& s = out.settings;
  TableReader reader(root, file, out);
  s.language_chosen = reader.word("language", s.language, language_names);
  reader.word("theme", s.theme, theme_names);
  reader.word("waits", s.waits, waits_names);
  reader.word("numbers", s.numbers, number_names);
  if (const auto scale = reader.whole("scale", smallest_scale, largest_scale))
    s.scale = nearest_scale(static_cast<int>(*scale));
  if (const auto flight = reader.whole("flight_time_ms", 250, 12'000))
    s.flight_time = std::chrono::milliseconds(*flight);
  for (const auto& [key, member] : flags) reader.flag(key, s.*member);
  if (const toml::table* shown = reader.table("shown")) {
    TableReader panels(*shown, file, out);
    for (std::size_t i = 0; i < panel_count; ++i)
      if (is_remembered(static_cast<Panel>(i))) panels.flag(panel_names[i], s.shown[i]);
    panels.report_unknown();
  }
  for (std::size_t i = 0; i < std::size(key_tables); ++i)
    if (const toml::table* keys = reader.table(key_tables[i])) reader.chords(*keys, i == 1);
  if (const toml::table* scales = reader.table("scale_on")) reader.scales(*scales);
  if (const toml::table* splitters = reader.table("splitters")) {
    TableReader shares(*splitters, file, out);
    for (std::size_t i = 0; i < splitter_count; ++i)
      shares.share(splitter_names[i], s.splitters[i]);
    shares.report_unknown();
  }
  reader.report_unknown();
}

}  // namespace

std::string_view name(Panel panel) { return panel_names[static_cast<std::size_t>(panel)]; }
std::string_view name(Splitter splitter) {
  return splitter_names[static_cast<std::size_t>(splitter)];
}

int nearest_scale(int percent) {
  const int stepped = (percent + scale_step / 2) / scale_step * scale_step;
  return std::clamp(stepped, smallest_scale, largest_scale);
}

std::string to_toml(const Settings& s) {
  std::string out = "# SynScope: how the window looks and moves. Safe to edit, safe to delete.\n";
  const auto line = [&](std::string_view key, const std::string& value) {
    out += fmt::format("{} = {}\n", key, value);
  };
  if (s.language_chosen) line("language", in_quotes(name_of(s.language, language_names)));
  line("theme", in_quotes(name_of(s.theme, theme_names)));
  line("scale", fmt::to_string(s.scale));
  line("flight_time_ms", fmt::to_string(s.flight_time / std::chrono::milliseconds(1)));
  line("waits", in_quotes(name_of(s.waits, waits_names)));
  line("numbers", in_quotes(name_of(s.numbers, number_names)));
  for (const auto& [key, member] : flags) line(key, s.*member ? "true" : "false");
  out += "\n[shown]\n";
  for (std::size_t i = 0; i < panel_count; ++i)
    if (is_remembered(static_cast<Panel>(i))) line(panel_names[i], s.shown[i] ? "true" : "false");
  out += "\n[splitters]\n";
  for (std::size_t i = 0; i < splitter_count; ++i)
    line(splitter_names[i], fmt::format("{:.4f}", s.splitters[i]));
  for (std::size_t i = 0; i < std::size(key_tables); ++i) {
    if (std::ranges::find(s.keys, i == 1, &KeyChoice::presentation) == s.keys.end()) continue;
    out += fmt::format("\n[{}]\n", key_tables[i]);
    for (const KeyChoice& choice : s.keys)
      if (choice.presentation == (i == 1)) line(key_text(choice.command), in_quotes(choice.chords));
  }
  if (!s.scale_on.empty()) out += "\n[scale_on]\n";
  for (const auto& [monitor, scale] : s.scale_on) line(in_quotes(monitor), fmt::to_string(scale));
  return out;
}

// A line that is no TOML is reported and left out, and the rest is read as if it were not there.
ReadSettings read_settings(std::string_view toml, std::string_view file_name) {
  constexpr int most_spoiled_lines = 20;
  ReadSettings out;
  std::string text = safe_toml(toml);
  for (int tries = 0; tries < most_spoiled_lines; ++tries) {
    const toml::parse_result parsed = toml::parse(text, file_name);
    if (parsed) {
      read(parsed.table(), file_name, out);
      return out;
    }
    const toml::parse_error& error = parsed.error();
    out.problems.push_back({"settings_problem.syntax",
                            {{"detail", std::string(error.description())},
                             {"where", place(file_name, error.source())}}});
    blank_line(text, error.source().begin.line);
  }
  return out;
}

std::string settings_path(const char* xdg_config_home, const char* home) {
  constexpr std::string_view file = "/synscope/settings.toml";
  if (xdg_config_home && *xdg_config_home) return xdg_config_home + std::string(file);
  if (home && *home) return home + ("/.config" + std::string(file));
  return {};
}

}  // namespace app
