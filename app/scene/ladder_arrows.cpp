// Arrows with their labels, and stacks where departures are too dense to be told apart.
#include <algorithm>
#include <utility>

#include "app/scene/flight.hpp"
#include "app/scene/ladder_window.hpp"
#include "app/scene/path.hpp"

namespace scene {

using namespace engine;

namespace {

constexpr std::size_t few = 3;                    // so many of one direction are still drawn singly
constexpr double longest_row = 66;                // of dense departures: room for three labels
constexpr std::size_t compared_departures = 512;  // of a stack, whose flags are looked at
constexpr float beside_stub = 14, beside_line = 6;
constexpr float zigzag = 14;      // how high that of a break is
constexpr float again_chars = 7;  // " ~#12 x1"

struct Drawing {
  const LadderWindow& window;
  Ladder& ladder;
  LabelPlacer labels;
};

// Where an arrow without a receiver points: towards the other end, but it must not touch a lifeline
// as if somebody there had received it.
float far_x(const LadderWindow& w, const Flight& flight) {
  if (flight.to) return w.x(*flight.to);
  const float from = w.x(flight.from);
  const float left = w.columns.front().x, right = w.columns.back().x;
  return from + ((from == left ? right : left) - from) * 0.8f;
}

float text_width(const std::string& text, float char_width) {
  float width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == 0xE2)
      width += char_width / 3;  // a thin space
    else if ((byte & 0xC0) != 0x80)
      width += char_width;
  }
  return width;
}

Vec2 label_size(const LadderView& view, const PacketLabel& text) {
  const float gap = text.numbers.empty() ? 0 : view.char_width;
  return {text_width(text.flags, view.char_width) + gap +
              text_width(text.numbers, view.char_width) + view.char_width,
          view.label_height};
}

// The path up to what may be seen: all of it, or what has happened.
Path visible_path(const LadderWindow& w, PacketId packet) {
  const auto flights = w.timeline.flights();
  if (w.view.show_future) {
    Path path = path_of(flights, packet);
    if (path.held)
      path.add({std::max(path.ends(), w.index.edge()), path.corners().back().fraction});
    return path;
  }
  Path path = path_of(flights, packet, w.view.playhead);
  const Instant now = w.view.playhead.at;
  const double fraction = path.fraction_at(now);
  if (path.ends() <= now && !path.held) return path;
  while (path.count > 1 && path.points[path.count - 1u].at > now) --path.count;
  path.add({now, fraction});
  return path;
}

Polyline line_of(const LadderWindow& w, const Flight& flight, const Path& path) {
  const float from = w.x(flight.from), to = far_x(w, flight);
  const auto corner = [&](Instant at, double fraction) {
    return Vec2{from + (to - from) * static_cast<float>(fraction), w.y(at)};
  };
  Polyline line;
  for (const PathPoint& p : path.corners()) line.add(corner(p.at, p.fraction));
  const bool dropped = flight.fate == Fate::dropped && path.ends() == flight.ended_at;
  if (dropped && path.corners().back().fraction < dropped_stub) {
    Vec2 end = corner(path.ends(), dropped_stub);
    end.y += static_cast<float>(dropped_stub * w.axis.scale().pixels_per_delay);
    line.add(end);
  }
  return line;
}

// The bytes as the picture may know them: what arrived, else what is under way at the edge of the
// run (an edit changes them at once), else what was sent.
ByteRef known_bytes(const LadderWindow& w, const Flight& flight) {
  if (flight.ended_at != never) {
    const bool known = w.view.show_future || !w.is_future(flight.end_step, 0);
    return known ? flight.final_bytes : flight.bytes;
  }
  const bool at_edge = w.view.show_future || w.view.playhead.steps >= w.timeline.size();
  const Packet* packet = at_edge ? find(w.timeline.edge().wire, flight.id) : nullptr;
  return packet != nullptr ? packet->bytes : flight.bytes;
}

// A duplicate runs close below its original: their labels lie above and below the pair, so that
// both lines are seen. -1 above, 1 below, 0 on the line as usual.
float side_of_label(const LadderWindow& w, const Flight& flight) {
  const auto near = [&](const Flight& first, const Flight& copy) {
    return w.y(copy.sent_at) - w.y(first.sent_at) < label_pitch;
  };
  const auto flights = w.timeline.flights();
  if (flight.provenance == Provenance::duplicate && flight.copy_of.value != 0)
    return near(flights[flight.copy_of.value - 1], flight) ? 1.0f : 0.0f;
  for (std::size_t i = flight.id.value; i < flights.size() && near(flight, flights[i]); ++i)
    if (flights[i].provenance == Provenance::duplicate && flights[i].copy_of == flight.id)
      return -1;
  return 0;
}

// Along which line the label may slide: a short stub of a dropped packet has it beside its end,
// where the rest of the way is free, and no further away than it must; another short arrow (held,
// still flying) uses the whole way.
std::pair<Vec2, Vec2> label_way(const LadderWindow& w, const Arrow& arrow, float to_x,
                                float label_width) {
  const Vec2 begin = arrow.line.first(), end = arrow.line.last();
  if (std::abs(end.x - begin.x) > std::abs(to_x - begin.x) / 2) return {begin, end};
  if (arrow.fate == Fate::dropped) {
    const float gap = to_x > begin.x ? beside_stub : -beside_stub;
    float from = end.x + gap;
    const bool fits_at_all = label_width + 2 * beside_stub < std::abs(to_x - begin.x);
    if (fits_at_all && std::abs(to_x - from) < label_width + beside_stub)  // above its end, then
      from = to_x - gap - (to_x > begin.x ? label_width : -label_width);
    const float to =
        to_x > begin.x ? std::min(to_x, from + label_width) : std::max(to_x, from - label_width);
    return {{from, begin.y + 1}, {to, begin.y + 1}};
  }
  return {begin, {to_x, begin.y + static_cast<float>(w.axis.scale().pixels_per_delay)}};
}

void add_arrow(Drawing& drawing, const Flight& flight) {
  const LadderWindow& w = drawing.window;
  const bool future = !has_departed(w.timeline, flight, w.view.playhead);
  if (future && !w.view.show_future) return;
  const bool ended = flight.ended_at != never;
  const bool known = w.view.show_future || (ended && !w.is_future(flight.end_step, 0));
  const Path path = visible_path(w, flight.id);
  const ByteRef bytes = known_bytes(w, flight);
  const float to_x = far_x(w, flight);
  Arrow arrow{
      .packet = flight.id,
      .line = line_of(w, flight, path),
      .fate = known       ? flight.fate
              : path.held ? Fate::held
                          : Fate::in_flight,
      .future = future,
      .known_to_y = drawing.ladder.playhead_y,
      .retransmission = flight.retransmission,
      .duplicate = flight.provenance == Provenance::duplicate,
      .forged = flight.provenance == Provenance::forged,
      .edited = flight.edited && bytes != flight.bytes,
      .delayed = path.delayed,
      .leftwards = to_x < w.x(flight.from),
      .label = label(w.index, flight.id, heading(w.timeline.bytes().read(bytes)), w.view.numbers)};
  if (flight.original.value != 0) arrow.original = flight.original;
  arrow.attempt = attempt_of(w.timeline.flights(), flight);
  Vec2 size = label_size(w.view, arrow.label);
  if (arrow.original) size.x += again_chars * w.view.char_width;
  const auto [begin, end] = label_way(w, arrow, to_x, size.x);
  const Vec2 aside{0, side_of_label(w, flight) * (size.y / 2 + beside_line)};
  arrow.label_place = drawing.labels.place(begin + aside, end + aside, size);
  lead_to(arrow.label_place, arrow.line.points());
  drawing.ladder.arrows.push_back(std::move(arrow));
}

// Of one host: its packets number `first` to `last` of its own, counted from 1.
struct OwnRow {
  HostId host;
  std::uint32_t first{}, last{};
  std::uint32_t count() const { return last - first + 1; }
};

// The flags of these departures if they agree, else nothing.
std::string common_flags(const LadderWindow& w, const OwnRow& row) {
  std::optional<Flags> common;
  std::size_t seen = 0;
  for (std::uint32_t n = row.first; n <= row.last; ++n) {
    const Flight& flight = w.timeline.flights()[w.index.nth_sent_by(row.host, n)];
    const Flags own = heading(w.timeline.bytes().read(flight.bytes)).flags;
    if (++seen > compared_departures || own != common.value_or(own)) break;
    common = own;
    if (n < row.last && seen == compared_departures) break;
  }
  if (seen < std::min<std::size_t>(row.count(), compared_departures)) return {};
  std::string text = to_string(*common);
  std::ranges::replace(text, ',', ' ');
  return text;
}

bool has_forged(const LadderWindow& w, const OwnRow& row) {
  const std::uint32_t last = row.first + std::min<std::uint32_t>(row.count(), compared_departures);
  for (std::uint32_t n = row.first; n < last; ++n)
    if (w.timeline.flights()[w.index.nth_sent_by(row.host, n)].provenance == Provenance::forged)
      return true;
  return false;
}

void add_stack(Drawing& drawing, const OwnRow& row) {
  const LadderWindow& w = drawing.window;
  const auto flights = w.timeline.flights();
  const Flight& first = flights[w.index.nth_sent_by(row.host, row.first)];
  const Flight& last = flights[w.index.nth_sent_by(row.host, row.last)];
  const bool future = !has_departed(w.timeline, first, w.view.playhead);
  if (future && !w.view.show_future) return;
  const float to = far_x(w, first);
  Stack stack{.first = first.id,
              .last = last.id,
              .count = row.count(),
              .from = row.host,
              .to = first.to,
              .future = future,
              .forged = has_forged(w, row),
              .flags = common_flags(w, row)};
  stack.top = {w.x(row.host), w.y(first.sent_at)};
  stack.top_end = {to, w.y(visible_path(w, first.id).ends())};
  stack.bottom_begin = {w.x(row.host), w.y(last.sent_at)};
  stack.bottom = {to, w.y(visible_path(w, last.id).ends())};
  const PacketLabel text{.flags = stack.flags, .numbers = "10000 x "};
  stack.label_place =
      drawing.labels.place(between(stack.top, stack.bottom_begin, 0.5f),
                           between(stack.top_end, stack.bottom, 0.5f), label_size(w.view, text));
  drawing.ladder.stacks.push_back(std::move(stack));
}

// Departures [begin, end): each host's are a stack if they are many and dense, else arrows.
void add_group(Drawing& drawing, std::size_t begin, std::size_t end) {
  const LadderWindow& w = drawing.window;
  std::vector<std::size_t> single;
  for (const Column& column : w.columns) {
    const OwnRow row{column.host, w.index.sent_by(column.host, begin) + 1,
                     w.index.sent_by(column.host, end)};
    if (row.last < row.first) continue;
    const std::size_t from = w.index.nth_sent_by(row.host, row.first);
    const std::size_t to = w.index.nth_sent_by(row.host, row.last);
    const float height = w.y(w.index.flights().from(to)) - w.y(w.index.flights().from(from));
    const bool dense = height <= static_cast<float>(fold_pixels) * static_cast<float>(row.count());
    if (row.count() > few && dense) {
      add_stack(drawing, row);
      continue;
    }
    for (std::uint32_t n = row.first; n <= row.last; ++n)
      single.push_back(w.index.nth_sent_by(row.host, n));
  }
  std::ranges::sort(single);
  for (const std::size_t i : single)
    if (w.index.flights().to(i) >= w.first) add_arrow(drawing, w.timeline.flights()[i]);
}

// Where the departures end that follow each other so closely that they are one row.
std::size_t end_of_row(const LadderWindow& w, std::size_t begin, std::size_t end) {
  const Intervals& flights = w.index.flights();
  const double top = w.axis.y(flights.from(begin));
  // What is done and what is to come are never one thing.
  const std::size_t done = flights.begun_by(w.view.playhead.at);
  if (begin < done) end = std::min(end, done);
  std::size_t row = begin + 1;
  while (row < end) {
    const double reach = w.axis.y(flights.from(row - 1)) + fold_pixels;
    if (reach > top + longest_row) break;
    const Instant near = std::max(w.axis.instant(reach), flights.from(row - 1));
    const std::size_t next = std::min(end, flights.begun_by(near));
    if (next <= row) break;
    row = next;
  }
  return row;
}

}  // namespace

void add_arrows(const LadderWindow& window, Ladder& ladder) {
  Drawing drawing{window, ladder, LabelPlacer{}};
  // The zigzag and the words of a break; beside them a dropped packet may tell its name.
  for (const BreakMark& mark : ladder.breaks)
    drawing.labels.reserve({mark.box.x, mark.box.center().y - zigzag / 2, mark.box.width, zigzag});
  const Intervals& flights = window.index.flights();
  const std::size_t end = flights.begun_by(window.last);
  for (std::size_t i = flights.next_alive(0, window.first); i < end;) {
    const std::size_t group_end = end_of_row(window, i, end);
    add_group(drawing, i, group_end);
    i = flights.next_alive(group_end, window.first);
  }
}

}  // namespace scene
