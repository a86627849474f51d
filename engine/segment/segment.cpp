#include "engine/segment/segment.hpp"

#include <string_view>

namespace engine {

std::string to_string(Flags flags) {
  std::string text;
  const auto add = [&text](bool set, std::string_view token) {
    if (!set) return;
    if (!text.empty()) text += ',';
    text += token;
  };
  add(flags.syn, "SYN");
  add(flags.fin, "FIN");
  add(flags.rst, "RST");
  add(flags.psh, "PSH");
  add(flags.ack, "ACK");
  add(flags.urg, "URG");
  add(flags.ece, "ECE");
  add(flags.cwr, "CWR");
  return text;
}

}  // namespace engine
