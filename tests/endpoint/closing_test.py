#!/usr/bin/env python3
"""Ends of connections beyond the named scenarios: resets, RFC 5961, TIME-WAIT, ICMP.

Usage: closing_test.py SYNSCOPE FOLDER
"""
import struct

import packets
from talk import LOCAL, REMOTE, run, tests_of

SECOND = 1_000_000
HELLO = b"hello"


def _time_wait(talk, **config):
    t = talk().opened(**config)
    t.call("shutdown", how="w")
    t.expect("AF", 1, 1)
    t.inject("AF", 1, 2)
    t.expect("A", 2, 2)
    t.state("TIME_WAIT")
    return t


# ---- RFC 5961

def a_reset_must_be_exact(talk):
    t = talk().opened()
    t.inject("R", 2)
    t.expect("A", 1, 1)
    t.inject("R", 65535)
    t.expect("A", 1, 1)
    t.inject("R", 0)
    t.inject("R", 65537)
    t.quiet()
    t.state("ESTABLISHED")
    t.inject("R", 1)
    t.state("CLOSED")


def a_reset_with_data_or_any_ack_number_is_a_reset(talk):
    t = talk().opened()
    t.inject("RA", 1, 99_999, data=HELLO)
    t.state("CLOSED")
    t.quiet()


def before_rfc_5961_any_reset_in_the_window_counted(talk):
    for seq, state in ((1, "CLOSED"), (500, "CLOSED"), (65535, "CLOSED"), (0, "ESTABLISHED"),
                       (65536, "ESTABLISHED")):
        t = talk(rfc5961=False).opened(rcv_buf=65535)
        t.inject("R", seq)
        t.state(state)
        t.quiet()


def before_rfc_5961_a_syn_in_the_window_reset_the_connection(talk):
    t = talk(rfc5961=False).opened()
    t.inject("S", 500)
    packet = t.left.pop()
    assert "R" in packet.flags
    t.state("CLOSED")


def a_syn_with_anything_is_challenged(talk):
    t = talk().opened()
    for flags, seq in (("S", 1), ("SA", 1), ("SF", 100), ("S", 0), ("S", 70_000)):
        t.inject(flags, seq, 1)
        t.expect("A", 1, 1)
    t.state("ESTABLISHED")


def a_fin_without_ack_has_no_effect(talk):
    t = talk().opened()
    t.inject("F", 1)
    t.inject("", 1, data=HELLO)
    t.inject("P", 1)
    t.quiet()
    t.state("ESTABLISHED")


def acknowledgments_out_of_range_are_challenged(talk):
    t = talk().opened()
    t.inject("A", 1, 2)
    t.expect("A", 1, 1)
    t.inject("A", 1, 1 - 65_536)
    t.expect("A", 1, 1)
    t.inject("A", 1, 1 - 65_535, data=HELLO)
    t.expect("A", 1, 6)


# ---- resets in every state

def an_exact_reset_ends_every_state(talk):
    def end(t, seq):
        t.left.clear()
        t.inject("R", seq)
        t.state("CLOSED")
        t.quiet()
    t = talk().opened()
    t.call("shutdown", how="w")
    end(t, 1)  # FIN-WAIT-1
    t = talk().opened()
    t.call("shutdown", how="w")
    t.inject("A", 1, 2)
    end(t, 1)  # FIN-WAIT-2
    t = talk().opened()
    t.inject("AF", 1, 1)
    end(t, 2)  # CLOSE-WAIT
    t = talk().opened()
    t.inject("AF", 1, 1)
    t.call("close")
    end(t, 2)  # LAST-ACK
    t = talk().opened()
    t.call("shutdown", how="w")
    t.inject("AF", 1, 1)
    t.state("CLOSING")
    end(t, 2)
    end(_time_wait(talk), 2)


def with_rfc_1337_a_reset_cannot_cut_time_wait_short(talk):
    t = _time_wait(talk, rfc1337=True)
    for seq in (2, 5, 1):
        t.inject("R", seq)
    t.quiet()
    t.state("TIME_WAIT")


def aborts_by_state(talk):
    for state, resets in (("ESTABLISHED", True), ("FIN_WAIT_1", True), ("FIN_WAIT_2", True),
                          ("CLOSE_WAIT", True), ("CLOSING", False), ("LAST_ACK", False),
                          ("TIME_WAIT", False)):
        t = talk().opened()
        if state in ("CLOSE_WAIT", "LAST_ACK"):
            t.inject("AF", 1, 1)
        if state not in ("ESTABLISHED", "CLOSE_WAIT"):
            t.call("shutdown", how="w")
        if state == "FIN_WAIT_2":
            t.inject("A", 1, 2)
        if state == "CLOSING":
            t.inject("AF", 1, 1)
        if state == "TIME_WAIT":
            t.inject("AF", 1, 2)
        t.state(state)
        t.left.clear()
        t.call("abort")
        assert [("R" in p.flags) for p in t.left] == [True] * resets, (state, t.left)
        t.state("CLOSED")


def the_reset_of_an_abort_may_be_bare(talk):
    t = talk(reset_acknowledges=False).opened()
    t.call("abort")
    t.expect("R", 1)


def closing_a_connect_that_waits_sends_nothing(talk):
    for deed in ("close", "abort"):
        t = talk().connect()
        t.expect("S", 0)
        t.call(deed)
        t.state("CLOSED")
        t.quiet(10 * SECOND)


def a_close_during_the_handshake_takes_effect_after_it(talk):
    t = talk().connect()
    t.expect("S", 0)
    t.inject("S", 0)
    t.expect("SA", 0, 1)
    t.send(HELLO)
    t.call("close")
    t.inject("A", 1, 1)
    t.expect("APF", 1, 1, HELLO)


# ---- closing with data under way

def the_fin_goes_with_the_last_data(talk):
    t = talk().opened(win=1000)
    t.send(b"x" * 1500)
    t.expect("A", 1, 1, b"x" * 1000)
    t.call("shutdown", how="w")
    t.state("FIN_WAIT_1")
    t.quiet()
    t.inject("A", 1, 1001, win=1000)
    t.expect("APF", 1001, 1, b"x" * 500)
    t.inject("A", 1, 1501)
    t.state("FIN_WAIT_1")
    t.inject("A", 1, 1502)
    t.state("FIN_WAIT_2")


def a_fin_needs_room_in_the_window(talk):
    t = talk().opened(win=5)
    t.send(HELLO)
    t.expect("AP", 1, 1, HELLO)
    t.call("shutdown", how="w")
    t.quiet()
    t.inject("A", 1, 6, win=1)
    t.expect("AF", 6, 1)


def in_close_wait_we_may_go_on_writing(talk):
    t = talk().opened()
    t.inject("AF", 1, 1)
    t.expect("A", 1, 2)
    t.send(HELLO)
    t.expect("AP", 1, 2, HELLO)
    t.inject("A", 2, 6)
    t.call("shutdown", how="w")
    t.expect("AF", 6, 2)
    t.inject("A", 2, 7)
    t.state("CLOSED")


def data_after_the_fin_is_answered_and_ignored(talk):
    t = talk().opened()
    t.inject("AF", 1, 1)
    t.expect("A", 1, 2)
    t.inject("A", 2, 1, data=HELLO)
    t.expect("A", 1, 2)
    assert t.read() is None


# ---- TIME-WAIT (B.10)

def in_time_wait_a_bare_ack_is_not_answered(talk):
    t = _time_wait(talk)
    t.inject("A", 2, 2)
    t.quiet()


def in_time_wait_old_data_is_answered(talk):
    t = _time_wait(talk)
    t.inject("A", 1, 1, data=b"x")
    t.expect("A", 2, 2)
    t.state("TIME_WAIT")


def a_newer_syn_reopens_from_time_wait_beyond_all_old_numbers(talk):
    t = _time_wait(talk)
    t.do("config", config={"iss": None})
    t.inject("S", 3)
    answer = t.left.pop()
    assert answer.flags == "SA" and (answer.ack - t.irs) % 2 ** 32 == 4
    assert 0 < (answer.seq - (t.iss + 2)) % 2 ** 32 < 2 ** 31


def an_older_syn_does_not(talk):
    t = _time_wait(talk)
    t.inject("S", 1)
    t.expect("A", 2, 2)
    t.state("TIME_WAIT")


def without_time_wait_reuse_no_syn_reopens(talk):
    t = _time_wait(talk, time_wait_reuse=False)
    t.inject("S", 1000)
    t.expect("A", 2, 2)
    t.state("TIME_WAIT")


def a_listener_survives_its_connections(talk):
    t = _time_wait(talk)
    t.do("close", sock=t.listener)
    assert t.do("open", mode="passive", local_port=8080, backlog=1)["ok"]


# ---- ICMP (RFC 9293 3.9.2.2)

def _icmp(t, kind, code, seq, mtu=0, to=None):
    quoted = packets.ipv4(LOCAL, to or REMOTE, 6, struct.pack(
        "!HHII", t.port, t.peer_port, (t.iss + seq) & packets.MASK, 0) + bytes(12))
    body = struct.pack("!BBHHH", kind, code, 0, 0, mtu) + quoted
    body = body[:2] + struct.pack("!H", packets.checksum(body)) + body[4:]
    t.do("inject", bytes=packets.ipv4(REMOTE, LOCAL, 1, body).hex())


def an_unreachable_port_ends_a_connect(talk):
    t = talk().connect()
    t.expect("S", 0)
    _icmp(t, 3, 3, 0)
    t.state("CLOSED")
    assert t.status()["error"] in ("refused", "unreachable")


def an_unreachable_net_or_host_is_only_told(talk):
    for code in (0, 1, 5):
        t = talk().connect()
        t.expect("S", 0)
        _icmp(t, 3, code, 0)
        t.state("SYN_SENT")
        t.event("error", err="unreachable", soft=True)
        t.expect("S", 0, at=SECOND)


def source_quench_time_exceeded_and_others_end_nothing(talk):
    t = talk().opened()
    t.send(HELLO)
    for kind, code in ((4, 0), (11, 0), (11, 1), (12, 0), (5, 0), (3, 0), (3, 1)):
        _icmp(t, kind, code, 1)
    t.state("ESTABLISHED")


def without_hard_errors_nothing_is_believed(talk):
    t = talk(icmp_hard_errors=False).connect()
    t.expect("S", 0)
    _icmp(t, 3, 3, 0)
    t.state("SYN_SENT")


def an_icmp_error_about_a_number_never_sent_is_forged(talk):
    t = talk().connect()
    t.expect("S", 0)
    _icmp(t, 3, 3, 7777)
    t.state("SYN_SENT")


def fragmentation_needed_shrinks_the_segments(talk):
    t = talk().opened(options={"mss": 1460})
    t.send(b"x" * 1460)
    t.expect("AP", 1, 1, b"x" * 1460)
    _icmp(t, 3, 4, 1, mtu=1040)
    t.expect("A", 1, 1, b"x" * 1000, within=0)
    assert t.status()["mss"] == 1000


if __name__ == "__main__":
    run(tests_of(globals()))
