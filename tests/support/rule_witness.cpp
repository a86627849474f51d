#include "tests/support/rule_witness.hpp"

#include <cstdlib>
#include <fstream>
#include <set>
#include <variant>

namespace support {
namespace {

// Written when the program ends, whatever the outcome of its tests: seeing is not judging.
class Witness {
 public:
  Witness() = default;
  Witness(const Witness&) = delete;
  Witness& operator=(const Witness&) = delete;
  ~Witness() {
    const char* const path = std::getenv("SYNSCOPE_WITNESS");
    if (path == nullptr) return;
    std::ofstream out(path);
    for (const engine::Rule rule : seen_) out << engine::info(rule).id << '\n';
  }
  void see(engine::Rule rule) { seen_.insert(rule); }

 private:
  std::set<engine::Rule> seen_;
};

Witness& the_witness() {
  static Witness witness;
  return witness;
}

}  // namespace

void witness(std::span<const engine::Note> notes) {
  for (const engine::Note& note : notes) the_witness().see(note.rule);
}

void witness(std::span<const engine::Fact> facts) {
  for (const engine::Fact& fact : facts)
    if (const auto* noted = std::get_if<engine::Noted>(&fact)) the_witness().see(noted->note.rule);
}

}  // namespace support
