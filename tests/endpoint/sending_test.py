#!/usr/bin/env python3
"""When data leaves and in which pieces: windows, Nagle, cork, records, urgent data, probes.

Usage: sending_test.py SYNSCOPE FOLDER
"""
from talk import run, tests_of

SECOND = 1_000_000
HELLO = b"hello"


# ---- windows

def no_more_leaves_than_the_window_has_room_for(talk):
    t = talk().opened(win=2500)
    t.send(b"x" * 5000)
    t.expect("A", 1, 1, b"x" * 1000)
    t.expect("A", 1001, 1, b"x" * 1000)
    t.quiet()  # 500 are less than a segment and less than half the window
    t.inject("A", 1, 2001, win=2500)
    t.expect("A", 2001, 1, b"x" * 1000)
    t.expect("A", 3001, 1, b"x" * 1000)


def a_shrunken_window_stops_new_data_and_harms_nothing(talk):
    t = talk().opened(win=3000)
    t.send(b"x" * 6000)
    for at in (1, 1001, 2001):
        t.expect("A", at, 1, b"x" * 1000)
    t.inject("A", 1, 1001, win=500)
    t.quiet()
    assert t.status()["flight"] == 2000
    t.inject("A", 1, 3001, win=3000)
    t.expect("A", 3001, 1, b"x" * 1000)


def an_old_segment_does_not_change_the_window(talk):
    t = talk().opened(win=3000)
    t.inject("A", 1, 1, data=b"x" * 10, win=9000)
    t.inject("A", 11, 1, data=b"x" * 10, win=2000)
    assert t.status()["snd_wnd"] == 2000
    t.inject("A", 1, 1, win=9000)  # from before the data
    assert t.status()["snd_wnd"] == 2000


def a_scaled_window_is_honoured(talk):
    t = talk(window_scale=0, snd_buf=400_000).listen()
    t.inject("S", 0, options={"mss": 1000, "wscale": 3})
    t.left.clear()
    t.inject("A", 1, 1, win=25_000)
    t.accept()
    t.send(b"x" * 300_000)
    assert sum(len(p.data) for p in t.left) == 200_000


def push_is_on_the_last_segment_of_what_was_written(talk):
    t = talk(nagle=False).opened()
    t.send(b"x" * 2500)
    t.expect("A", 1, 1, b"x" * 1000)
    t.expect("A", 1001, 1, b"x" * 1000)
    t.expect("AP", 2001, 1, b"x" * 500)


# ---- Nagle

def small_writes_wait_for_the_acknowledgment(talk):
    t = talk().opened()
    for octet in b"0123456789":
        t.send(bytes([octet]))
    t.expect("AP", 1, 1, b"0")
    t.quiet()
    t.inject("A", 1, 2)
    t.expect("AP", 2, 1, b"123456789")


def without_nagle_each_leaves_at_once(talk):
    t = talk(nagle=False).opened()
    for at, octet in enumerate(b"0123456789"):
        t.send(bytes([octet]))
        t.expect("AP", 1 + at, 1, bytes([octet]))


def switching_nagle_off_lets_go_of_what_it_held(talk):
    t = talk().opened()
    t.send(b"a")
    t.send(b"b")
    t.expect("AP", 1, 1, b"a")
    t.call("set", config={"nagle": False})
    t.expect("AP", 2, 1, b"b")


def a_full_segment_does_not_wait(talk):
    t = talk().opened()
    t.send(b"a")
    t.expect("AP", 1, 1, b"a")
    t.send(b"x" * 1500)
    t.expect("A", 2, 1, b"x" * 1000)
    t.quiet()


# ---- cork, more, records

def a_cork_holds_back_what_is_not_full(talk):
    t = talk(cork=True, nagle=False).opened()
    t.send(HELLO)
    t.quiet()
    t.send(b"x" * 1000)
    t.expect("A", 1, 1, HELLO + b"x" * 995)
    t.quiet()
    t.call("set", config={"cork": False})
    t.expect("AP", 1001, 1, b"x" * 5)


def more_holds_back_until_the_next_write(talk):
    t = talk().opened()
    t.send(HELLO, more=True)
    t.quiet()
    t.send(b" world")
    t.expect("AP", 1, 1, b"hello world")


def what_is_held_back_leaves_when_the_connection_is_closed(talk):
    t = talk().opened()
    t.send(HELLO, more=True)
    t.call("shutdown", how="w")
    t.expect("APF", 1, 1, HELLO)


def what_is_held_back_does_not_wait_for_ever(talk):
    t = talk().opened()
    start = t.now
    t.send(HELLO, more=True)
    held = t.expect("A", 1, 1, HELLO)
    assert 0 < held.time - start <= SECOND  # MUST-60


def no_segment_runs_across_the_end_of_a_record(talk):
    t = talk(nagle=False).opened(win=5)
    t.send(b"12345")
    t.expect("AP", 1, 1, b"12345")
    t.send(b"one", eor=True)
    t.send(b"two", eor=True)
    t.send(b"three")
    t.inject("A", 1, 6, win=1000)
    t.expect("AP", 6, 1, b"one")
    t.expect("AP", 9, 1, b"two")
    t.expect("AP", 12, 1, b"three")


# ---- urgent data (RFC 9293 3.8.5, RFC 6093)

def the_urgent_pointer_points_behind_the_last_urgent_octet(talk):
    t = talk().opened()
    t.send(b"stop!", urgent=True)
    t.expect("APU", 1, 1, b"stop!", urgent=5)


def urgent_data_of_any_length_is_announced_with_the_first_segment(talk):
    t = talk().opened()
    t.send(b"x" * 2500, urgent=True)
    first = t.left[0]
    assert "U" in first.flags and first.urgent == 2500
    assert "U" in t.left[1].flags and t.left[1].urgent == 1500


def a_received_urgent_pointer_is_told_before_its_data(talk):
    t = talk().opened()
    t.inject("AU", 1, 1, urgent=500, data=b"x" * 10)
    assert t.event("urgent")["up"] == (t.irs + 501) & 0xFFFFFFFF
    assert t.status()["rcv_up"] == (t.irs + 501) & 0xFFFFFFFF


# ---- zero window

def probes_carry_one_octet_and_repeat_it(talk):
    t = talk().opened(win=5)
    t.send(b"12345678")
    t.expect("A", 1, 1, b"12345")
    t.inject("A", 1, 6, win=0)
    for _ in range(3):
        t.expect("A", 6, 1, b"6")
    t.inject("A", 1, 7, win=0)  # the octet was taken after all
    t.expect("A", 7, 1, b"7")
    t.inject("A", 1, 7, win=100)
    t.expect("AP", 7, 1, b"78")


def a_window_that_opens_a_little_is_not_filled_with_crumbs(talk):
    t = talk().opened(win=4000)
    t.send(b"x" * 4000)
    for at in (1, 1001, 2001):
        t.expect("A", at, 1, b"x" * 1000)
    t.expect("AP", 3001, 1, b"x" * 1000)
    t.send(b"y" * 2000)
    t.inject("A", 1, 4001, win=1)
    t.quiet()
    t.inject("A", 1, 4001, win=500)
    t.quiet()
    t.inject("A", 1, 4001, win=1000)
    t.expect("A", 4001, 1, b"y" * 1000)


# ---- the IP header

def ttl_and_tos_are_the_callers(talk):
    t = talk(ttl=7, tos=0x28).opened()
    t.send(HELLO)
    t.expect("AP", 1, 1, HELLO, ttl=7, tos=0x28)


def dont_fragment_is_for_those_who_explore_the_path(talk):
    for explores in (True, False):
        t = talk(pmtu_discovery=explores).opened()
        t.send(HELLO)
        assert bool(t.left.pop().raw[6] & 0x40) == explores


# ---- congestion window

def the_initial_window_is_ten_segments(talk):
    t = talk(congestion="newreno").opened()
    t.send(b"x" * 30_000)
    assert len(t.left) == 10 and t.status()["cwnd"] == 10_000


def slow_start_grows_by_one_segment_per_acknowledgment(talk):
    t = talk(congestion="newreno", initial_cwnd=2).opened()
    t.send(b"x" * 30_000)
    assert len(t.left) == 2
    t.inject("A", 1, 1001)
    assert len(t.left) == 4
    t.inject("A", 1, 2001)
    assert len(t.left) == 6 and t.status()["cwnd"] == 4000


def a_timeout_leaves_one_segment_and_half_the_flight(talk):
    t = talk(congestion="newreno").opened()
    t.send(b"x" * 30_000)
    t.left.clear()
    t.until_sent()
    assert len(t.left) == 1
    t.expect("A", 1, 1, b"x" * 1000)
    status = t.status()
    assert status["cwnd"] == 1000 and status["ssthresh"] == 5000


def without_congestion_control_only_the_window_counts(talk):
    t = talk(congestion="none").opened(win=60_000)
    t.send(b"x" * 60_000)
    assert len(t.left) == 60


if __name__ == "__main__":
    run(tests_of(globals()))
