// The eleven states and the legal edges between them (RFC 9293 3.3.2, figure 5). The door into TCP
// asserts every change against this table, and the picture of the state machine is drawn from it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace engine {

enum class State : std::uint8_t {
  closed,
  listen,
  syn_sent,
  syn_received,
  established,
  fin_wait_1,
  fin_wait_2,
  close_wait,
  closing,
  last_ack,
  time_wait,
};
inline constexpr std::size_t state_count = 11;

std::string_view name(State state);      // as on the screen: "SYN_RCVD"
std::string_view rfc_name(State state);  // as in the RFC: "SYN-RECEIVED"

constexpr bool is_synchronized(State s) {
  return s != State::closed && s != State::listen && s != State::syn_sent &&
         s != State::syn_received;
}

// What drives an edge, for the label "event / action".
enum class EdgeCause : std::uint8_t {
  passive_open,
  active_open,
  send_call,
  close_call,
  abort_call,
  receive_syn,
  receive_syn_ack,
  receive_ack_of_syn,
  receive_fin,
  receive_ack_of_fin,
  receive_fin_and_ack_of_fin,
  receive_rst,
  retries_exhausted,
  two_msl_timeout,
  application_left,
  icmp_hard_error,
  orphan_timeout,
};
enum class EdgeAction : std::uint8_t { none, send_syn, send_syn_ack, send_ack, send_fin, send_rst };
enum class EdgePath : std::uint8_t { usual_client, usual_server, both_usual, unusual };

struct Edge {
  State from, to;
  EdgeCause cause;
  EdgeAction action;
  EdgePath path;
  bool in_figure_5;          // drawn; the others (resets, give-ups) are legal but not in the figure
  std::string_view section;  // "3.10.7.4"
};

std::span<const Edge> edges();
bool is_legal(State from, State to);

}  // namespace engine
