// The caption of a lecture: at most two lines of what has just happened, the number of the moment,
// and whether time runs.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/panels/lecture.hpp"
#include "app/panels/presentation.hpp"
#include "app/scene/told.hpp"

namespace app::panels {
namespace {

using ui::Rect;
using ui::TextRole;

constexpr std::size_t most_lines = 2;

bool fits(const Frame& frame, const std::string& words, float width) {
  const float lines = static_cast<float>(most_lines) + 0.1f;
  return frame.ui.text_height(words, width, TextRole::caption) <=
         lines * frame.ui.fonts().line_height(TextRole::caption);
}

std::string joined(const Frame& frame, const std::vector<scene::Told>& sentences) {
  std::string all;
  for (const scene::Told& sentence : sentences) {
    const std::string words = capitalized(frame.ui.say(sentence.words));
    all = all.empty() ? words : frame.ui.say("told.join", {{"a", all}, {"b", words}});
  }
  return all;
}

// With the blanks that follow them, so that they can be put together again.
std::vector<std::string> sentences_of(const std::string& text) {
  constexpr std::array<std::string_view, 6> ends{". ", "? ", "! ", "\n", "。", "？"};
  std::vector<std::string> sentences(1);
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = std::string_view(text).substr(i);
    const auto end = std::ranges::find_if(ends, [&](auto e) { return rest.starts_with(e); });
    const std::size_t length = end == ends.end() ? 1 : end->size();
    sentences.back() += rest.substr(0, length);
    i += length;
    if (end != ends.end() && i < text.size()) sentences.emplace_back();
  }
  return sentences;
}

// As many sentences as two lines hold; the lightest are left out first, of them the last.
std::string what_happened(const Frame& frame, float width) {
  const Session& session = frame.session;
  auto sentences = scene::told(session.timeline(), session.index(), session.playhead(),
                               session.settings().numbers, session.seen_from());
  while (sentences.size() > 1 && !fits(frame, joined(frame, sentences), width)) {
    const auto lightest =
        std::ranges::min_element(sentences.rbegin(), sentences.rend(), {}, &scene::Told::weight);
    sentences.erase(std::next(lightest).base());
  }
  return joined(frame, sentences);
}

// Before anything has happened: what this is about.
std::string what_it_is(const Frame& frame, const Library& library, float width) {
  const ScenarioCard* open = library.find(library.open);
  if (!open) return frame.session.title();
  const Language language = frame.ui.language();
  const std::string& text = open->text(language);
  return fits(frame, text, width) && !text.empty() ? text : open->title(language);
}

// What is read out, cut where two lines are full; sentences stay whole where they can.
std::vector<std::string> pages_of(const Frame& frame, const Lecture& lecture, float width) {
  std::vector<std::string> captions = lecture.captions;
  if (!lecture.answer.empty()) {  // with why it is right on the same page
    const std::string answer = frame.ui.say("lecture.answer_was", {{"answer", lecture.answer}});
    if (captions.empty()) captions.emplace_back();
    captions[0] = frame.ui.say("told.join", {{"a", answer}, {"b", captions[0]}});
  }
  std::vector<std::string> pages;
  for (const std::string& caption : captions) {
    std::string page;
    for (const std::string& sentence : sentences_of(caption)) {
      if (!page.empty() && !fits(frame, page + sentence, width))
        pages.push_back(std::exchange(page, {}));
      page += sentence;
    }
    if (!page.empty()) pages.push_back(page);
  }
  return pages;
}

// Two lines of a lesson; the page goes back to the first when something else is read out.
std::string page_of(const Frame& frame, const Lecture& lecture, PresentationView& view,
                    float width) {
  const std::vector<std::string> pages = pages_of(frame, lecture, width);
  std::string whole = std::to_string(lecture.beat) + lecture.answer;
  for (const std::string& caption : lecture.captions) whole += caption;
  if (whole != view.paged) view.page = 0;
  view.paged = std::move(whole);
  view.pages = std::max<std::size_t>(pages.size(), 1);
  return pages.empty() ? std::string() : pages[std::min(view.page, pages.size() - 1)];
}

// Which beat this is, else which moment of the segments, and what time does.
void draw_side(const Frame& frame, const std::optional<Lecture>& lecture,
               const PresentationView& view, Rect rest) {
  ui::Ui& ui = frame.ui;
  const Session& session = frame.session;
  const float side = of_height(frame, 0.04f);
  const Rect icon = ui::take_right(rest, side);
  const bool runs = session.playing() || session.animating();
  ui.canvas().icon({icon.x, icon.centre().y - side / 2, side, side},
                   runs ? ui::Icon::play : ui::Icon::pause, ui.theme().ink);
  ui.note_text(runs ? "lecture.plays" : "lecture.paused", "", icon);
  ui::take_right(rest, side / 2);
  const auto steps = session.index().segment_steps();
  const auto passed = std::ranges::lower_bound(steps, session.playhead().steps) - steps.begin();
  const std::string words =
      lecture ? std::to_string(lecture->beat) + "/" + std::to_string(lecture->beats)
              : std::to_string(passed);
  ui.text("lecture.moment", rest, words, {.role = TextRole::number, .align = ui::Align::right});
  if (!lecture || view.page + 1 >= view.pages) return;
  const Rect more{rest.x, rest.centre().y - side / 2, side, side};  // the caption goes on
  ui.canvas().icon(ui::inset(more, side * 0.15f), ui::Icon::chevron_right, ui.theme().ink);
}

}  // namespace

std::optional<Lecture> lecture_of(const Frame& frame, const PresentationView& view) {
  std::optional<std::uint32_t> looked_at;
  const GuidedLesson* const lesson = frame.session.lesson();
  if (lesson && view.looked_at && view.looked_at->first == lesson->state.beat)
    looked_at = view.looked_at->second;
  return lecture(frame.session, frame.ui.language(), looked_at);
}

void turn_page(const Frame& frame, PresentationView& view, int direction) {
  const bool inside = direction > 0 ? view.page + 1 < view.pages : view.page > 0;
  const bool runs = frame.session.playing();
  if (inside && !runs) {
    direction > 0 ? ++view.page : --view.page;
    return;
  }
  const std::optional<Lecture> told = lecture_of(frame, view);
  view.looked_at.reset();
  if (direction > 0 && told && told->question) {
    if (told->question->answered && !told->question->last) return;  // the next one has its turn
    view.looked_at = {told->beat - 1, told->question->number};
  }
  frame.wish(Learn{direction > 0 ? LessonStep::reveal : LessonStep::back});
}

void draw_presented_caption(const Frame& frame, const Library& library,
                            const std::optional<Lecture>& lecture, PresentationView& view) {
  ui::Ui& ui = frame.ui;
  const Rect bar = frame.layout.caption;
  const ui::Area area(ui, "lecture.caption.bar", bar, {.background = false});
  ui.canvas().fill(bar, ui.theme().raised);
  ui.canvas().fill({bar.x, bar.y, bar.w, lecture_stroke(frame)}, ui.theme().ink);
  const float left = frame.layout.client.x;
  Rect words{left, bar.y, frame.layout.caption_side.x - left, bar.h};
  std::string caption;
  if (lecture) caption = page_of(frame, *lecture, view, words.w);
  if (lecture && lecture->demonstrated)
    caption = caption.empty()
                  ? ui.say("told.demonstrated")
                  : ui.say("told.join", {{"a", ui.say("told.demonstrated")}, {"b", caption}});
  if (caption.empty() && !(lecture && lecture->question)) caption = what_happened(frame, words.w);
  if (caption.empty() && !lecture) caption = what_it_is(frame, library, words.w);
  draw_side(frame, lecture, view, frame.layout.caption_side);
  const float height = ui.text_height(caption, words.w, TextRole::caption);
  words = {words.x, words.centre().y - height / 2, words.w, height};
  if (!caption.empty()) ui.text("lecture.caption", words, caption, {.wrap = true});
}

}  // namespace app::panels
