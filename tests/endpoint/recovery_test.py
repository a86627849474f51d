#!/usr/bin/env python3
"""What is sent again and when: fast retransmit, NewReno, SACK, limited transmit, ECN.

Usage: recovery_test.py SYNSCOPE FOLDER
"""
from talk import run, tests_of

X = b"x" * 1000
RENO = dict(congestion="newreno", nagle=False)
SACK = dict(congestion="newreno", nagle=False, sack=True, rack_tlp=False)
OFFER = {"mss": 1000, "sack_ok": None}


def _flying(talk, segments, **config):
    """A connection with so many full segments in flight."""
    t = talk(initial_cwnd=segments, **config).opened(options=OFFER)
    t.send(X * segments)
    for at in range(segments):
        packet = t.left.pop(0)
        assert len(packet.data) == 1000 and packet.seq == (t.iss + 1 + at * 1000) & 0xFFFFFFFF
    t.wait(100_000)
    return t


def _at(number):
    return 1 + 1000 * number


# ---- without SACK

def two_duplicates_are_not_enough_and_three_are(talk):
    t = _flying(talk, 5, **RENO, limited_transmit=False)
    for _ in range(2):
        t.inject("A", 1, 1)
        t.quiet()
    t.inject("A", 1, 1)
    t.expect("A", 1, 1, X, at=t.now)
    assert t.status()["ssthresh"] == 2500
    t.inject("A", 1, _at(5))
    t.quiet(10_000_000)


def an_acknowledgment_with_data_or_another_window_is_no_duplicate(talk):
    t = _flying(talk, 5, **RENO, limited_transmit=False)
    for n in range(4):
        t.inject("A", 1 + n, 1, data=b"d")
        t.expect("A", _at(5), 2 + n)
    for n in range(4):
        t.inject("A", 5, 1, win=60_000 + n)
    t.quiet()


def the_first_two_duplicates_let_new_segments_out(talk):
    t = _flying(talk, 4, **RENO, limited_transmit=True)
    t.send(X * 6)
    t.quiet()
    t.inject("A", 1, 1)
    t.expect("A", _at(4), 1, X, at=t.now)
    t.inject("A", 1, 1)
    t.expect("A", _at(5), 1, X, at=t.now)
    t.quiet()
    t.inject("A", 1, 1)
    t.expect("A", 1, 1, X, at=t.now)


def a_partial_acknowledgment_brings_the_next_hole_at_once(talk):
    t = _flying(talk, 8, **RENO)
    for _ in range(3):
        t.inject("A", 1, 1)
    t.expect("A", 1, 1, X, at=t.now)
    for _ in range(3):
        t.inject("A", 1, 1)
    t.wait(100_000)
    t.inject("A", 1, _at(3))
    t.expect("A", _at(3), 1, X, at=t.now)
    t.wait(100_000)
    t.inject("A", 1, _at(8))
    t.quiet()
    assert t.status()["cwnd"] <= 4000 and t.status()["ssthresh"] == 4000


def what_a_timeout_sends_again_does_not_trigger_fast_retransmit(talk):
    t = _flying(talk, 5, **RENO)
    t.expect("A", 1, 1, X)  # the timeout
    for _ in range(4):
        t.inject("A", 1, 1)
    assert [p.seq for p in t.left].count((t.iss + 1) & 0xFFFFFFFF) == 0, \
        [t.show(p) for p in t.left]


def after_a_timeout_slow_start_sends_the_rest_again(talk):
    t = _flying(talk, 4, **RENO)
    t.expect("A", 1, 1, X)
    t.quiet()
    t.inject("A", 1, _at(1))
    t.expect("A", _at(1), 1, X, at=t.now)
    t.expect("A", _at(2), 1, X, at=t.now)
    t.quiet()
    t.inject("A", 1, _at(4))
    t.quiet(10_000_000)


# ---- with SACK (RFC 6675)

def _sacked(t, *blocks, ack=0):
    t.inject("A", 1, _at(ack), options={"sack": [(_at(left), _at(right))
                                                for left, right in blocks]})


def three_sacked_segments_show_a_loss(talk):
    t = _flying(talk, 6, **SACK, limited_transmit=False)
    _sacked(t, (1, 2))
    _sacked(t, (1, 3))
    t.quiet()
    _sacked(t, (1, 4))
    t.expect("A", 1, 1, X, at=t.now)


def only_what_is_missing_is_sent_again(talk):
    t = _flying(talk, 10, **SACK)
    _sacked(t, (1, 2))
    _sacked(t, (1, 2), (3, 4))
    _sacked(t, (1, 2), (3, 5))
    again = t.left[:]
    t.left.clear()
    for right in range(6, 11):
        _sacked(t, (1, 2), (3, right))
    again += t.left
    numbers = {(p.seq - t.iss) & 0xFFFFFFFF for p in again}
    assert numbers == {_at(0), _at(2)}, numbers
    t.left.clear()
    t.wait(50_000)
    t.inject("A", 1, _at(10))
    t.quiet(10_000_000)


def what_is_sacked_is_not_sent_again_by_a_partial_acknowledgment(talk):
    t = _flying(talk, 10, **SACK)
    for right in (2, 3, 4):
        _sacked(t, (1, right))
    t.left.clear()
    _sacked(t, (5, 10), ack=4)
    t.expect("A", _at(4), 1, X, at=t.now)
    t.quiet()


def a_duplicate_without_new_blocks_does_not_count(talk):
    t = _flying(talk, 6, **SACK, limited_transmit=False)
    for _ in range(5):
        _sacked(t, (1, 2))
    t.quiet()


def impossible_blocks_are_ignored(talk):
    t = _flying(talk, 5, **SACK)
    for block in ((7, 9), (3, 2), (2, 2), (-5, -3)):
        _sacked(t, block)
    t.state("ESTABLISHED")
    t.inject("A", 1, _at(5))
    t.quiet(10_000_000)


def the_front_is_sent_again_after_a_timeout_even_if_it_was_sacked(talk):
    t = _flying(talk, 3, **SACK)
    _sacked(t, (0, 1))  # no honest peer says so, and it may have changed its mind
    t.expect("A", 1, 1, X)


# ---- ECN (RFC 3168)

def _ecn(talk, mode, flags="SEC", **config):
    t = talk(ecn=mode, **RENO, **config).listen()
    t.inject(flags, 0, options={"mss": 1000})
    return t


def ecn_is_agreed_on_by_both(talk):
    for mode, flags, answer in (("on", "SEC", "SAE"), ("passive", "SEC", "SAE"),
                                ("off", "SEC", "SA"), ("on", "S", "SA"), ("on", "SE", "SA"),
                                ("on", "SC", "SA")):
        _ecn(talk, mode, flags).expect(answer, 0, 1, tos=0)
    t = talk(ecn="on").connect()
    t.expect("SEC", 0, tos=0)
    t.inject("SAE", 0, 1)
    t.expect("A", 1, 1, tos=0)
    assert t.status()["options"]["ecn"] is True
    t = talk(ecn="passive").connect()
    t.expect("S", 0)


def only_new_data_carries_the_codepoint(talk):
    t = _ecn(talk, "on")
    t.left.clear()
    t.inject("A", 1, 1)
    t.accept()
    t.send(X)
    t.expect("AP", 1, 1, X, tos=2)
    t.expect("AP", 1, 1, X, tos=0)  # sent again
    t.inject("A", 1, 1001, data=b"d")
    t.expect("A", 1001, 2, tos=0)


def a_marked_packet_is_echoed_until_the_sender_has_heard(talk):
    t = _ecn(talk, "on")
    t.left.clear()
    t.inject("A", 1, 1)
    t.accept()
    t.inject("A", 1, 1, data=b"a", tos=3)
    t.expect("AE", 1, 2)
    t.inject("A", 2, 1, data=b"b", tos=2)
    t.expect("AE", 1, 3)
    t.inject("AC", 3, 1, data=b"c", tos=2)
    t.expect("A", 1, 4)


def an_echo_halves_the_window_once_and_is_confirmed(talk):
    t = _ecn(talk, "on", initial_cwnd=8)
    t.left.clear()
    t.inject("A", 1, 1)
    t.accept()
    t.send(X * 30)
    assert len(t.left) == 8
    t.left.clear()
    t.inject("AE", 1, _at(1))
    assert t.status()["cwnd"] == 4000
    t.inject("AE", 1, _at(2))
    assert t.status()["cwnd"] == 4000
    t.inject("A", 1, _at(6))
    assert "C" in t.left[0].flags and all("C" not in p.flags for p in t.left[1:])


def a_path_that_blocks_ecn_is_tried_without(talk):
    t = talk(ecn="on").connect()
    t.expect("SEC", 0)
    t.expect("S", 0, at=1_000_000)


if __name__ == "__main__":
    run(tests_of(globals()))
