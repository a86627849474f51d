#include "engine/host/connection_table.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace engine {
namespace {

// A record that segments can be addressed to by their socket pair.
bool is_addressable(const Connection& c) {
  return c.tcb.state != State::closed && c.tcb.state != State::listen;
}

}  // namespace

const ConnectionTable::Place* ConnectionTable::place_in_the_middle(ConnId id) const {
  const auto place = std::ranges::lower_bound(order_, id, {}, &Place::id);
  return place != order_.end() && place->id == id ? &*place : nullptr;
}

const ListenerRow* ConnectionTable::listener(ConnId id) const {
  const auto row = std::ranges::lower_bound(listeners_, id, {}, &ListenerRow::id);
  return row != listeners_.end() && row->id == id ? &*row : nullptr;
}

std::optional<ConnId> ConnectionTable::with_sockets(const SocketPair& sockets) const {
  if (pairs_.empty() || order_.empty()) return std::nullopt;
  const Place& newest = order_.back();  // mostly it is meant
  if (shadows_[newest.slot].paired && shadows_[newest.slot].sockets == sockets) return newest.id;
  for (std::size_t at = home(sockets); pairs_[at] != 0; at = (at + 1) & (pairs_.size() - 1)) {
    const std::uint32_t slot = pairs_[at] - 1;
    if (shadows_[slot].sockets == sockets) return slots_[slot].id;
  }
  return std::nullopt;
}

Connection& ConnectionTable::create(ConnId id) {
  INVARIANT(order_.empty() || order_.back().id < id);
  std::uint32_t slot = static_cast<std::uint32_t>(slots_.size());
  if (free_.empty()) {
    slots_.emplace_back();
    shadows_.emplace_back();
  } else {
    slot = free_.back();
    free_.pop_back();
    std::destroy_at(&slots_[slot]);  // building it in its place is cheaper than moving it there
    std::construct_at(&slots_[slot]);
  }
  slots_[slot].id = id;
  order_.push_back({id, slot});
  return slots_[slot];
}

Connection& ConnectionTable::insert(Connection&& connection) {
  const ConnId id = connection.id;
  Connection& record = create(id) = std::move(connection);
  refresh(id);
  return record;
}

void ConnectionTable::refresh(ConnId id) {
  const Place* const place = place_of(id);
  INVARIANT(place != nullptr);
  const std::uint32_t slot = place->slot;
  const Connection& now = slots_[slot];
  Shadow& shadow = shadows_[slot];
  const Shadow fresh{.sockets = now.tcb.sockets,
                     .paired = is_addressable(now),
                     .place = queue_place(now),
                     .young = now.tcb.retransmissions == 0,
                     .parent = now.parent.value_or(ConnId{})};
  if (shadow.paired != fresh.paired || (fresh.paired && shadow.sockets != fresh.sockets)) {
    if (shadow.paired) forget_pair(slot);
    shadow.sockets = fresh.sockets;
    shadow.paired = fresh.paired;
    if (fresh.paired) enter_pair(slot);
  }
  if (shadow.place != fresh.place || shadow.parent != fresh.parent || shadow.young != fresh.young) {
    count(shadow, ~std::uint32_t{0});  // minus one
    shadow.place = fresh.place;
    shadow.young = fresh.young;
    shadow.parent = fresh.parent;
    count(shadow, 1);
  }
  enter_listener(now);
}

// What is left in the slot is overwritten when it is used again.
void ConnectionTable::remove(ConnId id) {
  const Place* const place = place_of(id);
  INVARIANT(place != nullptr);
  const std::uint32_t slot = place->slot;
  order_.erase(order_.begin() + (place - order_.data()));
  if (shadows_[slot].paired) forget_pair(slot);
  count(shadows_[slot], ~std::uint32_t{0});
  shadows_[slot] = {};
  std::erase_if(listeners_, [id](const ListenerRow& row) { return row.id == id; });
  free_.push_back(slot);
}

void ConnectionTable::clear() { *this = ConnectionTable{}; }

std::size_t ConnectionTable::home(const SocketPair& sockets) const {
  Hasher h;
  hash_append(h, sockets);
  return static_cast<std::size_t>(h.digest()) & (pairs_.size() - 1);
}

void ConnectionTable::enter_pair(std::uint32_t slot) {
  if ((paired_ + 1) * 2 > pairs_.size()) grow_pairs();
  std::size_t at = home(shadows_[slot].sockets);
  while (pairs_[at] != 0) at = (at + 1) & (pairs_.size() - 1);
  pairs_[at] = slot + 1;
  ++paired_;
}

// Deletion by shifting back: whoever was pushed past the hole moves into it, so that a probe never
// meets a gap before what it looks for.
void ConnectionTable::forget_pair(std::uint32_t slot) {
  const std::size_t mask = pairs_.size() - 1;
  std::size_t hole = home(shadows_[slot].sockets);
  while (pairs_[hole] != slot + 1) hole = (hole + 1) & mask;
  for (std::size_t at = (hole + 1) & mask; pairs_[at] != 0; at = (at + 1) & mask) {
    const std::size_t wanted = home(shadows_[pairs_[at] - 1].sockets);
    if (((at - wanted) & mask) < ((at - hole) & mask)) continue;
    pairs_[hole] = pairs_[at];
    hole = at;
  }
  pairs_[hole] = 0;
  --paired_;
}

void ConnectionTable::grow_pairs() {
  const std::vector<std::uint32_t> old = std::exchange(
      pairs_, std::vector<std::uint32_t>(std::max<std::size_t>(16, pairs_.size() * 2)));
  paired_ = 0;
  for (const std::uint32_t entry : old)
    if (entry != 0) enter_pair(entry - 1);
}

void ConnectionTable::count(const Shadow& shadow, std::uint32_t change) {
  if (shadow.place == QueuePlace::none) return;
  const auto row = std::ranges::lower_bound(listeners_, shadow.parent, {}, &ListenerRow::id);
  if (row == listeners_.end() || row->id != shadow.parent) return;  // its listener has gone
  std::uint32_t& counter = shadow.place == QueuePlace::half_open ? row->half_open : row->acceptable;
  counter += change;
  if (shadow.place == QueuePlace::half_open && shadow.young) row->young += change;
}

void ConnectionTable::enter_listener(const Connection& connection) {
  if (connection.tcb.state != State::listen || listener(connection.id) != nullptr) return;
  const auto at = std::ranges::lower_bound(listeners_, connection.id, {}, &ListenerRow::id);
  listeners_.insert(at, ListenerRow{.id = connection.id});
}

// Whether the derived parts are what a fresh count of the records gives.
bool ConnectionTable::consistent() const {
  ConnectionTable fresh;
  for (const Connection& c : *this) fresh.insert(Connection(c));
  for (const Connection& c : *this) {
    if (find(c.id) != &c) return false;
    if (with_sockets(c.tcb.sockets) != fresh.with_sockets(c.tcb.sockets)) return false;
  }
  return paired_ == fresh.paired_ && listeners_ == fresh.listeners_;
}

bool operator==(const ConnectionTable& a, const ConnectionTable& b) {
  return std::ranges::equal(a, b);
}

}  // namespace engine
