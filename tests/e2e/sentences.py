"""Runs a file of sentences: functions named test_*. One whose first argument is `window` gets a
window and `shot(label)` for pictures; one that begins with `start` gets `start(...)`, which starts
the program in a home of its own, as often as it needs, and `shot(window, label)`."""
import os
import shutil
import sys
import tempfile
import traceback

from driver import Display, Window


def run(tests):
    """Ends the program: 0 when every sentence is true. `tests`: globals() of the file."""
    program, folder, *names = sys.argv[1:]
    tests = {k: v for k, v in tests.items() if k.startswith("test_") and callable(v)}
    chosen = [n for n in tests if not names or any(part in n for part in names)]
    display = Display()
    failed = []
    for name in chosen:
        home = tempfile.mkdtemp(prefix="synscope-学生的家-")  # ux 10: such folders exist

        def start(*arguments, language="en", **variables):
            """`language` None: the program is not told one. `variables`: of the environment."""
            if language and "--lang" not in arguments:
                arguments = ("--lang", language, *arguments)
            return Window(program, *arguments, display=display, home=home, variables=variables)

        def shot(window, label, at=name):
            window.screenshot(os.path.join(folder, f"{at[5:45]}--{label}.png"))
        start.home = home
        try:
            test = tests[name]
            if test.__code__.co_varnames[0] == "start":
                test(start, shot)
            else:
                with start() as window:
                    window.frames(3)
                    test(window, lambda label, w=window: shot(w, label))
            print("ok  ", name[5:].replace("_", " "), flush=True)
        except Exception:  # whatever it is, the next sentence has its turn
            failed.append(name)
            print("FAIL", name[5:].replace("_", " "), flush=True)
            traceback.print_exc()
        shutil.rmtree(home, ignore_errors=True)
    display.close()
    print(f"{len(chosen) - len(failed)} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)
