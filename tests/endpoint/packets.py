"""IPv4 and TCP as bytes, written and read independently of the program under test."""
import struct
from dataclasses import dataclass, field

MASK = 0xFFFFFFFF
FLAGS = {"F": 1, "S": 2, "R": 4, "P": 8, "A": 16, "U": 32, "E": 64, "C": 128}


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def address(text):
    return bytes(int(part) for part in text.split("."))


def option_bytes(name, value):
    """One option; a bytes value under "raw" is taken as it is."""
    if name == "mss":
        return struct.pack("!BBH", 2, 4, value)
    if name == "wscale":
        return struct.pack("!BBB", 3, 3, value)
    if name == "sack_ok":
        return b"\x04\x02"
    if name == "sack":
        return struct.pack("!BB", 5, 2 + 8 * len(value)) + b"".join(
            struct.pack("!II", left & MASK, right & MASK) for left, right in value)
    if name == "ts":
        return struct.pack("!BBII", 8, 10, value[0] & MASK, value[1] & MASK)
    if name == "fast_open":
        return struct.pack("!BB", 34, 2 + len(value)) + value
    if name == "raw":
        return value
    raise ValueError(name)


def options_bytes(options):
    out = b"".join(option_bytes(name, value) for name, value in options.items())
    return out + b"\0" * (-len(out) % 4)


def ipv4(source, destination, protocol, body, tos=0, ttl=64, ip_options=b""):
    words = 5 + len(ip_options) // 4
    head = struct.pack("!BBHHHBBH4s4s", 0x40 | words, tos, words * 4 + len(body), 7, 0x4000, ttl,
                       protocol, 0, address(source), address(destination)) + ip_options
    return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + body


def tcp(source, destination, source_port, port, seq, ack, flags, window, data=b"", options=None,
        urgent=0, tos=0, ip_options=b""):
    opts = options_bytes(options or {})
    bits = sum(FLAGS[letter] for letter in flags)
    segment = struct.pack("!HHIIBBHHH", source_port, port, seq & MASK, ack & MASK,
                          (5 + len(opts) // 4) << 4, bits, window, 0, urgent) + opts + data
    pseudo = address(source) + address(destination) + struct.pack("!BBH", 0, 6, len(segment))
    segment = segment[:16] + struct.pack("!H", checksum(pseudo + segment)) + segment[18:]
    return ipv4(source, destination, 6, segment, tos, ip_options=ip_options)


@dataclass
class Packet:
    """One packet that left, every field read; reading asserts that the packet is sound."""
    raw: bytes
    time: int = 0
    flags: str = ""
    seq: int = 0
    ack: int = 0
    window: int = 0
    urgent: int = 0
    ports: tuple = (0, 0)
    addresses: tuple = ("", "")
    ttl: int = 0
    tos: int = 0
    data: bytes = b""
    options: dict = field(default_factory=dict)

    @staticmethod
    def read(raw, time=0):
        assert raw[0] == 0x45 and len(raw) >= 40, raw.hex()
        assert struct.unpack("!H", raw[2:4])[0] == len(raw), "total length"
        assert checksum(raw[:20]) == 0, "IPv4 checksum"
        body = raw[20:]
        pseudo = raw[12:20] + struct.pack("!BBH", 0, 6, len(body))
        assert raw[9] == 6 and checksum(pseudo + body) == 0, "TCP checksum"
        (source, port, seq, ack, offset, bits, window, _,
         urgent) = struct.unpack("!HHIIBBHHH", body[:20])
        assert offset & 0x0F == 0, "reserved bits are zero"
        end = (offset >> 4) * 4
        flags = "".join(letter for letter in "SAFRPUEC" if bits & FLAGS[letter])
        return Packet(raw, time, flags, seq, ack, window, urgent, (source, port),
                      (".".join(map(str, raw[12:16])), ".".join(map(str, raw[16:20]))), raw[8],
                      raw[1], body[end:], read_options(body[20:end]))


def read_options(octets):
    found, at = {}, 0
    while at < len(octets):
        kind = octets[at]
        if kind == 0:
            assert not any(octets[at:]), "padding is zero"
            break
        if kind == 1:
            at += 1
            continue
        length = octets[at + 1]
        assert 2 <= length <= len(octets) - at, "option length"
        value = octets[at + 2:at + length]
        at += length
        if kind == 2:
            found["mss"] = struct.unpack("!H", value)[0]
        elif kind == 3:
            found["wscale"] = value[0]
        elif kind == 4:
            found["sack_ok"] = True
        elif kind == 5:
            numbers = struct.unpack(f"!{len(value) // 4}I", value)
            found["sack"] = list(zip(numbers[::2], numbers[1::2]))
        elif kind == 8:
            found["ts"] = struct.unpack("!II", value)
        elif kind == 34:
            found["fast_open"] = value
        else:
            found[kind] = value
    return found
