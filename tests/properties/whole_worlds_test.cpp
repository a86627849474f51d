// Properties of whole worlds: whatever the wire does, whatever the programs do, with any settings,
// these sentences hold. rapidcheck makes plans, and a plan that breaks one smaller and smaller.
// RC_PARAMS="max_success=20000" tries longer, RC_PARAMS="seed=..." the same again.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "tests/support/trial.hpp"

using namespace engine::test;

namespace engine::test {

void showValue(const Plan& plan, std::ostream& out) { out << words_of(plan); }

}  // namespace engine::test

namespace {

template <class T>
rc::Gen<T> any(T most) {
  return rc::gen::cast<T>(rc::gen::inRange<int>(0, static_cast<int>(most) + 1));
}

rc::Gen<Fate> any_fate() {
  return rc::gen::build<Fate>(
      rc::gen::set(&Fate::mishap, rc::gen::weightedElement<Mishap>({{4, Mishap::lost},
                                                                    {1, Mishap::twice},
                                                                    {1, Mishap::late},
                                                                    {3, Mishap::overtaken},
                                                                    {1, Mishap::corrupt}})),
      rc::gen::set(&Fate::amount, any<std::uint8_t>(255)),
      rc::gen::set(&Fate::courage, any<std::uint8_t>(255)));
}

rc::Gen<PlannedHost> any_host() {
  return rc::gen::build<PlannedHost>(
      rc::gen::set(&PlannedHost::knobs, rc::gen::resize(100, rc::gen::arbitrary<std::uint32_t>())),
      rc::gen::set(&PlannedHost::program, rc::gen::weightedElement<std::uint8_t>(
                                              {{2, 0}, {2, 1}, {2, 2}, {4, 3}, {2, 4}, {1, 5}})),
      rc::gen::set(&PlannedHost::amount, any<std::uint16_t>(20'000)),
      rc::gen::set(&PlannedHost::numbers, any<std::uint8_t>(5)),
      rc::gen::set(&PlannedHost::retries,
                   rc::gen::weightedElement<std::uint8_t>({{3, 0}, {1, 3}, {1, 8}})));
}

rc::Gen<PlannedAct> any_act() {
  return rc::gen::build<PlannedAct>(
      rc::gen::set(&PlannedAct::act, rc::gen::weightedElement<Act>({{6, Act::send},
                                                                    {4, Act::read},
                                                                    {2, Act::shutdown},
                                                                    {2, Act::close},
                                                                    {1, Act::abort},
                                                                    {1, Act::crash},
                                                                    {3, Act::connect}})),
      rc::gen::set(&PlannedAct::by_server, rc::gen::arbitrary<bool>()),
      rc::gen::set(&PlannedAct::at_ms, any<std::uint16_t>(15'000)),
      rc::gen::set(&PlannedAct::amount, any<std::uint16_t>(5'000)));
}

rc::Gen<Plan> any_plan() {
  return rc::gen::build<Plan>(
      rc::gen::set(&Plan::hosts, rc::gen::map(rc::gen::pair(any_host(), any_host()),
                                              [](const std::pair<PlannedHost, PlannedHost>& two) {
                                                return std::array{two.first, two.second};
                                              })),
      rc::gen::set(&Plan::both_open, rc::gen::weightedElement<bool>({{7, false}, {1, true}})),
      rc::gen::set(&Plan::latency, any<std::uint8_t>(2)),
      rc::gen::set(&Plan::badness, any<std::uint8_t>(255)),
      rc::gen::set(&Plan::fates,
                   rc::gen::scale(2.0, rc::gen::container<std::vector<Fate>>(any_fate()))),
      rc::gen::set(&Plan::acts,
                   rc::gen::scale(0.1, rc::gen::container<std::vector<PlannedAct>>(any_act()))));
}

// The sentence that names the property is the test's; here the plans are made and tried.
bool always(const char* sentence, Property property) {
  return rc::check(sentence, [property] {
    const Plan plan = *any_plan();
    Trial trial(plan);
    RC_TAG(trial.delivered() > 0 ? "data was read" : "no data was read");
    if (const auto what = trial.broken(property)) RC_FAIL(*what);
  });
}

}  // namespace

TEST_SUITE("whole worlds") {
  TEST_CASE("what is read is what was written, in order and once") {
    CHECK(always("what is read is a prefix of what was written", Property::prefix));
  }

  TEST_CASE("sequence numbers keep their order at every step") {
    CHECK(always("the numbers of RFC 9293 3.4 are in order", Property::numbers));
  }

  TEST_CASE("once the wire has healed both ends finish or their programs know why not") {
    CHECK(always("both ends finish", Property::ending));
  }

  TEST_CASE("two ends in TIME-WAIT fall silent") {
    CHECK(always("TIME-WAIT is silent", Property::silence));
  }

  TEST_CASE("no second has a storm of packets") {
    CHECK(always("there is no storm", Property::calm));
  }
}
