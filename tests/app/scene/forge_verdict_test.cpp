// The line that says beforehand what a receiver does with a forged segment.
#include "app/scene/forge_verdict.hpp"

#include <doctest/doctest.h>

#include "app/scene/forge_presets.hpp"
#include "tests/app/scene/recorded.hpp"

using namespace scene;
using namespace scene::test;

namespace {

ForgeVerdict foreseen(const Recorded& run, ForgePreset preset) {
  const engine::World& world = run.timeline.edge();
  const ForgeDraft draft = filled(preset, world, {.from = client, .to = server}).draft;
  return forge_verdict(world, run.timeline.bytes(),
                       {.from = client, .to = server, .packet = forge_bytes(draft, world).packet},
                       world.now);
}

engine::World server_with(auto change) {
  engine::World world = engine::test::two_hosts();
  change(world.host(server).config);
  return world;
}

}  // namespace

TEST_SUITE("scene: verdict on a forged segment") {
  TEST_CASE("a SYN that a full SYN queue drops is not accepted") {
    Recorded run(server_with([](engine::TcpConfig& config) { config.syn_backlog = 1; }));
    run.call(server, engine::Listen{.port = 80, .backlog = 4}, 0ns);
    run.call(client, engine::Connect{.remote = engine::test::server_socket()}, 0ns).run_to(60ms);
    const ForgeVerdict verdict = foreseen(run, ForgePreset::syn_spoofed);
    CHECK(verdict.words.key == "forge.verdict.refused");
    CHECK(verdict.place == "RFC 4987 2");
  }

  TEST_CASE("an ACK that a full accept queue ignores is not accepted") {
    Recorded run(server_with([](engine::TcpConfig& config) { config.syn_backlog = 4; }));
    run.act(engine::SetProgram{.host = server, .application = {.auto_accept = false}}, 0ns);
    run.call(server, engine::Listen{.port = 80, .backlog = 1}, 0ns);
    for (const engine::Duration start : {0ms, 1ms})
      run.call(client, engine::Connect{.remote = engine::test::server_socket()}, start);
    run.run_to(199ms);
    const ForgeVerdict verdict = foreseen(run, ForgePreset::ack_completes);
    CHECK(verdict.words.key == "forge.verdict.refused");
    CHECK(verdict.place == "RFC 9293 3.10.7.4");
  }

  TEST_CASE("a SYN with a FIN is not accepted where such are dropped") {
    Recorded run(server_with([](engine::TcpConfig& config) { config.drop_syn_fin = true; }));
    run.call(server, engine::Listen{.port = 80}, 0ns).run_to(10ms);
    const engine::World& world = run.timeline.edge();
    ForgeDraft draft =
        filled(ForgePreset::syn_spoofed, world, {.from = client, .to = server}).draft;
    draft.flags.fin = true;
    const ForgeVerdict verdict = forge_verdict(
        world, run.timeline.bytes(),
        {.from = client, .to = server, .packet = forge_bytes(draft, world).packet}, world.now);
    CHECK(verdict.words.key == "forge.verdict.refused");
  }

  TEST_CASE("a RST in the window is accepted where it need not be exact") {
    Recorded run(server_with([](engine::TcpConfig& config) { config.rfc5961 = false; }));
    run.call(server, engine::Listen{.port = 80}, 0ns);
    run.call(client, engine::Connect{.remote = engine::test::server_socket()}, 0ns).run_to(200ms);
    const ForgeVerdict verdict = foreseen(run, ForgePreset::rst_in_window);
    CHECK(verdict.words.key == "forge.verdict.accepted_moves");
  }
}
