#!/usr/bin/env python3
"""The window as a person uses it, under a real OpenGL context (issue: window tests).

usage: window_test.py PROGRAM PICTURE_FOLDER [NAME ...]
Each test is a sentence; pictures of every stop are left in the folder."""
import os
import time

from driver import Refused
from layout_checks import check
from sentences import run


def states(window):
    return {host["name"]: host["state"] for host in window.state()["hosts"]}


def play_until_third_is_in_flight(window):
    window.click("transport.play")
    state = window.until(lambda s: any(p["id"] == 3 for p in s["in_flight"]),
                         "the third segment is in flight")
    window.frames(20)
    return state


def drop_third(window):
    play_until_third_is_in_flight(window)
    window.ask("press_segment", packet=3)
    window.frames(2)
    assert window.state()["frozen"], "pressing on a segment freezes time"
    window.click("wire.menu.drop")


def test_first_start_shows_a_ready_handshake(window, shot):
    state = window.state()
    assert not state["playing"] and state["playhead_ns"] == 0, state
    assert window.widget("transport.play")["enabled"]
    shot("first-start")
    check(window, "first start")


def test_playing_the_handshake_establishes_both_ends(window, shot):
    window.click("transport.play")
    window.until(lambda s: all(h["state"] == "ESTABLISHED" for h in s["hosts"]),
                 "both ends are ESTABLISHED")
    shot("handshake")
    check(window, "handshake done")


def test_dropping_the_third_segment_leaves_the_lamps_different(window, shot):
    drop_third(window)
    window.until(lambda s: s["playhead_ns"] >= 500_000_000 or not s["playing"], "time goes on",
                 frames=600)
    assert states(window) == {"client": "ESTABLISHED", "server": "SYN_RCVD"}, states(window)
    shot("dropped")
    check(window, "after the drop")


def test_undo_brings_the_segment_back_and_the_handshake_succeeds(window, shot):
    drop_third(window)
    window.frames(10)
    window.key("Ctrl+Z")
    state = window.state()
    assert not state["playing"], "undo leaves the window paused"
    assert any(p["id"] == 3 for p in state["in_flight"]), "the third segment flies again"
    shot("undone")
    window.click("transport.play")
    window.until(lambda s: all(h["state"] == "ESTABLISHED" for h in s["hosts"]),
                 "the handshake succeeds after all")


def test_stepping_back_one_segment_and_forward_returns_to_the_same_moment(window, shot):
    for _ in range(3):
        window.key("Right")
        window.frames(100)
    before = window.state()
    window.key("Left")
    window.frames(12)
    assert window.state()["playhead_ns"] <= before["playhead_ns"]
    assert window.state()["position"] != before["position"], "a step back goes somewhere"
    shot("stepped-back")
    window.key("Right")
    window.frames(100)
    after = window.state()
    for key in ("playhead_ns", "position", "fingerprint"):
        assert after[key] == before[key], (key, before[key], after[key])


def test_language_theme_and_scale_switch_in_mid_flight_without_losing_anything(window, shot):
    play_until_third_is_in_flight(window)
    window.key("Space")
    before = window.state()
    window.key("Ctrl+L")
    assert window.state()["language"] == "zh"
    shot("zh-light")
    check(window, "Chinese")
    window.click("top.theme")
    assert window.state()["theme"] == "dark"
    shot("zh-dark")
    for _ in range(4):
        window.key("Ctrl+=")
    window.frames(4)
    assert window.state()["scale"] == before["scale"] + 20
    shot("zh-dark-120")
    check(window, "larger")
    after = window.state()
    for key in ("playhead_ns", "position", "fingerprint", "in_flight"):
        assert after[key] == before[key], key


def test_chinese_shows_no_missing_glyph(window, shot):
    window.key("Ctrl+L")
    window.frames(4)
    state = window.state()
    assert state["missing_glyphs"] == 0, state["missing_glyphs"]
    assert any("\u4e00" <= c <= "\u9fff" for text in state["visible_text"] for c in text)


def test_a_small_projector_still_shows_everything(window, shot):
    play_until_third_is_in_flight(window)
    window.key("Space")
    window.resize(1024, 768)
    assert window.state()["window"] == [1024, 768], window.state()["window"]
    shot("1024-en")
    check(window, "1024x768 English")
    window.key("Ctrl+L")
    shot("1024-zh")
    check(window, "1024x768 Chinese")


def test_a_large_screen_is_used(window, shot):
    window.resize(1920, 1080)
    window.click("transport.play")
    window.until(lambda s: all(h["state"] == "ESTABLISHED" for h in s["hosts"]), "handshake done")
    shot("1920-en")
    check(window, "1920x1080")


def test_paused_and_untouched_the_program_sleeps(window, shot):
    window.frames(3)
    pid = window.process.pid
    window.ask("wait", ms=500)

    def cpu():
        with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    before = cpu()
    time.sleep(4)
    used = cpu() - before
    assert used < 0.12, f"{used:.2f} s of CPU in 4 s of doing nothing"


def test_every_mistake_in_a_request_is_answered_and_changes_nothing(window, shot):
    before = window.state()
    for op, fields in (("click", {"id": "no.such.widget"}), ("press_segment", {"packet": 99}),
                       ("key", {"chord": "Ctrl+Nonsense"}), ("nonsense", {}),
                       ("frames", {"n": "many"}), ("screenshot", {"path": ""})):
        try:
            window.ask(op, **fields)
        except Refused:
            continue
        raise AssertionError(f"{op} {fields} was accepted")
    after = window.state()
    assert after["fingerprint"] == before["fingerprint"] and after["position"] == before["position"]


if __name__ == "__main__":
    run(globals())
