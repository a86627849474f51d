"""Our TCP against the kernel's, over a TUN device: kernel_test.py PROGRAM FOLDER [CASE...] [--long]

Every case is a conversation in which the kernel's own sockets are the other end, so what passes
here was not judged by ourselves. A case that fails leaves its capture in FOLDER. --long moves
10 MB at every loss rate, which takes many minutes; without it the lossy cases move less.
"""

import os
import subprocess
import sys
import time
import traceback

sys.dont_write_bytecode = True
sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../endpoint"))
import cases_states  # pylint: disable=unused-import
import cases_trouble  # pylint: disable=unused-import
import cases_data  # pylint: disable=unused-import
import cases_scanners  # pylint: disable=unused-import
from bridge import enter_own_network, missing, set_kernel
from cases import CASES
from conversation import Place

SKIPPED = 77  # ctest counts it as skipped


def run(place, one, folder):
    """True unless the case failed."""
    started, word = time.monotonic(), "passed"
    try:
        reason = one(place)
        if reason:
            word = f"skipped: {reason}"
    except Exception:  # pylint: disable=broad-except
        traceback.print_exc()
        word = "FAILED"
        if place.bridge:
            capture = os.path.join(folder, one.__name__ + ".pcap")
            place.bridge.save_capture(capture)
            word += f", capture in {capture}"
    print(f"{one.__name__}: {word} ({time.monotonic() - started:.1f} s)", flush=True)
    return not word.startswith("FAILED")


def main():
    program, folder, *names = sys.argv[1:]
    long = "--long" in names
    names = [name for name in names if name != "--long"]
    if lack := missing():
        print(f"skipped: our TCP was not tried against the kernel's: this place {lack}")
        return SKIPPED
    try:
        tun = enter_own_network()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"skipped: our TCP was not tried against the kernel's: no TUN device here ({error})")
        return SKIPPED
    place = Place(program, tun, long)
    chosen = [one for one in CASES if not names or one.__name__ in names]
    with set_kernel("tcp_no_metrics_save", 1):
        results = [run(place, one, folder) for one in chosen]
    print(f"{sum(results)} of {len(results)} cases passed or were skipped")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
