// Statements about what stands on the wire and who attacks.
#include <algorithm>

#include "engine/lesson/attack_words.hpp"
#include "engine/lesson/parse.hpp"
#include "engine/lesson/statements.hpp"
#include "engine/lesson/vocabulary.hpp"

namespace engine {
namespace {

Firewall read_firewall(LineReader& line) {
  enum class Word : std::uint8_t { idle, resets, admit, flows };
  constexpr Named<Word> words[] = {{"idle", Word::idle},
                                   {"resets", Word::resets},
                                   {"admit", Word::admit},
                                   {"flows", Word::flows}};
  Firewall box;
  while (!line.failed() && !line.at_end()) {
    switch (line.one_of<Word>(words, Say::box_property)) {
      case Word::idle:
        box.idle_timeout = line.duration(Say::time);
        break;
      case Word::resets:
        box.resets = true;
        break;
      case Word::admit:
        if (line.accept("all"))
          box.admits_all = true;
        else
          box.admits.push_back(read_port(line));
        break;
      case Word::flows:
        box.most_flows = static_cast<std::uint32_t>(line.number(Say::count, 1, 65'536));
        break;
    }
  }
  return box;
}

Translator read_translator(LineReader& line) {
  Translator box;
  if (line.accept("idle")) box.idle_timeout = line.duration(Say::time);
  return box;
}

OptionStripper read_stripper(LineReader& line) {
  constexpr Named<bool OptionStripper::*> options[] = {
      {"window-scale", &OptionStripper::window_scale}, {"sack", &OptionStripper::sack},
      {"timestamps", &OptionStripper::timestamps},     {"fast-open", &OptionStripper::fast_open},
      {"user-timeout", &OptionStripper::user_timeout},
  };
  OptionStripper box;
  do {
    const auto option = line.one_of<bool OptionStripper::*>(options, Say::option_name);
    if (!line.failed()) box.*option = true;
  } while (!line.failed() && !line.at_end());
  return box;
}

ScaleMangler read_mangler(LineReader& line) {
  enum class Which : std::uint8_t { outward, inward, both };
  constexpr Named<Which> ways[] = {
      {"outward", Which::outward}, {"inward", Which::inward}, {"both", Which::both}};
  enum class Verb : std::uint8_t { removed, becomes };
  constexpr Named<Verb> verbs[] = {{"removed", Verb::removed}, {"becomes", Verb::becomes}};
  constexpr std::uint64_t largest_shift = 14;
  ScaleMangler box;
  const Which which = line.one_of<Which>(ways, Say::direction_word);
  box.outward = which != Which::inward;
  box.inward = which != Which::outward;
  if (line.one_of<Verb>(verbs, Say::mangling) == Verb::becomes)
    box.becomes = static_cast<std::uint8_t>(line.number(Say::shift, 0, largest_shift));
  return box;
}

Router read_router(LineReader& line) {
  Router box;
  if (line.accept("mtu")) box.mtu = static_cast<std::uint16_t>(line.number(Say::bytes, 68, 65'535));
  box.silent = line.accept("silent");
  return box;
}

BoxKind read_kind(LineReader& line) {
  enum class Kind : std::uint8_t { firewall, translator, strip, clamp_mss, window_scale, router };
  constexpr Named<Kind> kinds[] = {
      {"firewall", Kind::firewall},
      {"translator", Kind::translator},
      {"strip", Kind::strip},
      {"clamp-mss", Kind::clamp_mss},
      {"window-scale", Kind::window_scale},
      {"router", Kind::router},
  };
  switch (line.one_of<Kind>(kinds, Say::box_kind)) {
    case Kind::firewall:
      return read_firewall(line);
    case Kind::translator:
      return read_translator(line);
    case Kind::strip:
      return read_stripper(line);
    case Kind::clamp_mss:
      return MssClamp{static_cast<std::uint16_t>(line.number(Say::bytes, 48, 65'535))};
    case Kind::window_scale:
      return read_mangler(line);
    case Kind::router:
      return read_router(line);
  }
  return Router{};
}

bool is_attacker(const Scenario& scenario, HostId host) {
  return std::ranges::find(scenario.attackers, host, &ScenarioAttacker::at) !=
         scenario.attackers.end();
}

}  // namespace

void read_box_statement(LineReader& line, Scenario& scenario) {
  Middlebox box;
  box.at = read_host(line, scenario);
  line.require("before");
  const std::uint32_t column = line.column();
  do box.inside.push_back(read_host(line, scenario));
  while (line.accept("and"));
  if (!line.failed() && std::ranges::find(box.inside, box.at) != box.inside.end())
    line.fail(column, Say::box_guards_itself);
  box.kind = read_kind(line);
  if (!line.failed()) scenario.boxes.push_back(std::move(box));
}

void read_attacker_statement(LineReader& line, Scenario& scenario) {
  constexpr Named<Sight> sights[] = {{"blind", Sight::blind}, {"on-path", Sight::on_path}};
  const std::uint32_t column = line.column();
  const HostId host = read_host(line, scenario);
  const Sight sight = line.one_of<Sight>(sights, Say::sight);
  if (!line.failed() && is_attacker(scenario, host))
    line.fail(column, say(Say::attacker_twice, scenario.hosts[host.value].name));
  if (!line.failed()) scenario.attackers.push_back({host, sight});
}

Command read_attack(LineReader& line, const Scenario& scenario) {
  const std::uint32_t column = line.column();
  const HostId host = read_host(line, scenario);
  if (!line.failed() && !is_attacker(scenario, host))
    line.fail(column, say(Say::no_attacker, scenario.hosts[host.value].name));
  if (line.accept("stop")) return CeaseFire{host};
  const bool instead = line.accept("instead");
  return Attack{host, read_plan(line, scenario), instead};
}

}  // namespace engine
