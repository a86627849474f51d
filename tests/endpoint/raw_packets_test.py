#!/usr/bin/env python3
"""Packets whose frame is odd or broken (requirements B.1, E.2): what is read, what was never there.

Usage: raw_packets_test.py SYNSCOPE FOLDER
"""
import struct

import packets
from talk import LOCAL, REMOTE, run, tests_of

HELLO = b"hello"


def _text(t, **more):
    return bytearray(t.bytes_of("AP", 1, 1, data=HELLO, **more))


def _with_sums(raw):
    """Both checksums made right again after a change."""
    head = 4 * (raw[0] & 15)
    raw[10:12] = b"\0\0"
    raw[10:12] = struct.pack("!H", packets.checksum(bytes(raw[:head])))
    body = raw[head:struct.unpack("!H", raw[2:4])[0]]
    body[16:18] = b"\0\0"
    pseudo = bytes(raw[12:20]) + struct.pack("!BBH", 0, 6, len(body))
    raw[head + 16:head + 18] = struct.pack("!H", packets.checksum(pseudo + bytes(body)))
    return raw


def _taken(t, raw):
    t.do("inject", bytes=raw.hex())
    t.expect("A", 1, 6)
    assert t.read() == HELLO


def _vanishes(t, raw):
    before = t.status()
    t.events.clear()
    t.do("inject", bytes=raw.hex())
    t.quiet()
    assert t.status() == before
    t.event("dropped")


def reserved_bits_mean_nothing(talk):
    t = talk().opened()
    raw = _text(t)
    raw[32] |= 0x0E
    _taken(t, _with_sums(raw))


def octets_behind_the_packet_are_padding(talk):
    t = talk().opened()
    _taken(t, _text(t) + b"\xAA" * 6)


def any_ttl_and_type_of_service_will_do(talk):
    t = talk().opened()
    raw = _text(t)
    raw[8], raw[1] = 1, 0xFC
    _taken(t, _with_sums(raw))


def unknown_ip_options_are_stepped_over(talk):
    t = talk().opened()
    _taken(t, _text(t, ip_options=b"\x44\x08\x05\x00\x00\x00\x00\x00" + b"\x83\x03\x04\x00"))


def a_packet_shorter_than_it_says_vanishes(talk):
    t = talk().opened()
    _vanishes(t, _text(t)[:-1])
    _vanishes(t, _text(t)[:30])


def a_total_length_below_the_headers_vanishes(talk):
    t = talk().opened()
    raw = _text(t)
    raw[2:4] = struct.pack("!H", 39)
    raw[10:12] = b"\0\0"
    raw[10:12] = struct.pack("!H", packets.checksum(bytes(raw[:20])))
    _vanishes(t, raw)


def another_version_or_a_short_ip_header_vanishes(talk):
    t = talk().opened()
    for first in (0x65, 0x44, 0x05, 0x4F):
        raw = _text(t)
        raw[0] = first
        raw[10:12] = b"\0\0"
        raw[10:12] = struct.pack("!H", packets.checksum(bytes(raw[:4 * (first & 15)])))
        _vanishes(t, raw)


def fragments_vanish(talk):
    t = talk().opened()
    for field in (0x2000, 0x0001, 0x2010):
        raw = _text(t)
        raw[6:8] = struct.pack("!H", field)
        _vanishes(t, _with_sums(raw))


def another_protocol_vanishes(talk):
    t = talk().opened()
    for protocol in (17, 0, 132, 255):
        raw = _text(t)
        raw[9] = protocol
        raw[10:12] = b"\0\0"
        raw[10:12] = struct.pack("!H", packets.checksum(bytes(raw[:20])))
        _vanishes(t, raw)


def a_flipped_bit_anywhere_vanishes(talk):
    t = talk().opened()
    for octet in (10, 12, 16, 20, 24, 28, 33, 34, 36, 40, 44):
        raw = _text(t)
        raw[octet] ^= 0x10
        t.do("inject", bytes=raw.hex())
        t.quiet()
    assert t.status()["rcv_nxt"] == (t.irs + 1) % 2 ** 32


def a_checksum_of_zero_is_no_excuse(talk):
    t = talk().opened()
    raw = _text(t)
    raw[36:38] = b"\0\0"
    _vanishes(t, raw)


def a_data_offset_outside_the_segment_vanishes(talk):
    t = talk().opened()
    for words in (0, 4, 15):
        raw = _text(t)
        raw[32] = words << 4
        _vanishes(t, _with_sums(raw))


def senders_that_cannot_be_are_not_answered(talk):
    t = talk().listen()
    for source in ("255.255.255.255", "224.0.0.9", "0.0.0.0"):
        t.do("inject", bytes=t.bytes_of("S", 0, source=source).hex())
        t.quiet()
    t.do("inject", bytes=t.bytes_of("S", 0, to="255.255.255.255").hex())
    t.do("inject", bytes=t.bytes_of("S", 0, to="224.0.0.1").hex())
    t.quiet()


def options_that_lie_about_their_length_end_the_list(talk):
    for broken in (b"\x08\x00", b"\x08\x01", b"\x02\x28\x05\xb4", b"\x03", b"\x05\x03\x00",
                   b"\xFE\xFF"):
        t = talk().opened()
        raw = _text(t, options={"raw": broken + b"\1" * (-len(broken) % 4)})
        _taken(t, raw)


def a_header_full_of_options_leaves_the_text_where_it_is(talk):
    t = talk().opened()
    _taken(t, _text(t, options={"raw": b"\1" * 40}))


def an_odd_number_of_octets_is_summed_with_a_zero(talk):
    t = talk().opened()
    t.inject("AP", 1, 1, data=b"\xFF")
    t.expect("A", 1, 2)
    assert t.read() == b"\xFF"


def our_own_address_as_sender_does_no_harm(talk):
    t = talk().listen()
    t.do("inject", bytes=t.bytes_of("S", 0, source=LOCAL, port=8080).hex())
    t.wait(1_000_000)
    t.left.clear()
    t.do("inject", bytes=t.bytes_of("S", 0, source=REMOTE).hex())
    t.expect("SA", 0, 1)


if __name__ == "__main__":
    run(tests_of(globals()))
