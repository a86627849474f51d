#include "app/session/phrases.hpp"

#include <doctest/doctest.h>

#include "app/scene/narration.hpp"
#include "app/ui/strings.hpp"
#include "tests/app/session/two_hosts.hpp"
#include "tests/support/source_dir.hpp"

using namespace two_hosts;

namespace {

// One of every kind.
std::vector<engine::Command> every_command() {
  const engine::PacketId packet{1};
  std::vector<engine::Command> all;
  for (const engine::WireAction& action : std::initializer_list<engine::WireAction>{
           engine::DropIt{}, engine::DelayIt{5ms}, engine::HoldIt{}, engine::DuplicateIt{},
           engine::EditIt{}, engine::CorruptIt{}, engine::SwapIt{}})
    all.push_back(engine::OnPacket{packet, action});
  all.push_back(engine::DoCall{client, {}, engine::Close{}});
  all.push_back(engine::Release{packet});
  all.push_back(engine::DeliverNow{packet});
  all.push_back(engine::Forge{client, server, {}});
  all.push_back(engine::ForgeBurst{client, server, {}, 3, 1ms, 1});
  all.push_back(engine::ArmImpairment{});
  all.push_back(engine::DisarmImpairment{});
  all.push_back(engine::SwitchImpairment{{1}, true});
  all.push_back(engine::SwitchImpairment{{1}, false});
  all.push_back(engine::SetLink{client, server, {}});
  all.push_back(engine::SetConfig{client, {}});
  all.push_back(engine::SetProgram{client, {}, {}});
  all.push_back(engine::Crash{server});
  all.push_back(engine::Reboot{server});
  all.push_back(engine::Attack{client, engine::Storm{}});
  all.push_back(engine::CeaseFire{client});
  all.push_back(engine::Visit{client, {}, 1s, 3});
  all.push_back(engine::EndVisits{client});
  return all;
}

bool gives(const scene::Phrase& phrase, const std::string& name) {
  for (const auto& [key, value] : phrase.values)
    if (key == name) return true;
  return false;
}

}  // namespace

TEST_SUITE("session: sentences") {
  TEST_CASE("every command has its sentences, and every gap in them is filled") {
    const auto strings = app::ui::Strings::load(support::source_dir() + "/assets/strings");
    REQUIRE(strings);
    app::Session s = session();
    seek(s, 200ms);
    for (const engine::Command& command : every_command())
      for (const std::string_view prefix : {"done", "undone", "redone"})
        for (const app::Language language : {app::Language::en, app::Language::zh}) {
          const bool has_result = std::holds_alternative<engine::DoCall>(command);
          if (has_result && prefix == "done") continue;  // see the next sentence
          const scene::Phrase phrase = app::command_phrase(prefix, command, s.timeline());
          CAPTURE(phrase.key);
          REQUIRE(strings->has(language, phrase.key));
          const std::string pattern = strings->text(language, phrase.key);
          for (const std::string& gap : app::ui::placeholders(pattern)) {
            CAPTURE(gap);
            CHECK(gives(phrase, gap));
          }
        }
  }
  TEST_CASE("the sentence of a call says what came of it, and every gap in it is filled") {
    const auto strings = app::ui::Strings::load(support::source_dir() + "/assets/strings");
    REQUIRE(strings);
    app::Session s = session();
    seek(s, 200ms);
    for (const engine::Call& call : {engine::Call{engine::SendText{"hello"}}, {engine::Read{}}}) {
      s.apply(app::Do{engine::DoCall{client, {}, call}});
      const scene::Phrase& phrase = s.toasts().back().text;
      CAPTURE(phrase.key);
      CHECK(phrase.key.starts_with("done.call."));
      for (const app::Language language : {app::Language::en, app::Language::zh})
        for (const std::string& gap : app::ui::placeholders(strings->text(language, phrase.key)))
          CHECK(gives(phrase, gap));
    }
  }
  TEST_CASE("a packet is named by number, flags and direction") {
    app::Session s = session();
    seek(s, 200ms);
    const app::PhraseValues values = app::packet_values(s.timeline(), {2});
    CHECK(values[0].second == scene::PhraseValue(std::int64_t{2}));
    CHECK(values[1].second == scene::PhraseValue(std::string("SYN ACK")));
    CHECK(values[2].second == scene::host_name(s.timeline(), server));
    CHECK(values[3].second == scene::host_name(s.timeline(), client));
  }
}
