#!/usr/bin/env python3
"""Presentation mode in the real window (ux 12, 5.2, 9.2): the keys of a presenter remote, the black
screen, leaving by every way, a lesson given by the remote alone, and what a class can read on three
screens in both languages.

usage: presentation_test.py PROGRAM PICTURE_FOLDER [NAME ...]
Each test is a sentence; pictures of what a class sees are left in the folder."""
import os
import sys
import tempfile

from driver import Display, Window
from layout_checks import overlap
from sentences import run

# ux 9.2, last column: least heights of type as shares of the height of the screen.
LEAST = 0.026
CAPTION, STATE, NUMBER = 0.033, 0.043, 0.030  # and flags on tokens as states
SCENARIOS = (("lost-third-ack", 9), ("hijack", 10), ("first-handshake", 6),
             ("lost-last-ack", 16), ("syn-flood", 8))
FEW = (("lost-third-ack", 5), ("hijack", 4))  # every picture of 3840 x 2160 costs its pixels
SCREENS = ((1024, 768), (1920, 1080), (3840, 2160))
# The lesson of acceptance check A7, and what happens in it.
H2 = "h2-three-way-handshake"
BEATS = ["before", "first-segment", "syn-sent", "ack-number", "syn-received", "who-is-open",
         "client-open", "how-late", "server-open", "what-is-new", "fill-in", "as-filled",
         "drop-third", "numbers", "late"]
ASKING = {"first-segment", "ack-number", "who-is-open", "how-late", "what-is-new", "fill-in",
          "numbers"}
DEMONSTRATED = {"drop-third", "late"}
# What lies on something by nature: words on tokens, which fly over one another; toasts.
FLYING = ("wire.token.", "toast.", "wire.station.")


class Screen(Display):
    """A projector: the window fills it."""
    shared = False


def present(window):
    window.key("F5")
    window.frames(3)
    state = window.state()
    assert state["mode"] == "present" and state["full_screen"], state["mode"]
    return state


def what_stands(state):
    return {key: state[key] for key in ("theme", "scale", "selection", "language", "window",
                                        "full_screen", "mode")}


def shown_panels(window):
    return {w["id"].split(".")[0] for w in window.widgets() if w["visible"]} - {"toast"}


def to_mid_flight(window):
    window.key("Space")
    window.until(lambda s: any(p["id"] == 2 for p in s["in_flight"]), "the second is in flight")
    window.frames(20)
    window.key("Space")


# ---- what a class can read

def least_share(name):
    if name == "lecture.caption" or (name.startswith("lecture.row.") and name.endswith(".flags")):
        return CAPTION
    if name.endswith(".state") or (name.startswith("wire.token.") and name.endswith(".flags")):
        return STATE
    return NUMBER if name.startswith(("lecture.row.", "wire.token.")) or ".tcb." in name else LEAST


def complaints(widgets, size):
    """Sentences about type that is too small, text that is cut, leaves the screen or lies on other
    text; empty when everything can be read."""
    found = []
    texts = [w for w in widgets if w["visible"] and w["em"] > 0]
    for w in texts:
        least = least_share(w["id"]) * size[1]
        if w["em"] + 0.51 < least:  # whole pixels
            found.append(f"{w['id']} ({w['label']!r}) is {w['em']} high, least {least:.1f}")
        if not w["fits"]:
            found.append(f"{w['id']} ({w['label']!r}) is cut")
        x, y, wide, high = w["rect"]
        if x < -1 or y < -1 or x + wide > size[0] + 1 or y + high > size[1] + 1:
            found.append(f"{w['id']} {w['rect']} leaves the screen")
        if w["seen"][2] + 1 < wide or w["seen"][3] + 1 < high:
            found.append(f"{w['id']} {w['rect']} is hidden in part: {w['seen']}")
    still = [w for w in texts if not w["id"].startswith(FLYING)]
    for i, a in enumerate(still):
        for b in still[i + 1:]:
            if overlap(a["rect"], b["rect"]):
                found.append(f"{a['id']} {a['rect']} lies on {b['id']} {b['rect']}")
    return found


def look(window, what, shot=None):
    """Both languages; the picture stays."""
    for _ in range(2):
        state = window.state()
        label = f"{state['window'][0]}-{what}-{state['language']}"
        found = complaints(window.widgets(), state["window"])
        if shot or found:
            window.screenshot(os.path.join(sys.argv[2], label + ".png"))
        assert not found, f"{label}: " + "; ".join(found[:8]) + f" ({len(found)} in all)"
        assert state["missing_glyphs"] == 0 and not state["missing_strings"], state
        window.key("Ctrl+L")
        window.frames(3)


def watch_a_scenario(window, scenario, most):
    """PageDown through a scenario: in flight, and at rest after each moment."""
    look(window, f"{scenario}-start", shot=True)
    before = None
    for moment in range(most):
        window.key("PageDown")
        window.frames(12)
        look(window, f"{scenario}-{moment}-flight", shot=moment == 2)
        window.until(lambda s: not s["animating"], "the step ends")
        look(window, f"{scenario}-{moment}", shot=moment in (0, 4))
        position = window.state()["position"]
        if position == before:
            break
        before = position


def test_on_three_screens_in_both_languages_everything_can_be_read(start, shot):
    program = sys.argv[1]
    for size in SCREENS:
        with Screen(*size) as display:
            for scenario, most in FEW if size[1] > 2000 else SCENARIOS:
                home = tempfile.mkdtemp(prefix="synscope-home-")
                with Window(program, "--lang", "en", "--scenario", scenario, size=(1000, 700),
                            display=display, home=home) as window:
                    window.frames(3)
                    state = present(window)
                    assert tuple(state["window"]) == size, state["window"]
                    watch_a_scenario(window, scenario, most)


def test_a_long_wait_and_the_timers_of_the_end_can_be_read(start, shot):
    program = sys.argv[1]
    for size in SCREENS[:2]:
        with Screen(*size) as display, \
                Window(program, "--lang", "en", "--scenario", "lost-last-ack", size=(1000, 700),
                       display=display) as window:
            window.frames(3)
            present(window)
            window.key("Space")
            window.until(lambda s: any(h["state"] == "TIME_WAIT" for h in s["hosts"]),
                         "TIME_WAIT begins")
            window.frames(60)
            look(window, "time-wait", shot=True)


# ---- a lesson

def parts_shown(window):
    """What a class reads at this moment: the words by the end of the id."""
    return {w["id"].removeprefix("lecture."): w["label"] for w in window.widgets()
            if w["id"].startswith("lecture.") and w["visible"]}


def at_rest(window):
    return window.until(lambda s: not (s["playing"] or s["animating"] or s["lesson"]["running"]),
                        "the run of the lesson ends", 6000, 10)


def give_lesson(window, shot):
    """PageDown until nothing more is told; the beats in their order, and those of them that asked
    and that were demonstrated."""
    beats, asking, demonstrated, before = [], set(), set(), None
    for press in range(150):
        state, parts = at_rest(window), parts_shown(window)
        beat = state["lesson"]["beat"]
        if (beat, parts) == before and state["lesson"]["finished"]:
            return beats, asking, demonstrated
        before = beat, parts
        if beats[-1:] != [beat]:
            beats.append(beat)
        shot(f"{press:02}-{beat}")
        found = complaints(window.widgets(), state["window"])
        assert not found, f"{beat}: " + "; ".join(found[:8]) + f" ({len(found)} in all)"
        assert "caption" in parts or "question" in parts, f"{beat}: nothing is told"
        assert not state["missing_strings"], state["missing_strings"]
        if "question" in parts:
            asking.add(beat)
        window.key("PageDown")
        if window.state()["lesson"]["beat"] == beat and window.state()["playing"]:
            demonstrated.add(beat)
    raise AssertionError(f"the lesson does not end: {window.state()['lesson']}")


def test_the_remote_alone_gives_the_handshake_lesson_from_its_first_beat_to_its_last(start, shot):
    for language in ("en", "zh"):
        with Screen(1280, 720) as display, \
                Window(sys.argv[1], "--lang", language, "--scenario", H2, size=(1000, 700),
                       display=display) as window:
            window.frames(3)
            present(window)
            beats, asking, demonstrated = give_lesson(
                window, lambda name, w=window, l=language: shot(w, f"{l}-{name}"))
            assert (beats, asking, demonstrated) == (BEATS, ASKING, DEMONSTRATED), \
                (beats, asking, demonstrated)


def test_the_other_keys_of_the_remote_lead_back_pause_and_blank_in_a_lesson(start, shot):
    with start("--scenario", H2) as window:
        window.frames(3)
        present(window)
        for _ in range(3):  # the question, its answer, past the run
            window.key("PageDown")
        state = window.state()
        assert state["lesson"]["beat"] == "syn-sent", state["lesson"]
        for _ in range(3):  # pages of the caption first
            window.key("PageUp")
            if window.state()["lesson"]["beat"] != "syn-sent":
                break
        assert window.state()["lesson"]["beat"] == "first-segment", window.state()["lesson"]
        window.key(".")
        assert window.state()["blank"]
        window.key("PageDown")
        state = window.state()
        assert not state["blank"] and state["lesson"]["beat"] == "first-segment", state["lesson"]
        for _ in range(8):
            window.key("PageDown")
            if window.state()["lesson"]["running"]:
                break
        for key, playing in (("Escape", False), ("F5", True), ("Escape", False)):
            window.key(key)
            assert window.state()["playing"] == playing, key


# ---- the remote

def test_the_four_keys_of_a_remote_run_a_scenario_and_blank_the_screen(window, shot):
    present(window)
    seen = []
    for _ in range(8):
        window.key("PageDown")
        window.until(lambda s: not s["animating"], "the step ends")
        seen.append(window.state()["position"])
    assert seen == sorted(seen) and seen[3] > seen[0], "PageDown goes on"
    at = window.state()["position"]
    window.key("PageUp")
    assert window.state()["position"] < at, "PageUp goes back"
    shot("back")
    window.key(".")
    state = window.state()
    assert state["blank"] and state["frozen"] == "blank", state["frozen"]
    shot("blank")
    here = state["playhead_ns"]
    window.key("PageDown")
    state = window.state()
    assert not state["blank"] and state["playhead_ns"] == here, "the picture comes back first"
    window.key("B")
    assert window.state()["blank"]
    window.key("B")
    assert not window.state()["blank"]


def test_f5_and_escape_in_turn_play_and_pause(window, shot):
    present(window)
    for press in range(6):
        window.key("F5" if press % 2 == 0 else "Escape")
        state = window.state()
        assert state["mode"] == "present"
        assert state["playing"] == (press % 2 == 0), f"press {press}"


def test_a_press_while_a_step_is_shown_completes_it(window, shot):
    present(window)
    for _ in range(3):
        window.key("PageDown")
    window.until(lambda s: not s["animating"], "the steps end")
    assert window.state()["position"][0] >= 3, window.state()["position"]


def test_every_way_out_puts_back_what_stood_there(window, shot):
    to_mid_flight(window)
    window.key("Ctrl+=")
    window.key("Tab")
    window.frames(2)
    before, panels, flight = what_stands(window.state()), shown_panels(window), \
        window.state()["in_flight"]
    assert before["selection"]["packet"] == 2, before
    shot("before")
    ways = {"P": lambda: window.key("P"), "Shift+F5": lambda: window.key("Shift+F5"),
            "F11": lambda: window.key("F11"),
            "Escape held": lambda: window.ask("key", chord="Escape", ms=1200)}
    for name, leave in ways.items():
        present(window)
        assert window.state()["in_flight"] == flight, "entered in mid-flight"
        window.key("V")
        window.key("F3")
        window.key("Ctrl+=")
        window.frames(3)
        leave()
        window.frames(5)
        now = what_stands(window.state())
        assert now == before, f"after {name}: {now}, before: {before}"
        assert shown_panels(window) == panels, f"after {name}"
        assert not window.state()["playing"], f"{name} leaves time as it was"


def test_the_button_of_the_top_bar_begins_and_p_does_too(window, shot):
    window.click("top.present")
    window.frames(3)
    assert window.state()["mode"] == "present"
    window.key("P")
    assert window.state()["mode"] == "normal"
    window.key("P")
    assert window.state()["mode"] == "present"


def test_the_screen_full_without_a_lecture_is_one_key(window, shot):
    size = window.state()["window"]
    window.key("F11")
    window.frames(3)
    assert window.state()["full_screen"] and window.state()["mode"] == "normal"
    window.key("F11")
    window.frames(3)
    assert window.state()["window"] == size


def test_diagram_header_and_events_take_the_ladders_place(window, shot):
    to_mid_flight(window)
    present(window)
    for key, part in (("F3", "diagram.token.left"), ("F4", "inspector"), ("F6", "events.row")):
        window.key(key)
        window.frames(3)
        ids = [w["id"] for w in window.widgets() if w["visible"]]
        assert any(i.startswith(part) for i in ids), f"{key}: {part}"
        assert not any(i.startswith("lecture.row.") for i in ids), key
        shot(key)
        window.key(key)
        window.frames(2)
        assert any(w["id"].startswith("lecture.row.") for w in window.widgets()), f"after {key}"


def test_a_class_sees_one_end_alone_with_v(window, shot):
    to_mid_flight(window)
    present(window)
    window.key("V")
    window.frames(3)
    shot("client")
    ids = {w["id"] for w in window.widgets() if w["visible"]}
    assert "endpoint.server.state" not in ids and "endpoint.client.state" in ids


def test_pressing_on_the_wire_freezes_and_the_third_is_dropped_in_front_of_the_class(window, shot):
    present(window)
    window.key("Space")
    window.until(lambda s: any(p["id"] == 3 for p in s["in_flight"]), "the third is in flight")
    window.ask("press_segment", packet=3)
    assert window.state()["frozen"] == "menu"
    shot("menu")
    window.click("wire.menu.drop")
    window.until(lambda s: s["quiet"] or s["playhead_ns"] > 300_000_000, "time goes on")
    window.frames(10)
    assert any(w["label"] == "dropped" for w in window.widgets()), "the ladder says so"
    shot("dropped")


def test_a_restart_in_front_of_a_class_asks_first(window, shot):
    to_mid_flight(window)
    present(window)
    at = window.state()["playhead_ns"]
    window.key("R")
    window.frames(3)
    assert window.state()["playhead_ns"] == at
    asked = next(t for t in window.state()["toasts"] if t["offer"] == "Start again")
    shot("asked")
    window.click(f"toast.toast.{asked['id']}.action")
    assert window.state()["playhead_ns"] == 0


if __name__ == "__main__":
    run(globals())
