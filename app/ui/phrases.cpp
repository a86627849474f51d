#include "app/ui/phrases.hpp"

#include "app/ui/numbers.hpp"

namespace app::ui {
namespace {

struct ToText {
  const Strings& strings;
  Language language;

  std::string operator()(std::int64_t number) const { return grouped(number); }
  std::string operator()(const std::string& verbatim) const { return verbatim; }
  std::string operator()(engine::Duration d) const { return short_text(d); }
  std::string operator()(engine::Instant t) const { return clock_text(t); }
  std::string operator()(engine::SeqNum n) const { return grouped(n.raw); }
  std::string operator()(const scene::Word& word) const { return strings.text(language, word.key); }
  std::string operator()(const std::vector<scene::Phrase>& inside) const {
    std::string all;
    for (const scene::Phrase& phrase : inside) all += words(strings, language, phrase);
    return all;
  }
};

}  // namespace

std::string words(const Strings& strings, Language language, const scene::PhraseValue& value) {
  return std::visit(ToText{strings, language}, value);
}

std::string words(const Strings& strings, Language language, const scene::Phrase& phrase) {
  std::vector<Arg> args;
  for (const auto& [name, value] : phrase.values)
    args.emplace_back(name, words(strings, language, value));
  return strings.text(language, phrase.key, args);
}

std::string words(const Strings& strings, Language language, const engine::Saying& saying) {
  if (saying.key.empty()) return saying.text;
  std::vector<Arg> parts;
  for (const engine::Saying& part : saying.parts)
    parts.emplace_back("", words(strings, language, part));
  return strings.text(language, "script." + saying.key, parts);
}

}  // namespace app::ui
