#!/usr/bin/env python3
"""Captures of every shipped scenario, read by tshark and compared with our own event export.

Usage: captures_test.py SYNSCOPE FOLDER. The folder keeps the captures.
For each scenario: no malformed packet, no wrong checksum but those made on purpose, flags, numbers,
lengths and times equal to the JSON lines, a dropped packet on its sender's interface only, and the
same bytes when it is run again.
"""
import json
import pathlib
import shutil
import subprocess
import sys

PROGRAM, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])

FLAGS = {"FIN": 1, "SYN": 2, "RST": 4, "PSH": 8, "ACK": 16, "URG": 32, "ECE": 64, "CWR": 128}

FIELDS = ["frame.interface_id", "frame.time_epoch", "ip.src", "tcp.srcport", "ip.dst",
          "tcp.dstport", "tcp.flags", "tcp.seq_raw", "tcp.ack_raw", "tcp.len",
          "icmp.type", "icmp.code", "icmp.mtu", "icmp.checksum.status",
          "tcp.checksum.status", "ip.checksum.status", "frame.comment"]

# Everything that can be done to a packet, so that captures of interventions are read too.
EVERYTHING = """script 1
id everything
title title
about about
seed 7
host client 10.0.0.1 profile teaching iss 4294967290
host server 10.0.0.2 profile teaching iss 5000
program server echo
wire latency 50ms jitter 10ms
rule lose drop client -> server exactly ACK ordinal 1
rule spoil corrupt 330 client -> server including PSH ordinal 1
rule wrong edit checksum 1 keep-checksum server -> client including PSH ordinal 1
rule shrink edit window 100 server -> client including PSH ordinal 2
rule twice duplicate after 5ms client -> server including PSH ordinal 2
rule late delay 400ms client -> server including PSH ordinal 3
at 0 server listen 4242
at 0 client connect server:4242 from 50000
at 2s client send "first"
at 4s client send 4000
at 6s forge 10.0.0.2:4242 -> client:50000 via server ACK seq server.snd.nxt-9 ack client.snd.nxt
at 6s forge client:50000 -> server:4242 RST seq client.snd.nxt bad-checksum
at 8s client close
run until 200s
"""


def run(arguments, **more):
    return subprocess.run(arguments, capture_output=True, check=False, **more)


def played(name, scenario):
    """The event export of one run; the capture stays in the folder."""
    capture, events = FOLDER / f"{name}.pcapng", FOLDER / f"{name}.jsonl"
    done = run([PROGRAM, "run", scenario, "--json", str(events), "--pcap", str(capture)])
    assert done.returncode == 0, (name, done.stderr.decode())
    return capture, events


def expected_frames(lines):
    """What each interface should show, in order, and whether its checksums are right."""
    interfaces = [host["name"] for host in lines[0]["hosts"]]
    frames = []
    for fact in lines[1:]:
        if fact["fact"] == "packet_sent" and fact["origin"] in ("stack", "edited"):
            where = fact["from"]
        elif fact["fact"] == "packet_arrived":
            where = fact["at"]
        else:
            continue
        if "icmp_type" in fact:
            frames.append((interfaces.index(where), fact["t"], fact["src"], fact["dst"], "ICMP",
                           fact["icmp_type"], fact["icmp_code"], fact["next_hop_mtu"], True))
            continue
        flags = sum(FLAGS[name] for name in fact["flags"].split(",") if name)
        frames.append((interfaces.index(where), fact["t"], fact["src"], fact["dst"], flags,
                       fact["seq"], fact["ack"], fact["len"], fact["checksum_right"]))
    return frames


def tshark(capture, *more):
    done = run(["tshark", "-r", str(capture), "-o", "tcp.check_checksum:TRUE", "-o",
                "ip.check_checksum:TRUE", "-o", "tcp.desegment_tcp_streams:FALSE", *more])
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def nanoseconds(text):
    seconds, fraction = text.split(".")
    return int(seconds) * 10**9 + int(fraction.ljust(9, "0"))


def read_frames(capture):
    options = ["-T", "fields", "-E", "separator=|"]
    for field in FIELDS:
        options += ["-e", field]
    frames, comments = [], []
    for line in tshark(capture, *options).splitlines():
        f = line.split("|", len(FIELDS) - 1)
        if f[10]:  # an ICMP error; what it quotes has addresses and ports, too
            sources, destinations = f[2].split(","), f[4].split(",")
            frames.append((int(f[0]), nanoseconds(f[1]), sources[0], destinations[0], "ICMP",
                           int(f[10]), int(f[11]), int(f[12] or 0), f[13] == "1"))
            comments.append(f[16])
            continue
        del f[10:14]
        right = f[10] == "1" and f[11] == "1"
        frames.append((int(f[0]), nanoseconds(f[1]), f"{f[2]}:{f[3]}", f"{f[4]}:{f[5]}",
                       int(f[6], 16) & 0xFF, int(f[7]), int(f[8]), int(f[9]), right))
        comments.append(f[12])
    return frames, comments


def check_dropped(name, lines, frames, comments):
    """Returns how many packets were dropped."""
    sender = {f["packet"]: f["from"] for f in lines[1:] if f["fact"] == "packet_sent"}
    origin = {f["packet"]: f["origin"] for f in lines[1:] if f["fact"] == "packet_sent"}
    interfaces = [host["name"] for host in lines[0]["hosts"]]
    dropped = [f["packet"] for f in lines[1:] if f["fact"] == "packet_dropped"]
    for packet in dropped:
        seen = [frame[0] for frame, said in zip(frames, comments)
                if said.split(",")[0] == f"packet {packet}"]
        wanted = [interfaces.index(sender[packet])] if origin[packet] == "stack" else []
        assert seen == wanted, (name, "dropped packet", packet, "is on", seen)
    return len(dropped)


def check(name, scenario, wrong_checksums=0):
    capture, events = played(name, scenario)
    first = capture.read_bytes(), events.read_bytes()
    played(name, scenario)
    assert first == (capture.read_bytes(), events.read_bytes()), (name, "differs from run to run")
    lines = [json.loads(line) for line in events.read_text().splitlines()]
    frames, comments = read_frames(capture)
    wanted = expected_frames(lines)
    assert len(frames) == len(wanted), (name, len(frames), len(wanted))
    for number, (found, expected) in enumerate(zip(frames, wanted), 1):
        assert found == expected, f"{name}: frame {number} is {found}, the events say {expected}"
    assert sum(not frame[-1] for frame in frames) == wrong_checksums, (name, "wrong checksums")
    malformed = tshark(capture, "-Y", "_ws.malformed")
    assert malformed == "", (name, malformed)
    dropped = check_dropped(name, lines, frames, comments)
    print(f"{name}: {len(frames)} frames, {dropped} dropped")
    return dropped


def main():
    if shutil.which("tshark") is None:
        print("SKIPPED: tshark is not installed (apt-get install tshark)")
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    listed = run([PROGRAM, "list", "--lang", "en"])
    assert listed.returncode == 0, listed.stderr.decode()
    names = [line.split()[0] for line in listed.stdout.decode().splitlines()]
    assert len(names) >= 10, names
    dropped = sum(check(name, name) for name in names)
    assert dropped > 10, "the shipped scenarios lose segments"
    everything = FOLDER / "everything.lesson"
    everything.write_text(EVERYTHING)
    assert check("everything", str(everything), wrong_checksums=3) == 1


if __name__ == "__main__":
    main()
