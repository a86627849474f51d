#include "app/platform/files.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

namespace app::platform {
namespace {

namespace fs = std::filesystem;

std::unexpected<engine::Error> failure(const fs::path& path) {
  return std::unexpected(engine::Error{path.string(), std::strerror(errno)});
}

// Closes a descriptor at the end of a scope.
struct Descriptor {
  int number = -1;
  explicit Descriptor(int n) : number(n) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

bool write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(descriptor) == 0;
}

fs::path xdg_folder(const char* variable, const char* below_home) {
  if (const char* set = std::getenv(variable); set != nullptr && *set == '/')
    return fs::path(set) / "synscope";
  const char* home = std::getenv("HOME");
  const fs::path start =
      home != nullptr && *home != '\0' ? fs::path(home) : fs::temp_directory_path();
  return start / below_home / "synscope";
}

bool holds_our_data(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_directory(folder / "assets" / "strings", ignored);
}

}  // namespace

Result<std::string> read_file(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number < 0) return failure(path);
  std::string content;
  std::vector<char> block(1 << 16);
  while (true) {
    const ssize_t count = ::read(file.number, block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failure(path);
    if (count == 0) return content;
    content.append(block.data(), static_cast<std::size_t>(count));
  }
}

Result<void> write_file(const fs::path& path, std::string_view content) {
  std::error_code failed;
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), failed);
  if (failed) return std::unexpected(engine::Error{path.string(), failed.message()});
  std::string beside = path.string() + ".XXXXXX";
  {
    const Descriptor file(::mkostemp(beside.data(), O_CLOEXEC));
    if (file.number < 0) return failure(path);
    ::fchmod(file.number, 0644);
    if (!write_all(file.number, content)) {
      const auto why = failure(path);
      ::unlink(beside.c_str());
      return why;
    }
  }
  if (::rename(beside.c_str(), path.c_str()) == 0) return {};
  const auto why = failure(path);
  ::unlink(beside.c_str());
  return why;
}

fs::path config_folder() { return xdg_folder("XDG_CONFIG_HOME", ".config"); }
fs::path state_folder() { return xdg_folder("XDG_STATE_HOME", ".local/state"); }
fs::path data_folder() { return xdg_folder("XDG_DATA_HOME", ".local/share"); }

Result<fs::path> program_data() {
  std::error_code failed;
  return program_data(fs::read_symlink("/proc/self/exe", failed));
}

Result<fs::path> program_data(const fs::path& executable) {
  std::vector<fs::path> places;
  if (const char* set = std::getenv("SYNSCOPE_DATA"); set != nullptr && *set != '\0')
    places.emplace_back(set);
  const fs::path beside = executable.parent_path();
  places.push_back(beside);
  places.push_back(beside / "..");
  places.push_back(beside / ".." / "share" / "synscope");
  places.emplace_back(SYNSCOPE_SOURCE_DIR);
  std::string searched;
  for (const fs::path& place : places) {
    if (holds_our_data(place)) return place.lexically_normal();
    searched += (searched.empty() ? "" : ", ") + place.string();
  }
  return std::unexpected(
      engine::Error{"assets/strings",
                    "not found in " + searched + "; set SYNSCOPE_DATA to the folder with assets"});
}

Result<MappedFile> MappedFile::open(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status{};
  if (file.number < 0 || ::fstat(file.number, &status) != 0) return failure(path);
  MappedFile mapped;
  if (status.st_size == 0) return mapped;
  const auto size = static_cast<std::size_t>(status.st_size);
  void* start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number, 0);
  if (start == MAP_FAILED) return failure(path);
  mapped.bytes_ = {static_cast<const std::uint8_t*>(start), size};
  return mapped;
}

MappedFile::MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<std::uint8_t*>(bytes_.data()), bytes_.size());
}

}  // namespace app::platform
