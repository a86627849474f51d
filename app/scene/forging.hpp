// A segment that no host sends, while it is being put together (ux 8): what was typed, the numbers
// that it stands for right now, the bytes that come of it, and what is odd about them.
// Numbers may be written raw (5000, 0x1388), relative to the initial number (+1) or by name
// (server.RCV.NXT, server.RCV.NXT+100): a name stands for what is true when the segment is sent.
// It knows no dialog and no language: sentences are phrases.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/scene/phrase.hpp"
#include "engine/segment/describe.hpp"
#include "engine/world/world.hpp"

namespace scene {

struct ForgeDraft {
  engine::HostId from{}, to{1};  // where it enters the wire, and whom it reaches
  std::string source = "10.0.0.1", source_port = "50000", dest_port = "80";
  std::string seq = "0", ack = "0";
  engine::Flags flags{};
  std::string window = "65535", urgent = "0", ttl = "64";
  std::string mss{}, window_scale{}, ts_value{}, ts_echo{};  // empty: without the option
  bool sack_permitted{};
  // Of a copied segment: what has no field of its own here.
  engine::Options others{};
  engine::Ipv4Header ip{};
  std::string text{};
  bool wrong_checksum{};
  std::optional<std::vector<std::uint8_t>> hex{};  // typed as bytes: they win over all above
  bool operator==(const ForgeDraft&) const = default;
};

enum class ForgeField : std::uint8_t {
  source,
  source_port,
  dest_port,
  seq,
  ack,
  window,
  urgent,
  ttl,
  mss,
  window_scale,
  ts_value,
  ts_echo,
  options,  // all of them together
  text,
};

struct ForgeBytes {
  std::vector<std::uint8_t> packet{};  // empty while a field makes no sense
  std::vector<ForgeField> wrong{};
};
ForgeBytes forge_bytes(const ForgeDraft& draft, const engine::World& world);
// What the first field that makes no sense can hold. Precondition: no packet was made.
Phrase why_no_packet(const ForgeBytes& made);

// ---- numbers
enum class NumberUse : std::uint8_t { seq, ack };
enum class NumberStyle : std::uint8_t { raw, relative, by_name };
struct ForgeNumber {
  engine::SeqNum value{};
  std::optional<std::uint32_t> relative{};  // to the initial number of its direction, if known
  NumberStyle style = NumberStyle::raw;
};
// None: it cannot be read, or what it names does not exist now.
std::optional<ForgeNumber> forge_number(std::string_view typed, NumberUse use,
                                        const ForgeDraft& draft, const engine::World& world);
// What may be written there now: names, then the same number relative and raw.
struct NumberOffer {
  std::string written;
  engine::SeqNum value{};
};
std::vector<NumberOffer> number_offers(const ForgeDraft& draft, const engine::World& world);

// The receiver's record that these sockets lead to, else its newest connection; null = none.
const engine::Connection* forge_target(const ForgeDraft& draft, const engine::World& world);

// ---- what the forger can see where it stands
enum class Sight : std::uint8_t { on_path, blind };
Sight sight(const ForgeDraft& draft, const engine::World& world);

// An address at which nobody lives in this world.
engine::Ipv4Address nobody(const engine::World& world);
std::optional<engine::HostId> host_at(const engine::World& world, engine::Ipv4Address address);

// What no TCP would send in this packet, one sentence each ("forge.odd.<which>").
std::vector<Phrase> oddities(const engine::Description& packet);

}  // namespace scene
