"""Joins `synscope endpoint` to the Linux kernel's TCP: a TUN device in a network namespace of its
own on one side, JSON lines on the other. Real time becomes virtual time, one microsecond for one.
The link between them can lose, duplicate and reorder packets, by seed. Packets are kept, so that a
failing case can leave a capture.

Needs root and /dev/net/tun; whoever uses it asks `missing()` first.
"""

import contextlib
import ctypes
import fcntl
import heapq
import json
import os
import random
import select
import struct
import subprocess
import threading
import time

from packets import checksum

KERNEL, OURS = "10.77.0.1", "10.77.0.2"
CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TUN_WITHOUT_HEADER = 0x1001


def missing():
    """What this place lacks, in words; empty = nothing."""
    if os.geteuid() != 0:
        return "needs root"
    if not os.path.exists("/dev/net/tun"):
        return "needs /dev/net/tun"
    return ""


def enter_own_network():
    """From here on this process sees a network of its own: loopback and the TUN."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "unshare(CLONE_NEWNET)")
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH", b"wire0", IFF_TUN_WITHOUT_HEADER))
    for command in (
        "ip link set lo up",
        f"ip addr add {KERNEL} peer {OURS} dev wire0",
        "ip link set wire0 mtu 1500 txqueuelen 2000 up",
    ):
        subprocess.run(command.split(), check=True)
    return tun


@contextlib.contextmanager
def set_kernel(name, value):
    """Turns a knob of the kernel's TCP in this namespace, e.g. tcp_sack, and turns it back."""
    path = f"/proc/sys/net/ipv4/{name}"

    def turn(to):
        with open(path, "w", encoding="ascii") as knob:
            knob.write(str(to))

    with open(path, encoding="ascii") as knob:
        before = knob.read().strip()
    turn(value)
    try:
        yield
    finally:
        turn(before)


def forget_peers():
    """Whatever the kernel keeps from one connection to the next: Fast Open cookies and the like."""
    subprocess.run(["ip", "tcp_metrics", "flush", "all"], check=True, capture_output=True)


class Refused(Exception):
    """The endpoint answered ok:false; `code` is its error code."""

    def __init__(self, reply):
        super().__init__(f"{reply.get('err')}: {reply.get('message')}")
        self.code = reply.get("err")


class Link:
    """What happens to a packet on its way: chances in percent, delay in seconds."""

    def __init__(self, loss=0.0, duplicate=0.0, reorder=0.0, mark=0.0, delay=0.0, seed=1):
        self.loss, self.duplicate, self.reorder, self.delay = loss, duplicate, reorder, delay
        self.mark = mark
        self.dice = random.Random(seed)

    def chance(self, percent):
        return self.dice.random() * 100 < percent

    def arrivals(self, now):
        """When the packet arrives; none = lost, two = duplicated."""
        if self.chance(self.loss):
            return []
        at = now + self.delay
        if self.chance(self.reorder):
            at += 0.005
        return [at, at + 0.001] if self.chance(self.duplicate) else [at]

    def marked(self, packet):
        """As a router that is congested would pass it on: CE on what is capable of ECN."""
        if packet[1] & 3 not in (1, 2) or not self.chance(self.mark):
            return packet
        head = packet[:1] + bytes([packet[1] | 3]) + packet[2:10] + b"\0\0" + packet[12:20]
        return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + packet[20:]


class Bridge:
    """One endpoint, one kernel, one link. Calls of any thread; one thread of its own moves time."""

    def __init__(self, program, tun, config=None, profile="rfc", link=None, secret=7):
        self.tun, self.link = tun, link or Link()
        self.lock = threading.RLock()
        self.events, self.packets, self.queue, self.count = [], [], [], 0
        self.process = subprocess.Popen(
            [program, "endpoint"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        while select.select([tun], [], [], 0)[0]:  # what the kernel said to somebody before us
            os.read(tun, 65536)
        self.started = time.monotonic()
        start = {"op": "reset", "addr": OURS, "profile": profile, "seed": secret}
        reply = self._ask(start | {"config": config or {}})
        assert not reply["ignored"], f"endpoint ignores {reply['ignored']}"
        self.alive = True
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    # ---- for the cases
    def ask(self, op, **fields):
        """One request at the present moment."""
        with self.lock:
            self._catch_up()
            return self._ask({"op": op, **fields})

    def until(self, what, condition, seconds=20):
        """Waits for a condition; its value is the result."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            value = condition()
            if value:
                return value
            time.sleep(0.002)
        raise AssertionError(f"waited {seconds} s in vain for: {what}")

    def state(self, sock):
        return self.ask("status", sock=sock)["state"]

    def until_state(self, sock, *states, seconds=20):
        return self.until(
            f"{' or '.join(states)}", lambda: self.state(sock) in states, seconds=seconds
        )

    def accept(self, listener):
        def one():
            try:
                return self.ask("accept", sock=listener)["sock"]
            except Refused as refused:
                if refused.code == "would_block":
                    return None
                raise

        return self.until("a connection to accept", one)

    def send_all(self, sock, data, seconds=60):
        """Blocks until the endpoint has taken everything."""
        taken, end = 0, time.monotonic() + seconds
        while taken < len(data):
            assert time.monotonic() < end, f"only {taken} of {len(data)} bytes taken"
            try:
                piece = data[taken : taken + 65536]
                taken += self.ask("send", sock=sock, data=piece.hex())["n"]
            except Refused as refused:
                if refused.code != "would_block":
                    raise
                time.sleep(0.001)

    def receive_all(self, sock, seconds=60):
        """Everything up to the peer's FIN."""
        data, end = bytearray(), time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                reply = self.ask("receive", sock=sock, max=1 << 20)
            except Refused as refused:
                if refused.code != "would_block":
                    raise
                time.sleep(0.001)
                continue
            data += bytes.fromhex(reply.get("data", ""))
            if reply.get("eof"):
                return bytes(data)
        raise AssertionError(f"no end of data within {seconds} s; {len(data)} bytes came")

    def close(self):
        self.alive = False
        self.thread.join()
        self.process.stdin.close()
        self.process.wait(timeout=10)

    def save_capture(self, path):
        """What passed the TUN, as a pcap file of raw IPv4."""
        with open(path, "wb") as out:
            out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101))
            for at, packet in self.packets:
                seconds, fraction = divmod(at, 1)
                times = int(seconds), int(fraction * 1e6)
                out.write(struct.pack("<IIII", *times, len(packet), len(packet)))
                out.write(packet)

    # ---- the endpoint
    def _now(self):
        return int((time.monotonic() - self.started) * 1e6)

    def _ask(self, request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(f"the endpoint died on {str(request)[:200]}")
        reply = json.loads(line)
        for event in reply.get("events", []):
            self.events.append(event)
        for sent in reply.get("sent", []):
            self._depart(bytes.fromhex(sent["bytes"]), to_kernel=True)
        if not reply["ok"]:
            raise Refused(reply)
        return reply

    def _catch_up(self):
        self._ask({"op": "run", "until": self._now()})

    # ---- the link
    def _depart(self, packet, to_kernel):
        now = time.monotonic()
        packet = self.link.marked(packet)
        for at in self.link.arrivals(now):
            if at <= now:
                self._arrive(packet, to_kernel)
            else:
                self.count += 1
                heapq.heappush(self.queue, (at, self.count, packet, to_kernel))

    def _arrive(self, packet, to_kernel):
        self.packets.append((time.monotonic() - self.started, packet))
        if to_kernel:
            try:
                os.write(self.tun, packet)
            except OSError:
                pass  # as any link may, the kernel refuses what it cannot take
        else:
            self._ask({"op": "inject", "bytes": packet.hex()})

    def _run(self):
        while self.alive:
            with self.lock:
                self._catch_up()
                while self.queue and self.queue[0][0] <= time.monotonic():
                    _, _, packet, to_kernel = heapq.heappop(self.queue)
                    self._arrive(packet, to_kernel)
                wait = self._until_next()
            if not select.select([self.tun], [], [], wait)[0]:
                continue
            with self.lock:
                self._catch_up()
                for _ in range(64):
                    try:
                        packet = os.read(self.tun, 65536)
                    except BlockingIOError:
                        break
                    if packet[0] >> 4 == 4:  # the kernel also says hello in IPv6
                        self._depart(packet, to_kernel=False)

    def _until_next(self):
        wait = 0.05
        timer = self._ask({"op": "next"})["t_next"]
        if timer is not None:
            wait = min(wait, max(0, timer - self._now()) / 1e6)
        if self.queue:
            wait = min(wait, max(0, self.queue[0][0] - time.monotonic()))
        return wait
