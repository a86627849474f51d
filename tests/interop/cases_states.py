"""Cases: opening and closing from either side and from both at once, half-close, reset."""

import socket
import struct
import threading
import time

from bridge import KERNEL, OURS, Refused
from cases import case
from conversation import (
    Sender, bytes_of, digest, exchange, kernel_client, kernel_reads_all, kernel_to_ours,
    ours_to_kernel,
)


@case
def we_open_and_close_first(place):
    bridge = place.endpoint()
    with ours_to_kernel(bridge) as (sock, peer):
        bridge.ask("close", sock=sock)
        assert peer.recv(1) == b""
        assert bridge.until_state(sock, "FIN_WAIT_2")
        peer.close()
        bridge.until_state(sock, "TIME_WAIT")


@case
def we_open_and_the_kernel_closes_first(place):
    bridge = place.endpoint()
    with ours_to_kernel(bridge) as (sock, peer):
        peer.close()
        bridge.until_state(sock, "CLOSE_WAIT")
        assert bridge.ask("receive", sock=sock, max=1)["eof"]
        bridge.ask("close", sock=sock)
        bridge.until_state(sock, "CLOSED")


@case
def the_kernel_opens_and_closes_first(place):
    bridge = place.endpoint()
    with kernel_to_ours(bridge) as (sock, peer):
        peer.close()
        bridge.until_state(sock, "CLOSE_WAIT")
        bridge.ask("close", sock=sock)
        bridge.until_state(sock, "CLOSED")


@case
def the_kernel_opens_and_we_close_first(place):
    bridge = place.endpoint({"msl_us": 200_000})
    with kernel_to_ours(bridge) as (sock, peer):
        bridge.ask("close", sock=sock)
        assert peer.recv(1) == b""
        peer.close()
        bridge.until_state(sock, "TIME_WAIT")
        bridge.until_state(sock, "CLOSED", seconds=2)


@case
def both_open_at_once(place):
    bridge = place.endpoint(delay=0.05)
    with socket.socket() as peer:
        peer.settimeout(20)
        peer.bind((KERNEL, 4001))
        opening = threading.Thread(target=lambda: peer.connect((OURS, 4002)), daemon=True)
        opening.start()
        sock = bridge.ask("open", mode="active", remote=f"{KERNEL}:4001", local_port=4002)["sock"]
        opening.join(20)
        bridge.until_state(sock, "ESTABLISHED")
        states = {e["to"] for e in bridge.events if e["kind"] == "state"}
        assert "SYN_RECEIVED" in states, "the SYNs have not crossed"
        exchange(bridge, sock, peer, 10_000)


@case
def both_close_at_once(place):
    bridge = place.endpoint(delay=0.05)
    with ours_to_kernel(bridge) as (sock, peer):
        time.sleep(0.2)  # the third segment has arrived
        bridge.ask("close", sock=sock)
        peer.close()
        bridge.until_state(sock, "TIME_WAIT")
        states = [e["to"] for e in bridge.events if e["kind"] == "state" and e["sock"] == sock]
        assert "CLOSING" in states, f"the FINs have not crossed: {states}"


@case
def a_closed_port_of_the_kernel_refuses_us(place):
    bridge = place.endpoint()
    sock = bridge.ask("open", mode="active", remote=f"{KERNEL}:9")["sock"]
    bridge.until_state(sock, "CLOSED")
    assert bridge.ask("status", sock=sock)["error"] == "refused"


@case
def our_closed_port_refuses_the_kernel(place):
    place.endpoint()
    try:
        kernel_client(9).close()
    except ConnectionRefusedError:
        return
    raise AssertionError("the kernel was not refused")


@case
def we_half_close_and_the_kernel_goes_on(place):
    bridge = place.endpoint()
    with ours_to_kernel(bridge) as (sock, peer):
        bridge.ask("shutdown", sock=sock, how="w")
        assert peer.recv(1) == b""
        late = bytes_of(300_000)
        sender = Sender(peer, late, peer.close)
        assert digest(bridge.receive_all(sock)) == digest(late)
        sender.join(20)
        bridge.until_state(sock, "TIME_WAIT")


@case
def the_kernel_half_closes_and_we_go_on(place):
    bridge = place.endpoint()
    with kernel_to_ours(bridge) as (sock, peer):
        peer.shutdown(socket.SHUT_WR)
        bridge.until_state(sock, "CLOSE_WAIT")
        late = bytes_of(300_000)
        bridge.send_all(sock, late)
        bridge.ask("close", sock=sock)
        assert digest(kernel_reads_all(peer)) == digest(late)
        bridge.until_state(sock, "CLOSED")


BOTH_OPENINGS = (ours_to_kernel, kernel_to_ours)


@case
def our_abort_resets_the_kernel(place):
    for opened in BOTH_OPENINGS:
        bridge = place.endpoint()
        with opened(bridge) as (sock, peer):
            bridge.ask("abort", sock=sock)
            try:
                peer.recv(1)
            except ConnectionResetError:
                continue
            raise AssertionError(f"{opened.__name__}: the kernel was not reset")


@case
def the_kernels_abort_resets_us(place):
    for opened in BOTH_OPENINGS:
        bridge = place.endpoint()
        with opened(bridge) as (sock, peer):
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            peer.close()
            bridge.until_state(sock, "CLOSED")
            try:
                bridge.ask("receive", sock=sock, max=1)
            except Refused as refused:
                assert refused.code == "reset", refused
                continue
            raise AssertionError(f"{opened.__name__}: our program was not told")


@case
def unread_data_makes_a_close_a_reset(place):
    for opened in BOTH_OPENINGS:
        bridge = place.endpoint()
        with opened(bridge) as (sock, peer):
            peer.sendall(b"never read")
            bridge.until("data", lambda: bridge.ask("status", sock=sock)["rcv_queued"] == 10)
            bridge.ask("close", sock=sock)
            try:
                peer.recv(1)
            except ConnectionResetError:
                continue
            raise AssertionError(f"{opened.__name__}: the kernel was not reset")
