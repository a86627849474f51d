"""Playing a script against `synscope endpoint`: the player is wire, peer and application.

The peer's numbers in a script count from its first SYN, ours from our own SYN. Where the real ones
begin is the caller's choice; so every script can be played beside the wrap.
"""
import struct

import packets
from packets import MASK, Packet
from script import settings

LOCAL, REMOTE, PORT, PEER_PORT = "192.168.0.1", "192.0.2.1", 8080, 40000

BENCH = dict(mss=1460, window_scale=7, sack=True, dsack=True, timestamps=True, ecn="off",
             rcv_buf=65535, snd_buf=262144, delayed_ack_us=0, ack_every=2, nagle=True,
             rto_initial_us=1000000, rto_min_us=1000000, rto_max_us=60000000, initial_cwnd=10,
             limited_transmit=True, congestion="newreno", rfc5961=True, rfc1337=True,
             msl_us=30000000, icmp_hard_errors=True)

ERRORS = {"EAGAIN": "would_block", "EINPROGRESS": "in_progress", "ECONNREFUSED": "refused",
          "ECONNRESET": "reset", "ETIMEDOUT": "timed_out", "EPIPE": "closing",
          "EHOSTUNREACH": "unreachable", "ENOTCONN": "not_connected"}
SWITCHES = {"TCP_NODELAY": lambda n: {"nagle": not n}, "TCP_CORK": lambda n: {"cork": bool(n)},
            "SO_KEEPALIVE": lambda n: {"keepalive": bool(n)},
            "TCP_KEEPIDLE": lambda n: {"keepalive_idle_us": n * 1000000},
            "TCP_KEEPINTVL": lambda n: {"keepalive_interval_us": n * 1000000},
            "TCP_USER_TIMEOUT": lambda n: {"user_timeout_us": n * 1000},
            "IP_TTL": lambda n: {"ttl": n}, "IP_TOS": lambda n: {"tos": n}}
ECN = {"noecn": 0, "ect1": 1, "ect0": 2, "ce": 3}
UNREACHABLE = ["net_unreachable", "host_unreachable", "protocol_unreachable", "port_unreachable",
               "frag_needed", "source_route_failed", "net_unknown", "host_unknown",
               "source_host_isolated", "net_prohibited", "host_prohibited",
               "net_unreachable_for_tos", "host_unreachable_for_tos", "packet_filtered"]
ICMP = {"unreachable": 3, "source_quench": 4, "time_exceeded": 11, "parameter_problem": 12}
OPTIONS = {"sackOK": "sack_ok", "TS": "ts", "FO": "fast_open", "md5": "raw"}
COMPARE = {"==": int.__eq__, "!=": int.__ne__, "<=": int.__le__, ">=": int.__ge__,
           "<": int.__lt__, ">": int.__gt__}


def peer_text(offset, length):
    """What the peer writes: the octet says where it belongs."""
    return bytes((at * 7 + (at >> 8) * 29 + 3) & 0xFF for at in range(offset, offset + length))


def our_text(offset, length):
    return bytes((at * 5 + (at >> 8) * 31 + 9) & 0xFF for at in range(offset, offset + length))


class Player:
    def __init__(self, endpoint, script, irs, iss):
        self.endpoint, self.script, self.irs = endpoint, script, irs
        self.now, self.sent, self.last_arrival = 0, [], None
        self.iss, self.iss_is_open = iss, True      # open: the next SYN of ours tells it
        self.ports = (PORT, PEER_PORT)
        self.written, self.got = 0, 0
        self.stamps, self.window, self.shift = {}, 0, 0
        self.socks, self.lingers, self.latest = {}, set(), None
        self.tolerance = int(script.options.get("tolerance_usecs", 1000))
        profile = script.options.get("profile")
        config = {"iss": iss} if profile else {**BENCH, "iss": iss}
        self.do("reset", profile=profile or "rfc", config={**config, **script.config})

    # ---- the protocol
    def ask(self, op, **fields):
        reply = self.endpoint(op, **fields)
        self.now = reply["t"]
        self.sent += [Packet.read(bytes.fromhex(p["bytes"]), p["t"]) for p in reply.get("sent", ())]
        return reply

    def do(self, op, **fields):
        reply = self.ask(op, **fields)
        assert reply["ok"], f"{op}: {reply}"
        assert not reply.get("ignored"), f"{op}: not known: {reply['ignored']}"
        return reply

    def status(self):
        return self.do("status", sock=self.latest)

    # ---- time
    def play(self):
        for step in self.script.steps:
            try:
                self.step(step)
            except AssertionError as problem:
                raise AssertionError(f"line {step.line}: {step.text}\n    {problem}") from None
        rest = [self.show(p) for p in self.sent if "rest" not in self.script.options]
        assert not rest, f"left over at the end: {rest}"

    def step(self, step):
        begins = self.now
        if step.kind in ("in", "icmp") and self.last_arrival is not None:
            begins = self.last_arrival
        due = step.time if step.when == "at" else begins + step.time
        self.last_arrival = None
        if step.kind == "out":
            return self.expect(step, due, begins)
        if due > self.now:
            self.do("run", until=due)
        if step.kind in ("in", "icmp"):
            self.last_arrival = due
        getattr(self, "step_" + step.kind)(step.body)

    # ---- the peer
    def step_in(self, seg):
        syn, ack = "S" in seg.flags, "." in seg.flags
        if syn or "R" in seg.flags:
            self.iss_is_open = True
        options = self.live_options(seg.options, ack)
        first = seg.seq if syn else seg.seq - 1
        marks = seg.mark.split()
        raw = packets.tcp(
            REMOTE, LOCAL, self.ports[1], self.ports[0], self.irs + seg.seq,
            self.iss + seg.fields.get("ack", 0) if ack else 0, self.wire_flags(seg.flags),
            seg.fields.get("win", 0), peer_text(first, seg.length),
            options, seg.fields.get("urg", 0), ECN.get(seg.mark, 0))
        self.do("inject", bytes=self.damaged(raw, marks[0] if marks else "").hex())

    @staticmethod
    def wire_flags(flags):
        return flags.replace(".", "A").replace("W", "C")

    def live_options(self, options, ack):
        """In the order and with the filling that the script writes."""
        out = b""
        for name, rest in options.get("order", ()):
            if name in ("nop", "eol"):
                out += b"\1" if name == "nop" else b"\0"
                continue
            key = OPTIONS.get(name, name)
            entry = options[name if name == "md5" else key]
            if key == "ts":
                entry = (entry[0], self.stamps.get(entry[1], entry[1]) if ack else entry[1])
            elif key == "sack":
                entry = [(self.iss + left, self.iss + right) for left, right in entry]
            out += packets.option_bytes(key, entry)
        return {"raw": out} if out else {}

    def damaged(self, raw, how):
        octets = bytearray(raw)
        if how == "badsum":
            octets[36] ^= 0x55
        elif how == "badipsum":
            octets[10] ^= 0x55
        elif how == "shorthdr":
            octets[32] = 0x40
            octets[36:38] = b"\0\0"
            pseudo = bytes(octets[12:20]) + struct.pack("!BBH", 0, 6, len(octets) - 20)
            octets[36:38] = struct.pack("!H", packets.checksum(pseudo + bytes(octets[20:])))
        elif how == "badaddr":
            return packets.ipv4(REMOTE, "192.168.0.77", 6, raw[20:])
        return bytes(octets)

    def step_icmp(self, what):
        kind, code, mtu, seq = what
        number = UNREACHABLE.index(code) if code else 0
        first = (self.iss + seq) & MASK
        quoted = struct.pack("!HHIIBBHHH", *self.ports, first, 0, 0x50, 2, 0, 0, 0)
        body = struct.pack("!BBHI", ICMP[kind], number, 0, mtu) + packets.ipv4(LOCAL, REMOTE, 6,
                                                                                 quoted)
        body = body[:2] + struct.pack("!H", packets.checksum(body)) + body[4:]
        self.do("inject", bytes=packets.ipv4(REMOTE, LOCAL, 1, body).hex())

    # ---- what leaves
    def expect(self, step, due, begins):
        latest = begins + step.latest if step.latest is not None else due
        wanted = step.body
        first = last = self.next(latest, step.when)
        text = first.data
        while len(text) < wanted.length:
            last = self.next(latest, step.when)
            assert last.seq == (first.seq + len(text)) & MASK, f"a gap: {self.show(last)}"
            text += last.data
        self.compare(wanted, first, last, text)
        if step.when == "any":
            return
        assert due - self.tolerance <= first.time and last.time <= latest + self.tolerance, \
            f"left at {first.time}, not at {due}..{latest}"

    def next(self, latest, when):
        most = self.now + 3_600_000_000 if when == "any" else latest + self.tolerance
        if not self.sent and most > self.now:
            self.do("run", until=most, stop="send")
        assert self.sent, f"nothing leaves until {self.now}"
        return self.sent.pop(0)

    def compare(self, wanted, first, last, text):
        if "S" in first.flags and self.iss_is_open:
            self.iss, self.iss_is_open, self.ports = first.seq, False, first.ports
        syn, reset = "S" in first.flags, "R" in first.flags
        if "A" in last.flags and not reset:
            self.window = last.window << (0 if syn else self.shift)
            if syn and first.options.get("wscale") is not None:
                self.shift = first.options["wscale"]
        shown = self.show(first) + ("" if last is first else " .. " + self.show(last))
        assert first.addresses == (LOCAL, REMOTE) and first.ports == self.ports, shown
        flags = set(first.flags) | set(last.flags)
        hoped = set(self.wire_flags(wanted.flags))
        if self.script.options.get("fin") == "loose" and "F" in hoped - flags:
            hoped -= self.take_lone_fin(last)
        if self.script.options.get("rst") == "loose" and reset:
            hoped, flags = hoped - {"A"}, flags - {"A"}
        assert flags == hoped, f"flags: {shown}"
        if not (reset and first.seq == 0 and wanted.seq == 0):
            assert first.seq == (self.iss + wanted.seq) & MASK, f"number: {shown}"
        assert len(text) == wanted.length, f"length: {shown}"
        assert text == our_text(wanted.seq - 1, len(text)), f"other octets: {shown}"
        if "ack" in wanted.fields and "A" in first.flags:
            assert first.ack == (self.irs + wanted.fields["ack"]) & MASK, f"ack: {shown}"
        if "win" in wanted.fields and not reset:
            exact = self.script.options.get("win") == "exact"
            same = first.window == wanted.fields["win"]
            both_zero = (first.window == 0) == (wanted.fields["win"] == 0)
            assert same if exact else both_zero, f"window: {shown}"
        self.compare_mark(wanted.mark, first)
        if not wanted.any_options:
            self.compare_options(wanted.options, first, reset)

    def take_lone_fin(self, last):
        """A FIN may ride on the last text or follow it at once."""
        if self.sent and "F" in self.sent[0].flags and not self.sent[0].data:
            assert self.sent.pop(0).seq == (last.seq + len(last.data)) & MASK
            return {"F"}
        return set()

    @staticmethod
    def compare_mark(mark, packet):
        if mark in ECN:
            assert packet.tos & 3 == ECN[mark], f"ECN: {packet.tos & 3}"
        elif mark.startswith("ttl"):
            assert packet.ttl == int(mark.split()[1]), f"TTL: {packet.ttl}"
        elif mark.startswith("tos"):
            assert packet.tos == int(mark.split()[1]), f"TOS: {packet.tos}"

    def compare_options(self, wanted, packet, reset):
        hoped = {k: v for k, v in wanted.items() if k not in ("fill", "order")}
        found = dict(packet.options)
        if "sack" in found:
            found["sack"] = [((left - self.irs) & MASK, (right - self.irs) & MASK)
                             for left, right in found["sack"]]
        if reset:       # RFC 7323 3.2 leaves it open
            hoped.pop("ts", None), found.pop("ts", None)
        if "ts" in hoped and "ts" in found:
            self.stamps.setdefault(hoped["ts"][0], found["ts"][0])
            base = next(iter(self.stamps.items()))
            if "tcp_ts_tick_usecs" in self.script.options:
                ours = (found["ts"][0] - base[1] + base[0]) & MASK
                assert ours == hoped["ts"][0], f"clock: {ours}"
            hoped["ts"], found["ts"] = hoped["ts"][1], found["ts"][1]
        assert hoped == found, f"options: {found}, not {hoped}"

    def show(self, packet):
        near = lambda n: ((n + 2 ** 31) & MASK) - 2 ** 31
        return (f"{packet.flags} {near(packet.seq - self.iss)}({len(packet.data)}) "
                f"ack {near(packet.ack - self.irs)} win {packet.window} {packet.options}")

    # ---- the application
    def step_call(self, call):
        name, arguments, result, error = call
        reply = getattr(self, "call_" + name)(arguments, result)
        if result == "..." or reply is None:
            return
        if result == "-1":
            assert not reply["ok"] and reply["err"] == ERRORS[error], reply
        else:
            assert reply["ok"], reply
            assert reply.get("n", 0) == int(result), reply

    def sock(self, arguments):
        return self.socks[int(arguments[0])]

    def call_socket(self, _, __):
        self.socks[3] = None

    def call_bind(self, _, __):
        pass

    call_fcntl = call_bind

    def call_listen(self, arguments, _):
        self.latest = self.socks[3] = self.do("open", mode="passive", local_port=PORT,
                                              backlog=int(arguments[1]))["sock"]

    def call_connect(self, _, __):
        self.ports = (0, PORT)
        self.latest = self.socks[3] = self.do("open", mode="active",
                                              remote=f"{REMOTE}:{PORT}")["sock"]

    def call_accept(self, arguments, result):
        reply = self.ask("accept", sock=self.sock(arguments))
        if reply["ok"]:
            self.latest = self.socks[int(result)] = reply["sock"]
            return None
        return reply

    def call_recv(self, arguments, _):
        peek = "MSG_PEEK" in arguments[-1]
        reply = self.ask("receive", sock=self.sock(arguments), max=int(arguments[2]), peek=peek)
        if reply["ok"]:
            data = bytes.fromhex(reply["data"])
            assert data == peer_text(self.got, len(data)), "other octets than the peer's"
            self.got += 0 if peek else len(data)
            reply["n"] = len(data)
        return reply

    call_read = call_recv

    def call_send(self, arguments, _):
        data = our_text(self.written, int(arguments[2]))
        reply = self.ask("send", sock=self.sock(arguments), data=data.hex(),
                         more="MSG_MORE" in arguments[-1], urgent="MSG_OOB" in arguments[-1])
        self.written += reply.get("n", 0)
        return reply

    call_write = call_send

    def call_shutdown(self, arguments, _):
        how = {"SHUT_WR": "w", "SHUT_RD": "r", "SHUT_RDWR": "rw"}[arguments[1]]
        return self.ask("shutdown", sock=self.sock(arguments), how=how)

    def call_close(self, arguments, _):
        number = int(arguments[0])
        return self.ask("abort" if number in self.lingers else "close", sock=self.socks[number])

    def call_setsockopt(self, arguments, _):
        if arguments[2] == "SO_LINGER":
            self.lingers.add(int(arguments[0]))
            return None
        number = int(arguments[3].strip("[]"))
        return self.do("set", sock=self.sock(arguments), config=SWITCHES[arguments[2]](number))

    def call_getsockopt(self, arguments, _):
        found, hoped = self.status(), arguments[3].strip("[]")
        if arguments[2] == "SO_ERROR":
            assert found["error"] == ERRORS.get(hoped), found["error"]
        else:
            assert found["mss"] == int(hoped), found["mss"]

    # ---- questions
    def step_ask(self, words):
        getattr(self, "ask_" + words[0])(words[1:])

    def ask_config(self, words):
        self.do("config", config=settings(words))

    def ask_state(self, words):
        found = self.status()["state"]
        assert found == words[0], f"state {found}"

    def ask_quiet(self, _):
        assert not self.sent, f"not quiet: {[self.show(p) for p in self.sent]}"

    def ask_flush(self, _):
        self.sent.clear()

    def ask_info(self, words):
        found = self.status()[words[0]]
        assert COMPARE[words[1]](found, int(words[2])), f"{words[0]} is {found}"

    def ask_wnd(self, words):
        assert COMPARE[words[0]](self.window, int(words[1])), f"offered {self.window}"

    def ask_sockstat(self, words):
        text = " ".join(words)
        state, count = text.split("grep -c ")[1].split(" | grep ")
        found = [s["state"] for s in self.do("list")["socks"]].count(state)
        assert found == int(count), f"{found} in {state}"
