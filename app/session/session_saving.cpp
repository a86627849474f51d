// The part of the fold that keeps the work: a session as a file, and from one (ux 6, 11, 14).
#include <system_error>
#include <utility>

#include "app/session/phrases.hpp"
#include "app/session/report.hpp"
#include "app/session/session.hpp"
#include "engine/export/session_replay.hpp"

namespace app {
namespace {

engine::SavedSession::Place place_of(engine::BranchId branch, const scene::Position& at) {
  return {.branch = branch, .steps = at.steps, .facts = at.facts, .at = at.at};
}

scene::Position position_of(const engine::SavedSession::Place& place) {
  return {.steps = place.steps, .facts = place.facts, .at = place.at};
}

// Numbers for the sentences about a newer format.
PhraseValues formats(std::string where, std::uint32_t format) {
  return {{"where", std::move(where)},
          {"format", std::int64_t{format}},
          {"ours", std::int64_t{engine::session_format}}};
}

}  // namespace

std::optional<std::string> Session::saved() const {
  if (script_.empty() || lesson_) return {};
  engine::SavedSession session;
  session.title = title_;
  session.seed = seed_;
  session.script = script_;
  session.hosts = engine::host_names(timeline().edge());
  session.branches = engine::saved_branches(branches_);
  for (std::uint32_t i = 0; i < branches_.count(); ++i) {
    session.branches[i].name = labels_[i].name;
    session.branches[i].deleted = labels_[i].deleted;
  }
  // An undo may have taken away the ground under a bookmark.
  for (const Bookmark& bookmark : bookmarks_) {
    const auto place = place_of(bookmark.branch, bookmark.at);
    if (engine::stands(timeline(bookmark.branch), place)) session.bookmarks.push_back(place);
  }
  session.playhead = place_of(branch(), playhead());
  if (!engine::stands(timeline(), session.playhead)) return {};
  return engine::session_text(session);
}

bool Session::worth_keeping() const {
  if (read_only_) return false;  // the file is there already, and says more than we can write
  if (lesson_) return false;     // how far a lesson has come is kept elsewhere
  if (branches_.count() > 1 || !bookmarks_.empty()) return true;
  return can_undo() || can_redo();
}

void Session::invite(scene::Phrase words, Toast::Offer offer) {
  toasts_.show(Toast::Kind::invitation, std::move(words), std::move(offer));
}

scene::PhraseValue Session::reason_of(const engine::Error& error) {
  constexpr std::pair<std::errc, const char*> known[] = {
      {std::errc::permission_denied, "not_written.permission"},
      {std::errc::read_only_file_system, "not_written.read_only"},
      {std::errc::no_space_on_device, "not_written.full"},
      {std::errc::no_such_file_or_directory, "not_written.no_folder"},
      {std::errc::not_a_directory, "not_written.no_folder"},
      {std::errc::is_a_directory, "not_written.is_folder"}};
  for (const auto& [code, word] : known)
    if (error.what == std::make_error_code(code).message()) return scene::Word{word};
  return error.what;
}

void Session::not_written(const engine::Error& error) {
  toasts_.show(Toast::Kind::trouble,
               {"trouble.not_written", {{"where", error.where}, {"what", reason_of(error)}}},
               Toast::Offer{{"offer.another_place", {}}, ShowPanel{Panel::save_session, true}});
}

void Session::on(const SaveSession& wish) {
  const std::string path = wish.path.empty() ? saved_as_ : wish.path;
  if (path.empty()) return on(ShowPanel{Panel::save_session, true});
  const std::optional<std::string> text = saved();
  if (!text || !environment_.write) return refuse({{"refused.cannot_save", {}}, {}});
  if (!wish.replace && path != saved_as_ && environment_.read && environment_.read(path))
    return refuse({{"refused.exists", {{"where", path}}},
                   Toast::Offer{{"offer.replace", {}}, SaveSession{path, true}}});
  const engine::Result<void> written = environment_.write(path, *text);
  if (!written) return not_written(written.error());
  saved_as_ = path;
  toasts_.show(Toast::Kind::done, {"done.saved", {{"where", path}}});
}

void Session::not_opened(const OpenSession& wish, std::uint32_t format,
                         const engine::ScriptError& error) {
  PhraseValues values = formats(error.where.empty() ? wish.path : error.where, format);
  values.emplace_back("what", script_phrase(error.saying));
  const bool newer = format > engine::session_format;
  tell({newer ? "trouble.newer_session" : "trouble.session", std::move(values)});
}

void Session::say_opened_read_only(const OpenSession& wish, std::uint32_t format,
                                   std::span<const std::uint32_t> left_out) {
  PhraseValues values = formats(wish.path, format);
  if (left_out.empty())
    return toasts_.show(Toast::Kind::done, {"done.opened_read_only", std::move(values)});
  values.emplace_back("count", static_cast<std::int64_t>(left_out.size()));
  values.emplace_back("line", std::int64_t{left_out.front()});
  tell({"done.opened_in_part", std::move(values)});  // stays until it has been read
}

void Session::on(const OpenSession& wish) {
  if (!environment_.read) return;
  const engine::Result<std::string> text = environment_.read(wish.path);
  if (!text)
    return tell(
        {"trouble.session", {{"where", text.error().where}, {"what", reason_of(text.error())}}});
  const std::string session = session_in(*text);
  const std::uint32_t format = engine::format_of_session(session).value_or(engine::session_format);
  const bool newer = format > engine::session_format;
  const auto read = engine::read_session(session, wish.path, engine::NewerFormat::in_part);
  if (!read) return not_opened(wish, format, read.error());
  if (newer && !wish.read_only)
    return toasts_.show(
        Toast::Kind::trouble, {"trouble.open_read_only", formats(wish.path, format)},
        Toast::Offer{{"offer.read_only", {}}, OpenSession{wish.path, wish.kept, true}});
  auto replayed = engine::replay(*read, wish.path);
  if (!replayed) return not_opened(wish, format, replayed.error());
  branches_ = std::move(replayed->branches);
  script_ = read->script;
  seed_ = read->seed;
  scenario_path_.clear();
  toasts_.clear();
  begin(read->title, replayed->scenario.wire.latency);
  resume(*read);
  read_only_ = wish.read_only;
  if (read_only_) return say_opened_read_only(wish, format, read->left_out);
  continues_ = wish.kept ? wish.path : std::string();
  if (wish.kept) return;
  if (session == *text) saved_as_ = wish.path;  // a report is not written over
  toasts_.show(Toast::Kind::done, {"done.opened", {{"where", wish.path}}});
}

// Every branch is looked through once, as if a person had been there; then the playhead goes where
// it was.
void Session::resume(const engine::SavedSession& saved) {
  for (std::uint32_t i = 0; i < branches_.count(); ++i) {
    branches_.select({i});
    after_change();
  }
  for (std::size_t i = 0; i < labels_.size(); ++i)
    labels_[i] = {.name = saved.branches[i].name,
                  .deleted = saved.branches[i].deleted,
                  .ends = saved.branches[i].cut_off_at};
  branches_.select(saved.playhead.branch);
  labels_[branch().value].deleted = false;
  after_change();
  player_.put(position_of(saved.playhead));
  for (const auto& place : saved.bookmarks)
    bookmarks_.push_back({place.branch, position_of(place)});
}

}  // namespace app
