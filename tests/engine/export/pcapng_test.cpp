// The capture read back block by block, as the format's draft draws it.
#include "engine/export/pcapng.hpp"

#include <algorithm>

#include "engine/segment/codec.hpp"
#include "tests/engine/lesson/scripts.hpp"

namespace engine {
namespace {

using Bytes = std::vector<std::uint8_t>;

struct Captured {
  std::uint32_t interface{};
  std::uint64_t time{};
  Bytes packet;
  std::vector<std::string> comments;
  std::uint32_t flags{};
};

struct Capture {
  std::vector<std::string> interfaces;
  std::vector<std::uint8_t> resolutions;
  std::vector<std::uint32_t> link_types;
  std::vector<Captured> packets;
  std::string title;
};

std::uint32_t u32(const Bytes& b, std::size_t at) {
  REQUIRE(at + 4 <= b.size());
  return b[at] | std::uint32_t{b[at + 1]} << 8 | std::uint32_t{b[at + 2]} << 16 |
         std::uint32_t{b[at + 3]} << 24;
}
std::uint16_t u16(const Bytes& b, std::size_t at) {
  REQUIRE(at + 2 <= b.size());
  return static_cast<std::uint16_t>(b[at] | b[at + 1] << 8);
}
std::size_t padded(std::size_t length) { return (length + 3) / 4 * 4; }
std::string text_at(const Bytes& b, std::size_t at, std::size_t length) {
  REQUIRE(at + length <= b.size());
  return {b.begin() + static_cast<std::ptrdiff_t>(at),
          b.begin() + static_cast<std::ptrdiff_t>(at + length)};
}

// Calls take(code, position, length) for each option.
template <class Take>
void options(const Bytes& file, std::size_t at, std::size_t end, Take take) {
  while (at < end) {
    const std::uint16_t code = u16(file, at), length = u16(file, at + 2);
    if (code == 0) {
      CHECK(at + 4 == end);
      return;
    }
    take(code, at + 4, length);
    at += 4 + padded(length);
  }
  FAIL("the options have no end");
}

Captured read_packet(const Bytes& file, std::size_t at, std::size_t end) {
  Captured c;
  c.interface = u32(file, at + 8);
  c.time = std::uint64_t{u32(file, at + 12)} << 32 | u32(file, at + 16);
  const std::uint32_t length = u32(file, at + 20);
  CHECK(u32(file, at + 24) == length);
  const std::string bytes = text_at(file, at + 28, length);
  c.packet.assign(bytes.begin(), bytes.end());
  options(file, at + 28 + padded(length), end, [&](auto code, auto where, auto size) {
    if (code == 1) c.comments.push_back(text_at(file, where, size));
    if (code == 2) c.flags = u32(file, where);
  });
  return c;
}

Capture read(const Bytes& file) {
  Capture capture;
  CHECK(u32(file, 0) == 0x0A0D0D0A);
  CHECK(u32(file, 8) == 0x1A2B3C4D);
  for (std::size_t at = 0; at < file.size();) {
    const std::uint32_t type = u32(file, at), length = u32(file, at + 4);
    REQUIRE(length % 4 == 0);
    CHECK(u32(file, at + length - 4) == length);
    const std::size_t end = at + length - 4;
    if (type == 0x0A0D0D0A)
      options(file, at + 24, end, [&](auto code, auto where, auto size) {
        if (code == 1) capture.title = text_at(file, where, size);
      });
    if (type == 1) {
      capture.link_types.push_back(u16(file, at + 8));
      options(file, at + 16, end, [&](auto code, auto where, auto size) {
        if (code == 2) capture.interfaces.push_back(text_at(file, where, size));
        if (code == 9) capture.resolutions.push_back(file[where]);
      });
    }
    if (type == 6) capture.packets.push_back(read_packet(file, at, end));
    at += length;
  }
  return capture;
}

Capture captured(const std::string& lines) {
  return read(pcapng(played(parsed(two_hosts + opening + lines)), "a title"));
}

bool says(const Captured& packet, const std::string& words) {
  return std::ranges::any_of(packet.comments, [&](const std::string& comment) {
    return comment.find(words) != std::string::npos;
  });
}

std::vector<const Captured*> saying(const Capture& capture, const std::string& words) {
  std::vector<const Captured*> found;
  for (const Captured& packet : capture.packets)
    if (says(packet, words)) found.push_back(&packet);
  return found;
}

}  // namespace

TEST_SUITE("engine/export/pcapng") {
  TEST_CASE("there is an interface per host, raw IP, in nanoseconds") {
    const Capture capture = captured("run until 1s\n");
    CHECK(capture.title == "a title");
    CHECK(capture.interfaces == std::vector<std::string>{"client", "server"});
    CHECK(capture.link_types == std::vector<std::uint32_t>{101, 101});
    CHECK(capture.resolutions == std::vector<std::uint8_t>{9, 9});
  }
  TEST_CASE("a delivered packet is on both interfaces, at its own times, with the same bytes") {
    const Capture capture = captured("run until 60ms\n");
    REQUIRE(capture.packets.size() == 3);
    CHECK(capture.packets[0].interface == 0);
    CHECK(capture.packets[0].time == 0);
    CHECK(capture.packets[0].flags == 2);  // outbound
    CHECK(capture.packets[1].interface == 1);
    CHECK(capture.packets[1].time == 50'000'000);
    CHECK(capture.packets[1].flags == 1);  // inbound
    CHECK(capture.packets[0].packet == capture.packets[1].packet);
    CHECK(capture.packets[2].interface == 1);
  }
  TEST_CASE("a dropped packet is on its sender's interface alone, and says why") {
    const Capture capture = captured("rule r drop client -> server exactly ACK\nrun until 500ms\n");
    const auto dropped = saying(capture, "dropped by rule 1");
    REQUIRE(dropped.size() == 1);
    CHECK(dropped[0]->interface == 0);
    CHECK(saying(capture, "packet 3").size() == 1);
  }
  TEST_CASE("a forged packet is on its receiver's interface alone, and says so") {
    const Capture capture =
        captured("at 200ms forge client:50000 -> server:80 RST seq 1001\nrun until 1s\n");
    const auto forged = saying(capture, "forged");
    REQUIRE(forged.size() == 1);
    CHECK(forged[0]->interface == 1);
    CHECK(says(*forged[0], "verdict: "));
  }
  TEST_CASE("a copy made on the way is on its receiver's interface alone") {
    const Capture capture =
        captured("rule r duplicate after 1ms client -> server exactly SYN\nrun until 90ms\n");
    const auto copies = saying(capture, "copy of packet 1");
    REQUIRE(copies.size() == 1);
    CHECK(copies[0]->interface == 1);
    CHECK(saying(capture, "duplicated as packet 2").size() == 1);
  }
  TEST_CASE("an edited packet is as it was at its sender, as it became at its receiver") {
    const Capture capture =
        captured("rule r edit window 7 client -> server exactly SYN\nrun until 50ms\n");
    const auto edited = saying(capture, "changed on the way");
    REQUIRE(edited.size() == 2);
    CHECK(decode(edited[0]->packet)->segment.window == 65'535);
    CHECK(decode(edited[1]->packet)->segment.window == 7);
  }
  TEST_CASE("a wrong checksum stays wrong") {
    const Capture capture =
        captured("rule r corrupt 300 client -> server exactly SYN\nrun until 50ms\n");
    REQUIRE(capture.packets.size() == 2);
    CHECK(decode(capture.packets[0].packet).has_value());
    CHECK(decode(capture.packets[1].packet).error() == Malformed::tcp_checksum);
  }
  TEST_CASE("a retransmission names its original") {
    const Capture capture = captured("rule r drop client -> server exactly SYN\nrun until 1s\n");
    CHECK(saying(capture, "retransmission of packet 1").size() == 1);
  }
  TEST_CASE("blocks are in order of time") {
    for (const auto& folder : shipped_lessons()) {
      const Capture capture = read(pcapng(played(shipped(folder)), ""));
      CHECK(std::ranges::is_sorted(capture.packets, {}, &Captured::time));
    }
  }
  TEST_CASE("the same run gives the same bytes") {
    const Scenario scenario = parsed(two_hosts + opening +
                                     "wire loss 10%\nat 1s client send 5000\n"
                                     "run until 60s\n");
    CHECK(pcapng(played(scenario), "t") == pcapng(played(scenario), "t"));
  }
}

}  // namespace engine
