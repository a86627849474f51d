#!/usr/bin/env python3
"""What is done with data that arrives: windows, acknowledgments, gaps, SACK, timestamps.

Usage: receiving_test.py SYNSCOPE FOLDER
"""
from talk import run, tests_of

SECOND = 1_000_000
HELLO = b"hello"
SACK = {"mss": 1000, "sack_ok": None}


def _blocks(t, packet):
    return [((left - t.irs) & 0xFFFFFFFF, (right - t.irs) & 0xFFFFFFFF)
            for left, right in packet.options.get("sack", [])]


# ---- in order, twice, beyond a gap

def data_arrives_in_any_order_and_once(talk):
    t = talk().opened()
    t.inject("A", 6, 1, data=b"world")
    t.expect("A", 1, 1)
    t.inject("A", 1, 1, data=b"hellow")
    t.expect("A", 1, 11)
    t.inject("A", 1, 1, data=HELLO)
    t.expect("A", 1, 11)
    assert t.read() == b"helloworld"


def what_hangs_over_the_left_edge_is_cut_off(talk):
    t = talk().opened()
    t.inject("A", 1, 1, data=HELLO)
    t.expect("A", 1, 6)
    t.inject("A", 3, 1, data=b"llo world")
    t.expect("A", 1, 12)
    assert t.read() == b"hello world"


def what_hangs_over_the_right_edge_is_cut_off(talk):
    t = talk().opened(rcv_buf=1000)
    t.inject("A", 1, 1, data=b"x" * 900)
    t.expect("A", 1, 901)
    t.inject("AF", 901, 1, data=b"y" * 300)
    t.expect("A", 1, 1001, window=0)
    t.state("ESTABLISHED")
    assert t.read() == b"x" * 900 + b"y" * 100


def a_segment_larger_than_the_window_is_cut_on_both_sides(talk):
    t = talk().opened(rcv_buf=1000)
    t.inject("A", 1, 1, data=b"x" * 500)
    t.expect("A", 1, 501)
    t.inject("A", 401, 1, data=b"y" * 1000)
    t.expect("A", 1, 1001, window=0)
    assert t.read() == b"x" * 500 + b"y" * 500


def what_lies_outside_the_window_is_answered_and_dropped(talk):
    t = talk().opened()
    t.inject("A", 65_536, 1, data=b"x")
    t.expect("A", 1, 1)
    t.inject("A", 65_536, 1)
    t.expect("A", 1, 1)
    t.inject("A", 0, 1, data=b"x")
    t.expect("A", 1, 1)
    assert t.status()["rcv_queued"] == 0


def bare_acknowledgments_out_of_place_are_not_answered_too_often(talk):
    t = talk().opened()
    for _ in range(20):
        t.inject("A", 0, 1)
    assert len(t.left) == 1
    t.wait(600_000)
    t.inject("A", 0, 1)
    assert len(t.left) == 2


# ---- the window that is offered

def the_right_edge_never_moves_back(talk):
    t = talk().opened(rcv_buf=4000)
    edge = 4001
    for at in range(1, 4001, 500):
        t.inject("A", at, 1, data=b"x" * 500)
        packet = t.left.pop()
        now = ((packet.ack - t.irs) & 0xFFFFFFFF) + packet.window
        assert now >= edge, (now, edge)
        edge = now
    assert t.status()["rcv_wnd"] == 0


def reading_a_little_does_not_open_a_closed_window(talk):
    t = talk(mss=1000).opened(rcv_buf=4000)
    for at in range(1, 4001, 1000):
        t.inject("A", at, 1, data=b"x" * 1000)
    t.left.clear()
    for _ in range(9):
        t.read(100)
    t.quiet()
    t.read(100)
    t.expect("A", 1, 4001, window=1000)


def a_scaled_right_edge_moves_back_by_less_than_a_unit(talk):
    t = talk(window_scale=4, rcv_buf=200_000).listen()
    t.inject("S", 0, options={"mss": 1000, "wscale": 0})
    t.expect("SA", 0, 1, window=65_535)
    t.inject("A", 1, 1)
    t.accept()
    edge = 65_536
    for at in range(1, 50_001, 999):
        t.inject("A", at, 1, data=b"x" * 999)
        packet = t.left.pop()
        now = ((packet.ack - t.irs) & 0xFFFFFFFF) + packet.window * 16
        assert now > edge - 16, (at, now, edge)  # RFC 7323 2.4
        edge = max(edge, now)
    assert 200_000 - 16 < edge < 200_001 + 16, edge


# ---- SACK (RFC 2018, RFC 2883)

def the_newest_block_comes_first(talk):
    t = talk(sack=True).opened(options=SACK)
    t.inject("A", 1001, 1, data=b"b" * 100)
    assert _blocks(t, t.expect("A", 1, 1)) == [(1001, 1101)]
    t.inject("A", 3001, 1, data=b"d" * 100)
    assert _blocks(t, t.expect("A", 1, 1)) == [(3001, 3101), (1001, 1101)]
    t.inject("A", 2001, 1, data=b"c" * 100)
    assert _blocks(t, t.expect("A", 1, 1)) == [(2001, 2101), (3001, 3101), (1001, 1101)]
    t.inject("A", 1101, 1, data=b"b" * 100)
    assert _blocks(t, t.expect("A", 1, 1)) == [(1001, 1201), (2001, 2101), (3001, 3101)]


def four_blocks_fit_and_three_with_timestamps(talk):
    for timestamps, most in ((False, 4), (True, 3)):
        t = talk(sack=True, timestamps=timestamps).listen()
        more = {"ts": (7, 0)} if timestamps else {}
        t.inject("S", 0, options={**SACK, **more})
        t.left.clear()
        t.inject("A", 1, 1, options=more)
        t.accept()
        for at in range(1001, 9001, 1000):
            t.inject("A", at, 1, data=b"x", options=more)
        assert len(_blocks(t, t.left[-1])) == most, t.left[-1].options


def a_filled_gap_takes_its_block_away(talk):
    t = talk(sack=True).opened(options=SACK)
    t.inject("A", 11, 1, data=b"b" * 10)
    t.inject("A", 31, 1, data=b"d" * 10)
    t.left.clear()
    t.inject("A", 1, 1, data=b"a" * 10)
    assert _blocks(t, t.expect("A", 1, 21)) == [(31, 41)]
    t.inject("A", 21, 1, data=b"c" * 10)
    assert "sack" not in t.expect("A", 1, 41).options


def a_duplicate_is_reported_once(talk):
    t = talk(sack=True, dsack=True).opened(options=SACK)
    t.inject("A", 1, 1, data=b"a" * 10)
    t.expect("A", 1, 11)
    t.inject("A", 1, 1, data=b"a" * 10)
    assert _blocks(t, t.expect("A", 1, 11)) == [(1, 11)]
    t.inject("A", 11, 1, data=b"b" * 10)
    assert "sack" not in t.expect("A", 1, 21).options


def a_duplicate_beyond_a_gap_is_reported_before_its_block(talk):
    t = talk(sack=True, dsack=True).opened(options=SACK)
    t.inject("A", 11, 1, data=b"b" * 20)
    t.left.clear()
    t.inject("A", 16, 1, data=b"b" * 5)
    assert _blocks(t, t.expect("A", 1, 1)) == [(16, 21), (11, 31)]


def without_dsack_duplicates_are_not_reported(talk):
    t = talk(sack=True, dsack=False).opened(options=SACK)
    t.inject("A", 1, 1, data=b"a" * 10)
    t.left.clear()
    t.inject("A", 1, 1, data=b"a" * 10)
    assert "sack" not in t.expect("A", 1, 11).options


def without_agreement_there_are_no_blocks(talk):
    for own, offered in ((False, SACK), (True, {"mss": 1000})):
        t = talk(sack=own).opened(options=offered)
        t.inject("A", 11, 1, data=b"b" * 10)
        assert "sack" not in t.expect("A", 1, 1).options


# ---- timestamps (RFC 7323)

def _stamped(talk, **config):
    t = talk(timestamps=True, **config).listen()
    t.inject("S", 0, options={"mss": 1000, "ts": (1000, 0)})
    assert t.expect("SA", 0, 1).options["ts"][1] == 1000
    t.wait(100_000)
    t.inject("A", 1, 1, options={"ts": (1100, 0)})
    t.accept()
    return t


def an_old_timestamp_is_answered_and_dropped(talk):
    t = _stamped(talk)
    t.inject("A", 1, 1, data=HELLO, options={"ts": (1099, 0)})
    assert t.expect("A", 1, 1).options["ts"][1] == 1100
    t.inject("A", 1, 1, data=HELLO, options={"ts": (1100, 0)})
    assert t.expect("A", 1, 6).options["ts"][1] == 1100
    t.inject("R", 6, options={"ts": (5, 0)})  # a reset is exempt
    t.state("CLOSED")


def a_missing_timestamp_drops_the_segment_in_silence(talk):
    t = _stamped(talk)
    t.inject("A", 1, 1, data=HELLO)
    t.quiet()
    t.state("ESTABLISHED")
    t.inject("R", 1)
    t.state("CLOSED")


def the_echo_is_of_the_earliest_segment_not_yet_acknowledged(talk):
    t = _stamped(talk, delayed_ack_us=200_000)
    t.inject("A", 1, 1, data=HELLO, options={"ts": (1200, 0)})
    t.inject("A", 6, 1, data=HELLO, options={"ts": (1300, 0)})
    assert t.expect("A", 1, 11).options["ts"][1] == 1200


def a_segment_beyond_a_gap_is_not_echoed_but_the_filler_is(talk):
    t = _stamped(talk)
    t.inject("A", 6, 1, data=HELLO, options={"ts": (1300, 0)})
    assert t.expect("A", 1, 1).options["ts"][1] == 1100
    t.inject("A", 1, 1, data=HELLO, options={"ts": (1250, 0)})
    assert t.expect("A", 1, 11).options["ts"][1] == 1250


def our_clock_ticks_in_milliseconds(talk):
    t = _stamped(talk)
    t.inject("A", 1, 1, data=HELLO, options={"ts": (1200, 0)})
    first = t.left.pop().options["ts"][0]
    t.wait(7_000_000)
    t.inject("A", 6, 1, data=HELLO, options={"ts": (8200, 0)})
    assert (t.left.pop().options["ts"][0] - first) & 0xFFFFFFFF == 7000


def the_diffserv_field_is_passed_up(talk):
    t = talk().opened()
    t.inject("A", 1, 1, data=HELLO, tos=0x28)
    assert t.status()["rcv_tos"] == 0x28


def after_24_days_the_last_timestamp_says_nothing(talk):
    t = _stamped(talk)
    t.wait(25 * 86_400 * SECOND)
    t.inject("A", 1, 1, data=HELLO, options={"ts": (1, 0)})
    t.expect("A", 1, 6)


if __name__ == "__main__":
    run(tests_of(globals()))
