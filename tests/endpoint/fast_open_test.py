#!/usr/bin/env python3
"""TCP Fast Open as seen from outside (RFC 7413): cookies, text on the SYN, and every way back.

Usage: fast_open_test.py SYNSCOPE FOLDER
"""
from talk import run, tests_of

SECOND = 1_000_000
COOKIE = bytes.fromhex("0102030405060708")
ASK = {"mss": 1000, "fast_open": b""}


def _visited(talk, **config):
    """A client that has got COOKIE from an earlier visit, about to open once more."""
    t = talk(fast_open="client", **config).connect(port=5000, data=b"first".hex())
    asked = t.expect("S", 0)
    assert asked.options.get("fast_open") == b"", asked.options
    t.inject("SA", 0, 1, options={"mss": 1000, "fast_open": COOKIE})
    t.expect("AP", 1, 1, b"first")
    t.call("abort")
    t.left.clear()
    return t


def _cookie_of(t):
    """What the listener hands out to the peer."""
    t.inject("S", 0, options=ASK)
    cookie = t.expect("SA", 0, 1).options["fast_open"]
    t.inject("R", 1)
    return cookie


def a_client_asks_with_an_empty_option(talk):
    t = talk(fast_open="client").connect(data=b"early".hex())
    syn = t.expect("S", 0)
    assert syn.options["fast_open"] == b"" and syn.data == b""
    t.inject("SA", 0, 1, options={"mss": 1000, "fast_open": COOKIE})
    t.expect("AP", 1, 1, b"early")


def an_open_without_data_is_an_ordinary_one(talk):
    t = talk(fast_open="client").connect()
    assert "fast_open" not in t.expect("S", 0).options


def with_a_cookie_text_rides_on_the_syn(talk):
    t = _visited(talk).connect(port=5001, data=b"GET /".hex())
    syn = t.expect("S", 0, data=b"GET /")
    assert syn.options["fast_open"] == COOKIE
    t.inject("SA", 0, 6, options={"mss": 1000})
    t.expect("A", 6, 1)
    t.state("ESTABLISHED")
    t.quiet(3 * SECOND)


def text_that_was_not_taken_is_sent_again_with_the_first_ack(talk):
    t = _visited(talk).connect(port=5001, data=b"GET /".hex())
    t.expect("S", 0, data=b"GET /")
    t.inject("SA", 0, 1, options={"mss": 1000})
    t.expect("AP", 1, 1, b"GET /")
    t.inject("A", 1, 6)
    t.quiet(3 * SECOND)


def half_of_the_text_taken_leaves_the_other_half(talk):
    t = _visited(talk).connect(port=5001, data=b"GET /".hex())
    t.expect("S", 0, data=b"GET /")
    t.inject("SA", 0, 4, options={"mss": 1000})
    t.expect("AP", 4, 1, b" /")


def a_repeated_syn_is_a_plain_one(talk):
    t = _visited(talk).connect(port=5001, data=b"GET /".hex())
    t.expect("S", 0, data=b"GET /")
    again = t.expect("S", 0)
    assert "fast_open" not in again.options, again.options
    t.inject("SA", 0, 1, options={"mss": 1000})
    t.expect("AP", 1, 1, b"GET /")


def without_fast_open_text_of_open_waits_for_the_handshake(talk):
    t = talk(fast_open="off").connect(data=b"GET /".hex())
    assert "fast_open" not in t.expect("S", 0).options
    t.inject("SA", 0, 1, options={"mss": 1000})
    t.expect("AP", 1, 1, b"GET /")


def more_than_a_segment_goes_on_after_the_handshake(talk):
    t = _visited(talk).connect(port=5001, data=(b"x" * 1500).hex())
    t.expect("S", 0, data=b"x" * 960)
    t.inject("SA", 0, 961, options={"mss": 1000})
    t.expect("AP", 961, 1, b"x" * 540)


def a_server_hands_out_a_cookie_and_keeps_it(talk):
    t = talk(fast_open="server").listen()
    first = _cookie_of(t)
    assert 4 <= len(first) <= 16 and len(first) % 2 == 0
    assert _cookie_of(t) == first, "the same address has the same cookie"


def a_good_cookie_delivers_before_the_handshake_is_done(talk):
    t = talk(fast_open="server").listen()
    cookie = _cookie_of(t)
    t.inject("S", 0, data=b"GET /", options={"mss": 1000, "fast_open": cookie})
    answer = t.expect("SA", 0, 6)
    assert answer.data == b""
    t.accept()
    t.state("SYN_RECEIVED")
    assert t.read() == b"GET /"
    t.send(b"200")
    t.expect("AP", 1, 6, b"200")
    t.inject("A", 6, 4)
    t.state("ESTABLISHED")
    t.quiet(3 * SECOND)


def an_answer_sent_early_is_repeated_after_the_syn_ack(talk):
    t = talk(fast_open="server").listen()
    cookie = _cookie_of(t)
    t.inject("S", 0, data=b"GET /", options={"mss": 1000, "fast_open": cookie})
    t.expect("SA", 0, 6)
    t.accept()
    t.send(b"200")
    t.expect("AP", 1, 6, b"200")
    again = t.expect("SA", 0, 6)
    assert again.data == b"" and "fast_open" not in again.options
    t.inject("A", 6, 1)
    t.expect("AP", 1, 6, b"200")


def a_wrong_cookie_earns_a_good_one_and_no_delivery(talk):
    t = talk(fast_open="server").listen()
    good = _cookie_of(t)
    t.inject("S", 0, data=b"GET /", options={"mss": 1000, "fast_open": COOKIE})
    answer = t.expect("SA", 0, 1)
    assert answer.options["fast_open"] == good
    t.fails("would_block", "accept", sock=t.listener)
    t.inject("A", 1, 1)
    t.accept()
    t.fails("would_block", "receive", sock=t.sock, max=10)
    t.inject("AP", 1, 1, data=b"GET /")
    assert t.read() == b"GET /"


def a_server_without_it_leaves_the_option_alone(talk):
    t = talk(fast_open="off").listen()
    t.inject("S", 0, options=ASK)
    assert "fast_open" not in t.expect("SA", 0, 1).options


def a_syn_played_again_delivers_its_text_again(talk):
    t = talk(fast_open="server").listen()
    cookie = _cookie_of(t)
    for _ in range(2):
        t.inject("S", 0, data=b"PAY", options={"mss": 1000, "fast_open": cookie})
        t.expect("SA", 0, 4)
        t.accept()
        assert t.read() == b"PAY"
        t.call("abort")
        t.left.clear()


def a_close_right_after_an_early_answer_sends_the_fin_at_once(talk):
    t = talk(fast_open="server").listen()
    cookie = _cookie_of(t)
    t.inject("S", 0, data=b"GET /", options={"mss": 1000, "fast_open": cookie})
    t.expect("SA", 0, 6)
    t.accept()
    assert t.read() == b"GET /"
    t.call("close")
    t.expect("AF", 1, 6)
    t.inject("A", 6, 2)
    t.state("FIN_WAIT_2")


if __name__ == "__main__":
    run(tests_of(globals()))
