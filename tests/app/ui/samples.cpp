#include "tests/app/ui/samples.hpp"

#include <array>

namespace app::samples {
namespace {

using namespace ui;

constexpr std::string_view paragraph_zh =
    "服务器的定时器到期了。它再次发送同一个 SYN-ACK（序号 5000，确认号 1001），"
    "号码不变：这是“重传”，不是新的提问。等待 1 s 后进入 FIN_WAIT_2，按 ⟦Ctrl+Z⟧ 可以撤销。";
constexpr std::string_view paragraph_en =
    "The server's timer expired. It sends the same SYN-ACK again: same numbers, a repeat, not a "
    "new "
    "question. It waited 1 s, then 2 s. Press ⟦Ctrl+Z⟧ to take the drop back.";

void draw_tokens(Ui& ui, Rect rest) {
  Canvas& canvas = ui.canvas();
  Rect line = take_top(rest, ui.px(46));
  const auto next = [&] {
    const Rect place = take_left(line, ui.px(150));
    take_left(line, ui.px(12));
    return place;
  };
  canvas.token(next(), {.kind = TokenKind::syn, .flags = "SYN", .detail = "seq 1000"});
  canvas.token(next(), {.kind = TokenKind::syn,
                        .split_syn_ack = true,
                        .pointing = Pointing::left,
                        .flags = "SYN ACK",
                        .detail = "5000, 1001"});
  canvas.token(next(),
               {.kind = TokenKind::ack, .selected = true, .flags = "ACK", .detail = "ack 5001"});
  canvas.token(
      next(),
      {.kind = TokenKind::data, .corner_mark = true, .flags = "PSH ACK", .detail = "len 1 460"});
  take_top(rest, ui.px(14));
  line = take_top(rest, ui.px(46));
  canvas.token(next(), {.kind = TokenKind::fin,
                        .provenance = Provenance::edited,
                        .flags = "FIN ACK",
                        .detail = "seq 1001"});
  canvas.token(next(), {.kind = TokenKind::rst,
                        .pointing = Pointing::left,
                        .provenance = Provenance::forged,
                        .flags = "RST",
                        .detail = "seq 0"});
  canvas.token(next(), {.kind = TokenKind::syn,
                        .provenance = Provenance::duplicate,
                        .flags = "SYN",
                        .detail = "seq 1000"});
  canvas.token(
      next(), {.kind = TokenKind::ack, .pointing = Pointing::none, .lifted = true, .flags = "ACK"});
}

void draw_states(Ui& ui, Rect rest) {
  constexpr std::array families = {StateFamily::listening,      StateFamily::opening,
                                   StateFamily::open,           StateFamily::closing_first,
                                   StateFamily::closing_second, StateFamily::waiting};
  constexpr std::array names = {"LISTEN",     "SYN_RCVD", "ESTABLISHED",
                                "FIN_WAIT_1", "LAST_ACK", "TIME_WAIT"};
  for (std::size_t i = 0; i < families.size(); ++i) {
    Rect row = take_top(rest, ui.px(28));
    ui.canvas().state_bar(inset(take_left(row, ui.px(60)), ui.px(3)), families[i]);
    ui.canvas().text_in(inset(row, ui.px(6), 0), TextRole::lamp, names[i], ui.theme().ink);
  }
}

void draw_lines(Ui& ui, const Rect& area) {
  Canvas& canvas = ui.canvas();
  constexpr std::array styles = {LineStyle::solid,    LineStyle::dashed, LineStyle::dotted,
                                 LineStyle::dash_dot, LineStyle::wavy,   LineStyle::doubled,
                                 LineStyle::hazard};
  float y = area.y + ui.px(10);
  for (const LineStyle style : styles) {
    const Stroke stroke{ui.theme().token(TokenKind::syn).fill, ui.px(3), style, ui.theme().ink};
    canvas.arrow({area.x, y}, {area.right(), y + ui.px(14)}, stroke, ui.px(14));
    y += ui.px(22);
  }
  canvas.cross({area.right() - ui.px(40), area.y + ui.px(8)}, ui.px(7),
               {ui.theme().token(TokenKind::rst).fill, ui.px(3), LineStyle::solid, ui.theme().ink});
  canvas.zigzag({area.x, y + ui.px(12)}, {area.right(), y + ui.px(12)}, ui.px(10),
                {ui.theme().secondary, ui.px(2)});
  canvas.label({area.centre().x, y + ui.px(12)}, TextRole::number, "about 0.9 s");
}

void draw_icons(Ui& ui, Rect rest) {
  Rect line = take_top(rest, ui.px(30));
  for (int i = 1; i <= static_cast<int>(Icon::book); ++i) {
    if (line.w < ui.px(30)) line = take_top(rest, ui.px(30));
    ui.canvas().icon(inset(take_left(line, ui.px(30)), ui.px(5)), static_cast<Icon>(i),
                     ui.theme().ink);
  }
}

void draw_controls(Ui& ui, Sample& sample, Rect rest) {
  Rect line = take_top(rest, ui.px(44));
  if (ui.button("sample.play", take_left(line, ui.px(120)), ui.say("sample.play"),
                {.icon = Icon::play, .primary = true, .chord = "Space"}))
    ++sample.plays;
  take_left(line, ui.px(8));
  ui.icon_button("sample.step", take_left(line, ui.px(44)), Icon::step_forward, "Step",
                 {.chord = "Right"});
  take_left(line, ui.px(8));
  ui.button("sample.send", take_left(line, ui.px(110)), "send",
            {.enabled = false, .why_not = "This direction was closed by your FIN."});
  take_left(line, ui.px(8));
  const std::array<std::string, 3> options = {"EN", "中文", "EN + 中文"};
  if (const auto picked =
          ui.combo("sample.language", inset(take_left(line, ui.px(130)), 0, ui.px(6)), options,
                   sample.chosen.value_or(0)))
    sample.chosen = picked;
  take_top(rest, ui.px(8));
  line = take_top(rest, ui.px(30));
  if (ui.checkbox("sample.check", take_left(line, ui.px(180)), ui.say("sample.check"),
                  sample.checked))
    sample.checked = !sample.checked;
  if (const auto moved =
          ui.slider("sample.speed", take_left(line, ui.px(150)), "Speed", sample.speed, 0, 1))
    sample.speed = *moved;
  take_left(line, ui.px(10));
  ui.text_field("sample.name", line, sample.name, {.label = "Name", .hint = "address"});
  take_top(rest, ui.px(8));
  const std::array<std::string, 3> tabs = {"Header", "Hex", "Why"};
  if (const auto tab = ui.tabs("sample.tabs", take_top(rest, ui.px(32)), tabs, sample.tab))
    sample.tab = *tab;
}

void draw_left(Ui& ui, Rect rest, const Rect& whole) {
  const Area area(ui, "left", whole);
  ui.text("left.title", take_top(rest, ui.px(34)), ui.say("sample.title"),
          {.role = TextRole::title});
  const std::string_view words = ui.language() == Language::zh ? paragraph_zh : paragraph_en;
  take_top(rest, ui.text("left.words", {rest.x, rest.y, rest.w, 0}, words, {.wrap = true}));
  take_top(rest, ui.px(10));
  const std::array runs = {
      TextRun{ui.language() == Language::zh ? "按 " : "Press ", RunStyle::plain},
      TextRun{"Ctrl+Z", RunStyle::key_cap},
      TextRun{ui.language() == Language::zh ? " 撤销；看 " : " to undo; see ", RunStyle::plain},
      TextRun{ui.language() == Language::zh ? "半连接队列" : "SYN queue", RunStyle::term,
              "syn_queue"},
      TextRun{ui.language() == Language::zh ? "，而 " : ", and ", RunStyle::plain},
      TextRun{"SND.UNA", RunStyle::code},
      TextRun{ui.language() == Language::zh ? " 不变。" : " stays the same.", RunStyle::bold}};
  ui.rich_text("left.rich", rest, runs);
}

void draw_popups(Ui& ui, Sample& sample, const Layout& layout) {
  const std::array toasts = {ToastLook{"drop",
                                       ui.language() == Language::zh
                                           ? "已丢弃 #3 ACK，客户端→服务器"
                                           : "Dropped #3 ACK, client → server",
                                       ui.language() == Language::zh ? "撤销" : "Undo"}};
  if (sample.show_toast) ui.toasts(layout.toasts, toasts);
  const std::array items = {
      MenuItem{
          .id = "menu.drop", .label = ui.say("sample.play"), .chord = "D", .icon = Icon::cross},
      MenuItem{.id = "menu.delay",
               .label = ui.say("sample.check"),
               .chord = "L",
               .icon = Icon::clock,
               .line_before = true},
      MenuItem{.id = "menu.edit",
               .label = "Edit…",
               .chord = "Ctrl+E",
               .icon = Icon::pencil,
               .enabled = false,
               .why_not = "It has arrived."}};
  ui.menu("token.menu", items);
  if (Dialog dialog(ui, "forge", ui.say("sample.title"), {420, 220}); dialog.open()) {
    Rect rest = dialog.content();
    ui.text("forge.words", take_top(rest, ui.px(60)), paragraph_en, {.wrap = true});
  }
}

}  // namespace

void draw(Ui& ui, Sample& sample) {
  const Layout layout = arrange(ui.layout_request({}));
  const float margin = ui.px(10);
  draw_left(ui, inset(layout.left, margin), layout.left);
  for (const auto& [id, rect] : {std::pair{"client", layout.client}, {"server", layout.server}}) {
    const Area area(ui, id, rect);
    draw_states(ui, inset(rect, margin));
  }
  {
    const Area area(ui, "wire", layout.wire);
    draw_tokens(ui, inset(layout.wire, margin));
  }
  {
    const Area area(ui, "ladder", layout.ladder);
    Rect rest = inset(layout.ladder, margin);
    draw_controls(ui, sample, take_top(rest, ui.px(140)));
    Rect icons = take_bottom(rest, ui.px(64));
    draw_icons(ui, icons);
    Rect right = take_right(rest, rest.w / 2);
    draw_lines(ui, inset(rest, margin));
    ui.canvas().shade(inset(right, margin));
  }
  {
    const Area area(ui, "transport", layout.transport);
    Rect rest = inset(layout.transport, margin);
    ui.text("transport.clock", rest, "1 073.4 ms   63.05 s   2 h 11 min   1 415 531 521",
            {.role = TextRole::number, .align = Align::right});
    ui.text("transport.mono", rest, "0000  45 00 00 3c 16进制", {.role = TextRole::mono});
  }
  draw_popups(ui, sample, layout);
}

}  // namespace app::samples
