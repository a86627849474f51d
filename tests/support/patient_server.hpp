// A server whose application accepts nobody by itself, and what its two queues hold.
#pragma once

#include "engine/host/listener.hpp"
#include "engine/host/profile.hpp"
#include "tests/support/packet_builder.hpp"
#include "tests/support/world_builder.hpp"

namespace engine::test {

TcpConfig teaching_with(auto change) {
  TcpConfig config = config_of(Profile::teaching);
  change(config);
  return config;
}

inline Stage patient_server(const Listen& listen,
                            const TcpConfig& config = config_of(Profile::teaching)) {
  Stage stage;
  stage.world.host(server).config = config;
  stage.apply(SetProgram{.host = server, .application = {.auto_accept = false}});
  stage.call(server, listen);
  return stage;
}

inline QueueCounts queues_of(const Stage& stage, std::size_t listener = 0) {
  const Host& host = stage.world.host(server);
  return queues(host, host.connections.listeners()[listener].id);
}

// A SYN from an address where nobody lives reaches the server.
inline void forge_syn(Stage& stage, std::uint16_t port, std::uint16_t to = 80) {
  const Segment syn{.source_port = port, .dest_port = to, .flags = {.syn = true}, .window = 100};
  const Ipv4Header ip{.source = ipv4(20, 0, 0, 1), .destination = server_address};
  stage.apply(Forge{.from = client, .to = server, .packet = packet_bytes(syn, {}, ip)});
  stage.run_for(60ms);
}

}  // namespace engine::test
