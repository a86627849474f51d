#include "engine/timeline/branches.hpp"

#include <doctest/doctest.h>

#include "tests/support/world_builder.hpp"

using namespace engine;
using namespace engine::test;

namespace {

const Command listens = DoCall{.host = server, .call = Listen{.port = 80}};
const Command connects = DoCall{.host = client, .call = Connect{.remote = server_socket()}};

// The handshake has been played to its end; the ACK is packet 3, sent by step 4 at 100 ms.
Branches after_handshake() {
  Branches branches{Timeline(two_hosts())};
  branches.act(0, world_start, listens);
  branches.act(1, world_start, connects);
  branches.timeline().advance_to(world_start + 1s);
  return branches;
}

State server_state(const Branches& branches) {
  const Connection* const c = newest_connection(branches.timeline().edge().host(server));
  return c == nullptr ? State::closed : c->tcb.state;
}

}  // namespace

TEST_SUITE("timeline/branches") {
  TEST_CASE("acting at the edge records, in the same branch") {
    Branches branches = after_handshake();
    const auto acted = branches.act(5, world_start + 1s, DoCall{.host = client, .call = Close{}});
    CHECK(acted.done);
    CHECK_FALSE(acted.forked);
    CHECK(branches.count() == 1);
  }

  TEST_CASE("acting in the past forks, and the old future stays") {
    Branches branches = after_handshake();
    const auto acted =
        branches.act(4, world_start + 125ms, OnPacket{{3}, DropIt{}});  // the ACK in flight
    CHECK(acted.forked);
    CHECK(acted.step == 4);
    CHECK(branches.count() == 2);
    CHECK(branches.current() == BranchId{1});
    CHECK(branches[{1}].parent == BranchId{0});
    CHECK(branches[{1}].fork_step == 4);
    branches.timeline().advance_to(world_start + 500ms);
    CHECK(server_state(branches) == State::syn_received);
    branches.select({0});
    CHECK(server_state(branches) == State::established);
  }

  TEST_CASE("undo takes back the latest intervention and stands just before it") {
    Branches branches = after_handshake();
    branches.act(4, world_start + 125ms, OnPacket{{3}, DropIt{}});
    branches.timeline().advance_to(world_start + 3s);
    const auto moment = branches.undo();
    REQUIRE(moment.has_value());
    CHECK(moment->steps == 4);
    CHECK(moment->at == world_start + 125ms);
    CHECK(branches.timeline().size() == 4);
    branches.timeline().advance_to(world_start + 500ms);
    CHECK(server_state(branches) == State::established);
    CHECK(branches.count() == 2);  // the branch itself stays
  }

  TEST_CASE("redo puts it again at the same instant, whatever was played meanwhile") {
    Branches branches = after_handshake();
    branches.act(4, world_start + 125ms, OnPacket{{3}, DropIt{}});
    branches.undo();
    branches.timeline().advance_to(world_start + 500ms);
    const auto moment = branches.redo();
    REQUIRE(moment.has_value());
    CHECK(moment->steps == 5);
    CHECK(moment->at == world_start + 125ms);
    CHECK(branches.timeline().edge().wire.packets.empty());
    CHECK_FALSE(branches.redo().has_value());
  }

  TEST_CASE("undo beyond the fork takes back the shared past in a new branch") {
    Branches branches = after_handshake();
    branches.fork(4, world_start + 100ms);
    const auto moment = branches.undo();
    REQUIRE(moment.has_value());
    CHECK(moment->steps == 1);
    CHECK(std::holds_alternative<Connect>(std::get<DoCall>(moment->command).call));
    CHECK(branches.count() == 3);
    CHECK(branches[{0}].timeline.size() == 5);
    CHECK(branches[{1}].timeline.size() == 4);
  }

  TEST_CASE("undo goes as far as there are interventions, and redo all the way back") {
    Branches branches = after_handshake();
    CHECK(branches.undo().has_value());
    CHECK(branches.undo().has_value());
    CHECK_FALSE(branches.undo().has_value());
    CHECK(branches.timeline().size() == 0);
    CHECK(branches.redo().has_value());
    CHECK(branches.redo().has_value());
    CHECK_FALSE(branches.redo().has_value());
    branches.timeline().advance_to(world_start + 1s);
    CHECK(server_state(branches) == State::established);
  }

  TEST_CASE("a new intervention forgets what could have been put again") {
    Branches branches = after_handshake();
    branches.undo();
    branches.act(1, world_start + 5ms, connects);
    CHECK_FALSE(branches.redo().has_value());
  }

  TEST_CASE("a refused command is no intervention to take back") {
    Branches branches = after_handshake();
    branches.act(5, world_start + 1s, Release{{77}});
    const auto moment = branches.undo();
    REQUIRE(moment.has_value());
    CHECK(moment->steps == 1);
    CHECK(branches.redo().has_value());
    CHECK(branches.timeline().step(5).refused);  // it came back with the other
  }
}
