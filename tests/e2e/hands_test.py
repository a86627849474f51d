#!/usr/bin/env python3
"""Forging, comparing, point of view and wire rules in the real window (ux 3.2, 6, 8).

usage: hands_test.py PROGRAM PICTURE_FOLDER [NAME ...]
Each test is a sentence; pictures of every stop are left in the folder."""
from layout_checks import check
from sentences import run
from window_test import play_until_third_is_in_flight


def said(window):
    return " | ".join(t["text"] for t in window.state()["toasts"])


def label(window, name):
    return window.widget(name)["label"]


def hurry(window):
    for _ in range(3):
        window.key("]")


def established(window):
    hurry(window)
    window.click("transport.play")
    window.until(lambda s: s["quiet"], "the handshake is over")


def test_a_forged_reset_closes_the_connection_as_the_preview_said(window, shot):
    established(window)
    window.key("F")
    assert window.state()["frozen"]
    check(window, "forge dialog")
    window.click("forge.preset.rst_in_window")
    assert "not accepted" in label(window, "forge.verdict"), label(window, "forge.verdict")
    window.click("forge.preset.rst_exact")
    verdict = label(window, "forge.verdict")
    assert "ESTABLISHED → CLOSED" in verdict, verdict
    assert "simulated" in label(window, "forge.ethics")
    shot("preview")
    window.click("forge.ok")
    assert "Forged segment on its way" in said(window), said(window)
    window.click("transport.play")
    window.until(lambda s: s["quiet"], "it has arrived")
    assert window.state()["hosts"][1]["state"] == "CLOSED"
    shot("closed")
    window.key("Ctrl+Z")
    assert window.state()["hosts"][1]["state"] == "ESTABLISHED"


def test_numbers_are_typed_raw_relative_or_by_name_and_odd_segments_are_labelled(window, shot):
    established(window)
    window.key("F")
    window.click("forge.preset.lone_fin")
    assert "FIN without ACK" in label(window, "forge.odd.lone_fin")
    for typed, meaning in (("+1", "1\u2009001"), ("server.RCV.NXT+9", "1\u2009010"),
                           ("0x10", "16")):
        window.click("forge.seq")
        window.key("Ctrl+A")
        window.type(typed)
        assert meaning in label(window, "forge.seq.meaning"), label(window, "forge.seq.meaning")
    window.click("forge.seq.names")
    shot("names")
    window.click("forge.names.server.RCV.NXT")
    assert label(window, "forge.seq").endswith("server.RCV.NXT")
    window.click("forge.seq")
    window.key("Ctrl+A")
    window.type("nonsense")
    assert not window.widget("forge.ok")["enabled"]
    assert "a name that has a value now" in window.widget("forge.ok")["why_not"]
    shot("wrong")


def test_what_makes_no_sense_is_called_by_the_name_of_its_field(window, shot):
    established(window)
    window.key("F")
    window.click("forge.preset.lone_fin")
    for field, typed, why in (("seq", "nonsense", "Sequence number: not a number"),
                              ("ack", "client.RCV", "Acknowledgment number: not a number"),
                              ("window", "65536", "Window: a number from 0 to 65\u2009535."),
                              ("mss", "-1", "MSS: a number from 0 to 65\u2009535, or nothing"),
                              ("source", "10.0.0.256", "Source address: four numbers")):
        window.click(f"forge.{field}")
        right = label(window, f"forge.{field}").split(": ")[-1]
        window.key("Ctrl+A")
        window.type(typed)
        assert why in window.widget("forge.ok")["why_not"], window.widget("forge.ok")["why_not"]
        assert why in label(window, "forge.preview.none")
        window.key("Ctrl+A")
        window.key("Delete")
        if field != "mss":
            assert not window.widget("forge.ok")["enabled"], "nothing is no number either"
            window.type(right)
        assert window.widget("forge.ok")["enabled"]
    shot("named")


def test_bytes_can_be_typed_and_a_burst_is_one_undo(window, shot):
    established(window)
    window.key("F")
    window.click("forge.preset.syn_burst")
    window.click("forge.tab.2")
    shot("hex")
    window.click("forge.burst.count")
    window.key("Ctrl+A")
    window.type("12")
    window.click("forge.ok")
    assert "12 forged segments" in said(window), said(window)
    window.click("transport.play")
    window.until(lambda s: s["playhead_ns"] > 280_000_000, "the burst has arrived", stride=8)
    shot("burst")
    window.key("Ctrl+Z")
    assert not window.state()["in_flight"]


def test_the_forge_speaks_chinese_and_fits(window, shot):
    established(window)
    window.key("Ctrl+L")
    window.key("F")
    assert "如果现在到达" in label(window, "forge.verdict")
    check(window, "forge dialog in Chinese")
    shot("zh")
    window.resize(1024, 768)
    check(window, "forge dialog in a small window")
    shot("small")


def test_every_word_of_the_forge_fits_every_window(window, shot):
    established(window)
    window.key("F")
    for size in ((1024, 768), (1280, 720), (1920, 1080)):
        window.resize(*size)
        for preset in ("inject", "lone_fin"):
            window.click(f"forge.preset.{preset}")
            check(window, f"forge dialog, {preset}, {size}")
        assert window.widget("forge.burst.addresses")["seen"][2] > 40, "it can be typed into"
        window.click("forge.tab.2")
        check(window, f"forged bytes, {size}")
        window.click("forge.tab.1")
        shot(f"fits-{size[0]}")


def test_what_is_no_packet_is_not_sent_as_the_one_before_it(window, shot):
    established(window)
    window.key("F")
    window.click("forge.tab.2")
    for typed, why in (("4", "Two hexadecimal digits"), ("zz", "Two hexadecimal digits"),
                       ("00" * 65536, "1 to 65 535 bytes")):
        window.click("forge.hex.0")
        window.key("Ctrl+A")
        window.type(typed)
        assert why in label(window, "forge.hex.wrong"), label(window, "forge.hex.wrong")
        assert why in window.widget("forge.ok")["why_not"], "and why is said at the button"
        assert not window.widget("forge.ok")["enabled"]
        assert all(w["id"] != "forge.verdict" for w in window.widgets()), "nor is it judged"
    check(window, "bytes that are no packet")
    window.click("forge.preset.rst_exact")
    assert window.widget("forge.ok")["enabled"], "a preset is whole again"
    assert label(window, "forge.hex.0").startswith("Hex: 45 00 00 28")


def test_tab_walks_from_the_last_field_to_the_burst_below_it(window, shot):
    established(window)
    window.key("F")
    window.click("forge.preset.inject")
    window.click("forge.text")
    window.key("Tab")
    assert window.state()["focus"] == "forge.burst", window.state()["focus"]
    shot("focus")


def test_a_burst_may_have_wrong_checksums_but_no_endless_pauses(window, shot):
    established(window)
    window.key("F")
    window.click("forge.preset.syn_burst")
    window.click("forge.burst.spacing")
    window.key("Ctrl+A")
    window.type("2000000 h")
    assert "at most 24 h" in window.widget("forge.ok")["why_not"]
    window.key("Ctrl+A")
    window.type("1 ms")
    window.click("forge.checksum.wrong")
    assert window.widget("forge.ok")["enabled"]
    window.click("forge.ok")
    assert "100 forged segments" in said(window), said(window)


def test_two_branches_stand_side_by_side_with_what_differs(window, shot):
    play_until_third_is_in_flight(window)
    window.ask("press_segment", packet=3)
    window.frames(2)
    window.click("wire.menu.drop")  # and time goes on
    hurry(window)
    window.until(lambda s: s["quiet"], "the server's second SYN ACK was answered", stride=8)
    window.key("Home")
    for _ in range(2):  # to 100 ms: the third segment leaves, and is not dropped yet
        window.key("Right")
        window.frames(30)
    window.key("K")
    window.click("transport.play")
    window.until(lambda s: s["quiet"], "the other history is over", stride=8)
    window.key("C")
    window.frames(2)
    assert "B and A part at" in label(window, "compare.title"), label(window, "compare.title")
    tags = [w["label"] for w in window.widgets() if w["id"].startswith("compare.tag.")]
    assert "same" in tags and "other fate" in tags and "only in A" in tags, tags
    sums = " | ".join(w["label"] for w in window.widgets() if w["id"].startswith("compare.sum."))
    assert "retransmissions: B 0, A 1" in sums and "A +1" in sums, sums
    check(window, "compare view")
    shot("compare")
    window.click("compare.swap")
    shot("swapped")
    window.key("Ctrl+L")
    shot("zh")
    check(window, "compare view in Chinese")
    window.key("C")
    assert not any(w["id"] == "compare.title" for w in window.widgets())


def test_a_single_branch_has_nothing_to_be_compared_with(window, shot):
    window.key("C")
    assert "only one branch" in said(window), said(window)


def test_from_one_end_the_other_is_in_fog(window, shot):
    play_until_third_is_in_flight(window)
    window.key("V")
    ids = {w["id"] for w in window.widgets()}
    assert "fog.server" in ids and "fog.wire" in ids and "fog.client" not in ids
    assert "not visible from here" in label(window, "fog.server")
    check(window, "point of view")
    shot("client")
    window.key("V")
    ids = {w["id"] for w in window.widgets()}
    assert "fog.client" in ids and "fog.server" not in ids
    shot("server")
    window.key("V")
    assert not any(w["id"].startswith("fog.") for w in window.widgets())


def test_a_press_that_came_too_late_for_a_segment_is_no_press_on_a_button(window, shot):
    play_until_third_is_in_flight(window)
    window.until(lambda s: s["quiet"], "both ends are quiet", 600, 1)
    place = window.state()["playhead_ns"]
    window.click("wire.quiet.restart")
    assert window.state()["playhead_ns"] == place, "the segment was meant"
    window.frames(30)
    window.click("wire.quiet.restart")
    assert window.state()["playhead_ns"] == 0


def test_a_rule_matches_hosts_and_edits_swaps_or_damages(window, shot):
    window.click("wire.add_rule")
    window.click("wire.rules.from")
    window.click("wire.rules.from.list.2")
    window.click("wire.rules.action")
    window.click("wire.rules.action.list.6")
    window.click("wire.rules.field")
    window.click("wire.rules.field.list.11")
    window.click("wire.rules.value")
    window.key("Ctrl+A")
    window.type("1000")
    check(window, "rule dialog")
    shot("edit")
    window.click("wire.rules.new.ok")
    chip = next(w for w in window.widgets() if w["id"].startswith("wire.rule."))
    assert "Window = 1000" in chip["label"], chip
    window.click(chip["id"])
    window.click("wire.rules.menu.change")
    assert window.widget("wire.rules.value")["label"], "the form says what the rule does"
    check(window, "dialog that changes a rule")
    shot("change")
    window.click("wire.rules.value")
    window.key("Ctrl+A")
    window.type("2000")
    window.click("wire.rules.new.ok")
    changed = window.widget(chip["id"])
    assert "Window = 2000" in changed["label"] and "Wire rule changed" in said(window), changed
    window.key("Ctrl+Z")
    assert "Window = 1000" in window.widget(chip["id"])["label"], "undone in one step"
    window.key("Ctrl+Z")
    assert not any(w["id"].startswith("wire.rule.") for w in window.widgets())


if __name__ == "__main__":
    run(globals())
