// Who may include whom. The table is the law; architecture.md section 2 draws it.
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>

#include "tests/tidy/house_rules.hpp"

namespace tidy {
namespace {

using Rooms = std::vector<std::string_view>;

// Who may include whom; everybody may include themselves. Longest prefix wins. "engine/" stands
// for every room of the engine.
const std::map<std::string_view, Rooms>& arrows() {
  static const std::map<std::string_view, Rooms> table = [] {
    std::map<std::string_view, Rooms> rooms;
    rooms["engine/base/"] = {};
    rooms["engine/rules/"] = {"engine/base/"};
    rooms["engine/segment/"] = {"engine/base/"};
    rooms["engine/stream/"] = {"engine/base/", "engine/segment/"};
    rooms["engine/control/"] = rooms["engine/stream/"];
    rooms["engine/wire/"] = {"engine/base/", "engine/rules/", "engine/segment/"};
    rooms["engine/tcp/"] = {"engine/base/", "engine/rules/", "engine/segment/", "engine/stream/",
                            "engine/control/"};
    rooms["engine/host/"] = rooms["engine/tcp/"];
    rooms["engine/host/"].push_back("engine/tcp/");
    rooms["engine/world/"] = rooms["engine/host/"];
    for (const auto* room : {"engine/host/", "engine/wire/"})
      rooms["engine/world/"].push_back(room);
    rooms["engine/timeline/"] = rooms["engine/world/"];
    rooms["engine/timeline/"].push_back("engine/world/");
    rooms["engine/lesson/"] = rooms["engine/timeline/"];
    rooms["engine/lesson/"].push_back("engine/timeline/");
    rooms["engine/export/"] = rooms["engine/lesson/"];
    rooms["engine/export/"].push_back("engine/lesson/");
    rooms["app/scene/"] = rooms["engine/lesson/"];
    rooms["app/session/"] = {"engine/", "app/scene/"};
    rooms["app/platform/"] = {"engine/base/", "app/session/"};
    rooms["app/ui/"] = {"engine/", "app/scene/", "app/session/", "app/platform/"};
    rooms["app/panels/"] = {"engine/", "app/scene/", "app/session/", "app/ui/"};
    rooms["app/command_line/"] = {"engine/", "app/"};
    rooms["app/main.cpp"] = {"engine/", "app/"};
    rooms["tests/engine/"] = {"engine/", "tests/"};
    rooms["tests/simulation/"] = {"engine/", "tests/"};
    rooms["tests/support/"] = {"engine/", "tests/"};
    rooms["tests/"] = {"engine/", "app/", "tests/"};
    return rooms;
  }();
  return table;
}

struct Permit {
  std::string_view header;  // prefix of what stands between < and >
  Rooms rooms;
  bool in_headers;  // false: .cpp files only
};

const std::vector<Permit>& permits() {
  static const std::vector<Permit> table{
      {"fmt/", {"engine/", "app/", "tests/"}, false},
      {"sodium", {"engine/"}, false},
      {"md4c.h", {"engine/lesson/"}, false},
      {"nlohmann/", {"app/session/", "app/command_line/", "tests/"}, true},
      {"toml++/", {"app/ui/", "app/session/"}, false},
      {"CLI/", {"app/command_line/", "app/main.cpp"}, true},
      {"imgui", {"app/ui/", "app/platform/"}, true},
      {"backends/imgui", {"app/platform/"}, false},
      {"GLFW/", {"app/platform/"}, false},
      {"GL/", {"app/platform/"}, false},
      {"fontconfig/", {"app/ui/", "app/platform/"}, false},
      {"ft2build.h", {"app/ui/", "app/platform/"}, false},
      {"png.h", {"app/platform/"}, false},
      {"doctest/", {"tests/"}, true},
      {"rapidcheck.h", {"tests/properties/"}, false},
      {"benchmark/", {"tests/bench/"}, false},
      {"fcntl.h", {"app/platform/", "app/command_line/", "tests/"}, false},
      {"unistd.h", {"app/platform/", "app/command_line/", "tests/"}, false},
      {"time.h", {"tests/bench/"}, true},
      {"poll.h", {"app/platform/", "app/command_line/"}, false},
      {"spawn.h", {"app/platform/"}, false},
      // Advice about memory, the one thing that the engine tells the system.
      {"sys/mman.h", {"app/platform/", "engine/base/large_pages.cpp"}, false},
      {"sys/", {"app/platform/", "app/command_line/", "tests/"}, false},
  };
  return table;
}

struct Include {
  std::size_t line{};
  bool angled{};
  std::string path;
};

std::vector<Include> includes_of(const Source& file) {
  std::vector<Include> found;
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    const std::string& line = file.lines[i];
    if (!line.starts_with("#include ")) continue;
    const bool angled = line.size() > 9 && line[9] == '<';
    const std::size_t end = line.find(angled ? '>' : '"', 10);
    if (end != std::string::npos) found.push_back({i + 1, angled, line.substr(10, end - 10)});
  }
  return found;
}

std::optional<std::pair<std::string_view, Rooms>> room_of(std::string_view path) {
  std::optional<std::pair<std::string_view, Rooms>> best;
  for (const auto& [room, below] : arrows())
    if (path.starts_with(room) && (!best || room.size() > best->first.size())) best = {room, below};
  return best;
}

std::string check_arrow(const Source& file, const Include& include) {
  const auto room = room_of(file.path);
  if (!room) return "stands in no room that architecture.md knows";
  const auto& [own, below] = *room;
  const auto allows = [&](std::string_view to) { return include.path.starts_with(to); };
  if (allows(own) || std::ranges::any_of(below, allows)) return {};
  return "may not include " + include.path + ": arrows point down only";
}

std::string check_angled(const Source& file, const Include& include) {
  for (const Permit& permit : permits()) {
    if (!include.path.starts_with(permit.header)) continue;
    const bool room = std::ranges::any_of(permit.rooms, [&](auto r) { return file.in(r); });
    if (room && (permit.in_headers || !file.is_header())) return {};
    return "may not include <" + include.path + "> here";
  }
  if (include.path.find_first_of("./") == std::string::npos) return {};  // the standard library
  return "includes <" + include.path + ">, which no row of the table permits";
}

// foo.cpp has foo.hpp beside it: that comes first. System headers come before ours.
std::string check_order(const Source& file, const std::vector<Include>& all, std::size_t i,
                        bool has_own) {
  const std::string own = file.path.substr(0, file.path.size() - 4) + ".hpp";
  if (i == 0 && has_own && all[i].path != own) return "must include its own header first";
  // A test puts the header it guards first, whatever its own name.
  const bool own_first = i == 1 && (all[0].path == own || file.path.ends_with("_test.cpp"));
  const bool after_ours = i > 0 && !all[i - 1].angled && !own_first;
  if (all[i].angled && after_ours) return "includes <" + all[i].path + "> after a header of ours";
  return {};
}

}  // namespace

Findings check_includes(const Source& file, const std::vector<Source>& tree) {
  Findings findings;
  if (!file.is_cpp()) return findings;
  const std::string own = file.path.substr(0, file.path.size() - 4) + ".hpp";
  const bool has_own =
      !file.is_header() && std::ranges::find(tree, own, &Source::path) != tree.end();
  const std::vector<Include> all = includes_of(file);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto add = [&](std::string what) {
      if (!what.empty()) findings.push_back({file.path, all[i].line, std::move(what)});
    };
    add(all[i].angled ? check_angled(file, all[i]) : check_arrow(file, all[i]));
    add(check_order(file, all, i, has_own));
  }
  if (has_own && all.empty()) findings.push_back({file.path, 1, "does not include its own header"});
  return findings;
}

}  // namespace tidy
