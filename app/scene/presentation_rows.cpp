#include "app/scene/presentation_rows.hpp"

#include <algorithm>

#include "app/scene/flight.hpp"
#include "app/scene/path.hpp"

namespace scene {

using namespace engine;

namespace {

constexpr std::size_t most_read = 400;  // flights looked at for one picture: a flood is longer

struct RowSource {
  const Timeline& timeline;
  const RunIndex& index;
  const PresentationView& view;
  std::vector<Station> stations;

  double place_of(std::optional<HostId> host) const {
    if (host == HostId{0}) return 0;
    if (host == HostId{1}) return 1;
    const auto found = std::ranges::find(stations, host, &Station::host);
    return found == stations.end() ? 0.5 : found->place;
  }
  bool ended(const Flight& flight) const {
    return flight.ended_at != never && has_happened(view.playhead, flight.end_step, 0);
  }
};

// "seq 5000 ack 1001" is "seq 5000" and "ack 1001": words and numbers come in pairs.
std::vector<std::string> parts_of(const std::string& numbers) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin < numbers.size();) {
    const std::size_t word = numbers.find(' ', begin);
    const std::size_t end =
        std::min(word == std::string::npos ? word : numbers.find(' ', word + 1), numbers.size());
    parts.push_back(numbers.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

// The state that this connection entered in this step, if it did.
std::optional<State> entered(const RowSource& rows, std::optional<ConnId> connection,
                             StepIndex step) {
  if (!connection) return std::nullopt;
  std::optional<State> last;
  for (const std::uint32_t i : rows.index.states_of(*connection)) {
    const StateSpan& span = rows.index.states()[i];
    if (!span.initial && span.step == step &&
        has_happened(rows.view.playhead, span.step, span.fact))
      last = span.state;
  }
  return last;
}

void tell_states(const RowSource& rows, PresentationRow& row, const Flight& flight, bool ended) {
  const auto tell = [&](HostId host, std::optional<ConnId> connection) -> std::optional<State> {
    if (rows.view.eye && rows.view.eye != host) return std::nullopt;
    if (flight.from == host && flight.provenance == Provenance::stack)
      return entered(rows, connection, flight.sent_step);
    if (flight.to == host && ended && flight.fate == Fate::delivered)
      return entered(rows, connection, flight.end_step);
    return std::nullopt;
  };
  row.left = tell(HostId{0}, rows.view.left);
  row.right = tell(HostId{1}, rows.view.right);
}

// What one end can know of a segment: that it left, or that it came.
bool limit_to_eye(const RowSource& rows, PresentationRow& row, const Flight& flight, bool ended) {
  if (!rows.view.eye) return true;
  const bool sent = flight.from == rows.view.eye && flight.provenance == Provenance::stack;
  const bool came = flight.to == rows.view.eye && ended && flight.fate == Fate::delivered;
  if (!sent && !came) return false;
  constexpr double middle = 0.5;
  if (!came) {
    row.seen_to = ended ? middle : std::min(row.seen_to, middle);
    row.fate = Fate::in_flight;
  }
  if (!sent) row.seen_from = middle;
  return true;
}

std::optional<PresentationRow> row_of(const RowSource& rows, const Flight& flight) {
  const bool ended = rows.ended(flight);
  const Path path = path_of(rows.timeline.flights(), flight.id, rows.view.playhead);
  const ByteRef bytes = ended ? flight.final_bytes : flight.bytes;
  PresentationRow row{
      .kind = PresentationRow::Kind::segment,
      .at = flight.sent_at,
      .packet = flight.id,
      .from = flight.from,
      .to = flight.to,
      .begins = rows.place_of(flight.from),
      .ends = rows.place_of(flight.to),
      .seen_to = path.fraction_at(rows.view.playhead.at),
      .fate = ended       ? flight.fate
              : path.held ? Fate::held
                          : Fate::in_flight,
      .retransmission = flight.retransmission,
      .duplicate = flight.provenance == Provenance::duplicate,
      .forged = flight.provenance == Provenance::forged,
      .edited = ended && flight.edited,
      .label = label(rows.index, flight.id, heading(rows.timeline.bytes().read(bytes)),
                     rows.view.numbers)};
  if (row.fate == Fate::dropped) row.seen_to = std::max(row.seen_to, dropped_stub);
  row.numbers = parts_of(row.label.numbers);
  tell_states(rows, row, flight, ended);
  if (!limit_to_eye(rows, row, flight, ended)) return std::nullopt;
  return row;
}

// Segments of a burst: same ends, same flags, same instant or hardly later, same fate.
bool alike(const PresentationRow& a, const PresentationRow& b) {
  constexpr Duration close = std::chrono::milliseconds(5);
  return a.from == b.from && a.to == b.to && a.label.flags == b.label.flags &&
         a.forged == b.forged && a.retransmission == b.retransmission && a.fate == b.fate &&
         (a.at > b.at ? a.at - b.at : b.at - a.at) <= close;
}

// Puts `older` (which departed before `row`) into the row, if it belongs there.
bool join(PresentationRow& row, const PresentationRow& older) {
  if (row.kind == PresentationRow::Kind::wait || !alike(row, older)) return false;
  if (older.left || older.right) return false;
  row.kind = PresentationRow::Kind::stack;
  row.count += 1;
  row.at = older.at;
  row.seen_to = std::min(row.seen_to, older.seen_to);
  row.numbers.clear();
  return true;
}

std::vector<PresentationRow> segments(const RowSource& rows) {
  std::vector<PresentationRow> newest_first;
  const auto flights = std::span(rows.timeline.flights());
  const auto later = std::ranges::partition_point(
      flights, [&](const Flight& flight) { return flight.sent_step <= rows.view.playhead.steps; });
  std::size_t read = 0;
  for (auto i = later - flights.begin(); i-- > 0 && read < most_read; ++read) {
    const Flight& flight = flights[static_cast<std::size_t>(i)];
    if (!has_departed(rows.timeline, flight, rows.view.playhead)) continue;
    const auto row = row_of(rows, flight);
    if (!row) continue;
    if (!newest_first.empty() && join(newest_first.back(), *row)) continue;
    if (newest_first.size() == static_cast<std::size_t>(rows.view.rows)) break;
    newest_first.push_back(*row);
  }
  std::ranges::reverse(newest_first);
  return newest_first;
}

PresentationRow wait_row(const RowSource& rows, const Break& pause) {
  const Instant now = rows.view.playhead.at;
  const Duration passed = std::min(now, pause.to) - pause.from;
  PresentationRow row{.kind = PresentationRow::Kind::wait,
                      .at = pause.from,
                      .length = pause.to - pause.from,
                      .elapsed = static_cast<double>(passed.count()) /
                                 static_cast<double>((pause.to - pause.from).count())};
  if (now < pause.to) return row;
  // What ended the wait without sending anything: TIME-WAIT is over.
  for (StepIndex step = rows.timeline.steps_until(pause.to); step-- > 0;) {
    if (rows.timeline.step(step).at != pause.to) break;
    if (std::ranges::binary_search(rows.index.segment_steps(), step)) continue;
    const bool left_seen = !rows.view.eye || rows.view.eye == HostId{0};
    const bool right_seen = !rows.view.eye || rows.view.eye == HostId{1};
    if (!row.left && left_seen) row.left = entered(rows, rows.view.left, step);
    if (!row.right && right_seen) row.right = entered(rows, rows.view.right, step);
  }
  return row;
}

// A state is told once, where it is entered: an arrival and its answer are one step.
void tell_once(std::vector<PresentationRow>& rows) {
  std::optional<State> left, right;
  const auto tell = [](std::optional<State>& told, std::optional<State>& before) {
    if (told && told == before)
      told.reset();
    else if (told)
      before = told;
  };
  for (PresentationRow& row : rows) {
    tell(row.left, left);
    tell(row.right, right);
  }
}

}  // namespace

std::vector<PresentationRow> presentation_rows(const Timeline& timeline, const RunIndex& index,
                                               const World& now, const LadderAxis& axis,
                                               const PresentationView& view) {
  const RowSource rows{timeline, index, view, stations(now, index, {})};
  std::vector<PresentationRow> all = segments(rows);
  const Instant first = all.empty() ? timeline.time_of(0) : all.front().at;
  for (const Break& pause : axis.breaks_between(first, view.playhead.at))
    if (pause.from >= first && pause.from < view.playhead.at) all.push_back(wait_row(rows, pause));
  std::ranges::sort(all, [](const PresentationRow& a, const PresentationRow& b) {
    const auto rank = [](const PresentationRow& r) {
      return r.kind == PresentationRow::Kind::wait;
    };
    if (a.at != b.at) return a.at < b.at;
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    return a.packet < b.packet;
  });
  tell_once(all);
  const auto most = static_cast<std::size_t>(std::max(view.rows, 0));
  if (all.size() > most) all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(most));
  return all;
}

}  // namespace scene
