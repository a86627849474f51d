"""A dialogue with `synscope endpoint`: the test is the wire, the peer and the application at once.

Numbers in a dialogue are relative, as on a blackboard: the peer's SYN is 0 and so is the
endpoint's. Every dialogue runs with several starting numbers, beside the wrap among them.
"""
import json
import subprocess
import sys

import packets
from packets import MASK, Packet

LOCAL, REMOTE = "192.168.0.1", "192.0.2.1"

# (the peer's first number, the endpoint's first number)
STARTS = [(0x1000, 0x20000), (0xFFFFFFF0, 0xFFFFFF80), (0x7FFFFF80, 0x7FFFFFC0)]

PLAIN = dict(sack=False, timestamps=False, window_scale=None, delayed_ack_us=0, congestion="none",
             mss=1460, msl_us=30_000_000, retries=15)


class Endpoint:
    """The child process: one request, one reply."""

    def __init__(self, program):
        self.child = subprocess.Popen([program, "endpoint"], stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE)

    def line(self, octets):
        self.child.stdin.write(octets + b"\n")
        self.child.stdin.flush()
        reply = self.child.stdout.readline()
        assert reply, f"no reply to {octets[:200]!r}; status {self.child.poll()}"
        return json.loads(reply)

    def __call__(self, op, **fields):
        return self.line(json.dumps({"op": op, **fields}).encode())

    def close(self):
        self.child.stdin.close()
        assert self.child.wait(timeout=20) == 0, self.child.returncode


class Talk:
    def __init__(self, endpoint, start=STARTS[0], profile="rfc", **config):
        self.endpoint = endpoint
        self.irs, self.iss = start
        self.port, self.peer_port = 8080, 40000
        self.sock = self.listener = None
        self.now = 0
        self.left, self.events, self.told = [], [], []
        self.reset = self.ask("reset", profile=profile,
                              config={**PLAIN, "iss": self.iss, **config})

    # ---- requests
    def ask(self, op, **fields):
        reply = self.endpoint(op, **fields)
        assert reply["t"] >= self.now or op == "reset", (op, reply)
        self.now = reply["t"]
        for sent in reply.get("sent", ()):
            self.left.append(Packet.read(bytes.fromhex(sent["bytes"]), sent["t"]))
        self.events += reply.get("events", ())
        return reply

    def do(self, op, **fields):
        reply = self.ask(op, **fields)
        assert reply["ok"], (op, fields, reply)
        return reply

    def fails(self, error, op, **fields):
        reply = self.ask(op, **fields)
        assert not reply["ok"] and reply["err"] == error, (op, error, reply)
        return reply

    def listen(self, backlog=8, **config):
        self.listener = self.do("open", mode="passive", local_port=self.port, backlog=backlog,
                                config=config)["sock"]
        return self

    def connect(self, port=5000, **fields):
        self.port, self.peer_port = port, 80
        self.sock = self.do("open", mode="active", remote=f"{REMOTE}:80", local_port=port,
                            **fields)["sock"]
        return self

    def accept(self):
        self.sock = self.do("accept", sock=self.listener)["sock"]
        return self.sock

    def send(self, data, **fields):
        return self.do("send", sock=self.sock, data=data.hex(), **fields)["n"]

    def read(self, most=65535, **fields):
        reply = self.do("receive", sock=self.sock, max=most, **fields)
        return None if reply["eof"] else bytes.fromhex(reply["data"])

    def call(self, op, **fields):
        return self.do(op, sock=self.sock, **fields)

    def status(self, sock=None):
        return self.do("status", sock=sock or self.sock)

    def state(self, expected, sock=None):
        found = self.status(sock)["state"]
        assert found == expected, f"state {found}, expected {expected}"

    # ---- time
    def wait(self, microseconds):
        self.do("run", until=self.now + microseconds)

    def until_sent(self, most=10 ** 10):
        self.do("run", until=self.now + most, stop="send")

    # ---- packets
    def bytes_of(self, flags, seq, ack=0, win=65535, data=b"", **more):
        options = dict(more.pop("options", {}))
        if "sack" in options:
            options["sack"] = [(self.iss + l, self.iss + r) for l, r in options["sack"]]
        return packets.tcp(more.pop("source", REMOTE), more.pop("to", LOCAL),
                           more.pop("port", self.peer_port), more.pop("to_port", self.port),
                           self.irs + seq, self.iss + ack if "A" in flags else 0, flags, win, data,
                           options, **more)

    def inject(self, flags, seq, ack=0, **more):
        return self.do("inject", bytes=self.bytes_of(flags, seq, ack, **more).hex())

    def expect(self, flags, seq, ack=None, data=b"", at=None, within=None, **fields):
        """The next packet that left; runs the clock until there is one."""
        if not self.left:
            self.until_sent(within or 10 ** 9)
        assert self.left, f"expected {flags} {seq}, nothing was sent until {self.now}"
        packet = self.left.pop(0)
        self.compare(packet, flags, seq, ack, data)
        if at is not None:
            assert packet.time == at, f"sent at {packet.time}, expected at {at}"
        for name, value in fields.items():
            found = getattr(packet, name)
            assert found == value, f"{name}: {found}, expected {value} in {self.show(packet)}"
        return packet

    def compare(self, packet, flags, seq, ack, data):
        assert packet.addresses == (LOCAL, REMOTE), packet.addresses
        assert packet.ports == (self.port, self.peer_port), packet.ports
        base = 0 if packet.seq == 0 and "R" in flags and "A" in flags else self.iss
        expected = (flags, (base + seq) & MASK, bytes(data))
        found = ("".join(sorted(packet.flags)), packet.seq, packet.data)
        wanted = ("".join(sorted(expected[0])), *expected[1:])
        assert found == wanted, f"{self.show(packet)}, expected {flags} {seq} +{len(data)}"
        if "A" in flags:
            assert packet.ack == (self.irs + ack) & MASK, \
                f"{self.show(packet)}, expected ack {ack}"

    def show(self, packet):
        number = lambda n: ((n + 2 ** 31) & MASK) - 2 ** 31
        return (f"{packet.flags} {number(packet.seq - self.iss)} +{len(packet.data)} "
                f"ack {number(packet.ack - self.irs)} win {packet.window} {packet.options}")

    def quiet(self, microseconds=0):
        if microseconds:
            self.wait(microseconds)
        assert not self.left, [self.show(p) for p in self.left]

    def timers(self):
        return self.status()["timers"]

    def event(self, kind, **fields):
        for event in self.events:
            if event["kind"] == kind and all(event.get(k) == v for k, v in fields.items()):
                return event
        raise AssertionError(f"no event {kind} {fields} in {self.events}")

    # ---- beginnings
    def opened(self, win=65535, options=None, **config):
        """A server's connection: SYN, SYN-ACK, ACK, accepted."""
        self.listen(**config)
        self.inject("S", 0, win=win, options=options or {"mss": 1000})
        self.left.clear()
        self.wait(100_000)
        self.inject("A", 1, 1, win=win)
        self.accept()
        self.events.clear()
        return self


def run(tests):
    """Every test with every pair of starting numbers."""
    endpoint = Endpoint(sys.argv[1])
    failed = []
    for test in tests:
        for start in STARTS:
            try:
                test(lambda *a, **k: Talk(endpoint, start, *a, **k))
            except Exception as problem:  # pylint: disable=broad-except
                failed.append(test.__name__)
                print(f"FAIL {test.__name__} {start[0]:#x} {start[1]:#x}: "
                      f"{type(problem).__name__}: {problem}")
                if endpoint.child.poll() is not None:
                    endpoint = Endpoint(sys.argv[1])
                break
        else:
            print("ok", test.__name__)
    endpoint.close()
    print(f"{len(tests) - len(failed)} of {len(tests)}")
    sys.exit(1 if failed else 0)


def tests_of(names):
    """The functions of a module that were not imported, in order."""
    return [value for name, value in names.items() if callable(value) and
            getattr(value, "__module__", None) == "__main__" and not name.startswith("_")]
