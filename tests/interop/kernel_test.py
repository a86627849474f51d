"""Our TCP against the kernel's, over a TUN device: kernel_test.py PROGRAM FOLDER [CASE...] [--long]

Every case is a conversation in which the kernel's own sockets are the other end, so what passes
here was not judged by ourselves. A case that fails leaves its capture in FOLDER. --long moves
10 MB at every loss rate, which takes many minutes; without it the lossy cases move less.
"""

import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import traceback

sys.dont_write_bytecode = True
from bridge import KERNEL, OURS, Refused, enter_own_network, missing, set_kernel
from conversation import (
    PORT, Place, Sender, bytes_of, digest, exchange, kernel_client, kernel_listener,
    kernel_reads_all, kernel_to_ours, ours_to_kernel, shut,
)

SKIPPED = 77  # ctest counts it as skipped
MEGABYTE = 1 << 20
CASES = []


def case(function):
    CASES.append(function)
    return function


# ---- opening and closing


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


# ---- half-close, reset, a full window, a peer that dies


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


@case
def our_abort_resets_the_kernel(place):
    bridge = place.endpoint()
    with ours_to_kernel(bridge) as (sock, peer):
        bridge.ask("abort", sock=sock)
        try:
            peer.recv(1)
        except ConnectionResetError:
            return
    raise AssertionError("the kernel was not reset")


@case
def the_kernels_abort_resets_us(place):
    bridge = place.endpoint()
    with kernel_to_ours(bridge) as (sock, peer):
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        peer.close()
        bridge.until_state(sock, "CLOSED")
        try:
            bridge.ask("receive", sock=sock, max=1)
        except Refused as refused:
            assert refused.code == "reset", refused
            return
    raise AssertionError("our program was not told")


@case
def the_kernels_window_closes_and_opens_again(place):
    bridge = place.endpoint({"rto_min_us": 200_000, "rto_initial_us": 300_000})
    with ours_to_kernel(bridge, receive_buffer=8192) as (sock, peer):
        data = bytes_of(200_000)
        sending = threading.Thread(target=lambda: bridge.send_all(sock, data), daemon=True)
        sending.start()
        bridge.until("a closed window", lambda: bridge.ask("status", sock=sock)["snd_wnd"] == 0)
        time.sleep(1.5)  # window probes, answered
        assert bridge.state(sock) == "ESTABLISHED"
        got = bytearray()
        while len(got) < len(data):
            got += peer.recv(1 << 16)
        sending.join(20)
        assert digest(bytes(got)) == digest(data)


@case
def our_window_closes_and_opens_again(place):
    bridge = place.endpoint({"rcv_buf": 20_000})
    with kernel_to_ours(bridge) as (sock, peer):
        data = bytes_of(200_000)
        sender = Sender(peer, data, shut(peer))
        bridge.until("a closed window", lambda: bridge.ask("status", sock=sock)["rcv_wnd"] == 0)
        time.sleep(1.5)
        assert digest(bridge.receive_all(sock)) == digest(data)
        sender.join(20)
        assert sender.error is None, sender.error


@case
def the_kernels_program_is_killed_in_mid_transfer(place):
    bridge = place.endpoint()
    with kernel_listener(receive_buffer=8192) as listener:
        child = os.fork()
        if child == 0:  # accepts and never reads
            connection, _ = listener.accept()
            time.sleep(60)
            connection.close()
            os._exit(0)
    sock = bridge.ask("open", mode="active", remote=f"{KERNEL}:{PORT}")["sock"]
    bridge.until_state(sock, "ESTABLISHED")
    bridge.ask("send", sock=sock, data=bytes_of(60_000).hex())
    time.sleep(0.3)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    bridge.until_state(sock, "CLOSED")
    assert bridge.ask("status", sock=sock)["error"] == "reset"


@case
def we_are_rebooted_in_mid_transfer_and_the_kernel_finds_out(place):
    bridge = place.endpoint()
    with kernel_to_ours(bridge) as (_, peer):
        place.endpoint()  # another process, which remembers nothing
        try:
            for _ in range(100):
                peer.sendall(b"are you there?")
                time.sleep(0.02)
        except (ConnectionResetError, BrokenPipeError):
            return
    raise AssertionError("the kernel was not reset")


# ---- data, over links of all kinds


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
            exchange(bridge, sock, peer, count, seconds)


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


# ---- options


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
            set_kernel(knob, kernel_on)
            for config, we_on in (ours, True), (off, False):
                for opened in ours_to_kernel, kernel_to_ours:
                    bridge = place.endpoint(config, loss=1)
                    with opened(bridge) as (sock, peer):
                        used = bool(bridge.ask("status", sock=sock)["options"][name])
                        assert used == (we_on and kernel_on == 1), (name, we_on, kernel_on, used)
                        exchange(bridge, sock, peer, 30_000)
        set_kernel(knob, 2 if name == "ecn" else 1)


@case
def the_kernel_comes_in_by_our_syn_cookie(place):
    bridge = place.endpoint({"syn_cookies": "always"})
    with kernel_to_ours(bridge) as (sock, peer):
        exchange(bridge, sock, peer, 100_000)


@case
def we_come_in_by_the_kernels_syn_cookie(place):
    set_kernel("tcp_syncookies", 2)
    bridge = place.endpoint({"timestamps": True, "sack": True})
    with ours_to_kernel(bridge) as (sock, peer):
        exchange(bridge, sock, peer, 100_000)
    set_kernel("tcp_syncookies", 1)


# ---- scanners


def scan(*arguments):
    command = ["nmap", "-n", "-Pn", "--max-retries", "1", "-p", "80,81", *arguments, OURS]
    text = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
    return dict(line.split()[:2] for line in text.splitlines() if "/tcp" in line)


@case
def nmap_sees_our_ports_as_they_are(place):
    if not shutil.which("nmap"):
        return "nmap is not here"
    bridge = place.endpoint()
    bridge.ask("open", mode="passive", local_port=80, backlog=8)
    for kind in "-sS", "-sT":
        assert scan(kind) == {"80/tcp": "open", "81/tcp": "closed"}, kind
    assert scan("-sF") == {"80/tcp": "open|filtered", "81/tcp": "closed"}
    return None


@case
def hping_sees_our_ports_as_they_are(place):
    if not shutil.which("hping3"):
        return "hping3 is not here"
    bridge = place.endpoint()
    bridge.ask("open", mode="passive", local_port=80, backlog=8)
    for port, flags in (80, "flags=SA"), (81, "flags=RA"):
        command = ["hping3", "-I", "wire0", "-S", "-c", "1", "-p", str(port), OURS]
        said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert flags in said.stdout, (port, said.stdout, said.stderr)
    return None


def run(place, one, folder):
    """True unless the case failed."""
    started, word = time.monotonic(), "passed"
    try:
        reason = one(place)
        if reason:
            word = f"skipped: {reason}"
    except Exception:  # pylint: disable=broad-except
        traceback.print_exc()
        word = "FAILED"
        if place.bridge:
            capture = os.path.join(folder, one.__name__ + ".pcap")
            place.bridge.save_capture(capture)
            word += f", capture in {capture}"
    print(f"{one.__name__}: {word} ({time.monotonic() - started:.1f} s)", flush=True)
    return not word.startswith("FAILED")


def main():
    program, folder, *names = sys.argv[1:]
    long = "--long" in names
    names = [name for name in names if name != "--long"]
    if lack := missing():
        print(f"skipped: our TCP was not tried against the kernel's: this place {lack}")
        return SKIPPED
    try:
        tun = enter_own_network()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"skipped: our TCP was not tried against the kernel's: no TUN device here ({error})")
        return SKIPPED
    set_kernel("tcp_no_metrics_save", 1)
    place = Place(program, tun, long)
    chosen = [one for one in CASES if not names or one.__name__ in names]
    results = [run(place, one, folder) for one in chosen]
    print(f"{sum(results)} of {len(results)} cases passed or were skipped")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
