#include "app/command_line/autosave.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <ctime>
#include <iterator>
#include <system_error>
#include <tuple>

#include "app/platform/files.hpp"

namespace app::command_line {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view extension = ".synscope";
constexpr std::size_t most_kept = 20;
// Up to this size an experiment is kept anew with each change, and a kill loses none of them.
constexpr std::size_t written_at_once = 64 * 1024;
constexpr auto pause = std::chrono::milliseconds(500);

std::string local_time(std::time_t time, const char* shape) {
  std::tm parts{};
  localtime_r(&time, &parts);
  char text[40];
  return {text, std::strftime(text, sizeof text, shape, &parts)};
}

std::string when(fs::file_time_type written) {
  const auto time = std::chrono::file_clock::to_sys(written);
  return local_time(std::chrono::system_clock::to_time_t(
                        std::chrono::time_point_cast<std::chrono::system_clock::duration>(time)),
                    "%Y-%m-%d %H:%M");
}

struct Found {
  fs::path path;
  fs::file_time_type written;
};

bool later(const Found& a, const Found& b) {
  return std::tie(b.written, b.path) < std::tie(a.written, a.path);
}

std::vector<Found> newest_first(const fs::path& folder) {
  std::vector<Found> found;
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failed)) {
    const fs::file_time_type written = entry.last_write_time(failed);
    if (!failed && entry.path().extension() == extension) found.push_back({entry.path(), written});
  }
  std::ranges::sort(found, later);
  return found;
}

// Kept files are called TITLE.TIME.PROCESS.NUMBER.synscope.
std::string kept_name(const std::string& title, int number) {
  std::string safe;
  for (const char c : title.substr(0, 60))
    safe += std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' ? c : '_';
  return fmt::format("{}.{}.{}.{}{}", safe, local_time(std::time(nullptr), "%Y%m%d-%H%M%S"),
                     ::getpid(), number, extension);
}

std::string title_in(const fs::path& kept) {
  const std::string name = kept.filename().string();
  return name.substr(0, name.find('.'));
}

// Does the program that began this file still run? Another program may have got its number.
bool in_use(const fs::path& kept) {
  const std::string process = kept.stem().stem().extension().string();
  std::error_code failed;
  const fs::path theirs =
      fs::read_symlink("/proc/" + process.substr(process.empty() ? 0 : 1) + "/exe", failed);
  return !failed && theirs == fs::read_symlink("/proc/self/exe", failed);
}

panels::SessionCard kept_card(const Found& found) {
  return {.path = found.path.string(),
          .name = title_in(found.path),
          .when = when(found.written),
          .automatic = true};
}

panels::SessionCard saved_card(const Found& found) {
  return {.path = found.path.string(),
          .name = found.path.stem().string(),
          .when = when(found.written),
          .automatic = false};
}

}  // namespace

std::vector<panels::SessionCard> list_sessions(const fs::path& saved, const fs::path& kept) {
  std::vector<Found> found = newest_first(saved);
  std::ranges::copy(newest_first(kept), std::back_inserter(found));
  std::ranges::sort(found, later);
  std::vector<panels::SessionCard> cards;
  for (const Found& file : found)
    cards.push_back(file.path.parent_path() == kept ? kept_card(file) : saved_card(file));
  return cards;
}

Autosave::Autosave(fs::path folder) : folder_(std::move(folder)) {
  std::error_code ignored;
  const std::vector<Found> found = newest_first(folder_);
  for (std::size_t i = most_kept; i < found.size(); ++i)
    if (!in_use(found[i].path)) fs::remove(found[i].path, ignored);
}

std::optional<panels::SessionCard> Autosave::left_behind() const {
  for (const Found& found : newest_first(folder_))
    if (!in_use(found.path)) return kept_card(found);
  return {};
}

void Autosave::adopt(const std::string& path, const Session& session) {
  if (folder_.empty() || experiment_ == session.experiment()) return;
  const fs::path ours = folder_ / kept_name(session.title(), ++files_);
  std::error_code failed;
  fs::rename(path, ours, failed);
  if (failed) return;
  file_ = ours.string();
  experiment_ = session.experiment();
  revision_ = session.revision();
}

std::optional<platform::Clock::time_point> Autosave::follow(Session& session) {
  if (folder_.empty()) return {};
  const bool other = session.experiment() != experiment_;
  if (!other && session.revision() == revision_) return {};
  if (!other && platform::Clock::now() < written_ + pause_) return written_ + pause_;
  write(session);
  return {};
}

void Autosave::finish(Session& session) {
  if (!folder_.empty() && !session.breakdown()) write(session);
}

void Autosave::write(Session& session) {
  if (session.experiment() != experiment_) file_.clear();
  experiment_ = session.experiment();
  revision_ = session.revision();
  if (file_.empty() && !session.worth_keeping()) return;
  const std::optional<std::string> text = session.saved();
  if (!text) return;
  if (file_.empty()) file_ = (folder_ / kept_name(session.title(), ++files_)).string();
  const auto written = platform::write_file(file_, *text);
  written_ = platform::Clock::now();
  pause_ = text->size() <= written_at_once ? platform::Clock::duration{} : pause;
  if (written || complained_) return;
  complained_ = true;
  session.tell({"trouble.not_kept",
                {{"where", folder_.string()}, {"what", Session::reason_of(written.error())}}});
}

}  // namespace app::command_line
