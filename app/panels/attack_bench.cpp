#include "app/panels/attack_bench.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "app/panels/segment_look.hpp"
#include "app/ui/numbers.hpp"
#include "engine/host/host.hpp"

namespace app::panels {
namespace {

using engine::SynCookies;
using scene::Rate;
using ui::Rect;
using ui::TextRole;

constexpr std::string_view scenario_id = "attack-bench";
constexpr Rate thousand = 1'000;

// ---- numbers as they are written

// "0.127": up to three digits behind the point.
std::string rate_text(Rate rate) {
  std::string text = std::to_string(rate / thousand);
  if (rate % thousand == 0) return text;
  std::string digits = std::to_string(thousand + rate % thousand).substr(1);
  digits.erase(digits.find_last_not_of('0') + 1);
  return text + "." + digits;
}

std::optional<Rate> parse_rate(std::string typed) {
  std::erase_if(typed, [](char c) { return c == ' ' || c == ','; });
  double rate = 0;
  const char* const end = typed.data() + typed.size();
  const auto [stopped, error] = std::from_chars(typed.data(), end, rate);
  if (error != std::errc{} || stopped != end || !(rate >= 0.001 && rate <= 1e6)) return {};
  return static_cast<Rate>(rate * static_cast<double>(thousand) + 0.5);
}

std::optional<std::int64_t> parse_between(const std::string& typed, std::int64_t least,
                                          std::int64_t most) {
  const auto number = ui::parse_number(typed);
  return number && *number >= least && *number <= most ? number : std::nullopt;
}

// The last stop that is not above what is shown.
template <std::size_t n, class Value>
std::size_t stop_below(const std::array<Value, n>& stops, Value value) {
  const auto above = std::ranges::upper_bound(stops, value);
  return above == stops.begin() ? 0 : static_cast<std::size_t>(above - stops.begin() - 1);
}

template <std::size_t n, class Value, class Text>
std::vector<std::string> texts(const std::array<Value, n>& stops, Text text) {
  std::vector<std::string> words;
  for (const Value value : stops) words.push_back(text(value));
  return words;
}

// ---- the attack

void draw_rate(const BenchPlace& place, AttackBenchView& view, const Rect& row) {
  constexpr std::array<Rate, 13> stops{100,       200,        500,        1'000,  2'000,
                                       5'000,     10'000,     20'000,     50'000, 100'000,
                                       1'000'000, 10'000'000, 100'000'000};
  const scene::AttackBench& bench = place.bench;
  if (bench.flood) view.rate = scene::rate_of(*bench.flood);  // a flood that is stopped keeps it
  const Rate now = view.rate;
  const auto words = texts(stops, rate_text);
  const auto chosen = number_row(place.frame.ui, row,
                                 {.id = "bench.rate",
                                  .words = "bench.rate",
                                  .shown = rate_text(now),
                                  .stops = words,
                                  .at = stop_below(stops, now),
                                  .least = "0.001",
                                  .most = "1\u2009000\u2009000"},
                                 view.rate_number);
  const auto rate = chosen ? parse_rate(*chosen) : std::nullopt;
  view.rate_number.refused |= chosen && !rate;
  if (!rate || *rate == now) return;
  view.rate = *rate;
  if (bench.flood)
    place.frame.wish(Do{engine::Attack{*bench.attacker, scene::flood_of(bench.port, *rate), true}});
}

void draw_flood_button(const BenchPlace& place, const AttackBenchView& view, const Rect& box) {
  const Frame& frame = place.frame;
  ui::Ui& ui = frame.ui;
  const scene::AttackBench& bench = place.bench;
  const bool under_way = bench.flood.has_value();
  if (!ui.button(
          "bench.flood", box, ui.say(under_way ? "bench.stop" : "bench.start"),
          {.icon = under_way ? ui::Icon::square : ui::Icon::attention, .primary = !under_way}))
    return;
  if (under_way)
    frame.wish(Do{engine::CeaseFire{*bench.attacker}});
  else
    frame.wish(Do{engine::Attack{*bench.attacker, scene::flood_of(bench.port, view.rate)}});
}

// ---- the target's defences

void set_knob(const BenchPlace& place, auto change) {
  engine::SetConfig set{.host = place.bench.target,
                        .config = place.frame.session.world().host(place.bench.target).config};
  const engine::TcpConfig before = set.config;
  change(set.config);
  if (set.config != before) place.frame.wish(Do{std::move(set)});
}

void draw_backlog(const BenchPlace& place, AttackBenchView& view, const Rect& row) {
  constexpr std::array<std::int64_t, 11> stops{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};
  constexpr std::int64_t most = 100'000;
  const std::int64_t now = place.bench.queues ? place.bench.queues->half_open.capacity : 0;
  const auto words = texts(stops, [](std::int64_t n) { return std::to_string(n); });
  const auto chosen = number_row(place.frame.ui, row,
                                 {.id = "bench.backlog",
                                  .words = "bench.backlog",
                                  .shown = std::to_string(now),
                                  .stops = words,
                                  .at = stop_below(stops, now),
                                  .least = "1",
                                  .most = "100\u2009000"},
                                 view.backlog_number);
  const auto places = chosen ? parse_between(*chosen, 1, most) : std::nullopt;
  view.backlog_number.refused |= chosen && !places;
  if (places)
    set_knob(place, [&](engine::TcpConfig& config) {
      config.syn_backlog = static_cast<std::uint32_t>(*places);
    });
}

void draw_retries(const BenchPlace& place, AttackBenchView& view, const Rect& row) {
  constexpr std::array<std::int64_t, 8> stops{0, 1, 2, 3, 4, 5, 6, 7};
  constexpr std::int64_t most = 20;
  const std::int64_t now = place.bench.syn_ack_retries;
  const auto words = texts(stops, [](std::int64_t n) { return std::to_string(n); });
  const auto chosen = number_row(place.frame.ui, row,
                                 {.id = "bench.retries",
                                  .words = "bench.retries",
                                  .shown = std::to_string(now),
                                  .stops = words,
                                  .at = stop_below(stops, now),
                                  .least = "0",
                                  .most = "20"},
                                 view.retries_number);
  const auto retries = chosen ? parse_between(*chosen, 0, most) : std::nullopt;
  view.retries_number.refused |= chosen && !retries;
  if (retries)
    set_knob(place, [&](engine::TcpConfig& config) {
      config.syn_ack_retries = static_cast<std::uint8_t>(*retries);
    });
}

void draw_cookies(const BenchPlace& place, Rect row) {
  ui::Ui& ui = place.frame.ui;
  const Rect box = ui::inset(ui::take_right(row, ui.px(150)), 0, ui.px(2));
  ui.text("bench.cookies.name", row, ui.say("bench.cookies.name"), {.role = TextRole::small});
  const std::array options{ui.say("bench.cookies.off"), ui.say("bench.cookies.on"),
                           ui.say("bench.cookies.always")};
  if (const auto chosen =
          ui.combo("bench.cookies", box, options, static_cast<std::size_t>(place.bench.cookies)))
    set_knob(place, [&](engine::TcpConfig& config) {
      config.syn_cookies = static_cast<SynCookies>(*chosen);
    });
}

void draw_hands(const BenchPlace& place, AttackBenchView& view, Rect rest) {
  ui::Ui& ui = place.frame.ui;
  Rect top = ui::take_top(rest, ui.px(32));
  draw_flood_button(place, view, ui::inset(ui::take_left(top, ui.px(170)), 0, ui.px(1)));
  ui::take_left(top, ui.px(8));
  if (place.bench.flood)
    ui.text("bench.sent", top,
            ui.say("bench.sent", {{"n", ui::grouped(static_cast<std::int64_t>(place.bench.sent))}}),
            {.role = TextRole::small});
  ui::take_top(rest, ui.px(4));
  const float row = std::min(ui.px(32), rest.h / 4);
  draw_rate(place, view, ui::take_top(rest, row));
  draw_backlog(place, view, ui::take_top(rest, row));
  draw_retries(place, view, ui::take_top(rest, row));
  draw_cookies(place, ui::take_top(rest, row));
}

// ---- the honest client, and those who are in already

void draw_client(const BenchPlace& place, AttackBenchView& view, Rect& rest) {
  const Frame& frame = place.frame;
  ui::Ui& ui = frame.ui;
  const scene::AttackBench& bench = place.bench;
  if (!bench.honest) return;
  const std::string name = host_words(frame, *bench.honest);
  const bool tries = bench.visits.has_value();
  Rect top = ui::take_top(rest, ui.px(32));
  if (ui.button("bench.client", ui::inset(top, 0, ui.px(1)),
                ui.say(tries ? "bench.client.stop" : "bench.client.start", {{"host", name}}),
                {.selected = tries})) {
    if (tries)
      frame.wish(Do{engine::EndVisits{*bench.honest}});
    else
      frame.wish(Do{engine::Visit{*bench.honest, {.remote = bench.port}, view.visits, 1'000'000}});
  }
  ui::take_top(rest, ui.px(4));
  const auto& attempts = bench.attempts;
  const auto number = [](std::uint32_t n) { return ui::grouped(n); };
  const std::array<std::pair<const char*, std::uint32_t>, 4> rows{
      {{"bench.made", attempts.made},
       {"bench.opened", attempts.opened},
       {"bench.failed", attempts.failed},
       {"bench.pending", attempts.pending()}}};
  for (std::size_t i = 0; i < rows.size(); i += 2) {
    Rect line = ui::take_top(rest, ui.px(20));
    for (std::size_t j = i; j < i + 2; ++j) {
      const Rect box = j % 2 == 0 ? ui::take_left(line, line.w / 2) : line;
      ui.text(rows[j].first, box, ui.say(rows[j].first, {{"n", number(rows[j].second)}}),
              {.role = TextRole::small});
    }
  }
}

void draw_established(const BenchPlace& place, Rect rest) {
  const Frame& frame = place.frame;
  ui::Ui& ui = frame.ui;
  const scene::AttackBench& bench = place.bench;
  ui::take_top(rest, ui.px(6));
  ui.text("bench.established", ui::take_top(rest, ui.px(20)),
          ui.say("bench.established", {{"n", std::to_string(bench.established_count)}}),
          {.role = TextRole::small, .secondary = true});
  for (const scene::BenchConnection& row : bench.established) {
    if (rest.h < ui.px(28)) return;
    Rect line = ui::take_top(rest, ui.px(28));
    const std::string id = "bench.open." + std::to_string(row.connection.value);
    const Rect button = ui::inset(ui::take_right(line, ui.px(96)), 0, ui.px(2));
    const std::string who = row.peer_known ? host_words(frame, row.peer) : row.remote;
    ui.text(id, line,
            ui.say("bench.open",
                   {{"who", who}, {"n", ui::grouped(static_cast<std::int64_t>(row.bytes_read))}}),
            {.role = TextRole::small});
    if (!row.peer_known) continue;
    const engine::DoCall send{row.peer, {}, engine::SendText{"hello"}};
    const auto refusal = frame.session.why_not(send);
    if (ui.button(id + ".send", button, ui.say("bench.send"),
                  {.enabled = !refusal,
                   .why_not = refusal ? ui.say(refusal->why) : std::string{},
                   .role = TextRole::small}))
      frame.wish(Do{send});
  }
}

void draw_nobody(const Frame& frame, const Library& library, Rect rest) {
  ui::Ui& ui = frame.ui;
  ui.text("bench.nobody", ui::take_top(rest, ui.px(32)), ui.say("bench.nobody"), {.wrap = true});
  const ScenarioCard* card = library.find(std::string(scenario_id));
  const bool can = card != nullptr && card->can_open();
  const Rect box{rest.x, rest.y, std::min(rest.w, ui.px(300)), ui.px(34)};
  if (ui.button("bench.open_scenario", box, ui.say("bench.open_scenario"),
                {.primary = true, .enabled = can}))
    frame.wish(OpenScenario{card->path});
}

void draw_bench_strip(const Frame& frame, Rect strip) {
  ui::Ui& ui = frame.ui;
  if (ui.icon_button("bench.close", ui::inset(ui::take_right(strip, strip.h), ui.px(2)),
                     ui::Icon::chevron_down, ui.say("bench.close"),
                     {.quiet = true, .chord = ui.chord(ui::Command::attack_bench)}))
    frame.wish(ShowPanel{Panel::attack_bench, false});
  ui::take_left(strip, ui.px(8));
  ui.text("bench.title", strip, ui.say("bench.title"), {.role = TextRole::strong});
}

}  // namespace

void draw_attack_bench(const Frame& frame, const Library& library, AttackBenchView& view) {
  ui::Ui& ui = frame.ui;
  Rect rest = frame.layout.inspector;
  if (rest.empty()) return;
  view.drawn = true;
  const ui::Area area(ui, "bench", rest);
  draw_bench_strip(frame, ui::take_top(rest, std::min(rest.h, std::round(ui.px(28)))));
  rest = ui::inset(rest, ui.px(10), ui.px(4));
  view.log.catch_up(frame.session.index());
  const scene::AttackBench bench =
      scene::attack_bench(frame.session.world(), view.log, frame.session.playhead());
  if (!bench.attacker) return draw_nobody(frame, library, rest);
  const BenchPlace place{frame, bench};
  const float gap = ui.px(16);
  draw_hands(place, view, ui::take_left(rest, std::max(ui.px(310), rest.w * 0.31f)));
  ui::take_left(rest, gap);
  Rect client = ui::take_right(rest, std::max(ui.px(240), rest.w * 0.25f));
  ui::take_right(rest, gap);
  draw_bench_queues(place, rest);
  draw_client(place, view, client);
  draw_established(place, client);
}

void forget_if_vanished(AttackBenchView& view) {
  if (std::exchange(view.drawn, false)) return;
  view.rate_number = view.backlog_number = view.retries_number = {};
}

}  // namespace app::panels
