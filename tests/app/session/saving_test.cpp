// Sessions that survive: saved, opened elsewhere, refused, and never lost on the way.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <system_error>

#include "engine/lesson/parse.hpp"
#include "engine/lesson/runner.hpp"
#include "tests/app/session/two_hosts.hpp"

using namespace app;
using namespace two_hosts;
using engine::PacketId;

namespace {

constexpr auto script =
    "script 1\n"
    "id pair\n"
    "title t\n"
    "about a\n"
    "host client 10.0.0.1 profile teaching iss 1000\n"
    "host server 10.0.0.2 profile teaching iss 5000\n"
    "at 0 server listen 80\n"
    "at 0 client connect server:80 from 50000\n";

// Files in memory; a path below /locked cannot be written.
struct Disk {
  std::map<std::string, std::string> files;

  Environment environment() {
    return {
        .read = [this](const std::string& path) -> engine::Result<std::string> {
          const auto found = files.find(path);
          if (found != files.end()) return found->second;
          const auto why = std::make_error_code(std::errc::no_such_file_or_directory);
          return std::unexpected(engine::Error{path, why.message()});
        },
        .write = [this](const std::string& path, std::string_view text) -> engine::Result<void> {
          if (path.starts_with("/locked")) {
            const auto why = std::make_error_code(std::errc::permission_denied);
            return std::unexpected(engine::Error{path, why.message()});
          }
          files[path] = text;
          return {};
        },
        .open = {}};
  }
};

Opening pair(std::uint64_t seed = 3) {
  const auto scenario = engine::parse_scenario(script, "test");
  auto prepared = engine::prepare(*scenario, "test", seed);
  return {.title = "pair",
          .start = std::move(prepared->start),
          .bytes = std::move(prepared->bytes),
          .base_delay = {},
          .script = script,
          .seed = seed};
}

// A drop, what follows it, another past as branch B, and a call there that was taken back.
Session eventful(Disk& disk) {
  Session session(pair(), {}, disk.environment());
  seek(session, 125ms);
  session.apply(DropPacket{PacketId{3}});
  seek(session, 3s);
  session.apply(SetBookmark{});
  seek(session, 60ms);
  session.apply(DelayPacket{PacketId{2}, 5ms});
  seek(session, 200ms);
  session.apply(Do{engine::DoCall{client, {}, engine::SendText{"hello", false}}});
  session.apply(Undo{});
  return session;
}

// As a program of a later format might write it.
std::string newer(std::string text, std::string_view old = {}, std::string_view with = {}) {
  const std::size_t format = text.find(' ') + 1;
  text.replace(format, text.find('\n') - format, "7");
  return old.empty() ? text : text.replace(text.find(old), old.size(), with);
}

bool offers(const Session& session, std::string_view key) {
  for (const Toast& toast : session.toasts())
    if (toast.offer && toast.offer->label.key == key) return true;
  return false;
}

}  // namespace

TEST_SUITE("session_saving") {
  TEST_CASE("saved and opened again everything is as it was") {
    Disk disk;
    Session session = eventful(disk);
    session.apply(SaveSession{"/a.synscope"});
    CHECK(shows(session, "done.saved"));

    Session other(opening(), {}, disk.environment());
    other.apply(OpenSession{"/a.synscope"});
    CHECK(other.title() == "pair");
    CHECK(other.branch() == session.branch());
    CHECK(other.playhead() == session.playhead());
    CHECK(fingerprint(other) == fingerprint(session));
    REQUIRE(other.branches().count() == 2);
    for (std::uint32_t i = 0; i < 2; ++i)
      CHECK(edge_fingerprint(other, {i}) == edge_fingerprint(session, {i}));
    CHECK(other.bookmarks().size() == 1);
    CHECK(other.bookmarks()[0] == session.bookmarks()[0]);
    CHECK(other.saved() == session.saved());
    CHECK(other.index(engine::BranchId{0}).covered() == other.timeline(engine::BranchId{0}).size());
  }

  TEST_CASE("names of branches and what was deleted are in the file") {
    Disk disk;
    Session session = eventful(disk);
    REQUIRE(session.branch() == engine::BranchId{1});
    session.apply(NameBranch{{0}, "\u4e22\u5931"});
    session.apply(DeleteBranch{{0}});
    session.apply(SaveSession{"/a.synscope"});
    Session other(opening(), {}, disk.environment());
    other.apply(OpenSession{"/a.synscope"});
    CHECK(other.name_of({0}) == "\u4e22\u5931");
    CHECK(other.name_of({1}).empty());
    CHECK(other.is_deleted({0}));
    CHECK_FALSE(other.is_deleted({1}));
    CHECK(other.saved() == session.saved());
  }

  TEST_CASE("undo and redo go on where they were, however deep") {
    Disk disk;
    Session session = eventful(disk);
    session.apply(SaveSession{"/a.synscope"});
    Session other(opening(), {}, disk.environment());
    other.apply(OpenSession{"/a.synscope"});
    for (Session* both : {&session, &other}) {
      both->apply(Redo{});
      CHECK_FALSE(both->can_redo());
      both->apply(Undo{});
      both->apply(Undo{});
    }
    CHECK_FALSE(other.can_undo());
    CHECK(other.playhead() == session.playhead());
    CHECK(other.saved() == session.saved());
  }

  TEST_CASE("without a name of its own, saving asks for one") {
    Disk disk;
    Session session = eventful(disk);
    session.apply(SaveSession{});
    CHECK(session.settings().is_shown(Panel::save_session));
    CHECK(disk.files.empty());
    session.apply(SaveSession{"/a.synscope"});
    disk.files.clear();
    session.apply(SaveSession{});
    CHECK(disk.files.contains("/a.synscope"));
  }

  TEST_CASE("what lies there already is replaced only when that is wanted") {
    Disk disk;
    disk.files["/a.synscope"] = "mine";
    Session session = eventful(disk);
    session.apply(SaveSession{"/a.synscope"});
    CHECK(shows(session, "refused.exists"));
    CHECK(disk.files["/a.synscope"] == "mine");
    session.apply(TakeOffer{});
    CHECK(disk.files["/a.synscope"] == session.saved());
  }

  TEST_CASE("a folder that cannot be written is named with the reason, and another offered") {
    Disk disk;
    Session session = eventful(disk);
    session.apply(SaveSession{"/locked/a.synscope"});
    REQUIRE(shows(session, "trouble.not_written"));
    const scene::Phrase& said = session.toasts().back().text;
    CHECK(std::get<std::string>(said.values[0].second) == "/locked/a.synscope");
    CHECK(std::get<scene::Word>(said.values[1].second).key == "not_written.permission");
    session.apply(TakeOffer{});
    CHECK(session.settings().is_shown(Panel::save_session));
  }

  TEST_CASE("a run without a script cannot be saved, and that is said") {
    Disk disk;
    Session session(opening(), {}, disk.environment());
    session.apply(SaveSession{"/a.synscope"});
    CHECK(shows(session, "refused.cannot_save"));
    CHECK(disk.files.empty());
  }

  TEST_CASE(
      "a newer format opens read-only when that is wanted: nothing changes, nothing is saved") {
    Disk disk;
    Session writer = eventful(disk);
    disk.files["/new.synscope"] = newer(*writer.saved());
    const auto files = disk.files;
    Session session(pair(), {}, disk.environment());
    session.apply(OpenSession{"/new.synscope"});
    REQUIRE(shows(session, "trouble.open_read_only"));
    CHECK(std::get<std::int64_t>(session.toasts().back().text.values[1].second) == 7);
    CHECK_FALSE(session.read_only());
    session.apply(TakeOffer{});
    CHECK(shows(session, "done.opened_read_only"));
    REQUIRE(session.read_only());
    CHECK(fingerprint(session) == fingerprint(writer));
    CHECK(session.branches().count() == 2);
    const auto before = session.saved();
    for (const Intent& intent :
         {Intent{Undo{}}, Intent{Redo{}}, Intent{Fork{}}, Intent{SetBookmark{}},
          Intent{DropPacket{PacketId{2}}}, Intent{Do{engine::Crash{client}}}, Intent{SaveSession{}},
          Intent{SaveSession{"/new.synscope", true}}, Intent{SaveSession{"/other.synscope"}},
          Intent{ShowPanel{Panel::save_session}}}) {
      session.apply(intent);
      CHECK_MESSAGE(shows(session, "refused.read_only"), intent.index());
      CHECK(session.saved() == before);
      session.apply(DismissToast{session.toasts().back().id});
    }
    CHECK(disk.files == files);
    CHECK_FALSE(session.settings().is_shown(Panel::save_session));
    CHECK(session.why_not(engine::Crash{client}));
    CHECK_FALSE(session.worth_keeping());
    seek(session, 20ms);  // looking at it is free
    CHECK(session.playhead().at == at(20ms));
    session.apply(Restart{});
    CHECK(session.branches().count() == 2);
    disk.files["/a.synscope"] = *writer.saved();
    session.apply(OpenSession{"/a.synscope"});
    CHECK_FALSE(session.read_only());
  }

  TEST_CASE("what a newer format says beyond us is left out and said") {
    Disk disk;
    Session writer = eventful(disk);
    disk.files["/new.synscope"] = newer(*writer.saved(), "bookmark ", "colour A red\nbookmark ");
    Session session(pair(), {}, disk.environment());
    session.apply(OpenSession{"/new.synscope", false, true});
    REQUIRE(shows(session, "done.opened_in_part"));
    const auto& values = session.toasts().back().text.values;
    CHECK(std::get<std::int64_t>(values[3].second) == 1);
    CHECK(fingerprint(session) == fingerprint(writer));
  }

  TEST_CASE("behind a deed that is not understood nothing is played, whatever asks for it") {
    Disk disk;
    Session writer(pair(), {}, disk.environment());
    seek(writer, 125ms);
    writer.apply(DropPacket{PacketId{3}});
    seek(writer, 400ms);
    disk.files["/new.synscope"] = newer(*writer.saved(), "packet 3 drop", "packet 3 bend");
    Session session(pair(), {}, disk.environment());
    session.apply(OpenSession{"/new.synscope", false, true});
    CHECK(session.ends() == at(125ms));
    const auto stays = [&](const Intent& intent) {
      seek(session, 110ms);
      session.apply(intent);
      finish(session);
      watch(session, 20s);
      CHECK_MESSAGE(session.playhead().at <= at(125ms), intent.index());
      CHECK(session.timeline().edge().now <= at(125ms));
      CHECK_FALSE(session.playing());
    };
    for (const Intent& intent :
         {Intent{Play{}}, Intent{StepForward{}}, Intent{StepForward{Grain::event, true}},
          Intent{StepForward{Grain::bookmark}}, Intent{SeekTo{at(3s)}}, Intent{JumpEnd{}},
          Intent{RunUntil{RunGoal::quiet}}, Intent{RunUntil{RunGoal::next_timer}}})
      stays(intent);
    session.apply(Play{});
    session.tick(10ms);
    CHECK(shows(session, "stopped.cut"));
    disk.files["/old.synscope"] = *writer.saved();
    session.apply(OpenSession{"/old.synscope"});
    CHECK_FALSE(session.ends());
  }

  TEST_CASE("a newer format that is not understood at all is refused with its line") {
    Disk disk;
    disk.files["/new.synscope"] = "synscope-session 7\nwho knows\n";
    Session session = eventful(disk);
    const auto before = session.saved();
    session.apply(OpenSession{"/new.synscope"});
    REQUIRE(shows(session, "trouble.newer_session"));
    CHECK(std::get<std::string>(session.toasts().back().text.values[0].second) ==
          "/new.synscope:2:1");
    CHECK(session.saved() == before);
  }

  TEST_CASE("a damaged or missing file leaves the experiment as it is") {
    Disk disk;
    Session session = eventful(disk);
    const auto before = session.saved();
    disk.files["/cut.synscope"] = before->substr(0, before->size() / 2);
    for (const char* path : {"/cut.synscope", "/missing.synscope"}) {
      session.apply(OpenSession{path});
      CHECK(shows(session, "trouble.session"));
      CHECK(session.saved() == before);
    }
  }

  TEST_CASE("every change has a revision of its own, looking around has none") {
    Disk disk;
    Session session(pair(), {}, disk.environment());
    seek(session, 125ms);
    CHECK_FALSE(session.worth_keeping());
    std::uint64_t last = session.revision();
    const auto changed = [&] { return std::exchange(last, session.revision()) != last; };
    session.apply(SeekTo{at(100ms)});
    session.apply(Select{PacketId{1}});
    CHECK_FALSE(changed());
    session.apply(SeekTo{at(125ms)});
    session.apply(DropPacket{PacketId{3}});
    CHECK(changed());
    CHECK(session.worth_keeping());
    for (const Intent& intent :
         {Intent{Undo{}}, Intent{Redo{}}, Intent{SetBookmark{}}, Intent{Fork{}},
          Intent{NameBranch{{1}, "b"}}, Intent{SelectBranch{{0}}}, Intent{DeleteBranch{{1}}},
          Intent{DeleteBranch{{1}, false}}}) {
      session.apply(intent);
      CHECK_MESSAGE(changed(), intent.index());
    }
  }

  TEST_CASE("the report of a broken invariant carries the session, which opens") {
    Disk disk;
    Opening spoiled = pair();  // what the client is to send lies nowhere
    spoiled.start.host(client).pattern = {std::uint64_t{1} << 40, 65'536};
    Session session(std::move(spoiled), {}, disk.environment());
    seek(session, 10ms);
    session.apply(DelayPacket{PacketId{1}, 5ms});
    seek(session, 200ms);
    const std::string before = *session.saved();
    session.apply(Do{engine::DoCall{client, {}, engine::SendBulk{100}}});
    REQUIRE(session.breakdown());
    const std::string report = session.breakdown()->report;
    CHECK(report.find(" do call client send 100\n") != std::string::npos);  // to be done again
    disk.files["/report"] = report;
    session.apply(OpenSession{"/report"});
    CHECK_FALSE(session.breakdown());
    CHECK(shows(session, "done.opened"));
    CHECK(session.saved() == before);
    CHECK(session.playhead().at == at(200ms));
    CHECK(session.timeline().commands().size() == 1);  // the delay; the call broke
    CHECK(session.saved_as().empty());                 // nobody writes over a report

    std::string damaged = report;
    damaged.replace(damaged.find("  computed"), 10, "  reckoned");
    disk.files["/report"] = damaged;
    session.apply(OpenSession{"/report"});
    const std::string intact = damaged.substr(0, damaged.find("  reckoned"));
    const auto line = 1 + std::ranges::count(intact, '\n');
    CHECK(std::get<std::string>(session.toasts().back().text.values[0].second) ==
          "/report:" + std::to_string(line) + ":3");
  }

  TEST_CASE("a kept experiment goes on without a name of its own") {
    Disk disk;
    Session session = eventful(disk);
    disk.files["/kept"] = *session.saved();
    Session other(opening(), {}, disk.environment());
    other.apply(OpenSession{"/kept", true});
    CHECK(other.continues() == "/kept");
    CHECK(other.saved_as().empty());
    other.apply(OpenSession{"/kept"});
    CHECK(other.saved_as() == "/kept");
  }

  TEST_CASE(
      "a scenario file that was written is offered, a broken one explained, the run goes on") {
    Disk disk;
    Opening with_file = pair();
    with_file.path = "/pair.lesson";
    Session session(std::move(with_file), {}, disk.environment());
    seek(session, 125ms);
    session.apply(DropPacket{PacketId{3}});
    const auto before = session.saved();
    session.scenario_changed(engine::Error{"/pair.lesson:4:1", "found x"});
    CHECK(shows(session, "trouble.scenario_changed"));
    session.scenario_changed(engine::ScriptError("/pair.lesson:5:1", engine::Say::no_branch));
    const auto& values = session.toasts().back().text.values;
    CHECK(values[0].second == scene::PhraseValue{"/pair.lesson:5:1"});
    const auto& what = std::get<std::vector<scene::Phrase>>(values[1].second);
    CHECK(what.front().key == "script.no_branch");  // no words yet: they follow the language
    session.scenario_changed({});
    CHECK_FALSE(shows(session, "trouble.scenario_changed"));
    CHECK(offers(session, "offer.reload"));
    CHECK(session.saved() == before);
    session.scenario_unchanged();
    CHECK_FALSE(shows(session, "toast.scenario_changed"));
  }

  TEST_CASE("an invitation waits, and is withdrawn when the person begins something else") {
    Disk disk;
    Session session(pair(), {}, disk.environment());
    session.invite({"toast.continue", {}}, {{"offer.continue", {}}, OpenSession{"/kept", true}});
    watch(session, 20s);
    CHECK(offers(session, "offer.continue"));
    seek(session, 125ms);
    session.apply(DropPacket{PacketId{3}});
    CHECK_FALSE(offers(session, "offer.continue"));
  }
}
