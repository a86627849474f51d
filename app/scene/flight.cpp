#include "app/scene/flight.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <ranges>
#include <span>
#include <tuple>
#include <variant>

#include "engine/wire/match.hpp"

namespace scene {

using namespace engine;

namespace {

using namespace std::chrono_literals;

constexpr Duration fall_time = 500ms;  // of screen time
constexpr float fall_depth = 40, smallest_hit = 44, tail = 28, heap_shift = 5;

struct Wires {
  const Timeline& timeline;
  const RunIndex& index;
  const World& now;
  const Position& playhead;
  const TimeMap& map;
  const WireView& view;
  const std::vector<Station> stations = scene::stations(now, index, view);

  float siding_height() const {
    return view.siding_height > 0 ? view.siding_height : view.area.height / 3;
  }
};

// Where a host (or nobody's address) stands between the two ends.
double place_between(const Wires& w, std::optional<HostId> host) {
  if (host == w.view.left) return 0;
  if (host == w.view.right) return 1;
  const auto found = std::ranges::find(w.stations, host, &Station::host);
  return found == w.stations.end() ? 0.5 : found->place;
}

// Towards the receiver, mirrored for the other direction: also the tail of the hit area.
Rect hit_area(const Rect& box, bool leftwards) {
  const float width = std::max(box.width, smallest_hit),
              height = std::max(box.height, smallest_hit);
  Rect hit{box.center().x - width / 2, box.center().y - height / 2, width + tail, height};
  if (!leftwards) hit.x -= tail;
  return hit;
}

Rect lane_box(const Wires& w, const Token& token) {
  const Rect& area = w.view.area;
  const float lanes = area.height - w.siding_height();
  const auto along =
      static_cast<float>(token.begins + (token.ends - token.begins) * token.progress);
  return {area.x + along * (area.width - w.view.token.x),
          area.y + lanes * (token.leftwards ? 0.75f : 0.25f) - w.view.token.y / 2, w.view.token.x,
          w.view.token.y};
}

// Three places instead of a motion (ux 9.3), each no sooner than the packet is there.
double in_steps(double fraction) {
  constexpr double middle = 0.5, arriving = 0.95;
  if (fraction >= arriving) return fraction;
  return fraction < middle ? 0 : middle;
}

Token token_of(const Wires& w, const Flight& flight, const Path& path) {
  const Packet* packet = find(w.now.wire, flight.id);
  const bool ended = flight.ended_at != never && has_happened(w.playhead, flight.end_step, 0);
  const ByteRef bytes = packet != nullptr ? packet->bytes
                        : ended           ? flight.final_bytes
                                          : flight.bytes;
  Token token{
      .packet = flight.id,
      .from = flight.from,
      .to = flight.to,
      .progress = w.view.stepwise ? in_steps(path.fraction_at(w.playhead.at))
                                  : path.fraction_at(w.playhead.at),
      .begins = place_between(w, flight.from),
      .ends = place_between(w, flight.to),
      .label = label(w.index, flight.id, heading(w.timeline.bytes().read(bytes)), w.view.numbers),
      .retransmission = flight.retransmission,
      .duplicate = flight.provenance == Provenance::duplicate,
      .forged = flight.provenance == Provenance::forged,
      .edited =
          packet != nullptr ? packet->provenance == Provenance::edited : ended && flight.edited,
      .delayed = path.delayed,
      .arrives_at = path.held ? never : path.ends()};
  if (flight.original.value != 0) token.original = flight.original;
  token.attempt = attempt_of(w.timeline.flights(), flight);
  token.leftwards = token.ends < token.begins;
  token.box = lane_box(w, token);
  token.hit = hit_area(token.box, token.leftwards);
  return token;
}

// Where a delayed packet rests right now: from when until when.
struct Rest {
  Instant from{}, to{};
};
std::optional<Rest> rest_at(const Path& path, Instant now) {
  const auto corners = path.corners();
  if (path.held) return Rest{corners.back().at, never};
  for (std::size_t i = 1; i < corners.size(); ++i)
    if (corners[i].fraction == corners[i - 1].fraction && corners[i - 1].at <= now &&
        now < corners[i].at)
      return Rest{corners[i - 1].at, corners[i].at};
  return std::nullopt;
}

void put_aside(const Wires& w, WirePicture& picture, Token token, const Flight& flight, Rest rest) {
  if (w.view.siding_width > 0) token.box.width = w.view.siding_width;
  const float slot = static_cast<float>(picture.siding.size()) * (token.box.width + 8);
  token.box.x = w.view.area.x + slot;
  token.box.y = w.view.area.bottom() - w.siding_height() / 2 - w.view.token.y / 2;
  token.hit = hit_area(token.box, token.leftwards);
  SidingToken aside{.token = std::move(token),
                    .held_since = rest.from,
                    .age = w.playhead.at - flight.sent_at,
                    .msl = w.now.host(flight.from).config.msl};
  if (rest.to != never) aside.released_at = rest.to;
  picture.siding.push_back(std::move(aside));
}

void let_fall(const Wires& w, WirePicture& picture, Token token, const Flight& flight) {
  const Duration falling = w.map.to_screen(w.playhead.at) - w.map.to_screen(flight.ended_at);
  if (falling >= fall_time || !flight.drop_reason) return;
  const float faded = static_cast<float>(falling.count()) / static_cast<float>(fall_time.count());
  if (!w.view.stepwise) token.box.y += faded * fall_depth;
  token.hit = {};
  picture.falling.push_back({std::move(token), *flight.drop_reason, faded});
}

// Tokens at the same place are shown as a heap, a little shifted each.
void shift_heap(std::vector<Token>& tokens) {
  Token& top = tokens.back();
  for (std::size_t i = tokens.size() - 1; i-- > 0;) {
    const Token& below = tokens[i];
    if (below.leftwards != top.leftwards || std::abs(below.progress - top.progress) > 0.004)
      continue;
    top.heap = below.heap + 1;
    break;
  }
  const float shift = heap_shift * static_cast<float>(std::min<std::uint32_t>(top.heap, 4));
  top.box.y -= shift;
  top.hit.y -= shift;
}

// ---- many at once: what is told of each before it is known whether it is drawn singly

struct Mover {
  const Flight* flight{};
  Path path;
  double along{};  // between the two ends of the wire
  bool leftwards{};
  Heading heading;

  auto kind() const {
    const bool forged = flight->provenance == Provenance::forged;
    return std::tuple(flight->from, flight->to.value_or(HostId{~0u}), to_byte(heading.flags),
                      heading.text_bytes > 0, forged, flight->retransmission);
  }
};

Mover mover_of(const Wires& w, const Flight& flight, const Path& path) {
  const double begins = place_between(w, flight.from), ends = place_between(w, flight.to);
  return {.flight = &flight,
          .path = path,
          .along = begins + (ends - begins) * path.fraction_at(w.playhead.at),
          .leftwards = ends < begins,
          .heading = heading(w.timeline.bytes().read(flight.bytes))};
}

TokenStack stack_of(const Wires& w, const std::vector<Mover>& movers,
                    std::span<const std::size_t> row) {
  const Mover &first = movers[row.front()], &last = movers[row.back()];
  TokenStack stack{.first = first.flight->id,
                   .last = last.flight->id,
                   .count = static_cast<std::uint32_t>(row.size()),
                   .from = first.flight->from,
                   .to = first.flight->to,
                   .leftwards = first.leftwards,
                   .forged = first.flight->provenance == Provenance::forged,
                   .flags = flag_words(first.heading.flags),
                   .dominant = dominant(first.heading)};
  const auto box = [&](const Mover& mover) {
    return lane_box(w, {.progress = mover.along, .leftwards = mover.leftwards});
  };
  const Rect a = box(first), b = box(last);
  const float left = std::min(a.x, b.x), right = std::max(a.right(), b.right());
  stack.box = {left, a.y, right - left, a.height};
  return stack;
}

// The numbers of those that are drawn singly, in order of departure; the others become stacks.
std::vector<std::size_t> told_apart(const Wires& w, const std::vector<Mover>& movers,
                                    std::vector<TokenStack>& stacks) {
  constexpr std::size_t few = 3;
  constexpr float near = 0.3f;  // of a token's width
  const double reach = static_cast<double>(w.view.token.x * near) /
                       static_cast<double>(std::max(1.0f, w.view.area.width - w.view.token.x));
  std::map<decltype(movers[0].kind()), std::vector<std::size_t>> kinds;
  for (std::size_t i = 0; i < movers.size(); ++i) kinds[movers[i].kind()].push_back(i);
  std::vector<std::size_t> single;
  for (auto& [kind, all] : kinds) {
    std::ranges::sort(all, {}, [&](std::size_t i) { return movers[i].along; });
    for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
      for (end = begin + 1; end < all.size(); ++end)
        if (movers[all[end]].along - movers[all[end - 1]].along > reach) break;
      std::span row(all.data() + begin, end - begin);
      if (row.size() <= few) {
        single.insert(single.end(), row.begin(), row.end());
        continue;
      }
      std::ranges::sort(row);
      stacks.push_back(stack_of(w, movers, row));
    }
  }
  std::ranges::sort(single);
  return single;
}

// Of many that fall at one place the latest few are enough to see.
std::vector<Mover> latest_of_each(const std::vector<Mover>& fallen) {
  constexpr std::size_t enough = 6;
  std::map<decltype(fallen[0].kind()), std::size_t> seen;
  std::vector<Mover> latest;
  for (const Mover& mover : fallen | std::views::reverse)
    if (++seen[mover.kind()] <= enough) latest.push_back(mover);
  std::ranges::reverse(latest);
  return latest;
}

}  // namespace

bool anything_rests(const Timeline& timeline, const World& now, const Position& playhead) {
  return std::ranges::any_of(now.wire.packets, [&](const Packet& packet) {
    if (packet.id.value > timeline.flights().size()) return false;
    return rest_at(path_of(timeline.flights(), packet.id, playhead), playhead.at).has_value();
  });
}

std::uint32_t attempt_of(std::span<const Flight> flights, const Flight& flight) {
  const auto first = flight.original.value;
  if (!flight.retransmission || first == 0) return 0;
  const auto since = flights.subspan(first, flight.id.value - first);  // up to this one itself
  return static_cast<std::uint32_t>(std::ranges::count_if(since, [&](const Flight& other) {
    return other.retransmission && other.original == flight.original;
  }));
}

bool has_departed(const Timeline& timeline, const Flight& flight, const Position& playhead) {
  if (flight.sent_step != playhead.steps) return flight.sent_step < playhead.steps;
  if (playhead.facts == 0) return false;
  const auto shown = timeline.step(flight.sent_step).facts | std::views::take(playhead.facts);
  return std::ranges::any_of(shown, [&](const Fact& f) {
    const auto* sent = std::get_if<PacketSent>(&f);
    return sent != nullptr && sent->packet == flight.id;
  });
}

bool would_meet(const Impairment& rule, const Packet& packet, std::span<const std::uint8_t> bytes) {
  if (!rule.enabled || (!rule.unlimited && rule.left == 0)) return false;
  if (rule.match.ordinal != 0 && rule.match.ordinal != rule.seen + 1) return false;
  return matches(rule.match, packet, describe(bytes));
}

std::vector<Station> stations(const World& world, const RunIndex& index, const WireView& view) {
  std::vector<Station> result;
  for (const Host& host : world.hosts)
    if (host.id != view.left && host.id != view.right) result.push_back({.host = host.id});
  if (index.reaches_nobody()) result.push_back({});
  for (std::size_t i = 0; i < result.size(); ++i)
    result[i].place = static_cast<double>(i + 1) / static_cast<double>(result.size() + 1);
  return result;
}

WirePicture wire_picture(const Timeline& timeline, const RunIndex& index, const World& now,
                         const Position& playhead, const TimeMap& map, const WireView& view) {
  const Wires w{timeline, index, now, playhead, map, view};
  WirePicture picture;
  std::vector<Mover> movers, fallen;
  const Instant still_falling = map.to_virtual(map.to_screen(playhead.at) - fall_time);
  index.flights().touching(still_falling, playhead.at, [&](std::size_t i) {
    const Flight& flight = timeline.flights()[i];
    if (!has_departed(timeline, flight, playhead)) return;
    const bool ended = flight.ended_at != never && has_happened(playhead, flight.end_step, 0);
    if (ended && flight.fate == Fate::delivered) return;
    const Path path = path_of(timeline.flights(), flight.id, playhead);
    if (ended) return fallen.push_back(mover_of(w, flight, path));
    if (const auto rest = rest_at(path, playhead.at))
      return put_aside(w, picture, token_of(w, flight, path), flight, *rest);
    movers.push_back(mover_of(w, flight, path));
  });
  for (const std::size_t i : told_apart(w, movers, picture.stacks)) {
    picture.tokens.push_back(token_of(w, *movers[i].flight, movers[i].path));
    shift_heap(picture.tokens);
  }
  for (const Mover& mover : latest_of_each(fallen))
    let_fall(w, picture, token_of(w, *mover.flight, mover.path), *mover.flight);
  for (const Impairment& rule : now.wire.impairments)
    picture.rules.push_back({.rule = rule.id,
                             .from = rule.match.from,
                             .to = rule.match.to,
                             .left = rule.left,
                             .unlimited = rule.unlimited,
                             .enabled = rule.enabled,
                             .locked = rule.from_scenario});
  return picture;
}

}  // namespace scene
