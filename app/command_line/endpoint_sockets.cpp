#include "app/command_line/endpoint_sockets.hpp"

#include <algorithm>
#include <utility>

namespace app::command_line::endpoint {

Socket& Sockets::add(engine::ConnId record, bool listens) {
  const auto number = static_cast<std::uint32_t>(sockets_.size() + 1);
  by_record_[record] = number;
  Socket& socket = sockets_[number];
  socket.number = number;
  socket.record = record;
  socket.listens = listens;
  return socket;
}

Socket* Sockets::find(std::uint64_t number) {
  const auto found =
      number > UINT32_MAX ? sockets_.end() : sockets_.find(static_cast<std::uint32_t>(number));
  return found == sockets_.end() ? nullptr : &found->second;
}

Socket* Sockets::of(engine::ConnId record) {
  const auto number = by_record_.find(record);
  return number == by_record_.end() ? nullptr : &sockets_.at(number->second);
}

void Sockets::part(Socket& socket, engine::Connection last, engine::ReceiveBuffer unread) {
  by_record_.erase(socket.record);
  socket.last = std::move(last);
  if (socket.left == Left::no) socket.unread = std::move(unread);
}

bool Sockets::anything_unread() const {
  return std::ranges::any_of(sockets_,
                             [](const auto& entry) { return entry.second.unread.unread() > 0; });
}

}  // namespace app::command_line::endpoint
