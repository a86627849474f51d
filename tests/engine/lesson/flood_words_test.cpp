// What lessons about floods say: queues, clients that keep trying, rates, and what is supposed.
#include "engine/lesson/lesson_player.hpp"
#include "engine/lesson/lesson_world.hpp"
#include "engine/lesson/question.hpp"
#include "tests/engine/lesson/scripts.hpp"

namespace engine {
namespace {

const std::string flooded =
    "script 2\n"
    "id test\ntitle title\nabout about\n"
    "host client 10.0.0.1 profile teaching iss 1000\n"
    "host server 10.0.0.2 profile teaching iss 5000\n"
    "host mallory 10.0.0.66\n"
    "attacker mallory blind\n"
    "set server syn_backlog 4\n"
    "at 0 server listen 80\n"
    "at 1s attack mallory flood server:80 from 203.0.113.0/24 count 9 every 100ms\n"
    "condition three server queue syn >= 3\n"
    "condition full server queue syn = server.syn_backlog\n"
    "condition open server is ESTABLISHED\n";

Watch watch_at(const Scenario& scenario, const Timeline& timeline, Instant at) {
  return {.scenario = &scenario,
          .timeline = &timeline,
          .upto = timeline.steps_until(at),
          .now = at,
          .beat_began = {},
          .drawn = {}};
}

const Command& deed(const Scenario& scenario, std::size_t entry) {
  return std::get<Command>(scenario.entries[entry].deed);
}

Quantity rate(const std::string& typed) {
  const auto read = read_quantity(typed, AnswerUnit::per_second);
  REQUIRE_MESSAGE(read.has_value(), typed);
  return *read;
}

}  // namespace

TEST_SUITE("engine/lesson: floods") {
  TEST_CASE("a queue holds so many from the step that brought it there") {
    const Scenario scenario = parsed(flooded);
    auto prepared = prepare(scenario, "test");
    Timeline timeline(std::move(prepared->start), std::move(prepared->bytes));
    timeline.advance_to(Instant{3s});
    constexpr ConditionId three{0}, full{1};
    CHECK_FALSE(holds(three, watch_at(scenario, timeline, Instant{1200ms})));
    CHECK(holds(three, watch_at(scenario, timeline, Instant{1250ms})));
    CHECK_FALSE(holds(full, watch_at(scenario, timeline, Instant{1250ms})));
    const auto spans = spans_of(full, watch_at(scenario, timeline, Instant{3s}));
    REQUIRE(spans.size() == 1);
    CHECK(spans[0].begins == Instant{1350ms});
    CHECK(spans[0].is_open());
  }

  TEST_CASE("a queue that empties ends what held") {
    const Scenario scenario = parsed(flooded);
    auto prepared = prepare(scenario, "test");
    Timeline timeline(std::move(prepared->start), std::move(prepared->bytes));
    timeline.advance_to(Instant{70s});
    CHECK_FALSE(holds(ConditionId{1}, watch_at(scenario, timeline, Instant{70s})));
  }

  TEST_CASE("what happened on another branch counts where any branch does") {
    const Scenario scenario = parsed(flooded +
                                     "condition here server queue syn >= 1\n"
                                     "condition anywhere on-any-branch server queue syn >= 1\n"
                                     "condition with-another all anywhere\n");
    auto prepared = prepare(scenario, "test");
    Branches branches(Timeline(std::move(prepared->start), std::move(prepared->bytes)));
    branches.timeline().advance_to(Instant{500ms});
    const StepIndex early = branches.timeline().size();
    branches.timeline().advance_to(Instant{2s});
    branches.select(branches.fork(early, Instant{500ms}));
    Watch watch = watch_at(scenario, branches.timeline(), Instant{500ms});
    watch.branches = &branches;
    CHECK_FALSE(holds(ConditionId{3}, watch));
    CHECK(holds(ConditionId{4}, watch));
    CHECK(holds(ConditionId{5}, watch));
  }

  TEST_CASE("what is supposed happens in the hidden copy, and only there") {
    const Scenario scenario = parsed(flooded +
                                     "beat say one\n"
                                     "beat predict two\n"
                                     "condition in client is ESTABLISHED\n"
                                     "condition later time 5s\n"
                                     "ask choice\n"
                                     "suppose after 0s client connect server:80\n"
                                     "option yes when in\n"
                                     "option no wrong\n"
                                     "observe later\n");
    LessonPlayer player(scenario, 1);
    player.give(Next{});
    player.give(Next{});
    CHECK(player.right_answer(0).picks == std::vector<std::uint32_t>{0});
    CHECK(player.timeline().size() == 0);
  }

  TEST_CASE("what is supposed of a fresh start begins there") {
    const Scenario scenario = parsed(flooded +
                                     "beat run one\n"
                                     "until full\n"
                                     "beat check two\n"
                                     "condition kept-out never open\n"
                                     "condition in client is ESTABLISHED\n"
                                     "condition soon time 500ms\n"
                                     "ask choice\n"
                                     "suppose fresh\n"
                                     "suppose at 100ms client connect server:80\n"
                                     "option yes when in\n"
                                     "option no when kept-out\n"
                                     "observe soon\n");
    LessonPlayer player(scenario, 1);
    player.give(Next{});
    player.give(Next{});
    CHECK(player.right_answer(0).picks == std::vector<std::uint32_t>{0});
  }

  TEST_CASE("going back in a task keeps what the lesson did at its beginning") {
    const Scenario scenario = parsed(flooded +
                                     "beat do one\n"
                                     "condition in client becomes ESTABLISHED\n"
                                     "condition drawn value server.syn_backlog > 4\n"
                                     "deed after 0s client visit server:80 every 1s times 3\n"
                                     "success done when in\n"
                                     "fail lost when drawn\n"
                                     "solution after 0s server set syn_ack_retries 3\n"
                                     "mishap lost after 0s server set syn_backlog 9\n");
    LessonPlayer player(scenario, 1);
    player.give(Next{});
    CHECK(player.go_wrong(player.beat().task.mishaps[0]));
    player.give(Rewind{});
    CHECK(player.solve());
  }

  TEST_CASE("a client keeps trying until it is stopped") {
    const Scenario scenario = parsed(
        two_hosts + "at 1s client visit server:80 every 2s times 3\nat 2s client visit stop\n");
    const auto& visit = std::get<Visit>(deed(scenario, 0));
    CHECK(visit == Visit{{0}, {.remote = {ipv4(10, 0, 0, 2), 80}}, 2s, 3});
    CHECK(std::get<EndVisits>(deed(scenario, 1)) == EndVisits{{0}});
  }

  TEST_CASE("several knobs are set at once") {
    const Scenario scenario =
        parsed(two_hosts + "at 1s server set syn_backlog 64 syn_ack_retries 2 syn_cookies on\n");
    const TcpConfig& config = std::get<SetConfig>(deed(scenario, 0)).config;
    CHECK(config.syn_backlog == 64);
    CHECK(config.syn_ack_retries == 2);
    CHECK(config.syn_cookies == SynCookies::on);
  }

  TEST_CASE("a rule may act on what is sent for the first time, or again") {
    const Scenario scenario = parsed(two_hosts +
                                     "rule first drop server -> client exactly SYN,ACK fresh\n"
                                     "rule second drop server -> client again always\n");
    CHECK(scenario.rules[0].match.again == false);
    CHECK(scenario.rules[1].match.again == true);
    CHECK(scenario.rules[1].unlimited);
  }

  TEST_CASE("a rate may be given as so many in so long") {
    CHECK(rate("0.125").nano == 125'000'000);
    CHECK(rate("1/8") == rate("0.125"));
    CHECK(rate("1 per 8 s") == rate("0.125"));
    CHECK(rate(" 8 / 64s ") == rate("0.125"));
    CHECK_FALSE(read_quantity("1/0", AnswerUnit::per_second).has_value());
    CHECK_FALSE(read_quantity("1/8", AnswerUnit::number).has_value());
  }
}

}  // namespace engine
