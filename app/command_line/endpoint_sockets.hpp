// The numbers that the application holds for its sockets, from 1, never used twice; and what
// remains to be read and said of a connection whose record TCP has already deleted.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "engine/host/connection.hpp"
#include "engine/stream/receive_buffer.hpp"

namespace app::command_line::endpoint {

enum class Left : std::uint8_t { no, closed, aborted };  // by a call of the application

struct Socket {
  std::uint32_t number{};
  engine::ConnId record;
  bool listens{};
  Left left = Left::no;
  bool error_told{};  // by a send or a receive
  // A listener may have been given a number of its own for new connections; the inner null is
  // "by RFC 6528, whatever the host does".
  std::optional<std::optional<std::uint32_t>> iss{};
  // ---- once the record is gone
  std::optional<engine::Connection> last{};
  engine::ReceiveBuffer unread{};
};

class Sockets {
 public:
  Socket& add(engine::ConnId record, bool listens);
  Socket* find(std::uint64_t number);
  // The socket that stands for a living record.
  Socket* of(engine::ConnId record);
  // The record is no longer this socket's: it is gone, or begins a life of its own.
  void part(Socket& socket, engine::Connection last, engine::ReceiveBuffer unread);
  // Whether text of a record that is gone still waits for its reader.
  bool anything_unread() const;

 private:
  std::map<std::uint32_t, Socket> sockets_;  // a reference stays good
  std::map<engine::ConnId, std::uint32_t> by_record_;
};

}  // namespace app::command_line::endpoint
