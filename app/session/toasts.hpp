// Short messages at the bottom edge: what was done and how to take it back, what was refused and
// what is possible instead. Each stays for four seconds of screen time and never blocks anything;
// trouble stays until it is dismissed, an invitation until it is taken, dismissed or withdrawn.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "app/scene/phrase.hpp"
#include "app/session/intent.hpp"

namespace app {

struct Toast {
  std::uint32_t id{};
  enum class Kind : std::uint8_t { done, refused, news, trouble, invitation } kind = Kind::done;
  scene::Phrase text;
  struct Offer {
    scene::Phrase label;  // "Undo"
    Intent intent;
  };
  std::optional<Offer> offer;
  engine::Duration left{};  // of screen time
};

class Toasts {
 public:
  static constexpr engine::Duration lifetime = std::chrono::seconds(4);
  static constexpr std::size_t most = 3;  // the oldest gives way

  void show(Toast::Kind kind, scene::Phrase text, std::optional<Toast::Offer> offer = {});
  void tick(engine::Duration watched);
  void dismiss(std::uint32_t id);
  void withdraw(Toast::Kind kind);  // all of them
  // Those whose key begins so: what they say is not true any more.
  void withdraw(std::string_view key);
  // The offer of this toast (0 = of the newest that has one), which is gone afterwards.
  std::optional<Intent> take_offer(std::uint32_t id);
  void clear() { toasts_.clear(); }

  std::span<const Toast> all() const { return toasts_; }  // oldest first
  std::optional<engine::Duration> next_expiry() const;    // none: nothing will change by itself

 private:
  std::vector<Toast> toasts_;
  std::uint32_t next_id_ = 1;
};

}  // namespace app
