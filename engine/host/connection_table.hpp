// The records of one host, in order of creation, which is the order of their ids. Reads like a
// vector; finds by id, by socket pair and by listener without walking, so that a host with 100,000
// half-open connections answers as fast as one with ten.
//
// What the table is, is its sequence of records: only that is compared and hashed. The rest (which
// slot holds what, the hash table of socket pairs, the queue counts) is derived from it, and
// consistent() recounts it for a test. Lookups never depend on the order inside the hash table.
#pragma once

#include <cstddef>
#include <iterator>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/invariant.hpp"
#include "engine/host/connection.hpp"
#include "engine/host/position_iterator.hpp"

namespace engine {

struct ListenerRow {
  ConnId id;
  std::uint32_t half_open{}, acceptable{};
  std::uint32_t young{};  // half-open, and their SYN-ACK was not repeated yet
  bool operator==(const ListenerRow&) const = default;
};

class ConnectionTable {
 public:
  using iterator = PositionIterator<ConnectionTable>;
  using const_iterator = iterator;
  using value_type = Connection;

  // ---- reading, in order of creation
  std::size_t size() const { return order_.size(); }
  bool empty() const { return order_.empty(); }
  const Connection& operator[](std::size_t position) const { return slots_[order_[position].slot]; }
  const Connection& front() const { return (*this)[0]; }
  const Connection& back() const { return (*this)[size() - 1]; }
  iterator begin() const { return {this, 0}; }
  iterator end() const { return {this, static_cast<std::ptrdiff_t>(size())}; }
  auto rbegin() const { return std::reverse_iterator(end()); }
  auto rend() const { return std::reverse_iterator(begin()); }

  // ---- finding
  const Connection* find(ConnId id) const {
    const Place* const place = place_of(id);
    return place == nullptr ? nullptr : &slots_[place->slot];
  }
  std::optional<ConnId> with_sockets(const SocketPair& sockets) const;  // never a listener
  std::span<const ListenerRow> listeners() const { return listeners_; }
  const ListenerRow* listener(ConnId id) const;

  // ---- writing. A reference is good until the next insert or remove.
  Connection& create(ConnId id);  // an empty record; the id must be higher than all before
  Connection& insert(Connection&& connection);  // likewise
  // For changing a record; refresh() must follow before anybody asks the table again.
  Connection& edit(ConnId id) {
    const Place* const place = place_of(id);
    INVARIANT(place != nullptr);
    return slots_[place->slot];
  }
  void refresh(ConnId id);
  void remove(ConnId id);
  void clear();

  bool consistent() const;
  friend bool operator==(const ConnectionTable& a, const ConnectionTable& b);

 private:
  struct Place {
    ConnId id;
    std::uint32_t slot{};
  };
  // What the derived parts know of a slot, to take it back when the record changes.
  struct Shadow {
    SocketPair sockets;
    bool paired{};
    QueuePlace place = QueuePlace::none;
    bool young{};
    ConnId parent;
  };

  // Mostly the newest record is meant, or the oldest: a listener.
  const Place* place_of(ConnId id) const {
    if (order_.empty()) return nullptr;
    if (order_.back().id == id) return &order_.back();
    return order_.front().id == id ? &order_.front() : place_in_the_middle(id);
  }
  const Place* place_in_the_middle(ConnId id) const;
  std::size_t home(const SocketPair& sockets) const;
  void enter_pair(std::uint32_t slot);
  void forget_pair(std::uint32_t slot);
  void grow_pairs();
  void count(const Shadow& shadow, std::uint32_t change);
  void enter_listener(const Connection& connection);

  std::vector<Connection> slots_;
  std::vector<Shadow> shadows_;       // beside slots_
  std::vector<std::uint32_t> free_;   // slots that hold nothing
  std::vector<Place> order_;          // by id
  std::vector<std::uint32_t> pairs_;  // open addressing, linear probing; slot + 1, 0 = empty
  std::size_t paired_{};
  std::vector<ListenerRow> listeners_;  // by id
};

}  // namespace engine
