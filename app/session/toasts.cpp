#include "app/session/toasts.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

namespace app {
namespace {

bool grows_old(const Toast& toast) {
  return toast.kind != Toast::Kind::trouble && toast.kind != Toast::Kind::invitation;
}
bool gives_way(const Toast& toast) { return toast.kind != Toast::Kind::invitation; }

}  // namespace

void Toasts::show(Toast::Kind kind, scene::Phrase text, std::optional<Toast::Offer> offer) {
  std::erase_if(toasts_, [&](const Toast& toast) { return toast.text == text; });
  if (toasts_.size() == most)
    if (const auto oldest = std::ranges::find_if(toasts_, gives_way); oldest != toasts_.end())
      toasts_.erase(oldest);
  toasts_.push_back({next_id_++, kind, std::move(text), std::move(offer), lifetime});
}

void Toasts::tick(engine::Duration watched) {
  for (Toast& toast : toasts_)
    if (grows_old(toast)) toast.left -= watched;
  std::erase_if(toasts_, [](const Toast& toast) { return toast.left.count() <= 0; });
}

void Toasts::dismiss(std::uint32_t id) {
  std::erase_if(toasts_, [&](const Toast& toast) { return toast.id == id; });
}

void Toasts::withdraw(Toast::Kind kind) {
  std::erase_if(toasts_, [&](const Toast& toast) { return toast.kind == kind; });
}

void Toasts::withdraw(std::string_view key) {
  std::erase_if(toasts_, [&](const Toast& toast) { return toast.text.key.starts_with(key); });
}

std::optional<Intent> Toasts::take_offer(std::uint32_t id) {
  for (const Toast& toast : toasts_ | std::views::reverse) {
    if (!toast.offer || (id != 0 && toast.id != id)) continue;
    Intent intent = toast.offer->intent;
    dismiss(toast.id);
    return intent;
  }
  return {};
}

std::optional<engine::Duration> Toasts::next_expiry() const {
  std::optional<engine::Duration> first;
  for (const Toast& toast : toasts_)
    if (grows_old(toast) && (!first || toast.left < *first)) first = toast.left;
  return first;
}

}  // namespace app
