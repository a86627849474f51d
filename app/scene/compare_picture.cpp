#include "app/scene/compare_picture.hpp"

#include <algorithm>

#include "app/scene/ladder_window.hpp"
#include "app/scene/moments.hpp"
#include "app/scene/narration.hpp"

namespace scene {

using namespace engine;

namespace {

ComparedArrow compared(std::size_t place, PacketId packet, std::span<const Counterpart> known) {
  ComparedArrow result{.arrow = place};
  if (packet.value > known.size()) {
    result.tone = Tone::unknown;  // later than what both know
    return result;
  }
  const Counterpart& other = known[packet.value - 1];
  result.there = other.packet;
  result.later = other.later;
  result.other_fate = other.other_fate;
  result.tone = !other.packet ? Tone::alone : other.same() ? Tone::same : Tone::shifted;
  return result;
}

// The lanes that the ladder shows of this host: of the chosen connection, else of the newest.
bool is_shown(const Ladder& ladder, HostId host, std::optional<ConnId> connection) {
  return std::ranges::any_of(ladder.states, [&](const StateBar& bar) {
    return bar.host == host && (!connection || bar.connection == *connection);
  });
}

struct SideMaker {
  const ComparedRun& run;
  std::span<const Counterpart> known;
  const LadderAxis& axis;
  LadderView view;

  ComparedSide make() {
    view.playhead = position_at(run.timeline, view.playhead.at);
    ComparedSide side{.ladder = ladder(run.timeline, run.index, axis, view)};
    for (std::size_t i = 0; i < side.ladder.arrows.size(); ++i)
      side.arrows.push_back(compared(i, side.ladder.arrows[i].packet, known));
    return side;
  }

  float y(Instant t) const {
    const double content = axis.y(t) - view.scroll;
    return std::clamp(view.area.y + static_cast<float>(content), view.area.y, view.area.bottom());
  }
  void add_differing(ComparedSide& side, const LaneDifference& d, std::optional<ConnId> own,
                     bool shown_anywhere) const {
    if (!shown_anywhere || !is_shown(side.ladder, d.host, own)) return;
    const auto column = std::ranges::find(side.ladder.columns, d.host, &Column::host);
    if (column == side.ladder.columns.end()) return;
    const float top = y(d.from), bottom = y(d.to);
    if (bottom <= top) return;
    side.differing.push_back(d.timer ? timer_lane(*column, view, *d.timer, top, bottom)
                                     : state_lane(*column, view, top, bottom));
  }
};

// ---- the summary

std::optional<PhraseValue> moment(const std::optional<Instant>& at) {
  return at ? std::optional<PhraseValue>(*at) : std::nullopt;
}
std::optional<PhraseValue> news(const std::optional<Signal>& signal) {
  if (!signal) return std::nullopt;
  return Word{"compare.told." + std::string(engine::name(*signal))};
}

SummaryRow summary_row(const char* key, std::optional<PhraseValue> a, std::optional<PhraseValue> b,
                       std::optional<PhraseValue> of = {}) {
  const bool differs = a != b;
  return {.key = std::string("compare.sum.") + key,
          .of = std::move(of),
          .a = std::move(a),
          .b = std::move(b),
          .differs = differs};
}

SummaryRow number_row(const char* key, std::uint64_t a, std::uint64_t b,
                      std::optional<PhraseValue> of = {}) {
  return summary_row(key, static_cast<std::int64_t>(a), static_cast<std::int64_t>(b),
                     std::move(of));
}

SummaryRow moment_row(const char* key, const std::optional<Instant>& a,
                      const std::optional<Instant>& b, const PhraseValue& host) {
  SummaryRow result = summary_row(key, moment(a), moment(b), host);
  if (a && b && *a != *b) result.later = *b - *a;
  return result;
}

}  // namespace

std::vector<Stretch> union_of(std::span<const Stretch> a, std::span<const Stretch> b) {
  std::vector<Stretch> result;
  const auto begins = [&](std::span<const Stretch> s) {
    return s.empty() ? never : s.front().from;
  };
  Instant now = std::min(begins(a), begins(b));
  const auto add = [&](Instant to, Duration crossing) {
    const bool goes_on = !result.empty() && crossing.count() != 0 &&
                         result.back().crossing == crossing && result.back().to == now;
    if (goes_on)
      result.back().to = to;
    else
      result.push_back({now, to, crossing});
    now = to;
  };
  while (!a.empty() || !b.empty()) {
    Instant to = never;
    Duration crossing{};
    for (const auto* rest : {&a, &b}) {
      if (rest->empty()) continue;  // that run is over: it waits
      to = std::min(to, now < rest->front().from ? rest->front().from : rest->front().to);
      if (now >= rest->front().from) crossing = std::max(crossing, rest->front().crossing);
    }
    add(to, crossing);
    for (auto* rest : {&a, &b})
      while (!rest->empty() && rest->front().to <= now) *rest = rest->subspan(1);
  }
  return result;
}

std::vector<Stretch> shared_stretches(const ComparedRun& a, const ComparedRun& b) {
  const auto all = [](const ComparedRun& run) {
    std::vector<Stretch> stretches(run.index.stretches().begin(), run.index.stretches().end());
    const std::vector<Stretch> ahead = run.index.ahead(run.timeline.edge().next_event_at());
    stretches.insert(stretches.end(), ahead.begin(), ahead.end());
    return stretches;
  };
  return union_of(all(a), all(b));
}

ComparePicture compare_picture(const ComparedRun& a, const ComparedRun& b,
                               const Comparison& comparison, const LadderAxis& axis,
                               const LadderView& view) {
  SideMaker make_a{a, comparison.a, axis, view}, make_b{b, comparison.b, axis, view};
  LadderView other = view;
  other.connection.reset();  // the newest: ids mean something else over there
  make_b.view = other;
  ComparePicture picture{.a = make_a.make(), .b = make_b.make()};
  for (const LaneDifference& d : comparison.lanes) {
    const bool shown =
        is_shown(picture.a.ladder, d.host, d.a) || is_shown(picture.b.ladder, d.host, d.b);
    make_a.add_differing(picture.a, d, d.a, shown);
    make_b.add_differing(picture.b, d, d.b, shown);
  }
  picture.shared_until_y = make_a.y(comparison.forked_at);
  const double fork = axis.y(comparison.forked_at) - view.scroll;
  const bool parted = comparison.forked_at != comparison.until;
  if (parted && fork >= 0 && fork <= static_cast<double>(view.area.height))
    picture.fork_y = view.area.y + static_cast<float>(fork);
  if (!parted) picture.shared_until_y = view.area.bottom();
  return picture;
}

std::vector<SummaryRow> summary(const Comparison& comparison, const Timeline& timeline) {
  const Totals &a = comparison.totals_a, &b = comparison.totals_b;
  std::vector<SummaryRow> rows{number_row("segments", a.segments, b.segments),
                               number_row("retransmissions", a.retransmissions, b.retransmissions),
                               number_row("dropped", a.dropped, b.dropped)};
  for (std::uint32_t i = 0; i < std::min(a.ends.size(), b.ends.size()); ++i) {
    const EndTotals &here = a.ends[i], &there = b.ends[i];
    const PhraseValue host = host_name(timeline, HostId{i});
    rows.push_back(moment_row("established", here.established_at, there.established_at, host));
    rows.push_back(moment_row("closed", here.closed_at, there.closed_at, host));
    rows.push_back(number_row("read", here.bytes_read, there.bytes_read, host));
    rows.push_back(summary_row("told", news(here.told), news(there.told), host));
  }
  // What neither has is not worth a place.
  std::erase_if(rows, [](const SummaryRow& r) {
    const auto nothing = [](const std::optional<PhraseValue>& v) {
      return !v || *v == PhraseValue{std::int64_t{0}};
    };
    return nothing(r.a) && nothing(r.b);
  });
  return rows;
}

}  // namespace scene
