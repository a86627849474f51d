"""Cases: what scanners say about our ports: 80 listens, 81 does not."""

import shutil
import subprocess

from bridge import OURS
from cases import case


def scan(*arguments):
    command = ["nmap", "-n", "-Pn", "--max-retries", "1", "-p", "80,81", *arguments, OURS]
    text = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
    return dict(line.split()[:2] for line in text.splitlines() if "/tcp" in line)


@case
def nmap_sees_our_ports_as_they_are(place):
    if not shutil.which("nmap"):
        return "nmap is not here"
    for cookies in "off", "always":
        bridge = place.endpoint({"syn_cookies": cookies})
        bridge.ask("open", mode="passive", local_port=80, backlog=8)
        for kind in "-sS", "-sT":
            assert scan(kind) == {"80/tcp": "open", "81/tcp": "closed"}, kind
        for kind in "-sF", "-sN", "-sX":  # RFC 9293 3.10.7.2: what is no SYN finds silence
            assert scan(kind) == {"80/tcp": "open|filtered", "81/tcp": "closed"}, kind
        assert scan("-sA") == {"80/tcp": "unfiltered", "81/tcp": "unfiltered"}
    return None


def answer_to(port, flags):
    """The flags that hping3 reports of the answer; none = silence."""
    command = ["hping3", "-I", "wire0", "-c", "1", "-p", str(port), *flags, OURS]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    words = [word for word in said.stdout.split() if word.startswith("flags=")]
    return words[0] if words else None


@case
def hping_sees_our_ports_as_they_are(place):
    if not shutil.which("hping3"):
        return "hping3 is not here"
    bridge = place.endpoint()
    bridge.ask("open", mode="passive", local_port=80, backlog=8)
    for flags, listening, closed in (
        (["-S"], "flags=SA", "flags=RA"),
        (["-A"], "flags=R", "flags=R"),
        (["-S", "-A"], "flags=R", "flags=R"),
        (["-F"], None, "flags=RA"),
        (["-P", "-U"], None, "flags=RA"),
        ([], None, "flags=RA"),
        (["-R"], None, None),
    ):
        assert answer_to(80, flags) == listening, flags
        assert answer_to(81, flags) == closed, flags
    return None


@case
def hping_scans_our_ports(place):
    if not shutil.which("hping3"):
        return "hping3 is not here"
    bridge = place.endpoint()
    bridge.ask("open", mode="passive", local_port=80, backlog=8)
    command = ["hping3", "-I", "wire0", "-S", "-V", "--scan", "80,81", OURS]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    rows = [line.split() for line in (said.stdout + said.stderr).splitlines()]
    rows = [row for row in rows if row and row[0].rstrip(":") in ("80", "81")]
    flags = {row[0].rstrip(":"): " ".join(row[:4]) for row in rows}
    assert ".S..A." in flags["80"] and "..R.A." in flags["81"], said.stdout
    return None
