#!/usr/bin/env python3
"""Lessons in the terminal: a whole one by its golden path, in both languages; a new one that lint
accepts; lessons of the user's own.

Usage: lesson_text_test.py SYNSCOPE FOLDER
"""
import os
import pathlib
import shutil
import subprocess
import sys

PROGRAM, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])
DATA = FOLDER / "data"
ENVIRONMENT = {**os.environ, "LC_ALL": "C", "XDG_DATA_HOME": str(DATA)}
GUIDED = ["h2-three-way-handshake", "t1-lost-third-ack", "c3-time-wait-lost-last-ack",
          "a2-syn-flood-cookies"]


def synscope(*arguments, typed=""):
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, check=False,
                          env=ENVIRONMENT, input=typed.encode())
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def expect(condition, *what):
    assert condition, what


def a_whole_lesson_by_its_solutions():
    answers = FOLDER / "answers.txt"
    answers.write_text("# whatever is asked\n" + "solve\n" * 200)
    for lesson in GUIDED:
        for language, end in (("en", "you have mastered it"), ("zh", "你已经掌握")):
            code, out, err = synscope("lesson", lesson, "--text", "--answers", str(answers),
                                      "--lang", language)
            expect(code == 0, lesson, language, code, out[-500:], err)
            expect(end in out, lesson, language, out[-500:])
            expect("?" not in [word.strip() for word in out.split(" ")], "an unknown value", out)


def a_wrong_answer_is_answered():
    code, out, _ = synscope("lesson", "h2-three-way-handshake", "--text",
                            typed="\nsolve\n\n1000\n")
    expect(code == 1, code)  # the typing ends before the lesson
    expect("the SYN itself used up number 1\u2009000" in out, out)
    expect("stands at the beat" in out, out)


def a_do_is_recognised_by_what_is_typed():
    code, out, _ = synscope("lesson", "t1-lost-third-ack", "--text",
                            typed="\npacket 3 drop\n")
    expect(code == 1 and "neither side can see that" in out, out, code)


def a_new_lesson_passes_lint():
    shutil.rmtree(DATA, ignore_errors=True)
    code, out, err = synscope("lesson", "--new", "my-first")
    expect(code == 0, out, err)
    code, out, err = synscope("lint", "my-first")
    expect(code == 0 and "no mistakes" in out, code, out, err)
    code, out, _ = synscope("list")
    expect("my-first" in out and "(your own)" in out, out)
    code, _, err = synscope("lesson", "--new", "my-first")
    expect(code == 1 and "already" in err, err)
    code, _, err = synscope("lesson", "--new", "No Name")
    expect(code == 1 and "small letters" in err, err)


def a_lesson_of_the_user_overrides_nothing():
    own = DATA / "synscope" / "lessons" / "handshake"
    own.mkdir(parents=True, exist_ok=True)
    (own / "script.lesson").write_text("script 1\nnonsense\n")
    code, out, err = synscope("lint", "handshake")
    expect(code == 0, out, err)


def every_shipped_lesson_is_sound():
    for lesson in GUIDED:
        for language in ("en", "zh"):
            code, out, err = synscope("lint", lesson, "--lang", language)
            expect(code == 0, out, err)


def a_mistake_is_told_in_chinese():
    folder = FOLDER / "broken"
    folder.mkdir(exist_ok=True)
    (folder / "script.lesson").write_text(
        "script 2\nid broken\ntitle t\nabout a\nhost x 10.0.0.1\nhost y 10.0.0.2\n"
        "beat say one\nhighlight ep(z).state\n")
    code, _, err = synscope("lint", str(folder), "--lang", "zh")
    expect(code == 1, code)
    expect(":8:11: " in err and "未知的高亮目标" in err and "ep(x).state" in err, err)


def main():
    a_whole_lesson_by_its_solutions()
    a_wrong_answer_is_answered()
    a_do_is_recognised_by_what_is_typed()
    a_new_lesson_passes_lint()
    a_lesson_of_the_user_overrides_nothing()
    every_shipped_lesson_is_sound()
    a_mistake_is_told_in_chinese()


if __name__ == "__main__":
    main()
