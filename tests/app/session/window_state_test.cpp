#include <doctest/doctest.h>

#include <map>
#include <string>

#include "app/session/session.hpp"
#include "tests/app/session/two_hosts.hpp"

using namespace two_hosts;
using engine::PacketId;

namespace {

// A folder in memory.
struct Folder {
  std::map<std::string, std::string> files;

  app::Environment environment() {
    app::Environment machine;
    machine.read = [this](const std::string& path) -> engine::Result<std::string> {
      const auto it = files.find(path);
      if (it == files.end()) return std::unexpected(engine::Error{path, "no such file"});
      return it->second;
    };
    machine.write = [this](const std::string& path, std::string_view text) {
      files[path] = text;
      return engine::Result<void>{};
    };
    machine.open = [](const std::string& path) -> engine::Result<app::Opening> {
      if (path != "good") return std::unexpected(engine::Error{path + ":3:1", "unknown word"});
      app::Opening good = opening();
      good.title = "good";
      return good;
    };
    return machine;
  }
};

}  // namespace

TEST_SUITE("session: toasts") {
  TEST_CASE("a toast stays four seconds") {
    app::Session s = session();
    s.apply(app::Undo{});
    CHECK(s.toasts().size() == 1);
    CHECK(s.next_wakeup() == engine::Duration(4s));
    watch(s, 3990ms);
    CHECK(s.toasts().size() == 1);
    watch(s, 10ms);
    CHECK(s.toasts().empty());
    CHECK_FALSE(s.next_wakeup());
  }
  TEST_CASE("saying the same again does not pile up") {
    app::Session s = session();
    s.apply(app::Undo{});
    s.apply(app::Undo{});
    CHECK(s.toasts().size() == 1);
  }
  TEST_CASE("a toast can be dismissed") {
    app::Session s = session();
    s.apply(app::Undo{});
    s.apply(app::DismissToast{s.toasts().front().id});
    CHECK(s.toasts().empty());
  }
  TEST_CASE("the keyboard takes the newest offer") {
    app::Session s = session();
    seek(s, 125ms);
    s.apply(app::DropPacket{PacketId{3}});
    s.apply(app::TakeOffer{});
    CHECK_FALSE(s.can_undo());
    CHECK(shows(s, "undone.drop"));
    CHECK_FALSE(shows(s, "done.drop"));
  }
}

TEST_SUITE("session: selection") {
  TEST_CASE("a selected packet survives stepping") {
    app::Session s = session();
    seek(s, 125ms);
    s.apply(app::Select{PacketId{3}});
    s.apply(app::StepBack{});
    s.apply(app::StepForward{.held = true});
    CHECK(s.selection().packet == PacketId{3});
  }
  TEST_CASE("the only packet in flight is what keys act on") {
    app::Session s = session();
    seek(s, 125ms);
    CHECK(s.subject() == PacketId{3});
  }
  TEST_CASE(
      "a selected packet is what keys act on, also when it has arrived and another one flies") {
    app::Session s = session();
    seek(s, 125ms);
    s.apply(app::Select{PacketId{1}});
    REQUIRE(s.subject() == PacketId{1});
    s.apply(app::DropPacket{*s.subject()});
    CHECK(shows(s, "refused.arrived"));
    CHECK(engine::find(s.world().wire, PacketId{3}) != nullptr);
  }
  TEST_CASE("a key for one segment asks which one, when none or several are meant") {
    app::Session s = session();
    s.apply(app::AskForSegment{});
    CHECK(shows(s, "refused.nothing_sent"));
    seek(s, 200ms);
    REQUIRE_FALSE(s.subject());
    s.apply(app::AskForSegment{});
    REQUIRE(shows(s, "refused.none_in_flight"));
    s.apply(app::TakeOffer{});
    CHECK(s.subject() == PacketId{1});
    s.apply(app::Deselect{});
    seek(s, 125ms);
    s.apply(app::DuplicatePacket{PacketId{3}});
    s.apply(app::AskForSegment{});
    REQUIRE(shows(s, "refused.several_in_flight"));
    CHECK(s.toasts().back().text.values[0].second == scene::PhraseValue(std::int64_t{2}));
  }
  TEST_CASE("cycling visits what flies first, then what has flown") {
    app::Session s = session();
    seek(s, 125ms);
    s.apply(app::CycleSelection{});
    CHECK(s.selection().packet == PacketId{3});
    s.apply(app::CycleSelection{});
    CHECK(s.selection().packet == PacketId{1});
    s.apply(app::CycleSelection{-1});
    CHECK(s.selection().packet == PacketId{3});
  }
  TEST_CASE("selecting a field selects its packet") {
    app::Session s = session();
    s.apply(app::Select{app::FieldRef{PacketId{2}, engine::Field::window}});
    CHECK(s.selection().packet == PacketId{2});
    CHECK(s.selection().field == engine::Field::window);
  }
  TEST_CASE("selecting a connection keeps the selected packet") {
    app::Session s = session();
    s.apply(app::Select{PacketId{2}});
    s.apply(app::Select{app::ConnectionRef{server, engine::ConnId{2}}});
    CHECK(s.selection().packet == PacketId{2});
    CHECK(s.selection().connection(server) == engine::ConnId{2});
    CHECK(s.selection().endpoint == server);
  }
}

TEST_SUITE("session: window") {
  TEST_CASE("each monitor keeps the scale that was set while the window stood on it") {
    app::Session s = session();
    s.apply(app::SetMonitor{"projector"});
    s.apply(app::SetScale{160});
    s.apply(app::SetMonitor{"laptop"});
    CHECK(s.settings().scale == 160);  // never seen before: as it was
    s.apply(app::SetScale{110});
    s.apply(app::SetMonitor{"projector"});
    CHECK(s.settings().scale == 160);
    s.apply(app::SetMonitor{"laptop"});
    CHECK(s.settings().scale == 110);
  }
  TEST_CASE("scale moves in steps of five and stays inside its limits") {
    app::Session s = session();
    s.apply(app::ChangeScale{+1});
    CHECK(s.settings().scale == 105);
    s.apply(app::SetScale{1000});
    CHECK(s.settings().scale == 250);
    s.apply(app::SetScale{10});
    CHECK(s.settings().scale == 75);
    s.apply(app::ChangeScale{0});
    CHECK(s.settings().scale == 100);
  }
  TEST_CASE("attack bench and inspector take turns") {
    app::Session s = session();
    s.apply(app::ShowPanel{app::Panel::inspector, true});
    s.apply(app::TogglePanel{app::Panel::attack_bench});
    CHECK(s.settings().is_shown(app::Panel::attack_bench));
    CHECK_FALSE(s.settings().is_shown(app::Panel::inspector));
    s.apply(app::TogglePanel{app::Panel::inspector});
    CHECK_FALSE(s.settings().is_shown(app::Panel::attack_bench));
  }
  TEST_CASE("the event list that is asked for is seen, also from the large diagram") {
    app::Session s = session();
    s.apply(app::TogglePanel{app::Panel::state_diagram});
    s.apply(app::TogglePanel{app::Panel::event_list});
    CHECK(s.settings().is_shown(app::Panel::event_list));
    CHECK_FALSE(s.settings().is_shown(app::Panel::state_diagram));
  }
  TEST_CASE("an open forge dialog freezes time") {
    app::Session s = session();
    s.apply(app::ShowPanel{app::Panel::forge, true});
    CHECK(s.frozen() == app::FreezeReason::dialog);
    s.apply(app::TogglePanel{app::Panel::forge});
    CHECK_FALSE(s.frozen());
  }
  TEST_CASE("settings survive saving and loading") {
    Folder folder;
    app::Session s(opening(), {}, folder.environment());
    s.apply(app::SetTheme{app::Theme::projector});
    s.apply(app::ToggleLanguage{});
    CHECK(s.settings_changed());
    s.apply(app::SaveSettings{"settings.toml"});
    CHECK_FALSE(s.settings_changed());
    app::Session next(opening(), {}, folder.environment());
    next.apply(app::LoadSettings{"settings.toml"});
    CHECK(next.settings() == s.settings());
  }
  TEST_CASE("loading settings changes the pace at once") {
    Folder folder;
    folder.files["settings.toml"] = "flight_time_ms = 1000\n";
    app::Session s(opening(), {}, folder.environment());
    s.apply(app::LoadSettings{"settings.toml"});
    s.apply(app::Play{});
    watch(s, 500ms);
    CHECK(s.playhead().at == at(25ms));
  }
  TEST_CASE("a broken settings file is said with file and line") {
    Folder folder;
    folder.files["settings.toml"] = "theme = \"light\"\nscale = \"big\"\n";
    app::Session s(opening(), {}, folder.environment());
    s.apply(app::LoadSettings{"settings.toml"});
    REQUIRE(shows(s, "settings_problem.value"));
    const auto where = s.toasts().back().text.values.back();
    CHECK(where.second == scene::PhraseValue(std::string("settings.toml:2:9")));
  }
  TEST_CASE("a missing settings file is no trouble") {
    Folder folder;
    app::Session s(opening(), {}, folder.environment());
    s.apply(app::LoadSettings{"settings.toml"});
    CHECK(s.toasts().empty());
  }
  TEST_CASE("a broken scenario leaves the old one open") {
    Folder folder;
    app::Session s(opening(), {}, folder.environment());
    seek(s, 125ms);
    s.apply(app::OpenScenario{"bad"});
    CHECK(shows(s, "trouble.scenario"));
    CHECK(s.title() == "two hosts");
    CHECK(s.playhead().at == at(125ms));
  }
  TEST_CASE("a new scenario begins at its start, with the person's settings") {
    Folder folder;
    app::Session s(opening(), {}, folder.environment());
    s.apply(app::SetTheme{app::Theme::dark});
    seek(s, 125ms);
    s.apply(app::DropPacket{PacketId{3}});
    s.apply(app::OpenScenario{"good"});
    CHECK(s.title() == "good");
    CHECK(s.playhead() == scene::Position{0, 0, at(0ms)});
    CHECK(s.branches().count() == 1);
    CHECK(s.settings().theme == app::Theme::dark);
    CHECK_FALSE(s.can_undo());
  }
}
