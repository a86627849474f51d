// The part of the fold that keeps the work: a session as a file, and from one (ux 6, 11, 14).
#include <system_error>
#include <utility>

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

}  // namespace

std::optional<std::string> Session::saved() const {
  if (script_.empty()) return {};
  engine::SavedSession session;
  session.title = title_;
  session.seed = seed_;
  session.script = script_;
  session.hosts = engine::host_names(timeline().edge());
  session.branches = engine::saved_branches(branches_);
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

void Session::on(const OpenSession& wish) {
  if (!environment_.read) return;
  const engine::Result<std::string> text = environment_.read(wish.path);
  const auto trouble = [&](const engine::ScriptError& error) {
    const auto& explain = environment_.explain;
    tell({"trouble.session",
          {{"where", error.where}, {"what", explain ? explain(error.saying) : error.what}}});
  };
  if (!text)
    return tell(
        {"trouble.session", {{"where", text.error().where}, {"what", reason_of(text.error())}}});
  const auto format = engine::format_of_session(*text);
  if (format && *format > engine::session_format)
    return tell({"trouble.newer_session",
                 {{"where", wish.path},
                  {"format", std::int64_t{*format}},
                  {"ours", std::int64_t{engine::session_format}}}});
  const auto read = engine::read_session(*text, wish.path);
  if (!read) return trouble(read.error());
  auto replayed = engine::replay(*read, wish.path);
  if (!replayed) return trouble(replayed.error());
  branches_ = std::move(replayed->branches);
  script_ = read->script;
  seed_ = read->seed;
  toasts_.clear();
  begin(read->title, replayed->scenario.wire.latency);
  resume(*read);
  continues_ = wish.kept ? wish.path : std::string();
  if (wish.kept) return;
  saved_as_ = wish.path;
  toasts_.show(Toast::Kind::done, {"done.opened", {{"where", wish.path}}});
}

// Every branch is looked through once, as if a person had been there; then the playhead goes where
// it was.
void Session::resume(const engine::SavedSession& saved) {
  for (std::uint32_t i = 0; i < branches_.count(); ++i) {
    branches_.select({i});
    after_change();
  }
  branches_.select(saved.playhead.branch);
  after_change();
  player_.put(position_of(saved.playhead));
  for (const auto& place : saved.bookmarks)
    bookmarks_.push_back({place.branch, position_of(place)});
}

}  // namespace app
