#include <doctest/doctest.h>

#include "app/session/session.hpp"
#include "tests/app/session/two_hosts.hpp"

using namespace two_hosts;
using app::Panel;
using app::Present;
using app::PresentAct;
using app::Stage;

namespace {

app::Session presenting() {
  app::Session session = two_hosts::session();
  session.apply(Present{PresentAct::enter});
  return session;
}

}  // namespace

TEST_SUITE("app/session/presenting") {
  TEST_CASE("presenting fills the screen and leaving gives the window back") {
    app::Session session = presenting();
    CHECK(session.full_screen());
    session.apply(Present{PresentAct::leave});
    CHECK_FALSE(session.presenting().has_value());
    CHECK_FALSE(session.full_screen());
  }

  TEST_CASE("who was on the full screen before stays there") {
    app::Session session = two_hosts::session();
    session.apply(app::ToggleFullScreen{});
    session.apply(Present{PresentAct::enter});
    session.apply(Present{PresentAct::leave});
    CHECK(session.full_screen());
  }

  TEST_CASE("leaving brings back selection and point of view") {
    app::Session session = two_hosts::session();
    seek(session, 60ms);
    session.apply(app::Select{engine::PacketId{1}});
    session.apply(app::SetPointOfView{app::PointOfView::server});
    const app::Selection before = session.selection();
    session.apply(Present{PresentAct::enter});
    session.apply(app::Select{engine::PacketId{2}});
    session.apply(app::CyclePointOfView{});
    session.apply(Present{PresentAct::leave});
    CHECK(session.selection() == before);
    CHECK(session.point_of_view() == app::PointOfView::server);
  }

  TEST_CASE("a lecture changes no setting of the window") {
    app::Session session = two_hosts::session();
    const app::Settings before = session.settings();
    session.apply(Present{PresentAct::enter});
    session.apply(app::ChangeScale{+1});
    session.apply(app::TogglePanel{Panel::inspector});
    session.apply(app::TogglePanel{Panel::state_diagram});
    session.apply(Present{PresentAct::leave});
    CHECK(session.settings() == before);
  }

  TEST_CASE("a panel takes the place of the ladder, and its key gives it back") {
    app::Session session = presenting();
    session.apply(app::TogglePanel{Panel::state_diagram});
    CHECK(session.presenting()->stage == Stage::state_diagram);
    session.apply(app::TogglePanel{Panel::inspector});
    CHECK(session.presenting()->stage == Stage::header);
    session.apply(app::TogglePanel{Panel::inspector});
    CHECK(session.presenting()->stage == Stage::ladder);
  }

  TEST_CASE("behind a black screen time stands still") {
    app::Session session = presenting();
    session.apply(app::Play{});
    session.apply(Present{PresentAct::toggle_blank});
    CHECK(session.frozen() == app::FreezeReason::blank);
    watch(session, 500ms);
    CHECK(session.playhead().at == at(0ms));
    session.apply(Present{PresentAct::toggle_blank});
    watch(session, 500ms);
    CHECK(session.playhead().at > at(0ms));
  }

  TEST_CASE("only a lecture can be blanked") {
    app::Session session = two_hosts::session();
    session.apply(Present{PresentAct::toggle_blank});
    CHECK_FALSE(session.frozen().has_value());
  }

  TEST_CASE("a restart in front of a class is asked for first") {
    app::Session session = presenting();
    seek(session, 60ms);
    session.apply(app::Restart{});
    CHECK(session.playhead().at == at(60ms));
    REQUIRE(shows(session, "present.restart"));
    session.apply(app::TakeOffer{0});
    CHECK(session.playhead().at == at(0ms));
  }

  TEST_CASE("leaving takes the question about a restart away") {
    app::Session session = presenting();
    session.apply(app::Restart{});
    session.apply(Present{PresentAct::leave});
    CHECK_FALSE(shows(session, "present.restart"));
  }

  TEST_CASE("entering twice keeps what stood there first") {
    app::Session session = presenting();
    session.apply(app::SetPointOfView{app::PointOfView::client});
    session.apply(Present{PresentAct::enter});
    session.apply(Present{PresentAct::leave});
    CHECK(session.point_of_view() == app::PointOfView::both);
  }
}
