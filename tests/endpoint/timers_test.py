#!/usr/bin/env python3
"""Every timer of requirements table D, at its exact virtual time, seen in the packets that leave.

Usage: timers_test.py SYNSCOPE FOLDER
"""
from talk import run, tests_of

SECOND = 1_000_000
HELLO = b"hello"


# ---- D.1 retransmission

def d01_the_timeout_doubles_up_to_its_bound(talk):
    t = talk().opened(rto_max_us=8 * SECOND)
    start = t.now
    t.send(HELLO)
    for after in (0, 1, 3, 7, 15, 23, 31):
        t.expect("AP", 1, 1, HELLO, at=start + after * SECOND)


def d01_the_timeout_follows_the_round_trip(talk):
    t = talk().opened(rto_min_us=100_000)
    for at in range(1, 40, 5):  # the SYN-ACK took 100 ms, each of these 250
        t.send(HELLO)
        t.expect("AP", at, 1, HELLO)
        t.wait(250_000)
        t.inject("A", 1, at + 5)
    status = t.status()
    assert 190_000 < status["srtt_us"] <= 250_000, status["srtt_us"]
    expected = status["srtt_us"] + 4 * status["rttvar_us"]
    assert abs(status["rto_us"] - expected) <= 5, status  # nanoseconds inside


def d01_new_acknowledgments_restart_the_timer_and_the_last_stops_it(talk):
    t = talk().opened()
    t.send(b"x" * 2000)
    t.expect("A", 1, 1, b"x" * 1000)
    t.expect("AP", 1001, 1, b"x" * 1000)
    t.wait(600_000)
    t.inject("A", 1, 1001)
    rto = t.status()["rto_us"]
    assert t.timers()["retransmit"] == t.now + rto, (t.timers(), t.now, rto)
    t.inject("A", 1, 2001)
    assert t.timers() == {}


def d01_a_retransmission_is_not_timed(talk):
    t = talk().opened()
    before = t.status()["srtt_us"]
    t.send(HELLO)
    t.expect("AP", 1, 1, HELLO)
    t.expect("AP", 1, 1, HELLO)
    t.wait(900_000)
    t.inject("A", 1, 6)
    assert t.status()["srtt_us"] == before


def d01_it_gives_up_after_the_retries(talk):
    t = talk().opened(retries=3)
    start = t.now
    t.send(HELLO)
    for after in (0, 1, 3, 7):
        t.expect("AP", 1, 1, HELLO, at=start + after * SECOND)
    t.wait(8 * SECOND - 1)
    t.state("ESTABLISHED")
    t.wait(1)
    t.state("CLOSED")
    t.event("error", soft=True)
    t.event("error", err="timed_out", soft=False)
    t.fails("timed_out", "receive", sock=t.sock, max=1)


# ---- D.2 SYN and SYN-ACK

def d02_a_syn_comes_again_until_three_minutes_have_passed(talk):
    t = talk().connect()
    for after in (0, 1, 3, 7, 15, 31, 63, 127):
        t.expect("S", 0, at=after * SECOND)
    t.wait(300 * SECOND)
    t.quiet()
    t.state("CLOSED")
    assert t.status()["error"] == "timed_out"


def d02_linux_begins_with_four_timeouts_that_do_not_double(talk):
    t = talk(profile="linux").connect()
    for after in (0, 1, 2, 3, 4, 5, 7, 11, 19, 35, 67):
        t.expect("S", 0, at=after * SECOND)
    t.quiet(1000 * SECOND)
    t.state("CLOSED")


def d02_windows_tries_three_times(talk):
    t = talk(profile="windows").connect()
    for after in (0, 3, 9):
        t.expect("S", 0, at=after * SECOND)
    t.wait(12 * SECOND - 1)
    t.state("SYN_SENT")
    t.wait(1)
    t.state("CLOSED")


def d02_a_syn_ack_comes_again_and_the_request_is_dropped_in_the_end(talk):
    t = talk(synack_retries=3).listen()
    t.inject("S", 0)
    for after in (0, 1, 3, 7):
        t.expect("SA", 0, 1, at=after * SECOND)
    t.wait(8 * SECOND - 1)
    assert t.status(t.listener)["syn_queue"] == 1
    t.wait(1)
    assert t.status(t.listener)["syn_queue"] == 0
    t.quiet()


def d02_after_a_lost_syn_data_starts_with_three_seconds(talk):
    t = talk().connect()
    t.expect("S", 0)
    t.expect("S", 0)
    t.inject("SA", 0, 1)
    t.expect("A", 1, 1)
    start = t.now
    t.send(HELLO)
    t.expect("AP", 1, 1, HELLO)
    t.expect("AP", 1, 1, HELLO, at=start + 3 * SECOND)


# ---- D.3 persist

def d03_a_closed_window_is_probed_at_growing_intervals(talk):
    t = talk().opened(rto_max_us=4 * SECOND)
    t.send(HELLO)
    t.expect("AP", 1, 1, HELLO)
    t.inject("A", 1, 6, win=0)
    rto = t.status()["rto_us"]
    start = t.now
    t.send(b"more")
    t.quiet()
    assert t.timers() == {"persist": start + rto}
    at, interval = start, rto
    for _ in range(4):
        at, interval = at + interval, min(2 * interval, 4 * SECOND)
        t.expect("A", 6, 1, b"m", at=at)
        t.inject("A", 1, 6, win=0)
    t.inject("A", 1, 6, win=100)
    t.expect("AP", 6, 1, b"more")


def d03_answered_probes_keep_the_connection_for_a_day(talk):
    t = talk().opened(retries=3)
    t.send(HELLO)
    t.expect("AP", 1, 1, HELLO)
    t.inject("A", 1, 6, win=0)
    t.send(b"more")
    while t.now < 86_400 * SECOND:
        t.expect("A", 6, 1, b"m")
        t.inject("A", 1, 6, win=0)
    t.state("ESTABLISHED")


def d03_unanswered_probes_end_it(talk):
    t = talk().opened(retries=3)
    t.send(HELLO)
    t.expect("AP", 1, 1, HELLO)
    t.inject("A", 1, 6, win=0)
    t.send(b"more")
    t.wait(1000 * SECOND)
    assert len(t.left) == 3
    t.state("CLOSED")
    assert t.status()["error"] == "timed_out"


# ---- D.4 the override of silly-window avoidance

def d04_what_is_too_small_to_be_worth_sending_goes_when_the_timer_says_so(talk):
    t = talk().opened(win=1000)
    t.send(b"x" * 1000)
    t.expect("AP", 1, 1, b"x" * 1000)
    t.inject("A", 1, 1001, win=100)
    t.send(b"y" * 1000)
    start = t.now
    t.quiet()
    sent = t.expect("A", 1001, 1, b"y" * 100)
    assert 100_000 <= sent.time - start <= SECOND, sent.time - start


# ---- D.5 delayed acknowledgment

def d05_a_lone_segment_is_acknowledged_after_the_delay(talk):
    t = talk(delayed_ack_us=200_000).opened()
    start = t.now
    t.inject("A", 1, 1, data=HELLO)
    t.quiet()
    assert t.timers() == {"delayed_ack": start + 200_000}
    t.expect("A", 1, 6, at=start + 200_000)


def d05_every_second_full_segment_is_acknowledged_at_once(talk):
    t = talk(delayed_ack_us=200_000).opened()
    t.inject("A", 1, 1, data=b"x" * 1000)
    t.quiet()
    t.inject("A", 1001, 1, data=b"x" * 1000)
    t.expect("A", 1, 2001, at=t.now)
    assert t.timers() == {}


def d05_a_gap_and_its_filling_are_acknowledged_at_once(talk):
    t = talk(delayed_ack_us=200_000).opened()
    t.inject("A", 11, 1, data=b"b" * 10)
    t.expect("A", 1, 1, at=t.now)
    t.inject("A", 1, 1, data=b"a" * 10)
    t.expect("A", 1, 21, at=t.now)


def d05_an_acknowledgment_rides_on_data(talk):
    t = talk(delayed_ack_us=200_000).opened()
    t.inject("A", 1, 1, data=HELLO)
    t.send(b"answer")
    t.expect("AP", 1, 6, b"answer")
    t.inject("A", 6, 7)
    t.quiet(SECOND)


# ---- D.6 keepalive

KEEPALIVE = dict(keepalive=True, keepalive_idle_us=10 * SECOND,
                 keepalive_interval_us=2 * SECOND, keepalive_count=3)


def d06_without_the_wish_there_are_no_probes(talk):
    t = talk().opened()
    t.quiet(36_000 * SECOND)


def d06_probes_ask_a_silent_peer_and_give_up(talk):
    t = talk().opened(**KEEPALIVE)
    start = t.now
    for after in (10, 12, 14):
        t.expect("A", 0, 1, at=start + after * SECOND)
    t.wait(2 * SECOND - 1)
    t.state("ESTABLISHED")
    t.wait(1)
    t.state("CLOSED")
    assert t.status()["error"] == "timed_out"


def d06_an_answer_starts_it_anew(talk):
    t = talk().opened(**KEEPALIVE)
    start = t.now
    t.expect("A", 0, 1, at=start + 10 * SECOND)
    t.inject("A", 1, 1)
    t.expect("A", 0, 1, at=start + 20 * SECOND)
    t.inject("A", 1, 1, data=HELLO)
    t.expect("A", 1, 6)
    t.expect("A", 0, 6, at=start + 30 * SECOND)


def d06_it_may_be_switched_on_and_off_at_any_time(talk):
    t = talk().opened()
    t.wait(100 * SECOND)
    t.call("set", config=KEEPALIVE)
    probe = t.expect("A", 0, 1)
    assert probe.time <= t.now
    t.call("set", config=dict(keepalive=False))
    t.quiet(10_000 * SECOND)
    t.state("ESTABLISHED")


# ---- D.7 TIME-WAIT

def d07_time_wait_lasts_twice_the_segment_lifetime(talk):
    for msl in (1_000_000, 120_000_000):
        t = talk(msl_us=msl).opened()
        t.call("shutdown", how="w")
        t.expect("AF", 1, 1)
        t.inject("AF", 1, 2)
        t.expect("A", 2, 2)
        assert t.timers() == {"time_wait": t.now + 2 * msl}
        t.wait(2 * msl - 1)
        t.state("TIME_WAIT")
        t.wait(1)
        t.state("CLOSED")


# ---- D.8 FIN-WAIT-2

def d08_an_orphan_in_fin_wait_2_is_bounded(talk):
    t = talk(fin_wait2_timeout_us=60 * SECOND).opened()
    t.call("close")
    t.expect("AF", 1, 1)
    t.inject("A", 1, 2)
    t.state("FIN_WAIT_2")
    assert t.timers() == {"fin_wait_2": t.now + 60 * SECOND}
    t.wait(60 * SECOND)
    t.state("CLOSED")


def d08_a_half_closed_connection_is_not(talk):
    t = talk(fin_wait2_timeout_us=60 * SECOND).opened()
    t.call("shutdown", how="w")
    t.expect("AF", 1, 1)
    t.inject("A", 1, 2)
    t.quiet(100_000 * SECOND)
    t.state("FIN_WAIT_2")


# ---- D.9 user timeout

def d09_the_user_timeout_ends_a_connection_that_is_not_acknowledged(talk):
    t = talk(user_timeout_us=5 * SECOND).opened()
    start = t.now
    t.send(HELLO)
    t.wait(5 * SECOND - 1)
    t.state("ESTABLISHED")
    t.wait(1)
    t.state("CLOSED")
    assert t.now == start + 5 * SECOND
    t.fails("timed_out", "send", sock=t.sock, data="00")
    t.fails("closing", "send", sock=t.sock, data="00")


def d09_what_is_acknowledged_in_time_lives_on(talk):
    t = talk(user_timeout_us=5 * SECOND).opened()
    for at in range(1, 51, 5):
        t.send(HELLO)
        t.expect("AP", at, 1, HELLO)
        t.wait(900_000)
        t.inject("A", 1, at + 5)
    t.quiet(100 * SECOND)
    t.state("ESTABLISHED")


if __name__ == "__main__":
    run(tests_of(globals()))
