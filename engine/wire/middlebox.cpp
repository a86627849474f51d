#include "engine/wire/middlebox.hpp"

namespace engine {
namespace {

void hash_append(Hasher& h, const Flow& flow) {
  engine::hash_append(h, flow.pair);
  engine::hash_append(h, flow.last_seen);
}
void hash_append(Hasher& h, const Mapping& mapping) {
  engine::hash_append(h, mapping.inside);
  h.add(mapping.port);
  engine::hash_append(h, mapping.last_seen);
}

struct HashKind {
  Hasher& h;

  void operator()(const Firewall& box) const {
    engine::hash_append(h, box.idle_timeout);
    h.add(box.resets);
    h.add(box.admits_all);
    engine::hash_append(h, box.admits);
    h.add(box.most_flows);
    h.add(box.flows.size());
    for (const Flow& flow : box.flows) hash_append(h, flow);
  }
  void operator()(const Translator& box) const {
    engine::hash_append(h, box.idle_timeout);
    h.add(box.next_port);
    h.add(box.mappings.size());
    for (const Mapping& mapping : box.mappings) hash_append(h, mapping);
  }
  void operator()(const OptionStripper& box) const {
    for (const bool goes :
         {box.window_scale, box.sack, box.timestamps, box.fast_open, box.user_timeout})
      h.add(goes);
  }
  void operator()(const MssClamp& box) const { h.add(box.most); }
  void operator()(const ScaleMangler& box) const {
    h.add(box.outward);
    h.add(box.inward);
    engine::hash_append(h, box.becomes);
  }
  void operator()(const Router& box) const {
    h.add(box.mtu);
    h.add(box.silent);
  }
};

}  // namespace

void forget_everything(Middlebox& box) {
  if (auto* const firewall = std::get_if<Firewall>(&box.kind)) firewall->flows.clear();
  if (auto* const translator = std::get_if<Translator>(&box.kind)) {
    translator->mappings.clear();
    translator->next_port = first_translated_port;
  }
}

void hash_append(Hasher& h, const Middlebox& box) {
  hash_append(h, box.at);
  hash_append(h, box.inside);
  h.add(box.up);
  h.add(box.kind.index());
  std::visit(HashKind{h}, box.kind);
}

}  // namespace engine
