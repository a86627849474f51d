#!/usr/bin/env python3
"""The calls of the protocol: sockets and their numbers, accept, send, receive, the ways to leave.

Usage: sockets_test.py SYNSCOPE FOLDER
"""
from talk import run, tests_of

HELLO = b"hello"


def sockets_are_numbered_from_one_and_never_again(talk):
    t = talk()
    for number in (1, 2, 3):
        assert t.do("open", mode="passive", local_port=80, backlog=1)["sock"] == number
        t.do("close", sock=number)
        t.state("CLOSED", number)
    t.fails("no_such_sock", "close", sock=4)


def a_port_listens_once(talk):
    t = talk().listen()
    t.fails("in_use", "open", mode="passive", local_port=8080, backlog=1)
    t.connect(port=9000)
    t.fails("in_use", "open", mode="active", remote="192.0.2.1:80", local_port=9000)


def accept_and_receive_do_not_wait(talk):
    t = talk().listen()
    t.fails("would_block", "accept", sock=t.listener)
    t.fails("not_connected", "send", sock=t.listener, data="00")
    t.fails("not_connected", "receive", sock=t.listener, max=1)
    t.inject("S", 0)
    t.fails("would_block", "accept", sock=t.listener)
    t.inject("A", 1, 1)
    t.event("accept_ready", sock=t.listener)
    reply = t.do("accept", sock=t.listener)
    assert reply["remote"] == "192.0.2.1:40000"
    t.sock = reply["sock"]
    t.fails("would_block", "receive", sock=t.sock, max=10)
    t.fails("invalid", "accept", sock=t.sock)


def looking_leaves_everything_where_it_is(talk):
    t = talk().opened()
    t.inject("A", 1, 1, data=HELLO)
    assert t.read(3, peek=True) == b"hel" and t.read(9, peek=True) == HELLO
    assert t.read(2) == b"he" and t.read() == b"llo"


def a_send_takes_what_there_is_room_for(talk):
    t = talk().opened(win=100, snd_buf=1000)
    assert t.send(b"x" * 1500) == 1000
    t.fails("would_block", "send", sock=t.sock, data="00")
    t.left.clear()
    t.inject("A", 1, 101, win=100)
    t.event("writable", sock=t.sock)
    assert t.send(b"x" * 1500) == 100


def data_before_a_reset_can_still_be_read(talk):
    t = talk().opened()
    t.inject("A", 1, 1, data=HELLO)
    t.inject("R", 6)
    assert t.status()["error"] == "reset" and t.status()["rcv_queued"] == 5
    assert t.read() == HELLO
    t.fails("reset", "receive", sock=t.sock, max=1)
    assert t.read() is None
    t.fails("closing", "send", sock=t.sock, data="00")


def data_before_the_end_can_still_be_read(talk):
    t = talk().opened()
    t.inject("AF", 1, 1, data=HELLO)
    t.call("shutdown", how="w")
    t.inject("A", 7, 2)
    t.state("CLOSED")
    assert t.read(2) == b"he" and t.read() == b"llo" and t.read() is None


def close_with_unread_data_is_a_reset(talk):
    t = talk().opened()
    t.inject("A", 1, 1, data=HELLO)
    t.left.clear()
    t.call("close")
    t.expect("RA", 1, 6)
    t.state("CLOSED")
    t.fails("closing", "close", sock=t.sock)


def data_after_close_is_answered_with_a_reset(talk):
    t = talk().opened()
    t.call("close")
    t.expect("AF", 1, 1)
    t.inject("A", 1, 2)
    t.inject("A", 1, 2, data=HELLO)
    t.expect("R", 2)
    t.state("CLOSED")


def shutdown_says_the_same_thing_in_three_ways(talk):
    for how in ("w", "wr"):
        t = talk().opened()
        t.call("shutdown", how=how)
        t.expect("AF", 1, 1)
        t.call("shutdown", how=how)
        t.quiet()
    for how in ("r", "rd"):
        t = talk().opened()
        t.call("shutdown", how=how)
        t.quiet()
        assert t.read() is None
        t.inject("A", 1, 1, data=HELLO)
        t.expect("A", 1, 6)
        assert t.read() is None
        t.send(HELLO)
        t.expect("AP", 1, 6, HELLO)
    for how in ("rw", "rdwr"):
        t = talk().opened()
        t.call("shutdown", how=how)
        t.expect("AF", 1, 1)
        assert t.read() is None


def closing_a_listener_resets_whom_nobody_accepted(talk):
    t = talk().listen()
    t.inject("S", 0)
    t.left.clear()
    t.inject("A", 1, 1)
    t.do("close", sock=t.listener)
    t.expect("RA", 1, 1)
    t.state("CLOSED", t.listener)
    t.fails("invalid", "accept", sock=t.listener)


def list_shows_embryonic_and_time_wait_records_too(talk):
    t = talk().listen()
    t.inject("S", 0)
    rows = t.do("list")["socks"]
    assert [(r["sock"], r["state"]) for r in rows] == [(1, "LISTEN"), (None, "SYN_RECEIVED")]
    t.inject("A", 1, 1)
    t.accept()
    t.call("close")
    t.inject("AF", 1, 2)
    rows = t.do("list")["socks"]
    assert [(r["sock"], r["state"]) for r in rows] == [(1, "LISTEN"), (2, "TIME_WAIT")]
    assert rows[1]["local_port"] == 8080 and rows[1]["remote_port"] == 40000


if __name__ == "__main__":
    run(tests_of(globals()))
