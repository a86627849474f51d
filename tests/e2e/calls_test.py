#!/usr/bin/env python3
"""Calls, their refusals and the menus of the endpoint panels in the real window (ux 3.1, 5.1, 5.3).

usage: calls_test.py PROGRAM PICTURE_FOLDER [NAME ...]
Each test is a sentence; pictures of every stop are left in the folder."""
import os
import sys

from layout_checks import check
from panels_test import centre, shown
from picture import Picture
from sentences import run
from window_test import play_until_third_is_in_flight


def said(window):
    return " | ".join(t["text"] for t in window.state()["toasts"])


def test_a_call_that_tcp_would_refuse_is_disabled_and_says_why(window, shot):
    window.click("left.card.sandbox")
    window.frames(3)

    def why(call, host="client"):
        return window.widget(f"endpoint.{host}.call.{call}")["why_not"]
    assert "connect() makes one" in why("send") and "connect() makes one" in why("close")
    assert not why("listen") and not why("connect"), "legal in CLOSED"
    assert "listen() first" in why("accept", "server")
    window.click("endpoint.server.call.listen")
    assert said(window) == "server calls listen() = ok", said(window)
    assert "already" in why("listen", "server")
    shot("listening")
    window.click("endpoint.client.call.connect")
    window.click("transport.play")
    window.until(lambda s: s["hosts"][0]["state"] == "ESTABLISHED" and not s["in_flight"], "open")
    window.click("endpoint.client.call.close")
    assert said(window) == "client calls close() = ok", said(window)
    assert "closed by your FIN" in why("send") and "abort()" in why("read")
    send = window.widget("endpoint.client.call.send")
    assert not send["enabled"]
    middle = centre(send["rect"])
    window.ask("move", x=middle[0], y=middle[1])
    window.frames(60)
    shot("closed")
    assert "closed by your FIN" in window.widget("tooltip")["label"]
    window.key("Ctrl+L")
    assert "你的 FIN 已关闭这个方向" in why("send"), why("send")
    check(window, "refused calls")


def test_beside_the_calls_stands_what_their_program_knows(window, shot):
    def known(host):
        return window.widget(f"endpoint.{host}.calls.summary")["label"]
    window.click("left.card.sandbox")
    window.frames(3)
    window.click("endpoint.server.call.listen")
    window.click("endpoint.client.call.connect")
    assert known("client") == "connect(): not done yet", known("client")
    window.click("transport.play")
    window.until(lambda s: s["quiet"], "the handshake is done")
    assert known("client") == "connect() = ok", known("client")
    window.click("endpoint.server.call.accept")
    window.click("endpoint.server.call.abort")
    assert known("server") == "abort() = ok", known("server")
    window.click("transport.play")
    window.until(lambda s: s["quiet"], "the RST has arrived")
    assert known("client") == "told: reset", known("client")
    shot("reset")


def established_in_the_sandbox(window):
    """Both ends open; the server's program has not accepted."""
    window.click("left.card.sandbox")
    window.frames(3)
    window.click("endpoint.server.call.listen")
    window.click("endpoint.client.call.connect")
    window.click("transport.play")
    window.until(lambda s: s["quiet"], "the handshake is done")


def test_in_the_sandbox_nobody_accepts_until_accept_is_called(window, shot):
    established_in_the_sandbox(window)
    unfold(window, "queues")
    assert window.widget("endpoint.server.queue.accept.count")["label"] == "1/4"
    shot("waiting")
    window.click("endpoint.server.call.accept")
    assert said(window) == "server calls accept() = ok", said(window)
    assert window.widget("endpoint.server.queue.accept.count")["label"] == "0/4"


COOKIES = """script 1
id cookies
title title
about about
host client 10.0.0.1 profile teaching iss 1000
host server 10.0.0.2 profile teaching iss 5000
set server syn_cookies always
at 0 server listen 80
at 0 client connect server:80
"""


def test_of_a_request_that_was_answered_with_a_cookie_the_queue_shows_that_nothing_is_stored(
        start, shot):
    path = os.path.join(start.home, "cookies.lesson")
    with open(path, "w", encoding="utf-8") as file:
        file.write(COOKIES)
    with start("--fresh", path) as window:
        window.resize(1920, 1080)
        window.click("transport.play")
        window.until(lambda s: any(p["id"] == 2 for p in s["in_flight"]), "the cookie flies")
        window.frames(20)
        window.key("Space")
        assert window.widget("endpoint.server.queue.syn.count")["label"].startswith("0/")
        ghost = window.widget("endpoint.server.queue.syn.ghost")
        assert ghost["visible"] and ghost["label"] == "nothing stored", ghost
        shot(window, "ghost")
        window.key("Ctrl+L")
        assert window.widget("endpoint.server.queue.syn.ghost")["label"] == "未存储"
        check(window, "a cookie in Chinese")


def unfold(window, block):
    name = f"endpoint.server.fold.{block}"
    if not any(w["id"].startswith(f"endpoint.server.{block[:-1]}.") for w in window.widgets()):
        window.click(name)
        window.frames(2)


def test_a_request_enters_and_leaves_the_queue_visibly(window, shot):
    def marked(name):
        window.ask("move", x=2, y=2)
        window.frames(60)
        count = window.widget("endpoint.server.queue.syn")["rect"]
        path = os.path.join(sys.argv[2], f"queue-{name}.png")
        window.screenshot(path)
        cells = (count[0] - 4, count[1] + count[3], 100, 24)
        return Picture(path).pixels(cells)[(0x00, 0x5F, 0xCC)]
    window.key("Right")
    window.frames(100)
    unfold(window, "queues")
    for name, seen in (("enters", True), ("stays", False), ("leaves", True)):
        window.key("Right")
        window.frames(100)
        assert bool(marked(name)) == seen, name


def test_a_right_click_or_enter_opens_the_menu_of_a_timer_a_cell_a_state_and_a_row(window, shot):
    established_in_the_sandbox(window)
    unfold(window, "queues")
    cell = next(w["id"] for w in window.widgets() if w["id"].endswith(".cell"))
    window.click(cell, button="right")
    assert window.state()["frozen"] and window.widget(f"{cell}.menu.accept")["enabled"]
    shot("cell")
    window.click(f"{cell}.menu.accept")
    assert not window.state()["frozen"] and "accept() = ok" in said(window)
    unfold(window, "connections")
    row = cell[:-len(".cell")]
    window.click(row, button="right")
    shot("connection")
    window.click(f"{row}.menu.close")
    assert "server calls close() = ok" in said(window), said(window)
    timer = "endpoint.server.timer.retransmit"
    window.click(timer, button="right")
    shot("timer")
    window.key("Escape")
    assert not window.state()["frozen"], "closing the menu lets go of time"
    window.click(timer, button="right")
    window.click(f"{timer}.menu.expiry")
    window.frames(3)
    assert "was stopped before it could expire" in said(window), said(window)
    lamp = "endpoint.client.lamp"
    for _ in range(200):
        window.key("Tab")
        if window.state()["focus"] == lamp:
            break
    window.key("Enter")
    shot("lamp")
    window.click(f"{lamp}.menu.diagram")
    assert shown(window, "diagram.client.state.ESTABLISHED")
    position = window.state()["playhead_ns"]
    window.click("diagram.client.state.ESTABLISHED", button="right")
    shot("state")
    window.click("diagram.client.state.ESTABLISHED.menu.entered")
    assert window.state()["playhead_ns"] < position, "gone back to that step"
    window.click("diagram.server.state.CLOSE_WAIT", button="right")
    shot("never-there")
    assert "CLOSE_WAIT" in window.widget("diagram.server.state.CLOSE_WAIT.menu.run")["label"]


def test_what_a_timer_will_do_is_readable_without_hovering(window, shot):
    play_until_third_is_in_flight(window)
    window.key("Space")
    words = window.widget("endpoint.server.timer.retransmit.then")
    assert words["visible"] and words["fits"] and "next wait" in words["label"], words
    window.ask("move", x=2, y=2)
    window.frames(30)
    shot("timer")
    window.key("Ctrl+L")
    words = window.widget("endpoint.server.timer.retransmit.then")
    assert words["fits"] and "下次" in words["label"], words
    shot("timer-zh")


def test_that_both_ends_are_quiet_is_said_once(window, shot):
    window.click("transport.play")
    window.until(lambda s: s["quiet"], "nothing more happens")
    window.frames(10)
    words = [w["label"] for w in window.widgets() if w["visible"]]
    assert sum("quiet" in w for w in words) == 1 and not said(window), (words, said(window))
    shot("quiet")
    window.key("Space")
    assert "nothing left to play" in said(window)
    window.key("Left")
    assert "nothing left" not in said(window), "it is not true any more"
    window.click("transport.play")
    window.frames(60)
    assert not any(w["id"] == "tooltip" for w in window.widgets()), "the pressed button is silent"


def test_a_new_branch_keeps_neither_the_selection_nor_the_offers_of_the_old_one(window, shot):
    play_until_third_is_in_flight(window)
    window.ask("press_segment", packet=3)
    window.frames(2)
    window.click("wire.menu.drop")
    window.key("Space")
    assert window.state()["selection"]["packet"] == 3
    window.key("Home")
    window.key("K")
    state = window.state()
    assert state["branch"] == "B" and state["selection"]["packet"] is None, state["selection"]
    assert "Undo" not in [toast["offer"] for toast in state["toasts"]], state["toasts"]
    window.key("Enter")
    window.frames(3)
    shot("new-branch")
    assert window.state()["frozen"] is None, "no menu can be open"


if __name__ == "__main__":
    run(globals())
