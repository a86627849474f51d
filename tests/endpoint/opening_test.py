#!/usr/bin/env python3
"""How connections come about, seen from outside: handshake, options of a SYN, queues, cookies.

Usage: opening_test.py SYNSCOPE FOLDER
"""
from talk import run, tests_of

SECOND = 1_000_000
HELLO = b"hello"
ALL = {"mss": 1000, "sack_ok": None, "ts": (700, 0), "wscale": 4}


# ---- refusal

def a_refused_connect_says_so(talk):
    t = talk().connect()
    t.expect("S", 0)
    t.inject("RA", 0, 1)
    t.state("CLOSED")
    assert t.status()["error"] == "refused"
    t.event("error", err="refused", soft=False)
    t.fails("refused", "receive", sock=t.sock, max=1)


def a_reset_of_something_else_is_ignored_in_syn_sent(talk):
    t = talk().connect()
    t.expect("S", 0)
    t.inject("RA", 0, 2)
    t.inject("R", 0)
    t.inject("RA", 0, 0)
    t.state("SYN_SENT")
    t.quiet()


def a_bare_ack_in_syn_sent_is_dropped_or_reset(talk):
    t = talk().connect()
    t.expect("S", 0)
    t.inject("A", 0, 1)
    t.quiet()
    t.inject("A", 0, 2)
    t.expect("R", 2)
    t.inject("A", 0, 0)
    t.expect("R", 0)
    t.inject("AF", 0, 1)
    t.inject("P", 0)
    t.quiet()
    t.state("SYN_SENT")


def closed_ports_answer_with_the_reset_that_fits(talk):
    t = talk()
    t.inject("S", 0)
    t.expect("RA", 0, 1)
    t.inject("S", 0, data=b"x" * 100)
    t.expect("RA", 0, 101)
    t.inject("F", 0)
    t.expect("RA", 0, 1)
    t.inject("", 5)
    t.expect("RA", 0, 5)
    t.inject("A", 0, 77)
    t.expect("R", 77)
    t.inject("SA", 0, 77)
    t.expect("R", 77)
    t.inject("R", 0)
    t.inject("RA", 0, 1)
    t.quiet()


def a_listener_answers_only_what_it_must(talk):
    t = talk().listen()
    for flags in ("R", "RA", "", "F", "P", "U"):
        t.inject(flags, 0)
    t.quiet()
    t.inject("A", 0, 9)
    t.expect("R", 9)
    t.inject("AF", 0, 9)
    t.expect("R", 9)
    assert t.status(t.listener)["syn_queue"] == 0


# ---- the handshake's data

def data_on_a_syn_waits_for_the_handshake(talk):
    t = talk().listen()
    t.inject("S", 0, data=HELLO)
    answer = t.left.pop()
    assert answer.flags == "SA" and (answer.ack - t.irs) % 2 ** 32 in (1, 6)
    t.inject("A", 6, 1)
    t.accept()
    if (answer.ack - t.irs) % 2 ** 32 == 1:  # not acknowledged then: it comes again
        t.inject("A", 1, 1, data=HELLO)
    assert t.read() == HELLO


def data_on_the_third_segment_is_taken(talk):
    t = talk().listen()
    t.inject("S", 0)
    t.expect("SA", 0, 1)
    t.inject("AP", 1, 1, data=HELLO)
    t.expect("A", 1, 6)
    t.accept()
    assert t.read() == HELLO


def data_and_fin_complete_a_handshake_whose_ack_was_lost(talk):
    t = talk().listen()
    t.inject("S", 0)
    t.expect("SA", 0, 1)
    t.inject("AF", 1, 1, data=HELLO)
    t.expect("A", 1, 7)
    t.accept()
    t.state("CLOSE_WAIT")
    assert t.read() == HELLO and t.read() is None


def what_is_written_before_the_handshake_leaves_after_it(talk):
    t = talk().connect()
    t.expect("S", 0)
    t.send(HELLO)
    t.quiet()
    t.inject("SA", 0, 1)
    t.expect("AP", 1, 1, HELLO)


def data_with_a_syn_ack_is_taken(talk):
    t = talk().connect()
    t.expect("S", 0)
    t.inject("SA", 0, 1, data=HELLO)
    t.expect("A", 1, 6)
    assert t.read() == HELLO


# ---- half-open requests

def the_same_syn_again_gets_the_same_syn_ack(talk):
    t = talk().listen()
    t.inject("S", 0)
    t.expect("SA", 0, 1)
    t.wait(600_000)
    t.inject("S", 0)
    t.expect("SA", 0, 1)
    assert t.status(t.listener)["syn_queue"] == 1


def a_wrong_ack_of_the_syn_ack_is_reset_and_the_request_stays(talk):
    t = talk().listen()
    t.inject("S", 0)
    t.expect("SA", 0, 1)
    t.inject("A", 1, 2)
    t.expect("R", 2)
    t.inject("A", 1, 0)
    t.expect("R", 0)
    t.inject("A", 1, 1)
    t.accept()
    t.state("ESTABLISHED")


def a_refused_crossing_connect_says_so(talk):
    t = talk().connect()
    t.expect("S", 0)
    t.inject("S", 0)
    t.expect("SA", 0, 1)
    t.inject("R", 1)
    t.state("CLOSED")
    assert t.status()["error"] == "refused"


# ---- options of a SYN

def a_syn_offers_everything_that_is_on(talk):
    t = talk(timestamps=True, sack=True, window_scale=7, mss=1400).connect()
    syn = t.expect("S", 0, window=65535)
    assert syn.options["mss"] == 1400 and syn.options["wscale"] == 7
    assert syn.options["sack_ok"] and syn.options["ts"][1] == 0


def a_syn_ack_offers_only_what_was_offered(talk):
    for offered in ("mss", "sack_ok", "ts", "wscale"):
        t = talk(timestamps=True, sack=True, window_scale=7).listen()
        t.inject("S", 0, options={offered: ALL[offered]})
        answer = t.expect("SA", 0, 1)
        assert set(answer.options) == {"mss", offered}, (offered, answer.options)


def without_an_mss_option_segments_carry_536(talk):
    t = talk().listen()
    t.inject("S", 0)
    t.expect("SA", 0, 1)
    t.inject("A", 1, 1)
    t.accept()
    t.send(b"x" * 1000)
    t.expect("A", 1, 1, b"x" * 536)


def the_smaller_mss_bounds_what_is_sent(talk):
    for own, peer, expected in ((1460, 1000, 1000), (700, 1000, 700), (1460, 9000, 1460)):
        t = talk(mss=own).opened(options={"mss": peer})
        t.send(b"x" * 3000)
        t.expect("A", 1, 1, b"x" * expected)


def timestamps_take_twelve_bytes_of_every_segment(talk):
    t = talk(timestamps=True).listen()
    t.inject("S", 0, options={"mss": 1000, "ts": (1, 0)})
    t.left.clear()
    t.inject("A", 1, 1, options={"ts": (2, 0)})
    t.accept()
    t.send(b"x" * 2000)
    t.expect("A", 1, 1, b"x" * 988)


def unknown_options_are_stepped_over(talk):
    t = talk().listen()
    t.inject("S", 0, options={"raw": bytes([200, 6, 1, 2, 3, 4, 1, 1, 2, 4, 1, 244])})
    t.expect("SA", 0, 1)
    t.inject("A", 1, 1)
    t.accept()
    t.send(b"x" * 1000)
    t.expect("A", 1, 1, b"x" * 500)


def an_option_with_an_impossible_length_ends_the_list(talk):
    for broken in (bytes([200, 0, 0, 0]), bytes([200, 1, 0, 0]), bytes([2, 40, 1, 1])):
        t = talk().listen()
        t.inject("S", 0, options={"raw": broken})
        t.expect("SA", 0, 1)


def the_window_of_a_syn_is_never_scaled(talk):
    t = talk(window_scale=4).listen()
    t.inject("S", 0, win=1000, options={"mss": 1000, "wscale": 4})
    t.expect("SA", 0, 1, window=65535)
    t.inject("A", 1, 1, win=1000)
    t.accept()
    assert t.status()["snd_wnd"] == 16_000


def ip_options_are_stepped_over(talk):
    t = talk().listen()
    t.inject("S", 0, ip_options=bytes([7, 7, 4, 0, 0, 0, 0, 0]))
    t.expect("SA", 0, 1)


# ---- queues (requirements F)

def _knock(t, *ports):
    for port in ports:
        t.inject("S", 0, port=port)


def a_full_syn_queue_is_silent(talk):
    t = talk().listen(backlog=2)
    _knock(t, 1, 2, 3)
    assert [p.ports[1] for p in t.left] == [1, 2]
    t.event("dropped", rule="syn_queue_full")


def a_full_accept_queue_ignores_the_last_ack_until_there_is_room(talk):
    t = talk().listen(backlog=1)
    _knock(t, 1, 2)
    t.left.clear()
    t.inject("A", 1, 1, port=1)
    _knock(t, 2)
    t.quiet()
    assert t.status(t.listener)["accept_queue"] == 1
    t.accept()
    _knock(t, 2)
    assert [p.flags for p in t.left] == ["SA"]


def accept_takes_connections_in_the_order_in_which_they_were_finished(talk):
    t = talk().listen()
    _knock(t, 1, 2, 3)
    for port in (3, 1, 2):
        t.wait(1)
        t.inject("A", 1, 1, port=port)
    order = [t.do("accept", sock=t.listener)["remote"] for _ in range(3)]
    assert order == [f"192.0.2.1:{port}" for port in (3, 1, 2)], order


def abort_on_overflow_tells_the_client(talk):
    t = talk(abort_on_overflow=True, syn_backlog=8).listen(backlog=1)
    _knock(t, 1, 2)
    t.left.clear()
    t.inject("A", 1, 1, port=1)
    t.inject("A", 1, 1, port=2)
    assert [("R" in p.flags, p.ports[1]) for p in t.left] == [(True, 2)], t.left
    assert t.status(t.listener)["syn_queue"] == 0


def cookies_keep_no_state_and_complete_all_the_same(talk):
    t = talk(syn_cookies="always", iss=None).listen(backlog=4)
    _knock(t, 9)
    answer = t.left.pop()
    assert answer.flags == "SA" and len(t.do("list")["socks"]) == 1
    t.quiet(100 * SECOND)  # nothing is remembered, so nothing is sent again
    t.iss, t.peer_port = answer.seq, 9
    t.inject("A", 1, 2)
    t.expect("R", 2)  # not a cookie of ours
    t.inject("A", 1, 1, data=HELLO)
    t.accept()
    assert t.read() == HELLO


def a_syn_ack_and_its_repetitions_go_to_whoever_the_syn_names(talk):
    t = talk(iss=None).listen()
    t.inject("S", 0, source="198.51.100.7")
    for _ in range(3):
        t.until_sent()
        packet = t.left.pop(0)
        assert packet.flags == "SA" and packet.addresses[1] == "198.51.100.7"


def cookies_step_in_when_the_syn_queue_is_full(talk):
    t = talk(syn_cookies="on", iss=None).listen(backlog=2)
    _knock(t, 1, 2, 3)
    assert [p.ports[1] for p in t.left] == [1, 2, 3]
    assert t.status(t.listener)["syn_queue"] == 2


def a_cookie_is_good_for_a_minute_or_two(talk):
    t = talk(syn_cookies="always", iss=None).listen()
    _knock(t, 9)
    answer = t.left.pop()
    t.iss, t.peer_port = answer.seq, 9
    t.wait(300 * SECOND)
    t.inject("A", 1, 1)
    t.expect("R", 1)


if __name__ == "__main__":
    run(tests_of(globals()))
