#include "app/session/session.hpp"

#include <doctest/doctest.h>

#include "tests/app/session/two_hosts.hpp"

using namespace two_hosts;
using engine::PacketId;
using engine::State;

TEST_SUITE("session: acting") {
  TEST_CASE("an untouched handshake ends with both ends open") {
    app::Session s = session();
    seek(s, 200ms);
    CHECK(state(s, client) == State::established);
    CHECK(state(s, server) == State::established);
  }
  TEST_CASE("dropping the third segment leaves the server half open") {
    app::Session s = session();
    seek(s, 125ms);
    s.apply(app::DropPacket{PacketId{3}});
    seek(s, 500ms);
    CHECK(state(s, client) == State::established);
    CHECK(state(s, server) == State::syn_received);
  }
  TEST_CASE("acting at the edge makes no branch") {
    app::Session s = session();
    seek(s, 125ms);
    s.apply(app::DropPacket{PacketId{3}});
    CHECK(s.branches().count() == 1);
    CHECK_FALSE(shows(s, "toast.new_branch"));
  }
  TEST_CASE("an intervention is said with a way to undo it") {
    app::Session s = session();
    seek(s, 125ms);
    s.apply(app::DropPacket{PacketId{3}});
    REQUIRE(shows(s, "done.drop"));
    const app::Toast& toast = s.toasts().back();
    CHECK(toast.text.values[1].second == scene::PhraseValue(std::string("ACK")));
    REQUIRE(toast.offer);
    CHECK(std::holds_alternative<app::Undo>(toast.offer->intent));
  }
  TEST_CASE("undo goes to just before the intervention") {
    app::Session s = session();
    seek(s, 125ms);
    const std::uint64_t before = fingerprint(s);
    s.apply(app::DropPacket{PacketId{3}});
    seek(s, 5s);
    s.apply(app::Play{});
    s.apply(app::Undo{});
    CHECK(s.playhead().at == at(125ms));
    CHECK(fingerprint(s) == before);
    CHECK_FALSE(s.playing());
    CHECK(shows(s, "undone.drop"));
  }
  TEST_CASE("after undo the handshake succeeds") {
    app::Session s = session();
    seek(s, 125ms);
    s.apply(app::DropPacket{PacketId{3}});
    s.apply(app::Undo{});
    seek(s, 200ms);
    CHECK(state(s, server) == State::established);
  }
  TEST_CASE("redo drops it again") {
    app::Session s = session();
    seek(s, 125ms);
    s.apply(app::DropPacket{PacketId{3}});
    s.apply(app::Undo{});
    REQUIRE(s.can_redo());
    s.apply(app::Redo{});
    seek(s, 500ms);
    CHECK(state(s, server) == State::syn_received);
  }
  TEST_CASE("undo never changes language or theme") {
    app::Session s = session();
    seek(s, 125ms);
    s.apply(app::DropPacket{PacketId{3}});
    s.apply(app::SetLanguage{app::Language::zh});
    s.apply(app::SetTheme{app::Theme::dark});
    s.apply(app::Undo{});
    CHECK(s.settings().language == app::Language::zh);
    CHECK(s.settings().theme == app::Theme::dark);
  }
  TEST_CASE("with nothing to undo it says so") {
    app::Session s = session();
    s.apply(app::Undo{});
    CHECK(shows(s, "refused.nothing_to_undo"));
  }
  TEST_CASE("the first drop ends the first-run line for ever") {
    app::Session s = session();
    CHECK(s.shows_hint());
    seek(s, 125ms);
    s.apply(app::DropPacket{PacketId{3}});
    CHECK_FALSE(s.shows_hint());
    s.apply(app::Undo{});
    CHECK_FALSE(s.shows_hint());
    s.apply(app::ShowHint{});
    CHECK(s.shows_hint());
  }
  TEST_CASE("acting inside a step lets the step end first") {
    app::Session s = session();
    s.apply(app::StepForward{.grain = app::Grain::event, .held = true});
    s.apply(app::StepForward{.grain = app::Grain::event, .held = true});
    s.apply(app::StepForward{.grain = app::Grain::event, .held = true});
    REQUIRE(s.playhead().facts > 0);
    s.apply(app::Do{engine::Crash{server}});
    CHECK(s.playhead().facts == 0);
    CHECK(s.branches().count() == 1);
  }
}

TEST_SUITE("session: refusals") {
  TEST_CASE("dropping what has arrived offers to go back and drop it") {
    app::Session s = session();
    seek(s, 200ms);
    s.apply(app::DropPacket{PacketId{3}});
    CHECK(shows(s, "refused.arrived"));
    REQUIRE(s.toasts().back().offer);
    s.apply(app::TakeOffer{});
    CHECK(s.playhead().at == at(125ms));
    CHECK(s.branch() == engine::BranchId{1});
    seek(s, 500ms);
    CHECK(state(s, server) == State::syn_received);
  }
  TEST_CASE("a refused action changes nothing") {
    app::Session s = session();
    seek(s, 200ms);
    const std::uint64_t before = fingerprint(s);
    const engine::StepIndex steps = s.timeline().size();
    s.apply(app::DropPacket{PacketId{3}});
    CHECK(fingerprint(s) == before);
    CHECK(s.timeline().size() == steps);
    CHECK_FALSE(s.can_undo());
  }
  TEST_CASE("a packet that departs only later is offered there") {
    app::Session s = session();
    seek(s, 200ms);
    seek(s, 25ms);
    s.apply(app::DropPacket{PacketId{3}});
    CHECK(shows(s, "refused.not_sent"));
    s.apply(app::TakeOffer{});
    CHECK(s.playhead().at == at(125ms));
    CHECK(shows(s, "done.drop"));
  }
  TEST_CASE("releasing what is not held is refused") {
    app::Session s = session();
    seek(s, 25ms);
    s.apply(app::ReleasePacket{PacketId{1}});
    CHECK(shows(s, "refused.not_held"));
  }
  TEST_CASE("a call on a host without power offers to restart it") {
    app::Session s = session();
    seek(s, 200ms);
    s.apply(app::Do{engine::Crash{server}});
    s.apply(app::Do{engine::DoCall{server, {}, engine::Close{}}});
    CHECK(shows(s, "refused.host_down"));
    s.apply(app::TakeOffer{s.toasts().back().id});
    CHECK(s.world().host(server).power == engine::Power::up);
  }
}

TEST_SUITE("session: branches") {
  TEST_CASE("acting in the past keeps the old future") {
    app::Session s = session();
    seek(s, 2s);
    const std::uint64_t old_future = edge_fingerprint(s, {0});
    const engine::StepIndex old_size = s.timeline().size();
    seek(s, 125ms);
    s.apply(app::DropPacket{PacketId{3}});
    CHECK(s.branches().count() == 2);
    CHECK(s.branch() == engine::BranchId{1});
    CHECK(edge_fingerprint(s, {0}) == old_future);
    CHECK(s.timeline({0}).size() == old_size);
    CHECK(shows(s, "toast.new_branch"));
  }
  TEST_CASE("another branch is shown at the same instant") {
    app::Session s = session();
    seek(s, 2s);
    seek(s, 125ms);
    s.apply(app::DropPacket{PacketId{3}});
    seek(s, 300ms);
    CHECK(state(s, server) == State::syn_received);
    s.apply(app::SelectBranch{{0}});
    CHECK(s.playhead().at == at(300ms));
    CHECK(state(s, server) == State::established);
  }
  TEST_CASE("the world of one branch is never shown on another") {
    engine::World start = world();
    start.schedule.push_back(call(1s, client, engine::SendText{"later"}));
    app::Session s(opening(std::move(start)));
    seek(s, 2s);
    seek(s, 125ms);
    s.apply(app::DropPacket{PacketId{3}});
    seek(s, 2s);
    seek(s, 200ms);
    const engine::StepIndex steps = s.playhead().steps;
    CHECK(s.world() == s.timeline().at(steps));
    s.apply(app::SelectBranch{{0}});
    REQUIRE(s.playhead().steps == steps);  // as many steps, other worlds
    CHECK(s.world() == s.timeline().at(steps));
  }
  TEST_CASE("a fork changes nothing yet") {
    app::Session s = session();
    seek(s, 125ms);
    const std::uint64_t before = fingerprint(s);
    s.apply(app::Fork{});
    CHECK(s.branches().count() == 2);
    CHECK(fingerprint(s) == before);
    CHECK(s.playhead().at == at(125ms));
  }
  TEST_CASE("a fork offers to be named, and its name is said") {
    app::Session s = session();
    seek(s, 125ms);
    s.apply(app::Fork{});
    s.apply(app::TakeOffer{});
    CHECK(s.settings().is_shown(app::Panel::name_branch));
    s.apply(app::NameBranch{{1}, "client waits"});
    CHECK(s.name_of({1}) == "client waits");
    CHECK(s.name_of({0}).empty());
    s.apply(app::Fork{});
    CHECK(s.toasts().back().text.values[1].second == scene::PhraseValue{"client waits"});
  }
  TEST_CASE("a deleted branch is left for its parent, and undo brings it back with all it had") {
    app::Session s = session();
    seek(s, 125ms);
    s.apply(app::Fork{});
    s.apply(app::DropPacket{PacketId{3}});
    seek(s, 300ms);
    s.apply(app::Fork{});
    const std::uint64_t before = edge_fingerprint(s, {1});
    s.apply(app::SelectBranch{{1}});
    s.apply(app::DeleteBranch{{1}});
    CHECK(s.is_deleted({1}));
    CHECK(s.branch() == engine::BranchId{0});
    s.apply(app::SelectBranch{{2}});
    s.apply(app::DeleteBranch{{2}});  // its parent is deleted too
    CHECK(s.branch() == engine::BranchId{0});
    s.apply(app::DeleteBranch{{0}});
    CHECK(shows(s, "refused.last_branch"));
    CHECK_FALSE(s.is_deleted({0}));
    s.apply(app::DeleteBranch{{1}, false});
    CHECK_FALSE(s.is_deleted({1}));
    CHECK(s.branch() == engine::BranchId{1});
    CHECK(edge_fingerprint(s, {1}) == before);
  }
  TEST_CASE("restarting a run that was changed keeps it as a branch") {
    app::Session s = session();
    seek(s, 125ms);
    s.apply(app::DropPacket{PacketId{3}});
    s.apply(app::Restart{});
    CHECK(s.playhead().at == at(0ms));
    CHECK(s.branches().count() == 2);
    seek(s, 200ms);
    CHECK(state(s, server) == State::established);
  }
  TEST_CASE("restarting an unchanged run makes no branch") {
    app::Session s = session();
    seek(s, 200ms);
    s.apply(app::Restart{});
    CHECK(s.playhead() == scene::Position{0, 0, at(0ms)});
    CHECK(s.branches().count() == 1);
  }
  TEST_CASE("fork points are seen from both sides") {
    app::Session s = session();
    seek(s, 2s);
    seek(s, 125ms);
    s.apply(app::DropPacket{PacketId{3}});
    CHECK(s.fork_points() == std::vector{at(125ms)});
    s.apply(app::SelectBranch{{0}});
    CHECK(s.fork_points() == std::vector{at(125ms)});
  }
  TEST_CASE("branches are called A, B, ... Z, AA") {
    CHECK(app::branch_letter({0}) == "A");
    CHECK(app::branch_letter({25}) == "Z");
    CHECK(app::branch_letter({26}) == "AA");
    CHECK(app::branch_letter({27}) == "AB");
  }
}
