// TCP Fast Open between two hosts (RFC 7413; requirements F.6): the first visit earns a cookie, the
// second one sends text on its SYN. 50 ms each way; the client's number is 1000, the server's 5000.
#include "engine/host/fast_open.hpp"

#include <doctest/doctest.h>

#include "tests/support/packet_builder.hpp"
#include "tests/support/world_builder.hpp"

using namespace engine;
using namespace engine::test;

namespace {

Stage fast_pair() {
  Stage stage;
  stage.world.host(client).config.fast_open = FastOpenUse::client;
  stage.world.host(server).config.fast_open = FastOpenUse::server;
  stage.apply(SetProgram{.host = server, .application = {.auto_accept = false}});
  stage.call(server, Listen{.port = 80, .backlog = 4});
  return stage;
}

void visit(Stage& stage, std::string text) {
  stage.call(client, Connect{.remote = server_socket(), .local_port = 0, .text = std::move(text)});
}

// The first visit, until both ends are done with it.
void earn_cookie(Stage& stage) {
  visit(stage, "hello");
  stage.run_for(200ms);
  stage.call(client, Abort{});
  stage.run_for(200ms);
  REQUIRE(stage.world.host(client).passes.size() == 1);
}

}  // namespace

TEST_SUITE("F.6 Fast Open") {
  TEST_CASE("the first visit asks for a cookie, gets one and takes the whole handshake") {
    Stage stage = fast_pair();
    visit(stage, "GET /");
    stage.run_for(60ms);
    CHECK(stage.newest(server).tcb.state == State::syn_received);
    CHECK(stage.newest(server).tcb.receive_buffer.unread() == 0);
    CHECK(stage.noted(Rule::fast_open_cookie_granted));
    stage.run_for(60ms);
    CHECK(stage.noted(Rule::fast_open_cookie_kept));
    CHECK(stage.world.host(client).passes.front().cookie ==
          make_fast_open_cookie(stage.world.host(server).isn, client_address));
    stage.run_for(60ms);
    CHECK(stage.newest(server).tcb.receive_buffer.unread() == 5);
  }

  TEST_CASE("a connect() without text is an ordinary one") {
    Stage stage = fast_pair();
    visit(stage, "");
    stage.run_for(200ms);
    CHECK(stage.newest(client).tcb.state == State::established);
    CHECK_FALSE(stage.noted(Rule::fast_open_cookie_granted));
    CHECK(stage.world.host(client).passes.empty());
  }

  TEST_CASE("with a cookie the application has the text half a round trip after connect()") {
    Stage stage = fast_pair();
    earn_cookie(stage);
    visit(stage, "GET /");
    stage.run_for(60ms);
    CHECK(stage.newest(server).tcb.state == State::syn_received);
    CHECK(stage.newest(server).tcb.rcv.nxt == SeqNum{1006});
    stage.call(server, Accept{});
    stage.call(server, Read{});
    CHECK(stage.read_by(server) == "GET /");
    stage.call(server, SendText{"here it is", false});
    stage.run_for(50ms);
    CHECK(stage.newest(client).tcb.state == State::established);
    CHECK(stage.noted(Rule::fast_open_text_taken));
    CHECK(stage.newest(client).tcb.receive_buffer.unread() == 10);  // a round trip after connect()
    stage.run_for(100ms);
    CHECK(stage.newest(server).tcb.state == State::established);
    CHECK(stage.newest(server).tcb.send_buffer.empty());
    CHECK(stage.times_noted(Rule::segment_retransmitted) == 0);
  }

  TEST_CASE("a cookie that is not for this address is answered with a good one, without the text") {
    Stage stage = fast_pair();
    earn_cookie(stage);
    stage.world.host(client).passes.front().cookie.bytes[0] ^= 1;
    visit(stage, "GET /");
    stage.run_for(60ms);
    CHECK(stage.noted(Rule::fast_open_cookie_wrong));
    CHECK(stage.newest(server).tcb.rcv.nxt == SeqNum{1001});
    CHECK(stage.newest(server).tcb.receive_buffer.unread() == 0);
    stage.run_for(50ms);
    CHECK(stage.noted(Rule::fast_open_text_not_taken));
    CHECK(stage.newest(client).tcb.state == State::established);
    stage.run_for(50ms);
    CHECK(stage.newest(server).tcb.receive_buffer.unread() == 5);
    CHECK(stage.world.host(client).passes.front().cookie ==
          make_fast_open_cookie(stage.world.host(server).isn, client_address));
  }

  TEST_CASE("a SYN that is sent again carries neither text nor cookie, and nothing is lost") {
    Stage stage = fast_pair();
    earn_cookie(stage);
    stage.lose_next(client, {.syn = true});
    visit(stage, "GET /");
    stage.run_for(1060ms);
    CHECK(stage.newest(server).tcb.rcv.nxt == SeqNum{1001});
    CHECK_FALSE(stage.newest(server).tcb.fast_open.early);
    stage.run_for(200ms);
    CHECK(stage.newest(server).tcb.receive_buffer.unread() == 5);
  }

  TEST_CASE("a SYN-ACK that is sent again acknowledges the text still") {
    Stage stage = fast_pair();
    earn_cookie(stage);
    stage.lose_next(server, {.ack = true, .syn = true});
    visit(stage, "GET /");
    stage.run_until_quiet();
    CHECK(stage.newest(client).tcb.state == State::established);
    CHECK(stage.newest(client).tcb.send_buffer.empty());
    CHECK(stage.newest(server).tcb.receive_buffer.unread() == 5);  // not ten
  }

  TEST_CASE("a server that knows nothing of it keeps the text until the handshake is done") {
    Stage stage = fast_pair();
    earn_cookie(stage);
    for (const Connection& c : stage.world.host(server).connections)
      stage.world.host(server).connections.edit(c.id).tcb.config.fast_open = FastOpenUse::off;
    visit(stage, "GET /");
    stage.run_for(60ms);
    CHECK(stage.newest(server).tcb.receive_buffer.unread() == 0);
    stage.run_for(200ms);
    CHECK(stage.newest(server).tcb.receive_buffer.unread() == 5);
  }

  TEST_CASE("only so many connections of a listener begin early at a time") {
    Stage stage = fast_pair();
    earn_cookie(stage);
    for (const Connection& c : stage.world.host(server).connections)
      stage.world.host(server).connections.edit(c.id).tcb.config.fast_open_limit = 1;
    visit(stage, "one");
    visit(stage, "two");
    stage.run_for(60ms);
    CHECK(stage.times_noted(Rule::fast_open_accepted) == 1);
    CHECK(stage.noted(Rule::fast_open_limit_reached));
    CHECK(stage.noted(Rule::fast_open_text_dropped));
    stage.run_for(200ms);
    for (const Connection& c : stage.world.host(server).connections)
      if (c.parent && c.tcb.state == State::established) CHECK(c.tcb.receive_buffer.unread() == 3);
  }

  TEST_CASE("a reset ends a connection that began early, and its application hears of it") {
    Stage stage = fast_pair();
    earn_cookie(stage);
    visit(stage, "GET /");
    stage.run_for(60ms);
    stage.call(server, Accept{});
    const Tcb& tcb = stage.newest(server).tcb;
    const Segment rst{.source_port = tcb.sockets.remote.port,
                      .dest_port = 80,
                      .seq = tcb.rcv.nxt,
                      .flags = {.rst = true}};
    const Ipv4Header ip{.source = client_address, .destination = server_address};
    stage.apply(Forge{.from = client, .to = server, .packet = packet_bytes(rst, {}, ip)});
    stage.run_for(60ms);
    bool heard = false;
    for (const Notified& n : stage.all<Notified>()) heard |= n.signal == Signal::reset;
    CHECK(heard);
  }

  TEST_CASE("whoever leaves with early text unread resets, the handshake done or not") {
    Stage stage = fast_pair();
    earn_cookie(stage);
    visit(stage, "GET /");
    stage.run_for(60ms);
    stage.call(server, Accept{});
    REQUIRE(stage.newest(server).tcb.state == State::syn_received);
    REQUIRE(stage.newest(server).tcb.receive_buffer.unread() == 5);
    stage.call(server, Close{});
    CHECK(stage.noted(Rule::unread_text_reset));
    stage.run_for(200ms);
    CHECK(stage.noted(Rule::connection_reset));
  }

  TEST_CASE("one that was reset goes on counting for a minute, or resets would help an attacker") {
    Stage stage = fast_pair();
    earn_cookie(stage);
    for (const Connection& c : stage.world.host(server).connections)
      stage.world.host(server).connections.edit(c.id).tcb.config.fast_open_limit = 1;
    visit(stage, "one");
    stage.run_for(60ms);
    const Tcb tcb = stage.newest(server).tcb;
    const Segment rst{.source_port = tcb.sockets.remote.port,
                      .dest_port = 80,
                      .seq = tcb.rcv.nxt,
                      .flags = {.rst = true}};
    const Ipv4Header ip{.source = client_address, .destination = server_address};
    stage.apply(Forge{.from = client, .to = server, .packet = packet_bytes(rst, {}, ip)});
    stage.run_for(60ms);
    CHECK(stage.noted(Rule::early_reset_counts));
    visit(stage, "two");
    stage.run_for(60ms);
    CHECK(stage.noted(Rule::fast_open_limit_reached));
    const Instant later = stage.world.now + 61s;
    stage.run_for(61s);
    const Connect third{.remote = server_socket(), .local_port = 0, .text = "three"};
    stage.apply(DoCall{.host = client, .connection = {}, .call = third}, later - stage.world.now);
    stage.run_for(60ms);
    CHECK(stage.times_noted(Rule::fast_open_accepted) == 2);
  }

  TEST_CASE("no more text rides on a SYN than the server once said a segment may carry") {
    Stage stage = fast_pair();
    stage.world.host(server).config.mss = 600;
    stage.call(server, Listen{.port = 81, .backlog = 4});
    earn_cookie(stage);
    stage.world.host(client).passes.front().peer_mss = 600;
    visit(stage, std::string(2000, 'x'));
    stage.run_for(60ms);
    CHECK(stage.newest(server).tcb.receive_buffer.unread() == 560);
    stage.run_for(300ms);
    CHECK(stage.newest(server).tcb.receive_buffer.unread() == 2000);
  }
}
