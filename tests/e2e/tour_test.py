#!/usr/bin/env python3
"""The tour plays to its end and leaves what it promises.

usage: tour_test.py PROGRAM FOLDER"""
import os
import subprocess
import sys

program, folder = sys.argv[1:]
tour = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tour")
subprocess.run([sys.executable, tour, program, folder], check=True)
pictures = [name for name in os.listdir(folder) if name.endswith(".png")]
assert len(pictures) >= 10, pictures
with open(os.path.join(folder, "tour.pcapng"), "rb") as capture:
    assert capture.read(4) == b"\x0a\x0d\x0d\x0a", "a pcapng begins with a section header"
print("1 passed, 0 failed")
