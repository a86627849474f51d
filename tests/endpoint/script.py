"""Reading a script: one step a line, in the language of packetdrill as far as our scripts need it.

    // a comment; the first one says what is shown, and where it is written
    --win=exact                                     an option of the script
    `config mss=1000 sack=off`                      settings, before the first step
    0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3     a call, at second 0
    +.1 < S 0:0(0) win 1000 <mss 1000>              a segment of the peer, 0.1 s later
    +0 > S. 0:0(0) ack 1 <mss 1460>                 the segment that has to leave
    +0~+.5 > . 1:1(0) ack 11                        ... within half a second;  * = at any time
    +0 `state ESTABLISHED`                          a question
"""
import re
from dataclasses import dataclass, field

NUMBER = r"(?:\d+\.?\d*|\.\d+)"
WHEN = re.compile(rf"\s*(?:(\*)|(\+?)({NUMBER})(?:~\+?({NUMBER}))?)\s+")
SEGMENT = re.compile(r"(?:\[([^\]]*)\]\s*)?([A-Z]*\.?|-)\s+(\d+):(\d+)\((\d+)\)((?:\s+\w+ \d+)*)"
                     r"\s*(?:<(.*)>)?\s*$")
ICMP = re.compile(r"icmp (\w+)(?: (?!mtu)(\w+))?(?: mtu (\d+))? \[(\d+):")
CALL = re.compile(r"(\w+)\((.*)\) = (-?\d+|\.\.\.)(?: ([A-Z]+))?")


@dataclass
class Segment:
    """What the peer sends, or what has to leave, in the numbers of the script."""
    flags: str
    seq: int
    length: int
    fields: dict
    options: dict = field(default_factory=dict)
    any_options: bool = False
    mark: str = ""          # ect0, ce, ttl 17, badsum ...


@dataclass
class Step:
    line: int
    text: str
    when: str               # "at", "after", "any"
    time: int = 0           # microseconds
    latest: int = None
    kind: str = ""          # in, out, icmp, call, ask
    body: object = None


@dataclass
class Script:
    options: dict = field(default_factory=dict)
    config: dict = field(default_factory=dict)
    steps: list = field(default_factory=list)
    says: str = ""


def microseconds(text):
    return round(float(text) * 1_000_000)


def value(text):
    words = {"on": True, "off": False, "none": None}
    if text in words:
        return words[text]
    return int(text) if re.fullmatch(r"-?\d+", text) else text


def settings(words):
    pairs = dict(word.split("=", 1) for word in words)
    return {key: text if key == "ecn" else value(text) for key, text in pairs.items()}


def options(text):
    found = {}
    for part in text.split(","):
        name, *rest = part.split()
        if name == "sack":
            found["sack"] = [tuple(map(int, block.split(":"))) for block in rest]
        elif name == "TS":
            found["ts"] = (int(rest[1]), int(rest[3]))
        elif name == "sackOK":
            found["sack_ok"] = True
        elif name == "FO":
            found["fast_open"] = bytes.fromhex("".join(rest))
        elif name == "md5":     # one that nobody here knows (RFC 2385)
            found["md5"] = bytes.fromhex("1312" + rest[0])
        elif name not in ("nop", "eol"):
            found[name] = int(rest[0])
        else:
            found.setdefault("fill", []).append(name)
        found.setdefault("order", []).append((name, rest))
    return found


def segment(text):
    match = SEGMENT.match(text)
    if not match:
        raise ValueError(f"no segment: {text}")
    mark, flags, first, end, length, fields, opts = match.groups()
    if (int(first) + int(length)) % 2 ** 32 != int(end) % 2 ** 32:
        raise ValueError(f"numbers do not fit: {text}")
    words = fields.split()
    return Segment(flags.replace("-", ""), int(first), int(length),
                   {name: int(number) for name, number in zip(words[::2], words[1::2])},
                   options(opts) if opts and opts != "..." else {}, opts == "...", mark or "")


def action(step, text):
    if text.startswith("< icmp"):
        kind, code, mtu, seq = ICMP.match(text[2:]).groups()
        step.kind, step.body = "icmp", (kind, code, int(mtu or 0), int(seq))
    elif text[0] in "<>":
        step.kind, step.body = "in" if text[0] == "<" else "out", segment(text[1:].strip())
    elif text.startswith("`"):
        step.kind, step.body = "ask", text.strip("`").split()
    else:
        name, arguments, result, error = CALL.match(text).groups()
        found = [a.strip() for a in re.split(r",(?![^{]*\})", arguments)]
        step.kind, step.body = "call", (name, found, result, error)


def read(path):
    script = Script()
    for number, line in enumerate(path.read_text().splitlines(), 1):
        text = line.strip()
        if text.startswith("//"):
            script.says += text[2:] + " "
        elif text.startswith("--"):
            name, _, setting = text[2:].partition("=")
            script.options[name] = setting
        elif text.startswith("`config"):
            script.config.update(settings(text.strip("`").split()[1:]))
        elif text:
            match = WHEN.match(line)
            if not match:
                raise ValueError(f"{path.name}:{number}: no time")
            star, plus, time, latest = match.groups()
            step = Step(number, text, "any" if star else "after" if plus else "at",
                        microseconds(time or 0), microseconds(latest) if latest else None)
            action(step, line[match.end():].strip())
            script.steps.append(step)
    return script
