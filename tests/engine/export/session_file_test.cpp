// Sessions as text: what they look like, what is refused, and that nothing is lost on the way.
#include <doctest/doctest.h>

#include "engine/export/session_replay.hpp"
#include "engine/segment/made_packet.hpp"
#include "tests/support/random_history.hpp"

using namespace engine;
using namespace engine::test;

namespace {

constexpr auto script =
    "script 1\n"
    "id storm\n"
    "title t\n"
    "about a\n"
    "host client 10.0.0.1 profile teaching iss 1000\n"
    "host server 10.0.0.2 profile linux\n"
    "wire latency 20ms jitter 10ms loss 5% duplicate 3% corrupt 1% reorder 5% by 60ms\n"
    "rule first drop client -> server exactly ACK\n"
    "\n"
    "at 0 server listen 80\n"
    "at 1ms client connect server:80\n"
    "when client ESTABLISHED after 5ms client send 5000\n";

constexpr auto example =
    "synscope-session 3\n"
    "scenario \"lost\" seed 7\n"
    "| script 1\n"
    "| id lost\n"
    "| title t\n"
    "| about a\n"
    "| host client 10.0.0.1 profile teaching iss 1000\n"
    "| host server 10.0.0.2 profile teaching iss 5000\n"
    "|\n"
    "| at 0 server listen 80\n"
    "| at 0 client connect server:80 from 50000\n"
    "\n"
    "branch A\n"
    "  at 125ms after 4 packet 3 drop\n"
    "  computed 5\n"
    "\n"
    "branch B from A at 125ms after 4\n"
    "  name \"client \\\"waits\\\"\"\n"
    "  deleted\n"
    "  undone at 130ms after 4 packet 3 delay 10ms\n"
    "  computed 4\n"
    "\n"
    "bookmark A at 10ms after 2\n"
    "playhead B at 50ms after 2 facts 1\n"
    "end\n";

struct Run {
  Branches branches;
  std::uint64_t seed;
};

// Anything, and now and then many forged segments at once, or a client that keeps trying.
Command random_deed(Random& dice, const Timeline& timeline) {
  const std::uint64_t which = dice.below(12);
  if (which == 1) return Visit{client, {.remote = {ipv4(10, 0, 0, 2), 80}}, 70ms, 5};
  if (which == 2) return EndVisits{client};
  if (which != 0) return random_command(dice, timeline);
  const Segment syn{.source_port = 4000, .dest_port = 80, .flags = {.syn = true}};
  const Ipv4Header ip{.source = ipv4(203, 0, 113, 7), .destination = ipv4(10, 0, 0, 2)};
  return ForgeBurst{.from = client,
                    .to = server,
                    .packet = made_packet(ip, syn, ""),
                    .count = static_cast<std::uint32_t>(1 + dice.below(5)),
                    .spacing = Duration(static_cast<std::int64_t>(dice.below(20'000'000))),
                    .addresses = static_cast<std::uint32_t>(1 + dice.below(3))};
}

Run random_run(std::uint64_t seed) {
  SavedSession untouched;
  untouched.script = script;
  untouched.seed = seed;
  untouched.branches.emplace_back();
  untouched.playhead.at = world_start;
  auto replayed = replay(untouched, "test");
  REQUIRE_MESSAGE(replayed.has_value(), replayed.error().what);
  Run run{std::move(replayed->branches), seed};
  Random dice(seed);
  for (int i = 0; i < 40; ++i) {
    Branches& branches = run.branches;
    switch (dice.below(8)) {
      case 0:
        branches.undo();
        break;
      case 1:
        branches.redo();
        break;
      case 2:
        branches.select({static_cast<std::uint32_t>(dice.below(branches.count()))});
        break;
      case 3: {
        const auto steps = static_cast<StepIndex>(dice.below(branches.timeline().size() + 1));
        branches.fork(steps, branches.timeline().time_of(steps));
        break;
      }
      default: {
        const Timeline& timeline = branches.timeline();
        const bool in_the_past = dice.below(4) == 0;
        const auto steps =
            in_the_past ? static_cast<StepIndex>(dice.below(timeline.size() + 1)) : timeline.size();
        const World there = timeline.at(steps);
        const Instant at = steps == timeline.size() ? random_moment(dice, there) : there.now;
        branches.act(steps, at, random_deed(dice, timeline));
      }
    }
    for (std::uint64_t more = dice.below(12); more > 0; --more) branches.timeline().advance();
  }
  return run;
}

SavedSession saved(const Run& run) {
  SavedSession session;
  session.title = "a \"storm\"\n";
  session.seed = run.seed;
  session.script = script;
  session.hosts = host_names(run.branches.timeline().edge());
  session.branches = saved_branches(run.branches);
  const BranchId current = run.branches.current();
  const Timeline& timeline = run.branches.timeline();
  session.playhead = {.branch = current, .steps = timeline.size(), .at = timeline.edge().now};
  if (timeline.size() > 3)
    session.bookmarks.push_back({.branch = current, .steps = 3, .at = timeline.time_of(3)});
  return session;
}

std::string why_not(const std::string& text, ReplayLimits limits = {}) {
  const auto read = read_session(text, "x.synscope");
  if (!read) return read.error().where + ": " + read.error().what;
  const auto replayed = replay(*read, "x.synscope", limits);
  return replayed ? "" : replayed.error().where + ": " + replayed.error().what;
}

std::string replaced(std::string text, std::string_view old, std::string_view with) {
  const std::size_t at = text.find(old);
  REQUIRE(at != std::string::npos);
  return text.replace(at, old.size(), with);
}

}  // namespace

TEST_SUITE("session_file") {
  TEST_CASE("a session written by hand is read, played and written the same") {
    const auto read = read_session(example, "test");
    REQUIRE_MESSAGE(read.has_value(), read.error().where << " " << read.error().what);
    CHECK(session_text(*read) == example);
    const auto replayed = replay(*read, "test");
    REQUIRE_MESSAGE(replayed.has_value(), replayed.error().where << " " << replayed.error().what);
    CHECK(replayed->branches.count() == 2);
    CHECK(replayed->branches.current() == BranchId{1});
    CHECK(replayed->branches[{0}].timeline.commands().size() == 1);
    CHECK(replayed->branches[{1}].redo.size() == 1);
    CHECK(replayed->scenario.id == "lost");
  }

  TEST_CASE("saved, opened and saved again the bytes are the same, and so are all worlds") {
    std::array<int, std::variant_size_v<Command>> met{};
    std::size_t undone = 0, most = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      CAPTURE(seed);
      Run run = random_run(seed);
      const std::string text = session_text(saved(run));
      const auto read = read_session(text, "test");
      REQUIRE_MESSAGE(read.has_value(), read.error().where << " " << read.error().what);
      auto again = replay(*read, "test");
      REQUIRE_MESSAGE(again.has_value(), again.error().where << " " << again.error().what);
      REQUIRE(again->branches.count() == run.branches.count());
      for (std::uint32_t i = 0; i < run.branches.count(); ++i) {
        const Timeline& was = run.branches[{i}].timeline;
        const Timeline& is = again->branches[{i}].timeline;
        REQUIRE(is.size() == was.size());
        CHECK(fingerprint(is.edge(), is.bytes()) == fingerprint(was.edge(), was.bytes()));
        for (const StepIndex step : was.commands()) ++met[was.step(step).command->index()];
        undone += run.branches[{i}].redo.size();
      }
      SavedSession resaved = *read;
      resaved.branches = saved_branches(again->branches);
      CHECK(session_text(resaved) == text);
      // What was taken back can be put again, on both.
      while (run.branches.redo()) REQUIRE(again->branches.redo().has_value());
      CHECK(fingerprint(again->branches.timeline().edge(), again->branches.timeline().bytes()) ==
            fingerprint(run.branches.timeline().edge(), run.branches.timeline().bytes()));
      most = std::max(most, run.branches.count());
    }
    for (const int times : met) CHECK(times > 0);
    CHECK(undone > 5);
    CHECK(most > 5);
  }

  TEST_CASE("a branch whose parent has changed since keeps its own past") {
    const std::string text = replaced(example, "at 125ms after 4 packet 3 drop\n  computed 5",
                                      "at 60ms after 3 crash client\n  computed 4");
    const auto read = read_session(text, "test");
    REQUIRE(read.has_value());
    const auto replayed = replay(*read, "test");
    REQUIRE_MESSAGE(replayed.has_value(), replayed.error().where << " " << replayed.error().what);
    CHECK(replayed->branches[{1}].timeline.commands().empty());
    CHECK(replayed->branches[{1}].timeline.size() == 4);
  }

  TEST_CASE("a mistake is named with file, line and column") {
    const std::tuple<const char*, const char*, const char*> rows[] = {
        {"synscope-session 3", "synscope 1", "x.synscope:1:1: found `synscope`"},
        {"synscope-session 3", "synscope-session 9", "newer version; this is 3"},
        {"seed 7", "seed seven", "x.synscope:2:22: found `seven`"},
        {"| id lost", "| ident lost", "x.synscope:4:3: found `ident`"},
        {"branch A", "branch C", "x.synscope:13:8: "},
        {"packet 3 drop", "packet 3 drip", "did you mean `drop`"},
        {"packet 3 drop", "packet 3 drop twice", "x.synscope:14:34: "},
        {"after 4 packet 3 drop", "after 400 packet 3 drop", "nothing happens any more"},
        {"at 125ms after 4 packet 3 drop", "at 1h after 4 packet 3 drop",
         "x.synscope:14:1: after 4 steps time goes from"},
        {"computed 5", "computed 4", "x.synscope:13:1: found 4 steps, but 5 have already"},
        {"from A at 125ms after 4", "from A at 125ms after 5", "x.synscope:17:1: "},
        {"from A at", "from B at", "a branch that has been described"},
        {"undone at", "undone refused at", "this was not refused"},
        {"bookmark A at 10ms", "bookmark A at 10min", "x.synscope:23:1: there is no such place"},
        {"facts 1", "facts 99", "x.synscope:24:1: there is no such place"},
        {"name \"client", "name client \"", "x.synscope:18:8: found `client`"},
        {"  computed 4\n", "", "expected `computed` first"},
        {"end\n", "", "the last one `end`"},
        {"end\n", "end\nmore\n", "behind the end"},
    };
    for (const auto& [old, with, expected] : rows) {
      const std::string found = why_not(replaced(example, old, with));
      CHECK_MESSAGE(found.find(expected) != std::string::npos, std::string(with)
                                                                   << " -> " << found);
    }
  }

  TEST_CASE("of a newer format what is understood is read, and the rest is named by line") {
    const std::string newer = replaced(example, "session 3", "session 9");
    const auto read = [](const std::string& text) {
      auto session = read_session(text, "x.synscope", NewerFormat::in_part);
      REQUIRE_MESSAGE(session.has_value(), session.error().where << " " << session.error().what);
      const auto replayed = replay(*session, "x.synscope");
      REQUIRE_MESSAGE(replayed.has_value(), replayed.error().where << " " << replayed.error().what);
      return *std::move(session);
    };
    CHECK(read(newer).left_out.empty());
    CHECK(session_text(read(newer)) == example);
    CHECK(read(newer).branches[1].name == "client \"waits\"");

    const SavedSession added =
        read(replaced(replaced(newer, "  computed 5", "  mood bright\n  computed 5"), "end\n",
                      "sealed by nobody\nend\n"));
    CHECK(added.left_out == std::vector<std::uint32_t>{15, 26});
    CHECK(session_text(added) == example);
  }

  TEST_CASE("a deed of a newer format that is not understood ends its branch before it") {
    const std::string newer = replaced(example, "session 3", "session 9");
    for (const char* deed : {"packet 3 melt", "packet 3 drop softly"}) {
      auto cut = read_session(replaced(newer, "packet 3 drop", deed), "x", NewerFormat::in_part);
      REQUIRE(cut.has_value());
      CHECK(cut->left_out == std::vector<std::uint32_t>{14});
      CHECK(cut->branches[0].deeds.empty());
      CHECK(cut->branches[0].computed == 4);
      CHECK(cut->branches[1].undone.size() == 1);
      CHECK(replay(*cut, "x").has_value());
    }
    auto cut =
        read_session(replaced(replaced(newer, "packet 3 drop", "packet 3 melt"),
                              "playhead B at 50ms after 2 facts 1", "playhead A at 1s after 5"),
                     "x", NewerFormat::in_part);
    REQUIRE(cut.has_value());
    CHECK(cut->playhead.steps == 4);
    CHECK(cut->playhead.at == world_start + std::chrono::milliseconds(125));
    CHECK(replay(*cut, "x").has_value());
    auto undone =
        read_session(replaced(newer, "packet 3 delay", "packet 3 melt"), "x", NewerFormat::in_part);
    REQUIRE(undone.has_value());
    CHECK(undone->branches[1].undone.empty());
  }

  TEST_CASE("a newer format that makes no sense to us is refused with its line") {
    const std::string newer = replaced(example, "session 3", "session 9");
    const std::pair<const char*, const char*> rows[] = {
        {"seed 7", "x.synscope:2:17"},
        {"| id lost", "x.synscope:4:3"},
        {"at 125ms after 4 packet", "x.synscope:14"},
        {"computed 5", "x.synscope:15"}};
    const char* const with[] = {"dice 7", "| ident lost", "at noon after 4 packet",
                                "computed five"};
    for (std::size_t i = 0; i < std::size(rows); ++i) {
      const auto read =
          read_session(replaced(newer, rows[i].first, with[i]), "x.synscope", NewerFormat::in_part);
      REQUIRE_FALSE(read.has_value());
      CHECK_MESSAGE(read.error().where.starts_with(rows[i].second), read.error().where);
    }
  }

  TEST_CASE("sessions of the format before names of branches still open") {
    std::string old = replaced(example, "session 3", "session 1");
    old = replaced(old, "  name \"client \\\"waits\\\"\"\n  deleted\n", "");
    CHECK(why_not(old) == "");
  }

  TEST_CASE("the format is known without reading further") {
    CHECK(format_of_session(example) == 3);
    CHECK(format_of_session("synscope-session 12\nwhatever") == 12);
    CHECK(format_of_session("script 1\n") == std::nullopt);
    CHECK(format_of_session("") == std::nullopt);
  }

  TEST_CASE("comments and empty lines are allowed between statements") {
    CHECK(why_not(replaced(example, "branch A", "# what I wanted to see\n\nbranch A  # main")) ==
          "");
  }

  TEST_CASE("a file cut off anywhere is refused") {
    const std::string whole = example;
    for (std::size_t length = 0; length + 1 < whole.size(); ++length)
      CHECK_MESSAGE(!why_not(whole.substr(0, length)).empty(), length);
    CHECK(why_not(whole.substr(0, whole.size() - 1)) == "");  // only the last line break
  }

  TEST_CASE("a file that asks for too much is refused") {
    CHECK(why_not(example, {.steps = 3}).find("more steps") != std::string::npos);
  }

  TEST_CASE("a damaged file is refused or opens, and never breaks anything") {
    constexpr ReplayLimits limits{.steps = 2'000};
    int opened = 0, refused = 0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
      const std::string text = seed % 3 == 0 ? example : session_text(saved(random_run(seed)));
      const std::size_t script_end = text.find("\nbranch");
      Random dice(seed);
      for (int i = 0; i < 250; ++i) {
        std::string damaged = text;
        for (std::uint64_t hits = 1 + dice.below(3); hits > 0; --hits) {
          const bool in_script = dice.below(5) == 0;
          const std::size_t at = in_script ? dice.below(script_end)
                                           : script_end + dice.below(damaged.size() - script_end);
          constexpr std::string_view letters = "0123456789 \n\"=-|ABabms\xFF";
          const char with = letters[dice.below(letters.size())];
          if (dice.below(3) == 0)
            damaged.erase(at, 1 + dice.below(8));
          else if (dice.below(2) == 0)
            damaged.insert(at, 1, with);
          else
            damaged[std::min(at, damaged.size() - 1)] = with;
        }
        CAPTURE(damaged);
        ++(why_not(damaged, limits).empty() ? opened : refused);
      }
    }
    CHECK(opened > 20);
    CHECK(refused > 200);
  }
}
