#!/usr/bin/env python3
"""The timers of requirements D.10, and D.11: which of all of them run in which state.

Usage: late_timers_test.py SYNSCOPE FOLDER
"""
from talk import run, tests_of

HELLO = b"hello"


# ---- D.10 tail-loss probe and reordering timer (RFC 8985)

def _with_rack(talk):
    return talk(sack=True, rack_tlp=True).opened(options={"mss": 1000, "sack_ok": True})


def d10_a_probe_follows_the_tail_of_a_flight(talk):
    t = _with_rack(talk)
    start = t.now
    t.send(b"x" * 2000)
    t.expect("A", 1, 1, b"x" * 1000)
    t.expect("AP", 1001, 1, b"x" * 1000)
    assert set(t.timers()) >= {"tail_loss_probe"} and "retransmit" not in t.timers(), t.timers()
    t.expect("AP", 1001, 1, b"x" * 1000, at=start + 200_000)  # two round trips of 100 ms
    assert "retransmit" in t.timers(), t.timers()


def d10_what_may_only_be_reordered_gets_a_quarter_of_a_round_trip(talk):
    t = _with_rack(talk)
    t.send(b"x" * 4000)
    for at in (1, 1001, 2001, 3001):
        t.expect("AP" if at == 3001 else "A", at, 1, b"x" * 1000)
    t.wait(100_000)
    t.inject("A", 1, 1, options={"sack": [(3001, 4001)]})
    assert t.timers()["reorder"] == t.now + 25_000, t.timers()
    t.expect("A", 1, 1, b"x" * 1000, at=t.now + 25_000)


# ---- D.11 which timers run in which state

def _running(t, *expected):
    assert set(t.timers()) == set(expected), (t.status()["state"], t.timers())


def d11_timers_of_an_opening(talk):
    t = talk().connect()
    _running(t, "retransmit", "user_timeout")
    t.inject("S", 0, options={"mss": 1000})
    t.state("SYN_RECEIVED")
    _running(t, "retransmit", "user_timeout")


def d11_timers_of_an_open_connection(talk):
    t = talk().opened(win=1000, delayed_ack_us=200_000)
    _running(t)
    t.inject("A", 1, 1, data=HELLO, win=1000)
    _running(t, "delayed_ack")
    t.send(b"x" * 1500)
    _running(t, "retransmit", "user_timeout")
    t.inject("A", 6, 1001, win=0)
    assert "persist" in t.timers() and "retransmit" not in t.timers(), t.timers()
    t.do("set", sock=t.sock, config={"keepalive": True})
    assert "keepalive" in t.timers()


def d11_timers_of_an_active_close(talk):
    t = talk().opened()
    t.call("shutdown", how="w")
    _running(t, "retransmit", "user_timeout")
    t.inject("A", 1, 2)
    t.state("FIN_WAIT_2")
    _running(t)
    t.inject("FA", 1, 2)
    t.state("TIME_WAIT")
    _running(t, "time_wait")


def d11_timers_of_a_passive_and_a_simultaneous_close(talk):
    t = talk().opened()
    t.inject("FA", 1, 1)
    t.state("CLOSE_WAIT")
    _running(t)
    t.call("shutdown", how="w")
    t.state("LAST_ACK")
    _running(t, "retransmit", "user_timeout")
    t = talk().opened()
    t.call("shutdown", how="w")
    t.inject("FA", 1, 1)
    t.state("CLOSING")
    _running(t, "retransmit", "user_timeout")


if __name__ == "__main__":
    run(tests_of(globals()))
