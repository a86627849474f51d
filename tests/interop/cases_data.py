"""Cases: bulk over links of all kinds, options, SYN cookies, Fast Open."""

import socket
import struct
import threading

from bridge import KERNEL, OURS, forget_peers, set_kernel
from cases import case
from conversation import (
    LOCAL_PORTS, PORT, exchange, kernel_client, kernel_counters, kernel_listener, kernel_reads_all,
    kernel_to_ours, ours_to_kernel, packets_on, syns_on,
)
from packets import tcp

MEGABYTE = 1 << 20


def both_ways(place, loss):
    short = {1: 2 * MEGABYTE, 5: MEGABYTE // 2, 20: 50_000}
    count = 10 * MEGABYTE if place.long or loss == 0 else short[loss]
    seconds = 3_000 if place.long else 120
    spoil = {"loss": loss, "duplicate": loss / 2, "reorder": loss}
    options = {"sack": True, "timestamps": True, "window_scale": 7, "rcv_buf": MEGABYTE}
    options |= {"snd_buf": MEGABYTE, "rto_min_us": 200_000}
    for opened in ours_to_kernel, kernel_to_ours:
        bridge = place.endpoint(options, **spoil)
        with opened(bridge) as (sock, peer):
            spent = exchange(bridge, sock, peer, count, seconds)
        place.say(f"{opened.__name__}: {count} bytes out in {spent[0]:.1f} s, in {spent[1]:.1f} s")


@case
def bulk_both_ways_on_a_good_link(place):
    both_ways(place, 0)


@case
def bulk_both_ways_with_one_percent_of_loss(place):
    both_ways(place, 1)


@case
def bulk_both_ways_with_five_percent_of_loss(place):
    both_ways(place, 5)


@case
def bulk_both_ways_with_twenty_percent_of_loss(place):
    both_ways(place, 20)


@case
def options_are_used_when_both_offer_them_and_only_then(place):
    for name, knob, ours in (
        ("timestamps", "tcp_timestamps", {"timestamps": True}),
        ("sack", "tcp_sack", {"sack": True}),
        ("window_scale", "tcp_window_scaling", {"window_scale": 3}),
        ("ecn", "tcp_ecn", {"ecn": "on"}),
    ):
        off = {name: "off" if name == "ecn" else None if name == "window_scale" else False}
        for kernel_on in 1, 0:
            with set_kernel(knob, kernel_on):
                for config, we_on in (ours, True), (off, False):
                    for opened in ours_to_kernel, kernel_to_ours:
                        bridge = place.endpoint(config, loss=1)
                        with opened(bridge) as (sock, peer):
                            used = bool(bridge.ask("status", sock=sock)["options"][name])
                            wanted = we_on and kernel_on == 1
                            assert used == wanted, (name, we_on, kernel_on, used)
                            exchange(bridge, sock, peer, 30_000)


@case
def both_ends_say_that_packets_were_marked_and_that_they_slow_down(place):
    with set_kernel("tcp_ecn", 1):
        for opened in ours_to_kernel, kernel_to_ours:
            bridge = place.endpoint({"ecn": "on"}, mark=5)
            with opened(bridge) as (sock, peer):
                exchange(bridge, sock, peer, 400_000)
            for sender in KERNEL, OURS:
                said = {letter for packet in packets_on(bridge) if packet.addresses[0] == sender
                        for letter in packet.flags if "S" not in packet.flags}
                assert said >= {"E", "C"}, (opened.__name__, sender, said)


# ---- SYN cookies


def noted(bridge, rule):
    return any(event["kind"] == "note" and event["rule"] == rule for event in bridge.events)


@case
def the_kernel_comes_in_by_our_syn_cookie(place):
    bridge = place.endpoint({"syn_cookies": "always", "explain": True})
    with kernel_to_ours(bridge) as (sock, peer):
        assert noted(bridge, "cookie_restores_request")
        exchange(bridge, sock, peer, 100_000)


@case
def the_kernel_comes_in_although_our_syn_queue_is_full(place):
    config = {"syn_backlog": 4, "synack_retries": 1, "explain": True}
    for cookies, enters in ("off", False), ("on", True):
        bridge = place.endpoint(config | {"syn_cookies": cookies})
        listener = bridge.ask("open", mode="passive", local_port=PORT, backlog=4)["sock"]
        for port in range(20):  # from an address where nobody lives
            syn = tcp("10.77.9.9", OURS, 2000 + port, PORT, 1000, 0, "S", 1000)
            bridge.ask("inject", bytes=syn.hex())
        with socket.socket() as peer:
            peer.bind((KERNEL, 0))
            peer.settimeout(0.8)
            try:
                peer.connect((OURS, PORT))
            except TimeoutError:
                assert not enters, "the kernel was not let in by a cookie"
                continue
            assert enters, "there was room in a queue that is full"
            peer.settimeout(60)
            exchange(bridge, bridge.accept(listener), peer, 30_000)


@case
def we_come_in_by_the_kernels_syn_cookie(place):
    with set_kernel("tcp_syncookies", 2):
        off = {"timestamps": False, "sack": False, "window_scale": None}
        for options in off, {"timestamps": True, "sack": True, "window_scale": 5}:
            before = kernel_counters()
            bridge = place.endpoint(options)
            with ours_to_kernel(bridge) as (sock, peer):
                used = bridge.ask("status", sock=sock)["options"]
                for name in options:  # the kernel remembers them in its timestamps
                    assert bool(used[name]) == bool(options[name]), used
                exchange(bridge, sock, peer, 100_000)
            after = kernel_counters()
            for name in "SyncookiesSent", "SyncookiesRecv":
                assert after[name] == before[name] + 1, (name, before[name], after[name])


# ---- Fast Open (RFC 7413): the first visit brings a cookie, the second one text on the SYN


def kernel_visits(bridge, listener, text):
    """The kernel opens with `text`; what our program reads up to its FIN, and the SYN's text."""
    seen = len(bridge.packets)
    with socket.socket() as peer:
        wait = struct.pack("ll", 20, 0)  # settimeout() would make it a socket that does not wait
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, wait)
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, wait)
        peer.bind((KERNEL, 0))
        peer.sendto(text, socket.MSG_FASTOPEN, (OURS, PORT))
        sock = bridge.accept(listener)
        peer.shutdown(socket.SHUT_WR)
        got = bridge.receive_all(sock)
        bridge.ask("send", sock=sock, data=b"welcome".hex())
        bridge.ask("close", sock=sock)
        assert kernel_reads_all(peer) == b"welcome"
    return got, [syn.data for syn in syns_on(bridge, seen) if syn.addresses[0] == KERNEL]


@case
def the_kernel_opens_fast_with_our_cookie(place):
    with set_kernel("tcp_fastopen", 3):
        forget_peers()
        bridge = place.endpoint({"fast_open": "server"})
        listener = bridge.ask("open", mode="passive", local_port=PORT, backlog=8)["sock"]
        assert kernel_visits(bridge, listener, b"first") == (b"first", [b""])
        assert kernel_visits(bridge, listener, b"second") == (b"second", [b"second"])
        bridge = place.endpoint({"fast_open": "server"}, secret=8)  # knows no old cookie
        listener = bridge.ask("open", mode="passive", local_port=PORT, backlog=8)["sock"]
        assert kernel_visits(bridge, listener, b"third") == (b"third", [b"third"])


def we_visit(bridge, listener, text):
    """We open with `text`; what the kernel reads, and the SYN's own text."""
    seen = len(bridge.packets)
    sock = bridge.ask(
        "open", mode="active", remote=f"{KERNEL}:{PORT}", local_port=next(LOCAL_PORTS),
        data=text.hex()
    )["sock"]
    peer, _ = listener.accept()
    peer.settimeout(20)
    with peer:
        early = syns_on(bridge, seen)[0].data
        bridge.until_state(sock, "ESTABLISHED")
        bridge.ask("shutdown", sock=sock, how="w")
        got = kernel_reads_all(peer)
        sending = threading.Thread(target=lambda: (peer.sendall(b"welcome"), peer.close()))
        sending.start()
        assert bridge.receive_all(sock) == b"welcome"
        sending.join(20)
    return got, early


@case
def we_open_fast_with_the_kernels_cookie(place):
    with set_kernel("tcp_fastopen", 3), kernel_listener() as listener:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_FASTOPEN, 8)
        bridge = place.endpoint({"fast_open": "client"})
        before = kernel_counters()
        assert we_visit(bridge, listener, b"first") == (b"first", b"")
        assert we_visit(bridge, listener, b"second") == (b"second", b"second")
        after = kernel_counters()
        assert after["TCPFastOpenPassive"] == before["TCPFastOpenPassive"] + 1
        with set_kernel("tcp_fastopen_key", "00000001-00000002-00000003-00000004"):
            assert we_visit(bridge, listener, b"third") == (b"third", b"third")
        last = kernel_counters()
        assert last["TCPFastOpenPassiveFail"] == after["TCPFastOpenPassiveFail"] + 1


@case
def who_does_not_open_fast_is_opened_as_ever(place):
    with set_kernel("tcp_fastopen", 3), kernel_listener() as listener:  # the listener has it off
        bridge = place.endpoint({"fast_open": "client"})
        for text in b"first", b"second":
            assert we_visit(bridge, listener, text) == (text, b"")
    with set_kernel("tcp_fastopen", 3):
        forget_peers()
        bridge = place.endpoint({"fast_open": "off"})
        listener = bridge.ask("open", mode="passive", local_port=PORT, backlog=8)["sock"]
        for text in b"first", b"second":
            assert kernel_visits(bridge, listener, text) == (text, [b""])
