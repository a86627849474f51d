#!/usr/bin/env python3
"""The attack bench in the real window (issue: hands on the wire): a flood that is begun, measured,
answered and stopped from the screen, by mouse and by keyboard.

usage: bench_test.py PROGRAM PICTURE_FOLDER [NAME ...]
Each test is a sentence; pictures of every stop are left in the folder."""
import os
import re

from layout_checks import check
from sentences import run

LESSONS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "lessons")
SCENARIO = os.path.join(LESSONS, "attack-bench", "script.lesson")


def opened(start, language="en"):
    window = start(SCENARIO, language=language)
    window.frames(3)
    window.key("A")
    for _ in range(3):
        window.key("]")
    return window


def label(window, name):
    return window.widget(name)["label"]


def number(window, name):
    return int(re.sub(r"\D", "", label(window, name).rsplit(":", 1)[-1].rsplit("：", 1)[-1]) or 0)


def queue(window):
    return label(window, "bench.queue.syn.count")


def passes(window, seconds):
    """Plays so much virtual time."""
    until = window.state()["playhead_ns"] + seconds * 1_000_000_000
    if not window.state()["playing"]:
        window.key("Space")
    window.until(lambda s: s["playhead_ns"] >= until, f"{seconds} s have passed", 20000, 8)
    window.key("Space")


def type_into(window, name, text):
    window.click(name)
    window.key("Ctrl+A")
    window.type(text)
    window.key("Enter")
    window.frames(2)


def test_a_flood_fills_the_queue_the_client_fails_and_cookies_let_it_in(start, shot):
    with opened(start) as window:
        passes(window, 4)
        assert number(window, "bench.opened") >= 1, "without a flood everybody gets in"
        check(window, "bench, calm")
        shot(window, "calm")
        window.click("bench.flood")
        assert window.state()["toasts"][-1]["text"].startswith("Attack begun")
        passes(window, 8)
        assert queue(window) == "8/8 full", queue(window)
        let_in = number(window, "bench.opened")
        passes(window, 12)
        assert number(window, "bench.failed") >= 2, "a full queue is silent, so Bob gives up"
        assert number(window, "bench.opened") == let_in, "and nobody gets in"
        assert window.state()["hosts"][0]["state"] == "ESTABLISHED", "Alice goes on"
        check(window, "bench, under attack")
        shot(window, "full")
        window.click("bench.cookies")
        window.click("bench.cookies.list.2")
        passes(window, 8)
        assert number(window, "bench.opened") >= let_in + 2, "cookies let Bob in"
        assert queue(window) == "8/8 full", "while the flood goes on"
        shot(window, "cookies")
        window.click("bench.flood")
        assert "Attack stopped" in window.state()["toasts"][-1]["text"]


def test_every_number_is_an_intervention_that_can_be_undone(start, shot):
    with opened(start) as window:
        type_into(window, "bench.backlog", "16")
        assert queue(window).endswith("/16"), queue(window)
        window.key("Ctrl+Z")
        assert queue(window).endswith("/8"), "undone"
        type_into(window, "bench.retries", "2")
        assert label(window, "bench.retries").endswith("2")
        window.key("Ctrl+Z")
        assert label(window, "bench.retries").endswith("5")
        type_into(window, "bench.rate", "0.5")
        window.click("bench.flood")
        passes(window, 1)
        type_into(window, "bench.rate", "20")
        assert label(window, "bench.rate").endswith("20")
        window.key("Ctrl+Z")
        assert label(window, "bench.rate").endswith("0.5"), "the slower flood is back"
        shot(window, "undone")


def test_a_number_that_cannot_be_is_answered_with_those_that_can(start, shot):
    with opened(start) as window:
        for name, bounds in (("rate", "0.001 to 1\u2009000\u2009000"),
                             ("backlog", "1 to 100\u2009000"), ("retries", "0 to 20")):
            before = label(window, f"bench.{name}")
            for typed in ("999999999", "abc"):
                type_into(window, f"bench.{name}", typed)
                assert bounds in label(window, f"bench.{name}.label")
                assert label(window, f"bench.{name}") == before, "nothing was changed"
            check(window, f"bench, {name} refused")
            shot(window, f"refused-{name}")
        type_into(window, "bench.retries", "3")
        assert label(window, "bench.retries.label") == "SYN-ACK retries"


def test_a_flood_that_is_stopped_keeps_its_rate(start, shot):
    with opened(start) as window:
        type_into(window, "bench.rate", "0.5")
        window.click("bench.flood")
        passes(window, 1)
        type_into(window, "bench.rate", "20")
        window.key("Ctrl+Z")
        window.click("bench.flood")
        assert label(window, "bench.rate").endswith("0.5"), label(window, "bench.rate")


def test_a_number_that_is_typed_counts_when_its_field_is_left(start, shot):
    with opened(start) as window:
        for leave in (lambda: window.key("Tab"), lambda: window.click("bench.rate"),
                      lambda: window.click("bench.flood")):
            before = number(window, "bench.backlog")
            window.click("bench.backlog")
            window.key("Ctrl+A")
            window.type(str(before + 1))
            leave()
            window.frames(2)
            assert number(window, "bench.backlog") == before + 1
            assert f"0/{before + 1}" in label(window, "bench.queue.syn.count")
        window.click("bench.backlog")
        window.key("Ctrl+A")
        window.type("99")
        window.key("Escape")
        window.frames(2)
        assert number(window, "bench.backlog") == before + 1, "Escape takes it back"
        shot(window, "left")


def test_a_drag_that_outlives_the_bench_is_forgotten(start, shot):
    with opened(start) as window:
        x, y, width, height = window.widget("bench.backlog.slider")["rect"]
        for op, at in (("move", 0.1), ("press", 0.1), ("move", 0.9)):
            window.ask(op, x=int(x + at * width), y=int(y + height / 2))
        window.frames(2)
        assert number(window, "bench.backlog") > 8, "it is being dragged"
        window.key("A")
        window.ask("release", x=600, y=300)
        window.frames(2)
        window.key("A")
        window.frames(2)
        assert number(window, "bench.backlog") == 8
        assert "0/8" in label(window, "bench.queue.syn.count")
        shot(window, "forgotten")


def test_a_number_that_is_dragged_counts_once_when_it_is_let_go(start, shot):
    with opened(start) as window:
        slider = window.widget("bench.backlog.slider")["rect"]
        x, y, w, h = (int(n) for n in slider)
        window.ask("move", x=x + w // 4, y=y + h // 2)
        window.ask("press", x=x + w // 4, y=y + h // 2)
        for share in (0.4, 0.6, 0.8, 0.95):
            window.ask("move", x=x + int(w * share), y=y + h // 2)
            window.frames(2)
            assert queue(window).endswith("/8"), "not before it is let go"
        window.ask("release", x=x + int(w * 0.95), y=y + h // 2)
        window.frames(3)
        assert not queue(window).endswith("/8"), queue(window)
        window.key("Ctrl+Z")
        assert queue(window).endswith("/8"), "one undo takes all of it back"
        shot(window, "dragged")


def test_the_bench_is_reached_and_used_by_keyboard_alone(start, shot):
    with start(SCENARIO) as window:
        window.frames(3)
        window.key("A")
        focus(window, "bench.flood")
        window.key("Enter")
        assert any("Attack begun" in t["text"] for t in window.state()["toasts"])
        focus(window, "bench.retries.slider")
        window.key("Left")
        assert label(window, "bench.retries").endswith("4"), label(window, "bench.retries")
        shot(window, "by-keyboard")
        window.key("A")
        assert not any(w["id"] == "bench.flood" for w in window.widgets())


def focus(window, name):
    for _ in range(120):
        if any(w["id"] == name and w["focused"] for w in window.widgets()):
            return
        window.key("Tab")
    raise AssertionError(f"Tab never came to {name}")


def test_a_scenario_without_an_attacker_offers_one_that_has(start, shot):
    with start() as window:
        window.frames(3)
        window.click("top.menu")
        window.click("top.menu.attack_bench")
        assert "Nobody attacks" in label(window, "bench.nobody")
        window.click("bench.open_scenario")
        window.frames(3)
        assert window.widget("bench.flood")["enabled"]
        shot(window, "offered")


def test_bench_and_inspector_take_turns(start, shot):
    with opened(start) as window:
        window.key("F4")
        assert not any(w["id"] == "bench.flood" for w in window.widgets())
        assert any(w["id"] == "inspector.tab.why" for w in window.widgets())
        window.key("A")
        assert any(w["id"] == "bench.flood" for w in window.widgets())


def test_a_dense_burst_is_one_stack_on_the_wire_and_rows_on_the_ladder(start, shot):
    with opened(start) as window:
        type_into(window, "bench.rate", "100000")
        window.click("bench.flood")
        window.key("Space")
        window.until(lambda s: len(s["in_flight"]) >= 1000, "a thousand are in flight", 4000, 4)
        window.key("Space")
        stacks = [w for w in window.widgets() if w["id"].startswith("wire.stack.")]
        assert stacks and int(re.sub(r"\D", "", stacks[0]["label"].split("×")[0])) >= 1000
        assert len([w for w in window.widgets() if w["id"].startswith("wire.segment.")]) < 40
        check(window, "a burst")
        shot(window, "burst")


def test_the_bench_speaks_chinese_in_dark_in_a_large_window(start, shot):
    with opened(start, "zh") as window:
        window.click("bench.flood")
        passes(window, 8)
        assert "已满" in queue(window)
        check(window, "bench in Chinese")
        shot(window, "zh")
        window.click("top.theme")
        window.resize(1920, 1080)
        check(window, "bench in Chinese, dark, large")
        shot(window, "zh-dark-1080")


if __name__ == "__main__":
    run(globals())
