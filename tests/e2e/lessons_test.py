#!/usr/bin/env python3
"""Guided lessons in the window, taken by clicks and keys as a learner takes them, in both
languages; nothing on the screen answers an open question. With SYNSCOPE_EVERY_PICTURE in the
environment every step of every lesson leaves a picture."""
import os
import re

from learner import (A2, C3, CIRCLE, H2, T1, begin, drop_when, fill, lock, numbers, pick, pick_all,
                     play, play_to, reach, seen, send, settle, take, words)
from sentences import run


# What a learner does in each step that wants something.

def fill_blanks(window):
    x, y = [n for n in numbers(words(window)) if n > 9][:2]
    for name, value in (("seq2", y), ("ack2", x + 1), ("seq3", x + 1), ("ack3", y + 1)):
        fill(window, f".{name}", value % CIRCLE)
    lock(window)


def check_h2(window):
    text = next(r["label"] for r in window.widgets() if r["id"] == "lesson.question.ack")
    fill(window, ".ack", (numbers(text)[0] + 1) % CIRCLE)
    lock(window, ".ack")
    wanted = ["client-syn-sent", "server-syn-rcvd", "client-established", "server-established"]
    for name in wanted:  # each in turn goes to the end: then they lie in this order
        for _ in range(3):
            row = reach(window, f"lesson.order.path.{name}.later")
            if row["enabled"]:
                window.click(row["id"])
    lock(window, ".path")
    pick(window, "first", ".without-ack")
    lock(window, ".without-ack")


def be_late(window):
    drop_when(window, "ACK")
    window.until(lambda s: any(p["retransmission"] for p in s["in_flight"]) or not s["playing"]
                 and window.click("transport.play"), "the SYN-ACK comes again", 3000)
    drop_when(window, "ACK")
    if not window.state()["playing"]:
        window.click("transport.play")
    window.until(lambda s: s["lesson"]["done"], "the server opens late", 4000)


H2_DOES = {
    "first-segment": lambda w: (pick(w, "syn"), lock(w)),
    "ack-number": lambda w: (fill(w, "", 1001), lock(w)),
    "who-is-open": lambda w: (settle(w), pick(w, "neither"), lock(w)),
    "how-late": lambda w: (fill(w, "", 50), lock(w)),
    "what-is-new": lambda w: (pick(w, "own-syn"), lock(w)),
    "fill-in": fill_blanks,
    "drop-third": lambda w: drop_when(w, "ACK"),
    "numbers": check_h2,
    "late": be_late,
}


def construct_t1(window):
    """Two handshake ACKs lost, and data before the third SYN-ACK."""
    drop_when(window, "ACK")
    window.frames(20)
    drop_when(window, "ACK")
    play_to(window, 1.5)
    send(window)
    play(window)
    window.until(lambda s: s["lesson"]["done"], "data opens the server", 3000)


def check_t1(window):
    text = next(r["label"] for r in window.widgets() if r["id"] == "lesson.question.total")
    first, count = numbers(text)[:2]
    fill(window, ".total", first * (2 ** (count + 1) - 1))
    lock(window, ".total")
    pick_all(window, ("syn", "syn-ack", "data", "fin"), ".again")
    lock(window, ".again")
    pick(window, "open", ".data")
    lock(window, ".data")


def stay_silent(window):
    """Every handshake ACK is dropped until the server gives up; a minute later the client asks."""
    for _ in range(6):
        drop_when(window, "ACK")
        window.frames(20)
    play_to(window, 130)
    send(window)
    play(window)
    window.until(lambda s: s["lesson"]["done"], "the client finds out", 3000)


def drop_pointed_at(window, packet):
    assert seen(window, f"lesson.highlight.wire.seg(#{packet})"), "what to drop is pointed at"
    window.ask("press_segment", packet=packet)
    window.frames(2)
    window.click("wire.menu.drop")


T1_DOES = {
    "drop-it": lambda w: drop_pointed_at(w, 3),
    "what-next": lambda w: (pick(w, "server-again"), lock(w)),
    "when-again": lambda w: (fill(w, "", 1050), lock(w)),
    "why-answer": lambda w: (pick(w, "below"), lock(w)),
    "fate-of-data": lambda w: (pick(w, "deliver"), lock(w)),
    "gives-up": lambda w: (fill(w, "", 63), lock(w)),
    "too-late": lambda w: (pick(w, "reset"), lock(w)),
    "construct": construct_t1,
    "numbers": check_t1,
    "silent": stay_silent,
}


def construct_c3(window):
    for _ in range(2):
        drop_when(window, "ACK")
        window.frames(20)
    play_to(window, 70)


def check_c3(window):
    text = next(r["label"] for r in window.widgets() if r["id"] == "lesson.question.closed")
    msl, fin = (float(n) for n in re.findall(r"\d+(?:\.\d+)?", text)[:2])
    fill(window, ".closed", round(fin + 2 * msl, 3))
    lock(window, ".closed")
    pick(window, "server", ".closer")
    lock(window, ".closer")
    pick(window, "fin", ".first-move")
    lock(window, ".first-move")


def forge_reset(window):
    """A reset in the server's name with exactly the number that the client expects."""
    play(window)
    window.until(lambda s: s["hosts"][0]["state"] == "TIME_WAIT", "the client waits", 3000)
    if window.state()["playing"]:
        window.click("transport.play")
    window.click("endpoint.server.lamp")
    window.click("endpoint.server.lamp.menu.forge")
    window.frames(3)
    window.click("forge.preset.rst_exact")
    window.click("forge.ok")
    play(window)
    window.until(lambda s: s["lesson"]["done"], "TIME_WAIT ends early", 2000)


C3_DOES = {
    "who-waits": lambda w: (pick(w, "client"), lock(w)),
    "lose-it": lambda w: drop_pointed_at(w, 4),
    "server-acts": lambda w: (pick(w, "repeat"), lock(w)),
    "reaction": lambda w: (pick(w, "ack-restart"), lock(w)),
    "when-closed": lambda w: (fill(w, "", 61.3), lock(w)),
    "instead": lambda w: (pick(w, "reset"), lock(w)),
    "two-reasons": lambda w: (pick_all(w, ("repeat", "old-segments")), lock(w)),
    "construct": construct_c3,
    "numbers": check_c3,
    "early": forge_reset,
}


def forge(window, preset, *flags, **fields):
    """Sends what this preset makes, with these fields written anew and these flags turned over."""
    window.key("F")
    window.click(f"forge.preset.{preset}")
    for flag in flags:
        window.click(f"forge.flag.{flag}")
    for field, value in fields.items():
        window.click("forge." + field.replace("burst_", "burst."))
        window.key("Ctrl+A")
        window.type(value)
    window.click("forge.ok")
    play(window)
    window.until(lambda s: s["lesson"]["done"], "the forged segments have done their work", 4000)


def serve(window):
    """Room for what comes within the life of an entry."""
    window.key("A")
    window.frames(2)
    for name, value in (("backlog", "64"), ("retries", "2")):
        window.click(f"bench.{name}")
        window.key("Ctrl+A")
        window.type(value)
        window.key("Enter")
    window.key("Escape")
    play_to(window, 70)
    window.until(lambda s: s["lesson"]["done"], "nine of ten are in", 1000)
    window.key("A")


def check_a2(window):
    text = next(r["label"] for r in window.widgets() if r["id"] == "lesson.question.rate")
    asked = numbers(text)
    fill(window, ".rate", round(asked[0] / (2 ** (asked[-1] + 1) - 1), 4))
    lock(window, ".rate")
    pick(window, "ignored", ".full")
    lock(window, ".full")
    pick_all(window, ("open", "outgoing"), ".works")
    lock(window, ".works")


A2_DOES = {
    "how-long": lambda w: (fill(w, "", 63), lock(w)),
    "living": lambda w: (pick(w, "disappears"), lock(w)),
    "try-it": lambda w: forge(w, "syn_spoofed", source="10.0.0.9"),
    "fill-it": lambda w: forge(w, "syn_burst", burst_count="16", burst_addresses="16"),
    "bob-calls": lambda w: (pick(w, "ignored"), lock(w)),
    "alice-speaks": lambda w: (pick(w, "unaffected"), lock(w)),
    "trickle": lambda w: (fill(w, "", 0.127), lock(w)),
    "remembers": lambda w: (pick(w, "nothing"), lock(w)),
    "no-forgery": lambda w: (pick(w, "secret"), lock(w)),
    "cheat": lambda w: forge(w, "syn_spoofed", "SYN", "ACK", source="198.51.100.7",
                             ack="123456789"),
    "recovers": lambda w: (pick(w, "queue"), lock(w)),
    "numbers": check_a2,
    "trade-off": serve,
    "real-systems": lambda w: (pick(w, "more"), lock(w)),
}


def of_every_step(window, shot):
    if "SYNSCOPE_EVERY_PICTURE" in os.environ:
        return lambda label: shot(window, label)
    return lambda label: None


def take_to_its_end(start, shot, name, does):
    for language in ("en", "zh"):
        with begin(start, name, language) as window:
            take(window, of_every_step(window, shot), does, language)
            assert seen(window, "lesson.end")


def test_the_handshake_lesson_is_taken_by_clicks_and_keys(start, shot):
    take_to_its_end(start, shot, H2, H2_DOES)


def test_the_lost_third_ack_is_taken_by_clicks_and_keys(start, shot):
    take_to_its_end(start, shot, T1, T1_DOES)


def test_time_wait_is_taken_by_clicks_and_keys(start, shot):
    take_to_its_end(start, shot, C3, C3_DOES)


def test_the_flood_and_the_cookies_are_taken_by_clicks_and_keys(start, shot):
    take_to_its_end(start, shot, A2, A2_DOES)


if __name__ == "__main__":
    run(globals())
