#!/usr/bin/env python3
"""Keys, dialogs, settings and languages in the real window (ux 5.2, 10, 13).

usage: keys_test.py PROGRAM PICTURE_FOLDER [NAME ...]
Each test is a sentence; pictures of every stop are left in the folder."""
import os

from layout_checks import check, problems
from sentences import run

SETTINGS = "config/synscope/settings.toml"


def label(window, name):
    return window.widget(name)["label"]


def has_widget(window, name):
    return any(w["id"] == name for w in window.widgets())


def layers(window):
    return {w["layer"] for w in window.widgets()} - {"main"}


def states(window):
    return {host["name"]: host["state"] for host in window.state()["hosts"]}


def third_in_flight(window):
    window.key("Space")
    window.until(lambda s: any(p["id"] == 3 for p in s["in_flight"]), "the third is in flight")
    window.frames(20)
    window.key("Space")


def test_the_third_segment_is_dropped_by_keys_alone(window, shot):
    third_in_flight(window)
    for _ in range(10):
        if window.state()["selection"]["packet"] == 3:
            break
        window.key("Tab")
    assert window.state()["selection"]["packet"] == 3, "Tab reaches the segment in flight"
    shot("selected")
    window.key("Enter")
    assert window.state()["frozen"], "the menu freezes time"
    window.key("Down")
    assert window.state()["focus"] == "wire.menu.drop", window.state()["focus"]
    shot("menu")
    window.key("Enter")
    window.key("Space")
    window.until(lambda s: s["playhead_ns"] >= 400_000_000 or s["quiet"], "time goes on")
    assert states(window) == {"client": "ESTABLISHED", "server": "SYN_RCVD"}, states(window)


def walk(window, chord, most):
    """Where the keyboard is after each press, until it comes back to where it began."""
    def place():
        state = window.state()
        return state["focus"] or f"packet {state['selection']['packet']}"
    seen = []
    for _ in range(most):
        window.key(chord)
        here = place()
        if seen and here == seen[0]:
            return seen
        seen.append(here)
    raise AssertionError(f"{chord} never comes round: {seen[-5:]}")


def test_tab_walks_over_segments_rows_and_every_control_and_comes_round(window, shot):
    third_in_flight(window)
    forwards = walk(window, "Tab", 400)
    packets = [p for p in forwards if p.startswith("packet")]
    assert packets == forwards[:len(packets)], "segments and rows come before the panels"
    assert packets[0] == "packet 3" and sorted(packets) == ["packet 1", "packet 2", "packet 3"]
    walked_by_selection = ("wire.segment.", "wire.siding.", "ladder.row.")
    wanted = {w["id"] for w in window.widgets()
              if w["operable"] and w["layer"] == "main" and w["visible"]
              and not w["id"].startswith(walked_by_selection)}
    missed = wanted - set(forwards)
    assert not missed, f"Tab never reaches {sorted(missed)}"
    top, play = forwards.index("top.menu"), forwards.index("transport.play")
    assert top < forwards.index("endpoint.client.call.connect") < play, "reading order"
    backwards = walk(window, "Shift+Tab", 400)
    turn = backwards.index(forwards[0])
    assert backwards[turn:] + backwards[:turn] == [forwards[0]] + forwards[:0:-1], "and back"


def test_a_key_for_one_segment_asks_which_when_none_or_the_wrong_one_is_meant(window, shot):
    def said():
        return " | ".join(t["text"] for t in window.state()["toasts"])
    window.key("D")
    assert "Press Play" in said(), said()
    third_in_flight(window)
    window.click("ladder.row.1")
    window.key("D")
    assert "already arrived" in said(), "the selection is meant, not the one that flies"
    shot("arrived")
    window.key("Escape")
    window.key("U")
    window.key("Escape")
    window.key("D")
    assert "2 segments" in said(), said()
    shot("several")


def test_tab_leaves_a_text_field_and_arrows_belong_to_time(window, shot):
    window.key("F6")
    window.click("events.search")
    window.type("SYN")
    assert window.state()["focus"] == "events.search"
    window.key("Tab")
    assert window.state()["focus"] not in ("", "events.search"), window.state()["focus"]
    before = window.state()["position"]
    window.key("Right")
    window.frames(120)
    assert window.state()["position"] != before, "the arrow steps, whatever button has the focus"
    window.key("Escape")
    assert window.state()["focus"] == ""


DIALOGS = {  # how each is opened, and the layer it makes
    "help": lambda w: w.key("F1"),
    "settings": lambda w: w.key("Ctrl+,"),
    "wire.delay": lambda w: w.key("L"),
    "wire.edit": lambda w: w.key("E"),
    "wire.rules.new": lambda w: w.click("wire.add_rule"),
    "wire.settings": lambda w: w.click("wire.settings"),
}


def test_one_escape_closes_every_dialog_also_from_inside_a_field(window, shot):
    third_in_flight(window)
    for name, open_it in DIALOGS.items():
        open_it(window)
        assert name in layers(window), f"{name} did not open: {layers(window)}"
        window.frames(3)
        check(window, name)
        window.key("Escape")
        assert not layers(window), f"Escape did not close {name}"
        assert not window.state()["frozen"], f"{name} left time frozen"
        open_it(window)
        fields = [w for w in window.widgets() if w["layer"] == name and w["operable"]
                  and w["enabled"] and w["visible"]]
        for _ in range(3):
            window.key("Tab")
        assert window.state()["focus"] in {w["id"] for w in fields}, "Tab stays inside"
        window.key("Escape")
        assert not layers(window), f"Escape with a focus did not close {name}"


def test_enter_does_what_the_primary_button_does(window, shot):
    third_in_flight(window)
    arrives = next(p for p in window.state()["in_flight"] if p["id"] == 3)
    window.key("L")
    window.key("Enter")
    assert not layers(window), "the delay is given"
    assert any("#3" in t["text"] or "3" in t["text"] for t in window.state()["toasts"]), arrives
    DIALOGS["wire.rules.new"](window)
    window.key("Enter")
    assert not layers(window) and has_widget(window, "wire.rule.1"), "the rule is armed"
    for chord in ("F1", "Ctrl+,"):
        window.key(chord)
        assert layers(window)
        window.key("Enter")
        assert not layers(window), f"Enter closes what {chord} opened"


def press(window, name):
    """Scrolls the list of keys until the button is in sight, and presses it."""
    window.ask("move", x=640, y=380)
    window.ask("wheel", rows=100)
    for _ in range(60):
        seen, rect = (window.widget(name)[k] for k in ("seen", "rect"))
        if seen[3] > rect[3] - 1:
            break
        window.ask("wheel", rows=-1)
    window.click(name)


def change(window, command, chord):
    press(window, f"settings.key.{command}.change")
    window.key(chord)


def test_an_action_gets_another_key_which_help_menus_and_tooltips_show(window, shot):
    third_in_flight(window)
    window.key("Ctrl+,")
    shot("keys")
    change(window, "drop", "X")
    assert label(window, "settings.key.drop.chord.1") == "X"
    change(window, "play_pause", "Q")
    window.key("Enter")
    window.key("F1")
    assert label(window, "help.key.drop") == "X"
    shot("help")
    window.key("F1")
    window.ask("press_segment", packet=3)
    assert label(window, "wire.menu.drop.chord") == "X"
    window.key("D")
    assert any(p["id"] == 3 for p in window.state()["in_flight"]), "the old key does nothing"
    window.key("X")
    assert not any(p["id"] == 3 for p in window.state()["in_flight"]), "the new key drops"
    play = window.widget("transport.play")["rect"]
    window.ask("move", x=int(play[0] + 20), y=int(play[1] + 20))
    window.ask("wait", ms=600)
    assert "Q" in label(window, "tooltip"), label(window, "tooltip")


def test_a_key_that_is_taken_is_said_and_can_be_swapped_taken_or_left(window, shot):
    window.key("Ctrl+,")
    change(window, "drop", "K")
    words = label(window, "settings.keys.strip")
    assert "K" in words and "Fork" in words and "Drop" in words, words
    shot("conflict")
    check(window, "conflict")
    window.click("settings.keys.leave")
    assert label(window, "settings.key.drop.chord.1") == "D"
    change(window, "drop", "K")
    window.click("settings.keys.swap")
    assert label(window, "settings.key.drop.chord.1") == "K"
    assert label(window, "settings.key.fork.chord.1") == "D"
    change(window, "undo", "K")
    window.click("settings.keys.take")
    assert label(window, "settings.key.undo.chord.1") == "K"
    assert has_widget(window, "settings.key.drop.chord.none")
    press(window, "settings.key.drop.default")  # its key belongs to fork now
    window.click("settings.keys.take")
    assert label(window, "settings.key.drop.chord.1") == "D"
    window.click("settings.keys.all_default")
    for command, chord in (("drop", "D"), ("fork", "K"), ("undo", "Ctrl+Z")):
        assert label(window, f"settings.key.{command}.chord.1") == chord


def test_the_panels_of_both_ends_are_hidden_and_shown_by_keys(window, shot):
    third_in_flight(window)
    for key, end in (("F8", "client"), ("F9", "server")):
        window.key(key)
        assert not has_widget(window, f"endpoint.{end}.state"), end
        check(window, f"without the {end}")
        shot(f"without-{end}")
        window.key(key)
        assert has_widget(window, f"endpoint.{end}.state"), end
    window.key("F8")
    window.key("F9")
    check(window, "without both ends")
    shot("without-both")
    window.click("top.menu")
    window.frames(2)
    check(window, "the menu with both ends")
    window.click("top.menu.client")
    assert has_widget(window, "endpoint.client.state")
    window.key("F1")
    assert has_widget(window, "help.key.toggle_client"), "the help names the keys"
    shot("help")
    check(window, "the help")


def test_any_key_can_be_given_also_escape_and_enter(window, shot):
    window.key("Ctrl+,")
    change(window, "drop", "Escape")
    assert layers(window) == {"settings"}, "the key was listened to, not obeyed"
    assert "Esc" in label(window, "settings.keys.strip")
    window.key("Escape")
    assert not layers(window)


def test_the_key_test_shows_what_a_remote_sends_and_binds_it_in_one_click(window, shot):
    window.key("Ctrl+,")
    window.click("settings.tab.2")
    shot("empty")
    check(window, "key test")
    assert not window.widget("settings.test.next_beat")["enabled"], "nothing was heard yet"
    window.click("settings.test.listen")
    window.key("PageDown")
    assert label(window, "settings.test.chord") == "PageDown"
    assert "Next beat" in label(window, "settings.test.normal")
    window.click("settings.test.listen")
    window.key("Shift+F9")
    assert label(window, "settings.test.chord") == "Shift+F9"
    window.click("settings.test.next_beat")
    shot("bound")
    check(window, "key test, bound")
    window.key("Escape")
    before = window.state()["position"]
    window.key("Shift+F9")
    window.frames(120)
    assert window.state()["position"] != before, "the button of the remote steps now"


def test_keys_scale_and_languages_survive_in_the_settings_file(start, shot):
    with start(language=None) as window:
        window.frames(3)
        window.key("Ctrl+,")
        change(window, "drop", "X")
        window.key("Escape")
        window.key("Ctrl+Shift+L")
        window.key("Ctrl+=")
        window.frames(3)
    with open(os.path.join(start.home, SETTINGS), encoding="utf-8") as file:
        text = file.read()
    assert 'drop = "X"' in text and "bilingual = true" in text and "[scale_on]" in text, text
    with start(language=None) as window:
        window.frames(3)
        state = window.state()
        assert state["bilingual"] and state["scale"] == 105, state["scale"]
        window.key("Ctrl+,")
        assert label(window, "settings.key.drop.chord.1") == "X"


def test_bad_lines_in_the_settings_are_named_and_the_rest_counts(start, shot):
    path = os.path.join(start.home, SETTINGS)
    os.makedirs(os.path.dirname(path))
    with open(path, "w", encoding="utf-8") as file:
        file.write('theme = "dark"\nscale = = 3\n[keys]\ndorp = "X"\nfork = "Hyper+J"\n'
                   'redo = "Ctrl+F8"\n')
    with start(language=None) as window:
        window.frames(3)
        shot(window, "toasts")
        said = " | ".join(t["text"] for t in window.state()["toasts"])
        for part in ("settings.toml:2:", "settings.toml:4:", "Did you mean drop?",
                     "settings.toml:5:", "Hyper+J"):
            assert part in said, f"{part} is not in: {said}"
        assert window.state()["theme"] == "dark"
        window.key("Ctrl+,")
        assert label(window, "settings.key.redo.chord.1") == "Ctrl+F8"
        assert label(window, "settings.key.drop.chord.1") == "D"


def test_a_first_start_asks_for_a_language_when_the_system_names_none(start, shot):
    with start(language=None) as window:
        window.frames(3)
        shot(window, "ask-language")
        asked = next(t for t in window.state()["toasts"] if t["offer"] == "中文")
        window.click(f"toast.toast.{asked['id']}.action")
        window.frames(3)
        assert window.state()["language"] == "zh"
    with start(language=None) as window:
        window.frames(3)
        assert window.state()["language"] == "zh"
        assert window.state()["toasts"] == []


def test_both_languages_stand_on_the_screen_and_nothing_is_clipped(window, shot):
    third_in_flight(window)
    window.key("Ctrl+Shift+L")
    window.frames(3)
    text = " ".join(window.state()["visible_text"])
    for words in ("Connection", "连接"):
        assert words in text, f"{words} is not on the screen: {text}"
    for width, height in ((1280, 720), (1024, 768), (1920, 1080)):
        window.resize(width, height)
        for language in ("en", "zh"):
            shot(f"{width}-{language}")
            check(window, f"bilingual {width}x{height} {language}")
            window.key("Ctrl+L")
            window.frames(3)
    window.resize(1280, 720)
    window.key("F6")
    window.frames(3)
    shot("events")
    check(window, "bilingual events")
    assert window.state()["missing_glyphs"] == 0
    assert not [m for m in window.state()["missing_strings"]], window.state()["missing_strings"]


def test_nothing_is_clipped_from_75_to_250_per_cent_in_either_language(window, shot):
    third_in_flight(window)
    window.key("F4")
    at = 0
    for steps in (-5, 0, 6, 12, 30):  # each step makes the letters anew, so each is taken once
        while at != steps:
            window.key("Ctrl+-" if steps < at else "Ctrl+=")
            at += -1 if steps < at else 1
        for width, height in ((1024, 768), (1280, 720), (1920, 1080)):
            window.resize(width, height)
            for _ in range(2):
                state = window.state()
                what = f"{width}x{height} at {100 + 5 * steps} % {state['language']}"
                found = problems(window.widgets(), state["window"])
                if found or steps == 12:
                    shot(what.replace(" ", "-").replace("%", "percent"))
                assert not found, f"{what}: " + "; ".join(found[:8])
                window.key("Ctrl+L")
                window.frames(3)


if __name__ == "__main__":
    run(globals())
