#!/usr/bin/env python3
"""The parts of the main screen under the hand: blocks of an endpoint, the wire, the inspector, the
way back, and the colours that are really drawn (ux 3, 4.4, 5.1, 9.1).

usage: panels_test.py PROGRAM PICTURE_FOLDER [NAME ...]
Each test is a sentence; pictures are left in the folder."""
import os
import sys

from driver import Window
from layout_checks import check
from picture import Picture, contrast
from sentences import run
from window_test import play_until_third_is_in_flight


def row_and_inspector(window, packet):
    """Pauses and opens the inspector on a segment."""
    window.key("Space")
    window.click(f"ladder.row.{packet}")
    window.key("F4")
    window.frames(3)


def shown(window, name):
    return any(w["id"] == name and w["visible"] for w in window.widgets())


def test_a_block_folds_on_both_ends_and_stays_folded_after_a_restart(window, shot):
    play_until_third_is_in_flight(window)
    window.key("Space")
    assert shown(window, "endpoint.client.tcb.RTO") and shown(window, "endpoint.server.tcb.RTO")
    window.click("endpoint.server.fold.variables")
    assert not shown(window, "endpoint.client.tcb.RTO"), "folded on the other end too"
    assert not shown(window, "endpoint.server.tcb.RTO")
    shot("folded")
    window.close()
    with Window(sys.argv[1], display=window.display, home=window.home) as again:
        again.frames(3)
        play_until_third_is_in_flight(again)
        assert not shown(again, "endpoint.client.tcb.RTO"), "the fold is remembered"
        again.click("endpoint.client.fold.variables")
        assert shown(again, "endpoint.client.tcb.RTO")


def test_with_little_room_variables_and_timers_stay_and_the_rest_opens_by_a_click(window, shot):
    play_until_third_is_in_flight(window)
    row_and_inspector(window, 3)
    shot("little-room")
    assert shown(window, "endpoint.server.tcb.RTO")
    assert shown(window, "endpoint.server.timer.retransmit")
    assert not shown(window, "endpoint.server.call.close")
    window.click("endpoint.server.fold.calls")
    assert shown(window, "endpoint.server.call.close"), "opened by hand"
    check(window, "little room")


def test_a_flag_of_a_segment_on_the_wire_is_a_switch(window, shot):
    play_until_third_is_in_flight(window)
    row_and_inspector(window, 3)

    def flags():
        return next(p["flags"] for p in window.state()["in_flight"] if p["id"] == 3)
    assert flags() == "ACK", flags()
    window.click("inspector.field.flag_fin")
    assert flags() == "FIN,ACK", flags()
    assert any(t["offer"] for t in window.state()["toasts"]), "it can be undone at once"
    shot("switched")
    assert window.widget("inspector.field.checksum")
    window.key("Ctrl+Z")
    assert flags() == "ACK", "undone"


def test_a_flag_of_a_segment_that_has_arrived_is_no_switch(window, shot):
    play_until_third_is_in_flight(window)
    row_and_inspector(window, 2)
    before = window.state()["fingerprint"]
    window.click("inspector.field.flag_fin")
    assert window.state()["fingerprint"] == before and not window.state()["toasts"]
    assert not shown(window, "inspector.checksum_follows")


def centre(rect):
    return round(rect[0] + rect[2] / 2), round(rect[1] + rect[3] / 2)


def drag(window, start, end):
    def at(share):
        return {axis: round(a + (b - a) * share) for axis, a, b in zip("xy", start, end)}
    window.ask("press", **at(0))
    for share in (0.3, 0.7, 1.0):
        window.ask("move", **at(share))
        window.frames(1)
    window.ask("release", **at(1))
    window.frames(3)


def test_a_token_is_dragged_into_the_siding_and_back_to_its_lane(window, shot):
    play_until_third_is_in_flight(window)

    def held():
        return any(p["held"] for p in window.state()["in_flight"])
    start = centre(window.widget("wire.segment.3")["rect"])
    band = window.widget("wire.band")["rect"]
    drag(window, start, (start[0], band[1] + band[3] - 12))
    assert held(), "let go in the siding it is held"
    shot("held")
    token = window.widget("wire.siding.3")["rect"]
    drag(window, (token[0] + 20, token[1] + token[3] / 2), (token[0] + 60, band[1] + 20))
    assert not held(), "let go on the lanes it goes on"
    assert not window.state()["frozen"]


def test_a_press_on_the_empty_wire_stops_time_and_a_release_lets_it_run(window, shot):
    window.click("transport.play")
    window.frames(10)
    band = window.widget("wire.band")["rect"]
    at = {"x": band[0] + band[2] - 40, "y": band[1] + band[3] - 10}
    at = {axis: round(value) for axis, value in at.items()}
    window.ask("press", **at)
    window.frames(2)
    frozen_at = window.state()["playhead_ns"]
    window.frames(10)
    assert window.state()["frozen"] == "press" and window.state()["playhead_ns"] == frozen_at
    window.ask("release", **at)
    window.frames(10)
    assert window.state()["playing"] and window.state()["playhead_ns"] > frozen_at


def test_a_third_host_is_a_station_beside_the_wire(window, shot):
    assert not shown(window, "wire.station.2"), "no station in a scenario of two hosts"
    window.close()
    here = os.path.dirname(os.path.abspath(__file__))
    script = os.path.join(here, "three-hosts", "script.lesson")
    with Window(sys.argv[1], "--scenario", script, display=window.display) as third:
        third.frames(3)
        assert third.widget("wire.station.2")["label"]
        third.click("transport.play")
        third.until(lambda s: any(p["from"] == "attacker" for p in s["in_flight"]), "it sends")
        third.frames(30)
        third.key("Space")
        third.screenshot(os.path.join(sys.argv[2], "three-hosts.png"))
        check(third, "three hosts")


def test_a_step_back_cuts_and_the_picture_before_it_fades(window, shot):
    def picture(name):
        path = os.path.join(sys.argv[2], f"fade-{name}.png")
        window.screenshot(path)
        return Picture(path).pixels(window.widget("wire.band")["rect"])
    window.key("Right")
    window.frames(100)
    window.key("Right")
    window.frames(100)
    window.ask("key", chord="Left")
    place = window.state()["playhead_ns"]
    at_once = picture("at-once")
    window.frames(4)
    half = picture("half")
    window.frames(30)
    later = picture("later")
    assert window.state()["playhead_ns"] == place, "the cut is at once"
    assert len({str(sorted(p.items())) for p in (at_once, half, later)}) == 3, "it fades"


def test_two_steps_back_in_one_fade_never_darken_the_picture(window, shot):
    def white(name):
        path = os.path.join(sys.argv[2], f"fades-{name}.png")
        window.screenshot(path)
        return Picture(path).pixels(window.widget("ladder.area")["rect"])[(255, 255, 255)]
    for _ in range(4):
        window.key("Right")
        window.frames(100)
    before = white("before")
    window.ask("key", chord="Left")
    window.frames(1)
    window.ask("key", chord="Left")
    window.frames(2)
    assert white("between") > before / 2, "paper stays paper"


def label(window, name):
    return window.widget(name)["label"]


def test_a_real_number_that_changed_shows_the_end_of_the_old_one(start, shot):
    with start("svr4-bsdi") as window:
        for _ in range(3):
            window.key("Right")
            window.frames(100)
        words = label(window, "endpoint.svr4.tcb.SND.UNA").replace("\u2009", "")
        assert words.endswith("21→1415531522"), words
        assert label(window, "endpoint.svr4.tcb.RCV.NXT").startswith("— → "), "never a zero"


def test_every_state_of_the_closing_part_can_be_read(window, shot):
    window.click("left.card.lessons")
    window.scroll_to("left.scenario.handshake", 100, 400)
    window.click("left.scenario.handshake")
    for _ in range(40):
        window.key("Right")
        window.frames(100)
        if any(h["state"] == "TIME_WAIT" for h in window.state()["hosts"]):
            break
    for size in ((1280, 720), (1920, 1080)):
        window.resize(*size)
        check(window, f"closing part at {size}")
        shot(f"closing-{size[0]}")
        assert shown(window, "endpoint.client.diagram.node.TIME_WAIT")
        assert shown(window, "endpoint.client.diagram.map"), "where it lies in the whole"


def test_a_held_segment_tells_its_age_and_makes_no_other_token_wide(window, shot):
    play_until_third_is_in_flight(window)
    window.key("Space")
    before = window.widget("wire.segment.3")["rect"][2]
    window.key("H")
    window.frames(3)
    shot("held")
    held = window.widget("wire.siding.3")["rect"][2]
    assert held > before, "it has more to say"
    window.key("H")
    window.frames(3)
    after = window.widget("wire.segment.3")["rect"][2]
    assert after <= before + 1, f"{before} became {after}"


def test_the_next_line_names_the_call(window, shot):
    assert label(window, "transport.next") == "Next: server calls listen(), now"
    window.key("Ctrl+L")
    assert label(window, "transport.next") == "下一步：此刻服务器调用 listen()"


def test_why_and_diff_say_what_to_select_and_diff_begins_with_what_differs(window, shot):
    for tab in ("why", "diff"):
        window.click(f"inspector.tab.{tab}")
        window.frames(2)
        assert "Select a segment" in label(window, f"inspector.{tab}.select")
    play_until_third_is_in_flight(window)
    window.key("Space")
    window.click("ladder.row.3")
    window.resize(1920, 1080)
    rows = [w for w in window.widgets() if w["id"].startswith("inspector.diff.")
            and w["id"].endswith((".left", ".right")) and ".head" not in w["id"]]
    assert rows, "there are differences"
    for left, right in zip(rows[::2], rows[1::2]):
        assert left["label"] != right["label"], f"{left['id']} is equal"
    folded = len(rows)
    shot("diff")
    window.click("inspector.diff.equal")
    window.frames(2)
    assert len([w for w in window.widgets() if w["id"].startswith("inspector.diff.")
                and w["id"].endswith((".left", ".right"))]) > folded


def test_events_are_searched_in_any_spelling_and_filtered_by_host(window, shot):
    play_until_third_is_in_flight(window)
    window.key("Space")
    window.key("F6")
    window.click("events.search")
    for words in ("syn ack", "5000", "5 000"):
        window.key("Ctrl+A")
        window.type(words)
        window.frames(2)
        assert label(window, "events.hits").startswith("1 of "), words
    shot("found")
    check(window, "events at 1280")
    cut = [w["id"] for w in window.widgets()
           if w["id"].startswith("events.row.") and w["visible"] and not w["fits"]]
    assert not cut, cut
    window.key("Ctrl+A")
    window.type("no such words")
    window.frames(2)
    assert label(window, "events.hits") == "not found"
    window.key("Ctrl+A")
    window.type("listen")
    window.click("events.host")
    window.frames(2)
    window.click("events.host.list.2")
    window.frames(2)
    shot("client")
    assert label(window, "events.hits") == "not found", "the client does not listen"


def test_the_wheel_moves_in_time_on_the_timeline(window, shot):
    play_until_third_is_in_flight(window)
    window.key("Space")
    strip = window.widget("transport.overview")["rect"]
    window.ask("move", x=round(strip[0] + strip[2] / 2), y=round(strip[1] + strip[3] / 2))
    window.frames(2)
    before = window.state()["playhead_ns"]
    window.ask("wheel", rows=2)
    window.frames(3)
    back = window.state()["playhead_ns"]
    assert back < before
    window.ask("wheel", rows=-1)
    window.frames(3)
    assert back < window.state()["playhead_ns"] < before
    shot("bubble")


def test_ctrl_and_the_wheel_stretch_time_on_the_ladder_around_the_pointer(window, shot):
    play_until_third_is_in_flight(window)
    window.key("Space")
    def middle(name):
        rect = window.widget(name)["rect"]
        return rect[1] + rect[3] / 2
    label = window.widget("ladder.row.2")["rect"]
    before = middle("ladder.row.1")
    window.ask("move", x=round(label[0] + label[2] / 2), y=round(middle("ladder.row.2")))
    window.ask("wheel", rows=3, ctrl=True)
    window.frames(3)
    shot("stretched")
    assert abs(middle("ladder.row.2") - label[1] - label[3] / 2) < 3, "it stays under the pointer"
    assert before - middle("ladder.row.1") > 15, "what is earlier moves away from it"


def test_in_a_small_window_the_inspector_lies_over_the_ladder(window, shot):
    play_until_third_is_in_flight(window)
    window.key("Space")
    window.resize(1024, 768)
    ladder = window.widget("ladder.area")["rect"]
    window.key("F4")
    window.frames(3)
    shot("over")
    assert window.widget("ladder.area")["rect"] == ladder, "the ladder keeps its place"
    seen = window.widget("ladder.area")["seen"]
    assert seen[3] < ladder[3]
    line = window.widget("ladder.playhead")["rect"]
    assert line[1] + line[3] < seen[1] + seen[3], "the playhead stays in sight"
    check(window, "inspector over the ladder")


FILLS = {  # ux 9.1
    "light": {"SYN": 0x0072B2, "ACK": 0x5B6470, "data": 0x009E73, "FIN": 0xE69F00},
    "dark": {"SYN": 0x3D9BDB, "ACK": 0xC3CBD4, "data": 0x3DD6A0, "FIN": 0xFFC04D},
}
FILLS["projector"] = FILLS["light"]
INK = {"light": 0x14171A, "dark": 0xE8EBEF, "projector": 0x000000}
PAPER = {"light": 0xFFFFFF, "dark": 0x161B21, "projector": 0xFFFFFF}
OPENING, OPEN = 0x56B4E9, 0x009E73


def rgb(number):
    return number >> 16, number >> 8 & 255, number & 255


def tokens_in_every_theme(window, kind, packet):
    """The token's own pixels must hold its fill and its outline in every theme."""
    for theme in ("light", "dark", "projector"):
        while window.state()["theme"] != theme:
            window.click("top.theme")
        window.ask("move", x=2, y=2)
        window.frames(4)
        path = os.path.join(sys.argv[2], f"colours-{kind}-{theme}.png")
        window.screenshot(path)
        picture = Picture(path)
        seen = picture.pixels(window.widget(f"wire.segment.{packet}")["seen"])
        fill, ink = rgb(FILLS[theme][kind]), rgb(INK[theme])
        assert seen[fill] > 300, f"{kind} in {theme}: {seen.most_common(4)}"
        assert seen[ink] > 60, f"outline of {kind} in {theme}: {seen.most_common(6)}"
        assert contrast(ink, rgb(PAPER[theme])) >= 7
        lamp = window.widget("endpoint.client.state")["rect"]
        bar = picture.pixels([lamp[0] - 26, lamp[1], 22, 34])
        assert bar[rgb(OPEN if kind != "SYN" else OPENING)] > 60, bar.most_common(5)


def test_segments_and_states_are_drawn_in_the_colours_that_were_tested(window, shot):
    window.click("transport.play")
    window.until(lambda s: any(p["id"] == 1 for p in s["in_flight"]), "the SYN flies")
    window.frames(40)
    window.key("Space")
    tokens_in_every_theme(window, "SYN", 1)
    window.key("Space")
    window.until(lambda s: any(p["id"] == 3 for p in s["in_flight"]), "the ACK flies")
    window.frames(40)
    window.key("Space")
    tokens_in_every_theme(window, "ACK", 3)
    window.key("Space")
    window.until(lambda s: all(h["state"] == "ESTABLISHED" for h in s["hosts"]), "open")
    window.click("endpoint.client.call.send")
    window.click("endpoint.client.send.hello")
    number = window.until(lambda s: s["in_flight"], "data flies")["in_flight"][-1]["id"]
    window.frames(20)
    if window.state()["playing"]:
        window.key("Space")
    tokens_in_every_theme(window, "data", number)


if __name__ == "__main__":
    run(globals())
