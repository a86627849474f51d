// What the receiver would do with the forged segment, check by check, tried on a copy of the world
// (ux.md 8); and what no TCP would send in it.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/panels/forge_dialog.hpp"
#include "app/panels/segment_look.hpp"
#include "app/panels/why_look.hpp"

namespace app::panels {
namespace {

using ui::Icon;
using ui::Rect;
using ui::TextRole;

// Worked out again only when the bytes or the moment are others.
const ForgePreview& preview_of(const Frame& frame, ForgeDialogView& view,
                               const scene::ForgeBytes& made) {
  const Session& session = frame.session;
  const engine::Forge forge{view.draft.from, view.draft.to, made.packet};
  const auto& known = view.preview;
  if (known && known->forge == forge && known->branch == session.branch() &&
      known->at == session.playhead())
    return *known;
  const engine::Instant at = std::max(session.playhead().at, session.world().now);
  view.preview = ForgePreview{
      .forge = forge,
      .branch = session.branch(),
      .at = session.playhead(),
      .verdict = scene::forge_verdict(session.world(), session.timeline().bytes(), forge, at)};
  return *view.preview;
}

// One check or consequence with its paragraph; takes its height off `rest`.
void draw_verdict_row(const Frame& frame, const scene::WhyRow& row, std::size_t number,
                      Rect& rest) {
  ui::Ui& ui = frame.ui;
  const std::string id = fmt::format("forge.why.{}", number);
  const std::string words = ui.say(row.words);
  const float mark = ui.px(22), width = rest.w - mark;
  const float height = ui.text_height(words, width, TextRole::small);
  const float place = row.place.empty() ? 0 : ui.fonts().line_height(TextRole::small);
  Rect line{rest.x, rest.y, rest.w, height + place + ui.px(6)};
  rest.y = line.bottom();
  const Rect icon = ui::take_left(line, mark);
  ui.canvas().icon(ui::inset({icon.x, icon.y, icon.w, ui.px(20)}, ui.px(4)), why_icon(row),
                   ui.theme().ink);
  ui.text(id, ui::take_top(line, height), words, {.role = TextRole::small, .wrap = true});
  if (place > 0)
    ui.text(id + ".place", ui::take_top(line, place), row.place,
            {.role = TextRole::small, .secondary = true});
}

// The line that says it all, on a plate of its own.
void draw_line(const Frame& frame, const scene::ForgeVerdict& verdict, Rect& rest) {
  ui::Ui& ui = frame.ui;
  const std::string words = ui.say(verdict.words);
  const float pad = ui.px(8);
  const float height = ui.text_height(words, rest.w - 2 * pad, TextRole::caption);
  const float place = verdict.place.empty() ? 0 : ui.fonts().line_height(TextRole::small);
  Rect plate = ui::take_top(rest, height + place + 2 * pad);
  ui.canvas().fill(plate, ui.theme().hovered, ui.px(4));
  ui.canvas().outline(plate, ui.theme().ink, ui.px(1.5f), ui.px(4));
  plate = ui::inset(plate, pad);
  ui.text("forge.verdict", ui::take_top(plate, height), words, {.wrap = true});
  if (place > 0)
    ui.text("forge.verdict.place", plate, verdict.place,
            {.role = TextRole::small, .secondary = true});
  ui::take_top(rest, pad);
}

void draw_oddities(const Frame& frame, const scene::ForgeBytes& made, Rect& rest) {
  ui::Ui& ui = frame.ui;
  const auto odd = scene::oddities(engine::describe(made.packet));
  if (odd.empty()) return;
  ui.text("forge.odd", ui::take_top(rest, ui.px(24)), ui.say("forge.odd.title"),
          {.role = TextRole::strong});
  for (const scene::Phrase& phrase : odd) {
    const std::string words = ui.say(phrase);
    const float height = ui.text_height(words, rest.w - ui.px(22), TextRole::small) + ui.px(4);
    Rect line = ui::take_top(rest, height);
    const Rect icon = ui::take_left(line, ui.px(22));
    ui.canvas().icon(ui::inset({icon.x, icon.y, icon.w, ui.px(20)}, ui.px(3)), Icon::attention,
                     ui.theme().ink);
    ui.text(phrase.key, line, words, {.role = TextRole::small, .wrap = true});
  }
  ui::take_top(rest, ui.px(6));
}

// How the packet will look wherever it is drawn.
void draw_forged_look(const Frame& frame, const scene::ForgeBytes& made, Rect& rest) {
  ui::Ui& ui = frame.ui;
  const scene::Heading heading = scene::heading(made.packet);
  Rect line = ui::take_top(rest, ui.px(44));
  const std::string flags = scene::flag_words(heading.flags);
  const Rect token = ui::inset(ui::take_left(line, ui.px(128)), ui.px(4));
  ui.canvas().token(token, {.kind = token_kind(scene::dominant(heading)),
                            .split_syn_ack = heading.flags.syn && heading.flags.ack,
                            .provenance = ui::Provenance::forged,
                            .flags = flags});
  ui::take_left(line, ui.px(8));
  const std::string words = ui.say("forge.look");
  if (ui.text_height(words, line.w, TextRole::small) <= line.h)
    ui.text("forge.look", line, words, {.role = TextRole::small, .secondary = true, .wrap = true});
  ui::take_top(rest, ui.px(6));
}

}  // namespace

void draw_forge_preview(const Frame& frame, ForgeDialogView& view, const scene::ForgeBytes& made,
                        Rect rest) {
  ui::Ui& ui = frame.ui;
  const bool guarded = frame.session.guarded();
  const bool told = view.preview_wanted && !guarded;
  if (ui.checkbox("forge.preview", ui::take_top(rest, ui.px(28)), ui.say("forge.preview"), told,
                  {.enabled = !guarded,
                   .why_not = ui.say("refused.lesson.answer_first"),
                   .role = TextRole::number}))
    view.preview_wanted = !view.preview_wanted;
  ui::take_top(rest, ui.px(4));
  const char* const wrong = wrong_with_hex(view);
  if (made.packet.empty() || wrong != nullptr) {
    const std::string words =
        made.packet.empty() ? ui.say(scene::why_no_packet(made)) : ui.say(wrong);
    ui.text("forge.preview.none", ui::take_top(rest, ui.px(120)), words,
            {.secondary = true, .wrap = true});
    return;
  }
  draw_forged_look(frame, made, rest);
  if (told) draw_line(frame, preview_of(frame, view, made).verdict, rest);
  draw_oddities(frame, made, rest);
  if (!told) return;
  ForgePreview& preview = *view.preview;
  const ui::Area area(ui, "forge.why", rest,
                      {.background = false, .scrolls = true, .content_height = preview.height});
  Rect list = area.content();
  const float top = list.y;
  for (std::size_t i = 0; i < preview.verdict.why.rows.size(); ++i)
    draw_verdict_row(frame, preview.verdict.why.rows[i], i, list);
  preview.height = list.y - top;
}

}  // namespace app::panels
