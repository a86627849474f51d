#!/usr/bin/env python3
"""Every script in scripts/, played with three pairs of starting numbers.

Usage: scripts_test.py SYNSCOPE FOLDER [PART-OF-A-NAME]
"""
import sys
from pathlib import Path

from play import Player
from script import read
from talk import STARTS, Endpoint

FOLDER = Path(__file__).parent / "scripts"


def main():
    only = sys.argv[3] if len(sys.argv) > 3 else ""
    endpoint, failed, count = Endpoint(sys.argv[1]), [], 0
    for path in sorted(FOLDER.glob("*.pkt")):
        if only not in path.name:
            continue
        script = read(path)
        count += 1
        for irs, iss in STARTS:
            try:
                Player(endpoint, script, irs, iss).play()
            except Exception as problem:  # pylint: disable=broad-except
                failed.append(path.name)
                print(f"FAIL {path.name} {irs:#x} {iss:#x}: {type(problem).__name__}: {problem}")
                break
    endpoint.close()
    assert count > 0, "no script found"
    print(f"{count - len(failed)} of {count}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
