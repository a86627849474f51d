// What one arrow of RFC 9293 figure 5 says: the event and the action, as keys of the catalogues.
#include <string>

#include "app/scene/state_diagram.hpp"
#include "engine/base/invariant.hpp"

namespace scene {

using namespace engine;

namespace {

std::string_view cause_key(EdgeCause cause) {
  switch (cause) {
    case EdgeCause::passive_open:
      return "edge.cause.passive_open";
    case EdgeCause::active_open:
      return "edge.cause.active_open";
    case EdgeCause::send_call:
      return "edge.cause.send_call";
    case EdgeCause::close_call:
      return "edge.cause.close_call";
    case EdgeCause::abort_call:
      return "edge.cause.abort_call";
    case EdgeCause::receive_syn:
      return "edge.cause.receive_syn";
    case EdgeCause::receive_syn_ack:
      return "edge.cause.receive_syn_ack";
    case EdgeCause::receive_ack_of_syn:
      return "edge.cause.receive_ack_of_syn";
    case EdgeCause::receive_fin:
      return "edge.cause.receive_fin";
    case EdgeCause::receive_ack_of_fin:
      return "edge.cause.receive_ack_of_fin";
    case EdgeCause::receive_fin_and_ack_of_fin:
      return "edge.cause.receive_fin_and_ack_of_fin";
    case EdgeCause::receive_rst:
      return "edge.cause.receive_rst";
    case EdgeCause::retries_exhausted:
      return "edge.cause.retries_exhausted";
    case EdgeCause::two_msl_timeout:
      return "edge.cause.two_msl_timeout";
    case EdgeCause::application_left:
      return "edge.cause.application_left";
    case EdgeCause::icmp_hard_error:
      return "edge.cause.icmp_hard_error";
    case EdgeCause::orphan_timeout:
      return "edge.cause.orphan_timeout";
  }
  unreachable("EdgeCause");
}

std::string_view action_key(EdgeAction action) {
  switch (action) {
    case EdgeAction::none:
      return "edge.action.none";
    case EdgeAction::send_syn:
      return "edge.action.send_syn";
    case EdgeAction::send_syn_ack:
      return "edge.action.send_syn_ack";
    case EdgeAction::send_ack:
      return "edge.action.send_ack";
    case EdgeAction::send_fin:
      return "edge.action.send_fin";
    case EdgeAction::send_rst:
      return "edge.action.send_rst";
  }
  unreachable("EdgeAction");
}

}  // namespace

Phrase edge_words(const Edge& edge) {
  Phrase phrase{edge.action == EdgeAction::none ? "edge.label.event" : "edge.label.both",
                {{"event", Word{std::string(cause_key(edge.cause))}},
                 {"action", Word{std::string(action_key(edge.action))}},
                 {"section", std::string(edge.section)}}};
  return phrase;
}

}  // namespace scene
