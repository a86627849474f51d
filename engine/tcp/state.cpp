// The edges of RFC 9293 figure 5, then the legal ones that the figure leaves out.
#include "engine/tcp/state.hpp"

#include <algorithm>
#include <array>

#include "engine/base/invariant.hpp"

namespace engine {
namespace {

using enum State;
using Cause = EdgeCause;
using Action = EdgeAction;
using Path = EdgePath;

constexpr Edge figure(State from, State to, Cause cause, Action action, Path path,
                      std::string_view section) {
  return {from, to, cause, action, path, true, section};
}
constexpr Edge other(State from, State to, Cause cause, Action action, std::string_view section) {
  return {from, to, cause, action, Path::unusual, false, section};
}
constexpr Edge reset(State from) {
  return other(from, closed, Cause::receive_rst, Action::none, "3.10.7.4");
}
constexpr Edge abort_sends_rst(State from) {
  return other(from, closed, Cause::abort_call, Action::send_rst, "3.10.5");
}
constexpr Edge abort_in_silence(State from) {
  return other(from, closed, Cause::abort_call, Action::none, "3.10.5");
}
constexpr Edge unreachable_peer(State from) {
  return other(from, closed, Cause::icmp_hard_error, Action::none, "3.9.2.2");
}
// Ruling H7: whoever sends a RST waits in TIME-WAIT.
constexpr Edge abort_and_wait(State from) {
  return other(from, time_wait, Cause::abort_call, Action::send_rst, "3.5.2");
}
constexpr Edge gives_up(State from) {
  return other(from, closed, Cause::retries_exhausted, Action::none, "3.8.3");
}

constexpr std::array all_edges{
    // opening
    figure(closed, listen, Cause::passive_open, Action::none, Path::usual_server, "3.10.1"),
    figure(closed, syn_sent, Cause::active_open, Action::send_syn, Path::usual_client, "3.10.1"),
    figure(listen, syn_sent, Cause::send_call, Action::send_syn, Path::unusual, "3.10.2"),
    figure(listen, closed, Cause::close_call, Action::none, Path::unusual, "3.10.4"),
    figure(listen, syn_received, Cause::receive_syn, Action::send_syn_ack, Path::usual_server,
           "3.10.7.2"),
    figure(syn_sent, syn_received, Cause::receive_syn, Action::send_syn_ack, Path::unusual,
           "3.10.7.3"),
    figure(syn_sent, established, Cause::receive_syn_ack, Action::send_ack, Path::usual_client,
           "3.10.7.3"),
    figure(syn_sent, closed, Cause::close_call, Action::none, Path::unusual, "3.10.4"),
    figure(syn_received, listen, Cause::receive_rst, Action::none, Path::unusual, "3.10.7.4"),
    figure(syn_received, established, Cause::receive_ack_of_syn, Action::none, Path::usual_server,
           "3.10.7.4"),
    // closing
    figure(syn_received, fin_wait_1, Cause::close_call, Action::send_fin, Path::unusual, "3.10.4"),
    figure(established, fin_wait_1, Cause::close_call, Action::send_fin, Path::usual_client,
           "3.10.4"),
    figure(established, close_wait, Cause::receive_fin, Action::send_ack, Path::usual_server,
           "3.10.7.4"),
    figure(fin_wait_1, fin_wait_2, Cause::receive_ack_of_fin, Action::none, Path::usual_client,
           "3.10.7.4"),
    figure(fin_wait_1, closing, Cause::receive_fin, Action::send_ack, Path::unusual, "3.10.7.4"),
    figure(fin_wait_2, time_wait, Cause::receive_fin, Action::send_ack, Path::usual_client,
           "3.10.7.4"),
    figure(close_wait, last_ack, Cause::close_call, Action::send_fin, Path::usual_server, "3.10.4"),
    figure(closing, time_wait, Cause::receive_ack_of_fin, Action::none, Path::unusual, "3.10.7.4"),
    figure(last_ack, closed, Cause::receive_ack_of_fin, Action::none, Path::usual_server,
           "3.10.7.4"),
    figure(time_wait, closed, Cause::two_msl_timeout, Action::none, Path::usual_client, "3.10.8"),
    // notes of the figure, reopening, orphans
    other(listen, syn_sent, Cause::active_open, Action::send_syn, "3.10.1"),
    other(fin_wait_1, time_wait, Cause::receive_fin_and_ack_of_fin, Action::send_ack, "3.10.7.4"),
    other(time_wait, syn_received, Cause::receive_syn, Action::send_syn_ack, "3.6.1"),
    other(syn_received, time_wait, Cause::receive_rst, Action::none, "3.6.1"),
    other(syn_received, time_wait, Cause::retries_exhausted, Action::none, "3.6.1"),
    other(established, closed, Cause::application_left, Action::send_rst, "3.6.1"),
    other(close_wait, closed, Cause::application_left, Action::send_rst, "3.6.1"),
    other(fin_wait_1, closed, Cause::application_left, Action::send_rst, "3.6.1"),
    other(fin_wait_2, closed, Cause::application_left, Action::send_rst, "3.6.1"),
    other(fin_wait_2, closed, Cause::orphan_timeout, Action::none, "3.6.1"),
    // resets
    reset(syn_sent), reset(syn_received), reset(established), reset(fin_wait_1), reset(fin_wait_2),
    reset(close_wait), reset(closing), reset(last_ack), reset(time_wait),
    // ABORT
    abort_in_silence(listen), abort_in_silence(syn_sent), abort_sends_rst(syn_received),
    abort_sends_rst(established), abort_sends_rst(fin_wait_1), abort_sends_rst(fin_wait_2),
    abort_sends_rst(close_wait), abort_in_silence(closing), abort_in_silence(last_ack),
    abort_in_silence(time_wait), abort_and_wait(established), abort_and_wait(fin_wait_1),
    abort_and_wait(fin_wait_2), abort_and_wait(close_wait),
    // ICMP
    unreachable_peer(syn_sent), unreachable_peer(syn_received), unreachable_peer(established),
    unreachable_peer(fin_wait_1), unreachable_peer(fin_wait_2), unreachable_peer(close_wait),
    unreachable_peer(closing), unreachable_peer(last_ack),
    // giving up: R2, user timeout, keepalive
    gives_up(syn_sent), gives_up(syn_received), gives_up(established), gives_up(fin_wait_1),
    gives_up(fin_wait_2), gives_up(close_wait), gives_up(closing), gives_up(last_ack)};

// Where the all_edges leads from each state: a bit for each.
constexpr auto ways_from = [] {
  std::array<std::uint32_t, state_count> ways{};
  for (const Edge& edge : all_edges)
    ways[static_cast<std::size_t>(edge.from)] |= 1u << static_cast<unsigned>(edge.to);
  return ways;
}();

}  // namespace

std::span<const Edge> edges() { return all_edges; }

bool is_legal(State from, State to) {
  return (ways_from[static_cast<std::size_t>(from)] >> static_cast<unsigned>(to) & 1) != 0;
}

std::string_view name(State state) {
  switch (state) {
    case closed:
      return "CLOSED";
    case listen:
      return "LISTEN";
    case syn_sent:
      return "SYN_SENT";
    case syn_received:
      return "SYN_RCVD";
    case established:
      return "ESTABLISHED";
    case fin_wait_1:
      return "FIN_WAIT_1";
    case fin_wait_2:
      return "FIN_WAIT_2";
    case close_wait:
      return "CLOSE_WAIT";
    case closing:
      return "CLOSING";
    case last_ack:
      return "LAST_ACK";
    case time_wait:
      return "TIME_WAIT";
  }
  unreachable("State");
}

std::string_view rfc_name(State state) {
  switch (state) {
    case closed:
      return "CLOSED";
    case listen:
      return "LISTEN";
    case syn_sent:
      return "SYN-SENT";
    case syn_received:
      return "SYN-RECEIVED";
    case established:
      return "ESTABLISHED";
    case fin_wait_1:
      return "FIN-WAIT-1";
    case fin_wait_2:
      return "FIN-WAIT-2";
    case close_wait:
      return "CLOSE-WAIT";
    case closing:
      return "CLOSING";
    case last_ack:
      return "LAST-ACK";
    case time_wait:
      return "TIME-WAIT";
  }
  unreachable("State");
}

}  // namespace engine
