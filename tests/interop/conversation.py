"""What the cases of kernel_test.py share: an endpoint behind its link, the kernel's sockets at the
other end, and data that goes both ways and must come out equal."""

import contextlib
import hashlib
import itertools
import random
import socket
import threading
import time

from bridge import KERNEL, OURS, Bridge, Link
from packets import Packet

PORT = 8080
QUIET = 600  # seconds without a byte: several of the longest timeouts that may pass on a bad link
# Of our openings, each its own: an endpoint that has just started cannot know which pairs the
# kernel still keeps in TIME-WAIT, and there it ignores a reset that bears the timestamp 0 of
# RFC 7323 5.2.
LOCAL_PORTS = itertools.count(50_000)


class Place:
    """What the cases share: the program, the TUN, and the endpoint of the present case."""

    def __init__(self, program, tun, long):
        self.program, self.tun, self.long, self.bridge = program, tun, long, None

    def endpoint(self, config=None, profile="rfc", secret=7, **link):
        """A new endpoint behind a new link; one at a time."""
        if self.bridge:
            self.bridge.close()
        self.bridge = Bridge(self.program, self.tun, config, profile, Link(**link), secret)
        return self.bridge

    @staticmethod
    def say(words):
        print(f"    {words}", flush=True)


def bytes_of(count, seed=1):
    return random.Random(seed).randbytes(count)


def digest(data):
    return len(data), hashlib.sha256(data).hexdigest()


def kernel_listener(port=PORT, receive_buffer=None):
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if receive_buffer:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    listener.bind((KERNEL, port))
    listener.listen()
    listener.settimeout(20)
    return listener


def kernel_client(port=PORT, local_port=0):
    client = socket.socket()
    client.settimeout(20)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    client.bind((KERNEL, local_port))
    client.connect((OURS, port))
    return client


@contextlib.contextmanager
def ours_to_kernel(bridge, port=PORT, receive_buffer=None):
    """We open, the kernel listens: (our socket number, the kernel's socket)."""
    with kernel_listener(port, receive_buffer) as listener:
        sock = bridge.ask(
            "open", mode="active", remote=f"{KERNEL}:{port}", local_port=next(LOCAL_PORTS)
        )["sock"]
        peer, _ = listener.accept()
    peer.settimeout(QUIET)
    with peer:
        bridge.until_state(sock, "ESTABLISHED")
        yield sock, peer


@contextlib.contextmanager
def kernel_to_ours(bridge, port=PORT):
    """The kernel opens, we listen."""
    listener = bridge.ask("open", mode="passive", local_port=port, backlog=8)["sock"]
    with kernel_client(port) as peer:
        peer.settimeout(QUIET)
        yield bridge.accept(listener), peer


def kernel_reads_all(peer):
    data = bytearray()
    while piece := peer.recv(1 << 16):
        data += piece
    return bytes(data)


class Sender(threading.Thread):
    """The kernel's socket writes while the endpoint is being read, and says how that ended."""

    def __init__(self, peer, data, then=None):
        super().__init__(daemon=True)
        self.peer, self.data, self.then, self.error = peer, data, then, None
        self.start()

    def run(self):
        try:
            self.peer.sendall(self.data)
            if self.then:
                self.then()
        except OSError as error:
            self.error = error


def shut(peer):
    return lambda: peer.shutdown(socket.SHUT_WR)


def exchange(bridge, sock, peer, count, seconds=60):
    """`count` bytes each way, one way after the other, and a half-close each: equal by hash. The
    seconds that each way took."""
    there, back = bytes_of(count, 1), bytes_of(count, 2)
    got, started = [], time.monotonic()
    reader = threading.Thread(target=lambda: got.append(kernel_reads_all(peer)), daemon=True)
    reader.start()
    bridge.send_all(sock, there, seconds)
    bridge.ask("shutdown", sock=sock, how="w")
    reader.join(seconds)
    assert got, "the kernel has not come to the end of what we sent"
    assert digest(got[0]) == digest(there), "the kernel read other bytes than we sent"
    turned = time.monotonic()
    sender = Sender(peer, back, shut(peer))
    received = bridge.receive_all(sock, seconds)
    sender.join(seconds)
    assert sender.error is None, f"the kernel could not send: {sender.error}"
    assert digest(received) == digest(back), "we read other bytes than the kernel sent"
    return turned - started, time.monotonic() - turned


def kernel_counters():
    """What the kernel of this namespace has counted, e.g. SyncookiesSent."""
    with open("/proc/self/net/netstat", encoding="ascii") as table:
        rows = [line.split() for line in table]
    found = {}
    for names, values in zip(rows[::2], rows[1::2]):
        found |= {name: int(value) for name, value in zip(names[1:], values[1:])}
    return found


def packets_on(bridge, since=0):
    """What arrived at either end, from the given packet on."""
    return [Packet.read(raw) for _, raw in bridge.packets[since:] if raw[9] == 6]


def syns_on(bridge, since=0):
    """The SYNs of openings among them."""
    return [packet for packet in packets_on(bridge, since)
            if "S" in packet.flags and "A" not in packet.flags]
