"""Reads the PNG files that the window writes: 8 bits a channel, with or without opacity. Python
standard library only."""
import struct
import zlib
from collections import Counter


def _paeth(left, above, corner):
    guess = left + above - corner
    distances = abs(guess - left), abs(guess - above), abs(guess - corner)
    return (left, above, corner)[distances.index(min(distances))]


def _unfiltered(kind, row, above, step):
    if kind == 2:
        return bytearray((value + up) & 255 for value, up in zip(row, above))
    for i, value in enumerate(row):
        left = row[i - step] if i >= step else 0
        corner = above[i - step] if i >= step else 0
        guess = (0, left, 0, (left + above[i]) // 2, _paeth(left, above[i], corner))[kind]
        row[i] = (value + guess) & 255
    return row


class Picture:
    def __init__(self, path):
        with open(path, "rb") as file:
            data = file.read()
        assert data[:8] == b"\x89PNG\r\n\x1a\n", f"{path} is no PNG"
        at, packed = 8, b""
        while at < len(data):
            length, kind = struct.unpack(">I4s", data[at:at + 8])
            if kind == b"IHDR":
                head = struct.unpack(">IIBB", data[at + 8:at + 18])
                self.width, self.height, depth, colours = head
                assert depth == 8 and colours in (2, 6), (depth, colours)
                self.step = 3 if colours == 2 else 4
            if kind == b"IDAT":
                packed += data[at + 8:at + 8 + length]
            at += 12 + length
        self.raw = zlib.decompress(packed)
        self.rows = []

    def _row(self, y):
        """Rows build on the one above, so they are read in order and only as far as asked for."""
        size = self.width * self.step
        while len(self.rows) <= y:
            start = len(self.rows) * (size + 1)
            row = bytearray(self.raw[start + 1:start + 1 + size])
            above = self.rows[-1] if self.rows else bytearray(size)
            kind = self.raw[start]
            self.rows.append(_unfiltered(kind, row, above, self.step) if kind else row)
        return self.rows[y]

    def pixels(self, rect):
        """How often each colour occurs inside x, y, width, height."""
        left, top, wide, high = (int(round(value)) for value in rect)
        counts = Counter()
        for y in range(max(0, top), min(self.height, top + high)):
            row = self._row(y)
            for x in range(max(0, left), min(self.width, left + wide)):
                counts[tuple(row[x * self.step:x * self.step + 3])] += 1
        return counts


def contrast(first, second):
    """WCAG 2 ratio of two colours."""
    def luminance(colour):
        parts = [c / 255 for c in colour]
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)
