#include "engine/base/invariant.hpp"

namespace engine {

void broken_invariant(const char* condition, const char* file, int line) {
  const std::string path(file);
  const auto slash = path.rfind("engine/");
  const std::string place = slash == std::string::npos ? path : path.substr(slash);
  throw BrokenInvariant(place + ":" + std::to_string(line) + ": " + condition);
}

void unreachable(const char* what) { throw BrokenInvariant(std::string("unreachable: ") + what); }

}  // namespace engine
