// "+ rule": which packets a rule of the wire meets and what it does to them (ux.md 3.2). The form
// becomes one engine::Impairment; what a rule means is the engine's business.
#pragma once

#include <array>
#include <string>

#include "app/panels/dialog_gate.hpp"

namespace app::panels {

struct RuleDialogView {
  std::size_t from = 0, to = 0;  // anybody, then the hosts in their order
  std::size_t flag_match = 0;    // by engine::FlagMatch
  std::array<bool, 6> flags{};
  std::string ordinal{}, least{}, most{};  // as typed; empty = every packet, any length
  std::size_t action = 0;                  // drop, delay, duplicate, hold, swap, edit, corrupt
  std::string by = "200 ms";
  std::size_t field = 0;  // of those that an edit may set
  std::string value = "0";
  bool keep_checksum = false;
  std::string bit = "320";  // the first one of the text behind 40 bytes of headers
  bool unlimited = false;
  std::string count = "1";
  engine::ImpairmentId changes{};  // the rule that is changed; 0: a new one is made
  DialogGate gate{};
};

// The form as it would have to be filled for this rule.
void fill_in(RuleDialogView& view, const engine::Impairment& rule);

// The dialog is up while the session shows Panel::add_rule.
void draw_rule_dialog(const Frame& frame, RuleDialogView& view);

}  // namespace app::panels
