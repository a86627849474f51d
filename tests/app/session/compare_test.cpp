#include <doctest/doctest.h>

#include "app/session/session.hpp"
#include "tests/app/session/two_hosts.hpp"

using namespace app;
using namespace two_hosts;

TEST_SUITE("session: two branches at once (ux 6)") {
  TEST_CASE("with one branch there is nothing to compare, and a fork is offered") {
    Session s = session();
    s.apply(ToggleCompare{});
    CHECK_FALSE(s.compared());
    REQUIRE(s.toasts().size() == 1);
    CHECK(s.toasts()[0].text.key == "refused.one_branch");
    s.apply(TakeOffer{});
    CHECK(s.branches().count() == 2);
  }

  TEST_CASE("a branch is compared with the one that it left; again ends it") {
    Session s = session();
    seek(s, 200ms);
    s.apply(Fork{});
    s.apply(ToggleCompare{});
    CHECK(s.compared() == engine::BranchId{0});
    s.apply(ToggleCompare{});
    CHECK_FALSE(s.compared());
  }

  TEST_CASE("the other one is played as far as the playhead") {
    Session s = session();
    seek(s, 60ms);
    s.apply(Fork{});
    s.apply(Compare{engine::BranchId{0}});
    seek(s, 200ms);
    CHECK(s.branch() == engine::BranchId{1});
    CHECK(s.timeline(engine::BranchId{0}).size() == s.timeline().size());
    CHECK(s.index(engine::BranchId{0}).covered() == s.timeline().size());
  }

  TEST_CASE("going to the other branch ends the comparison, unless it is asked for again") {
    Session s = session();
    seek(s, 200ms);
    s.apply(Fork{});
    s.apply(ToggleCompare{});
    s.apply(SelectBranch{engine::BranchId{0}});
    CHECK_FALSE(s.compared());
    s.apply(Compare{engine::BranchId{1}});
    CHECK(s.compared() == engine::BranchId{1});
  }

  TEST_CASE("a deleted branch is compared with nothing") {
    Session s = session();
    seek(s, 200ms);
    s.apply(Fork{});
    s.apply(ToggleCompare{});
    s.apply(DeleteBranch{engine::BranchId{0}});
    CHECK_FALSE(s.compared());
  }
}
