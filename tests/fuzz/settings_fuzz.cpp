// Any text as the file of settings: reading never fails, and what was understood reads back the
// same once it has been written, without a problem.
#include <cstdint>
#include <cstdlib>

#include "app/session/settings.hpp"

using namespace app;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const ReadSettings read = read_settings(text, "settings.toml");
  const std::string written = to_toml(read.settings);
  const ReadSettings again = read_settings(written, "settings.toml");
  require(again.problems.empty());
  require(to_toml(again.settings) == written);
  return 0;
}
