#include "app/panels/lesson_text.hpp"

#include <algorithm>

#include "app/panels/glossary.hpp"
#include "engine/base/invariant.hpp"

namespace app::panels {
namespace {

using ui::Rect;
using ui::RunStyle;
using ui::TextRole;

RunStyle run_style(engine::Ink ink) {
  switch (ink) {
    case engine::Ink::plain:
    case engine::Ink::live:
      return RunStyle::plain;
    case engine::Ink::bold:
    case engine::Ink::emphasis:
      return RunStyle::bold;
    case engine::Ink::code:
    case engine::Ink::chip:
      return RunStyle::code;
    case engine::Ink::term:
      return RunStyle::term;
    case engine::Ink::key:
      return RunStyle::key_cap;
  }
  engine::unreachable("Ink");
}

// States and flags that the glossary knows are terms as well.
ui::TextRun text_run(const engine::InkSpan& span) {
  ui::TextRun run{span.text, run_style(span.ink), {}};
  if (span.ink == engine::Ink::term) run.link = glossary_term(span.detail);
  if (span.ink == engine::Ink::chip) run.link = glossary_term(span.text);
  if (span.ink == engine::Ink::chip && !run.link.empty()) run.style = RunStyle::term;
  return run;
}

// What the live values of a beat's texts depend on.
std::uint64_t stamp_of(const Session& session, std::uint32_t beat) {
  const GuidedLesson& lesson = *session.lesson();
  const bool past = beat != lesson.state.beat && lesson.state.beats[beat].done;
  const scene::Position at = past ? scene::Position{} : session.playhead();
  std::uint64_t stamp = 1'469'598'103'934'665'603ull;
  for (const std::uint64_t part :
       {std::uint64_t{lesson.entered}, std::uint64_t{lesson.version},
        std::uint64_t{lesson.state.beats[beat].attempt}, std::uint64_t{at.steps},
        static_cast<std::uint64_t>(at.at.time_since_epoch().count()),
        std::uint64_t{lesson.state.seed}, past ? 0 : session.revision()})
    stamp = (stamp ^ part) * 1'099'511'628'211ull;
  return stamp;
}

}  // namespace

const LessonTextCache::Known& lesson_text(const Frame& frame, LessonTextCache& cache,
                                          const std::string& key, std::uint32_t beat,
                                          Language language) {
  const Session& session = frame.session;
  if (cache.experiment != session.experiment()) cache.texts.clear();
  cache.experiment = session.experiment();
  LessonTextCache::Known& known = cache.texts[{key, language}];
  const std::uint64_t stamp = stamp_of(session, beat);
  if (known.stamp == stamp) return known;
  known = {.stamp = stamp, .paragraphs = {}, .plain = {}};
  const GuidedLesson& lesson = *session.lesson();
  const engine::View view = session.lesson_view(beat);
  const engine::Watch watch = engine::watch_of_beat(lesson.file.scenario, lesson.state, view, beat);
  const engine::RichText rich =
      engine::words_of(lesson.texts(language), key, lesson.file.scenario, watch);
  for (const engine::Paragraph& paragraph : rich) {
    std::vector<ui::TextRun>& runs = known.paragraphs.emplace_back();
    for (const engine::InkSpan& span : paragraph) runs.push_back(text_run(span));
  }
  known.plain = engine::plain(rich);
  return known;
}

const std::string& plain_lesson_text(const Frame& frame, LessonTextCache& cache,
                                     const std::string& key, std::uint32_t beat) {
  return lesson_text(frame, cache, key, beat, frame.ui.language()).plain;
}

Rect LessonFlow::take(float height) {
  rest_.h = std::max(rest_.h, height);
  return ui::take_top(rest_, height);
}

void LessonFlow::gap(float logical) { take(frame_.ui.px(logical)); }

void LessonFlow::indent(float left, float right) {
  rest_.x += left;
  rest_.w -= left + right;
}

float LessonFlow::lesson_height(const std::string& key, std::uint32_t beat, float width,
                                TextRole role) const {
  const ui::Ui& ui = frame_.ui;
  const auto height = [&](Language language, TextRole of) {
    float sum = 0;
    for (const auto& runs : lesson_text(frame_, cache_, key, beat, language).paragraphs)
      sum += ui.rich_text_height(runs, width, of) + (sum > 0 ? ui.px(6) : 0);
    return sum;
  };
  const float other = ui.bilingual() ? height(ui::other(ui.language()), TextRole::small) : 0;
  return height(ui.language(), role) + other;
}

void LessonFlow::lesson(const std::string& id, const std::string& key, std::uint32_t beat,
                        TextRole role) {
  ui::Ui& ui = frame_.ui;
  const float height = lesson_height(key, beat, rest_.w, role);
  Rect box = take(height);
  if (!drawing_) return;
  const auto draw = [&](Language language, TextRole of, const std::string& suffix) {
    int number = 0;
    for (const auto& runs : lesson_text(frame_, cache_, key, beat, language).paragraphs) {
      if (number++ > 0) box.y += ui.px(6);
      const std::string name = number == 1 ? id : id + "." + std::to_string(number);
      const ui::RichResult done = ui.rich_text(name + suffix, box, runs, of);
      box.y += done.height;
      if (!done.clicked_link.empty()) asked_ = done.clicked_link;
    }
  };
  draw(ui.language(), role, "");
  if (ui.bilingual()) draw(ui::other(ui.language()), TextRole::small, ".other");
}

void LessonFlow::words(const std::string& id, const std::string& words, TextRole role,
                       bool secondary) {
  ui::Ui& ui = frame_.ui;
  const Rect box = take(ui.text_height(words, rest_.w, role));
  if (drawing_) ui.text(id, box, words, {.role = role, .secondary = secondary, .wrap = true});
}

bool LessonFlow::button(const std::string& id, const std::string& label, const ui::Look& look) {
  const Rect box = take(frame_.ui.px(34));
  return drawing_ && frame_.ui.button(id, box, label, look);
}

}  // namespace app::panels
