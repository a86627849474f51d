// Files and folders: whole files in and out, and where ours live. Knows no window.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"

namespace app::platform {

using engine::Result;

Result<std::string> read_file(const std::filesystem::path& path);

// Writes beside the target and renames, so that a crash leaves the old file or the new one.
Result<void> write_file(const std::filesystem::path& path, std::string_view content);

// $XDG_CONFIG_HOME/synscope, $XDG_DATA_HOME/synscope and $XDG_STATE_HOME/synscope (or the defaults
// under $HOME).
std::filesystem::path config_folder();
std::filesystem::path data_folder();
std::filesystem::path state_folder();

// The folder that holds assets/ and lessons/: $SYNSCOPE_DATA, else found from the executable, else
// the source tree this was built from.
Result<std::filesystem::path> program_data();
Result<std::filesystem::path> program_data(const std::filesystem::path& executable);

// A file's bytes mapped read-only: fonts of 20 MB cost only the pages that are touched.
class MappedFile {
 public:
  static Result<MappedFile> open(const std::filesystem::path& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();
  std::span<const std::uint8_t> bytes() const { return bytes_; }

 private:
  MappedFile() = default;
  std::span<const std::uint8_t> bytes_;
};

}  // namespace app::platform
