"""Runs a file of sentences: functions named test_*, each with a window of its own and a way to take
pictures. Shared by the window tests."""
import os
import sys
import traceback

from driver import Display, Refused, Window


def run(tests):
    """Ends the program: 0 when every sentence is true. `tests`: globals() of the file."""
    program, folder, *names = sys.argv[1:]
    tests = {k: v for k, v in tests.items() if k.startswith("test_") and callable(v)}
    chosen = [n for n in tests if not names or any(part in n for part in names)]
    display = Display()
    failed = []
    for name in chosen:
        def shot(label, at=name):
            window.screenshot(os.path.join(folder, f"{at[5:45]}--{label}.png"))
        try:
            with Window(program, "--lang", "en", display=display) as window:
                window.frames(3)
                tests[name](window, shot)
            print("ok  ", name[5:].replace("_", " "), flush=True)
        except (AssertionError, Refused, RuntimeError, KeyError):
            failed.append(name)
            print("FAIL", name[5:].replace("_", " "), flush=True)
            traceback.print_exc()
    display.close()
    print(f"{len(chosen) - len(failed)} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)
