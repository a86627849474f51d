#!/usr/bin/env python3
"""Where no window can be opened the program says why, what to try, and ends with status 1 (ux 11).

usage: graphics_test.py PROGRAM FOLDER [NAME ...]
Each test is a sentence; it starts the program on displays that cannot do what it needs."""
import os
import stat
import subprocess
import sys
import tempfile
import traceback

from driver import Display

TRY = "LIBGL_ALWAYS_SOFTWARE=1 synscope"
CAUSE = {"no_context": {"en": "no window with OpenGL could be opened",
                        "zh": "无法打开带有 OpenGL 的窗口"},
         "no_display": {"en": "the display could not be opened", "zh": "无法打开显示器"}}


class WithoutGL(Display):
    """An X server without the extension that OpenGL needs, whatever display there is."""
    arguments = ("-extension", "GLX")
    shared = False


def started(display, language, **variables):
    """Status and standard error of the program; its standard error is no terminal, and there is
    nothing that could show the words in a window, unless `variables` names a PATH to it."""
    with tempfile.TemporaryDirectory() as home:
        environment = dict(os.environ, HOME=home, XDG_CONFIG_HOME=home, XDG_DATA_HOME=home,
                           XDG_STATE_HOME=home, DISPLAY=display)
        environment.update({"PATH": home, **variables})
        environment.pop("WAYLAND_DISPLAY", None)
        done = subprocess.run([sys.argv[1], "--fresh", "--lang", language], env=environment,
                              capture_output=True, text=True, encoding="utf-8", timeout=60)
    return done.returncode, done.stderr


def explains(display, cause, part, **variables):
    for language in ("en", "zh"):
        status, said = started(display, language, **variables)
        assert status == 1, (status, said)
        for words in (CAUSE[cause][language], part, TRY):
            assert words in said, f"{words} is not in: {said}"


def test_a_display_without_opengl_is_named_with_the_command_that_draws_in_software():
    with WithoutGL() as display:
        explains(display.name, "no_context", "GLX")


def test_a_display_that_is_not_there_is_named():
    explains(":987", "no_display", ":987")
    explains("", "no_display", "display")


def test_a_driver_that_is_too_old_is_named():
    with Display() as display:
        explains(display.name, "no_context", "GLX", MESA_GL_VERSION_OVERRIDE="2.1",
                 LIBGL_ALWAYS_SOFTWARE="1")


def test_who_has_no_terminal_reads_the_words_in_a_window_of_the_desktop():
    with WithoutGL() as display, tempfile.TemporaryDirectory() as folder:
        stub, shown = os.path.join(folder, "zenity"), os.path.join(folder, "shown")
        with open(stub, "w", encoding="utf-8") as file:
            file.write(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{shown}"\n')  # both are builtins
        os.chmod(stub, os.stat(stub).st_mode | stat.S_IXUSR)
        status, _ = started(display.name, "zh", PATH=folder)
        with open(shown, encoding="utf-8") as file:
            words = file.read()
        assert status == 1 and CAUSE["no_context"]["zh"] in words and TRY in words, words


def main():
    names = sys.argv[3:]
    failed = 0
    for name, test in list(globals().items()):
        if not name.startswith("test_") or (names and not any(part in name for part in names)):
            continue
        try:
            test()
            print("ok  ", name[5:].replace("_", " "), flush=True)
        except Exception:  # whatever it is, the next sentence has its turn
            failed += 1
            print("FAIL", name[5:].replace("_", " "), flush=True)
            traceback.print_exc()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
